// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/assess.h"
#include "analytics/radio/rate/sinr_mapping.h"
#include "analytics/scenario/schema.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace cellwright {
namespace {

using Json = nlohmann::ordered_json;

/// JSON has no infinity: an unbounded figure (an overloaded queue) is null.
Json number(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

template <class Q>
double bareValue(const Q& q) {
    return valueOf(detail::bare(q));
}

template <class Q>
Json statistic(const Statistic<Q>& s) {
    return {{"mean", number(bareValue(s.mean))},
            {"p50", number(bareValue(s.p50))},
            {"p95", number(bareValue(s.p95))}};
}

template <class Q>
Json parts(const std::vector<Part<Q>>& all) {
    Json object = Json::object();
    for (const auto& part : all)
        object[std::string(part.key)] = number(bareValue(part.value));
    return object;
}

Json flow(const privacy::Flow<NullRecorder>& f) {
    return {{"data", privacy::toText(f.dataClass)},
            {"from", enumKey(f.from)},
            {"to", enumKey(f.to)},
            {"bytes", number(f.bytes.si())},
            {"tokens", number(f.tokens)},
            {"repeats", f.repeats},
            {"encrypted_in_transit", f.encryptedInTransit},
            {"trusted_execution", f.trustedExecution},
            {"readers", f.readers},
            {"retention", f.retention},
            {"recovery",
             {{"probability", number(f.recovery.probability)},
              {"prior_only", f.recovery.priorOnly ? number(*f.recovery.priorOnly) : Json(nullptr)},
              {"label", toText(f.recovery.label)},
              {"basis", f.recovery.basis}}},
            {"note", f.note}};
}

Json privacyOf(const PrivacyResult& p) {
    Json ledger = Json::array();
    for (const auto& row : p.ledger)
        ledger.push_back(flow(row));
    Json result{{"ledger", std::move(ledger)}, {"notes", p.notes}};
    if (p.epsilon)
        result["guarantee"] = {
            {"epsilon", number(*p.epsilon)}, {"delta", p.delta}, {"adjacency", p.adjacency}};
    if (p.recoveryCap)
        result["recovery_cap_uniform_tokens"] = number(*p.recoveryCap);
    return result;
}

Json requestStatistic(const RequestStatistic& s) {
    return {{"mean", number(s.mean.si())},
            {"p50", number(s.p50.si())},
            {"p95", number(s.p95.si())},
            {"p99", number(s.p99.si())}};
}

Json requestsOf(const RequestsResult& r) {
    Json json{{"ttft_s", requestStatistic(r.ttft)}, {"e2e_s", requestStatistic(r.endToEnd)}};
    if (r.ttftMiss)
        json["ttft_miss"] = number(*r.ttftMiss);
    if (r.endToEndMiss)
        json["e2e_miss"] = number(*r.endToEndMiss);
    json["model"] = r.model;
    json["valid"] = r.valid;
    json["doubt"] = r.doubt;
    return json;
}

Json energyOf(const EnergyResult& e) {
    return {{"device", number(e.device.si())},
            {"radio", number(e.radio.si())},
            {"base_station", number(e.baseStation.si())},
            {"transport", number(e.transport.si())},
            {"compute", number(e.compute.si())},
            {"total", number(e.total().si())},
            {"boundaries",
             {{"device", energy::toText(EnergyResult::deviceBoundary)},
              {"radio", energy::toText(EnergyResult::radioBoundary)},
              {"base_station", energy::toText(EnergyResult::baseStationBoundary)},
              {"transport", energy::toText(EnergyResult::transportBoundary)},
              {"compute", energy::toText(EnergyResult::computeBoundary)}}}};
}

Json mobilityOf(const MobilityResult& m) {
    return {{"handover_rate_hz", number(m.handoverRate.si())},
            {"handovers_per_session", number(m.handoversPerSession)},
            {"interruption_s", number(m.interruption.si())},
            {"migration_rate_hz", number(m.migrationRate.si())},
            {"migration_host", m.migrationHost.empty() ? Json(nullptr) : Json(m.migrationHost)},
            {"session_state_bytes", number(m.sessionState.si())},
            {"state_transfer_s", m.transfer ? number(m.transfer->si()) : Json(nullptr)},
            {"re_prefill_s", number(m.rePrefill.si())},
            {"migration_per_session_s", number(m.perSession.si())}};
}

Json stageOf(const StageResult& s) {
    return {{"host", s.host ? Json(s.host.value) : Json(nullptr)},
            {"place", s.place},
            {"first_layer", s.firstLayer},
            {"layers", s.layers},
            {"prefill_s", number(s.prefill.si())},
            {"decode_s", number(s.decode.si())},
            {"memory_bytes", number(s.memory.si())}};
}

template <class T, class F>
Json listOf(const std::vector<T>& all, F&& one) {
    Json list = Json::array();
    for (const auto& entry : all)
        list.push_back(one(entry));
    return list;
}

Json cooperationOf(const CooperationResult& c) {
    Json json{{"kind", enumKey(c.kind)}, {"small_model", c.smallModel}};
    for (const auto& [key, name, value] : c.figures)
        json[std::string(key)] = number(value);
    return json;
}

Json modeOf(const std::optional<ModeResult>& mode) {
    if (!mode)
        return nullptr;
    Json json{{"kind", mode->kind}};
    for (const auto& [key, name, value] : mode->figures)
        json[std::string(key)] = number(value);
    return json;
}

Json groupOf(const GroupResult& g) {
    return {{"id", g.id.value},
            {"name", g.name},
            {"deployment", g.deployment},
            {"model", g.model},
            {"workload", g.workload},
            {"users", g.users},
            {"covered", g.covered},
            {"ttft_s", statistic(g.ttft)},
            {"tpot_s", statistic(g.tpot)},
            {"e2e_s", statistic(g.endToEnd)},
            {"requests", g.requests ? requestsOf(*g.requests) : Json(nullptr)},
            {"ttft_parts_s", parts(g.ttftParts)},
            {"tpot_parts_s", parts(g.tpotParts)},
            {"rsrp_dbm", statistic(g.rsrp)},
            {"rssi_dbm", statistic(g.rssi)},
            {"rsrq_db", statistic(g.rsrq)},
            {"sinr_downlink_db", statistic(g.sinrDownlink)},
            {"sinr_uplink_db", statistic(g.sinrUplink)},
            {"rate_downlink_bps", statistic(g.rateDownlink)},
            {"rate_uplink_bps", statistic(g.rateUplink)},
            {"uncertainty",
             {{"prefill_rel", number(g.prefillUncertainty)}, {"decode_rel", number(g.decodeUncertainty)}}},
            {"energy_j", energyOf(g.energy)},
            {"battery_share", number(g.batteryShare)},
            {"carbon_g", number(g.carbonGrams)},
            {"cost", number(g.cost)},
            {"memory_bytes", number(g.deviceMemory.si())},
            {"memory_capacity_bytes", number(g.deviceCapacity.si())},
            {"memory_parts_bytes", parts(g.deviceMemoryParts)},
            {"stages", listOf(g.stages, stageOf)},
            {"privacy", privacyOf(g.privacy)},
            {"mobility", g.mobility ? mobilityOf(*g.mobility) : Json(nullptr)},
            {"media", modeOf(g.media)},
            {"storage", modeOf(g.storage)},
            {"cooperation", g.cooperation ? cooperationOf(*g.cooperation) : Json(nullptr)}};
}

Json hostOf(const HostResult& h) {
    return {{"id", h.id.value},
            {"name", h.name},
            {"device", h.device},
            {"memory_bytes", number(h.memory.si())},
            {"memory_capacity_bytes", number(h.capacity.si())},
            {"memory_parts_bytes", parts(h.memoryParts)},
            {"request_rate_hz", number(h.requestRate.si())},
            {"utilisation", number(h.utilisation)},
            {"wait_s", number(h.wait.si())},
            {"power_w", number(h.power.si())}};
}

Json cellOf(const CellResult& c) {
    return {{"id", c.id.value},
            {"site", c.site.value},
            {"name", c.name},
            {"users", c.users},
            {"active_users", number(c.activeUsers)},
            {"utilisation_downlink", number(c.utilisationDownlink)},
            {"utilisation_uplink", number(c.utilisationUplink)},
            {"mean_sinr_db", c.users > 0 ? number(c.meanSinr.db()) : Json(nullptr)},
            {"pci", c.pci ? Json(*c.pci) : Json(nullptr)},
            {"power_per_element_dbm", number(c.elementPower.db())},
            {"load_downlink", number(c.loadDownlink)},
            {"load_uplink", number(c.loadUplink)},
            {"uplink_grant_delay_s", number(c.uplinkGrant.si())},
            {"downlink_delay_s", number(c.downlinkDelay.si())}};
}

Json linkOf(const LinkResult& l) {
    return {{"id", l.id.value},
            {"name", l.name},
            {"in_service", l.inService},
            {"offered_bps", number(l.offered.si())},
            {"capacity_bps", number(l.capacity.si())},
            {"fade_db", number(l.fade.db())},
            {"utilisation", number(l.utilisation)},
            {"wait_s", number(l.wait.si())},
            {"delay_s", number(l.delay.si())}};
}

Json violationOf(const Violation& v) {
    return {{"kind", violationKey(v.kind)},
            {"entity", {{"kind", enumKey(v.entity.kind)}, {"id", v.entity.id}}},
            {"what", v.what},
            {"remedy", v.remedy},
            {"value", number(v.value)},
            {"limit", number(v.limit)},
            {"unit", v.unit}};
}

Json warningOf(const Warning& w) {
    return {{"entity", {{"kind", enumKey(w.entity.kind)}, {"id", w.entity.id}}},
            {"what", w.what},
            {"remedy", w.remedy}};
}

} // namespace

namespace {

Json radioOf(const Assessment& a) {
    const auto& coupling = a.loadCoupling;
    Json overloaded = Json::array();
    for (const auto id : coupling.overloaded)
        overloaded.push_back(id.value);
    return {{"sinr_mapping", radio::idOf(a.sinrMapping)},
            {"sinr_mapping_name", radio::toText(a.sinrMapping)},
            {"sinr_mapping_source", radio::sourceOf(a.sinrMapping)},
            {"sinr_mapping_label", toText(radio::labelOf(a.sinrMapping))},
            {"load",
             {{"coupled", coupling.coupled},
              {"converged", coupling.converged},
              {"unique", coupling.unique},
              {"iterations_downlink", coupling.iterationsDownlink},
              {"iterations_uplink", coupling.iterationsUplink},
              {"overloaded", std::move(overloaded)}}}};
}

} // namespace

std::string_view violationKey(ViolationKind kind) {
    constexpr std::array<std::string_view, 6> keys = {"invalid",  "coverage",     "memory",
                                                      "unstable", "disconnected", "target"};
    return keys[std::size_t(kind)];
}

std::string toJsonText(const Assessment& a, int indent) {
    const Json json{{"name", a.scenario},
                    {"id", a.id.value},
                    {"feasible", a.feasible},
                    {"violations", listOf(a.violations, violationOf)},
                    {"warnings", listOf(a.warnings, warningOf)},
                    {"groups", listOf(a.groups, groupOf)},
                    {"hosts", listOf(a.hosts, hostOf)},
                    {"cells", listOf(a.cells, cellOf)},
                    {"links", listOf(a.links, linkOf)},
                    {"radio", radioOf(a)},
                    {"totals",
                     {{"users", a.totals.users},
                      {"covered", a.totals.covered},
                      {"request_rate_hz", number(a.totals.requestRate.si())},
                      {"power_w", number(a.totals.power.si())},
                      {"carbon_g_per_hour", number(a.totals.carbonGramsPerHour)},
                      {"cost_per_hour", number(a.totals.costPerHour)}}}};
    return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

} // namespace cellwright
