// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/simulation/simulation.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace cellwright {
namespace {

using Json = nlohmann::ordered_json;

/// JSON has no infinity: an interval without a bound ends in null.
Json number(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}
Json number(const std::optional<double>& value) {
    return value ? number(*value) : Json(nullptr);
}

Json figure(const ComparedFigure& f) {
    return {{"analytic", number(f.analytic)},
            {"simulated", number(f.simulated.value)},
            {"interval", {number(f.simulated.low), number(f.simulated.high)}},
            {"difference_rel", number(f.difference())}};
}

Json times(const ComparedTimes& t) {
    return {{"mean", figure(t.mean)}, {"p50", figure(t.p50)}, {"p95", figure(t.p95)}, {"p99", figure(t.p99)}};
}

Json miss(const ComparedMiss& m) {
    auto json = figure(m.share);
    json["target_s"] = m.target;
    return json;
}

/// One value of each figure, in the shape of `evaluate`.
template <class Pick>
Json column(const SimulatedGroup& g, Pick&& pick) {
    const auto one = [&](const ComparedTimes& t) {
        return Json{{"mean", pick(t.mean)}, {"p50", pick(t.p50)}, {"p95", pick(t.p95)}, {"p99", pick(t.p99)}};
    };
    return {{"ttft_s", one(g.ttft)}, {"tpot_s", one(g.tpot)}, {"e2e_s", one(g.endToEnd)}};
}

Json group(const SimulatedGroup& g) {
    Json json{{"id", g.id.value},
              {"name", g.name},
              {"users", g.users},
              {"requests", g.requests},
              {"dropped", g.dropped},
              {"unfinished", g.unfinished},
              {"analytic", column(g, [](const ComparedFigure& f) { return number(f.analytic); })},
              {"simulated", column(g, [](const ComparedFigure& f) { return number(f.simulated.value); })},
              {"difference_rel", column(g, [](const ComparedFigure& f) { return number(f.difference()); })},
              {"ttft_s", times(g.ttft)},
              {"tpot_s", times(g.tpot)},
              {"e2e_s", times(g.endToEnd)},
              {"throughput_hz", figure(g.throughput)}};
    Json misses = Json::object();
    if (g.ttftMiss)
        misses["ttft_s"] = miss(*g.ttftMiss);
    if (g.tpotMiss)
        misses["tpot_s"] = miss(*g.tpotMiss);
    if (g.endToEndMiss)
        misses["e2e_s"] = miss(*g.endToEndMiss);
    json["deadline_miss"] = std::move(misses);
    json["model"] = g.analyticModel;
    json["valid"] = g.analyticValid;
    json["doubt"] = g.doubt;
    json["not_simulated"] = g.notSimulated;
    return json;
}

Json host(const SimulatedHost& h) {
    return {{"id", h.id.value},
            {"name", h.name},
            {"utilisation", figure(h.utilisation)},
            {"wait_s", figure(h.wait)},
            {"dropped", h.dropped}};
}

Json cell(const SimulatedCell& c) {
    return {{"id", c.id.value},
            {"name", c.name},
            {"utilisation_uplink", figure(c.uplink)},
            {"utilisation_downlink", figure(c.downlink)}};
}

template <class T, class F>
Json listOf(const std::vector<T>& all, F&& one) {
    Json list = Json::array();
    for (const auto& entry : all)
        list.push_back(one(entry));
    return list;
}

} // namespace

std::string toJsonText(const SimulationResult& r, int indent) {
    const Json json{{"name", r.scenario},
                    {"id", r.id.value},
                    {"seconds", r.seconds},
                    {"warm_up_s", r.warmUp},
                    {"replications", r.replications},
                    {"seed", r.seed},
                    {"confidence", r.confidence},
                    {"requests", r.requests},
                    {"events", r.events},
                    {"complete", r.complete},
                    {"groups", listOf(r.groups, group)},
                    {"hosts", listOf(r.hosts, host)},
                    {"cells", listOf(r.cells, cell)},
                    {"notes", r.notes}};
    return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

} // namespace cellwright
