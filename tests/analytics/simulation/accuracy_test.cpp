// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The analytic percentiles of requests against the simulation.
#include "analytics/simulate/random.h"
#include "analytics/simulation/simulation.h"
#include "tests/analytics/assess/bench_scenario.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>

namespace cellwright {

using test::facts;
using test::oneUser;

class AccuracyTest : public QObject {
    Q_OBJECT

    struct Count {
        int compared = 0, valid = 0, off = 0, offUnsaid = 0;
    };
    Count count_;

    /// The highest load of anything that requests wait for, with the rates as they are.
    static double loadOf(const Scenario& scenario) {
        const auto a = assess(scenario, facts());
        double most = 1e-12;
        for (const auto& host : a.hosts)
            most = std::max(most, host.utilisation);
        for (const auto& cell : a.cells)
            most = std::max({most, cell.utilisationUplink, cell.utilisationDownlink});
        for (std::size_t g = 0; g < a.groups.size(); ++g) {
            const auto& workload = *findById(scenario.workloads, scenario.topology.groups[g].workload);
            const auto& plan = *findById(scenario.deployments, scenario.topology.groups[g].deployment);
            if (plan.placement == Placement::device)
                most = std::max(most, workload.requestRate.si() * a.groups[g].endToEnd.p95.si());
        }
        return most;
    }
    /// All rates times the same, so that what is busiest is this busy. Twice, since batches are not linear.
    static Scenario loaded(Scenario scenario, double load) {
        for (auto& workload : scenario.workloads)
            workload.requestRate = workload.requestRate * 1e-4;
        for (int round = 0; round < 4; ++round) {
            const double factor = std::min(1e6, load / loadOf(scenario));
            for (auto& workload : scenario.workloads)
                workload.requestRate = workload.requestRate * factor;
        }
        return scenario;
    }
    static double rateOf(const Scenario& scenario) {
        double rate = 0.0;
        for (const auto& group : scenario.topology.groups)
            rate += findById(scenario.workloads, group.workload)->requestRate.si() * group.count;
        return rate;
    }

    void compare(const ComparedFigure& f, bool valid, const std::string& what) {
        if (!f.analytic || !std::isfinite(f.simulated.value))
            return;
        const double half = 0.5 * (f.simulated.high - f.simulated.low) / f.simulated.value;
        if (!(half < 0.08))
            return; // the simulation itself does not know
        ++count_.compared;
        count_.valid += valid;
        const double off = *f.difference();
        if (std::abs(off) <= 0.10 + half)
            return;
        ++count_.off;
        count_.offUnsaid += valid;
        if (valid || qEnvironmentVariableIsSet("CELLWRIGHT_SHOW"))
            qInfo("%s: analytic %.4g, simulated %.4g +- %.1f %%, %+.1f %%%s", what.c_str(), *f.analytic,
                  f.simulated.value, 100.0 * half, 100.0 * off, valid ? "" : " (said to be out of range)");
    }
    void check(const Scenario& scenario, double requests, const std::string& name) {
        SimulationOptions options;
        options.replications = 4;
        options.threads = 2;
        options.seconds = requests / rateOf(scenario) / options.replications;
        const auto result = simulateScenario(scenario, facts(), options);
        QVERIFY2(result, result ? "" : result.error().message().c_str());
        for (const auto& group : result->groups) {
            const auto what = name + " " + group.name;
            compare(group.ttft.p50, group.analyticValid, what + " TTFT p50");
            compare(group.ttft.p95, group.analyticValid, what + " TTFT p95");
            compare(group.endToEnd.p50, group.analyticValid, what + " end to end p50");
            compare(group.endToEnd.p95, group.analyticValid, what + " end to end p95");
            QVERIFY(!group.analyticModel.empty() && group.analyticValid == group.doubt.empty());
        }
    }
    /// One or two groups of a few users around one site, with plans of all kinds.
    static Scenario randomScenario(std::uint64_t seed) {
        simulate::Random random(seed, 77);
        const auto between = [&](int low, int high) {
            return low + int(random.below(std::uint64_t(high - low + 1)));
        };
        auto s = oneUser(random.uniform() < 0.15  ? Placement::device
                         : random.uniform() < 0.6 ? Placement::host
                                                  : Placement::split);
        s.topology.hosts.front().count = between(1, 3);
        auto& group = s.topology.groups.front();
        group.points.clear();
        for (int i = between(5, 30); i > 0; --i)
            group.points.push_back({Metres(between(-80, 80)), Metres(between(30, 250))});
        group.count = int(group.points.size());
        group.activeShare = 0.05 * random.uniform();
        auto& workload = s.workloads.front();
        workload.promptTokens = between(20, 1000);
        workload.outputTokens = between(2, 150);
        workload.arrivals = random.uniform() < 0.2 ? Arrivals::periodic : Arrivals::poisson;
        auto& plan = s.deployments.front();
        plan.batch = 1 << between(0, 4);
        plan.serving = random.uniform() < 0.35 ? Serving::continuous : Serving::fixedBatch;
        plan.promptChunk = random.uniform() < 0.3 ? between(64, 256) : 0;
        if (random.uniform() < 0.4) { // a second kind of request
            auto other = group;
            other.id = {41};
            other.name = "Others";
            other.workload = {51};
            auto second = workload;
            second.id = {51};
            second.promptTokens = between(20, 1000);
            second.outputTokens = between(2, 150);
            second.requestRate = workload.requestRate * (0.2 + 2.0 * random.uniform());
            s.workloads.push_back(second);
            s.topology.groups.push_back(other);
        }
        return loaded(s, 0.1 + 0.6 * random.uniform());
    }

    static std::string nameOf(std::uint64_t seed, const Scenario& scenario) {
        const auto& plan = scenario.deployments.front();
        return "seed " + std::to_string(seed) +
               (plan.placement == Placement::device ? ", device"
                : plan.placement == Placement::host ? ", host"
                                                    : ", split") +
               (plan.serving == Serving::continuous ? ", continuous" : "") +
               (scenario.workloads.front().arrivals == Arrivals::periodic ? ", periodic" : "") + ", batch " +
               std::to_string(plan.batch) + ", chunk " + std::to_string(plan.promptChunk) + ", " +
               std::to_string(scenario.topology.hosts.front().count) + " servers:";
    }

private Q_SLOTS:
    void init() { count_ = {}; }
    void shippedSamples() {
        for (const auto& project : {samples::hospitalCampus(), samples::humanoidFactory()})
            for (const auto& scenario : project.scenarios) {
                check(scenario, 20000.0, scenario.name);
                check(loaded(scenario, 0.6), 60000.0, scenario.name + " at 60 %");
            }
        QVERIFY2(count_.compared > 30 && count_.valid > 0.8 * count_.compared,
                 qPrintable(QString::number(count_.valid)));
        QCOMPARE(count_.offUnsaid, 0);
    }
    void randomScenarios() {
        for (std::uint64_t seed = 1; seed <= 50; ++seed) {
            const auto scenario = randomScenario(seed);
            const bool batched = scenario.deployments.front().serving == Serving::continuous;
            check(scenario, batched ? 12000.0 : 40000.0, nameOf(seed, scenario));
        }
        QVERIFY2(count_.compared > 150, qPrintable(QString::number(count_.compared)));
        QVERIFY2(count_.valid > 0.4 * count_.compared, qPrintable(QString::number(count_.valid)));
        QCOMPARE(count_.offUnsaid, 0);
    }
    void highLoadsAreSaidToBeOutOfRange() {
        const auto group = assess(loaded(oneUser(Placement::host), 0.85), facts()).groups.front();
        QVERIFY(group.requests && !group.requests->valid);
        QVERIFY(group.requests->doubt.find("85 %") != std::string::npos);
        const auto beyond = assess(loaded(oneUser(Placement::host), 1.3), facts()).groups.front();
        QVERIFY(std::isinf(beyond.requests->ttft.p50.si()) && !beyond.requests->valid);
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::AccuracyTest)
#include "accuracy_test.moc"
