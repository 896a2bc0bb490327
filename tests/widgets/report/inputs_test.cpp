// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/widgets/report/fixture.h"
#include "widgets/report/input_matrix.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace cellwright;
using namespace cellwright::report;

class InputsTest : public QObject {
    Q_OBJECT
    const test::Assessed sample_{samples::hospitalCampus()};

    static QString field(const InputMatrix& matrix, std::size_t row, const QString& label) {
        for (std::size_t f = 0; f < matrix.fields.size(); ++f)
            if (matrix.fields[f].label == label)
                return matrix.value(row, f);
        return u"no such field"_s;
    }

private Q_SLOTS:
    void everyFieldButIdAndNameIsShown() {
        const auto matrix =
            inputMatrix<Deployment>(sample_.content(), [](const Scenario& s) { return s.deployments; });
        std::size_t fields = 0;
        const Deployment prototype;
        forEachField(prototype, [&](const FieldInfo&, const auto&) { ++fields; });
        QCOMPARE(matrix.fields.size(), fields - 2);
        QCOMPARE(matrix.rows.size(), sample_.project.scenarios[0].deployments.size());
    }
    void differencesCarryTheNumbersOfTheirScenarios() {
        const auto matrix =
            inputMatrix<Deployment>(sample_.content(), [](const Scenario& s) { return s.deployments; });
        QCOMPARE(field(matrix, 0, u"Model"_s), u"1, 2, 3: llama-3.1-8b\n4: llama-3.2-1b"_s);
        QCOMPARE(field(matrix, 0, u"Encrypted link"_s), u"yes"_s);
        QCOMPARE(field(matrix, 0, u"Noise at the cut"_s), u"not set"_s);
    }
    void anEntityOfSomeScenariosSaysSo() {
        Project project = samples::hospitalCampus();
        project.scenarios[1].workloads.pop_back();
        const test::Assessed changed(project);
        const auto matrix =
            inputMatrix<Workload>(changed.content(), [](const Scenario& s) { return s.workloads; });
        QCOMPARE(matrix.rows.size(), std::size_t(2));
        QVERIFY(field(matrix, 1, u"Output"_s).startsWith(u"1, 3, 4: "_s));
    }
    void valuesReadLikeTheInput() {
        const auto carriers =
            inputMatrix<Carrier>(sample_.content(), [](const Scenario& s) { return s.topology.carriers; });
        QCOMPARE(field(carriers, 0, u"Centre frequency"_s), u"3.5\u00a0GHz"_s);
        const auto links =
            inputMatrix<Link>(sample_.content(), [](const Scenario& s) { return s.topology.links; });
        QCOMPARE(field(links, 0, u"From"_s), u"Main building"_s);
        QCOMPARE(field(links, 0, u"To"_s), u"Server room"_s);
        QCOMPARE(typedNumber(1e-5), u"1e-05"_s);
        QCOMPARE(typedNumber(1.0 / 3.0), u"0.333333"_s);
    }
    void tallTablesStopAtTheirLimit() {
        const auto sites =
            inputMatrix<Site>(sample_.content(), [](const Scenario& s) { return s.topology.sites; });
        QCOMPARE(sites.tall(2).rows.size(), std::size_t(2));
        QCOMPARE(sites.tall(40).rows.size(), sites.rows.size());
    }
    void whatAllShareIsSaidOnce() {
        const auto sites =
            inputMatrix<Site>(sample_.content(), [](const Scenario& s) { return s.topology.sites; });
        QVERIFY(sites.commonValues().contains(u"Antenna height: 10\u00a0m"_s));
        const TableData table = sites.tall(40);
        QCOMPARE(table.columns.size(), std::size_t(2)); // name and position
        QCOMPARE(table.columns[1].head, u"Position"_s);
    }
    void wideTablesDefineTheirFields() {
        const Style style;
        const auto matrix = inputMatrix<Assumptions>(
            sample_.content(), [](const Scenario& s) { return std::array{s.assumptions}; });
        const TableData table = matrix.wide(0, 1, style);
        QCOMPARE(table.columns.size(), std::size_t(3));
        for (const Row& row : table.rows)
            for (const Cell& cell : row.cells)
                QVERIFY(!cell.text.isEmpty());
    }
};

CELLWRIGHT_TEST(InputsTest)
#include "inputs_test.moc"
