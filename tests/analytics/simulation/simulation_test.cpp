// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/simulation/simulation.h"
#include "tests/analytics/assess/bench_scenario.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <nlohmann/json.hpp>

#include <cmath>

namespace cellwright {

using test::facts;
using test::oneUser;
using test::splitHospital;

class SimulationTest : public QObject {
    Q_OBJECT

    static SimulationOptions shortRun(double seconds = 3600.0) {
        SimulationOptions options;
        options.seconds = seconds;
        options.replications = 4;
        return options;
    }
    static SimulationResult simulated(const Scenario& scenario, const SimulationOptions& options) {
        auto result = simulateScenario(scenario, facts(), options);
        if (!result)
            qFatal("%s", result.error().message().c_str());
        return *result;
    }
    /// The scenario with a host that its requests keep this busy.
    static Scenario loaded(Scenario scenario, double load) {
        for (auto& workload : scenario.workloads)
            workload.requestRate = Hertz(1e-3);
        const auto now = assess(scenario, facts()).hosts.front().utilisation;
        for (auto& workload : scenario.workloads)
            workload.requestRate = workload.requestRate * (load / now);
        return scenario;
    }
    static bool close(double a, double b, double tolerance) {
        return std::abs(a - b) <= tolerance * std::abs(b);
    }

private Q_SLOTS:
    void aRequestAloneTakesTheAssessedTime_data() {
        QTest::addColumn<int>("placement");
        QTest::newRow("device") << int(Placement::device);
        QTest::newRow("host") << int(Placement::host);
        QTest::newRow("split") << int(Placement::split);
    }
    void aRequestAloneTakesTheAssessedTime() {
        QFETCH(int, placement);
        auto scenario = oneUser(Placement(placement));
        scenario.workloads.front().requestRate = Hertz(1e-6); // nobody ever waits
        const auto expected = assess(scenario, facts()).groups.front();
        const auto result = simulated(scenario, shortRun(1e8));
        const auto& group = result.groups.front();
        QVERIFY(group.requests > 100);
        QVERIFY(close(group.ttft.p50.simulated.value, expected.ttft.p50.si(), 1e-4));
        QVERIFY2(close(group.tpot.p50.simulated.value, expected.tpot.p50.si(), 1e-7),
                 qPrintable(QString::number(group.tpot.p50.simulated.value / expected.tpot.p50.si() - 1.0)));
        QVERIFY(close(group.endToEnd.p95.simulated.value, expected.endToEnd.p95.si(), 1e-3));
        QCOMPARE(group.dropped + group.unfinished, 0);
    }
    void aHostIsTheQueueThatIsAssessed() {
        const auto result = simulated(loaded(splitHospital(), 0.6), shortRun(20000.0));
        const auto& host = result.hosts.front();
        QVERIFY(host.utilisation.simulated.holds(*host.utilisation.analytic));
        QVERIFY2(host.wait.simulated.holds(*host.wait.analytic),
                 qPrintable(QString::number(host.wait.simulated.value) + u' ' +
                            QString::number(*host.wait.analytic)));
        for (const auto& group : result.groups)
            QVERIFY(group.throughput.simulated.holds(*group.throughput.analytic));
    }
    void cellsAreAsBusyAsAssessed() {
        const auto result = simulated(loaded(splitHospital(), 0.3), shortRun());
        int seen = 0;
        for (const auto& cell : result.cells)
            if (cell.uplink.simulated.value > 0.001 && std::isfinite(cell.uplink.simulated.low)) {
                QVERIFY2(close(cell.uplink.simulated.value, *cell.uplink.analytic, 0.25),
                         qPrintable(QString::number(cell.uplink.simulated.value) + u' ' +
                                    QString::number(*cell.uplink.analytic)));
                ++seen;
            }
        QVERIFY(seen > 0);
    }
    void threadsChangeNothing() {
        auto options = shortRun(2000.0);
        options.replications = 5;
        std::string first;
        for (const int threads : {1, 2, 5}) {
            options.threads = threads;
            const auto text = toJsonText(simulated(splitHospital(), options));
            if (first.empty())
                first = text;
            QVERIFY(text == first);
        }
        options.seed = 2;
        QVERIFY(toJsonText(simulated(splitHospital(), options)) != first);
    }
    void periodicRequestsOfOneUserNeverWait() {
        auto scenario = loaded(oneUser(Placement::host), 0.8);
        const auto poisson = simulated(scenario, shortRun(1e5)).hosts.front().wait.simulated;
        QVERIFY(poisson.low > 0.0);
        scenario.workloads.front().arrivals = Arrivals::periodic;
        const auto periodic = simulated(scenario, shortRun(1e5)).hosts.front().wait.simulated;
        QCOMPARE(periodic.value, 0.0);
    }
    void anOverloadedHostAnswersWhatItCan() {
        const auto result = simulated(loaded(oneUser(Placement::host), 3.0), shortRun(5000.0));
        QVERIFY(result.hosts.front().utilisation.simulated.value > 0.99);
        QVERIFY(*result.hosts.front().utilisation.analytic == 1.0);
        QVERIFY(!result.groups.front().ttft.mean.difference());
    }
    void continuousBatchingServesWhatAFixedBatchOfOneCannot() {
        auto scenario = loaded(oneUser(Placement::host), 1.5);
        auto& plan = scenario.deployments.front();
        plan.serving = Serving::continuous;
        plan.batch = 32;
        const auto result = simulated(scenario, shortRun(5000.0));
        const auto& group = result.groups.front();
        QCOMPARE(group.unfinished, 0);
        QVERIFY(group.requests > 100);
        QVERIFY(result.hosts.front().utilisation.simulated.value < 1.0);
    }
    void requestsThatNeverFitAreDropped() {
        auto scenario = oneUser(Placement::host);
        auto tight = facts();
        auto& device = tight.devices.at("nvidia-l4");
        device.memoryCapacity.value = Bytes(2.6e9); // the weights of 1.2 billion parameters, and no more
        scenario.deployments.front().serving = Serving::continuous;
        scenario.workloads.front().promptTokens = 16000;
        const auto result = simulateScenario(scenario, tight, shortRun());
        QVERIFY(result);
        QVERIFY(result->groups.front().dropped > 0);
        QCOMPARE(result->groups.front().requests, 0);
    }
    void splitInferenceJoinsBatchesStepByStep() {
        auto scenario = loaded(oneUser(Placement::split), 0.01);
        scenario.deployments.front().serving = Serving::continuous;
        const auto expected = assess(oneUser(Placement::split), facts()).groups.front();
        const auto group = simulated(scenario, shortRun(1e6)).groups.front();
        QVERIFY(group.requests > 100);
        QVERIFY(close(group.tpot.p50.simulated.value, expected.tpot.p50.si(), 0.02));
    }
    void requestsComeWhenTheTraceSays() {
        auto options = shortRun(100.0);
        options.replications = 1;
        const auto scenario = splitHospital();
        const auto group = scenario.topology.groups[1].id;
        options.trace = {{1.0, group}, {2.0, {}}, {30.0, group}, {250.0, group}};
        const auto result = simulated(scenario, options);
        QCOMPARE(result.groups[0].requests + result.groups[1].requests, 3);
        QVERIFY(result.groups[1].requests >= 2);
        QCOMPARE(result.warmUp, 0.0);
        options.trace = {{2.0, {}}, {1.0, {}}};
        QVERIFY(simulateScenario(scenario, facts(), options).error().what.find("order") != std::string::npos);
        options.trace = {{2.0, {999}}};
        QVERIFY(!simulateScenario(scenario, facts(), options));
    }
    void aSimulationCanBeCancelled() {
        auto options = shortRun(1e5);
        double reached = 0.0;
        options.proceed = [&](double share) {
            reached = share;
            return share < 0.4;
        };
        const auto result = simulated(splitHospital(), options);
        QVERIFY(!result.complete && result.replications < 4 && reached < 0.9);
        QVERIFY(!result.notes.back().empty());
    }
    void whatCannotBeSimulatedSaysWhy() {
        auto options = shortRun(1e12);
        const auto tooLong = simulateScenario(splitHospital(), facts(), options);
        QVERIFY(!tooLong && tooLong.error().remedy.find("simulate at most") != std::string::npos);
        options = shortRun(-1.0);
        QVERIFY(!simulateScenario(splitHospital(), facts(), options));
        options = shortRun(10.0);
        options.warmUp = 10.0;
        QVERIFY(!simulateScenario(splitHospital(), facts(), options));
        auto unknown = oneUser(Placement::host);
        unknown.deployments.front().model = "no such model";
        QVERIFY(!simulateScenario(unknown, facts(), shortRun()));
    }
    void curvesAndMissesBelongToTheFigures() {
        auto scenario = loaded(splitHospital(), 0.5);
        const auto result = simulated(scenario, shortRun());
        const auto& group = result.groups.front();
        QVERIFY(group.ttft.quantiles.size() == 512 && std::ranges::is_sorted(group.ttft.quantiles));
        QVERIFY(close(group.ttft.quantiles[256], group.ttft.p50.simulated.value, 0.05));
        QVERIFY(group.ttftMiss && group.ttftMiss->target == 2.5);
        const double above =
            double(std::ranges::count_if(group.ttft.quantiles, [](double t) { return t > 2.5; })) / 512.0;
        QVERIFY(std::abs(group.ttftMiss->share.simulated.value - above) < 0.01);
        const auto json = nlohmann::json::parse(toJsonText(result));
        const auto& first = json.at("groups").at(0);
        for (const auto* column : {"analytic", "simulated", "difference_rel"})
            QVERIFY(first.at(column).at("ttft_s").contains("p95"));
        QCOMPARE(first.at("ttft_s").at("p95").at("interval").size(), std::size_t(2));
    }
    void whatIsLeftOutIsSaid() {
        auto scenario = splitHospital();
        for (auto& group : scenario.topology.groups)
            group.speed = MetresPerSecond(1.0);
        for (auto& plan : scenario.deployments)
            plan.coldShare = 0.1;
        const auto result = simulated(scenario, shortRun(600.0));
        QVERIFY(result.groups.front().notSimulated.size() >= 3);
        QVERIFY(!result.notes.empty());
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::SimulationTest)
#include "simulation_test.moc"
