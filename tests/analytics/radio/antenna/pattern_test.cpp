// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/antenna/pattern.h"
#include "tests/analytics/radio/antenna/sample_pattern.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

namespace cellwright::radio {

static double gain(const AntennaPattern& pattern, double azimuth, double below, double tilt = 0.0) {
    NullRecorder rec;
    return patternGain(rec, pattern, LocalAngles<NullRecorder>{azimuth, 90.0 + below}, tilt).db();
}

class PatternTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cutsAreReadAllAround() {
        std::vector<double> cut(360, 0.0);
        cut[359] = 4.0;
        cut[10] = 2.0;
        QCOMPARE(cutAttenuation(cut, 10.0), 2.0);
        QCOMPARE(cutAttenuation(cut, 10.25), 1.5);
        QCOMPARE(cutAttenuation(cut, -1.0), 4.0);
        QCOMPARE(cutAttenuation(cut, -0.5), 2.0);
        QCOMPARE(cutAttenuation(cut, 359.5), 2.0);
        QCOMPARE(cutAttenuation(cut, 370.0), 2.0);
        QCOMPARE(cutAttenuation(cut, -350.0), 2.0);
        QCOMPARE(cutAttenuation({}, 5.0), 0.0);
        QCOMPARE(cutAttenuation(cut, std::nan("")), 0.0);
    }
    void theVerticalCutIsKept() {
        const auto pattern = test::samplePattern(1);
        for (int below = -90; below <= 90; below += 3) {
            QVERIFY(std::abs(gain(pattern, 0.0, below) - (17.0 - cutAttenuation(pattern.vertical, below))) <
                    1e-12);
            QVERIFY(std::abs(gain(pattern, 180.0, below) -
                             (17.0 - cutAttenuation(pattern.vertical, 180.0 - below))) < 1e-12);
        }
    }
    void theHorizontalCutIsKeptOfAnUntiltedAntenna() {
        auto pattern = test::samplePattern(1);
        std::ranges::fill(pattern.vertical, 0.0);
        for (int i = 60; i < 300; ++i)
            pattern.vertical[std::size_t(i)] = pattern.horizontal[180];
        for (int azimuth = -180; azimuth <= 180; azimuth += 5)
            QVERIFY(std::abs(gain(pattern, azimuth, 0.0) -
                             (17.0 - cutAttenuation(pattern.horizontal, azimuth))) < 1e-12);
        QVERIFY(gain(pattern, 30.0, 0.0) != gain(pattern, -30.0, 0.0)); // right is not left
    }
    void electricalTiltTurnsTheVerticalCut() {
        const auto pattern = test::samplePattern(1);
        for (int below = -20; below <= 20; below += 4)
            QCOMPARE(gain(pattern, 0.0, below + 5.0, 5.0), gain(pattern, 0.0, below));
    }
    void byHandBetweenTheCuts() {
        const auto pattern = test::samplePattern(1);
        // 60 degrees to the right and 6 below: A_H(60) = 12; in front A_H(0) - A_V(6) = 0; behind 25 - 25 =
        // 0.
        QVERIFY(std::abs(gain(pattern, 60.0, 6.0) - (17.0 - 12.0)) < 1e-9);
        // 11 below: in front 0 - 3.
        QVERIFY(std::abs(gain(pattern, 60.0, 11.0) - (17.0 - 12.0 - 3.0 * (2.0 / 3.0))) < 1e-9);
    }
    void theDerivationNamesTheAntenna() {
        const auto pattern = test::samplePattern(1);
        Trace trace;
        TracingRecorder rec(trace);
        const auto angle = [&](double value) {
            return rec.input(value, "φ", "angle", Label::assumed, "test", "angle");
        };
        const auto traced =
            patternGain(rec, pattern, LocalAngles<TracingRecorder>{angle(-42.5), angle(101.0)}, angle(1.5));
        QVERIFY(std::abs(plain(traced).db() - gain(pattern, -42.5, 11.0, 1.5)) < 1e-12);
    }
};

} // namespace cellwright::radio

CELLWRIGHT_TEST(cellwright::radio::PatternTest)
#include "pattern_test.moc"
