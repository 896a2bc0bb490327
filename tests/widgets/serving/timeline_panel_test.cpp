// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/catalogue/facts.h"
#include "tests/support/registry.h"
#include "tests/widgets/canvas/demo.h"
#include "widgets/serving/timeline_panel.h"

#include <QComboBox>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace cellwright;
using namespace cellwright::test;
using namespace Qt::StringLiterals;

namespace {

/// Few requests, so that the host can serve them.
Scenario quietDemo(double rate = 1e-3) {
    Scenario scenario = demoScenario();
    scenario.workloads[0].requestRate = Hertz(rate);
    return scenario;
}

Assessment assessed(double rate = 1e-3) {
    return assess(quietDemo(rate), catalogue::factsFor().value());
}

} // namespace

class TimelinePanelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void thePhasesFollowEachOther() {
        const auto assessment = assessed();
        const auto document = documentOf(quietDemo());
        TimelinePanel panel(*document);
        panel.setAssessments({assessment});
        const auto& rows = panel.chart().rows();
        QVERIFY(rows.size() >= 5); // device, uplink, transport, host, downlink
        double time = 0.0;
        for (const auto& row : rows) {
            QCOMPARE(row.bars.size(), std::size_t(1));
            QVERIFY(std::abs(row.bars[0].begin - time) < 1e-12);
            time = row.bars[0].end;
        }
        QVERIFY(std::abs(time - assessment.groups[0].ttft.mean.si()) < 1e-9 * time);
    }
    void groupAndTimeAreChosen() {
        const auto assessment = assessed();
        const auto document = documentOf(quietDemo());
        TimelinePanel panel(*document);
        panel.setAssessments({assessment});
        const auto choices = panel.findChildren<QComboBox*>();
        QCOMPARE(choices.size(), 2);
        choices[1]->setCurrentIndex(1);
        Q_EMIT choices[1]->activated(1);
        QVERIFY(std::abs(panel.chart().rows().back().bars[0].end - assessment.groups[0].tpot.mean.si()) <
                1e-12);
        QCOMPARE(choices[0]->count(), 2);
        panel.setAssessments({assessment, assessment});
        QCOMPARE(choices[0]->count(), 4);
        QVERIFY(choices[0]->itemText(0).contains(u"Demo"_s));
    }
    void chunksGoThroughTheHosts() {
        Scenario scenario = quietDemo();
        scenario.deployments[0].addedHosts = {{.host = {3}, .fromLayer = 20}};
        scenario.deployments[0].promptChunk = 128;
        const auto document = documentOf(scenario);
        const auto facts = std::make_shared<const Facts>(catalogue::factsFor().value());
        TimelinePanel panel(*document);
        panel.setFacts(facts);
        panel.setAssessments({assess(scenario, *facts)});
        QSignalSpy drawn(&panel, &TimelinePanel::drawn);
        auto* view = panel.findChildren<QComboBox*>()[1];
        view->setCurrentIndex(2);
        Q_EMIT view->activated(2);
        QVERIFY(drawn.wait(30000));
        const auto expected = timeline(scenario, *facts, 0);
        QVERIFY(expected.has_value());
        const auto& rows = panel.chart().rows();
        QVERIFY(rows.size() >= expected->lanes.size());
        std::size_t bars = 0;
        for (const auto& row : rows)
            bars += row.bars.size();
        QCOMPARE(bars, expected->bars.size());
        QVERIFY(std::ranges::any_of(rows, [](const GanttRow& row) { return row.bubble() > 0.0; }));
    }
    void whatHasNoBoundIsSaid() {
        const auto document = documentOf(quietDemo());
        TimelinePanel panel(*document);
        panel.setAssessments({assessed(10.0)});
        QVERIFY(!panel.chart().rows().empty());
        bool said = false;
        for (const auto* label : panel.findChildren<QLabel*>())
            said = said || label->text().contains(u"Without bound"_s);
        QVERIFY(said);
    }
    void withoutUsersItSaysWhatToDo() {
        const auto document = documentOf(quietDemo());
        TimelinePanel panel(*document);
        QVERIFY(panel.chart().rows().empty());
        QVERIFY(panel.chart().accessibleDescription().contains(u"F4"_s));
    }
};

CELLWRIGHT_TEST(TimelinePanelTest)
#include "timeline_panel_test.moc"
