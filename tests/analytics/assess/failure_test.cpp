// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/failure.h"
#include "tests/analytics/assess/bench_scenario.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace cellwright {

class FailureTest : public QObject {
    Q_OBJECT
private:
    static constexpr EntityRef fibre{EntityKind::link, 30};
    static constexpr EntityRef host{EntityKind::host, 20};
    static constexpr EntityRef site{EntityKind::site, 10};

    /// One user, whose site reaches the host directly and, if wanted, over a second site far away.
    static Scenario ring(bool closed) {
        auto s = test::oneUser(Placement::split);
        Site far{.id = {12}, .name = "Far", .position = {Metres(9000.0), Metres(0.0)}};
        s.topology.sites.push_back(far);
        if (closed) {
            s.topology.links.push_back({.id = {31},
                                        .name = "Out",
                                        .from = {.site = {10}, .host = {}},
                                        .to = {.site = {12}, .host = {}},
                                        .length = Metres(1e5)});
            s.topology.links.push_back({.id = {32},
                                        .name = "Back",
                                        .from = {.site = {12}, .host = {}},
                                        .to = {.site = {}, .host = {20}},
                                        .length = Metres(1e5)});
        }
        return s;
    }
    static const FailureRow& rowOf(const std::vector<FailureRow>& rows, EntityRef failed) {
        return *std::ranges::find(rows, failed, &FailureRow::failed);
    }

private Q_SLOTS:
    void withoutItsOnlyLinkTheUserIsLost() {
        for (const auto failed : {fibre, host, site}) {
            const auto impact = failureImpact(ring(false), test::facts(), failed);
            QVERIFY2(impact.has_value(), impact ? "" : impact.error().message().c_str());
            QCOMPARE(impact->lost, 1);
            QCOMPARE(impact->groups.size(), std::size_t(1));
            QCOMPARE(impact->groups.front().servedBefore, 1);
            QVERIFY(!impact->violations.empty());
            QCOMPARE(impact->after.groups.front().covered, 0);
        }
    }
    void aRingReroutes() {
        const auto impact = failureImpact(ring(true), test::facts(), fibre);
        QCOMPARE(impact->lost, 0);
        QCOMPARE(impact->rerouted, 1);
        // 200 km of fibre instead of the direct line: about a millisecond, and a hop more.
        QVERIFY(impact->worstDelayChange.si() > 0.9e-3 && impact->worstDelayChange.si() < 1.3e-3);
        const auto& group = impact->groups.front();
        QCOMPARE(group.meanDelayChange.si(), impact->worstDelayChange.si());
        QVERIFY(impact->violations.empty());
    }
    void targetsBreak() {
        auto s = ring(true);
        const auto before = assess(s, test::facts()).groups.front();
        s.workloads[0].tpotTarget = before.tpot.p95 + Seconds(1e-3);
        s.workloads[0].ttftTarget = before.ttft.p95 + Seconds(1.0);
        const auto impact = failureImpact(s, test::facts(), fibre);
        QCOMPARE(impact->groups.front().brokenTargets,
                 std::vector<std::string>{"time per output token"}); // there and back: 2 ms more
        const auto rows = allFailures(s, test::facts());
        QCOMPARE(rowOf(*rows, fibre).brokenTargets, std::vector<std::string>{"User: time per output token"});
        QVERIFY(rowOf(*rows, {EntityKind::link, 31}).brokenTargets.empty());
    }
    void theTableAgreesWithEachAssessment() {
        for (const bool closed : {false, true}) {
            const auto s = ring(closed);
            const auto rows = allFailures(s, test::facts());
            QVERIFY(rows.has_value());
            QCOMPARE(rows->size(),
                     s.topology.links.size() + s.topology.sites.size() + s.topology.hosts.size());
            for (const auto& row : *rows) {
                const auto impact = failureImpact(s, test::facts(), row.failed);
                QCOMPARE(row.lost, impact->lost);
                QCOMPARE(row.rerouted, impact->rerouted);
                QVERIFY(std::abs((row.worstDelayChange - impact->worstDelayChange).si()) <
                        1e-5); // queues apart
                QCOMPARE(row.name, impact->name);
            }
            QCOMPARE(rowOf(*rows, fibre).onlyWay, !closed);
        }
    }
    void theHospitalToo() {
        const auto s = test::splitHospital();
        const auto rows = allFailures(s, test::facts());
        QVERIFY(rows.has_value());
        for (const auto& row : *rows) {
            const auto impact = failureImpact(s, test::facts(), row.failed);
            QCOMPARE(row.lost, impact->lost);
            QCOMPARE(row.rerouted, impact->rerouted);
        }
    }
    void whatCannotFailIsRefused() {
        const auto s = ring(false);
        QVERIFY(!withFailure(s, {EntityKind::link, 99}));
        QVERIFY(!withFailure(s, {EntityKind::carrier, 1}));
        QVERIFY(!failureImpact(s, test::facts(), {EntityKind::host, 30}));
        auto broken = s;
        broken.topology.links[0].to = {};
        QVERIFY(!allFailures(broken, test::facts()));
        QVERIFY(!failureImpact(broken, test::facts(), fibre));
    }
    void theWorkCanBeEnded() {
        int told = 0;
        const auto rows =
            allFailures(ring(true), test::facts(), [&](const FailureRow&) { return ++told < 2; });
        QCOMPARE(rows->size(), std::size_t(2));
    }
    void jsonSaysWhoAndWhat() {
        const auto impact =
            nlohmann::json::parse(toJsonText(*failureImpact(ring(false), test::facts(), fibre)));
        QVERIFY(impact.at("failed").at("name") == "Fibre");
        QVERIFY(impact.at("users_lost") == 1);
        QVERIFY(impact.at("groups")[0].at("name") == "User");
        const auto rows = nlohmann::json::parse(toJsonText(*allFailures(ring(false), test::facts())));
        QVERIFY(rows.at("failures")[0].at("only_way") == true);
        QVERIFY(rows.at("failures")[0].at("requests_lost_hz").get<double>() > 0.0);
    }
    void switchedOffHostsServeNobody() {
        auto s = ring(false);
        s.topology.hosts[0].enabled = false;
        const auto a = assess(s, test::facts());
        QCOMPARE(a.groups[0].covered, 0);
        QVERIFY(std::ranges::any_of(a.violations, [](const Violation& v) {
            return v.kind == ViolationKind::disconnected && v.what.find("switched off") != std::string::npos;
        }));
    }
    void overloadedLinksQueueWithoutEnd() {
        auto s = test::oneUser(Placement::host);
        s.workloads[0].mediaBytes = Bytes(1e6);
        s.workloads[0].requestRate = Hertz(0.05);
        const auto idle = assess(s, test::facts());
        s.topology.links[0].capacity = BitsPerSecond(1e5);
        const auto a = assess(s, test::facts());
        QVERIFY(std::isinf(a.links[0].wait.si()) && std::isinf(a.links[0].delay.si()));
        QVERIFY(a.links[0].utilisation > 1.0);
        QVERIFY(std::isinf(a.groups[0].ttft.mean.si()));
        QVERIFY(std::isfinite(a.groups[0].energy.total().si()));
        QVERIFY(std::isfinite(idle.groups[0].ttft.mean.si()));
        QVERIFY(std::ranges::any_of(a.violations, [](const Violation& v) {
            return v.kind == ViolationKind::unstable && v.entity.kind == EntityKind::link;
        }));
    }
    void rainOnTheBackhaulIsSeenByUsers() {
        auto s = test::oneUser(Placement::host);
        auto& link = s.topology.links[0];
        link.medium = Medium::microwave;
        link.length = Metres(8000.0);
        link.frequency = Hertz(38e9);
        const auto dry = assess(s, test::facts());
        s.assumptions.rainRate = 20.0;
        const auto wet = assess(s, test::facts());
        QVERIFY(wet.links[0].capacity < dry.links[0].capacity);
        QVERIFY(wet.links[0].fade > dry.links[0].fade);
        s.assumptions.rainRate = 150.0;
        const auto storm = assess(s, test::facts());
        QCOMPARE(storm.links[0].capacity.si(), 0.0);
        QCOMPARE(storm.groups[0].covered, 0);
        QVERIFY(std::ranges::any_of(storm.violations, [](const Violation& v) {
            return v.what.find("out in this weather") != std::string::npos;
        }));
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::FailureTest)
#include "failure_test.moc"
