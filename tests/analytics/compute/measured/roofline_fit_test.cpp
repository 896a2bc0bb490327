// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/measured/surface.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>
#include <random>

namespace cellwright::compute::measured {
namespace {

const RooflineConstants truth{300e9, 20e9, 3.0, 5e-6};
const RooflinePrior prior{{900e9, 30e9, 2.0, 2e-6}};

/// From one that reads to one that computes.
std::vector<Observation> observations(double scatter = 0.0, unsigned seed = 1) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal(0.0, 1.0);
    std::vector<Observation> all;
    for (const double size : {256.0, 1024.0, 4096.0})
        for (const double tokens : {1.0, 4.0, 8.0, 16.0, 64.0, 512.0}) {
            const double flop = 2.0 * size * size * tokens, bytes = 0.5625 * size * size;
            all.push_back(
                {flop, bytes, timeOf(truth, flop, bytes) * std::exp(scatter * normal(random)), 0.02});
        }
    return all;
}

bool near(double a, double b, double share) {
    return std::abs(a / b - 1.0) <= share;
}

} // namespace

class RooflineFitTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theRooflineByHand() {
        // 3 ms to compute, 4 ms to read, p = 2: 5 ms, and 1 ms.
        QVERIFY(near(timeOf({1e12, 1e9, 2.0, 1e-3}, 3e9, 4e6), 6e-3, 1e-12));
        QVERIFY(near(timeOf({1e12, 1e9, 1.0, 0.0}, 3e9, 4e6), 7e-3, 1e-12));
        QCOMPARE(timeOf({1e12, 1e9, 2.0, 1e-3}, 0.0, 0.0), 1e-3);
    }
    void findsTheConstantsOfItsData() {
        const auto c = fitRoofline(observations(), prior);
        QVERIFY2(near(c.flopRate, truth.flopRate, 0.02), std::to_string(c.flopRate).c_str());
        QVERIFY2(near(c.byteRate, truth.byteRate, 0.02), std::to_string(c.byteRate).c_str());
        QVERIFY2(near(c.exponent, truth.exponent, 0.15), std::to_string(c.exponent).c_str());
        QVERIFY2(near(c.fixed, truth.fixed, 0.1), std::to_string(c.fixed).c_str());
        for (const auto& o : observations())
            QVERIFY(near(timeOf(c, o.flop, o.bytes), o.seconds, 0.03));
    }
    void noiseMovesThemLittle() {
        const auto c = fitRoofline(observations(0.05, 3), prior);
        QVERIFY(near(c.flopRate, truth.flopRate, 0.1));
        QVERIFY(near(c.byteRate, truth.byteRate, 0.15));
    }
    void withoutDataThePriorHolds() {
        const auto c = fitRoofline({}, prior);
        QVERIFY(near(c.flopRate, prior.centre.flopRate, 1e-9));
        QVERIFY(near(c.exponent, prior.centre.exponent, 1e-9));
    }
    void onePointMovesWhatItTellsOf() {
        // Nothing but reading: the rate of computing stays.
        const std::vector<Observation> one{{1e6, 100e6, 10e-3, 0.02}};
        const auto c = fitRoofline(one, prior);
        QVERIFY(near(c.byteRate, 10e9, 0.05));
        QVERIFY(near(c.flopRate, prior.centre.flopRate, 0.02));
        QVERIFY(near(c.exponent, prior.centre.exponent, 0.05));
    }
    void aStartOnlySavesSteps() {
        const auto cold = fitRoofline(observations(0.03, 5), prior);
        const auto warm = fitRoofline(observations(0.03, 5), prior, &cold);
        QVERIFY(near(warm.flopRate, cold.flopRate, 0.01));
        QVERIFY(near(warm.byteRate, cold.byteRate, 0.01));
    }

    void nearValuesCountMore() {
        NearValues values;
        values.add({0.0}, 0.4);
        values.add({3.0}, -0.4);
        QCOMPARE(values.at({0.0}).value, 0.4);
        QCOMPARE(values.at({3.0}).value, -0.4);
        QVERIFY(values.at({0.5}).value > 0.3);
        QVERIFY(std::abs(values.at({1.5}).value) < 1e-12);
        QVERIFY(values.at({0.001}).value > 0.39);
        QVERIFY(std::abs(values.at({40.0}).value) < 1e-3);
        QVERIFY(values.at({40.0}).trust < 1e-3 && values.at({0.0}).trust == 1.0);
    }
    void aSurfaceGivesBackWhatWasMeasured() {
        std::vector<Sample> samples;
        for (const auto& o : observations(0.1, 9))
            samples.push_back({{std::log(o.flop), std::log(o.bytes)}, o.flop, o.bytes, o.seconds, 0.02});
        const Surface surface(samples, prior);
        for (const auto& s : samples) {
            const auto e = surface.at(s.place, s.flop, s.bytes);
            QVERIFY(e.measured);
            QCOMPARE(e.seconds, s.seconds);
            QVERIFY(near(timeOf(e.constants, s.flop, s.bytes) * e.factor, s.seconds, 1e-12));
        }
        Place between = samples[3].place;
        between[0] += 0.2;
        QVERIFY(!surface.at(between, 1.2 * samples[3].flop, samples[3].bytes).measured);
    }
    void farFromMeasurementsTheDoubtIsLarger() {
        const auto surfaceOf = [](double scatter) {
            std::vector<Sample> samples;
            for (const auto& o : observations(scatter, 4))
                samples.push_back({{std::log(o.flop), std::log(o.bytes)}, o.flop, o.bytes, o.seconds, 0.02});
            return Surface(samples, prior);
        };
        const auto quiet = surfaceOf(0.0), loud = surfaceOf(0.3);
        QVERIFY(loud.farDeviation() > 1.5 * quiet.farDeviation());
        const double flop = 2.0 * 4096 * 4096, bytes = 0.5625 * 4096 * 4096;
        const Place here{std::log(flop), std::log(bytes)}, there{here[0] + 8.0, here[1] + 8.0};
        QVERIFY(loud.at(there, flop, bytes).deviation > loud.at(here, flop, bytes).deviation);
        QVERIFY(Surface({}, prior).at(here, flop, bytes).deviation >= 0.14);
    }
};

} // namespace cellwright::compute::measured

CELLWRIGHT_TEST(cellwright::compute::measured::RooflineFitTest)
#include "roofline_fit_test.moc"
