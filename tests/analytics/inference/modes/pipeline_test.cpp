// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/inference/modes/pipeline.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

namespace cellwright::inference {

class PipelineTest : public QObject {
    Q_OBJECT

    /// Time by stepping through events: whichever micro-batch can start anywhere does, nothing known of
    /// formulas.
    static double simulated(const std::vector<double>& costs, int batches) {
        std::vector<int> at(std::size_t(batches), 0); // next stage of each micro-batch
        std::vector<double> ready(std::size_t(batches), 0.0), free(costs.size(), 0.0);
        for (bool moved = true; moved;) {
            moved = false;
            for (std::size_t m = 0; m < at.size(); ++m) {
                const auto stage = std::size_t(at[m]);
                const bool next = m == 0 || at[m - 1] > at[m]; // in order
                if (stage == costs.size() || !next)
                    continue;
                ready[m] = free[stage] = std::max(ready[m], free[stage]) + costs[stage];
                ++at[m];
                moved = true;
            }
        }
        return *std::ranges::max_element(ready);
    }

private Q_SLOTS:
    void theFormulaEqualsASchedule() {
        std::mt19937_64 random(3);
        std::uniform_real_distribution<double> cost(0.0, 2.0);
        std::uniform_int_distribution<int> stages(1, 12), batches(1, 40);
        NullRecorder rec;
        for (int i = 0; i < 1000; ++i) {
            std::vector<double> costs(std::size_t(stages(random)));
            for (double& c : costs)
                c = cost(random);
            const int count = batches(random);
            std::vector<Seconds> times;
            std::vector<PipelineStage> parts;
            for (const double c : costs) {
                times.emplace_back(c);
                parts.push_back({Seconds(0.25 * c), Seconds(0.75 * c)});
            }
            const double expected = simulated(costs, count);
            const double formula = pipelineTime(rec, std::span<const Seconds>(times), double(count)).si();
            QVERIFY(std::abs(formula - expected) <= 1e-12 * std::max(1.0, expected));
            const std::vector<int> ones(std::size_t(count), 1);
            QVERIFY(std::abs(scheduleTime(parts, ones).si() - expected) <= 1e-12 * std::max(1.0, expected));
            const double slowest = *std::ranges::max_element(costs);
            QVERIFY(std::abs(pipelineBubble(times, count) - (1.0 - count * slowest / expected)) < 1e-12);
        }
    }
    void theDerivationGivesTheSameNumber() {
        Trace trace;
        TracingRecorder rec(trace);
        std::vector<Of<Seconds, TracingRecorder>> stages;
        for (const double c : {0.2, 0.5, 0.1})
            stages.push_back(rec.input(Seconds(c), "c", "stage", Label::assumed, "test"));
        const auto count = rec.input(8.0, "M", "micro-batches", Label::assumed, "test");
        const auto time = pipelineTime(rec, std::span<const Of<Seconds, TracingRecorder>>(stages), count);
        QVERIFY(std::abs(plain(time).si() - (0.8 + 7 * 0.5)) < 1e-12);
    }
    void noStageUsesTwoMicroBatchesAtOnce() {
        const std::vector<PipelineStage> stages{
            {Seconds(0.1), Seconds(0.02)}, {Seconds(0.0), Seconds(0.05)}, {Seconds(0.2), Seconds(0.01)}};
        const auto schedule = pipelineSchedule(stages, microBatchesOf(23, 5));
        QCOMPARE(schedule.size(), 3u * 5u);
        for (const auto& a : schedule) {
            QVERIFY(a.end >= a.begin);
            for (const auto& b : schedule) {
                if (a.stage == b.stage && a.microBatch < b.microBatch)
                    QVERIFY(b.begin >= a.end);
                if (a.microBatch == b.microBatch && a.stage < b.stage)
                    QVERIFY(b.begin >= a.end);
            }
        }
    }
    void theBestSizeIsTheBestOfAll() {
        std::mt19937_64 random(5);
        std::uniform_real_distribution<double> cost(0.0, 1.0);
        for (int i = 0; i < 100; ++i) {
            std::vector<PipelineStage> stages(std::size_t(1 + i % 6));
            for (auto& s : stages)
                s = {Seconds(cost(random)), Seconds(0.1 * cost(random))};
            const int batch = 1 + i;
            const auto best = bestMicroBatches(stages, batch);
            QCOMPARE(scheduleTime(stages, microBatchesOf(batch, best.size)).si(), best.time.si());
            double least = best.time.si();
            for (int size = 1; size <= batch; ++size)
                least = std::min(least, scheduleTime(stages, microBatchesOf(batch, size)).si());
            QCOMPARE(best.time.si(), least);
        }
    }
    void aChainWithAWorkerForEachStepIsThePipeline() {
        std::mt19937_64 random(11);
        std::uniform_real_distribution<double> cost(0.0, 1.0);
        for (int i = 0; i < 1000; ++i) {
            std::vector<PipelineStage> stages(std::size_t(1 + i % 7));
            for (auto& s : stages)
                s = {Seconds(cost(random)), Seconds(0.1 * cost(random))};
            const auto parts = microBatchesOf(1 + i % 31, 1 + i % 5);
            std::vector<ChainStep> chain;
            for (std::size_t k = 0; k < stages.size(); ++k) {
                chain.push_back({int(k), {}});
                for (const int items : parts)
                    chain.back().times.push_back(stages[k].of(items));
            }
            const auto path = criticalPath(chainSchedule(chain));
            const double expected = scheduleTime(stages, parts).si();
            QVERIFY(std::abs(path.back().end.si() - expected) <= 1e-12 * std::max(1.0, expected));
        }
    }
    void aCriticalPathHasNoGaps() {
        std::mt19937_64 random(13);
        std::uniform_real_distribution<double> cost(0.0, 1.0);
        std::uniform_int_distribution<int> worker(-1, 2);
        for (int i = 0; i < 1000; ++i) {
            std::vector<ChainStep> chain(std::size_t(1 + i % 9));
            const int jobs = 1 + i % 12;
            for (auto& step : chain) {
                step.worker = worker(random);
                for (int job = 0; job < jobs; ++job)
                    step.times.emplace_back(i % 3 == 0 ? double(int(3 * cost(random))) : cost(random));
            }
            const auto all = chainSchedule(chain);
            QCOMPARE(all.size(), chain.size() * std::size_t(jobs));
            const auto path = criticalPath(all);
            QCOMPARE(path.front().begin.si(), 0.0);
            for (std::size_t k = 1; k < path.size(); ++k)
                QCOMPARE(path[k].begin.si(), path[k - 1].end.si());
            QCOMPARE(path.back().end.si(), std::ranges::max_element(all, {}, &ChainSlot::end)->end.si());
        }
    }
    void aWorkerOfTwoStepsDoesOneThingAtATime() {
        // The device, the host, and the device again, for three chunks.
        const std::vector<ChainStep> chain{{0, {Seconds(3.0), Seconds(3.0), Seconds(3.0)}},
                                           {1, {Seconds(1.0), Seconds(1.0), Seconds(1.0)}},
                                           {0, {Seconds(2.0), Seconds(2.0), Seconds(2.0)}}};
        // Chunks go in first: 9 s; then they come out, 6 s more. Nobody waits for the host.
        QCOMPARE(criticalPath(chainSchedule(chain)).back().end.si(), 15.0);
        auto slow = chain;
        slow[1].times.assign(3, Seconds(10.0)); // now everyone waits for it: 3 + 30 + 2
        QCOMPARE(criticalPath(chainSchedule(slow)).back().end.si(), 35.0);
        QVERIFY(chainSchedule({}).empty());
        QVERIFY(criticalPath({}).empty());
    }
    void aChainOfOneStageNeverWaits() {
        const std::vector<Seconds> one{Seconds(0.3)};
        QCOMPARE(pipelineBubble(one, 7), 0.0);
        QCOMPARE(pipelineBubble({}, 7), 0.0);
    }
};

} // namespace cellwright::inference

CELLWRIGHT_TEST(cellwright::inference::PipelineTest)
#include "pipeline_test.moc"
