// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/failure.h"
#include "tests/analytics/assess/bench_scenario.h"
#include "tests/analytics/assess/openings.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace cellwright {

/// Plans over several stages: U-shape, several hops, chunks of a prompt.
class PlacementsTest : public QObject {
    Q_OBJECT

    /// The user's host and two more in a row behind it.
    static Scenario chain(Placement placement) {
        auto s = test::oneUser(placement);
        for (const std::int64_t id : {21, 22}) {
            auto host = s.topology.hosts.front();
            host.id = {id};
            host.name = "Host " + std::to_string(id);
            s.topology.hosts.push_back(host);
            s.topology.links.push_back({.id = {id + 10},
                                        .name = "Between " + std::to_string(id - 1),
                                        .from = {.site = {}, .host = {id - 1}},
                                        .to = {.site = {}, .host = {id}}});
        }
        return s;
    }
    static void addStages(Scenario& s, int first, int second) {
        s.deployments[0].addedHosts = {{.host = {21}, .role = HostRole::stage, .fromLayer = first},
                                       {.host = {22}, .role = HostRole::stage, .fromLayer = second}};
    }
    static Assessment of(const Scenario& s) { return assess(s, test::facts()); }
    static const Violation* find(const Assessment& a, ViolationKind kind) {
        const auto found = std::ranges::find(a.violations, kind, &Violation::kind);
        return found == a.violations.end() ? nullptr : &*found;
    }
    static double part(const std::vector<Part<Seconds>>& parts, std::string_view key) {
        const auto found = std::ranges::find(parts, key, &Part<Seconds>::key);
        return found == parts.end() ? 0.0 : found->value.si();
    }
    static double sum(const std::vector<Part<Seconds>>& parts) {
        return std::accumulate(parts.begin(), parts.end(), 0.0,
                               [](double total, const auto& each) { return total + each.value.si(); });
    }
    static double bytesUp(const Scenario& s) {
        return of(s).links[0].offered.si() / 8.0 / s.workloads[0].requestRate.si();
    }

private Q_SLOTS:
    void aPlanIsItsStages() {
        auto s = chain(Placement::split);
        addStages(s, 8, 12);
        s.deployments[0].tailLayers = 2;
        const auto group = of(s).groups[0];
        QCOMPARE(group.stages.size(), std::size_t(5));
        const std::vector<std::string> places{"device", "Host", "Host 21", "Host 22", "device"};
        const std::vector<int> first{0, 4, 8, 12, 14}, layers{4, 4, 4, 2, 2};
        for (std::size_t i = 0; i < places.size(); ++i) {
            QCOMPARE(group.stages[i].place, places[i]);
            QCOMPARE(group.stages[i].firstLayer, first[i]);
            QCOMPARE(group.stages[i].layers, layers[i]);
            QVERIFY(group.stages[i].prefill.si() > 0.0 && group.stages[i].decode.si() > 0.0);
            QVERIFY(group.stages[i].memory.si() > 0.0);
        }
        QVERIFY(std::abs(sum(group.ttftParts) - group.ttft.mean.si()) < 1e-12);
        QVERIFY(std::abs(sum(group.tpotParts) - group.tpot.mean.si()) < 1e-12);
    }
    void everyFigureOfEveryPlacementOpens() {
        for (const auto placement : {Placement::host, Placement::split})
            for (const int tail : {0, 3})
                for (const int chunk : {0, 100}) {
                    auto s = chain(placement);
                    addStages(s, 6, 10);
                    s.deployments[0].tailLayers = tail;
                    s.deployments[0].promptChunk = chunk;
                    s.deployments[0].batch = 2;
                    s.topology.groups[0].speed = MetresPerSecond(2.0);
                    test::openEverything(s, test::facts());
                }
    }
    void aUShapeWithAllLayersOnTheDeviceIsTheDevice() {
        auto s = test::oneUser(Placement::split);
        s.deployments[0].tailLayers = 12; // of 16, after the cut at 4
        auto device = test::oneUser(Placement::device);
        const auto u = of(s), d = of(device);
        QVERIFY(u.groups[0].ttft == d.groups[0].ttft);
        QVERIFY(u.groups[0].tpot == d.groups[0].tpot);
        QVERIFY(u.groups[0].energy == d.groups[0].energy);
        QVERIFY(u.groups[0].deviceMemoryParts == d.groups[0].deviceMemoryParts);
        QVERIFY(u.groups[0].privacy == d.groups[0].privacy);
        QCOMPARE(u.hosts[0].memory.si(), 0.0);
        QCOMPARE(u.links[0].offered.si(), 0.0);
    }
    void aUShapeSendsVectorsBothWaysAndNoToken() {
        auto s = test::oneUser(Placement::split);
        const auto split = of(s).groups[0];
        s.deployments[0].tailLayers = 2;
        const auto u = of(s).groups[0];
        for (const auto& row : u.privacy.ledger)
            QVERIFY(row.dataClass == privacy::DataClass::hiddenStates ||
                    row.dataClass == privacy::DataClass::kvCache);
        double up = 0.0, down = 0.0;
        for (const auto& row : u.privacy.ledger)
            (row.to == TrustZone::userDevice ? down : up) += row.bytes.si();
        QCOMPARE(down, up); // each vector comes back
        QVERIFY(part(u.ttftParts, "radio_downlink") > part(split.ttftParts, "radio_downlink"));
        QVERIFY(u.deviceMemory > split.deviceMemory);
        // The table that embedding and output head share is on the device once.
        const double table = 128256.0 * 2048.0 * 18.0 / 32.0; // q4_0
        const double more = u.deviceMemoryParts[0].value.si() - split.deviceMemoryParts[0].value.si();
        QVERIFY2(more < table / 2.0, qPrintable(QString::number(more)));
    }
    void equalHostsOverFreeLinksAreOneHost() {
        auto s = chain(Placement::split);
        s.assumptions.serverOverhead = Seconds(0.0);
        for (auto& link : s.topology.links) {
            link.length = Metres(0.0);
            link.hopDelay = Seconds(0.0);
            link.capacity = BitsPerSecond(1e13);
            link.backgroundLoad = 0.0;
        }
        const auto one = of(s);
        addStages(s, 8, 12);
        const auto several = of(s);
        // All but the queues: three short ones are not one long one.
        const auto same = [&](const auto& parts, std::string_view key) {
            return std::abs(part(several.groups[0].*parts, key) / part(one.groups[0].*parts, key) - 1.0);
        };
        for (const auto* key :
             {"device_prefill", "radio_uplink", "transport", "host_prefill", "radio_downlink"})
            QVERIFY2(same(&GroupResult::ttftParts, key) < 0.01,
                     qPrintable(QString::number(same(&GroupResult::ttftParts, key))));
        for (const auto* key :
             {"device_decode", "radio_uplink", "transport", "host_decode", "radio_downlink"})
            QVERIFY(same(&GroupResult::tpotParts, key) < 0.01);
        QVERIFY(part(several.groups[0].ttftParts, "between_hosts") < 1e-5);
        double weights = 0.0, caches = 0.0, busy = 0.0;
        for (const auto& host : several.hosts) {
            weights += host.memoryParts[0].value.si();
            caches += host.memoryParts[1].value.si();
            busy += host.utilisation;
        }
        QCOMPARE(weights, one.hosts[0].memoryParts[0].value.si());
        QCOMPARE(caches, one.hosts[0].memoryParts[1].value.si());
        QVERIFY(std::abs(busy / one.hosts[0].utilisation - 1.0) < 0.02);
        QVERIFY(several.groups[0].energy.device == one.groups[0].energy.device ||
                std::abs(several.groups[0].energy.device / one.groups[0].energy.device - 1.0) < 0.01);
    }
    void whatGoesIntoAHostComesOutOfIt() {
        auto s = chain(Placement::split);
        addStages(s, 8, 12);
        const auto a = of(s);
        // Hidden vectors pass both links between hosts, and token ids come back over all three.
        QCOMPARE(a.links[1].offered.si(), a.links[2].offered.si());
        const auto opened = explain(s, test::facts(), "links[1].offered_bps");
        QVERIFY(opened.has_value());
        QVERIFY(std::abs(opened->value - a.links[1].offered.si()) < 1e-9 * opened->value);
        // P + G - 1 vectors of 2048 numbers in 16 bits, and a header for the prompt and each later token.
        const auto& w = s.workloads[0];
        const double vectors = w.promptTokens + w.outputTokens - 1;
        const double bytes = vectors * 2048 * 2 + w.outputTokens * double(s.assumptions.wireOverheadBytes);
        QVERIFY(std::abs(a.links[1].offered.si() - 8 * bytes * w.requestRate.si()) < 1e-6);
        QVERIFY(std::abs(a.links[0].offered.si() - 8 * bytes * w.requestRate.si()) < 1e-6);
    }
    void textGoesOverSeveralHostsToo() {
        auto s = chain(Placement::host);
        const auto one = of(s).groups[0];
        addStages(s, 8, 12);
        const auto several = of(s);
        QVERIFY(several.feasible);
        QVERIFY(part(several.groups[0].tpotParts, "between_hosts") > 0.0);
        QVERIFY(several.groups[0].tpot.mean > one.tpot.mean);
        QVERIFY(several.hosts[1].power.si() > 0.0 && several.hosts[2].power.si() > 0.0);
        const double watts =
            several.hosts[0].power.si() + several.hosts[1].power.si() + several.hosts[2].power.si();
        QVERIFY(std::abs(watts - several.groups[0].energy.compute.si() * s.workloads[0].requestRate.si()) <
                1e-9 * watts);
        // Hidden states reach the further hosts, token ids come back to the first.
        const auto has = [&](privacy::DataClass what) {
            return std::ranges::any_of(several.groups[0].privacy.ledger,
                                       [&](const auto& row) { return row.dataClass == what; });
        };
        QVERIFY(has(privacy::DataClass::rawText) && has(privacy::DataClass::hiddenStates) &&
                has(privacy::DataClass::outputTokens) && has(privacy::DataClass::outputText));
    }
    void everyZoneOnTheWayIsExposed() {
        auto s = chain(Placement::split);
        addStages(s, 8, 12);
        s.topology.hosts[0].zone = TrustZone::premises;
        s.topology.hosts[1].zone = TrustZone::operatorEdge;
        s.topology.hosts[2].zone = TrustZone::cloudForeign;
        const auto ledger = of(s).groups[0].privacy.ledger;
        NullRecorder rec;
        const auto zones = privacy::exposureByZone<NullRecorder>(rec, ledger);
        const auto& w = s.workloads[0];
        for (const auto zone : {TrustZone::premises, TrustZone::operatorEdge, TrustZone::cloudForeign}) {
            const auto found = std::ranges::find(zones, zone, &privacy::ZoneExposure<NullRecorder>::zone);
            QVERIFY(found != zones.end());
            const double all = w.promptTokens + w.outputTokens - (zone == TrustZone::cloudForeign ? 0 : 1);
            QCOMPARE(found->tokens, all);
        }
    }
    void aChunkOfTheWholePromptChangesNothing() {
        for (const auto placement : {Placement::device, Placement::host, Placement::split}) {
            auto s = chain(placement);
            const auto whole = of(s);
            s.deployments[0].promptChunk = s.workloads[0].promptTokens;
            QVERIFY(of(s) == whole);
            s.deployments[0].promptChunk = 100 * s.workloads[0].promptTokens;
            QVERIFY(of(s) == whole);
        }
    }
    void chunksOverlapWithTheirWay() {
        auto s = chain(Placement::split);
        addStages(s, 8, 12);
        s.workloads[0].promptTokens = 2048;
        const auto whole = of(s).groups[0];
        s.deployments[0].promptChunk = 512;
        const auto chunked = of(s).groups[0];
        QVERIFY(chunked.ttft.mean < whole.ttft.mean);
        QVERIFY(std::abs(sum(chunked.ttftParts) - chunked.ttft.mean.si()) < 1e-9);
        QCOMPARE(chunked.tpot.mean.si(), whole.tpot.mean.si());
        const double bytes = bytesUp(s);
        s.deployments[0].promptChunk = 0;
        QVERIFY(std::abs(bytes - bytesUp(s) - 3.0 * s.assumptions.wireOverheadBytes) < 1e-3);
    }
    void layersThatDoNotFitAreReported() {
        auto s = chain(Placement::split);
        s.deployments[0].tailLayers = 13;
        auto a = of(s);
        QVERIFY(find(a, ViolationKind::invalid));
        QVERIFY(find(a, ViolationKind::invalid)->remedy.find("12") != std::string::npos);
        s.deployments[0].tailLayers = 0;
        addStages(s, 8, 17);
        a = of(s);
        QVERIFY(find(a, ViolationKind::invalid)->what.find("layer 17") != std::string::npos);
    }
    void hostsThatAreApartServeNobody() {
        auto s = chain(Placement::split);
        addStages(s, 8, 12);
        s.topology.links.pop_back();
        const auto a = of(s);
        const auto* apart = find(a, ViolationKind::disconnected);
        QVERIFY(apart && apart->what.find("Host 22") != std::string::npos);
        QCOMPARE(a.groups[0].covered, 0);
        QVERIFY(!explain(s, test::facts(), "groups[0].ttft_s.p95").has_value());
        // Opening what has no user does not need a way.
        QVERIFY(explain(s, test::facts(), "groups[0].stages[1].decode_s").has_value());
    }
    void memoryIsJudgedHostByHost() {
        auto s = chain(Placement::host);
        s.deployments[0].model = "qwen2.5-14b"; // 29 GB in f16, on hosts of 24 GB
        QVERIFY(find(of(s), ViolationKind::memory));
        s.deployments[0].addedHosts = {{.host = {21}, .role = HostRole::stage, .fromLayer = 24}};
        const auto a = of(s);
        QVERIFY(!find(a, ViolationKind::memory));
        s.deployments[0].addedHosts[0].fromLayer = 8;
        const auto uneven = of(s);
        QVERIFY(find(uneven, ViolationKind::memory));
        QCOMPARE(find(uneven, ViolationKind::memory)->entity, (EntityRef{EntityKind::host, 21}));
    }
    void theFailureOfAFurtherHostTakesItsUsersAlong() {
        auto s = chain(Placement::split);
        addStages(s, 8, 12);
        for (const EntityRef failed : {EntityRef{EntityKind::link, 32}, EntityRef{EntityKind::host, 22}}) {
            const auto impact = failureImpact(s, test::facts(), failed);
            QVERIFY(impact.has_value());
            QCOMPARE(impact->lost, 1);
            const auto rows = *allFailures(s, test::facts());
            QCOMPARE(std::ranges::find(rows, failed, &FailureRow::failed)->lost, 1);
        }
    }
    void aDetourBetweenHostsIsLateOnEveryToken() {
        auto s = chain(Placement::split);
        addStages(s, 8, 12);
        s.topology.links.push_back({.id = {40},
                                    .name = "Detour",
                                    .from = {.site = {}, .host = {20}},
                                    .to = {.site = {}, .host = {21}},
                                    .length = Metres(1e5)});
        s.workloads[0].ttftTarget = of(s).groups[0].ttft.p95 + Seconds(1e-4);
        s.workloads[0].tpotTarget = of(s).groups[0].tpot.p95 + Seconds(1e-4);
        const EntityRef failed{EntityKind::link, 31};
        const auto impact = failureImpact(s, test::facts(), failed);
        QCOMPARE(impact->rerouted, 1);
        QCOMPARE(impact->groups[0].brokenTargets.size(), std::size_t(2));
        const auto rows = *allFailures(s, test::facts());
        const auto row = *std::ranges::find(rows, failed, &FailureRow::failed);
        QCOMPARE(row.rerouted, 1);
        QCOMPARE(row.brokenTargets.size(), std::size_t(2));
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::PlacementsTest)
#include "placements_test.moc"
