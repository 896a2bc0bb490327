// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/predict.h"
#include "analytics/compute/replay.h"
#include "tests/analytics/compute/samples.h"
#include "tests/analytics/llm/structures.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright::compute {

namespace {

using Phase = BenchPoint::Phase;
NullRecorder none;

const llm::Model& model() {
    static const llm::Model small = llm::structure(llm::attentionLayer());
    return small;
}

const llm::Accounting& accounting(Scheme weights = Scheme::q4_0, Scheme cache = Scheme::f16) {
    static const llm::Accounting plain = *llm::Accounting::of(model(), {Scheme::q4_0});
    static const llm::Accounting eight = *llm::Accounting::of(model(), {Scheme::q8_0});
    static const llm::Accounting cached = *llm::Accounting::of(model(), {Scheme::q4_0, Scheme::q8_0});
    return cache != Scheme::f16 ? cached : weights == Scheme::q4_0 ? plain : eight;
}

Task taskOf(const llm::Step& step, std::int64_t steps, Scheme weights = Scheme::q4_0,
            Scheme cache = Scheme::f16) {
    Task task;
    task.model = &model();
    task.accounting = &accounting(weights, cache);
    task.weights = weights;
    task.stretches = {{task.accounting->whole(), step, steps}};
    return task;
}
Task decode(std::int64_t depth, std::int64_t steps = 128) {
    return taskOf(llm::Step::decode(depth + 1), steps);
}
Task prefill(std::int64_t tokens, std::int64_t depth = 0) {
    return taskOf({llm::Step::Phase::prefill, tokens, 1, depth}, 1);
}

BenchPoint pointOf(Phase phase, std::int64_t tokens, std::int64_t depth, double rate) {
    const auto& a = accounting();
    return {"tiny Q4_0",
            Scheme::q4_0,
            a.weightBytes(a.whole()),
            double(a.parameters(a.whole())),
            phase,
            tokens,
            depth,
            1,
            8,
            -1,
            rate,
            0.05 * rate,
            "build 1"};
}

Device benchmarked() {
    Device d = test::roundDevice();
    d.runtimes[0].points = {pointOf(Phase::decode, 128, 0, 50.0), pointOf(Phase::decode, 128, 1024, 40.0),
                            pointOf(Phase::prefill, 512, 0, 2000.0)};
    return d;
}

} // namespace

class ReplayTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theVeryTestTakesWhatItTook() {
        const Device d = benchmarked();
        QVERIFY(std::abs(predict(none, d, decode(0), "t").si() - 1.0 / 50.0) < 1e-12);
        QVERIFY(std::abs(predict(none, d, decode(1024), "t").si() - 1.0 / 40.0) < 1e-12);
        QVERIFY(std::abs(predict(none, d, prefill(512), "t").si() - 512.0 / 2000.0) < 1e-12);
        const auto doubt = uncertainty(d, decode(0));
        QCOMPARE(doubt.label, Label::measured);
        QVERIFY(std::abs(doubt.halfWidth - 1.2816 * 0.05) < 1e-9);
        QVERIFY(doubt.source.find("build 1") != std::string::npos);
        const auto parts = breakdown(d, decode(0)); // a whole, which nobody took apart
        QCOMPARE(parts.size(), 1u);
        QVERIFY(std::abs(parts[0].time.si() - 1.0 / 50.0) < 1e-12);
        Trace trace;
        TracingRecorder rec(trace);
        QVERIFY(std::abs(plain(predict(rec, d, decode(0), "decode step")).si() - 0.02) < 1e-12);
    }
    void anyOtherTestIsPredicted() {
        const Device d = benchmarked(), plain = test::roundDevice();
        for (const Task& task :
             {decode(512), decode(0, 64), prefill(256), prefill(512, 1024),
              taskOf(llm::Step::decode(1, 2), 128), taskOf(llm::Step::decode(1), 128, Scheme::q8_0),
              taskOf(llm::Step::decode(1), 128, Scheme::q4_0, Scheme::q8_0)}) {
            QVERIFY(!measuredRate(d, task));
            QVERIFY(predict(none, d, task, "t") == predict(none, plain, task, "t"));
            QCOMPARE(uncertainty(d, task).halfWidth, uncertainty(plain, task).halfWidth);
        }
        Task part = decode(0);
        --part.stretches[0].range.last;
        QVERIFY(!measuredRate(d, part));
        Task two = decode(0);
        two.stretches.push_back(two.stretches[0]);
        QVERIFY(!measuredRate(d, two));
    }
    void anotherModelOfTheSameSchemeIsPredicted() {
        Device d = benchmarked();
        d.runtimes[0].points[0].parameters *= 1.05;
        QVERIFY(!measuredRate(d, decode(0)));
        d = benchmarked();
        d.runtimes[0].points[0].modelBytes = d.runtimes[0].points[0].modelBytes * 1.2;
        QVERIFY(!measuredRate(d, decode(0)));
        d.runtimes[0].points[0].modelBytes = Bytes(0); // not said
        QVERIFY(measuredRate(d, decode(0)));
    }
    void theMostThreadsAndLayersOfTheGpuCount() {
        Device d = benchmarked();
        auto& points = d.runtimes[0].points;
        points.push_back(points[0]);
        points.back().threads = 16;
        points.back().rate = 70.0;
        QCOMPARE(measuredRate(d, decode(0))->rate, 70.0);
        QVERIFY(!measuredRate(d, decode(1024))); // with 8 threads only
        for (auto& p : points)
            p.threads = 16;
        points[0].gpuLayers = 99; // whatever its rate
        QCOMPARE(measuredRate(d, decode(0))->rate, 50.0);
        points.back().gpuLayers = 99;
        QCOMPARE(measuredRate(d, decode(0))->rate, 50.0); // two of a kind: the careful one
    }
    void repeatedTestsTakeTheirMedian() {
        Device d = benchmarked();
        auto& points = d.runtimes[0].points;
        for (const double rate : {58.0, 90.0}) {
            points.push_back(points[0]);
            points.back().rate = rate;
        }
        QCOMPARE(measuredRate(d, decode(0))->rate, 58.0);
    }
    void microBatchesOfTheUsualSizeComeFirst() {
        Device d = benchmarked();
        auto& points = d.runtimes[0].points;
        points[0].microBatch = 2048;
        QCOMPARE(measuredRate(d, decode(0))->rate, 50.0); // the only one
        points.push_back(points[0]);
        points.back().microBatch = 512;
        points.back().rate = 45.0;
        QCOMPARE(measuredRate(d, decode(0))->rate, 45.0);
    }
    void cachesOfAnotherFormatAreAnotherTest() {
        Device d = benchmarked();
        const Task inBytes = taskOf(llm::Step::decode(1), 128, Scheme::q4_0, Scheme::q8_0);
        d.runtimes[0].points[0].cache = Scheme::q8_0;
        QVERIFY(!measuredRate(d, decode(0)));
        QVERIFY(measuredRate(d, inBytes));
    }
    void anIntervalIsNeverNothing() {
        auto point = pointOf(Phase::decode, 128, 0, 50.0);
        point.deviation = 0.0;
        QCOMPARE(halfWidthOf(point), 0.02);
    }
};

} // namespace cellwright::compute

CELLWRIGHT_TEST(cellwright::compute::ReplayTest)
#include "replay_test.moc"
