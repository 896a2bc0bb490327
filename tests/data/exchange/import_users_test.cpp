// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/scenario/validate.h"
#include "data/exchange/export.h"
#include "data/exchange/file.h"
#include "data/exchange/import.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

namespace cellwright {

class ImportUsersTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void usersBecomeOneGroupOfPoints() {
        Scenario scenario;
        scenario.workloads.emplace_back().id = {3};
        scenario.deployments.emplace_back().id = {4};
        const auto result = importUsers("y\tX\tspeed\n1\t2\t9\n3\t4\t9\n", "u.tsv", scenario);
        QVERIFY2(result.has_value(), result ? "" : result.error().message().c_str());
        QCOMPARE(result->imported, 2);
        QCOMPARE(result->warnings, std::vector<std::string>{"columns ignored: speed"});
        const auto& group = scenario.topology.groups.at(0);
        QVERIFY(group.points == (std::vector<Position>{{Metres(2), Metres(1)}, {Metres(4), Metres(3)}}));
        QCOMPARE(group.count, 2);
        QCOMPARE(group.id.value, std::int64_t(5));
        QCOMPARE(group.workload.value, std::int64_t(3));
        QCOMPARE(group.deployment.value, std::int64_t(4));
    }
    void refuses_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const char* text, const char* message) {
            QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(message);
        };
        row("empty", "", "u.csv: the table is empty");
        row("columns", "speed,device\n1,2\n", "u.csv:1: there are no columns for the position");
        row("nan", "lat,lon\n1,2\nNaN,2\n", "u.csv:3, column lat:");
        row("pole", "lat,lon\n90.5,2\n", "u.csv:2, column lat: 90.5 is out of range");
        row("empty cell", "lat,lon\n1\n", "u.csv:2, column lon: the cell is empty");
        row("twice", "lat,lng,lon\n1,2,3\n", "u.csv:1: column 2 (lng) and column 3 (lon) mean the same");
    }
    void refuses() {
        QFETCH(QString, text);
        QFETCH(QString, message);
        Scenario scenario;
        const auto result = importUsers(text.toStdString(), "u.csv", scenario);
        QVERIFY(!result.has_value());
        QVERIFY2(QString::fromStdString(result.error().message()).contains(message),
                 result.error().message().c_str());
        QVERIFY(scenario == Scenario{});
    }
    void theDatelineIsNoEdge() {
        Scenario scenario;
        QVERIFY(importUsers("lat,lon\n0,179.999\n0,-179.999\n", "u.csv", scenario).has_value());
        const auto& points = scenario.topology.groups.at(0).points;
        QVERIFY(std::abs((points[1].x - points[0].x).si() - 222.6) < 0.1);
    }
    void melbourneUsersImportAndBecomeAssessable() {
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        const auto folder = *shared / "data/eua";
        Scenario scenario;
        scenario.id = {1};
        QVERIFY(importSites(readFile(folder / "site-optus-melbCBD.csv").value_or(""), "sites", scenario)
                    .has_value());
        const auto origin = scenario.topology.origin;
        const auto result =
            importUsers(readFile(folder / "users-melbcbd-generated.csv").value_or(""), "users", scenario);
        QVERIFY2(result.has_value(), result ? "" : result.error().message().c_str());
        QCOMPARE(result->imported, 816);
        QVERIFY(scenario.topology.origin == origin);
        for (const auto& point : scenario.topology.groups.at(0).points)
            QVERIFY(std::hypot(point.x.si(), point.y.si()) < 3000.0);
        QVERIFY(!validate(scenario).empty());
        QCOMPARE(addMissingParts(scenario).size(), std::size_t(5));
        QVERIFY(validate(scenario).empty());
        QCOMPARE(scenario.topology.links.size(), std::size_t(125));
        const auto complete = scenario;
        QVERIFY(addMissingParts(scenario).empty());
        QVERIFY(scenario == complete);

        Scenario back;
        back.topology.origin = origin;
        QCOMPARE(importUsers(usersToCsv(scenario), "out", back)->imported, 816);
        const auto &was = scenario.topology.groups[0].points, &is = back.topology.groups[0].points;
        for (std::size_t i = 0; i < was.size(); ++i)
            QVERIFY(std::hypot((was[i].x - is[i].x).si(), (was[i].y - is[i].y).si()) < 1e-6);
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::ImportUsersTest)
#include "import_users_test.moc"
