// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

namespace cellwright {

class SweepCommandTest : public QObject {
    Q_OBJECT
    test::Workplace place_;

    [[nodiscard]] test::Run sweep(const char* more) const {
        return place_.run((std::string("sweep hospital.cellwright ") + more).c_str());
    }
    [[nodiscard]] QList<QByteArrayList> table(const char* file) const {
        QList<QByteArrayList> rows;
        for (const auto& line : place_.read(file).split('\n'))
            if (!line.isEmpty())
                rows.push_back(line.split(','));
        return rows;
    }

private Q_SLOTS:
    void initTestCase() { place_.prepare("sample hospital -o hospital.cellwright"); }
    void everyCombinationIsARow() {
        const auto run = sweep("--vary deployments[0].cut=2:8:3 --vary deployments[0].host_weights=f16,q8_0 "
                               "-o all.csv --json");
        CELLWRIGHT_STATUS(run, 0);
        QCOMPARE(run.json().at("candidates").get<int>(), 6);
        QVERIFY(run.json().at("seconds").get<double>() > 0.0);
        QVERIFY(run.json().at("candidates_per_s").get<double>() > 0.0);
        const auto rows = table("all.csv");
        QCOMPARE(rows.size(), 7);
        QCOMPARE(rows[0].mid(0, 3),
                 (QByteArrayList{"candidate", "deployments[0].cut", "deployments[0].host_weights"}));
        QCOMPARE(rows[1].mid(0, 3), (QByteArrayList{"0", "2", "f16"}));
        QCOMPARE(rows[6].mid(0, 3), (QByteArrayList{"5", "8", "q8_0"}));
        for (const auto& row : rows)
            QCOMPARE(row.size(), rows[0].size());
    }
    /// Rows follow from their values as assessments do.
    void moreTokensTakeLonger() {
        CELLWRIGHT_STATUS(sweep("--vary workloads[0].output_tokens=1:200:199 -o tokens.csv"), 0);
        const auto rows = table("tokens.csv");
        const auto column = rows[0].indexOf("groups[0].e2e_s.mean");
        QVERIFY(column > 0);
        QVERIFY(rows[2][column].toDouble() > rows[1][column].toDouble());
    }
    void threadsChangeNothing() {
        CELLWRIGHT_STATUS(sweep("--vary deployments[0].cut=1:12 --threads 1 -o one.csv"), 0);
        CELLWRIGHT_STATUS(sweep("--vary deployments[0].cut=1:12 --threads 4 -o four.csv"), 0);
        QCOMPARE(place_.read("one.csv"), place_.read("four.csv"));
    }
    void whatCannotBeVariedIsSaid_data() {
        QTest::addColumn<QByteArray>("options");
        QTest::addColumn<QByteArray>("message");
        const auto row = [](const char* name, const char* options, const char* message) {
            QTest::newRow(name) << QByteArray(options) << QByteArray(message);
        };
        row("no field", "--vary deployments[0].colour=1:2 -o x.csv", "no field");
        row("no entity", "--vary deployments[99].cut=1:2 -o x.csv", "no field");
        row("no range", "--vary deployments[0].cut -o x.csv", "PATH=RANGE");
        row("falling", "--vary deployments[0].cut=9:2 -o x.csv", "not a range");
        row("out of range", "--vary deployments[0].cut=-3:2 -o x.csv", "cut");
        row("a word", "--vary deployments[0].cut=deep -o x.csv", "cut");
        row("too many", "--vary deployments[0].cut=0:1e9 -o x.csv", "too many");
        row("not a table", "--vary deployments[0].cut=1:2 -o x.txt", ".csv");
    }
    void whatCannotBeVariedIsSaid() {
        QFETCH(QByteArray, options);
        QFETCH(QByteArray, message);
        const auto run = sweep(options.constData());
        QCOMPARE(run.status, 2);
        QVERIFY2(run.err.contains(message), run.message());
        QVERIFY(!place_.has("x.csv"));
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::SweepCommandTest)
#include "sweep_test.moc"
