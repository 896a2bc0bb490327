// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/inference/timing.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <numeric>
#include <set>

namespace cellwright::inference {

class TimingTest : public QObject {
    Q_OBJECT
    using R = NullRecorder;

    static Messages<R> someMessages() {
        return {Bytes(1000.0), Bytes(100.0), Bytes(10.0), Bytes(1000.0 + 4 * 100.0), Bytes(5 * 10.0)};
    }
    static Network<R> someNetwork() {
        // 1000 B take 8 ms up; 10 B take 0.08 ms down; transport 1 Mbit/s: 1000 B take 8 ms.
        return {BitsPerSecond(1e6), BitsPerSecond(1e6), BitsPerSecond(1e6), Seconds(0.002),
                Seconds(0.003),     Seconds(0.001),     Seconds(0.0005)};
    }
    static Compute<R> someCompute() {
        return {Seconds(0.1), Seconds(0.02), Seconds(0.05), Seconds(0.01), Seconds(0.004), Seconds(0.001)};
    }
    static double sum(const Phases<R>& phases) {
        return std::accumulate(phases.begin(), phases.end(), 0.0,
                               [](double s, Seconds p) { return s + p.si(); });
    }

private Q_SLOTS:
    void onTheDeviceOnlyTheDeviceMatters() {
        R rec;
        const auto t = timing(rec, Placement::device, 5.0, 1.0, Messages<R>{}, Network<R>{}, someCompute());
        QCOMPARE(t.ttft.si(), 0.1);
        QCOMPARE(t.tpot.si(), 0.02);
        QCOMPARE(t.endToEnd.si(), 0.1 + 4 * 0.02);
        QCOMPARE(t.sending.si(), 0.0);
        QCOMPARE(t.hostBusy.si(), 0.0);
    }
    void splitByHand() {
        R rec;
        const auto t = timing(rec, Placement::split, 5.0, 1.0, someMessages(), someNetwork(), someCompute());
        const double way = 2 * (0.002 + 0.0005);
        const double first =
            0.1 + (0.003 + 0.008) + (way + 0.008 + 0.00008) + (0.004 + 0.001) + 0.05 + (0.001 + 0.00008);
        const double later = 0.02 + (0.003 + 0.0008) + (way + 0.0008 + 0.00008) + 0.01 + (0.001 + 0.00008);
        QVERIFY(std::abs(t.ttft.si() - first) < 1e-12);
        QVERIFY(std::abs(t.tpot.si() - later) < 1e-12);
        QVERIFY(std::abs(t.endToEnd.si() - (first + 4 * later)) < 1e-12);
        QVERIFY(std::abs(t.hostBusy.si() - (0.05 + 4 * 0.01)) < 1e-12);
    }
    void tokensOfAHostStream() {
        R rec;
        auto t = timing(rec, Placement::host, 5.0, 2.0, someMessages(), someNetwork(), someCompute());
        QCOMPARE(t.tpot.si(), 0.01); // a token travels in 0.08 ms, so the decode step is the pace
        QCOMPARE(t.hostBusy.si(), 0.05 + 4 * 0.01 / 2);
        auto slow = someNetwork();
        slow.downlinkRate = BitsPerSecond(4000.0); // 20 ms per token
        t = timing(rec, Placement::host, 5.0, 1.0, someMessages(), slow, someCompute());
        QCOMPARE(t.tpot.si(), 0.02);
    }
    void partsAddUp() {
        R rec;
        for (const auto placement : {Placement::device, Placement::host, Placement::split}) {
            const auto t = timing(rec, placement, 5.0, 1.0, someMessages(), someNetwork(), someCompute());
            QVERIFY(std::abs(sum(t.first) - t.ttft.si()) < 1e-15);
            QVERIFY(std::abs(sum(t.later) - t.tpot.si()) < 1e-15);
        }
    }
    void oneTokenHasNoLaterTokens() {
        R rec;
        const auto t = timing(rec, Placement::split, 1.0, 1.0, someMessages(), someNetwork(), someCompute());
        QCOMPARE(t.tpot.si(), 0.0);
        QCOMPARE(t.endToEnd.si(), t.ttft.si());
    }
    void everythingSlowerIsSlower() {
        R rec;
        const auto base =
            timing(rec, Placement::split, 5.0, 1.0, someMessages(), someNetwork(), someCompute());
        auto network = someNetwork();
        network.uplinkRate = BitsPerSecond(5e5);
        QVERIFY(timing(rec, Placement::split, 5.0, 1.0, someMessages(), network, someCompute()).endToEnd >
                base.endToEnd);
        auto compute = someCompute();
        compute.hostDecode = Seconds(0.011);
        QVERIFY(timing(rec, Placement::split, 5.0, 1.0, someMessages(), someNetwork(), compute).tpot >
                base.tpot);
    }
    void keysAndNamesAreDistinct() {
        std::set<std::string_view> keys, names;
        for (std::size_t i = 0; i < phaseCount; ++i) {
            keys.insert(phaseKey(Phase(i)));
            names.insert(phaseName(Phase(i)));
        }
        QCOMPARE(keys.size(), phaseCount);
        QCOMPARE(names.size(), phaseCount);
    }
};

} // namespace cellwright::inference

CELLWRIGHT_TEST(cellwright::inference::TimingTest)
#include "timing_test.moc"
