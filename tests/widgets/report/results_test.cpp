// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/reference.h"
#include "tests/support/registry.h"
#include "tests/widgets/report/fixture.h"
#include "widgets/report/sections.h"
#include "widgets/report/words.h"

#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace cellwright;
using namespace cellwright::report;

namespace {

/// The SI value of "12.3" in "ms", or of "12.3 ms" without a unit of its own.
double valueOf(QString text, const QString& unit, std::string_view kind) {
    text.remove(u"✗ "_s).replace(QChar::Nbsp, u' ');
    const QString whole = unit.isEmpty() ? text : text + u' ' + unit;
    const auto value = parseSi(whole.toStdString(), kind);
    return value ? *value : std::nan("");
}

/// Rounded to three digits, as tables show figures.
bool shows(double shown, double truth) {
    return truth == 0.0 ? shown == 0.0 : std::abs(shown - truth) <= 0.0051 * std::abs(truth);
}

template <class Q>
void compareRow(const Row& row, const Statistic<Q>& truth) {
    const double values[] = {detail::stored(truth.mean), detail::stored(truth.p50),
                             detail::stored(truth.p95)};
    for (std::size_t i = 0; i < 3; ++i) {
        const double shown = valueOf(row.cells[i + 1].text, row.cells[4].text, quantityKind<Q>());
        QVERIFY2(shows(shown, values[i]), qPrintable(row.cells[0].text + u": "_s + row.cells[i + 1].text));
    }
}

const Workload* workloadOf(const Scenario& scenario, const GroupResult& group) {
    return findById(scenario.workloads, findById(scenario.topology.groups, group.id)->workload);
}

} // namespace

/// The numbers on the page are those of the assessment.
class ResultsTest : public QObject {
    Q_OBJECT
    const test::Assessed hospital_{samples::hospitalCampus()};
    const test::Assessed factory_{samples::humanoidFactory()};
    const Style style_;

    template <class F>
    void forEachGroup(F f) {
        for (const test::Assessed* sample : {&hospital_, &factory_})
            for (std::size_t i = 0; i < sample->assessments.size(); ++i)
                for (const GroupResult& group : sample->assessments[i].groups)
                    f(sample->project.scenarios[i], sample->assessments[i], group);
    }

private Q_SLOTS:
    void times() {
        forEachGroup([&](const Scenario& scenario, const Assessment&, const GroupResult& group) {
            const TableData table = timesTable(group, workloadOf(scenario, group), style_);
            QCOMPARE(table.rows.size(), std::size_t(7));
            compareRow(table.rows[0], group.ttft);
            compareRow(table.rows[1], group.tpot);
            compareRow(table.rows[2], group.endToEnd);
            compareRow(table.rows[3], group.sinrDownlink);
            compareRow(table.rows[4], group.sinrUplink);
            compareRow(table.rows[5], group.rateDownlink);
            compareRow(table.rows[6], group.rateUplink);
        });
    }
    void targets() {
        GroupResult group = hospital_.assessments[0].groups[0];
        Workload workload;
        workload.ttftTarget = group.ttft.p95;
        workload.tpotTarget = group.tpot.p95 * 0.99;
        const TableData table = timesTable(group, &workload, style_);
        QVERIFY(table.rows[0].cells[7].text.startsWith(u"✓"_s));
        QVERIFY(table.rows[1].cells[7].text.startsWith(u"✗"_s));
        QVERIFY(table.rows[2].cells[7].text.isEmpty());
        group.ttft.p95 = Seconds(INFINITY);
        QVERIFY(timesTable(group, &workload, style_).rows[0].cells[7].text.startsWith(u"✗"_s));
    }
    void energyAddsUpAndNamesItsBoundaries() {
        forEachGroup([&](const Scenario&, const Assessment&, const GroupResult& group) {
            const TableData table = energyTable(group);
            const QString unit = table.columns[1].head.section(u' ', -1);
            const Joules parts[] = {group.energy.device,    group.energy.radio,   group.energy.baseStation,
                                    group.energy.transport, group.energy.compute, group.energy.total()};
            QCOMPARE(table.rows.size(), std::size(parts));
            for (std::size_t i = 0; i < std::size(parts); ++i) {
                QVERIFY(shows(valueOf(table.rows[i].cells[1].text, unit, "energy"), parts[i].si()));
                QVERIFY(!table.rows[i].cells[3].text.isEmpty());
            }
        });
    }
    void perRequest() {
        forEachGroup([&](const Scenario&, const Assessment&, const GroupResult& group) {
            const Row row = requestTable(group, style_).rows[0];
            QVERIFY(row.cells[1].text.endsWith(u" g"_s));
            QVERIFY(shows(row.cells[1].text.chopped(2).toDouble(), group.carbonGrams));
            QVERIFY(shows(row.cells[2].text.toDouble(), group.cost));
            QVERIFY(shows(valueOf(row.cells[3].text, {}, "bytes"), group.deviceMemory.si()));
            QVERIFY(shows(valueOf(row.cells[4].text, {}, "bytes"), group.deviceCapacity.si()));
        });
    }
    void comparison() {
        const report::Content content = hospital_.content();
        const TableData table = comparisonTable(content);
        QCOMPARE(table.rows.size(), std::size_t(2 * (1 + 4)));
        for (std::size_t group = 0; group < 2; ++group)
            for (std::size_t plan = 0; plan < 4; ++plan) {
                const Row& row = table.rows[group * 5 + 1 + plan];
                const GroupResult& truth = hospital_.assessments[plan].groups[group];
                const auto unit = [&](std::size_t c) { return table.columns[c].head.section(u'\n', -1); };
                QVERIFY(shows(valueOf(row.cells[1].text.section(u'\n', 0, 0), unit(1), "time"),
                              truth.ttft.p95.si()));
                QVERIFY(shows(valueOf(row.cells[2].text.section(u'\n', 0, 0), unit(2), "time"),
                              truth.tpot.p95.si()));
                QVERIFY(shows(valueOf(row.cells[3].text.section(u'\n', 0, 0), unit(3), "time"),
                              truth.endToEnd.p95.si()));
                QVERIFY(shows(valueOf(row.cells[4].text, unit(4), "energy"), truth.energy.total().si()));
                QVERIFY(shows(row.cells[5].text.toDouble() / 100.0, truth.batteryShare));
                QVERIFY(shows(row.cells[7].text.toDouble(), truth.cost));
            }
    }
    void verdicts() {
        test::Assessed changed{samples::hospitalCampus()};
        changed.assessments[1].feasible = false;
        changed.assessments[1].violations = {{ViolationKind::memory, {}, "needs 9 GB", "choose", 9, 8, "B"}};
        const TableData table = verdictTable(changed.content());
        QVERIFY(table.rows[0].cells[1].text.startsWith(u"✓"_s));
        QCOMPARE(table.rows[1].cells[1].text, u"✗ violations: 1"_s);
    }
    void ledgerHasARowPerFlow() {
        forEachGroup([&](const Scenario&, const Assessment& assessment, const GroupResult& group) {
            const TableData table = ledgerTable(assessment, group.id);
            QCOMPARE(table.rows.size(), group.privacy.ledger.size());
            for (const Row& row : table.rows)
                for (const Cell& cell : row.cells)
                    QVERIFY(!cell.text.isEmpty());
        });
    }
    void hosts() {
        const report::Content content = hospital_.content();
        const TableData table = hostTable(content, hospital_.assessments[0]);
        QCOMPARE(table.rows.size(), hospital_.assessments[0].hosts.size());
        QCOMPARE(table.rows[1].cells[2].text, u"not used"_s); // the cloud, in the plan with the server room
        QVERIFY(shows(valueOf(table.rows[0].cells[5].text, {}, "bytes"),
                      hospital_.assessments[0].hosts[0].memory.si()));
    }
    void ofManyCellsTheBusiestAreShown() {
        Assessment assessment;
        for (int i = 0; i < 375; ++i) {
            CellResult cell;
            cell.name = std::to_string(i);
            cell.utilisationDownlink = double((i * 7) % 375) / 1000.0;
            assessment.cells.push_back(cell);
        }
        const TableData table = cellTable(assessment);
        QCOMPARE(table.rows.size(), busiestShown);
        QCOMPARE(table.rows.front().cells[3].text, percent(0.374));
        QCOMPARE(table.rows.back().cells[3].text, percent(0.360));
    }
};

CELLWRIGHT_TEST(ResultsTest)
#include "results_test.moc"
