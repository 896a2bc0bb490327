// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/analytics/assess/bench_scenario.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace cellwright {

/// What the fields of carriers, sectors, users and assumptions that concern the radio do to an assessment.
class AssessRadioTest : public QObject {
    Q_OBJECT
private:
    using Json = nlohmann::json;
    static Assessment assessed(const Scenario& s) { return assess(s, test::facts()); }
    static Json json(const Scenario& s) { return Json::parse(toJsonText(assessed(s))); }
    static std::string explained(const Scenario& s, const char* path) {
        const auto derivation = explain(s, test::facts(), path);
        return derivation ? toPlainText(*derivation) : derivation.error().message();
    }
    static bool has(const std::string& text, const char* part) {
        return text.find(part) != std::string::npos;
    }
    /// Many users of one host around three sites.
    static Scenario crowd(int users = 60) {
        auto s = test::oneUser(Placement::host);
        auto& t = s.topology;
        t.sites[0].sectors[0].azimuth = Degrees(30.0);
        for (int i = 1; i < 3; ++i) {
            Site site = t.sites[0];
            site.id = {10 + 100 * i};
            site.name = "Site " + std::to_string(i);
            site.position = {Metres(350.0 * i), Metres(120.0 * (i % 2))};
            site.sectors[0].id = {11 + 100 * i};
            site.sectors[0].azimuth = Degrees(30.0 + 90.0 * i);
            t.sites.push_back(site);
            t.links.push_back({.id = {30 + 100 * i},
                               .name = "Fibre " + std::to_string(i),
                               .from = {.site = site.id, .host = {}},
                               .to = {.site = {}, .host = {20}}});
        }
        auto& group = t.groups[0];
        group.points.clear();
        group.count = users;
        group.area = {{Metres(20), Metres(-100)},
                      {Metres(650), Metres(-100)},
                      {Metres(650), Metres(250)},
                      {Metres(20), Metres(250)}};
        t.hosts[0].count = 50;
        return s;
    }

private Q_SLOTS:
    void theSitesKindDecidesItsStation() {
        const auto watts = [](Propagation model) {
            auto s = test::oneUser(Placement::host);
            s.topology.sites[0].propagation = model;
            return explained(s, "groups[0].energy_j.base_station");
        };
        // P0 of a chain: Auer et al. 2011, table 2.
        QVERIFY2(has(watts(Propagation::uma), "130 W"), watts(Propagation::uma).c_str());
        for (const auto model : {Propagation::umi, Propagation::infSparseLow, Propagation::infDenseHigh})
            QVERIFY2(has(watts(model), "56 W"), watts(model).c_str());
        for (const auto model : {Propagation::inhOpen, Propagation::inhMixed})
            QVERIFY2(has(watts(model), "6.8 W"), watts(model).c_str());
    }
    void sectorsThatAreOffDrawNothing() {
        auto s = test::oneUser(Placement::host);
        const auto one = assessed(s).groups[0].energy.baseStation;
        auto off = s.topology.sites[0].sectors[0];
        off.id = {12};
        off.enabled = false;
        s.topology.sites[0].sectors.push_back(off);
        QCOMPARE(assessed(s).groups[0].energy.baseStation, one);
    }
    void millimetreWavesHaveTheirRadio() {
        auto s = test::oneUser(Placement::host);
        const char* path = "groups[0].energy_j.radio";
        QVERIFY2(!has(explained(s, path), "5.664 W"), explained(s, path).c_str());
        s.topology.carriers[0].frequency = Hertz(26e9);
        s.topology.carriers[0].subcarrierSpacing = Hertz(120e3);
        QVERIFY2(has(explained(s, path), "5.664 W"), explained(s, path).c_str());
    }
    void sourcesFollowWhatWasChosen() {
        auto s = crowd();
        s.topology.links[0].cost = 2.0;
        const char* transport = "groups[0].energy_j.transport";
        QVERIFY2(has(explained(s, transport), "shortest delay path"), explained(s, transport).c_str());
        s.assumptions.routing = Routing::cost;
        QVERIFY2(has(explained(s, transport), "least cost path"), explained(s, transport).c_str());
        s.topology.sites[1].sectors[0].bias = Decibels(3.0);
        const auto sinr = explained(s, "cells[0].mean_sinr_db");
        QVERIFY2(has(sinr, "strongest RSRP with bias"), sinr.c_str());
    }
    void theMappingIsChosenNamedAndShown() {
        double before = 1e300;
        for (const auto& [mapping, id, source] :
             {std::tuple{SinrMapping::sionnaAwgn, "sionna-awgn", "Sionna"},
              std::tuple{SinrMapping::lenaEesm, "lena-eesm", "5G-LENA"}}) {
            auto s = crowd();
            s.assumptions.sinrMapping = mapping;
            const auto result = json(s);
            QCOMPARE(result["radio"]["sinr_mapping"].get<std::string>(), std::string(id));
            QVERIFY(has(result["radio"]["sinr_mapping_source"].get<std::string>(), source));
            const double rate = result["groups"][0]["rate_downlink_bps"]["mean"].get<double>();
            QVERIFY(rate < before); // 5G-LENA is 3 dB more careful
            before = rate;
            QVERIFY(has(explained(s, "groups[0].rate_downlink_bps.p50"), source));
        }
    }
    void delaysFollowFromNumerologyAndSlotsWhereNotGiven() {
        auto s = test::oneUser(Placement::host);
        const auto given = assessed(s);
        QCOMPARE(given.cells[0].uplinkGrant.si(), 0.0025);
        QCOMPARE(given.cells[0].downlinkDelay.si(), 0.001);
        s.assumptions.uplinkGrantDelay.reset();
        s.assumptions.downlinkDelay.reset();
        s.topology.carriers[0].tddPattern = "DDDSU 10:2:2";
        const auto computed = assessed(s);
        QVERIFY(computed.cells[0].uplinkGrant.si() > 3e-3 && computed.cells[0].uplinkGrant.si() < 12e-3);
        QVERIFY(computed.cells[0].downlinkDelay.si() > 1e-3 && computed.cells[0].downlinkDelay.si() < 3e-3);
        QVERIFY(computed.groups[0].ttft.mean > given.groups[0].ttft.mean);
        s.topology.carriers[0].configuredGrant = true;
        const auto configured = assessed(s);
        QVERIFY(configured.cells[0].uplinkGrant < computed.cells[0].uplinkGrant);
        QCOMPARE(configured.cells[0].downlinkDelay, computed.cells[0].downlinkDelay);
        s.topology.carriers[0].configuredGrant = false;
        const auto text = explained(s, "groups[0].ttft_s.mean");
        for (const char* part : {"waiting for a scheduling request", "TS 38.214 clause 6.4",
                                 "one more round of HARQ", "TR 37.910"})
            QVERIFY2(has(text, part), part);
        const auto derivation = explain(s, test::facts(), "cells[0].uplink_grant_delay_s");
        QVERIFY(derivation && std::abs(derivation->value - computed.cells[0].uplinkGrant.si()) < 1e-12);
        s.assumptions.blockErrorRate = 0.0;
        QVERIFY(assessed(s).cells[0].uplinkGrant < computed.cells[0].uplinkGrant);
    }
    void theSlotPatternDividesTheRates() {
        auto s = test::oneUser(Placement::host);
        s.topology.carriers[0].tddPattern = "DDDSU 10:2:2";
        const auto down = assessed(s);
        s.topology.carriers[0].tddPattern = "DSUUU 10:2:2";
        const auto up = assessed(s);
        QVERIFY(std::abs(down.groups[0].rateDownlink.mean.si() / up.groups[0].rateDownlink.mean.si() -
                         52.0 / 24.0) < 1e-9);
        QVERIFY(std::abs(up.groups[0].rateUplink.mean.si() / down.groups[0].rateUplink.mean.si() -
                         44.0 / 16.0) < 1e-9);
    }
    void prioritiesCountUnderTheirScheduler() {
        auto s = crowd(40);
        auto second = s.topology.groups[0];
        second.id = {41};
        second.name = "Urgent";
        second.workload = {51};
        s.topology.groups.push_back(second);
        auto urgent = s.workloads[0];
        urgent.id = {51};
        urgent.priority = 3.0;
        s.workloads.push_back(urgent);
        const auto ratio = [](const Assessment& a) {
            return a.groups[1].rateDownlink.mean.si() / a.groups[0].rateDownlink.mean.si();
        };
        QVERIFY(std::abs(ratio(assessed(s)) - 1.0) < 1e-9);
        s.topology.carriers[0].scheduler = Scheduler::byPriority;
        QVERIFY(std::abs(ratio(assessed(s)) - 3.0) < 0.2); // 3, but for cells with less than one active user
        QVERIFY(has(explained(s, "groups[1].rate_downlink_bps.p50"), "blocks in proportion to priority"));
        s.topology.carriers[0].scheduler = Scheduler::proportionalFair;
        const auto fair = assessed(s);
        s.topology.carriers[0].scheduler = Scheduler::roundRobin;
        const auto equal = assessed(s);
        QVERIFY(fair.groups[0].rateDownlink.mean > equal.groups[0].rateDownlink.mean);
        QVERIFY(fair.cells[0].utilisationDownlink < equal.cells[0].utilisationDownlink);
    }
    void coupledLoadsAreTheTraffic() {
        auto s = crowd();
        s.workloads[0].requestRate = Hertz(0.2);
        s.workloads[0].mediaBytes = Bytes(4e5);
        const auto fixed = assessed(s);
        QVERIFY(!fixed.loadCoupling.coupled);
        for (const auto& cell : fixed.cells)
            QCOMPARE(cell.loadDownlink, 0.5);
        s.assumptions.coupledLoad = true;
        const auto coupled = assessed(s);
        QVERIFY(coupled.loadCoupling.coupled && coupled.loadCoupling.converged);
        QVERIFY(coupled.loadCoupling.iterationsUplink > 1);
        for (const auto& cell : coupled.cells) {
            // Everybody is covered, so that the load is what the requests need.
            QVERIFY(std::abs(cell.loadDownlink - std::min(1.0, cell.utilisationDownlink)) < 1e-6);
            QVERIFY(std::abs(cell.loadUplink - std::min(1.0, cell.utilisationUplink)) < 1e-6);
        }
        QCOMPARE(coupled.groups[0].covered, coupled.groups[0].users);
        QVERIFY(coupled.groups[0].rateDownlink.mean >
                fixed.groups[0].rateDownlink.mean); // less than half loaded
        const auto result = json(s);
        QVERIFY(result["radio"]["load"]["coupled"].get<bool>());
        QVERIFY(result["cells"][0].contains("load_uplink"));
        QVERIFY(has(explained(s, "cells[0].load_uplink"), "fixed point"));
        QVERIFY(
            has(explained(s, "groups[0].rate_downlink_bps.p50"), "fixed point of loads and interference"));
    }
    void overloadIsNamedCellByCell() {
        auto s = crowd();
        s.assumptions.coupledLoad = true;
        s.workloads[0].requestRate = Hertz(1.0);
        s.workloads[0].mediaBytes = Bytes(5e7);
        const auto a = assessed(s);
        QVERIFY(!a.loadCoupling.overloaded.empty() && !a.feasible);
        QVERIFY(std::ranges::any_of(a.violations,
                                    [](const auto& v) { return v.kind == ViolationKind::unstable; }));
        for (const auto& cell : a.cells)
            QVERIFY(cell.loadUplink <= 1.0);
    }
    void movingUsersChangeCells() {
        auto s = crowd();
        QVERIFY(!assessed(s).groups[0].mobility);
        s.topology.groups[0].speed = MetresPerSecond(14.0);
        const auto a = assessed(s);
        QVERIFY(a.groups[0].mobility.has_value());
        const auto& m = *a.groups[0].mobility;
        QVERIFY(m.handoverRate.si() > 0.0);
        QVERIFY(std::abs(m.handoversPerSession - m.handoverRate.si() * a.groups[0].endToEnd.mean.si()) <
                1e-9);
        QVERIFY(m.sessionState.si() > 1e6 && m.rePrefill.si() > 0.0);
        QVERIFY(!m.transfer && m.migrationHost.empty() && m.migrationRate.si() == 0.0); // one host only
        auto slower = s;
        slower.topology.groups[0].speed = MetresPerSecond(1.4);
        QVERIFY(assessed(slower).groups[0].mobility->handoverRate < m.handoverRate);
        s.assumptions.handoverHysteresis = Decibels(12.0);
        QVERIFY(assessed(s).groups[0].mobility->handoverRate < m.handoverRate);
        // Nothing else changes because users move.
        auto still = crowd();
        auto moving = a;
        moving.groups[0].mobility.reset();
        QVERIFY(moving.groups[0] == assessed(still).groups[0]);
    }
    void sessionsMigrateToTheNearerHost() {
        auto s = crowd();
        s.topology.groups[0].speed = MetresPerSecond(14.0);
        Host other = s.topology.hosts[0];
        other.id = {21};
        other.name = "Edge 2";
        other.position = {Metres(700.0), Metres(5.0)}; // beside the site that it hangs on
        s.topology.hosts.push_back(other);
        s.topology.links.push_back({.id = {99},
                                    .name = "To 2",
                                    .from = {.site = {210}, .host = {}},
                                    .to = {.site = {}, .host = {21}}});
        const auto a = assessed(s);
        const auto& m = *a.groups[0].mobility;
        QCOMPARE(m.migrationHost, std::string("Edge 2"));
        QVERIFY(m.transfer && m.transfer->si() > 0.0);
        QVERIFY(m.migrationRate.si() > 0.0 && m.migrationRate <= m.handoverRate);
        const double each = std::min(m.transfer->si(), m.rePrefill.si());
        QVERIFY(std::abs(m.perSession.si() - m.migrationRate.si() * a.groups[0].endToEnd.mean.si() * each) <
                1e-9);
        for (const auto& path : explainablePaths(a)) {
            if (!has(path, "mobility."))
                continue;
            const auto derivation = explain(s, test::facts(), path);
            QVERIFY2(derivation.has_value(), path.c_str());
            const auto value =
                json(s)["groups"][0]["mobility"][path.substr(path.rfind('.') + 1)].get<double>();
            QVERIFY2(std::abs(derivation->value - value) <= 1e-9 * std::abs(value), path.c_str());
        }
    }
    void levelsAreReported() {
        const auto s = crowd();
        const auto result = json(s);
        const auto& group = result["groups"][0];
        QVERIFY(group["rsrp_dbm"]["mean"].get<double>() < -40.0);
        QVERIFY(group["rsrq_db"]["p50"].get<double>() < -10.7);
        QVERIFY(group["rssi_dbm"]["mean"].get<double>() > group["rsrp_dbm"]["mean"].get<double>());
        QVERIFY(std::abs(result["cells"][0]["power_per_element_dbm"].get<double>() -
                         (44.0 - 10.0 * std::log10(12.0 * 273.0))) < 1e-9);
        QVERIFY(has(explained(s, "groups[0].rsrq_db.p50"), "TS 38.215"));
        QVERIFY(has(explained(s, "cells[0].power_per_element_dbm"), "transmit power"));
    }
    void carriersOutsideTheirBandCannotBeAssessed() {
        auto s = test::oneUser(Placement::host);
        s.topology.carriers[0].band = "n78";
        QVERIFY(assessed(s).groups.size() == 1);
        s.topology.carriers[0].frequency = Hertz(4.5e9);
        const auto a = assessed(s);
        QVERIFY(!a.feasible && a.violations[0].kind == ViolationKind::invalid);
        QVERIFY(has(a.violations[0].what, "n78") && has(a.violations[0].remedy, "n79"));
        s.topology.carriers[0].band.clear();
        s.topology.carriers[0].tddPattern = "DDDU";
        QVERIFY(has(assessed(s).violations[0].what, "guard"));
    }
    void powerControlAndBandwidthPartsReachTheUser() {
        auto s = crowd();
        const auto full = assessed(s);
        s.topology.carriers[0].uplinkTarget = DecibelMilliwatts(-100.0);
        const auto controlled = assessed(s);
        QVERIFY(controlled.groups[0].sinrUplink.p95 != full.groups[0].sinrUplink.p95);
        s.topology.carriers[0].pathLossCompensation = 1.0;
        QVERIFY(assessed(s).groups[0].sinrUplink.p50 != controlled.groups[0].sinrUplink.p50);
        s = test::oneUser(Placement::host);
        const auto wide = assessed(s);
        s.topology.carriers[0].bandwidthPart = Hertz(20e6);
        const auto narrow = assessed(s);
        QVERIFY(std::abs(narrow.groups[0].rateDownlink.mean.si() / wide.groups[0].rateDownlink.mean.si() -
                         55.0 / 273.0) < 1e-9);
        QVERIFY(std::abs(narrow.cells[0].utilisationDownlink / wide.cells[0].utilisationDownlink - 1.0) <
                1e-9);
        QVERIFY(std::abs(narrow.groups[0].energy.baseStation.si() / wide.groups[0].energy.baseStation.si() -
                         1.0) < 0.05);
    }
    void biasMovesUsersToACell() {
        auto s = crowd();
        const auto before = assessed(s);
        s.topology.sites[1].sectors[0].bias = Decibels(12.0);
        const auto after = assessed(s);
        QVERIFY(after.cells[1].users > before.cells[1].users);
        s.topology.sites[1].sectors[0].enabled = false;
        QCOMPARE(assessed(s).cells.size(), std::size_t(2));
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::AssessRadioTest)
#include "radio_test.moc"
