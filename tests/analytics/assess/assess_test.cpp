// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/assess.h"
#include "tests/analytics/assess/bench_scenario.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <numeric>
#include <thread>

namespace cellwright {

class AssessTest : public QObject {
    Q_OBJECT

    static GroupResult one(const Scenario& scenario) { return assess(scenario, test::facts()).groups.at(0); }
    template <class Q>
    static double total(const std::vector<Part<Q>>& parts) {
        return std::accumulate(parts.begin(), parts.end(), 0.0,
                               [](double sum, const Part<Q>& part) { return sum + part.value.si(); });
    }

private Q_SLOTS:
    void aPhaseSumIsItsFigure() {
        for (const auto& sample : samples::all())
            for (const auto& scenario : sample.make().scenarios)
                for (const auto& group : assess(scenario, test::facts()).groups) {
                    QVERIFY(std::abs(total(group.ttftParts) - group.ttft.mean.si()) <
                            1e-9 * group.ttft.mean.si());
                    QVERIFY(std::abs(total(group.tpotParts) - group.tpot.mean.si()) <
                            1e-9 * group.tpot.mean.si());
                    QVERIFY(std::abs(total(group.deviceMemoryParts) - group.deviceMemory.si()) < 1.0);
                    QVERIFY(group.ttft.p50 <= group.ttft.p95);
                }
    }
    void hostMemoryIsItsParts() {
        for (const auto& scenario : samples::humanoidFactory().scenarios)
            for (const auto& host : assess(scenario, test::facts()).hosts)
                QVERIFY(std::abs(total(host.memoryParts) - host.memory.si()) < 1.0);
    }
    void theDeviceNeedsNoNetwork() {
        auto scenario = test::oneUser(Placement::device);
        const auto with = one(scenario);
        scenario.topology.sites.clear();
        scenario.topology.links.clear();
        const auto without = assess(scenario, test::facts());
        QVERIFY(without.feasible);
        QCOMPARE(without.groups[0].ttft.mean.si(), with.ttft.mean.si());
        QCOMPARE(without.groups[0].energy.radio.si(), 0.0);
        QVERIFY(without.groups[0].privacy.ledger.empty());
    }
    void movingTheCutMovesMemory() {
        auto scenario = test::oneUser(Placement::split);
        const auto weights = [](const auto& parts) { return parts.at(0).value.si(); };
        double device = 0.0, host = 1e18;
        for (int cut = 0; cut <= 16; cut += 4) {
            scenario.deployments[0].cut = cut;
            const auto a = assess(scenario, test::facts());
            QVERIFY(weights(a.groups[0].deviceMemoryParts) > device);
            QVERIFY(weights(a.hosts[0].memoryParts) < host);
            device = weights(a.groups[0].deviceMemoryParts);
            host = weights(a.hosts[0].memoryParts);
        }
    }
    void moreBandwidthIsNeverSlower() {
        auto scenario = test::oneUser(Placement::split);
        double last = 1e18;
        for (const double megahertz : {20.0, 40.0, 60.0, 80.0, 100.0}) {
            scenario.topology.carriers[0].bandwidth = Hertz(megahertz * 1e6);
            const double ttft = one(scenario).ttft.mean.si();
            QVERIFY(ttft <= last);
            last = ttft;
        }
    }
    void weightsOfOneModelAreKeptOnce() {
        auto scenario = test::oneUser(Placement::host);
        const auto alone = assess(scenario, test::facts()).hosts[0];
        auto second = scenario.topology.groups[0];
        second.id = {41};
        second.deployment = {61};
        scenario.topology.groups.push_back(second);
        auto split = scenario.deployments[0];
        split.id = {61};
        split.placement = Placement::split;
        scenario.deployments.push_back(split);
        const auto both = assess(scenario, test::facts()).hosts[0];
        QCOMPARE(both.memoryParts[0].value.si(),
                 alone.memoryParts[0].value.si()); // the whole includes the upper part
        QVERIFY(both.memoryParts[1].value > alone.memoryParts[1].value);
        scenario.deployments[1].hostWeights = Scheme::q8_0;
        QVERIFY(assess(scenario, test::facts()).hosts[0].memoryParts[0].value > alone.memoryParts[0].value);
    }
    void loadAddsUp() {
        auto scenario = test::oneUser(Placement::host);
        const auto once = assess(scenario, test::facts());
        scenario.workloads[0].requestRate = scenario.workloads[0].requestRate * 2.0;
        const auto twice = assess(scenario, test::facts());
        QVERIFY(std::abs(twice.hosts[0].utilisation - 2 * once.hosts[0].utilisation) < 1e-12);
        QVERIFY(std::abs(twice.cells[0].utilisationUplink - 2 * once.cells[0].utilisationUplink) < 1e-15);
        QVERIFY(twice.hosts[0].wait > once.hosts[0].wait);
        QVERIFY(std::abs(twice.links[0].offered.si() - 2 * once.links[0].offered.si()) < 1e-9);
    }
    void aPowerLimitedUserIsChargedForThePrbsItFills() {
        auto scenario = test::oneUser(Placement::split);
        scenario.topology.groups[0].bodyLoss = Decibels(25.0);
        const auto a = assess(scenario, test::facts());
        const auto trace = explain(scenario, test::facts(), "cells[0].utilisation_uplink");
        QVERIFY(trace.has_value());
        double share = 1.0;
        for (const auto& input : trace->inputs)
            if (input.symbol == "x_PRB")
                share = input.value;
        QVERIFY2(share < 0.9, "the user should not fill the carrier");
        QVERIFY(std::abs(trace->value - a.cells[0].utilisationUplink) < 1e-12);
    }
    void anOverloadedHostDrawsNoMoreThanAFullOne() {
        auto scenario = test::oneUser(Placement::host);
        scenario.workloads[0].requestRate = Hertz(3.0);
        const auto much = assess(scenario, test::facts());
        QVERIFY(much.hosts[0].utilisation > 1.0);
        scenario.workloads[0].requestRate = Hertz(30.0);
        const auto more = assess(scenario, test::facts());
        QVERIFY(std::abs(more.hosts[0].power.si() - much.hosts[0].power.si()) <
                1e-6 * much.hosts[0].power.si());
        const auto opened = explain(scenario, test::facts(), "hosts[0].power_w");
        QVERIFY(std::abs(opened->value - more.hosts[0].power.si()) < 1e-9 * opened->value);
    }
    void anUnusedHostShowsItsFacts() {
        const auto a = assess(test::splitHospital(), test::facts());
        QVERIFY(a.hosts[1].capacity.si() > 0.0);
        QVERIFY(a.hosts[1].device.find("H100") != std::string::npos);
    }
    void totalsAreTheGroups() {
        const auto a = assess(test::splitHospital(), test::facts());
        double watts = 0.0;
        const auto scenario = test::splitHospital();
        for (std::size_t g = 0; g < a.groups.size(); ++g)
            watts += a.groups[g].covered * scenario.workloads[g].requestRate.si() *
                     a.groups[g].energy.total().si();
        QVERIFY(std::abs(a.totals.power.si() - watts) < 1e-9 * watts);
        QCOMPARE(a.totals.users, 68);
    }
    void noiseBringsAGuaranteeAndNothingElseDoes() {
        auto scenario = test::oneUser(Placement::split);
        QVERIFY(!one(scenario).privacy.epsilon);
        scenario.deployments[0].noiseSigma = 50.0;
        const auto noised = one(scenario).privacy;
        QVERIFY(noised.epsilon && noised.recoveryCap);
        QVERIFY(!noised.adjacency.empty());
        scenario.deployments[0].noiseSigma = 100.0;
        QVERIFY(*one(scenario).privacy.epsilon < *noised.epsilon);
    }
    void aDeeperCutIsNotMorePrivate() {
        auto scenario = test::oneUser(Placement::split);
        scenario.deployments[0].noiseSigma = 50.0;
        scenario.deployments[0].cut = 1;
        const double shallow = *one(scenario).privacy.epsilon;
        scenario.deployments[0].cut = 15;
        QCOMPARE(*one(scenario).privacy.epsilon, shallow);
    }
    void manyThreadsAgree() {
        const auto scenario = test::splitHospital();
        const auto expected = assess(scenario, test::facts());
        std::vector<Assessment> results(4);
        std::vector<std::jthread> threads;
        for (auto& result : results)
            threads.emplace_back([&] { result = assess(scenario, test::facts()); });
        threads.clear();
        for (const auto& result : results)
            QVERIFY(result == expected);
    }
    void anEmptyScenarioIsAnAnswer() {
        const auto a = assess(Scenario{.id = {1}, .name = "empty"}, test::facts());
        QVERIFY(a.groups.empty());
        QCOMPARE(a.totals.users, 0);
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::AssessTest)
#include "assess_test.moc"
