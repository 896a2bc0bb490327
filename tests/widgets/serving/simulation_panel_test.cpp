// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/catalogue/facts.h"
#include "tests/support/registry.h"
#include "tests/widgets/canvas/demo.h"
#include "widgets/charts/curve_plot.h"
#include "widgets/document/commands.h"
#include "widgets/inspector/quantity_edit.h"
#include "widgets/serving/simulation_panel.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QTreeWidget>

using namespace cellwright;
using namespace cellwright::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 60000;

struct Fixture {
    Fixture()
        : document(documentOf(demoScenario()))
        , panel(*document) {
        panel.setFacts(std::make_shared<const Facts>(catalogue::factsFor().value()));
        panel.resize(1000, 300);
        panel.show();
        auto* duration = panel.findChild<QuantityEdit*>();
        duration->selectAll();
        QTest::keyClicks(duration, u"600 s"_s);
        QVERIFY(duration->commit());
    }
    bool simulate() {
        QSignalSpy finished(&panel, &SimulationPanel::finished);
        panel.run();
        return finished.wait(patience) && panel.result().has_value();
    }
    [[nodiscard]] QString said() const {
        QString all;
        for (const auto* label : panel.findChildren<QLabel*>())
            all += label->text() + u'\n';
        return all;
    }
    std::unique_ptr<Document> document;
    SimulationPanel panel;
};

} // namespace

class SimulationPanelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyFigureStandsBesideItsSimulation() {
        Fixture f;
        QVERIFY(f.simulate());
        const auto& result = *f.panel.result();
        QCOMPARE(result.groups.size(), std::size_t(2));
        auto* table = f.panel.findChild<QTreeWidget*>();
        QCOMPARE(table->topLevelItemCount(), 3); // two groups, hosts and cells
        int figures = 0;
        const auto* ward = table->topLevelItem(0);
        for (int row = 0; row < ward->childCount(); ++row)
            figures += !ward->child(row)->text(1).isEmpty() && !ward->child(row)->text(2).isEmpty();
        QVERIFY(figures >= 13);
        auto* curve = f.panel.findChild<CurvePlot*>();
        QVERIFY(!curve->curves().empty());
        QCOMPARE(curve->curves().front().points.size(), result.groups[0].ttft.quantiles.size());
        auto* figure = f.panel.findChildren<QComboBox*>().front();
        QVERIFY(figure->count() == 3);
        figure->setCurrentIndex(2);
        Q_EMIT figure->activated(2);
        QCOMPARE(curve->curves().front().points.back().x(), result.groups[0].endToEnd.quantiles.back());
    }
    void theSeedDecides() {
        Fixture f;
        QVERIFY(f.simulate());
        const double first = f.panel.result()->groups[0].ttft.mean.simulated.value;
        QVERIFY(f.simulate());
        QCOMPARE(f.panel.result()->groups[0].ttft.mean.simulated.value, first);
        f.panel.findChild<QSpinBox*>()->setValue(2);
        QVERIFY(f.simulate());
        QVERIFY(f.panel.result()->groups[0].ttft.mean.simulated.value != first);
    }
    void aChangeOfTheScenarioMarksTheAnswerAsOld() {
        Fixture f;
        QVERIFY(f.simulate());
        QVERIFY(!f.said().contains(u"has changed"_s));
        commands::addHost(*f.document, at(100, 100));
        QVERIFY(f.said().contains(u"has changed"_s));
        QVERIFY(f.panel.result().has_value());
    }
    void stoppingLeavesNoAnswer() {
        Fixture f;
        auto* duration = f.panel.findChild<QuantityEdit*>();
        duration->selectAll();
        QTest::keyClicks(duration, u"20000 s"_s);
        QVERIFY(duration->commit());
        QSignalSpy finished(&f.panel, &SimulationPanel::finished);
        f.panel.run();
        QVERIFY(f.panel.running());
        f.panel.cancel();
        QVERIFY(!f.panel.running());
        QTest::qWait(50);
        QCOMPARE(finished.count(), 0);
        QVERIFY(!f.panel.result().has_value());
    }
    void aGroupWithoutAPlanHasNoFigures() {
        Fixture f;
        commands::editEntities<Deployment>(*f.document, u"x"_s, {{EntityKind::deployment, 5}},
                                           [](Deployment& d) { d.model = "no such model"; });
        QSignalSpy finished(&f.panel, &SimulationPanel::finished);
        f.panel.run();
        QVERIFY(finished.wait(patience));
        if (f.panel.result())
            for (const auto& group : f.panel.result()->groups)
                QCOMPARE(group.requests, 0);
        QVERIFY(f.panel.findChild<CurvePlot*>()->curves().empty());
    }
};

CELLWRIGHT_TEST(SimulationPanelTest)
#include "simulation_panel_test.moc"
