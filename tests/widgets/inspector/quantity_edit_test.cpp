// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "widgets/inspector/quantity_edit.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

namespace cellwright {

class QuantityEditTest : public QObject {
    Q_OBJECT

    /// Types over what stands there, as after a click and Ctrl+A.
    static void type(QuantityEdit& edit, const QString& text) {
        edit.selectAll();
        QTest::keyClicks(&edit, text);
    }

private Q_SLOTS:
    void readsUnits_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<double>("before");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<double>("after");
        QTest::addColumn<QString>("shown");
        const auto row = [](const char* kind, double before, const char* typed, double after,
                            const char* shown) {
            QTest::newRow(typed) << QString::fromUtf8(kind) << before << QString::fromUtf8(typed) << after
                                 << QString::fromUtf8(shown);
        };
        row("frequency", 3.5e9, "2.5 GHz", 2.5e9, "2.5 GHz");
        row("frequency", 3.5e9, "700MHz", 7e8, "700 MHz");
        row("frequency", 3.5e9, "2.6", 2.6e9, "2.6 GHz");
        row("level", 44, "43 dBm", 43, "43 dBm");
        row("level", 44, "-3", -3, "-3 dBm");
        row("time", 0.002, "1.2 ms", 0.0012, "1.2 ms");
        row("time", 0.002, "5", 0.005, "5 ms");
        row("share", 0.75, "50 %", 0.5, "50 %");
        row("share", 0.75, "7", 0.07, "7 %");
        row("bit rate", 10e9, "400 Mbit/s", 4e8, "400 Mbit/s");
        row("", 2, "1e-5", 1e-5, "1e-05");
    }
    void readsUnits() {
        QFETCH(QString, kind);
        QFETCH(double, before);
        QFETCH(QString, typed);
        QFETCH(double, after);
        QFETCH(QString, shown);
        QuantityEdit edit(kind.toStdString());
        edit.setValue(before);
        const QSignalSpy edited(&edit, &QuantityEdit::edited);
        type(edit, typed);
        QCOMPARE(edited.count(), 0);
        QTest::keyClick(&edit, Qt::Key_Return);
        QCOMPARE(edited.count(), 1);
        QVERIFY2(std::abs(*edit.value() - after) <= 1e-15 * std::abs(after), qPrintable(edit.text()));
        QCOMPARE(edit.text(), shown);
    }
    void everyShareReadsBackExactly() {
        QuantityEdit edit("share");
        for (int i = 0; i <= 1000; ++i) {
            const double share = i / 1000.0;
            edit.setValue(share);
            const QString text = edit.text();
            edit.setValue(2.0);
            type(edit, text);
            QVERIFY2(edit.commit(), qPrintable(text));
            QCOMPARE(*edit.value(), share);
        }
    }
    void refusesAndSaysWhy() {
        QuantityEdit edit("length");
        edit.setRange(1, 150);
        edit.setValue(25.0);
        edit.setHelp(u"Above ground"_s);
        const QSignalSpy edited(&edit, &QuantityEdit::edited);
        for (const char* bad : {"0.5 m", "3 GHz", "tall", "1 km"}) {
            type(edit, QString::fromUtf8(bad));
            QVERIFY(!edit.problem().isEmpty());
            QCOMPARE(edit.toolTip(), edit.problem());
            QTest::keyClick(&edit, Qt::Key_Return);
            QCOMPARE(edit.text(), QString::fromUtf8(bad));
        }
        QVERIFY2(edit.problem().contains(u"150 m"_s), qPrintable(edit.problem()));
        QCOMPARE(edited.count(), 0);
        QCOMPARE(*edit.value(), 25.0);
        QTest::keyClick(&edit, Qt::Key_Escape);
        QCOMPARE(edit.text(), u"25 m"_s);
        QVERIFY(edit.problem().isEmpty());
        QCOMPARE(edit.toolTip(), u"Above ground"_s);
    }
    void leavingTheFieldCommits() {
        QWidget window;
        QuantityEdit edit("length", &window);
        QLineEdit other(&window);
        edit.setValue(25.0);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        edit.setFocus();
        type(edit, u"30 m"_s);
        other.setFocus();
        QCOMPARE(*edit.value(), 30.0);
    }
    void stepsInTheShownUnit() {
        QuantityEdit level("level");
        level.setValue(43.0);
        QTest::keyClick(&level, Qt::Key_Up);
        QCOMPARE(level.text(), u"44 dBm"_s);
        QTest::keyClick(&level, Qt::Key_PageDown);
        QCOMPARE(level.text(), u"34 dBm"_s);
        QuantityEdit frequency("frequency");
        frequency.setValue(3.5e9);
        const QSignalSpy edited(&frequency, &QuantityEdit::edited);
        QTest::keyClick(&frequency, Qt::Key_Down);
        QCOMPARE(*frequency.value(), 3.4e9);
        QCOMPARE(edited.count(), 1);
    }
    void stepsStopAtTheRange() {
        QuantityEdit edit("level");
        edit.setRange(-30, 60);
        edit.setValue(60.0);
        QTest::keyClick(&edit, Qt::Key_Up);
        QCOMPARE(*edit.value(), 60.0);
        QCOMPARE(edit.text(), u"60 dBm"_s);
        QVERIFY(edit.problem().isEmpty());
    }
    void wholeNumbersOnly() {
        QuantityEdit edit("");
        edit.setInteger(true);
        edit.setRange(1, 8);
        edit.setValue(2.0);
        type(edit, u"2.5"_s);
        QVERIFY(!edit.commit());
        type(edit, u"4"_s);
        QVERIFY(edit.commit());
        QTest::keyClick(&edit, Qt::Key_Up);
        QCOMPARE(*edit.value(), 5.0);
    }
    void emptyIsAValueOnlyWhereOptional() {
        QuantityEdit edit("time");
        edit.setValue(0.5);
        edit.clear();
        edit.setModified(true);
        QVERIFY(!edit.commit());
        edit.revert();
        edit.setOptional(true);
        const QSignalSpy edited(&edit, &QuantityEdit::edited);
        edit.selectAll();
        QTest::keyClick(&edit, Qt::Key_Delete);
        QVERIFY(edit.commit());
        QCOMPARE(edited.count(), 1);
        QVERIFY(!edit.value());
        QCOMPARE(edit.placeholderText(), u"none"_s);
    }
    void mixedStaysMixedUntilTyped() {
        QuantityEdit edit("level");
        edit.setValue(43.0);
        edit.setMixed();
        QCOMPARE(edit.text(), QString());
        QCOMPARE(edit.placeholderText(), u"mixed"_s);
        const QSignalSpy edited(&edit, &QuantityEdit::edited);
        QVERIFY(edit.commit());
        QCOMPARE(edited.count(), 0);
        type(edit, u"40 dBm"_s);
        QVERIFY(edit.commit());
        QCOMPARE(edited.count(), 1);
        QVERIFY(!edit.isMixed());
    }
    void aNewValueDoesNotDisturbTyping() {
        QuantityEdit edit("level");
        edit.setValue(43.0);
        type(edit, u"4"_s);
        edit.setValue(43.0);
        QCOMPARE(edit.text(), u"4"_s);
        edit.setValue(20.0);
        QCOMPARE(edit.text(), u"20 dBm"_s);
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::QuantityEditTest)
#include "quantity_edit_test.moc"
