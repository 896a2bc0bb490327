// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/inference/queueing/batching.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright::inference {

class BatchQueueTest : public QObject {
    Q_OBJECT

    static BatchedKind chat(double rate) {
        return {.rate = rate,
                .prompt = 500,
                .output = 101,
                .fixed = 0.02,
                .perPromptToken = 1e-4,
                .perSequence = 1e-3};
    }

private Q_SLOTS:
    void anIdleServerAddsNothing() {
        const BatchQueue queue({chat(1e-9)}, 16, 500);
        const auto t = queue.times(0);
        QVERIFY(t.wait < 1e-6);
        QVERIFY(std::abs(t.prefill - 0.07) < 1e-6 && std::abs(t.step - 0.021) < 1e-6);
        QVERIFY(queue.firstExcess(0).mean() < 1e-6);
        QVERIFY(std::abs(queue.requestAlone(0) - 2.17) < 1e-9);
    }
    void oneSequenceIsTheQueueOfOneServer() {
        const double rate = 0.6 / 2.17;
        const BatchQueue queue({chat(rate)}, 1, 500);
        QVERIFY(std::abs(queue.load() - 0.6) < 1e-9);
        QVERIFY(std::abs(queue.firstExcess(0).mean() - 0.6 * 2.17 / 0.8) < 1e-6);
        QVERIFY(std::abs(queue.times(0).wait - 0.6 * 2.17 / 0.8) < 1e-6);
    }
    void batchesServeMoreThanOneAtATime() {
        const BatchQueue queue({chat(2.0 / 2.17)}, 32, 500);
        QVERIFY(queue.load() < 1.0 && !queue.isEndless());
        QVERIFY(queue.meanSequences() > 1.5);
        const auto t = queue.times(0);
        QVERIFY(t.step > 0.021 && t.prefill > 0.07 && t.wait > 0.0);
        QVERIFY(BatchQueue({chat(100.0)}, 32, 500).isEndless());
        QVERIFY(std::isinf(BatchQueue({chat(100.0)}, 32, 500).times(0).wait));
    }
    void moreRequestsTakeLonger() {
        double first = 0.0, last = 0.0;
        for (const double rate : {0.2, 0.6, 1.0, 1.4}) {
            const BatchQueue queue({chat(rate)}, 8, 128);
            QVERIFY(queue.firstExcess(0).mean() >= first && queue.lastExcess(0).mean() >= last);
            first = queue.firstExcess(0).mean();
            last = queue.lastExcess(0).mean();
        }
        QVERIFY(last > first);
    }
    void kindsShareTheServer() {
        auto other = chat(0.5);
        other.model = 1;
        const BatchQueue one({chat(1.0)}, 16, 500), same({chat(0.5), chat(0.5)}, 16, 500),
            two({chat(0.5), other}, 16, 500);
        QVERIFY(std::abs(one.load() - same.load()) < 1e-9);
        QVERIFY(two.load() > one.load()); // the weights of two models are read
    }
};

} // namespace cellwright::inference

CELLWRIGHT_TEST(cellwright::inference::BatchQueueTest)
#include "batching_test.moc"
