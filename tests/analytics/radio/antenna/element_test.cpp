// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/antenna/element.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright::radio {

class ElementTest : public QObject {
    Q_OBJECT
private:
    static LocalAngles<NullRecorder> angles(double east, double north, double up, double azimuth,
                                            double tilt) {
        NullRecorder rec;
        return localAngles(rec, Metres(east), Metres(north), Metres(up), azimuth, tilt);
    }
    static double gain(double azimuth, double zenith) {
        NullRecorder rec;
        return elementGain(rec, LocalAngles<NullRecorder>{azimuth, zenith}, Decibels(8.0)).db();
    }

private Q_SLOTS:
    void matchesTheReferenceVectors() {
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        int compared = 0;
        for (const auto& row : test::readCsv(*shared / "reference" / "antenna.csv")) {
            if (!row.at("model").starts_with("38.901 T7.3-1"))
                continue;
            const double own = gain(std::stod(row.at("azimuth_deg")), std::stod(row.at("zenith_deg")));
            QVERIFY(std::abs(own - std::stod(row.at("gain_dBi"))) < 1e-5);
            ++compared;
        }
        QVERIFY(compared > 200);
    }
    void boresightFollowsAzimuthAndTilt_data() {
        QTest::addColumn<double>("azimuth");
        QTest::addColumn<double>("tilt");
        for (const double azimuth : {0.0, 45.0, 90.0, 200.0, 359.0})
            for (const double tilt : {-10.0, 0.0, 8.0, 30.0})
                QTest::addRow("azimuth %g tilt %g", azimuth, tilt) << azimuth << tilt;
    }
    void boresightFollowsAzimuthAndTilt() {
        QFETCH(double, azimuth);
        QFETCH(double, tilt);
        const double turn = Degrees(azimuth).radians(), down = Degrees(tilt).radians();
        const auto seen = angles(500 * std::sin(turn) * std::cos(down), 500 * std::cos(turn) * std::cos(down),
                                 -500 * std::sin(down), azimuth, tilt);
        QVERIFY(std::abs(seen.azimuth) < 1e-9);
        QVERIFY(std::abs(seen.zenith - 90.0) < 1e-9);
    }
    void turnsClockwiseFromNorth() {
        QVERIFY(std::abs(angles(100, 0, 0, 0, 0).azimuth - 90.0) < 1e-9);
        QVERIFY(std::abs(angles(100, 0, 0, 90, 0).azimuth) < 1e-9);
        QVERIFY(std::abs(angles(100, 100, 0, 0, 0).azimuth - 45.0) < 1e-9);
        QVERIFY(std::abs(angles(0, 100, 0, 350, 0).azimuth - 10.0) < 1e-9);
    }
    void followsTheRotationOfTheStandard() {
        // TR 38.901 eqs. 7.1-7 and 7.1-8 with slant 0, for random directions.
        for (double theta = 5.0; theta < 180.0; theta += 17.0)
            for (double phi = -170.0; phi < 180.0; phi += 23.0) {
                const double t = Degrees(theta).radians(), p = Degrees(phi).radians(),
                             b = Degrees(8.0).radians();
                const double zenith =
                    std::acos(std::cos(p) * std::sin(t) * std::sin(b) + std::cos(t) * std::cos(b));
                const double azimuth =
                    std::atan2(std::sin(p) * std::sin(t),
                               std::cos(p) * std::sin(t) * std::cos(b) - std::cos(t) * std::sin(b));
                const auto seen =
                    angles(std::sin(p) * std::sin(t), std::cos(p) * std::sin(t), std::cos(t), 0.0, 8.0);
                QVERIFY(std::abs(Degrees(seen.zenith).radians() - zenith) < 1e-9);
                QVERIFY(std::abs(Degrees(seen.azimuth).radians() - azimuth) < 1e-9);
            }
    }
    void neverAboveThePeakNorBelowTheFloor() {
        for (double azimuth = -180.0; azimuth <= 180.0; azimuth += 7.0)
            for (double zenith = 0.0; zenith <= 180.0; zenith += 7.0) {
                QVERIFY(gain(azimuth, zenith) <= 8.0 && gain(azimuth, zenith) >= -22.0);
                QCOMPARE(gain(azimuth, zenith), gain(-azimuth, zenith));
            }
    }
    void theMastItselfIsADirection() {
        const auto seen = angles(0, 0, 0, 30, 8);
        QVERIFY(std::isfinite(seen.azimuth) && std::isfinite(seen.zenith));
    }
};

} // namespace cellwright::radio

CELLWRIGHT_TEST(cellwright::radio::ElementTest)
#include "element_test.moc"
