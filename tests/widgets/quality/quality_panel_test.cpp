// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/catalogue/models.h"
#include "tests/support/registry.h"
#include "widgets/quality/quality_panel.h"

#include <QLabel>
#include <QTest>
#include <QTreeWidget>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

void show(QualityPanel& panel, const char* model, Placement placement, Scheme device, Scheme host) {
    Deployment deployment;
    deployment.placement = placement;
    deployment.deviceWeights = device;
    deployment.hostWeights = host;
    const auto found = catalogue::findModel(model).value();
    panel.setPlan(&found, deployment);
}
QString statement(const QualityPanel& panel) {
    return panel.findChild<QLabel*>()->text();
}
QTreeWidget& tree(const QualityPanel& panel) {
    return *panel.findChild<QTreeWidget*>();
}
/// Every row's text, one line each.
QString everything(const QTreeWidgetItem& item) {
    QString text;
    for (int column = 0; column < item.columnCount(); ++column)
        text += item.text(column) + u'|';
    text += u'\n';
    for (int i = 0; i < item.childCount(); ++i)
        text += everything(*item.child(i));
    return text;
}
QString everything(const QualityPanel& panel) {
    return everything(*tree(panel).invisibleRootItem());
}

} // namespace

class QualityPanelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aMeasuredModelShowsItsRowsWithSettingAndSource() {
        QualityPanel panel;
        show(panel, "llama-2-70b", Placement::host, Scheme::q4_0, Scheme::q4_k_m);
        QCOMPARE(statement(panel), u"Published for Llama-2-70B."_s);
        const auto all = everything(panel);
        QVERIFY(all.contains(u"perplexity, wikitext-2|3.4725|+0.0412|GGUF Q4_K_M"_s));
        QVERIFY(all.contains(u"llama-perplexity of 2023"_s) && all.contains(u"tools/perplexity/README.md"_s));
        QVERIFY(!all.contains(u"Q4_0"_s)); // the device keeps nothing
    }
    void anotherModelShowsTheNearestWithItsDistance() {
        QualityPanel panel;
        show(panel, "llama-3.1-8b", Placement::device, Scheme::q4_k_m, Scheme::f16);
        QVERIFY(statement(panel).contains(u"nearest model that has one is Llama-3-8B, distance 0.5"_s));
        QVERIFY(everything(panel).contains(u"6.40711"_s) || everything(panel).contains(u"6.40712"_s));
    }
    void aSplitModelShowsBothSidesAndThatTheMixtureHasNoNumber() {
        QualityPanel panel;
        show(panel, "llama-2-7b", Placement::split, Scheme::q4_k_m, Scheme::q8_0);
        QVERIFY(statement(panel).startsWith(u"Nobody published a number for Q4_K_M below the cut"_s));
        QCOMPARE(tree(panel).topLevelItemCount(), 2);
        QVERIFY(
            tree(panel).topLevelItem(0)->text(0).startsWith(u"Below the cut: Published for Llama-2-7B"_s));
        QVERIFY(tree(panel).topLevelItem(1)->text(0).startsWith(u"Above the cut"_s));
        for (int i = 0; i < 2; ++i)
            QVERIFY(tree(panel).topLevelItem(i)->childCount() > 0);
    }
    void aSchemeThatNobodyMeasuredHasNoRows() {
        QualityPanel panel;
        show(panel, "llama-2-7b", Placement::device, Scheme::fp8_e4m3, Scheme::f16);
        QVERIFY(statement(panel).contains(u"no other model has one"_s));
        QVERIFY(!tree(panel).isVisibleTo(&panel));
    }
    void withoutAModelItSaysWhatToDo() {
        QualityPanel panel;
        show(panel, "llama-2-7b", Placement::device, Scheme::q8_0, Scheme::f16);
        panel.setPlan(nullptr, {});
        QVERIFY(statement(panel).startsWith(u"Choose a model"_s));
        QCOMPARE(tree(panel).topLevelItemCount(), 0);
    }
    void doubtedTablesSaySo() {
        QualityPanel panel;
        show(panel, "mistral-7b-v0.1", Placement::device, Scheme::awq4, Scheme::f16);
        QVERIFY(everything(panel).contains(u"(unverified)"_s));
    }
    void theTableHasAnAccessibleName() {
        QualityPanel panel;
        QVERIFY(!tree(panel).accessibleName().isEmpty());
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::QualityPanelTest)
#include "quality_panel_test.moc"
