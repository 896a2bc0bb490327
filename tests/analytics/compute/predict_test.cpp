// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/predict.h"
#include "tests/analytics/compute/samples.h"
#include "tests/analytics/llm/structures.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

namespace cellwright::compute {

using test::work;

namespace {

NullRecorder none;

const llm::Model& model() {
    static const llm::Model small = llm::structure(llm::attentionLayer());
    return small;
}
const llm::Accounting& accounting(Scheme weights = Scheme::q4_0) {
    static const llm::Accounting q4 = *llm::Accounting::of(model(), {Scheme::q4_0});
    static const llm::Accounting q5 = *llm::Accounting::of(model(), {Scheme::q5_0});
    return weights == Scheme::q4_0 ? q4 : q5;
}
Task taskOf(const llm::Step& step, std::int64_t steps, Scheme weights) {
    Task task;
    task.model = &model();
    task.accounting = &accounting(weights);
    task.weights = Scheme::f16; // roundDevice()'s plain roofline
    task.stretches = {{task.accounting->whole(), step, steps}};
    return task;
}
Task prefillTask(std::int64_t tokens, Scheme weights = Scheme::q4_0) {
    return taskOf({llm::Step::Phase::prefill, tokens}, 1, weights);
}
Task decodeTask(std::int64_t depth, std::int64_t steps = 1, Scheme weights = Scheme::q4_0) {
    return taskOf(llm::Step::decode(depth + 1), steps, weights);
}

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
        QVERIFY(std::abs(rooflineTime(none, d, w, Scheme::f16, "t").si() - 5.4e-3) < 1e-15);
        QVERIFY(std::abs(rooflineTime(none, d, w, Scheme::f16, "t").si() - 5.4e-3) < 1e-15);
        // q4_0: p = 1 and e_c = 1/4 of the FP16 peak, which stands in for INT8: 6 ms + 4 ms
        QVERIFY(std::abs(rooflineTime(none, d, w, Scheme::q4_0, "t").si() - 10e-3) < 1e-15);
    }
    void moreWorkTakesLonger() {
        const Device d = test::roundDevice();
        std::mt19937 random(3);
        std::uniform_real_distribution<double> exponent(3.0, 12.0);
        const auto any = [&] { return std::pow(10.0, exponent(random)); };
        for (int i = 0; i < 300; ++i) {
            const auto w = work(any(), any(), any(), any(), 100, 10);
            const auto time = [&](const WorkOf<NullRecorder>& of) {
                return rooflineTime(none, d, of, Scheme::f16, "t");
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
            const auto t = rooflineTime(none, d, work(flop, 1e9), Scheme::f16, "t").si();
            QVERIFY(t >= flop / 100e12);
            QVERIFY(t >= 1e9 / 1e12);
        }
    }
    void tasksAreTheWorkOfTheirStretches() {
        const auto task = decodeTask(100, 5);
        llm::Work sum;
        for (int i = 0; i < 5; ++i)
            sum = sum + accounting().decode(accounting().whole(), 101 + i);
        QVERIFY(std::abs(task.work().flop.si() * 5.0 / sum.flop.si() - 1.0) < 1e-12);
        QVERIFY(std::abs(task.work().kvBytesRead.si() * 5.0 / sum.kvBytesRead.si() - 1.0) < 1e-12);
        QVERIFY(std::abs(task.work().operations * 5.0 / sum.operations - 1.0) < 1e-12);
        QCOMPARE(task.layers(), 2);
        QVERIFY(task.decodes() && !prefillTask(100).decodes());
        auto half = prefillTask(100);
        half.stretches[0].range = accounting().below(1);
        QCOMPARE(half.layers(), 1);
        half.stretches.push_back({accounting().above(1), half.stretches[0].step});
        QVERIFY(std::abs(half.work().flop.si() / prefillTask(100).work().flop.si() - 1.0) < 1e-12);
    }
    void explainsItself() {
        Trace trace;
        TracingRecorder rec(trace);
        for (const Device& d : {test::roundDevice(), *deviceFromProfile(test::roundProfile())})
            for (const Task& task : {prefillTask(100), decodeTask(100, 1), decodeTask(100, 9)}) {
                const auto traced = predict(rec, d, task, "the time");
                const auto time = predict(none, d, task, "the time");
                QVERIFY(std::abs(plain(traced) / time - 1.0) < 1e-12);
                const auto energy = predictEnergy(rec, d, record(rec, task.work(), 2), traced);
                const auto expected = predictEnergy(none, d, record(none, task.work(), 2), time);
                QVERIFY(std::abs(plain(energy) / expected - 1.0) < 1e-12);
                const auto tree = rec.derivation(traced);
                QCOMPARE(tree.symbol, std::string("t"));
                QCOMPARE(tree.name, std::string("the time"));
                QVERIFY(contains(tree, runtimeOf(d).measured ? "measured on Test processor" : "test"));
            }
    }
    void rangesWithoutWorkTakeNoTime() {
        Trace trace;
        TracingRecorder rec(trace);
        const Device d = *deviceFromProfile(test::roundProfile());
        auto task = prefillTask(100);
        task.stretches[0].range = {0, 0};
        QCOMPARE(predict(none, d, task, "t").si(), 0.0);
        QCOMPARE(rec.derivation(predict(rec, d, task, "t")).value, 0.0);
        QCOMPARE(uncertainty(d, task).halfWidth, 0.0);
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
        QCOMPARE(uncertainty(test::roundDevice(), prefillTask(512)).halfWidth, 0.3);
        QCOMPARE(uncertainty(test::roundDevice(), decodeTask(512)).halfWidth, 0.2);
        const Device d = *deviceFromProfile(test::roundProfile());
        const auto exact = uncertainty(d, decodeTask(512));
        const auto other = uncertainty(d, decodeTask(512, 1, Scheme::q5_0));
        QVERIFY(exact.halfWidth > 0.05 && exact.halfWidth < 0.5);
        QVERIFY(other.halfWidth > exact.halfWidth);
        const std::string stands = "q5_0 was not measured: q4_0 stands for it";
        QVERIFY(std::ranges::find(other.notes, stands) != other.notes.end());
        QVERIFY(std::ranges::find(exact.notes, stands) == exact.notes.end());
        const std::string attention = "attention was not measured: its operations and bytes count";
        QCOMPARE(std::ranges::count(exact.notes, attention), std::ptrdiff_t(1));
        auto disturbed = test::roundProfile();
        disturbed.noise.disturbed = true;
        disturbed.noise.medianSpread = 0.4;
        const auto loud = uncertainty(*deviceFromProfile(disturbed), decodeTask(512));
        QVERIFY(loud.halfWidth > exact.halfWidth);
        QCOMPARE(loud.notes.size(), exact.notes.size() + 1);
        const auto llama = uncertainty(*withRuntime(d, "llama.cpp"), decodeTask(512));
        QVERIFY(llama.halfWidth > exact.halfWidth);
        QVERIFY(llama.source.find("llama.cpp") != std::string::npos);
    }
    void theBreakdownNamesTheParts() {
        const Device d = test::roundDevice();
        const auto task = prefillTask(512);
        const auto parts = breakdown(d, task);
        QCOMPARE(parts.size(), std::size_t(5));
        QCOMPARE(parts[0].time.si(), task.work().flop.si() / 50e12);
        QCOMPARE(parts[1].time.si(), task.work().weightBytes.si() / 0.5e12);
        QVERIFY(std::abs(parts[4].time.si() - (10e-6 * task.work().operations + 2 * 100e-6)) < 1e-15);
        // Measured parts do not overlap: they add up to the time.
        const Device measured = *deviceFromProfile(test::roundProfile());
        for (const auto& one : {prefillTask(700), decodeTask(30)}) {
            Seconds sum{};
            for (const auto& part : breakdown(measured, one))
                sum += part.time;
            QVERIFY(std::abs(sum / predict(none, measured, one, "t") - 1) < 1e-12);
        }
    }
};

} // namespace cellwright::compute

CELLWRIGHT_TEST(cellwright::compute::PredictTest)
#include "predict_test.moc"
