// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/failure.h"
#include "analytics/assess/timeline.h"
#include "tests/analytics/assess/bench_scenario.h"
#include "tests/analytics/assess/openings.h"
#include "tests/analytics/compute/samples.h"
#include "tests/analytics/llm/structures.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>

namespace cellwright {

/// Hosts that help each other, caches that are cut short or shared, and timelines.
class SharingTest : public QObject {
    Q_OBJECT

    /// The user's host and a second one beside it.
    static Scenario pair(Placement placement, HostRole role, double share = 0.5) {
        auto s = test::oneUser(placement);
        auto host = s.topology.hosts.front();
        host.id = {21};
        host.name = "Helper";
        s.topology.hosts.push_back(host);
        s.topology.links.push_back({.id = {31},
                                    .name = "Between",
                                    .from = {.site = {}, .host = {20}},
                                    .to = {.site = {}, .host = {21}},
                                    .capacity = BitsPerSecond(1e12),
                                    .length = Metres(0.0),
                                    .hopDelay = Seconds(1e-6),
                                    .backgroundLoad = 0.0});
        s.deployments[0].addedHosts = {{.host = {21}, .role = role, .share = share}};
        return s;
    }
    static Scenario alone(Scenario s) {
        s.deployments[0].addedHosts.clear();
        return s;
    }
    static Facts withExperts() {
        auto facts = test::facts();
        facts.models["structure"] = llm::expertModel();
        return facts;
    }
    static Scenario mixture(double share) {
        auto s = pair(Placement::host, HostRole::experts, share);
        s.deployments[0].model = "structure";
        return s;
    }
    static Assessment of(const Scenario& s) { return assess(s, test::facts()); }
    static double part(const std::vector<Part<Seconds>>& parts, std::string_view key) {
        const auto found = std::ranges::find(parts, key, &Part<Seconds>::key);
        return found == parts.end() ? 0.0 : found->value.si();
    }
    static double weights(const HostResult& host) { return host.memoryParts.at(0).value.si(); }
    static double cache(const HostResult& host) { return host.memoryParts.at(1).value.si(); }
    static double bytesOver(const Assessment& a, const Scenario& s, std::size_t link) {
        return a.links[link].offered.si() / 8.0 / s.workloads[0].requestRate.si();
    }

private Q_SLOTS:
    void everyFigureOfEveryRoleOpens() {
        for (const auto role : {HostRole::tensor, HostRole::prefill})
            for (const auto placement : {Placement::host, Placement::split})
                for (const int tail : {0, 2}) {
                    auto s = pair(placement, role);
                    s.deployments[0].tailLayers = placement == Placement::split ? tail : 0;
                    s.deployments[0].batch = 3;
                    s.workloads[0].prefixTokens = 100;
                    s.deployments[0].promptChunk = 128;
                    QVERIFY(of(s).feasible);
                    test::openEverything(s, test::facts());
                }
        test::openEverything(mixture(0.5), withExperts());
    }
    void measuredHostsShareToo() {
        auto facts = withExperts();
        facts.devices["measured"] = *compute::deviceFromProfile(compute::test::roundProfile());
        auto s = mixture(0.25);
        for (auto& host : s.topology.hosts)
            host.device = "measured";
        test::openEverything(s, facts);
        s.deployments[0].addedHosts[0].role = HostRole::tensor;
        test::openEverything(s, facts);
        const auto shared = assess(s, facts).groups[0].stages[0];
        const auto whole = assess(alone(s), facts).groups[0].stages[0];
        QVERIFY(shared.decode < whole.decode);
    }
    void tensorParallelismDividesMemoryAndWork() {
        const auto s = pair(Placement::host, HostRole::tensor);
        const auto one = of(alone(s)), two = of(s);
        for (const auto& host : two.hosts) {
            QVERIFY(std::abs(weights(host) - weights(one.hosts[0]) / 2.0) < 1.0);
            QVERIFY(std::abs(cache(host) - cache(one.hosts[0]) / 2.0) < 1.0);
            QVERIFY(host.utilisation > 0.0 && host.utilisation < one.hosts[0].utilisation);
        }
        QVERIFY(two.groups[0].stages[0].decode < one.groups[0].stages[0].decode);
        QVERIFY(part(two.groups[0].tpotParts, "between_hosts") > 0.0);
        // F15: two all-reduces in each of 16 layers, half of 2 (P - 1) / P = 1 of the vectors each way.
        const auto& w = s.workloads[0];
        const double vectors = 2.0 * 16 * (w.promptTokens + w.outputTokens - 1);
        QVERIFY(std::abs(bytesOver(two, s, 1) - vectors * 2048 * 2) < 1.0);
    }
    void allReducesOverASlowLinkDoNotPay() {
        auto s = pair(Placement::host, HostRole::tensor);
        s.topology.links[1].hopDelay = Seconds(0.002);
        QVERIFY(of(s).groups[0].tpot.mean > of(alone(s)).groups[0].tpot.mean);
        // 2 (P - 1) = 2 messages in each of two all-reduces of 16 layers.
        QVERIFY(part(of(s).groups[0].tpotParts, "between_hosts") > 2 * 2 * 16 * 0.002);
    }
    void aPrefillHostHandsTheCacheOver() {
        auto s = pair(Placement::host, HostRole::prefill);
        s.topology.links[1].capacity = BitsPerSecond(1e9);
        const auto one = of(alone(s)), two = of(s);
        // 16 layers of 8 heads of 64 numbers, keys and values, in 16 bits.
        const double kv = 2.0 * 16 * 8 * 64 * 2 * s.workloads[0].promptTokens;
        const double seconds = kv * 8.0 / 1e9;
        QVERIFY(std::abs(part(two.groups[0].ttftParts, "between_hosts") / seconds - 1.0) < 0.01);
        QVERIFY(std::abs(part(two.groups[0].tpotParts, "between_hosts")) == 0.0);
        QCOMPARE(two.groups[0].tpot.mean.si(), one.groups[0].tpot.mean.si());
        // The work is that of one host, done in two places.
        QVERIFY(std::abs((two.hosts[0].utilisation + two.hosts[1].utilisation) / one.hosts[0].utilisation -
                         1.0) < 1e-9);
        QCOMPARE(weights(two.hosts[1]), weights(two.hosts[0]));
        QVERIFY(cache(two.hosts[1]) < cache(two.hosts[0]));
        const auto handed = std::ranges::find_if(two.groups[0].privacy.ledger, [](const auto& row) {
            return row.dataClass == privacy::DataClass::kvCache && row.bytes.si() > 0.0;
        });
        QVERIFY(handed != two.groups[0].privacy.ledger.end());
        QVERIFY(std::abs(handed->bytes.si() - kv) < 1.0);
    }
    void expertsElsewhereTakeTheirWeightsAlong() {
        const auto facts = withExperts();
        const auto one = assess(alone(mixture(0.5)), facts);
        double last = weights(one.hosts[0]);
        for (const double share : {0.25, 0.5, 1.0}) {
            const auto s = mixture(share);
            const auto two = assess(s, facts);
            QVERIFY2(two.feasible, two.violations.empty() ? "" : two.violations[0].what.c_str());
            QVERIFY(std::abs(weights(two.hosts[0]) + weights(two.hosts[1]) - weights(one.hosts[0])) < 1.0);
            QVERIFY(weights(two.hosts[0]) < last);
            last = weights(two.hosts[0]);
            QCOMPARE(cache(two.hosts[1]), 0.0);
            QVERIFY(two.hosts[1].utilisation > 0.0);
            QVERIFY(bytesOver(two, s, 1) > 0.0);
            QVERIFY(two.hosts[1].power.si() > 0.0);
        }
    }
    void impossibleRolesAreReported_data() {
        QTest::addColumn<int>("wrong");
        QTest::newRow("experts of a dense model") << 0;
        QTest::newRow("helps itself") << 1;
        QTest::newRow("prompts without a cache") << 2;
        QTest::newRow("too many experts") << 3;
    }
    void impossibleRolesAreReported() {
        QFETCH(int, wrong);
        auto s = wrong == 3 ? mixture(0.7) : pair(Placement::host, HostRole::experts);
        auto& d = s.deployments[0];
        if (wrong == 1)
            d.addedHosts = {{.host = {20}, .role = HostRole::tensor}};
        if (wrong == 2) {
            d.addedHosts[0].role = HostRole::prefill;
            d.kvCaching = false;
        }
        if (wrong == 3) {
            auto third = s.topology.hosts[1];
            third.id = {22};
            s.topology.hosts.push_back(third);
            d.addedHosts.push_back({.host = {22}, .role = HostRole::experts, .share = 0.7});
        }
        const auto a = assess(s, withExperts());
        QCOMPARE(a.violations.size(), std::size_t(1));
        QCOMPARE(a.violations[0].kind, ViolationKind::invalid);
        QVERIFY(!a.violations[0].remedy.empty());
    }
    void aHelperThatFailsTakesTheUsersAlong() {
        for (const auto role : {HostRole::tensor, HostRole::prefill}) {
            const auto impact =
                failureImpact(pair(Placement::split, role), test::facts(), {EntityKind::host, 21});
            QVERIFY(impact.has_value());
            QCOMPARE(impact->lost, 1);
        }
    }
    void withoutACacheEveryStepIsAPrompt() {
        auto s = test::oneUser(Placement::split);
        s.assumptions.wireOverheadBytes = 0;
        const auto with = of(s);
        s.deployments[0].kvCaching = false;
        const auto without = of(s);
        const auto& w = s.workloads[0];
        const double p = w.promptTokens, g = w.outputTokens;
        QVERIFY(std::abs(bytesOver(without, s, 0) - 4096 * (g * p + g * (g - 1) / 2)) < 1e-3 * 4096);
        QVERIFY(std::abs(bytesOver(with, s, 0) - 4096 * (p + g - 1)) < 1.0);
        QVERIFY(without.groups[0].tpot.mean > with.groups[0].tpot.mean);
        for (const auto* key : {"device_prefill", "radio_uplink", "host_prefill", "radio_downlink"})
            QCOMPARE(part(without.groups[0].ttftParts, key), part(with.groups[0].ttftParts, key));
        QCOMPARE(without.groups[0].deviceMemoryParts[1].value.si(), 0.0);
        QCOMPARE(cache(without.hosts[0]), 0.0);
        QVERIFY(without.hosts[0].utilisation > with.hosts[0].utilisation);
        test::openEverything(s, test::facts());
    }
    void aWindowLimitsTheCacheAndItsReading() {
        auto s = test::oneUser(Placement::host);
        s.workloads[0].promptTokens = 4096;
        const auto all = of(s);
        s.deployments[0].kvWindow = 512;
        const auto window = of(s);
        const double positions = s.workloads[0].promptTokens + s.workloads[0].outputTokens;
        QVERIFY(std::abs(cache(window.hosts[0]) / cache(all.hosts[0]) - 512 / positions) < 1e-9);
        QVERIFY(window.groups[0].tpot.mean < all.groups[0].tpot.mean);
        QVERIFY(window.groups[0].stages[0].prefill < all.groups[0].stages[0].prefill);
        test::openEverything(s, test::facts());
        s.deployments[0].kvWindow = 100000; // longer than anything here
        QVERIFY(of(s).groups[0] == all.groups[0]);
        // The context that a model handles is that of the window.
        s.workloads[0].promptTokens = 200000;
        s.deployments[0].kvWindow = 0;
        QVERIFY(!of(s).feasible);
        s.deployments[0].kvWindow = 8192;
        QVERIFY(std::ranges::none_of(of(s).violations,
                                     [](const Violation& v) { return v.kind == ViolationKind::invalid; }));
    }
    void aCommonPrefixIsComputedAndKeptOnce() {
        auto s = test::oneUser(Placement::host);
        s.workloads[0].promptTokens = 1024;
        s.deployments[0].batch = 4;
        const auto all = of(s);
        s.workloads[0].prefixTokens = 768;
        const auto prefix = of(s);
        QVERIFY(prefix.groups[0].stages[0].prefill < all.groups[0].stages[0].prefill);
        QCOMPARE(prefix.groups[0].tpot.mean.si(), all.groups[0].tpot.mean.si());
        const double positions = s.workloads[0].promptTokens + s.workloads[0].outputTokens;
        QVERIFY(std::abs(cache(prefix.hosts[0]) / cache(all.hosts[0]) -
                         (4 * (positions - 768) + 768) / (4 * positions)) < 1e-9);
        test::openEverything(s, test::facts());
        // A whole prompt in common: its last token is computed all the same.
        s.workloads[0].prefixTokens = 1024;
        QVERIFY(of(s).groups[0].stages[0].prefill.si() > 0.0);
        // In a split the host does not need the vectors of the prefix.
        s.deployments[0].placement = Placement::split;
        s.workloads[0].prefixTokens = 0;
        const double bytes = bytesOver(of(s), s, 0);
        s.workloads[0].prefixTokens = 768;
        QVERIFY(std::abs(bytes - bytesOver(of(s), s, 0) - 768 * 4096.0) < 1.0);
        s.deployments[0].tailLayers = 2; // and where they have to come back, nothing is reused
        QVERIFY(std::ranges::any_of(of(s).warnings, [](const Warning& warning) {
            return warning.what.find("prefix") != std::string::npos;
        }));
    }
    void idleSettingsAreNamed() {
        auto s = test::oneUser(Placement::device);
        QVERIFY(of(s).warnings.empty());
        s.deployments[0].addedHosts = {{.host = {20}, .role = HostRole::stage, .fromLayer = 4}};
        s.deployments[0].tailLayers = 2;
        s.deployments[0].kvCaching = false;
        s.deployments[0].promptChunk = 64;
        s.deployments[0].kvWindow = 64;
        s.workloads[0].prefixTokens = 10;
        QCOMPARE(of(s).warnings.size(), std::size_t(5));
    }
    void aTimelineEndsWhenTheTokensCome() {
        for (const int chunk : {0, 100})
            for (const int tail : {0, 2}) {
                auto s = pair(Placement::split, HostRole::prefill);
                s.deployments[0].promptChunk = chunk;
                s.deployments[0].tailLayers = tail;
                const auto group = of(s).groups[0];
                const auto t = timeline(s, test::facts(), 0);
                QVERIFY(t.has_value());
                QVERIFY(std::abs(t->firstToken.si() - group.ttft.p50.si()) < 1e-9);
                QVERIFY(std::abs((t->secondToken - t->firstToken).si() - group.tpot.p50.si()) < 1e-9);
                for (const auto& a : t->bars) {
                    QVERIFY(a.end > a.begin && std::size_t(a.lane) < t->lanes.size());
                    for (const auto& b : t->bars)
                        if (&a != &b && a.lane == b.lane && a.kind != SlotKind::delay &&
                            b.kind != SlotKind::delay)
                            QVERIFY(a.end.si() <= b.begin.si() + 1e-12 || b.end.si() <= a.begin.si() + 1e-12);
                }
                for (const auto& lane : t->lanes)
                    QVERIFY(lane.bubble >= 0.0 && lane.bubble < 1.0);
            }
        const auto s = test::oneUser(Placement::device);
        QCOMPARE(timeline(s, test::facts(), 0)->bars.size(), std::size_t(2));
        QVERIFY(!timeline(s, test::facts(), 7).has_value());
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::SharingTest)
#include "sharing_test.moc"
