// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/scenario/validate.h"
#include "data/exchange/file.h"
#include "data/exchange/import.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>

namespace cellwright {

/// What becomes of a third-party file: how many it brings, or what is wrong with it.
struct SharedFile {
    const char* path;
    int sites, links, groups;
    const char* error = "";
};
static const SharedFile sharedFiles[] = {
    {"eua/site-optus-melbCBD.csv", 125, 0, 0},
    {"eua/users-melbcbd-generated.csv", 0, 0, 1},
    {"terragraph_sample/boundary.kmz", 0, 0, 1},
    {"terragraph_sample/buildings.kmz", 0, 0, 9},
    {"terragraph_sample/testdata/test_boundary_polygon.kml", 0, 0, 1},
    {"terragraph_sample/testdata/test_boundary_polygon.kmz", 0, 0, 1},
    {"terragraph_sample/testdata/test_extract_boundary_polygon_from_multipolygon.kml", 0, 0, 1},
    {"terragraph_sample/testdata/test_single_layer_buildings.kml", 0, 0, 7},
    {"terragraph_sample/testdata/test_raw_square_topology.kml", 6, 8, 1},
    {"terragraph_sample/testdata/test_raw_square_topology.kmz", 6, 8, 1},
    {"terragraph_sample/testdata/test_raw_square_topology_sites.csv", 6, 0, 0},
    {"terragraph_sample/testdata/test_raw_square_topology_links.csv", 6, 8, 0},
    {"terragraph_sample/testdata/test_sites_with_alt.csv", 3, 0, 0},
    {"terragraph_sample/testdata/test_sites_with_demand.csv", 3, 0, 0},
    {"terragraph_sample/testdata/test_sites_with_height.csv", 8, 0, 0},
    {"terragraph_sample/testdata/test_sites_with_name.csv", 3, 0, 0},
    {"terragraph_sample/testdata/test_links_with_site_pair_col.csv", 6, 6, 0},
    {"terragraph_sample/testdata/test_links_reader_duplicated_cols.csv", 0, 0, 0,
     ":1: column 1 (tx_site) and column 3 (from_site) mean the same"},
    {"terragraph_sample/testdata/test_links_reader_missing_cols.csv", 0, 0, 0,
     ":1: the column of the other end is missing"},
    {"terragraph_sample/testdata/test_mcs_good_input.csv", 0, 0, 0, "table of modulation and coding schemes"},
    {"terragraph_sample/testdata/test_mcs_good_shuffled_columns.csv", 0, 0, 0,
     "table of modulation and coding schemes"},
    {"terragraph_sample/testdata/test_mcs_good_complex_header.csv", 0, 0, 0,
     "table of modulation and coding schemes"},
    {"topologyzoo/Aarnet.graphml", 19, 24, 0},
    {"topologyzoo/Abilene.graphml", 11, 14, 0},
    {"topologyzoo/AttMpls.graphml", 25, 57, 0},
    {"topologyzoo/BtEurope.graphml", 24, 37, 0},
    {"topologyzoo/Cogentco.graphml", 197, 245, 0},
    {"topologyzoo/Dfn.graphml", 58, 87, 0},
    {"topologyzoo/Garr201201.graphml", 61, 89, 0},
    {"topologyzoo/Geant2012.graphml", 40, 61, 0},
    {"topologyzoo/Janetbackbone.graphml", 29, 45, 0},
    {"topologyzoo/Kdl.graphml", 754, 899, 0},
    {"topologyzoo/NetworkUsa.graphml", 35, 39, 0},
    {"topologyzoo/Renater2010.graphml", 43, 56, 0},
    {"topologyzoo/Sinet.graphml", 74, 76, 0},
    {"topologyzoo/Telecomserbia.graphml", 6, 6, 0},
    {"topologyzoo/Uninett2011.graphml", 69, 98, 0},
};

class SharedFilesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyFileImportsOrSaysWhyNot_data() {
        QTest::addColumn<int>("row");
        for (int i = 0; i < int(std::size(sharedFiles)); ++i)
            QTest::newRow(sharedFiles[i].path) << i;
    }
    void everyFileImportsOrSaysWhyNot() {
        QFETCH(int, row);
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        const auto& file = sharedFiles[row];
        const auto text = readFile(*shared / "data" / file.path);
        QVERIFY2(text.has_value(), text ? "" : text.error().message().c_str());
        Scenario scenario;
        scenario.id = {1};
        const auto before = scenario;
        const auto result = importAnything(*text, file.path, scenario);
        if (file.error[0] != '\0') {
            QVERIFY(!result);
            const auto message = result.error().message();
            QVERIFY2(message.find(file.error) != std::string::npos && message.starts_with(file.path),
                     message.c_str());
            QVERIFY(scenario == before);
            return;
        }
        QVERIFY2(result.has_value(), result ? "" : result.error().message().c_str());
        const auto& t = scenario.topology;
        const auto loops = std::ranges::count_if(result->skipped, [](const std::string& line) {
            return line.find("leads back to where it starts") != std::string::npos;
        });
        QCOMPARE(int(t.sites.size()), file.sites);
        QCOMPARE(int(t.links.size()) + int(loops), file.links);
        QCOMPARE(int(t.groups.size()), file.groups);
        addMissingParts(scenario);
        for (const auto& problem : validate(scenario))
            QFAIL(problem.what.c_str());
    }
    void countriesLieOnThePlaneAndContinentsAreDrawn() {
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        const auto zoo = *shared / "data" / "topologyzoo";
        Scenario serbia, kentucky;
        QVERIFY(importAnything(*readFile(zoo / "Telecomserbia.graphml"), "Serbia", serbia));
        QVERIFY(serbia.topology.origin && std::abs(serbia.topology.origin->latitude - 43.5) < 2.0);
        // From San Antonio to Philadelphia: more than the plane holds, so links keep their lengths instead.
        QVERIFY(importAnything(*readFile(zoo / "Kdl.graphml"), "Kdl", kentucky));
        QVERIFY(!kentucky.topology.origin);
        const auto known = std::ranges::count_if(kentucky.topology.links,
                                                 [](const Link& link) { return link.length.has_value(); });
        QVERIFY(known > 800);
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::SharedFilesTest)
#include "shared_files_test.moc"
