// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/widgets/charts/sample_assessment.h"
#include "widgets/charts/chart_panel.h"
#include "widgets/charts/figure_card.h"
#include "widgets/charts/result_charts.h"
#include "widgets/charts/stacked_bar_chart.h"
#include "widgets/charts/violations_panel.h"
#include "widgets/theme/theme.h"

#include <QChartView>
#include <QComboBox>
#include <QLabel>
#include <QListWidget>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTest>
#include <QTreeWidget>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cellwright {

using test::sampleAssessment;

namespace {

NumberButton* number(const QWidget& panel, const QString& part) {
    for (NumberButton* button : panel.findChildren<NumberButton*>())
        if (button->accessibleName().contains(part))
            return button;
    return nullptr;
}

/// The chart of the first token, which the panel opens with.
ChartPanel* firstChart(const QWidget& panel) {
    for (ChartPanel* each : panel.findChildren<ChartPanel*>())
        if (each->chart() && each->chart()->data().title.startsWith(u"Time to first"_s))
            return each;
    return nullptr;
}

Targets sampleTargets() {
    return {{{ScenarioId{1}, UserGroupId{11}}, {Seconds(0.5), Seconds(0.05), std::nullopt}}};
}

} // namespace

class ResultChartsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QApplication::setPalette(Theme::light().palette()); }

    void cardsOpenTheirNumber_data() {
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("path");
        const auto row = [](const char* title, const char* path) {
            QTest::newRow(title) << QString::fromUtf8(title) << QString::fromUtf8(path);
        };
        row("First token", "groups[0].ttft_s.p95");
        row("Each next token", "groups[0].tpot_s.p95");
        row("Whole answer", "groups[0].e2e_s.p95");
        row("Energy", "groups[0].energy_j.total");
        row("Battery", "groups[0].battery_share");
        row("CO₂e", "groups[0].carbon_g");
        row("Cost", "groups[0].cost");
    }
    void cardsOpenTheirNumber() {
        QFETCH(QString, title);
        QFETCH(QString, path);
        ResultCharts panel;
        panel.resize(420, 700);
        panel.setAssessments({sampleAssessment()}, sampleTargets());
        panel.show();
        const QSignalSpy asked(&panel, &ResultCharts::explainRequested);
        NumberButton* button = number(panel, u", "_s + title + u","_s);
        QVERIFY(button);
        QTest::mouseClick(button, Qt::LeftButton);
        QTest::keyClick(button, Qt::Key_Space);
        QCOMPARE(asked.count(), 2);
        QCOMPARE(asked[0][0].toString(), path);
        QCOMPARE(asked[0][1].value<ScenarioId>(), ScenarioId{1});
    }
    void numbersSpeakTheirTarget() {
        ResultCharts panel;
        panel.setAssessments({sampleAssessment()}, sampleTargets());
        QVERIFY(number(panel, u"First token"_s)->accessibleName().contains(u"target missed"_s));
        QVERIFY(number(panel, u"Each next"_s)->accessibleName().contains(u"target met"_s));
    }
    void segmentsOpenTheirPart() {
        ResultCharts panel;
        panel.resize(500, 800);
        panel.setAssessments({sampleAssessment()});
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        QTest::qWait(20);
        const QSignalSpy asked(&panel, &ResultCharts::explainRequested);
        auto* chart = firstChart(panel);
        const QPointF centre = chart->chart()->centreOf(1, 0);
        const QPoint place = chart->view()->mapFromScene(chart->chart()->mapToScene(centre));
        QTest::mouseClick(chart->view()->viewport(), Qt::LeftButton, {}, place);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].toString(), u"groups[0].ttft_parts_s.radio_uplink"_s);
    }
    void everyNumberIsInTheTableForKeys() {
        ResultCharts panel;
        panel.resize(500, 600);
        panel.setAssessments({sampleAssessment()});
        panel.show();
        auto* tabs = panel.findChild<QTabWidget*>();
        auto* tree = panel.findChild<QTreeWidget*>();
        tabs->setCurrentWidget(tree);
        QCOMPARE(tree->topLevelItem(0)->text(0), u"Wards"_s);
        const QSignalSpy asked(&panel, &ResultCharts::explainRequested);
        tree->setFocus();
        tree->setCurrentItem(tree->topLevelItem(0)->child(2));
        QTest::keyClick(tree, Qt::Key_Return);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].toString(), u"groups[0].ttft_s.p95"_s);
    }
    void anotherGroupHasOtherCards() {
        ResultCharts panel;
        panel.resize(420, 700);
        panel.setAssessments({sampleAssessment()});
        auto* groups = panel.findChild<QComboBox*>();
        QCOMPARE(groups->count(), 2);
        groups->setCurrentIndex(1);
        Q_EMIT groups->activated(1);
        NumberButton* button = number(panel, u"Robots"_s);
        QVERIFY(button);
        QCOMPARE(button->text(), u"–"_s);
        QVERIFY(!button->isEnabled());
        panel.setAssessments({sampleAssessment()});
        QCOMPARE(groups->currentText(), u"Robots"_s);
    }
    void newNumbersReuseTheChart() {
        ResultCharts panel;
        panel.resize(420, 700);
        panel.setAssessments({sampleAssessment()});
        panel.show();
        auto* chart = firstChart(panel);
        const StackedBarChart* before = chart->chart();
        auto other = sampleAssessment();
        other.groups[0].ttftParts[1].value = Seconds(0.5);
        panel.setAssessments({other});
        QCOMPARE(chart->chart(), before);
        QCOMPARE(chart->chart()->data().parts[1].values[0], 0.5);
        panel.setAssessments({other, sampleAssessment(ScenarioId{2}, "Cloud")});
        QCOMPARE(chart->chart()->data().bars.size(), std::size_t(2));
    }
    void nothingIsSaidInWords() {
        ResultCharts panel;
        panel.show();
        const auto labels = panel.findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
            return label->isVisible() && label->text().contains(u"No results yet"_s);
        }));
        panel.setAssessments({sampleAssessment()});
        panel.setAssessments({});
        QVERIFY(!panel.findChild<QTabWidget*>()->isVisible());
    }
    void themesChangeWithThePalette() {
        ResultCharts panel;
        panel.resize(420, 700);
        panel.setAssessments({sampleAssessment()});
        panel.show();
        QTest::qWait(20);
        auto* view = firstChart(panel)->view();
        QCOMPARE(view->backgroundBrush().color(), Theme::light().base);
        QApplication::setPalette(Theme::dark().palette());
        QTRY_COMPARE(view->backgroundBrush().color(), Theme::dark().base);
    }
    void nothingIsCutAtNarrowAndWide() {
        for (const QSize size : {QSize(360, 720), QSize(1280, 420)}) {
            ResultCharts panel;
            panel.resize(size);
            panel.setAssessments({sampleAssessment(), sampleAssessment(ScenarioId{2}, "All in the cloud")},
                                 sampleTargets());
            panel.show();
            QTest::qWait(5);
            for (const FigureCard* card : panel.findChildren<FigureCard*>()) {
                QVERIFY(card->width() >= card->minimumSizeHint().width());
                for (const QLabel* label : card->findChildren<QLabel*>())
                    QVERIFY2(!label->isVisible() || label->width() >= label->sizeHint().width(),
                             qPrintable(label->text()));
                QVERIFY(panel.rect().contains(QRect(card->mapTo(&panel, QPoint(0, 0)), card->size())));
            }
        }
    }
    void violationsLeadToTheirObject() {
        ViolationsPanel panel;
        QCOMPARE(panel.count(), 0);
        panel.setAssessments({sampleAssessment()});
        panel.resize(400, 300);
        panel.show();
        QCOMPARE(panel.count(), 2);
        auto* list = panel.findChild<QListWidget*>();
        QVERIFY(list->item(0)->text().contains(u"25.3 GB"_s));
        QVERIFY(list->item(0)->text().contains(u"higher cut"_s));
        const QSignalSpy asked(&panel, &ViolationsPanel::entityRequested);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(1)).center());
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].value<EntityRef>(), (EntityRef{EntityKind::userGroup, 12}));
        list->setCurrentRow(0);
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(asked.count(), 2);
        auto fine = sampleAssessment();
        fine.violations.clear();
        panel.setAssessments({fine});
        QCOMPARE(panel.count(), 0);
        QVERIFY(panel.findChild<QLabel*>()->text().contains(u"works"_s));
    }
    void doubtsAreShownBelowAndDoNotCount() {
        ViolationsPanel panel;
        auto doubtful = sampleAssessment();
        doubtful.warnings = {
            {{EntityKind::site, 3}, "UMa is used at 40 m, beyond its 25 m", "choose another"}};
        panel.setAssessments({doubtful});
        QCOMPARE(panel.count(), 2);
        auto* list = panel.findChild<QListWidget*>();
        QCOMPARE(list->count(), 3);
        QVERIFY(list->item(2)->text().contains(u"beyond its 25 m"_s));
        QVERIFY(panel.findChild<QLabel*>()->text().contains(u"in doubt"_s));
        doubtful.violations.clear();
        panel.setAssessments({doubtful});
        QVERIFY(panel.findChild<QLabel*>()->text().contains(u"works"_s));
        const QSignalSpy asked(&panel, &ViolationsPanel::entityRequested);
        list->setCurrentRow(0);
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].value<EntityRef>(), (EntityRef{EntityKind::site, 3}));
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::ResultChartsTest)
#include "result_charts_test.moc"
