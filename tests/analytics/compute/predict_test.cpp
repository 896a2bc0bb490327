// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/predict.h"
#include "tests/analytics/compute/samples.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>
#include <random>

namespace cellwright::compute {

using test::work;

namespace {

NullRecorder none;

bool contains(const Derivation& tree, const std::string& source) {
    if (tree.source.find(source) != std::string::npos)
        return true;
    for (const auto& input : tree.inputs)
        if (contains(input, source))
            return true;
    return false;
}

} // namespace

class PredictTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void followsTheSmoothRoofline() {
        const Device d = test::roundDevice();
        // t_c = 150e9 / (100e12 / 2) = 3 ms, t_m = 2e9 / (1e12 / 2) = 4 ms, p = 2: 5 ms; 10 operations, 3
        // layers: 0.4 ms
        const auto w = work(150e9, 1e9, 0.6e9, 0.4e9, 10, 3);
        QVERIFY(std::abs(predictPrefill(none, d, w, Scheme::f16, 512).si() - 5.4e-3) < 1e-15);
        QVERIFY(std::abs(predictDecode(none, d, w, Scheme::f16, 1).si() - 5.4e-3) < 1e-15);
        // q4_0: p = 1 and e_c = 1/4 of the FP16 peak, which stands in for INT8: 6 ms + 4 ms
        QVERIFY(std::abs(predictDecode(none, d, w, Scheme::q4_0, 1).si() - 10e-3) < 1e-15);
    }
    void moreWorkTakesLonger() {
        Device measured = *deviceFromProfile(test::roundProfile());
        std::mt19937 random(3);
        std::uniform_real_distribution<double> exponent(3.0, 12.0);
        const auto any = [&] { return std::pow(10.0, exponent(random)); };
        for (const Device& d : {test::roundDevice(), measured})
            for (int i = 0; i < 300; ++i) {
                const auto w = work(any(), any(), any(), any(), 100, 10);
                const auto time = [&](const WorkOf<NullRecorder>& of) {
                    return predictPrefill(none, d, of, Scheme::f16, 64) +
                           predictDecode(none, d, of, Scheme::f16, 1);
                };
                auto more = w;
                more.flop = more.flop * 2.0;
                QVERIFY(time(more) >= time(w));
                more = w;
                more.weightBytes = more.weightBytes * 2.0;
                QVERIFY(time(more) >= time(w));
                more = w;
                more.kvBytes = more.kvBytes * 2.0;
                QVERIFY(time(more) >= time(w));
                more = w;
                more.operations = 200;
                more.layers = 20;
                QVERIFY(time(more) > time(w));
            }
    }
    void neverBeatsTheLimits() {
        const Device d = test::roundDevice();
        for (const double flop : {1e6, 1e9, 1e12, 1e15}) {
            const auto t = predictPrefill(none, d, work(flop, 1e9), Scheme::f16, 512).si();
            QVERIFY(t >= flop / 100e12);
            QVERIFY(t >= 1e9 / 1e12);
        }
    }
    // A model made of the measured matrices takes what they took.
    void aProfileReproducesItself() {
        const auto profile = test::roundProfile();
        const Device d = *deviceFromProfile(profile);
        for (const auto& k : profile.kernels) {
            if (k.threads != 2)
                continue;
            const double weights = k.byteRate.si() * k.median.si();
            const auto w = work(2.0 * k.rows * k.cols * k.tokens, weights);
            const auto t = k.tokens == 1 ? predictDecode(none, d, w, k.weights, 1)
                                         : predictPrefill(none, d, w, k.weights, k.tokens);
            QVERIFY2(std::abs(t / k.median - 1) < 1e-12, std::to_string(t / k.median).c_str());
        }
        const auto beside = work(0, 0, 32e6, 32e6, 100, 10);
        QVERIFY(std::abs(predictDecode(none, d, beside, Scheme::f16, 1).si() - (2e-3 + 100 * 4e-6)) < 1e-12);
    }
    void explainsItself() {
        Trace trace;
        TracingRecorder rec(trace);
        llm::Work plainWork;
        plainWork.flop = Flop(150e9);
        plainWork.weightBytes = Bytes(1e9);
        plainWork.kvBytesRead = Bytes(0.5e9);
        plainWork.kvBytesWritten = Bytes(0.1e9);
        plainWork.activationBytes = Bytes(0.4e9);
        plainWork.operations = 10;
        for (const Device& d : {test::roundDevice(), *deviceFromProfile(test::roundProfile())}) {
            const auto traced = record(rec, plainWork, 3);
            const auto w = record(none, plainWork, 3);
            const auto prefill = predictPrefill(rec, d, traced, Scheme::f16, 512);
            const auto decode = predictDecode(rec, d, traced, Scheme::f16, 1);
            const auto energy = predictEnergy(rec, d, traced, decode);
            QCOMPARE(plain(prefill).si(), predictPrefill(none, d, w, Scheme::f16, 512).si());
            const auto time = predictDecode(none, d, w, Scheme::f16, 1);
            QCOMPARE(plain(decode).si(), time.si());
            QCOMPARE(plain(energy).si(), predictEnergy(none, d, w, time).si());
            const auto tree = rec.derivation(decode);
            QCOMPARE(tree.symbol, std::string("t"));
            QVERIFY(contains(tree, runtimeOf(d).measured ? "measured on Test processor" : "test"));
        }
    }
    void energyIsBasePlusWorkUpToTheLimit() {
        Device d = test::roundDevice();
        const auto w = work(1e12, 1e9);
        // 50 W for 10 ms, 1 pJ for 1e12 operations, 50 pJ for 1e9 bytes
        QVERIFY(std::abs(predictEnergy(none, d, w, Seconds(0.01)).si() - (0.5 + 1.0 + 0.05)) < 1e-12);
        d.power.base = Sourced<Watts>{Watts(60), Label::assumed, "test"};
        QVERIFY(std::abs(predictEnergy(none, d, w, Seconds(0.01)).si() - (0.6 + 1.0 + 0.05)) < 1e-12);
        d.power.limit = Sourced<Watts>{Watts(100), Label::assumed, "test"};
        QVERIFY(std::abs(predictEnergy(none, d, w, Seconds(0.01)).si() - 1.0) < 1e-12);
        d.power.active = Sourced<Watts>{Watts(80), Label::assumed, "test"};
        QVERIFY(std::abs(predictEnergy(none, d, w, Seconds(0.01)).si() - 0.8) < 1e-12);
    }
    void uncertaintyGrowsWithWhatWasNotMeasured() {
        QCOMPARE(uncertainty(test::roundDevice(), Scheme::f16, 512).prefill, 0.3);
        QCOMPARE(uncertainty(test::roundDevice(), Scheme::f16, 512).decode, 0.2);
        const Device d = *deviceFromProfile(test::roundProfile());
        const auto exact = uncertainty(d, Scheme::q4_0, 512);
        const auto other = uncertainty(d, Scheme::q4_k_m, 512);
        const auto longer = uncertainty(d, Scheme::q4_0, 8192);
        QVERIFY(exact.notes.empty());
        QVERIFY(other.decode > exact.decode && other.prefill > exact.prefill);
        QCOMPARE(other.notes.front(), std::string("q4_k_m was not measured: q4_0 stands for it"));
        QVERIFY(longer.prefill > exact.prefill);
        QCOMPARE(longer.decode, exact.decode);
        QCOMPARE(longer.notes.size(), std::size_t(1));
    }
    void theBreakdownNamesTheParts() {
        const auto w = work(150e9, 1e9, 0.6e9, 0.4e9, 10, 3);
        const auto parts = breakdown(test::roundDevice(), w, Scheme::f16, 512, true);
        QCOMPARE(parts.size(), std::size_t(5));
        QCOMPARE(parts[0].time.si(), 3e-3);
        QCOMPARE(parts[1].time.si(), 2e-3);
        QVERIFY(std::abs(parts[4].time.si() - 0.4e-3) < 1e-15);
        // Measured parts do not overlap: they add up to the time.
        const Device d = *deviceFromProfile(test::roundProfile());
        for (const bool prefill : {true, false}) {
            Seconds sum{};
            for (const auto& part : breakdown(d, w, Scheme::f16, prefill ? 512 : 1, prefill))
                sum += part.time;
            const auto t = prefill ? predictPrefill(none, d, w, Scheme::f16, 512)
                                   : predictDecode(none, d, w, Scheme::f16, 1);
            QVERIFY(std::abs(sum / t - 1) < 1e-12);
        }
    }
};

} // namespace cellwright::compute

CELLWRIGHT_TEST(cellwright::compute::PredictTest)
#include "predict_test.moc"
