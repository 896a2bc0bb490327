// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "widgets/charts/figures.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

/// 1 s of prefill and 1 s on the air, then 10 tokens of 80 ms decode and 20 ms on the air.
GroupResult group() {
    GroupResult result;
    result.name = "Users";
    result.users = result.covered = 5;
    result.prefillUncertainty = 0.2;
    result.decodeUncertainty = 0.1;
    result.ttftParts = {{"host_prefill", "Host, prefill", Seconds(1.0)},
                        {"radio_uplink", "Radio, uplink", Seconds(1.0)}};
    result.tpotParts = {{"host_decode", "Host, decode", Seconds(0.08)},
                        {"radio_downlink", "Radio, downlink", Seconds(0.02)}};
    result.ttft = {Seconds(2.0), Seconds(2.0), Seconds(2.5)};
    result.tpot = {Seconds(0.1), Seconds(0.1), Seconds(0.12)};
    result.endToEnd = {Seconds(3.0), Seconds(3.0), Seconds(3.7)};
    return result;
}

bool near(double a, double b) {
    return std::abs(a - b) < 1e-12;
}

} // namespace

class IntervalsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyComputingIsUncertain() {
        const TimeIntervals intervals = intervalsOf(group());
        QVERIFY(near(intervals.firstToken, 0.2 * 1.0 / 2.0));
        QVERIFY(near(intervals.perToken, 0.1 * 0.08 / 0.1));
        QVERIFY(near(intervals.wholeAnswer, (0.2 * 1.0 + 0.1 * 0.08 * 10.0) / 3.0));
    }
    void withoutComputingThereIsNone() {
        GroupResult radioOnly = group();
        radioOnly.ttftParts.erase(radioOnly.ttftParts.begin());
        QVERIFY(near(intervalsOf(radioOnly).firstToken, 0.0));
        QCOMPARE(intervalText(0.0), QString());
        GroupResult nothing;
        QVERIFY(near(intervalsOf(nothing).wholeAnswer, 0.0));
    }
    void textIsRounded() {
        QCOMPARE(intervalText(0.1234), u"± 12 %"_s);
        QCOMPARE(intervalText(0.005), u"± 0.5 %"_s);
        QCOMPARE(intervalText(std::numeric_limits<double>::infinity()), QString());
    }
    void cardsAndTheListOfAllNumbersShowIt() {
        const auto cards = keyFigures(group(), 0, {});
        QCOMPARE(cards[0].interval, u"± 10 %"_s);
        QCOMPARE(cards[1].interval, u"± 8 %"_s);
        QVERIFY(cards[3].interval.isEmpty()); // energy
        Assessment assessment;
        assessment.groups = {group()};
        const auto all = allFigures(assessment);
        const auto valueOf = [&](const QString& name) {
            const auto found = std::ranges::find(all, name, &Figure::name);
            return found == all.end() ? QString() : found->value;
        };
        QCOMPARE(valueOf(u"Time to first token, 95th percentile"_s), u"2.5 s ± 10 %"_s);
        QCOMPARE(valueOf(u"Of the first token: Host, prefill"_s), u"1 s ± 20 %"_s);
        QCOMPARE(valueOf(u"Of the first token: Radio, uplink"_s), u"1 s"_s);
    }
    void anUnboundedTimeHasNone() {
        GroupResult unbounded = group();
        unbounded.ttft.p95 = Seconds(std::numeric_limits<double>::infinity());
        QVERIFY(keyFigures(unbounded, 0, {})[0].interval.isEmpty());
        unbounded.covered = 0;
        for (const KeyFigure& figure : keyFigures(unbounded, 0, {}))
            QVERIFY(figure.interval.isEmpty());
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::IntervalsTest)
#include "intervals_test.moc"
