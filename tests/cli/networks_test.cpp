// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

namespace cellwright {
namespace {

constexpr const char* places = R"({"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"name": "North"}, "geometry": {"type": "Point", "coordinates": [13.0, 52.0]}},
    {"type": "Feature", "properties": {"name": "South"}, "geometry": {"type": "Point", "coordinates": [13.0, 51.995]}},
    {"type": "Feature", "properties": {"name": "Hall", "kind": "host"},
     "geometry": {"type": "Point", "coordinates": [13.002, 51.998]}},
    {"type": "Feature", "properties": {"name": "Fibre"},
     "geometry": {"type": "LineString", "coordinates": [[13.0, 52.0], [13.002, 51.998]]}},
    {"type": "Feature", "properties": {"name": "Radio", "medium": "microwave"},
     "geometry": {"type": "LineString", "coordinates": [[13.0, 51.995], [13.0, 52.0]]}},
    {"type": "Feature", "properties": {"kind": "user"},
     "geometry": {"type": "MultiPoint", "coordinates": [[13.0005, 52.0005], [13.0, 51.9955]]}}]})";

} // namespace

class NetworksTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void failuresAreToldOneByOneAndAll() {
        const test::Workplace place;
        place.write("p.geojson", places);
        place.prepare("import geojson p.geojson -o p.cellwright");
        const auto fibre = place.run("whatif fail p.cellwright --link Fibre --json");
        CELLWRIGHT_STATUS(fibre, 1);
        QCOMPARE(fibre.json().at("users_lost").get<int>(), 2);
        QVERIFY(fibre.json().at("failed").at("kind") == "link");
        const auto radio = place.run("whatif fail p.cellwright --link Radio --json");
        QCOMPARE(radio.json().at("users_lost").get<int>(), 1);
        const auto all = place.run("whatif fail p.cellwright --all --json").json().at("failures");
        QCOMPARE(all.size(), std::size_t(5));
        for (const auto& row : all)
            if (row.at("failed").at("name") == "Fibre") {
                QCOMPARE(row.at("users_lost").get<int>(), 2);
                QVERIFY(row.at("only_way").get<bool>());
            }
        QVERIFY(place.run("whatif fail p.cellwright --host Hall").out.contains("2 users lose service"));
        QVERIFY(place.run("whatif fail p.cellwright --all").out.contains("Fibre"));
        CELLWRIGHT_STATUS(place.run("whatif fail p.cellwright --link Nobody"), 2);
        CELLWRIGHT_STATUS(place.run("whatif fail p.cellwright"), 2);
        CELLWRIGHT_STATUS(place.run("whatif fail p.cellwright --link Fibre --all"), 2);
    }
    void rainClosesTheRadioLink() {
        const test::Workplace place;
        place.write("p.geojson", places);
        place.prepare("import geojson p.geojson -o p.json");
        auto project = nlohmann::json::parse(place.read("p.json").toStdString());
        auto& scenario = project["scenarios"][0];
        for (auto& link : scenario["topology"]["links"])
            if (link["name"] == "Radio") {
                link["length_m"] = 8000;
                link["frequency_hz"] = 38e9;
            }
        scenario["assumptions"]["rain_rate_mm_per_h"] = 150;
        place.write("wet.json", QByteArray::fromStdString(project.dump()));
        const auto links = place.run("evaluate wet.json --json").json().at("scenarios")[0].at("links");
        for (const auto& link : links)
            QCOMPARE(link.at("capacity_bps").get<double>() == 0.0, link.at("name") == "Radio");
        const auto why = place.run("explain wet.json --quantity links[1].fade_db");
        QVERIFY2(why.out.contains("P.838-3"), why.out.constData());
    }
    void exportsComeBack() {
        const test::Workplace place;
        place.write("p.geojson", places);
        place.prepare("import geojson p.geojson -o p.json");
        for (const char* format : {"geojson", "kml", "kmz"}) {
            const auto line =
                QStringLiteral("export p.json --as %1 -o out.%1 --json").arg(QLatin1String(format));
            const auto out = place.run(line.toUtf8().constData());
            CELLWRIGHT_STATUS(out, 0);
            QVERIFY(!out.json().at("warnings").empty()); // workloads stay behind
            const auto back =
                QStringLiteral("import auto out.%1 -o back-%1.json --bare --json").arg(QLatin1String(format));
            const auto read = place.run(back.toUtf8().constData());
            CELLWRIGHT_STATUS(read, 0);
            QCOMPARE(read.json().at("imported").get<int>(), 2 + 1 + 2 + 2);
        }
        CELLWRIGHT_STATUS(place.run("export p.json --as svg -o out.svg"), 0);
        QVERIFY(place.read("out.svg").contains("<svg"));
        CELLWRIGHT_STATUS(place.run("export p.json --as csv --table links -o links.csv"), 0);
        QVERIFY(place.read("links.csv").contains("Radio,South,North,microwave"));
    }
    /// Four tables make the network again; what they do not hold is said in the JSON and to people.
    void tablesMakeTheNetworkAgain() {
        const test::Workplace place;
        place.prepare("sample hospital -o p.json");
        auto project = nlohmann::json::parse(place.read("p.json").toStdString());
        auto& topology = project.at("scenarios").at(0).at("topology");
        topology.at("links").at(1)["hop_delay_s"] = 0.004;
        topology.at("links").at(1)["enabled"] = false;
        topology.at("hosts").at(0)["pue"] = 1.7;
        topology.at("carriers").at(0)["uplink_target_dbm"] = -90.0;
        place.write("p.json", QByteArray::fromStdString(project.dump()));
        const auto table = [&](const char* what) {
            const auto line =
                QStringLiteral("export p.json --as csv --table %1 -o %1.csv --json").arg(QLatin1String(what));
            return place.run(line.toUtf8().constData());
        };
        const auto sites = table("sites"), users = table("users");
        QVERIFY(sites.json().at("warnings").dump().find("carrier: Uplink target P0") != std::string::npos);
        QVERIFY(sites.err.contains("carrier: Uplink target P0"));
        QVERIFY(users.json().at("warnings").dump().find("1 user groups are spread over areas") !=
                std::string::npos);
        QVERIFY(users.err.contains("1 user groups are spread over areas"));
        QVERIFY(table("hosts").json().at("warnings").empty() && table("links").json().at("warnings").empty());
        place.prepare("import sites sites.csv -o back.cellwright --bare");
        place.prepare("import hosts hosts.csv --into back.cellwright --bare");
        place.prepare("import auto links.csv --into back.cellwright --bare");
        place.prepare("import auto users.csv --into back.cellwright --bare");
        place.prepare("export back.cellwright --as json -o back.json");
        const auto read = nlohmann::json::parse(place.read("back.json").toStdString());
        const auto& back = read.at("scenarios").at(0).at("topology");
        QCOMPARE(back.at("sites").size(), topology.at("sites").size());
        QCOMPARE(back.at("hosts").at(0).at("pue").get<double>(), 1.7);
        QCOMPARE(back.at("links").size(), topology.at("links").size());
        QCOMPARE(back.at("links").at(1).at("hop_delay_s").get<double>(), 0.004);
        QVERIFY(!back.at("links").at(1).at("enabled").get<bool>());
        QCOMPARE(back.at("groups").at(0).at("name").get<std::string>(), std::string("Emergency team"));
        QCOMPARE(back.at("groups").at(0).at("points_m").dump(),
                 topology.at("groups").at(1).at("points_m").dump());
        QCOMPARE(back.at("groups").at(0).at("active_share").get<double>(), 0.25);
    }
    void sitesAreGatheredAsAsked() {
        const test::Workplace place;
        place.write("s.csv", "NAME,X,Y\nA,0,0\nB,1000,0\nC,2000,300\n");
        place.prepare("import sites s.csv -o ring.cellwright --backhaul ring");
        const auto rows = place.run("whatif fail ring.cellwright --all --json").json().at("failures");
        int links = 0;
        for (const auto& row : rows)
            if (row.at("failed").at("kind") == "link") {
                ++links;
                QVERIFY(!row.at("only_way").get<bool>());
            }
        QCOMPARE(links, 4);
        CELLWRIGHT_STATUS(place.run("import sites s.csv -o x.cellwright --backhaul web"), 2);
        CELLWRIGHT_STATUS(place.run("import sites s.csv --into ring.cellwright --backhaul tree"), 2);
    }
    void coordinateSystemsAreAsked() {
        const test::Workplace place;
        place.write("l.json", R"({"type": "Point", "coordinates": [316862, 5691043]})");
        const auto refused = place.run("import geojson l.json -o l.cellwright");
        CELLWRIGHT_STATUS(refused, 3);
        QVERIFY2(refused.message() && QByteArray(refused.message()).contains("--crs"), refused.message());
        CELLWRIGHT_STATUS(place.run("import geojson l.json -o l.cellwright --crs EPSG:25833"), 0);
        CELLWRIGHT_STATUS(place.run("import geojson l.json -o m.cellwright --crs EPSG:xyz"), 3);
    }
    void settingsOfOtherKindsAreWrongUsage() {
        const test::Workplace place;
        place.write("l.csv", "FROM,TO\nA,B\n");
        CELLWRIGHT_STATUS(place.run("import links l.csv -o l.cellwright --crs EPSG:25833"), 2);
        CELLWRIGHT_STATUS(place.run("import links l.csv -o l.cellwright --mcc 262"), 2);
        CELLWRIGHT_STATUS(place.run("import json l.csv -o l.cellwright --radio NR"), 2);
        QVERIFY(!place.has("l.cellwright"));
        CELLWRIGHT_STATUS(place.run("import links l.csv -o l.cellwright"), 0);
    }
    void largeNetworksAreQuickEnough() {
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        const test::Workplace place;
        const auto file = QString::fromStdString((*shared / "data" / "topologyzoo" / "Kdl.graphml").string());
        const auto line = QStringLiteral("import graphml \"%1\" -o kdl.cellwright --json").arg(file);
        const auto imported = place.run(line.toUtf8().constData());
        CELLWRIGHT_STATUS(imported, 0);
        QCOMPARE(imported.json().at("imported").get<int>() + int(imported.json().at("skipped").size()),
                 754 + 899);
        const auto all = place.run("whatif fail kdl.cellwright --all --json");
        CELLWRIGHT_STATUS(all, 0); // nobody uses it yet
        QVERIFY(all.json().at("failures").size() > 1600);
    }
};

CELLWRIGHT_TEST(NetworksTest)

} // namespace cellwright

#include "networks_test.moc"
