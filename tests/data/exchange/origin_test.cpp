// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/export.h"
#include "data/exchange/geography.h"
#include "data/exchange/import.h"
#include "tests/data/exchange/file_samples.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright {

/// What comes from the Earth meets a scenario that lies somewhere, or nobody knows where.
class OriginTest : public QObject {
    Q_OBJECT
private:
    using Import = Expected<ImportResult> (*)(std::string_view, const std::string&, Scenario&,
                                              const ImportSettings&);
    struct File {
        Import read;
        std::string text;
    };
    static std::string graph(const char* latitude, const char* longitude) {
        return std::string(test::graphMlHead) + "<node id=\"0\"><data key=\"d1\">" + latitude +
               "</data><data key=\"d2\">" + longitude + "</data></node><node id=\"1\"/>" +
               "<edge source=\"0\" target=\"1\"/></graph></graphml>";
    }
    static std::vector<File> leipzig() {
        return {{&importGraphMl, graph("51.34", "12.37")},
                {&importSites, "LAT,LON\n51.34,12.37\n"},
                {&importUsers, "LAT,LON\n51.34,12.37\n"},
                {&importGeoJson, test::leipzigGeoJson},
                {&importKml, "<kml><Placemark><Point><coordinates>12.37,51.34</coordinates></Point>"
                             "</Placemark></kml>"}};
    }
    /// Refused in these words, and nothing has changed.
    static void refuses(const File& file, Scenario scenario, const char* words) {
        const auto before = scenario;
        const auto result = file.read(file.text, "s.csv", scenario, {});
        QVERIFY2(!result, words);
        QVERIFY2(result.error().message().find(words) != std::string::npos, result.error().message().c_str());
        QVERIFY(scenario == before);
    }
    static Scenario withSite() {
        Scenario scenario;
        scenario.topology.sites.emplace_back().id = {1};
        return scenario;
    }

private Q_SLOTS:
    void objectsWithoutOriginStayWhereTheyAre() {
        for (const auto& file : leipzig()) {
            refuses(file, withSite(), "the scenario has no origin");
            Scenario located = withSite(), empty;
            located.topology.origin = GeoOrigin{51.0, 12.0};
            QVERIFY(file.read(file.text, "file", located, {}));
            QVERIFY(located.topology.origin == (GeoOrigin{51.0, 12.0}));
            QVERIFY(file.read(file.text, "file", empty, {}));
            QVERIFY(empty.topology.origin.has_value());
        }
        // What says nothing about the Earth fits anywhere.
        auto scenario = withSite();
        QVERIFY(importSites("X,Y\n100,0\n", "s", scenario));
        QVERIFY(!scenario.topology.origin);
    }
    void farNetworksAreNotDrawnAboutTheOrigin() {
        const File sydney{&importGraphMl, graph("-33.87", "151.21")};
        Scenario empty;
        empty.topology.origin = GeoOrigin{51.34, 12.37};
        refuses(sydney, empty, "the network lies more than 1000 km from the scenario's origin");
        auto filled = withSite();
        filled.topology.origin = empty.topology.origin;
        refuses(sydney, filled, "the network lies more than 1000 km from the scenario's origin");
    }
    void networksWithoutPlacesKeepTheOrigin() {
        Scenario scenario;
        scenario.topology.origin = GeoOrigin{51.34, 12.37};
        QVERIFY(importLinks("FROM,TO\nA,B\n", "l", scenario));
        QVERIFY(scenario.topology.origin == (GeoOrigin{51.34, 12.37}));
        QCOMPARE(scenario.topology.sites.size(), std::size_t(2));
    }
    void changedPlacesOfOwnTablesAreSeen() {
        const std::string head = "NAME,SITE_X,SITE_Y,LAT,LON,ORIGIN_LAT,ORIGIN_LON\n";
        const GeoOrigin origin{51.34, 12.37};
        const auto at = toGeographic(origin, {Metres(300.0), Metres(-200.0)});
        const auto row = [&](double latitude) {
            return "A,300,-200," + std::to_string(latitude) + "," + std::to_string(at.longitude) +
                   ",51.34,12.37\n";
        };
        Scenario scenario;
        QVERIFY(importSites(head + row(at.latitude), "s.csv", scenario));
        refuses({&importSites, head + row(at.latitude) + row(at.latitude + 0.001)}, {},
                "s.csv:3, column LAT: latitude and longitude lie 111");
    }
    /// A table's own origin 0.01 degrees east of the scenario's: by the arc of the parallel and its turn.
    void tablesOfAnotherPlaneAreShifted() {
        const GeoOrigin here{51.34, 12.37}, there{51.34, 12.38};
        const double phi = here.latitude * M_PI / 180.0, sine = std::sin(phi);
        const double normal = 6378137.0 / std::sqrt(1.0 - 0.00669437999014 * sine * sine);
        const double east = normal * std::cos(phi) * std::sin(0.01 * M_PI / 180.0); // 696.9 m
        QVERIFY(std::abs(east - 696.9) < 0.5);
        const std::string head = "NAME,X,Y,ORIGIN_LAT,ORIGIN_LON\n";
        const auto at = [&](const Scenario& scenario) { return scenario.topology.sites.back().position; };
        Scenario scenario = withSite();
        scenario.topology.origin = here;
        const auto result = importSites(head + "A,300,-200,51.34,12.38\n", "s.csv", scenario, {});
        QVERIFY2(result.has_value(), result ? "" : result.error().message().c_str());
        // The axes turn by the convergence of the meridians, 0.01 degrees times sin(latitude): 4 cm at 300 m.
        const double turn = 0.01 * M_PI / 180.0 * sine;
        QVERIFY(std::abs(at(scenario).x.si() - (east + 300.0 + 200.0 * turn)) < 0.01);
        QVERIFY(std::abs(at(scenario).y.si() - (-200.0 + 300.0 * turn + 0.5 * east * turn)) < 0.01);
        QVERIFY(scenario.topology.origin == here);
        QVERIFY(result->warnings.back().find("X and Y count from 51.34, 12.38") != std::string::npos ||
                result->warnings.front().find("X and Y count from 51.34, 12.38") != std::string::npos);
        QVERIFY(importUsers("X,Y,ORIGIN_LAT,ORIGIN_LON\n300,-200,51.34,12.38\n", "u.csv", scenario));
        const auto user = scenario.topology.groups.back().points.front();
        QVERIFY(std::abs((user.x - at(scenario).x).si()) < 1e-6);
        QVERIFY(std::abs((user.y - at(scenario).y).si()) < 1e-6);
        // Of its own plane, exactly; of several planes, each from its own.
        Scenario fresh, mixed;
        QVERIFY(importSites(head + "A,300,-200,51.34,12.38\n", "s.csv", fresh));
        QVERIFY(fresh.topology.origin == there && at(fresh) == (Position{Metres(300.0), Metres(-200.0)}));
        mixed.topology.origin = here;
        QVERIFY(importSites(head + "A,0,0,51.34,12.37\nB,0,0,51.34,12.38\n", "s.csv", mixed));
        QVERIFY(std::abs(at(mixed).x.si() - east) < 0.01);
        QVERIFY(std::abs(mixed.topology.sites.front().position.x.si()) < 1e-6);
    }
    void planesThatCannotBeTheScenariosAreRefused() {
        const std::string head = "NAME,X,Y,ORIGIN_LAT,ORIGIN_LON\n";
        Scenario located = withSite();
        located.topology.origin = GeoOrigin{51.34, 12.37};
        refuses({&importSites, head + "A,0,0,-33.87,151.21\n"}, located, "s.csv:2, column X: the place lies");
        refuses({&importSites, head + "A,0,0,51.34,12.38\n"}, withSite(), "the scenario has no origin");
        refuses({&importSites, head + "A,0,0,51.34,12.38\nB,0,0,51.34,\n"}, located,
                "s.csv:3, column ORIGIN_LON: the cell is empty");
        refuses({&importSites, head + "A,0,0,north,12.38\n"}, located, "s.csv:2, column ORIGIN_LAT");
        refuses({&importSites, "NAME,X,Y,ORIGIN_LAT\nA,0,0,51.34\n"}, located,
                "s.csv:1: the column ORIGIN_LON is missing");
    }
    void degreesComeFromTheirColumns() {
        ImportSettings settings;
        settings.crs = "EPSG:4326";
        Scenario scenario;
        const auto result = importSites("X,Y,LAT,LON\n300,-200,51.34,12.37\n", "s", scenario, settings);
        QVERIFY2(result.has_value(), result ? "" : result.error().message().c_str());
        QVERIFY(std::abs(scenario.topology.origin->longitude - 12.37) < 1e-9);
        settings.crs = "EPSG:25833";
        Scenario onMap;
        QVERIFY(importSites("X,Y,LAT,LON\n316000,5690000,0,0\n", "s", onMap, settings));
        QVERIFY(std::abs(onMap.topology.origin->latitude - 51.33) < 0.02);
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::OriginTest)
#include "origin_test.moc"
