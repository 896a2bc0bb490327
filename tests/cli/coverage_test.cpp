// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace cellwright {
namespace {

QByteArray antennaFile(const char* gain) {
    std::string text = std::string("NAME panel\nFREQUENCY 3500\n") + gain + "\n";
    for (const char* cut : {"HORIZONTAL", "VERTICAL"}) {
        text += std::string(cut) + " 360\n";
        for (int degrees = 0; degrees < 360; ++degrees)
            text +=
                std::to_string(degrees) + " " + std::to_string(std::min(degrees, 360 - degrees) / 8.0) + "\n";
    }
    return QByteArray::fromStdString(text);
}

} // namespace

class CoverageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyLayerIsMapped_data() {
        QTest::addColumn<QString>("layer");
        for (const char* layer : {"rsrp", "sinr", "best-server", "overlap", "rate-down", "rate-up", "ttft",
                                  "tpot", "energy", "exposure", "exposed-tokens"})
            QTest::newRow(layer) << QString::fromUtf8(layer);
    }
    void everyLayerIsMapped() {
        QFETCH(QString, layer);
        const test::Workplace place;
        place.prepare("sample hospital -o p.json");
        const auto line =
            QStringLiteral("coverage p.json --layer %1 --resolution 40m --statistics --json -o m.csv")
                .arg(layer);
        const auto result = place.run(line.toUtf8().constData());
        CELLWRIGHT_STATUS(result, 0);
        const auto json = result.json();
        QVERIFY(json.at("layer") == layer.toStdString());
        const auto pixels = json.at("pixels").get<std::size_t>();
        QCOMPARE(pixels, json.at("width").get<std::size_t>() * json.at("height").get<std::size_t>());
        QCOMPARE(json.at("cells").get<int>(), 9);
        const auto& percentiles = json.at("percentiles");
        QVERIFY(percentiles.at("valued").get<std::size_t>() > pixels / 4);
        QVERIFY(percentiles.at("p5").get<double>() <= percentiles.at("p50").get<double>());
        QVERIFY(percentiles.at("p50").get<double>() <= percentiles.at("p95").get<double>());
        const auto& statistics = json.at("statistics");
        QVERIFY(statistics.at("area_share").get<double>() >= 0.0 &&
                statistics.at("area_share").get<double>() <= 1.0);
        std::istringstream lines(place.read("m.csv").toStdString());
        std::string header;
        std::getline(lines, header);
        QCOMPARE(QByteArray::fromStdString(header), "x_m,y_m," + layer.toUtf8() + ",cell,server");
        QCOMPARE(std::size_t(std::count(std::istreambuf_iterator<char>(lines), {}, '\n')), pixels);
    }
    void picturesAndGeoTiffs() {
        const test::Workplace place;
        place.prepare("sample hospital -o p.json");
        CELLWRIGHT_STATUS(place.run("coverage p.json --layer best-server --resolution 50m -o m.png"), 0);
        QVERIFY(place.read("m.png").startsWith("\x89PNG"));
        QCOMPARE(place.read("m.pgw").trimmed().count('\n'), qsizetype(5)); // six numbers
        CELLWRIGHT_STATUS(place.run("coverage p.json --layer ttft --resolution 50m -o m.tif"), 0);
        QVERIFY(place.read("m.tif").startsWith("II") || place.read("m.tif").startsWith("MM"));
    }
    void usersSeeWhatEvaluateSays() {
        const test::Workplace place;
        place.prepare("sample hospital -o p.json");
        const auto group = place.run("evaluate p.json --json").json().at("scenarios")[0].at("groups")[0];
        const auto map =
            place.run("coverage p.json --layer ttft --statistics --json --resolution 100m").json();
        const double users = map.at("statistics").at("users").at("p50").get<double>();
        const double exact = group.at("ttft_s").at("p50").get<double>();
        QVERIFY(std::abs(users - exact) <= 0.01 * exact);
    }
    void rateIsTheDownlinks() {
        const test::Workplace place;
        place.prepare("sample hospital -o p.json");
        const auto json = place.run("coverage p.json --layer rate --resolution 100m --json").json();
        QVERIFY(json.at("layer") == "rate-down" && json.at("unit") == "bit/s");
        QVERIFY(json.at("seconds").get<double>() >= 0.0);
    }
    void refusals() {
        const test::Workplace place;
        place.prepare("sample hospital -o p.json");
        CELLWRIGHT_STATUS(place.run("coverage p.json --layer height"), 2);
        CELLWRIGHT_STATUS(place.run("coverage p.json --group nobody"), 2);
        CELLWRIGHT_STATUS(place.run("coverage p.json --resolution 1mm"), 2);
        CELLWRIGHT_STATUS(place.run("coverage p.json -o m.txt"), 2);
        CELLWRIGHT_STATUS(place.run("coverage missing.json"), 3);
        place.write("m.csv", "kept");
        CELLWRIGHT_STATUS(place.run("coverage p.json -o m.csv"), 3);
        QCOMPARE(place.read("m.csv"), QByteArray("kept"));
    }
    void importedAntennasChangeTheMap() {
        const test::Workplace place;
        place.prepare("sample hospital -o p.cellwright");
        const auto median = [&] {
            return place.run("coverage p.cellwright --layer rsrp --resolution 60m --json")
                .json()
                .at("percentiles")
                .at("p50")
                .get<double>();
        };
        const double before = median();
        place.write("panel.msi", antennaFile("GAIN 30 dBi"));
        const auto result = place.run("import antenna panel.msi --into p.cellwright --all-sectors --json");
        CELLWRIGHT_STATUS(result, 0);
        QCOMPARE(result.json().at("imported").get<int>(), 1);
        QVERIFY(median() > before + 5.0);
        CELLWRIGHT_STATUS(place.run("validate p.cellwright"), 0);
        place.write("bad.msi", antennaFile("GAIN loud"));
        const auto refused = place.run("import antenna bad.msi --into p.cellwright");
        CELLWRIGHT_STATUS(refused, 3);
        QVERIFY2(refused.err.contains("bad.msi, line 3"), refused.message());
        CELLWRIGHT_STATUS(place.run("import antenna panel.msi panel.msi --into p.cellwright --all-sectors"),
                          2);
        CELLWRIGHT_STATUS(place.run("import sites panel.msi --into p.cellwright --all-sectors"), 2);
    }
};

CELLWRIGHT_TEST(CoverageTest)

} // namespace cellwright

#include "coverage_test.moc"
