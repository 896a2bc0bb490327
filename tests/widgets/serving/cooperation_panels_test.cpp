// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/catalogue/facts.h"
#include "tests/support/registry.h"
#include "tests/widgets/canvas/demo.h"
#include "widgets/charts/curve_plot.h"
#include "widgets/serving/media_panel.h"
#include "widgets/serving/speculation_panel.h"

#include <QTest>
#include <QTreeWidget>

using namespace cellwright;
using namespace cellwright::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 30000;

Scenario speculating(double acceptance) {
    Scenario scenario = demoScenario();
    scenario.workloads[0].requestRate = Hertz(1e-3);
    auto& deployment = scenario.deployments[0];
    deployment.model = "qwen2.5-7b";
    deployment.placement = Placement::host;
    deployment.cooperation = Cooperation::speculation;
    deployment.smallModel = "qwen2.5-0.5b";
    deployment.acceptance = acceptance;
    deployment.draftLength = 4;
    return scenario;
}

std::shared_ptr<const Facts> facts() {
    static const auto known = std::make_shared<const Facts>(catalogue::factsFor().value());
    return known;
}

} // namespace

class CooperationPanelsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theCurveSaysWhereDraftsLose() {
        const auto document = documentOf(speculating(0.01));
        SpeculationPanel panel(*document);
        panel.show();
        panel.setFacts(facts());
        QTRY_VERIFY_WITH_TIMEOUT(panel.answer().has_value(), patience);
        const auto plots = panel.findChildren<CurvePlot*>();
        QCOMPARE(plots.size(), 2);
        QCOMPARE(plots[0]->curves().size(), std::size_t(2));
        QCOMPARE(plots[0]->curves()[0].points.size(), panel.answer()->byLength.size());
        const QString words = SpeculationPanel::verdict(*panel.answer());
        QVERIFY2(words.contains(u"lose"_s), qPrintable(words)); // hardly a draft is taken
    }
    void theVerdictNamesTheGain() {
        SpeculationCurve curve;
        curve.plain = Seconds(0.04);
        curve.chosen = 4;
        curve.byLength = {{0, 1.0, Seconds(0.04), Seconds(0.04)}, {4, 3.0, Seconds(0.06), Seconds(0.02)}};
        QVERIFY2(SpeculationPanel::verdict(curve).contains(u"2 times as fast"_s),
                 qPrintable(SpeculationPanel::verdict(curve)));
        curve.byLength[1].perToken = Seconds(0.08);
        QVERIFY(SpeculationPanel::verdict(curve).contains(u"2 times as long"_s));
        QVERIFY(SpeculationPanel::verdict(curve).contains(u"no drafts"_s));
    }
    void withoutSpeculationItSaysWhatToDo() {
        const auto document = documentOf(demoScenario());
        SpeculationPanel panel(*document);
        panel.show();
        panel.setFacts(facts());
        QTRY_VERIFY_WITH_TIMEOUT(!panel.pending(), patience);
        QVERIFY(!panel.answer().has_value());
        const auto plots = panel.findChildren<CurvePlot*>();
        QVERIFY(plots[0]->accessibleDescription().contains(u"speculative"_s));
    }
    void mediaHaveThreeWays() {
        Scenario scenario = demoScenario();
        scenario.workloads[0].requestRate = Hertz(1e-3);
        scenario.workloads[0].media = MediaKind::image;
        scenario.workloads[0].mediaBytes = Bytes(500e3);
        scenario.deployments[0].model = "qwen2.5-vl-3b";
        const auto document = documentOf(scenario);
        MediaPanel panel(*document);
        panel.show();
        panel.setFacts(facts());
        QTRY_VERIFY_WITH_TIMEOUT(panel.answer().has_value(), patience);
        auto* table = panel.findChild<QTreeWidget*>();
        QCOMPARE(table->topLevelItemCount(), 3);
        for (int row = 0; row < 3; ++row)
            QVERIFY(!table->topLevelItem(row)->text(1).isEmpty());
        QVERIFY(table->topLevelItem(1)->text(6) != table->topLevelItem(0)->text(6));
    }
};

CELLWRIGHT_TEST(CooperationPanelsTest)
#include "cooperation_panels_test.moc"
