// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

namespace cellwright {

class SimulateCommandTest : public QObject {
    Q_OBJECT
    test::Workplace place_;

    [[nodiscard]] test::Run simulate(const char* more) const {
        const auto line =
            std::string("simulate hospital.cellwright --scenario \"All in the server room\" ") + more;
        return place_.run(line.c_str());
    }
    /// The message of a run with this trace.
    [[nodiscard]] std::string refusal(const QByteArray& trace) const {
        place_.write("trace.csv", trace);
        const auto run = simulate("--trace trace.csv --seconds 60");
        return run.status == 3 ? run.err.toStdString() : "accepted";
    }

private Q_SLOTS:
    void initTestCase() { place_.prepare("sample hospital -o hospital.cellwright"); }
    void everyFigureThreeWays() {
        const auto run = simulate("--seconds 2h --seed 7 --replications 4 --json");
        CELLWRIGHT_STATUS(run, 0);
        const auto scenario = run.json().at("scenarios").at(0);
        QCOMPARE(scenario.at("seed").get<int>(), 7);
        QCOMPARE(scenario.at("seconds").get<double>(), 7200.0);
        for (const auto& group : scenario.at("groups")) {
            for (const auto* time : {"ttft_s", "tpot_s", "e2e_s"})
                for (const auto* column : {"analytic", "simulated", "difference_rel"})
                    QVERIFY(group.at(column).at(time).contains("p95"));
            const auto& p50 = group.at("ttft_s").at("p50");
            QVERIFY(p50.at("interval").at(0).get<double>() <= p50.at("simulated").get<double>());
            QVERIFY(p50.at("interval").at(1).get<double>() >= p50.at("simulated").get<double>());
            QVERIFY(group.at("deadline_miss").contains("ttft_s"));
            QVERIFY(group.at("requests").get<int>() > 10);
        }
        QVERIFY(scenario.at("hosts").at(0).at("utilisation").at("simulated").get<double>() > 0.0);
        QVERIFY(!scenario.at("cells").empty() && !scenario.at("notes").empty());
    }
    void seedsAndThreadsAreRepeatable() {
        const auto figures = [&](const char* more) {
            return simulate((std::string("--seconds 1800 --json ") + more).c_str())
                .json()
                .at("scenarios")
                .at(0)
                .at("groups");
        };
        const auto first = figures("--seed 3 --threads 1");
        QVERIFY(first == figures("--seed 3 --threads 5"));
        QVERIFY(first != figures("--seed 4 --threads 1"));
    }
    void tablesForPeople() {
        const auto run = simulate("--seconds 1800");
        CELLWRIGHT_STATUS(run, 0);
        for (const auto* word : {"Analytic", "Simulated", "99 % interval", "Difference", "Ward tablets",
                                 "time to first token, p95", "Server room, load"})
            QVERIFY2(run.out.contains(word), word);
    }
    void tracesSayWhenRequestsCome() {
        place_.write("trace.csv", "time_s,group,remark\n0.5,Ward tablets,a\n1.5,31,b\n2 min,,c\n");
        const auto run = simulate("--trace trace.csv --seconds 600 --replications 1 --json");
        CELLWRIGHT_STATUS(run, 0);
        int requests = 0;
        const auto document = run.json();
        for (const auto& group : document.at("scenarios").at(0).at("groups")) {
            requests += group.at("requests").get<int>();
            QVERIFY(group.at("requests").get<int>() >= 1);
        }
        QCOMPARE(requests, 3);
    }
    void badTracesAreRefusedByLine() {
        const auto has = [&](const QByteArray& trace, const char* words) {
            const auto message = refusal(trace);
            const bool there = message.find(words) != std::string::npos;
            if (!there)
                qInfo("%s", message.c_str());
            return there;
        };
        QVERIFY(has("when\n1\n", "trace.csv:1: there is no column \"time_s\""));
        QVERIFY(has("time_s\n1\nsoon\n", "trace.csv:3, column time_s"));
        QVERIFY(has("time_s\n5\n4\n", "trace.csv:3, column time_s: 4 is before"));
        QVERIFY(has("time_s\n-1\n", "trace.csv:2, column time_s"));
        QVERIFY(has("time_s,group\n1,Nobody\n", "trace.csv:2, column group: there is no user group"));
        QVERIFY(has("time_s\n", "there are no arrivals"));
    }
    void whatCannotBeSimulatedIsRefused() {
        CELLWRIGHT_STATUS(simulate("--seconds 0"), 2);
        CELLWRIGHT_STATUS(simulate("--replications 0"), 2);
        CELLWRIGHT_STATUS(simulate("--seconds 1e12"), 3);
        CELLWRIGHT_STATUS(simulate("--seconds 60 --warm-up 60"), 3);
        CELLWRIGHT_STATUS(simulate("--trace missing.csv"), 3);
        CELLWRIGHT_STATUS(place_.run("simulate hospital.cellwright --scenario Nowhere"), 2);
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::SimulateCommandTest)
#include "simulate_test.moc"
