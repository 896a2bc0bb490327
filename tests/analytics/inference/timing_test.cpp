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
        Messages<R> m;
        m.prompt = Bytes(1000.0);
        m.step = Bytes(100.0);
        m.answer = m.token = Bytes(10.0);
        m.uplink = Bytes(1000.0 + 4 * 100.0);
        m.downlink = Bytes(5 * 10.0);
        m.promptParts = {m.prompt};
        m.answerParts = {m.answer};
        m.passParts = {Bytes(2000.0)};
        m.passStep = Bytes(200.0);
        m.feedback = Bytes(20.0);
        return m;
    }
    static Network<R> someNetwork() {
        // 1000 B take 8 ms up; 10 B take 0.08 ms down; transport 1 Mbit/s: 1000 B take 8 ms.
        const Hop<R> hop{Seconds(0.002), BitsPerSecond(1e6)};
        return {BitsPerSecond(1e6), BitsPerSecond(1e6), hop, hop, Seconds(0.003),
                Seconds(0.001),     Seconds(0.0005)};
    }
    static StageTimes<R> device(double prefill, double decode) {
        StageTimes<R> stage;
        stage.onDevice = true;
        stage.name = "Device";
        stage.prefill = {Seconds(prefill)};
        stage.decode = Seconds(decode);
        return stage;
    }
    static StageTimes<R> host(int number, double prefill, double decode) {
        auto stage = device(prefill, decode);
        stage.onDevice = false;
        stage.computer = number;
        stage.name = "Host " + std::to_string(number);
        stage.wait = Seconds(0.004);
        stage.overhead = Seconds(0.001);
        stage.onward = stage.promptOnward = {Seconds(0.001), BitsPerSecond(1e6)};
        return stage;
    }
    static Request<R> request(std::vector<StageTimes<R>> stages, double outputTokens = 5.0) {
        return {outputTokens, someMessages(), std::move(stages), {Seconds(0.001), BitsPerSecond(1e6)}};
    }
    static Request<R> onDevice() { return request({device(0.1, 0.02)}); }
    static Request<R> onHost() { return request({host(1, 0.05, 0.01)}); }
    static Request<R> split(double outputTokens = 5.0) {
        return request({device(0.1, 0.02), host(1, 0.05, 0.01)}, outputTokens);
    }
    static double sum(const Phases<R>& phases) {
        return std::accumulate(phases.begin(), phases.end(), 0.0,
                               [](double s, Seconds p) { return s + p.si(); });
    }

private Q_SLOTS:
    void onTheDeviceOnlyTheDeviceMatters() {
        R rec;
        const auto t = timing(rec, onDevice(), Network<R>{});
        QCOMPARE(t.ttft.si(), 0.1);
        QCOMPARE(t.tpot.si(), 0.02);
        QCOMPARE(t.endToEnd.si(), 0.1 + 4 * 0.02);
        QCOMPARE(t.sending.si(), 0.0);
    }
    void splitByHand() {
        R rec;
        const auto t = timing(rec, split(), someNetwork());
        const double way = 2 * (0.002 + 0.0005);
        const double first =
            0.1 + (0.003 + 0.008) + (way + 0.008 + 0.00008) + (0.004 + 0.001) + 0.05 + (0.001 + 0.00008);
        const double later = 0.02 + (0.003 + 0.0008) + (way + 0.0008 + 0.00008) + 0.01 + (0.001 + 0.00008);
        QVERIFY(std::abs(t.ttft.si() - first) < 1e-12);
        QVERIFY(std::abs(t.tpot.si() - later) < 1e-12);
        QVERIFY(std::abs(t.endToEnd.si() - (first + 4 * later)) < 1e-12);
        QCOMPARE(t.beforeFirstBit.si(), 0.1);
    }
    void aUShapeByHand() {
        R rec;
        auto r = request({device(0.1, 0.02), host(1, 0.05, 0.01), device(0.03, 0.004)});
        r.messages.answerParts = {Bytes(1000.0)};
        r.messages.token = Bytes(100.0);
        const auto t = timing(rec, r, someNetwork());
        const double way = 2 * (0.002 + 0.0005);
        const double first =
            0.1 + (0.003 + 0.008) + (way + 0.008 + 0.008) + (0.004 + 0.001) + 0.05 + (0.001 + 0.008) + 0.03;
        const double later =
            0.02 + (0.003 + 0.0008) + (way + 0.0008 + 0.0008) + 0.01 + (0.001 + 0.0008) + 0.004;
        QVERIFY(std::abs(t.ttft.si() - first) < 1e-12);
        QVERIFY(std::abs(t.tpot.si() - later) < 1e-12);
        QCOMPARE(t.beforeFirstBit.si(), 0.1);
    }
    void severalHopsByHand() {
        R rec;
        const auto t = timing(rec, request({device(0.1, 0.02), host(1, 0.05, 0.01), host(2, 0.02, 0.003)}),
                              someNetwork());
        const auto one = timing(rec, split(), someNetwork());
        // A queue, a prefill and 2000 B over 1 Mbit/s more; then a step and 200 B more.
        QVERIFY(std::abs(t.ttft.si() - (one.ttft.si() + 0.005 + 0.02 + 0.001 + 0.016)) < 1e-12);
        QVERIFY(std::abs(t.tpot.si() - (one.tpot.si() + 0.003 + 0.001 + 0.0016)) < 1e-12);
        QVERIFY(std::abs(t.first[std::size_t(Phase::betweenHosts)].si() - 0.017) < 1e-12);
    }
    void tokensOfAHostStream() {
        R rec;
        auto t = timing(rec, onHost(), someNetwork());
        QCOMPARE(t.tpot.si(), 0.01); // a token travels in 0.08 ms, so the decode step is the pace
        auto slow = someNetwork();
        slow.downlinkRate = BitsPerSecond(4000.0); // 20 ms per token
        t = timing(rec, onHost(), slow);
        QCOMPARE(t.tpot.si(), 0.02);
    }
    void tokensOfSeveralHostsGoBackToTheFirst() {
        R rec;
        const auto t = timing(rec, request({host(1, 0.05, 0.01), host(2, 0.02, 0.003)}), someNetwork());
        // Both steps, 200 B there, 20 B back.
        QVERIFY(std::abs(t.tpot.si() - (0.01 + 0.003 + 0.001 + 0.0016 + 0.001 + 0.00016)) < 1e-12);
    }
    void partsAddUp() {
        R rec;
        for (const auto& r : {onDevice(), onHost(), split()}) {
            const auto t = timing(rec, r, someNetwork());
            QVERIFY(std::abs(sum(t.first) - t.ttft.si()) < 1e-15);
            QVERIFY(std::abs(sum(t.later) - t.tpot.si()) < 1e-15);
        }
    }
    void chunksOverlapOnTheirWay() {
        R rec;
        auto r = split();
        const auto whole = timing(rec, r, someNetwork());
        r.stages[0].prefill = {Seconds(0.05), Seconds(0.05)};
        r.stages[1].prefill = {Seconds(0.025), Seconds(0.025)};
        r.messages.promptParts = {Bytes(500.0), Bytes(500.0)};
        r.messages.answerParts = {Bytes(), Bytes(10.0)};
        const auto t = timing(rec, r, someNetwork());
        // The second chunk leaves the device at 100 ms and is on its own from there on.
        const double second = 0.1 + (0.003 + 0.004) + (0.0025 + 0.004) + 0.025;
        QVERIFY(std::abs(t.ttft.si() - (second + (0.0025 + 0.00008) + (0.001 + 0.00008))) < 1e-12);
        QVERIFY(t.ttft < whole.ttft);
        QVERIFY(std::abs(sum(t.first) - t.ttft.si()) < 1e-12);
        QCOMPARE(t.beforeFirstBit.si(), 0.05);
        QCOMPARE(t.tpot.si(), whole.tpot.si());
    }
    void aUShapeSharesItsDeviceBetweenChunks() {
        R rec;
        auto r = request({device(0, 0.02), host(1, 0, 0.01), device(0, 0.004)});
        r.stages[0].prefill = {Seconds(0.05), Seconds(0.05)};
        r.stages[1].prefill = {Seconds(0.001), Seconds(0.001)};
        r.stages[2].prefill = {Seconds(0.03), Seconds(0.03)};
        r.messages.promptParts = r.messages.answerParts = {Bytes(100.0), Bytes(100.0)};
        const auto legs = promptLegs(rec, r, someNetwork());
        const auto schedule = chainSchedule(chainOf<R>(legs));
        double busy = 0.0;
        for (const auto& a : schedule)
            for (const auto& b : schedule)
                if (legs[std::size_t(a.step)].phase == Phase::devicePrefill &&
                    legs[std::size_t(b.step)].phase == Phase::devicePrefill && &a != &b)
                    QVERIFY(a.end <= b.begin || b.end <= a.begin);
        for (const auto& slot : schedule)
            if (legs[std::size_t(slot.step)].phase == Phase::devicePrefill)
                busy += (slot.end - slot.begin).si();
        QVERIFY(std::abs(busy - 0.16) < 1e-12);
        QVERIFY(timing(rec, r, someNetwork()).ttft.si() >= 0.16);
    }
    void oneTokenHasNoLaterTokens() {
        R rec;
        const auto t = timing(rec, split(1.0), someNetwork());
        QCOMPARE(t.tpot.si(), 0.0);
        QCOMPARE(t.endToEnd.si(), t.ttft.si());
    }
    void everythingSlowerIsSlower() {
        R rec;
        const auto base = timing(rec, split(), someNetwork());
        auto network = someNetwork();
        network.uplinkRate = BitsPerSecond(5e5);
        QVERIFY(timing(rec, split(), network).endToEnd > base.endToEnd);
        auto r = split();
        r.stages[1].decode = Seconds(0.011);
        QVERIFY(timing(rec, r, someNetwork()).tpot > base.tpot);
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
