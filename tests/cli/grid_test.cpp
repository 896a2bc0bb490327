// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright {

using test::Workplace;

class GridTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aGridBecomesAProject() {
        const Workplace place;
        const auto made = place.run("radio grid --rings 2 --isd 500m --first-pci 0 -o grid.json --json");
        CELLWRIGHT_STATUS(made, 0);
        QCOMPARE(made.json().at("sites").get<int>(), 19);
        QCOMPARE(made.json().at("sectors").get<int>(), 57);
        const auto first = made.json().at("site").at(1);
        const double distance = std::hypot(first.at("x_m").get<double>(), first.at("y_m").get<double>());
        QVERIFY(std::abs(distance - 500.0) < 1e-9);
        CELLWRIGHT_STATUS(place.run("validate grid.json"), 0);
        const auto project = nlohmann::json::parse(place.read("grid.json").constData());
        const auto& sites = project.at("scenarios").at(0).at("topology").at("sites");
        QCOMPARE(sites.size(), std::size_t(19));
        QCOMPARE(sites.at(18).at("sectors").at(2).at("pci").get<int>(), 56);
        QCOMPARE(sites.at(0).at("height_m").get<double>(), 25.0);
    }

    void itJoinsAProject() {
        const Workplace place;
        place.prepare("radio grid --sites 7 --propagation umi -o small.json");
        const auto added = place.run("radio grid --sites 3 --isd 1km --into small.json -o both.json --json");
        CELLWRIGHT_STATUS(added, 0);
        QCOMPARE(added.json().at("sites").get<int>(), 3);
        const auto project = nlohmann::json::parse(place.read("both.json").constData());
        const auto& topology = project.at("scenarios").at(0).at("topology");
        QCOMPARE(topology.at("sites").size(), std::size_t(10));
        QCOMPARE(topology.at("carriers").size(), std::size_t(1));
        QCOMPARE(topology.at("sites").at(0).at("height_m").get<double>(), 10.0);
        CELLWRIGHT_STATUS(place.run("validate both.json"), 0);
    }

    void whatCannotBeIsWrongUsage() {
        const Workplace place;
        for (const auto* line :
             {"radio grid --sites 20 --wrap-around -o a.json", "radio grid --sites 7 --rings 1 -o a.json",
              "radio grid --sites 7 --isd 0 -o a.json", "radio grid --propagation moon -o a.json",
              "radio grid --sites 0 -o a.json"})
            CELLWRIGHT_STATUS(place.run(line), 2);
        QVERIFY2(place.files().isEmpty(), "nothing is written");
        QVERIFY(place.run("radio grid --sites 20 --wrap-around -o a.json").err.contains("19 or 37"));
    }

    void anExistingFileStays() {
        const Workplace place;
        place.prepare("radio grid -o a.json");
        CELLWRIGHT_STATUS(place.run("radio grid --sites 1 -o a.json"), 3);
        CELLWRIGHT_STATUS(place.run("radio grid --sites 1 -o a.json --force"), 0);
    }
};

CELLWRIGHT_TEST(GridTest)

} // namespace cellwright

#include "grid_test.moc"
