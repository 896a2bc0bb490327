// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/scenario/validate.h"
#include "data/exchange/export.h"
#include "data/exchange/file.h"
#include "data/exchange/import.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

namespace cellwright {

struct BadSites {
    const char* name;
    const char* text;
    const char* message;
};
static const BadSites badSites[] = {
    {"no position", "NAME\nA\n",
     "s.csv:1: there are no columns for the position (name them LATITUDE and LONGITUDE"},
    {"no longitude", "NAME,LAT\nA,1\n", "s.csv:1: the column LONGITUDE is missing"},
    {"no y", "X\n1\n", "s.csv:1: the column Y is missing"},
    {"no rows", "LAT,LON\n", "s.csv: the table has a header but no rows"},
    {"duplicate", "LAT,LON,Latitude\n1,2,3\n",
     "s.csv:1: column 1 (LAT) and column 3 (Latitude) mean the same"},
    {"empty cell", "LAT,LON\n1,2\n,2\n", "s.csv:3, column LAT: the cell is empty"},
    {"text", "LAT,LON\nabc,2\n", "s.csv:2, column LAT: \"abc\" does not begin with a number"},
    {"nan", "LAT,LON\n1,nan\n", "s.csv:2, column LON:"},
    {"infinite", "X,Y\n1,inf\n", "s.csv:2, column Y:"},
    {"huge", "X,Y\n1e999,0\n", "s.csv:2, column X: the number \"1e999\" is too large"},
    {"far", "X,Y\n1e7,0\n", "s.csv:2, column X: 1e7 is out of range (give a number from -1e+06 to 1e+06"},
    {"swapped", "LAT,LON\n144.9,-37.8\n",
     "s.csv:2, column LAT: 144.9 is out of range (give a number from -90 to 90"},
    {"decimal comma", "LAT;LON\n48,1;11,5\n",
     "in \"48,1\" (give a number from -90 to 90, with a decimal point)"},
    {"apart", "LAT,LON\n10,10\n40,40\n", "s.csv:2, column LAT: the place lies"},
    {"height", "X,Y,HEIGHT\n0,0,900\n",
     "s.csv:2, column HEIGHT: 900 is out of range (give a number from 1 to 150"},
    {"azimuth", "X,Y,AZIMUTH\n0,0,0/x\n", "s.csv:2, column AZIMUTH: \"x\" does not begin with a number"},
    {"azimuth range", "X,Y,AZIMUTH\n0,0,400\n", "s.csv:2, column AZIMUTH: 400 is out of range"},
    {"power", "X,Y,PMAX\n0,0,20000\n",
     "s.csv:2, column PMAX: 20000 is out of range (give a number from -30 to 60"},
    {"band", "X,Y,BAND\n0,0,n999\n", "s.csv:2, column BAND: the band \"n999\" is unknown"},
    {"band or frequency", "X,Y,BAND\n0,0,78\n",
     "s.csv:2, column BAND: 78 can mean the band n78 or 78 GHz (write n78, or 78 GHz)"},
    {"band or megahertz", "X,Y,BAND\n0,0,257\n", "(write n257, or 257 MHz)"},
    {"frequency", "X,Y,FREQUENCY_MHZ\n0,0,3\n",
     "s.csv:2, column FREQUENCY_MHZ: 3 is out of range (give a number from 100"},
    {"two places", "SITE_ID,X,Y,AZIMUTH\n7,0,0,0\n7,5000,0,120\n",
     "s.csv:3: this sector of site \"7\" lies 5000 m from its first one"},
    {"long row", "X,Y\n1,2\n1,2,3\n", "s.csv:3: the row has 3 cells, the header 2"},
};

class ImportSitesTest : public QObject {
    Q_OBJECT

    static Scenario imported(const char* text) {
        Scenario scenario;
        scenario.id = {1};
        const auto result = importSites(text, "s.csv", scenario);
        if (!result)
            qFatal("%s", result.error().message().c_str());
        return scenario;
    }
    static bool warns(const ImportResult& result, const char* text) {
        return std::any_of(result.warnings.begin(), result.warnings.end(), [&](const std::string& warning) {
            return warning.find(text) != std::string::npos;
        });
    }

private Q_SLOTS:
    void refusesAndLeavesTheScenarioAlone_data() {
        QTest::addColumn<int>("index");
        for (int i = 0; i < int(std::size(badSites)); ++i)
            QTest::newRow(badSites[i].name) << i;
    }
    void refusesAndLeavesTheScenarioAlone() {
        QFETCH(int, index);
        auto scenario = imported("X,Y,NAME\n1,2,Old\n");
        const auto before = scenario;
        const auto result = importSites(badSites[index].text, "s.csv", scenario);
        QVERIFY(!result.has_value());
        QVERIFY2(result.error().message().find(badSites[index].message) != std::string::npos,
                 result.error().message().c_str());
        QVERIFY(!result.error().remedy.empty());
        QVERIFY(scenario == before);
    }
    void sitesWithoutAzimuthGetThreeSectors() {
        Scenario scenario;
        const auto result = importSites("SITE_ID,X,Y,NAME\n9,100,-50,Town hall\n", "s.csv", scenario);
        QVERIFY(result.has_value());
        QCOMPARE(result->imported, 1);
        const auto& site = scenario.topology.sites.at(0);
        QCOMPARE(site.name, std::string("Town hall"));
        QCOMPARE(site.position.x.si(), 100.0);
        QCOMPARE(site.position.y.si(), -50.0);
        QCOMPARE(site.sectors.size(), std::size_t(3));
        QCOMPARE(site.sectors[1].azimuth.degrees(), 120.0);
        QCOMPARE(site.sectors[2].name, std::string("C"));
        const auto& carrier = scenario.topology.carriers.at(0);
        QCOMPARE(carrier.frequency.si(), 3.5e9);
        QCOMPARE(carrier.bandwidth.si(), 100e6);
        QVERIFY(site.sectors[0].carrier == carrier.id);
        QVERIFY(warns(*result, "n78 at 3.5 GHz with 100 MHz is assumed"));
        QVERIFY(warns(*result, "three sectors at 0, 120 and 240 degrees are assumed"));
        QVERIFY(warns(*result, "25 m is assumed"));
        QVERIFY(!scenario.topology.origin.has_value());
    }
    void plannersColumnsInAnyOrderAndCase() {
        const auto scenario = imported("pmax;Azimuth;Site_Y;site_x;SITE_ID;Height;BEAMWIDTH;Band;DOWNTILT\n"
                                       "43;10;200;100;S1;30;65;n3;6\n"
                                       "46 dBm;130;200;100;S1;30;65;n78;4\n"
                                       "40;-110;300;100;S2;10;65;n3;0\n");
        const auto& sites = scenario.topology.sites;
        QCOMPARE(sites.size(), std::size_t(2));
        QCOMPARE(sites[0].sectors.size(), std::size_t(2));
        QCOMPARE(sites[0].sectors[1].power.db(), 46.0);
        QCOMPARE(sites[0].sectors[1].downtilt.degrees(), 4.0);
        QCOMPARE(sites[0].propagation, Propagation::uma);
        QCOMPARE(sites[1].sectors[0].azimuth.degrees(), 250.0);
        QCOMPARE(sites[1].propagation, Propagation::umi);
        QCOMPARE(scenario.topology.carriers.size(), std::size_t(2));
        QCOMPARE(scenario.topology.carriers[0].frequency.si(), 1842.5e6);
        QVERIFY(!scenario.topology.carriers[0].tdd);
        QCOMPARE(scenario.topology.carriers[1].frequency.si(), 3550e6);
        QVERIFY(sites[0].sectors[0].carrier == sites[1].sectors[0].carrier);
    }
    void aListOfAzimuthsIsOneSite() {
        for (const char* text : {"X,Y,AZIMUTH\n0,0,0/90/180/270\n", "X,Y,AZIMUTH\n0,0,\"0, 90, 180, 270\"\n",
                                 "X;Y;AZIMUTH\n0;0;0|90|180|270\n"}) {
            const auto scenario = imported(text);
            QCOMPARE(scenario.topology.sites.at(0).sectors.size(), std::size_t(4));
            QCOMPARE(scenario.topology.sites.at(0).sectors[3].azimuth.degrees(), 270.0);
        }
    }
    void frequenciesAreUnderstood_data() {
        QTest::addColumn<QString>("header");
        QTest::addColumn<QString>("cell");
        QTest::addColumn<double>("hertz");
        const auto row = [](const char* header, const char* cell, double hertz) {
            QTest::addRow("%s %s", header, cell)
                << QString::fromUtf8(header) << QString::fromUtf8(cell) << hertz;
        };
        row("FREQUENCY", "3.5 GHz", 3.5e9);
        row("FREQUENCY", "3.5", 3.5e9);
        row("FREQUENCY", "2140", 2140e6);
        row("FREQUENCY", "2140000000", 2140e6);
        row("Frequency (MHz)", "700", 700e6);
        row("FREQUENCY_HZ", "3.5e9", 3.5e9);
        row("BAND", "n1", 2140e6);
        row("BAND", "N28", 780.5e6);
        row("BAND", "1800", 1800e6);
        row("BAND", "78 GHz", 78e9);
    }
    void frequenciesAreUnderstood() {
        QFETCH(QString, header);
        QFETCH(QString, cell);
        QFETCH(double, hertz);
        const auto scenario =
            imported(QStringLiteral("X,Y,%1,BANDWIDTH\n0,0,%2,20\n").arg(header, cell).toUtf8().constData());
        QCOMPARE(scenario.topology.carriers.at(0).frequency.si(), hertz);
        QCOMPARE(scenario.topology.carriers.at(0).bandwidth.si(), 20e6);
        QVERIFY(validate(scenario).empty());
    }
    void anOriginThatIsThereIsKept() {
        Scenario scenario;
        scenario.topology.origin = GeoOrigin{-37.8, 144.9};
        QVERIFY(importSites("LAT,LON\n-37.8,144.9\n-37.809,144.9\n", "s.csv", scenario).has_value());
        QVERIFY(scenario.topology.origin == (GeoOrigin{-37.8, 144.9}));
        const auto& sites = scenario.topology.sites;
        QVERIFY(std::abs(sites[0].position.y.si()) < 1e-9);
        QVERIFY(std::abs(sites[1].position.y.si() + 999.0) < 0.5);
    }
    void repeatedSitesAreSkipped() {
        Scenario scenario;
        const char* text = "SITE_ID,X,Y\n1,0,0\n2,10,10\n1,0,0\n";
        const auto first = importSites(text, "s.csv", scenario);
        QCOMPARE(first->imported, 2);
        QCOMPARE(first->skipped, std::vector<std::string>{"line 4: the site \"1\" is already there"});
        const auto second = importSites(text, "s.csv", scenario);
        QCOMPARE(second->imported, 0);
        QCOMPARE(second->skipped.size(), std::size_t(3));
        QCOMPARE(scenario.topology.sites.size(), std::size_t(2));
    }
    void exportedSitesReadBack() {
        const auto scenario = imported("SITE_ID,LAT,LON,NAME,HEIGHT,AZIMUTH,PMAX,GAIN,BAND\n"
                                       "1,52.5,13.4,\"A, \"\"one\"\"\",31.5,0/120/240,43.2,17,n78\n"
                                       "2,52.51,13.41,B,20,90,40,15,n3\n");
        Scenario back;
        back.topology.origin = scenario.topology.origin;
        const auto read = importSites(sitesToCsv(scenario), "out.csv", back);
        QVERIFY2(read.has_value(), read ? "" : read.error().message().c_str());
        QCOMPARE(back.topology.sites.size(), std::size_t(2));
        for (std::size_t i = 0; i < 2; ++i) {
            const auto &was = scenario.topology.sites[i], &is = back.topology.sites[i];
            QCOMPARE(is.name, was.name);
            QCOMPARE(is.height.si(), was.height.si());
            QCOMPARE(is.sectors.size(), was.sectors.size());
            QVERIFY(std::abs((is.position.x - was.position.x).si()) < 1e-6);
            QVERIFY(std::abs((is.position.y - was.position.y).si()) < 1e-6);
            QCOMPARE(is.sectors[0].power.db(), was.sectors[0].power.db());
            QCOMPARE(is.sectors[0].antennaGain.db(), was.sectors[0].antennaGain.db());
        }
        QCOMPARE(back.topology.carriers.size(), std::size_t(2));
        QCOMPARE(back.topology.carriers[0].frequency.si(), 3550e6);
    }
    void melbourneSitesImport() {
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        const auto text = readFile(*shared / "data/eua/site-optus-melbCBD.csv");
        QVERIFY(text.has_value());
        Scenario scenario;
        scenario.id = {1};
        const auto result = importSites(*text, "sites", scenario);
        QVERIFY2(result.has_value(), result ? "" : result.error().message().c_str());
        QCOMPARE(result->imported, 125);
        QCOMPARE(scenario.topology.sites.size(), std::size_t(125));
        QVERIFY(result->skipped.empty());
        QVERIFY(warns(*result, "columns ignored: STATE"));
        QVERIFY(scenario.topology.origin.has_value());
        for (const auto& site : scenario.topology.sites)
            QVERIFY(std::hypot(site.position.x.si(), site.position.y.si()) < 3000.0);
        QVERIFY(validate(scenario).empty());
    }
    void terragraphSitesImport() {
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        const auto folder = *shared / "data/terragraph_sample/testdata";
        const auto count = [&](const char* file) {
            Scenario scenario;
            const auto result = importSites(readFile(folder / file).value_or(""), file, scenario);
            return result ? result->imported : -1;
        };
        QCOMPARE(count("test_sites_with_name.csv"), 3);
        QCOMPARE(count("test_sites_with_alt.csv"), 3);
        QCOMPARE(count("test_sites_with_demand.csv"), 3);
        QCOMPARE(count("test_raw_square_topology_sites.csv"), 6);
        QCOMPARE(count("test_sites_with_height.csv"), 8);
        QCOMPARE(count("test_links_reader_missing_cols.csv"), -1);
        QCOMPARE(count("test_mcs_good_input.csv"), -1);
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::ImportSitesTest)
#include "import_sites_test.moc"
