// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/explainer.h"
#include "analytics/assess/memory.h"
#include "analytics/assess/queues/serving.h"
#include "analytics/transport/weather.h"

#include <algorithm>

namespace cellwright::assessing {

Expected<Derivation> Explainer::host(std::size_t h, const std::string& rest, std::string_view text) {
    const auto& host = world_.scenario().topology.hosts[h];
    const auto plans = world_.plansOn(host.id);
    if (rest == "utilisation")
        return rec_.derivation(inference::utilisation(rec_, world_.arrivals(host.id), host.count));
    if (rest == "wait_s")
        return rec_.derivation(hostWait(rec_, world_, host));
    if (rest == "memory_bytes" && !plans.empty())
        return rec_.derivation(hostMemory<TracingRecorder>(rec_, host.id, plans));
    if (rest == "memory_capacity_bytes" && !plans.empty())
        return capacity(*plans.front()->computers[plans.front()->numberOf(host.id)].device);
    if (rest.starts_with(memoryPartsPath) && !plans.empty())
        return memoryPart(rec_.derivation(hostMemory<TracingRecorder>(rec_, host.id, plans)), rest, text);
    if (rest == "request_rate_hz" || rest == "power_w")
        return hostSum(host, rest == "power_w");
    return tl::make_unexpected(
        unknown(text, plans.empty() ? "no group uses this host" : "see `explain --list` for all paths"));
}

Derivation Explainer::hostSum(const Host& host, bool power) {
    std::vector<Traced> terms;
    for (std::size_t g = 0; g < world_.plans().size(); ++g) {
        const auto& plan = world_.plans()[g];
        if (!plan || !plan->uses(host.id))
            continue;
        if (!power) {
            terms.push_back(askingRate(g, *plan).si());
            continue;
        }
        const auto energy = rec_.input(working_.users[g].meanEnergy(plan->numberOf(host.id)), "E_compute",
                                       "mean host energy of a request", Label::computed,
                                       "groups[" + std::to_string(g) + "].energy_j.compute" +
                                           (plan->computers.size() > 2 ? ", the part of this host" : ""));
        terms.push_back((servedRate(g, *plan) * energy).si());
    }
    const auto sum = rec_.sum<Traced>(terms);
    if (power)
        return rec_.derivation(
            rec_.name(Of<Watts, TracingRecorder>(sum), "P_host", "mean power of the host, at its site"));
    return rec_.derivation(
        rec_.name(Of<Hertz, TracingRecorder>(sum), "λ_host", "requests that arrive at the host"));
}

Of<Hertz, TracingRecorder> Explainer::groupRate(std::size_t g, const Plan& plan) {
    const auto users = rec_.input(double(working_.users[g].results.size()), "n", "served users",
                                  Label::computed, "coverage of \"" + plan.group->name + "\"");
    const auto rate = rec_.input(plan.workload->requestRate, "λ", "requests per second of a user",
                                 Label::assumed, "workload \"" + plan.workload->name + "\"");
    return rec_.name(rate * users, "λ_group", "requests of \"" + plan.group->name + "\"");
}

/// Those of them that reach the hosts.
Of<Hertz, TracingRecorder> Explainer::askingRate(std::size_t g, const Plan& plan) {
    const auto rate = groupRate(g, plan);
    if (plan.hostShare() == 1.0)
        return rate;
    return rate * rec_.input(plan.hostShare(), "x", "share of requests that go on to the large model",
                             Label::assumed, "deployment \"" + plan.deployment->name + "\"", "share");
}

/// The requests that an overloaded host can serve; all of them elsewhere.
Of<Hertz, TracingRecorder> Explainer::servedRate(std::size_t g, const Plan& plan) {
    const auto rate = groupRate(g, plan);
    const double share = world_.servedShare(plan);
    if (share >= 1.0)
        return rate;
    return rate * rec_.input(share, "1/ρ", "share that the overloaded host can serve", Label::computed,
                             "one over its utilisation", "share");
}

Expected<Derivation> Explainer::cell(std::size_t c, const std::string& rest, std::string_view text) {
    if (rest == "utilisation_downlink" || rest == "utilisation_uplink")
        return rec_.derivation(
            cellUtilisation(rec_, world_, working_.loads, int(c),
                            rest == "utilisation_downlink" ? radio::Direction::down : radio::Direction::up));
    if (rest == "active_users")
        return activeUsers(int(c));
    if (rest == "mean_sinr_db" && working_.assessment.cells[c].users > 0)
        return meanSinr(int(c));
    if (rest == "load_downlink" || rest == "load_uplink")
        return load(int(c), rest == "load_downlink");
    if (rest == "power_per_element_dbm")
        return elementPower(int(c));
    if (rest == "uplink_grant_delay_s")
        return rec_.derivation(uplinkGrant(rec_, world_, int(c)));
    if (rest == "downlink_delay_s")
        return rec_.derivation(downlinkDelay(rec_, world_, int(c)));
    return tl::make_unexpected(
        unknown(text, "a cell opens utilisation_downlink, utilisation_uplink, active_users, mean_sinr_db, "
                      "load_downlink, load_uplink, power_per_element_dbm, uplink_grant_delay_s and "
                      "downlink_delay_s"));
}

Expected<Derivation> Explainer::link(std::size_t l, const std::string& rest, std::string_view text) {
    const auto& entry = world_.scenario().topology.links[l];
    const auto& topology = world_.scenario().topology;
    const auto& assumed = world_.assumptions();
    const auto& traffic = world_.traffic();
    if (rest == "utilisation")
        return rec_.derivation(transport::utilisation(rec_, topology, assumed, traffic, entry));
    if (rest == "delay_s")
        return rec_.derivation(transport::loadedDelay(rec_, topology, assumed, traffic, entry));
    if (rest == "wait_s")
        return rec_.derivation(transport::queueingDelay(rec_, topology, assumed, traffic, entry));
    if (rest == "capacity_bps")
        return rec_.derivation(transport::linkCapacity(rec_, topology, assumed, entry));
    if (rest == "fade_db")
        return rec_.derivation(rec_.name(transport::rainFade(rec_, topology, assumed, entry) +
                                             transport::gasFade(rec_, topology, assumed, entry),
                                         "A", "fade of the link", "rain and gas"));
    if (rest == "offered_bps")
        return offered(entry);
    return tl::make_unexpected(
        unknown(text, "a link opens utilisation, offered_bps, capacity_bps, fade_db, wait_s and delay_s"));
}

Expected<Derivation> Explainer::totals(const std::string& rest, std::string_view text) {
    const auto perRequest = [&](auto value, const char* symbol, const char* name, const char* path) {
        std::vector<Traced> terms;
        for (std::size_t g = 0; g < world_.plans().size(); ++g)
            if (const auto& plan = world_.plans()[g]) {
                const auto rate = servedRate(g, *plan);
                terms.push_back(rate.si() * rec_.input(value(working_.assessment.groups[g]), symbol, name,
                                                       Label::computed,
                                                       "groups[" + std::to_string(g) + "]." + path));
            }
        return rec_.sum<Traced>(terms);
    };
    if (rest == "request_rate_hz")
        return rec_.derivation(rec_.name(Of<Hertz, TracingRecorder>(rates()), "λ", "requests of all groups"));
    if (rest == "power_w")
        return rec_.derivation(rec_.name(
            Of<Watts, TracingRecorder>(perRequest([](const GroupResult& g) { return g.energy.total().si(); },
                                                  "E", "mean energy of a request", "energy_j.total")),
            "P", "mean power of all requests, all places"));
    if (rest == "carbon_g_per_hour")
        return rec_.derivation(rec_.name(perRequest([](const GroupResult& g) { return g.carbonGrams; }, "m",
                                                    "mean carbon of a request", "carbon_g") *
                                             Traced(3600.0),
                                         "m_h", "carbon of all requests in an hour, gCO2e"));
    if (rest == "cost_per_hour")
        return rec_.derivation(rec_.name(
            perRequest([](const GroupResult& g) { return g.cost; }, "c", "mean cost of a request", "cost") *
                Traced(3600.0),
            "c_h", "cost of all requests in an hour"));
    return tl::make_unexpected(
        unknown(text, "totals open request_rate_hz, power_w, carbon_g_per_hour and cost_per_hour"));
}

Traced Explainer::rates() {
    std::vector<Traced> terms;
    for (std::size_t g = 0; g < world_.plans().size(); ++g)
        if (const auto& plan = world_.plans()[g])
            terms.push_back(groupRate(g, *plan).si());
    return rec_.sum<Traced>(terms);
}

/// The parts of a memory need of one kind, out of its derivation.
Expected<Derivation> Explainer::memoryPart(const Derivation& whole, const std::string& rest,
                                           std::string_view text) {
    const auto key = rest.substr(memoryPartsPath.size());
    const std::string symbol = key == "weights"     ? "W"
                               : key == "kv_cache"  ? "K"
                               : key == "workspace" ? "M_work"
                                                    : "";
    Derivation part = whole;
    std::erase_if(part.inputs, [&](const Derivation& input) { return input.symbol != symbol; });
    if (part.inputs.empty())
        return tl::make_unexpected(unknown(text, "its parts are weights, kv_cache and workspace"));
    part.name = part.inputs.front().name;
    part.symbol = symbol;
    part.value = 0.0;
    part.formula = part.substituted = {};
    for (const auto& input : part.inputs) {
        part.value += input.value;
        part.formula += (part.formula.empty() ? "" : " + ") + input.symbol;
        part.substituted += (part.substituted.empty() ? "" : " + ") + roundedSi(input.value, input.kind, 6);
    }
    return part;
}

Derivation Explainer::activeUsers(int cell) {
    std::vector<Traced> terms;
    for (const auto& group : world_.field().groups()) {
        const auto count = std::count(group.levels.cell.begin(), group.levels.cell.end(), cell);
        const auto users = rec_.input(
            double(count), "n", "users of \"" + group.group.name + "\" in the cell", Label::computed,
            world_.field().network().biased() ? "strongest RSRP with bias" : "strongest RSRP");
        const auto share =
            rec_.input(group.group.activeShare, "a", "active share of \"" + group.group.name + "\"",
                       Label::assumed, "user group; 0 where all layers run on the device", "share");
        terms.push_back(users * share);
    }
    return rec_.derivation(
        rec_.name(rec_.sum<Traced>(terms), "n_active", "users with a request in progress at once"));
}

Derivation Explainer::load(int cell, bool down) {
    const auto& entry = world_.field().network().cells[std::size_t(cell)];
    const auto& coupling = world_.loadCoupling();
    std::string source = "sector";
    if (coupling.coupled)
        source = "least fixed point of loads and interference in " +
                 std::to_string(down ? coupling.iterationsDownlink : coupling.iterationsUplink) +
                 " iterations (Siomina and Yuan 2012): min(1, traffic over rate)";
    return rec_.derivation(rec_.input(down ? entry.sector.load : entry.uplinkLoad, down ? "ρ_DL" : "ρ_UL",
                                      "share of the cell's resources that disturbs its neighbours",
                                      entry.loadLabel(), source, "share"));
}

Derivation Explainer::elementPower(int cell) {
    const auto& entry = world_.field().network().cells[std::size_t(cell)];
    const auto& carrier = world_.field().network().carriers[std::size_t(entry.carrier)];
    const auto power = rec_.input(entry.sector.power, "P", "transmit power", Label::assumed, "sector");
    const auto blocks = rec_.input(double(carrier.down.blocks), "N_RB", "resource blocks",
                                   carrier.down.tableLabel(), "TS 38.104 table 5.3.2-1");
    return rec_.derivation(rec_.name(power - toDecibels(Traced(12.0) * blocks), "EPRE",
                                     "transmit power per resource element", "TS 38.214 clause 4.1"));
}

Derivation Explainer::meanSinr(int cell) {
    std::vector<Traced> terms;
    for (std::size_t g = 0; g < world_.plans().size(); ++g)
        for (std::size_t user = 0; user < world_.links(g).size(); ++user)
            if (const auto& link = world_.links(g)[user]; link.cell == cell && link.covered)
                terms.push_back(rec_.input(
                    link.down.sinr.db(), "SINR", "downlink SINR of user " + std::to_string(user + 1),
                    Label::computed, "groups[" + std::to_string(g) + "].sinr_downlink_db", "gain"));
    const auto count =
        rec_.input(double(terms.size()), "n", "covered users of the cell", Label::computed,
                   world_.field().network().biased() ? "strongest RSRP with bias, and the outage threshold"
                                                     : "strongest RSRP and the outage threshold");
    return rec_.derivation(rec_.name(Of<Decibels, TracingRecorder>(rec_.sum<Traced>(terms) / count),
                                     "mean(SINR)", "mean downlink SINR of the cell's users"));
}

/// Requests times bytes, over all that passes the link in the busier direction.
Derivation Explainer::offered(const Link& link) {
    const auto both = world_.traffic().on(link.id);
    const bool forward = both.forward >= both.backward;
    std::vector<Traced> terms;
    for (std::size_t g = 0; g < world_.plans().size(); ++g)
        for (const auto& flow : world_.flows(g)) {
            const auto& hops = flow.route->hops;
            const auto hop = std::ranges::find(hops, link.id, &transport::Route::Hop::link);
            if (hop == hops.end() || (hop->forward == flow.along) != forward || flow.bytes.si() <= 0.0)
                continue;
            const auto& plan = *world_.plans()[g];
            const auto rate = rec_.input(
                flow.rate, "λ", "requests per second over this link of \"" + plan.group->name + "\"",
                Label::computed, "served users whose route it is on, times their rate");
            const auto bits = rec_.input(toBits(flow.bytes), "8·D",
                                         "bits of a request in this direction: " + std::string(flow.what),
                                         Label::computed, "messages of \"" + plan.deployment->name + "\"");
            terms.push_back(rate.si() * bits.si());
        }
    const auto* end = forward ? "towards its second end" : "towards its first end";
    return rec_.derivation(rec_.name(Of<BitsPerSecond, TracingRecorder>(rec_.sum<Traced>(terms)), "R_offered",
                                     std::string("offered by the requests, ") + end));
}

Derivation Explainer::capacity(const compute::Device& device) {
    return rec_.derivation(rec_.input(device.memoryCapacity.value, "M",
                                      "memory that a model may use on " + device.name,
                                      device.memoryCapacity.label, device.memoryCapacity.source));
}

} // namespace cellwright::assessing
