// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/nr/access.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright::nr {

class AccessTest : public QObject {
    Q_OBJECT
private:
    static AccessDelays delays(const SlotPattern& pattern, bool configured = false) {
        return accessDelays(pattern, configured).value();
    }
    static AccessDelays tdd(const char* text, double spacing = 30e3, bool configured = false) {
        return delays(*parseTddPattern(text, Hertz(spacing)), configured);
    }
    static double step(const AccessDelay& delay, std::string_view symbol) {
        for (const auto& each : delay.steps)
            if (each.symbol == symbol)
                return each.mean.si();
        return -1.0;
    }

private Q_SLOTS:
    /// TS 38.214 clauses 5.3 and 6.4: symbols of 2192 κ T_c.
    void processingTimesOfCapability1() {
        const auto slow = processingTimes(Hertz(15e3)), fast = processingTimes(Hertz(120e3));
        QVERIFY(std::abs(slow->decoding.si() - 13 * 2192.0 / 30.72e6) < 1e-12);
        QVERIFY(std::abs(slow->preparation.si() - 10 * 2192.0 / 30.72e6) < 1e-12);
        QVERIFY(std::abs(fast->decoding.si() - 24 * 2192.0 / 30.72e6 / 8) < 1e-12);
        QVERIFY(std::abs(fast->preparation.si() - 36 * 2192.0 / 30.72e6 / 8) < 1e-12);
        QVERIFY(!processingTimes(Hertz(240e3)));
    }
    /// With FDD a slot begins every slot: waiting for it takes half a slot on average.
    void fddByHand() {
        const auto d = delays(fddPattern(Hertz(30e3)), true);
        const double slot = 0.5e-3;
        const auto times = *processingTimes(Hertz(30e3));
        QVERIFY(std::abs(step(d.down, "t_FA,DL") - slot / 2) < slot * 1e-3);
        QVERIFY(std::abs(step(d.down, "t_slot") - slot) < 1e-9);
        QVERIFY(std::abs(d.down.firstTransmission().si() -
                         (times.preparation.si() / 2 + slot * 1.5 + times.decoding.si() / 2)) < slot * 1e-3);
        QVERIFY(std::abs(d.up.firstTransmission().si() - d.down.firstTransmission().si()) < slot * 1e-3);
    }
    /// D and U once in five slots: a uniform arrival waits (5 slots)² / 2 over 5 slots for the one that
    /// recurs every period.
    void theOneUplinkSlotOfAPeriodIsWaitedFor() {
        const auto d = tdd("DDDSU 12:2:0", 30e3, true);
        QVERIFY(std::abs(step(d.up, "t_FA,UL") - 1.25e-3) < 2e-6);
        QVERIFY(step(d.down, "t_FA,DL") < 0.5e-3);
    }
    void requestsAndGrantsTakeTheirTime() {
        const auto asked = tdd("DDDSU 10:2:2"), granted = tdd("DDDSU 10:2:2", 30e3, true);
        QCOMPARE(asked.up.steps.size(), std::size_t(9));
        QCOMPARE(granted.up.steps.size(), std::size_t(4));
        QVERIFY(asked.up.firstTransmission() > granted.up.firstTransmission() + Seconds(1e-3));
        QCOMPARE(asked.down, granted.down);
        const double symbol = 0.5e-3 / 14;
        QVERIFY(std::abs(step(asked.up, "t_SR") - symbol) < 1e-9 &&
                std::abs(step(asked.up, "t_DCI") - symbol) < 1e-9);
    }
    void widerSubcarriersAreFaster() {
        double before = 1.0;
        for (const double spacing : {15e3, 30e3, 60e3, 120e3}) {
            const auto d = delays(patternByShare(0.75, Hertz(spacing)));
            QVERIFY(d.up.total(0.1).si() < before);
            before = d.up.total(0.1).si();
            QVERIFY(d.down.firstTransmission() < d.up.firstTransmission());
        }
    }
    void moreUplinkSlotsShortenTheUplink() {
        QVERIFY(tdd("DSUUU 10:2:2").up.total(0.1) < tdd("DDDSU 10:2:2").up.total(0.1));
        QVERIFY(tdd("DSUUU 10:2:2").down.total(0.1) > tdd("DDDSU 10:2:2").down.total(0.1));
    }
    /// All symbols both ways at 480 kHz, in symbols of which a slot has 14: half of T_proc,1 is 47.95, half
    /// of T_proc,2 71.93. A block begins at 0, ends at 14 and is received at 61.95. Its answer is ready at
    /// 109.90, goes out with the slot at 112 until 113 and is read at 160.95; the block is prepared again at
    /// 232.88, begins at 238 and is received at 299.95: 238 symbols after the first time.
    void aRoundByHand() {
        const auto d = delays(fddPattern(Hertz(480e3)), true);
        QVERIFY(std::abs(d.down.retransmission.si() - 238 * 1e-3 / 32 / 14) < 1e-9);
    }
    void errorsCostRounds() {
        const auto d = tdd("DDDSU 10:2:2");
        QCOMPARE(d.down.total(0.0), d.down.firstTransmission());
        QVERIFY(std::abs(d.down.total(0.5).si() - (d.down.firstTransmission() + d.down.retransmission).si()) <
                1e-12);
        QVERIFY(d.down.retransmission.si() > 0.5e-3 && d.down.retransmission.si() < 10e-3);
        QVERIFY(d.up.retransmission.si() > 0.5e-3 && d.up.retransmission.si() < 10e-3);
    }
    void everyStepHasANameAndASource() {
        const auto d = tdd("DDDSU 10:2:2");
        for (const auto* way : {&d.down, &d.up})
            for (const auto& each : way->steps) {
                QVERIFY(!each.name.empty() && !each.source.empty() && !each.symbol.empty());
                QVERIFY(each.mean.si() >= 0.0);
            }
    }
};

} // namespace cellwright::nr

CELLWRIGHT_TEST(cellwright::nr::AccessTest)
#include "access_test.moc"
