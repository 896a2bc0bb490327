// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/assess.h"
#include "tests/support/registry.h"
#include "tests/widgets/charts/sample_assessment.h"
#include "widgets/charts/chart_data.h"
#include "widgets/charts/figures.h"
#include "widgets/charts/ledger_model.h"

#include <QAbstractItemModelTester>
#include <QSet>
#include <QTest>

#include <algorithm>
#include <limits>
#include <numeric>

using namespace Qt::StringLiterals;

namespace cellwright {

using test::sampleAssessment;

class ChartDataTest : public QObject {
    Q_OBJECT

    static double totalOf(const ChartData& data, std::size_t bar) {
        return std::accumulate(data.parts.begin(), data.parts.end(), 0.0,
                               [bar](double sum, const ChartPart& part) { return sum + part.values[bar]; });
    }

private Q_SLOTS:
    void partsAddUpToTheMean() {
        const auto assessment = sampleAssessment();
        const ChartData data = chartData(ChartKind::timeToFirstToken, {assessment});
        QCOMPARE(data.bars.size(), std::size_t(1));
        QCOMPARE(totalOf(data, 0), assessment.groups[0].ttft.mean.si());
        QCOMPARE(data.unitName, u"ms"_s);
        QCOMPARE(data.unit, 1e-3);
        QVERIFY2(data.bars[0].label.contains(u"412 ms"_s), qPrintable(data.bars[0].label));
        QCOMPARE(data.parts[1].paths[0], u"groups[0].ttft_parts_s.radio_uplink"_s);
        const ChartData energy = chartData(ChartKind::energy, {assessment});
        QCOMPARE(totalOf(energy, 0), assessment.groups[0].energy.total().si());
        QCOMPARE(energy.parts[2].paths[0], u"groups[0].energy_j.base_station"_s);
    }
    void everyPathCanBeExplained() {
        const auto assessment = sampleAssessment();
        const auto known = explainablePaths(assessment);
        const std::vector<std::string> open(known.begin(), known.end());
        const auto opens = [&](const QString& path) {
            return std::find(open.begin(), open.end(), path.toStdString()) != open.end();
        };
        for (const ChartKind kind :
             {ChartKind::timeToFirstToken, ChartKind::timePerToken, ChartKind::energy, ChartKind::memory})
            for (const ChartPart& part : chartData(kind, {assessment}).parts)
                for (const QString& path : part.paths)
                    QVERIFY2(opens(path), qPrintable(path));
        for (const KeyFigure& figure : keyFigures(assessment.groups[0], 0, {}))
            QVERIFY2(opens(figure.path), qPrintable(figure.path));
        int linked = 0;
        for (const Figure& figure : allFigures(assessment)) {
            QVERIFY(figure.path.isEmpty() || opens(figure.path));
            linked += figure.path.isEmpty() ? 0 : 1;
        }
        QVERIFY(linked > 40);
    }
    void groupsWithoutCoverageAreNamed() {
        const ChartData data = chartData(ChartKind::energy, {sampleAssessment()});
        QCOMPARE(data.notes, QStringList{u"Robots: none of its 8 users is served; see the issues."_s});
        auto nobody = sampleAssessment();
        nobody.groups[0].covered = 0;
        QVERIFY(!chartHasData(ChartKind::energy, {nobody}));
        QVERIFY(emptyChartText(ChartKind::energy, {nobody}).contains(u"Wards"_s));
        QVERIFY(!emptyChartText(ChartKind::memory, {}).isEmpty());
    }
    void unboundedTimesAreWordsNotBars() {
        auto assessment = sampleAssessment();
        assessment.groups[0].ttftParts[3].value = Seconds(std::numeric_limits<double>::infinity());
        const ChartData data = chartData(ChartKind::timeToFirstToken, {assessment});
        QVERIFY(data.bars.empty());
        QVERIFY(data.emptyText.contains(u"overloaded"_s));
    }
    void memoryShowsCapacityAndExcess() {
        const ChartData data = chartData(ChartKind::memory, {sampleAssessment()});
        QCOMPARE(data.bars.size(), std::size_t(2));
        QCOMPARE(*data.bars[1].capacity, 22.5e9);
        QVERIFY2(data.bars[1].label.contains(u"25.3 GB of 22.5 GB ⚠"_s), qPrintable(data.bars[1].label));
        QVERIFY(!data.bars[0].label.contains(u"⚠"_s));
        QVERIFY(data.largest() >= 25.3);
    }
    void scenariosStandSideBySide() {
        auto other = sampleAssessment(ScenarioId{2}, "Cloud");
        other.groups[0].ttftParts.push_back({"core", "Core <network>", Seconds(0.001)});
        const ChartData data = chartData(ChartKind::timeToFirstToken, {sampleAssessment(), other});
        QCOMPARE(data.bars.size(), std::size_t(2));
        QCOMPARE(data.bars[1].scenario, ScenarioId{2});
        QCOMPARE(data.bars[1].subject, u"Wards, Cloud"_s);
        for (const ChartPart& part : data.parts)
            QCOMPARE(part.values.size(), std::size_t(2));
        QCOMPARE(data.parts.back().values[0], 0.0);
        QVERIFY(!data.sameShape(chartData(ChartKind::timeToFirstToken, {sampleAssessment()})));
    }
    void targetsMarkTheCards() {
        const auto assessment = sampleAssessment();
        const auto figures = keyFigures(assessment.groups[0], 0, {Seconds(0.5), Seconds(0.05), std::nullopt});
        QCOMPARE(figures.size(), std::size_t(7));
        QCOMPARE(figures[0].state, TargetState::missed);
        QCOMPARE(figures[0].value, u"580 ms"_s);
        QCOMPARE(figures[0].target, u"target 500 ms"_s);
        QCOMPARE(figures[1].state, TargetState::met);
        QCOMPARE(figures[2].state, TargetState::none);
        const auto outage = keyFigures(assessment.groups[1], 1, {Seconds(0.5), std::nullopt, std::nullopt});
        QCOMPARE(outage[0].state, TargetState::missed);
        QVERIFY(outage[0].path.isEmpty());
    }
    void targetsComeFromTheWorkload() {
        Project project;
        Scenario& scenario = project.scenarios.emplace_back();
        scenario.id = ScenarioId{4};
        scenario.workloads.emplace_back();
        scenario.workloads.back().id = WorkloadId{2};
        scenario.workloads.back().tpotTarget = Seconds(0.1);
        scenario.topology.groups.emplace_back();
        scenario.topology.groups.back().id = UserGroupId{3};
        scenario.topology.groups.back().workload = WorkloadId{2};
        const Targets targets = targetsOf(project);
        QCOMPARE(targets.size(), std::size_t(1));
        const GroupTargets& found = targets.at({ScenarioId{4}, UserGroupId{3}});
        QVERIFY(!found.ttft && found.tpot == Seconds(0.1));
    }
    void theLedgerIsFactsWithLabels() {
        LedgerModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setAssessments({sampleAssessment(), sampleAssessment(ScenarioId{2}, "Cloud")}, UserGroupId{11});
        QCOMPARE(model.rowCount(), 6);
        const auto text = [&](int row, int column) { return model.index(row, column).data().toString(); };
        QCOMPARE(text(0, LedgerModel::Data), u"Hidden states"_s);
        QCOMPARE(text(0, LedgerModel::From), u"User's device"_s);
        QCOMPARE(text(0, LedgerModel::Size), u"6.29 MB"_s);
        QCOMPARE(text(0, LedgerModel::Recovery), u"at most 31 % (4 % by guessing)"_s);
        QCOMPARE(text(0, LedgerModel::Kind), u"guarantee"_s);
        QCOMPARE(text(1, LedgerModel::Kind), u"presumed"_s);
        QCOMPARE(text(2, LedgerModel::Kind), u"readable"_s);
        QVERIFY(model.index(1, LedgerModel::Kind).data(Qt::ToolTipRole).toString().contains(u"invertible"_s));
        QVERIFY(text(1, LedgerModel::Tokens).contains(u"again"_s));
        model.setAssessments({sampleAssessment()}, UserGroupId{12});
        QCOMPARE(model.rowCount(), 0);
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::ChartDataTest)
#include "chart_data_test.moc"
