// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/scenario/schema.h"
#include "tests/support/registry.h"
#include "widgets/inspector/groups.h"

#include <QObject>
#include <QTest>

using namespace cellwright;
using namespace Qt::StringLiterals;

namespace {

/// How many headings the fields of an entity get.
template <class T>
int headings() {
    int count = 0;
    std::apply(
        [&](const auto&... field) {
            ((count += fields::groupAbove<T>(field.info.key).isEmpty() ? 0 : 1), ...);
        },
        Schema<T>::fields);
    return count;
}

} // namespace

class GroupsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// A heading whose field was renamed would vanish without a word.
    void everyHeadingFindsItsField() {
        QCOMPARE(headings<Carrier>(), 5);
        QCOMPARE(headings<Sector>(), 3);
        QCOMPARE(headings<UserGroup>(), 3);
        QCOMPARE(headings<Assumptions>(), 6);
        QCOMPARE(headings<Host>(), 0);
    }

    void channelNumbersStandBesideTheFrequency() {
        QCOMPARE(fields::channelText({.frequency = Hertz(3.51e9)}), u"634000"_s);
        const QString between = fields::channelText({.frequency = Hertz(3.5e9)});
        QVERIFY2(between.startsWith(u"633333"_s) && between.contains(u"5 kHz"_s), qPrintable(between));
        QVERIFY(fields::channelText({.frequency = Hertz(140e9)}).contains(u"100 GHz"_s));
    }

    void patternsAreExplainedOrRefused() {
        Carrier carrier{.tddPattern = "DDDSU 10:2:2"};
        const QString text = fields::patternText(carrier);
        QVERIFY2(text.contains(u"5 slots in 2.5 ms"_s), qPrintable(text));
        carrier.tddPattern = "DDXSU";
        QVERIFY(fields::patternText(carrier).contains(u'X'));
        carrier.tddPattern.clear();
        QVERIFY(fields::patternText(carrier).contains(u"share"_s));
        carrier.tdd = false;
        QVERIFY(fields::patternText(carrier).contains(u"both"_s));
    }

    void beamsAreToldInDegrees() {
        QVERIFY(fields::beamText({}, {}).contains(u"65°"_s));
        QVERIFY(fields::beamText({.antenna = Antenna::omni}, {}).contains(u"360°"_s));
    }
};

CELLWRIGHT_TEST(GroupsTest)
#include "groups_test.moc"
