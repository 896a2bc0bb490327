// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/nr/tdd.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright::nr {

class TddTest : public QObject {
    Q_OBJECT
private:
    static SlotPattern read(const char* text, double spacing = 30e3) {
        return parseTddPattern(text, Hertz(spacing)).value();
    }
    static void refused(const char* text, const char* part, double spacing = 30e3) {
        const auto pattern = parseTddPattern(text, Hertz(spacing));
        QVERIFY2(!pattern, text);
        QVERIFY2(pattern.error().what.find(part) != std::string::npos, pattern.error().message().c_str());
        QVERIFY(!pattern.error().remedy.empty());
        QCOMPARE(pattern.error().where, std::string("TDD pattern"));
    }

private Q_SLOTS:
    void countsSymbols() {
        const auto pattern = read("DDDSU 10:2:2");
        QCOMPARE(pattern.sequence.size(), std::size_t(5));
        QCOMPARE(pattern.downlinkShare(), 52.0 / 70.0);
        QCOMPARE(pattern.guardShare(), 2.0 / 70.0);
        QCOMPARE(pattern.uplinkShare(), 16.0 / 70.0);
        QCOMPARE(pattern.period().si(), 2.5e-3);
        QCOMPARE(read("DDDSU 10:2:2", 120e3).period().si(), 0.625e-3);
    }
    void sharesAddUp() {
        for (const char* text : {"DDDSU 10:2:2", "DDDDDDDSUU 6:4:4", "DSUU 12:2:0", "DDDSUUDDDD 6:4:4",
                                 "SU 5:4:5", "DDDSUDDSUU 10:2:2"}) {
            const auto pattern = read(text);
            QVERIFY(std::abs(pattern.downlinkShare() + pattern.guardShare() + pattern.uplinkShare() - 1.0) <
                    1e-12);
        }
    }
    /// Patterns of TS 38.521-4 table A.1.2-2.
    void splitsOnceOrForEachSpecialSlot() {
        const auto both = read("DSSU 10:2:2 0:2:12");
        QCOMPARE(both.sequence[1], (Slot{10, 2, 2}));
        QCOMPARE(both.sequence[2], (Slot{0, 2, 12}));
        const auto same = read("DDDSUDDSUU 10:2:2");
        QCOMPARE(same.sequence[3], same.sequence[7]);
        QCOMPARE(read("  DDDSU\t10:2:2 "), read("DDDSU 10:2:2"));
    }
    void wrongPatternsAreRefusedPrecisely() {
        refused("", "empty");
        refused("DDXSU 10:2:2", "\"X\" at place 3");
        refused("dddsu 10:2:2", "\"d\" at place 1");
        refused("DDDSU", "no split");
        refused("DDDSU 10:2", "\"10:2\" is not a split");
        refused("DDDSU 10:2:2:0", "not a split");
        refused("DDDSU -2:4:12", "not a split");
        refused("DDDSU 10:2:3", "has 15 symbols");
        refused("DDDDU 10:2:2", "no special slot");
        refused("DSSSU 10:2:2 8:4:2", "2 splits for 3 special slots");
        refused("DSU 10:2:2", "does not divide 20 ms"); // 1.5 ms
        refused("DDDDDDDDDDDSU 10:2:2", "does not divide 20 ms");
        refused("DDDDD", "no uplink");
        refused("UU", "no downlink");
        refused("DDDDU", "without a guard symbol");
        refused("DSUUU 12:0:2", "uplink of slot 2");
        refused("DSUDU 10:2:2", "uplink of slot 5");
        refused("UDDDD", "uplink of slot 1"); // of the next period
        refused("UUDDD", "uplink of slot 1");
        refused("UDSUD 10:2:2", "uplink of slot 1");
        refused("UDDDS 14:0:0", "uplink of slot 1");
        QCOMPARE(read("UDDDS 10:4:0").uplinkShare(), 0.2);
        QCOMPARE(read("USUDS 10:4:0").uplinkShare(), 0.4); // guarded before and after
        refused((std::string(2000, 'D') + "U").c_str(), "2001 slots");
    }
    void shareWithoutPattern() {
        const auto pattern = patternByShare(0.75, Hertz(30e3));
        QCOMPARE(pattern.sequence.size(), std::size_t(5));
        QVERIFY(std::abs(pattern.downlinkShare() - 0.75) <= 0.5 / 70.0 + 1e-12);
        QCOMPARE(pattern.guardShare(), 0.0);
        QVERIFY(patternByShare(0.0, Hertz(30e3)).downlinkShare() > 0.0);
        QVERIFY(patternByShare(1.0, Hertz(30e3)).uplinkShare() > 0.0);
        const auto fdd = fddPattern(Hertz(15e3));
        QCOMPARE(fdd.downlinkShare(), 1.0);
        QCOMPARE(fdd.uplinkShare(), 1.0);
    }
};

} // namespace cellwright::nr

CELLWRIGHT_TEST(cellwright::nr::TddTest)
#include "tdd_test.moc"
