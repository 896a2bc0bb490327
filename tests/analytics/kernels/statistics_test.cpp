// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/statistics.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>

namespace cellwright::kernels {

class StatisticsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void quantilesAreThoseOfType7() {
        QCOMPARE(median({3.0, 1.0, 2.0}), 2.0);
        QCOMPARE(median({4.0, 1.0, 2.0, 3.0}), 2.5);
        QCOMPARE(quantile({0.0, 10.0}, 0.9), 9.0);
        QCOMPARE(quantile({5.0}, 0.1), 5.0);
        QCOMPARE(quantile({}, 0.5), 0.0);
        QCOMPARE(relativeSpread({1.0, 1.0, 1.0}), 0.0);
        QCOMPARE(relativeSpread({0.0, 5.0, 10.0}), 8.0 / 5.0);
    }
    void theMedianOfManyValuesIsKnownBetter() {
        QCOMPARE(medianError({}), 1.0);
        QCOMPARE(medianError({1.0, 1.0}), 1.0); // too few to tell
        QCOMPARE(medianError({0.9, 1.0, 1.1}), 0.1);
        QCOMPARE(medianError(std::vector<double>(9, 2.0)), 0.0);
        std::vector<double> few, many;
        for (int i = 0; i < 400; ++i)
            (i < 16 ? few : many).push_back(1.0 + 0.01 * (i * 7 % 11));
        QVERIFY(medianError(many) < medianError(few));
        // Ranks 30.4 to 69.6 of 0 to 99: the interval of the sign test.
        std::vector<double> line;
        for (int i = 0; i < 100; ++i)
            line.push_back(100.0 + i);
        QCOMPARE(medianError(line), (160.0 - 140.0) / 2.0 / 149.5);
    }
    void oneOutlierDoesNotUnsettle() {
        std::vector<double> sample(12, 1.0);
        sample.push_back(9.0);
        QVERIFY(medianError(sample) <= settledError);
    }
    void quietRoundsAreAllKept() {
        const auto choice = chooseRounds({1.0, 1.01, 1.02, 1.0, 1.05, 1.1});
        QCOMPARE(choice.disturbed, 0);
        QVERIFY(!choice.mostly);
        QVERIFY(std::ranges::all_of(choice.kept, [](bool kept) { return kept; }));
    }
    void loudRoundsAreDropped() {
        const auto choice = chooseRounds({1.0, 1.0, 1.01, 2.0, 1.0, 1.02, 1.0, 1.5, 1.0, 1.0});
        QCOMPARE(choice.disturbed, 2);
        QVERIFY(!choice.kept[3]);
        QVERIFY(!choice.kept[7]);
        QVERIFY(!choice.mostly);
    }
    void aLoudMachineKeepsItsQuietestThirdAndSaysSo() {
        std::vector<double> canary;
        for (int i = 0; i < 12; ++i)
            canary.push_back(1.0 + 0.2 * i);
        const auto choice = chooseRounds(canary);
        QVERIFY(choice.mostly);
        QCOMPARE(std::ranges::count(choice.kept, true), 4);
        QCOMPARE(choice.disturbed, 8);
        QVERIFY(choice.kept[0] && choice.kept[3]);
        QCOMPARE(std::ranges::count(chooseRounds({1.0, 3.0, 9.0}).kept, true), 3);
        QVERIFY(chooseRounds({}).kept.empty());
    }
};

} // namespace cellwright::kernels

CELLWRIGHT_TEST(cellwright::kernels::StatisticsTest)
#include "statistics_test.moc"
