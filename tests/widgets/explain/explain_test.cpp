// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "widgets/explain/badge_delegate.h"
#include "widgets/explain/derivation_model.h"
#include "widgets/explain/explain_panel.h"
#include "widgets/theme/theme.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QTest>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

Derivation input(const char* name, double value, Label label) {
    Derivation derivation;
    derivation.name = name;
    derivation.value = value;
    derivation.label = label;
    derivation.source = std::string("source of ") + name;
    return derivation;
}

/// t = 8·D / R, with R measured and D following from the prompt.
Derivation uplinkTime() {
    Derivation time = input("uplink time", 0.084, Label::computed);
    time.symbol = "t_UL";
    time.kind = "time";
    time.unit = "s";
    time.formula = "t_UL = 8·D / R";
    time.substituted = "8·749 kB / 71.3 Mbit/s";
    Derivation size = input("data", 749e3, Label::computed);
    size.kind = "bytes";
    size.inputs = {input("prompt tokens", 768, Label::assumed),
                   input("bytes per token", 975.26, Label::published)};
    Derivation rate = input("uplink rate", 71.3e6, Label::measured);
    rate.kind = "bit rate";
    time.inputs = {size, rate};
    return time;
}

/// The tree as indented lines, for comparing at a glance.
QStringList lines(const QAbstractItemModel& model, const QModelIndex& parent = {}, int depth = 0) {
    QStringList all;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        QStringList cells;
        for (const int column : {DerivationModel::Name, DerivationModel::Value, DerivationModel::Kind})
            cells += model.index(row, column, parent).data().toString();
        all += QString(2 * depth, u' ') + cells.join(u" | "_s);
        all += lines(model, model.index(row, 0, parent), depth + 1);
    }
    return all;
}

} // namespace

class ExplainTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theModelIsATree() {
        DerivationModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 0);
        model.setDerivation(uplinkTime());
        QCOMPARE(
            lines(model),
            (QStringList{u"uplink time (t_UL) | 84 ms | computed"_s, u"  data | 749 kB | computed"_s,
                         u"    prompt tokens | 768 | assumed"_s, u"    bytes per token | 975.3 | published"_s,
                         u"  uplink rate | 71.3 Mbit/s | measured"_s}));
        const QModelIndex top = model.index(0, 0);
        QCOMPARE(top.siblingAtColumn(DerivationModel::Formula).data().toString(), u"t_UL = 8·D / R"_s);
        QCOMPARE(top.data(DerivationModel::NumberRole).toDouble(), 0.084);
        model.setDerivation(input("constant", 2, Label::guarantee));
        QCOMPARE(lines(model), QStringList{u"constant | 2 | guarantee"_s});
        model.setDerivation(std::nullopt);
        QCOMPARE(model.rowCount(), 0);
    }
    void saysWhatToDoWhenEmpty() {
        ExplainPanel panel;
        panel.show();
        const auto labels = panel.findChildren<QLabel*>();
        const bool told = std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
            return label->isVisibleTo(&panel) && label->text().startsWith(u"Click any number"_s);
        });
        QVERIFY(told);
        QVERIFY(panel.text().isEmpty());
    }
    void keysWalkTheTreeAndTheTrailLeadsBack() {
        ExplainPanel panel;
        panel.resize(420, 500);
        panel.setDerivation(uplinkTime());
        panel.show();
        auto* tree = panel.findChild<QTreeView*>();
        tree->setFocus();
        QTest::keyClick(tree, Qt::Key_Down);
        QTest::keyClick(tree, Qt::Key_Left);
        QVERIFY(!tree->isExpanded(tree->currentIndex()));
        QTest::keyClick(tree, Qt::Key_Right);
        QTest::keyClick(tree, Qt::Key_Down);
        QCOMPARE(panel.model().derivationAt(tree->currentIndex())->name, std::string("prompt tokens"));
        const auto labels = panel.findChildren<QLabel*>();
        const auto trail = std::find_if(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->text().contains(u"href='0/0'"_s);
        });
        QVERIFY(trail != labels.end());
        Q_EMIT(*trail)->linkActivated(u"0/0"_s);
        QCOMPARE(panel.model().derivationAt(tree->currentIndex())->name, std::string("data"));
        const bool source = std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->text().contains(u"source of data"_s);
        });
        QVERIFY(source);
    }
    void copiesTheWholeTree() {
        ExplainPanel panel;
        panel.setDerivation(uplinkTime());
        panel.show();
        QVERIFY(QTest::qWaitForWindowActive(&panel));
        panel.findChild<QTreeView*>()->setFocus();
        QTest::keySequence(panel.findChild<QTreeView*>(), QKeySequence::Copy);
        QCOMPARE(QGuiApplication::clipboard()->text(), QString::fromStdString(toPlainText(uplinkTime())));
        QVERIFY(panel.text().contains(u"prompt tokens"_s));
    }
    void aProblemReplacesTheTree() {
        ExplainPanel panel;
        panel.setDerivation(uplinkTime());
        panel.setProblem(u"unknown figure"_s);
        QVERIFY(panel.text().isEmpty());
        QCOMPARE(panel.model().rowCount(), 0);
    }
    void badgesCanBeReadInBothThemes() {
        for (const Theme* theme : {&Theme::light(), &Theme::dark()})
            for (const Label label : {Label::computed, Label::assumed, Label::guarantee, Label::measured,
                                      Label::published, Label::unverified}) {
                const QColor colour = labelColour(label, *theme);
                QVERIFY2(Theme::contrast(colour, Theme::textOn(colour)) >= 4.5, qPrintable(labelName(label)));
            }
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::ExplainTest)
#include "explain_test.moc"
