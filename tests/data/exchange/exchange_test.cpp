// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/scenario/json.h"
#include "data/exchange/geography.h"
#include "data/exchange/import.h"
#include "tests/analytics/scenario/random_project.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <set>

namespace cellwright {

class ExchangeTest : public QObject {
    Q_OBJECT

    static double length(const Position& p) { return std::hypot(p.x.si(), p.y.si()); }

private Q_SLOTS:
    void distancesAgreeWithTheEllipsoid() {
        // Arc lengths of WGS 84: a degree of longitude at the equator is pi a / 180 = 111319.491 m; a minute
        // of latitude is M(phi) pi / 10800, with M = a (1 - e^2) / (1 - e^2 sin^2 phi)^1.5.
        QVERIFY(std::abs(toLocal({0, 0}, 0, 0.1).x.si() - 11131.949) < 0.01);
        for (const double latitude : {0.0, 30.0, 45.0, 60.0, -37.8}) {
            const double s = std::sin(latitude * M_PI / 180.0), e2 = 0.00669437999014;
            const double meridian = 6378137.0 * (1 - e2) / std::pow(1 - e2 * s * s, 1.5);
            const auto north = toLocal({latitude, 10}, latitude + 1.0 / 60.0, 10);
            QVERIFY(std::abs(north.y.si() - meridian * M_PI / 10800.0) < 0.05);
            QVERIFY(std::abs(north.x.si()) < 1e-9);
        }
    }
    void distancesAwayFromTheOriginHold() {
        // Between two points 50 km north of the origin the plane must give the same distance as a plane about
        // one of them.
        const GeoOrigin origin{48.0, 11.0};
        const auto a = toLocal(origin, 48.45, 11.0), b = toLocal(origin, 48.45, 11.1);
        const double there = length(toLocal({48.45, 11.0}, 48.45, 11.1));
        QVERIFY(std::abs(std::hypot((a.x - b.x).si(), (a.y - b.y).si()) / there - 1.0) < 1e-3);
    }
    void placesReadBack() {
        for (const GeoOrigin origin :
             {GeoOrigin{-37.8, 144.97}, GeoOrigin{0, 0}, GeoOrigin{69.6, 18.9}, GeoOrigin{10, 179.99}})
            for (const double x : {-50e3, -10.0, 0.0, 7000.0, 49e3})
                for (const double y : {-45e3, 0.0, 12.5, 50e3}) {
                    const auto place = toGeographic(origin, {Metres(x), Metres(y)});
                    const auto back = toLocal(origin, place.latitude, place.longitude);
                    QVERIFY(std::abs(back.x.si() - x) < 1e-6 && std::abs(back.y.si() - y) < 1e-6);
                    QVERIFY(std::abs(place.longitude) <= 180.0);
                }
    }
    void jsonProjectsAreMerged() {
        auto project = test::RandomProject(4).project();
        project.attachments = {{"m", "model", "{}"}};
        const auto other = test::RandomProject(6).project();
        const auto scenarios = project.scenarios.size(), attachments = other.attachments.size();
        const auto result = importJson(toJsonText(other), "o.json", project);
        QVERIFY2(result.has_value(), result ? "" : result.error().message().c_str());
        QCOMPARE(result->imported, int(other.scenarios.size()));
        QCOMPARE(project.scenarios.size(), scenarios + other.scenarios.size());
        QCOMPARE(project.attachments.size(), 1 + attachments);
        QVERIFY(projectFromJson(toJsonText(project), "again") == project);
        const auto again = importJson(toJsonText(other), "o.json", project);
        QCOMPARE(again->skipped.size(), attachments);
    }
    void aLoneScenarioIsAProjectOfOne() {
        Project project;
        const auto scenario = test::RandomProject(4).scenario({77});
        QCOMPARE(importJson(toJsonText(scenario), "s.json", project)->imported, 1);
        QCOMPARE(project.scenarios.at(0).id.value, std::int64_t(1));
        QVERIFY(project.scenarios[0].topology == scenario.topology);
    }
    void brokenJsonLeavesTheProjectAlone() {
        auto project = test::RandomProject(4).project();
        const auto before = project;
        for (const char* text :
             {"", "{", "[]", "{}", "{\"scenarios\": 3}", "{\"id\": 1, \"workloads\": 5}"}) {
            const auto result = importJson(text, "b.json", project);
            QVERIFY(!result.has_value());
            QVERIFY(result.error().where.starts_with("b.json"));
            QVERIFY(project == before);
        }
    }
    void importersAreFoundByKind() {
        QCOMPARE(importerOf("sites")->kind, std::string_view("sites"));
        QCOMPARE(importerOf("users")->read("X,Y\n1,2\n", "u", *std::make_unique<Scenario>(), {})->imported,
                 1);
        const auto unknown = importerOf("cows");
        QVERIFY(!unknown.has_value());
        QVERIFY(unknown.error().remedy.starts_with("use one of: sites, users, links, "));
    }
    void settingsThatAKindDoesNotReadAreRefused() {
        ImportSettings system, network;
        system.crs = "EPSG:25833";
        network.mcc = 262;
        const std::set<std::string_view> placed{"sites", "users", "hosts", "geojson", "auto"};
        for (const auto& importer : importers()) {
            QVERIFY(checkSettings(importer, {}));
            QCOMPARE(checkSettings(importer, system).has_value(), placed.contains(importer.kind));
            QCOMPARE(checkSettings(importer, network).has_value(),
                     importer.kind == "opencellid" || importer.kind == "auto");
        }
        Scenario scenario;
        const auto refused = importAnything("FROM,TO\nA,B\n", "l.csv", scenario, system);
        QVERIFY(!refused && scenario.topology.sites.empty());
    }
    void theBusiestJunctionGetsTheHost() {
        Scenario scenario;
        QVERIFY(importLinks("FROM,TO\nA,B\nB,C\nB,D\nD,C\n", "l", scenario));
        static_cast<void>(addMissingParts(scenario));
        const auto& sites = scenario.topology.sites;
        const auto hub = std::ranges::find(sites, std::string("B"), &Site::name);
        QVERIFY(scenario.topology.links.back().from.site == hub->id);
    }
    void onlyWhatIsMissingIsAdded() {
        auto scenario = test::RandomProject(9).scenario({1});
        scenario.topology.links.clear();
        scenario.workloads.assign(1, Workload{{50}, "Mine"});
        const auto hosts = scenario.topology.hosts;
        const auto groups = scenario.topology.groups.size();
        static_cast<void>(addMissingParts(scenario));
        QVERIFY(hosts.empty() || scenario.topology.hosts == hosts);
        QCOMPARE(scenario.workloads.size(), std::size_t(1));
        QCOMPARE(scenario.topology.groups.size(), groups);
        QCOMPARE(scenario.topology.links.size(), scenario.topology.sites.size());
        for (const auto& group : scenario.topology.groups)
            QCOMPARE(group.workload.value, std::int64_t(50));
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::ExchangeTest)
#include "exchange_test.moc"
