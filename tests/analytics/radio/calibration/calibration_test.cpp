// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/calibration/calibration.h"
#include "analytics/radio/calibration/drop.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright::radio {

class CalibrationTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void agreesWithThePublishedDistributions_data() {
        QTest::addColumn<int>("scenario");
        QTest::addColumn<double>("gigahertz");
        for (const auto scenario : {Propagation::uma, Propagation::umi})
            for (const double gigahertz : {6.0, 30.0, 70.0})
                QTest::addRow("%s %g GHz", scenario == Propagation::uma ? "UMa" : "UMi", gigahertz)
                    << int(scenario) << gigahertz;
    }
    void agreesWithThePublishedDistributions() {
        QFETCH(int, scenario);
        QFETCH(double, gigahertz);
        const Hertz frequency(gigahertz * 1e9);
        const auto result = calibrate({Propagation(scenario), frequency, 60, 1}).value();
        const auto* published = calibrationReference(Propagation(scenario), frequency);
        QVERIFY(published);
        const auto geometry = pointsOf(result.geometry), coupling = pointsOf(result.coupling);
        for (std::size_t i = 0; i < geometry.size(); ++i) {
            const auto text =
                std::to_string(calibrationShares[i]) + ": geometry " + std::to_string(geometry[i]) +
                " dB for " + std::to_string(published->geometry[i]) + ", coupling " +
                std::to_string(coupling[i]) + " dB for " + std::to_string(published->coupling[i]);
            QVERIFY2(std::abs(geometry[i] - published->geometry[i]) < 0.6, text.c_str());
            QVERIFY2(std::abs(coupling[i] - published->coupling[i]) < 1.3, text.c_str());
        }
    }
    void isRepeatable() {
        const CalibrationSetup setup{Propagation::umi, Hertz(6e9), 1, 5};
        const auto once = calibrate(setup).value(), again = calibrate(setup).value();
        QCOMPARE(once.geometry, again.geometry);
        QCOMPARE(once.coupling, again.coupling);
        QCOMPARE(once.geometry.size(), std::size_t(usersPerDrop));
        QVERIFY(calibrate({Propagation::umi, Hertz(6e9), 1, 6}).value().geometry != once.geometry);
    }
    void sitesAreAHexagonalGrid() {
        for (const auto scenario : {Propagation::uma, Propagation::umi}) {
            const auto sites = calibrationSites(scenario);
            QCOMPARE(sites.size(), std::size_t(19));
            for (std::size_t i = 0; i < sites.size(); ++i) {
                double nearest = 1e9;
                for (std::size_t j = 0; j < sites.size(); ++j)
                    if (i != j)
                        nearest = std::min(nearest, std::hypot((sites[i].x - sites[j].x).si(),
                                                               (sites[i].y - sites[j].y).si()));
                QVERIFY(std::abs(nearest - siteDistance(scenario).si()) < 1e-6);
            }
        }
    }
    void usersAreAsTableSevenEightOneHasThem() {
        Dice dice(3);
        const UserDraws draws(20000, dice);
        const CalibrationSetup setup{Propagation::uma, Hertz(6e9), 1, 3};
        constexpr int users = 20000;
        int inside = 0, low = 0;
        double height = 0.0;
        for (int i = 0; i < users; ++i) {
            const auto user = dropUser(setup, draws, i);
            const double away = std::hypot(user.position.x.si(), user.position.y.si());
            QVERIFY(away >= 35.0 && away <= 465.0);
            QVERIFY(user.height >= Metres(1.5) && user.height <= Metres(22.5));
            if (user.indoors.enclosure == Enclosure::none) {
                QCOMPARE(user.height, Metres(1.5));
                continue;
            }
            ++inside;
            low += user.indoors.enclosure == Enclosure::lowLossBuilding;
            height += user.height.si();
        }
        QVERIFY(std::abs(inside / double(users) - 0.8) < 0.015);
        QVERIFY(std::abs(low / double(inside) - 0.5) < 0.02);
        // Floors 1 to N, N from 4 to 8: on average 3.5, three metres each.
        QVERIFY(std::abs(height / inside - (3.0 * (3.5 - 1.0) + 1.5)) < 0.1);
    }
    void refusesWhatHasNoLayout() {
        QVERIFY(!calibrate({Propagation::rma, Hertz(6e9), 1, 1}));
        QVERIFY(!calibrate({Propagation::uma, Hertz(140e9), 1, 1}));
        QVERIFY(!calibrate({Propagation::uma, Hertz(6e9), 0, 1}));
        QVERIFY(!calibrationReference(Propagation::uma, Hertz(3.5e9)));
    }
};

CELLWRIGHT_TEST(CalibrationTest)

} // namespace cellwright::radio
#include "calibration_test.moc"
