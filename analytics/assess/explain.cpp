// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/explainer.h"

#include <charconv>

namespace cellwright {
namespace assessing {

Error unknown(std::string_view path, std::string remedy) {
    return {"no figure \"" + std::string(path) + "\"", "path", std::move(remedy)};
}

Expected<FigurePath> parsePath(std::string_view text) {
    FigurePath path;
    const auto dot = text.find('.');
    std::string_view head = text.substr(0, dot);
    path.rest = dot == std::string_view::npos ? "" : std::string(text.substr(dot + 1));
    const auto bracket = head.find('[');
    path.collection = std::string(head.substr(0, bracket));
    if (bracket == std::string_view::npos)
        return path;
    const auto number = head.substr(bracket + 1);
    const auto [end, code] = std::from_chars(number.data(), number.data() + number.size(), path.index);
    if (code != std::errc() || std::string_view(end, std::size_t(number.data() + number.size() - end)) != "]")
        return tl::make_unexpected(unknown(text, "write an index such as groups[0]"));
    return path;
}

Explainer::Explainer(const World& world)
    : world_(world)
    , working_(work(world))
    , rec_(trace_) {}

Expected<Derivation> Explainer::open(const FigurePath& path, std::string_view text) {
    const auto& a = working_.assessment;
    if (path.collection == "groups" && path.index < a.groups.size())
        return group(path.index, path.rest, text);
    if (path.collection == "hosts" && path.index < a.hosts.size())
        return host(path.index, path.rest, text);
    if (path.collection == "cells" && path.index < a.cells.size())
        return cell(path.index, path.rest, text);
    if (path.collection == "links" && path.index < a.links.size())
        return link(path.index, path.rest, text);
    if (path.collection == "totals")
        return totals(path.rest, text);
    return tl::make_unexpected(unknown(text, "the scenario has " + std::to_string(a.groups.size()) +
                                                 " groups, " + std::to_string(a.hosts.size()) + " hosts, " +
                                                 std::to_string(a.cells.size()) + " cells and " +
                                                 std::to_string(a.links.size()) + " links, counted from 0"));
}

namespace {

void addGroupPaths(const GroupResult& group, const std::string& at, std::vector<std::string>& paths) {
    if (group.covered == 0)
        return;
    for (const auto& figure : figureTexts)
        if (figure.percentiles)
            for (const char* statistic : {".mean", ".p50", ".p95"})
                paths.push_back(at + std::string(figure.path) + statistic);
        else
            paths.push_back(at + std::string(figure.path));
    for (const auto& part : group.ttftParts)
        paths.push_back(at + "ttft_parts_s." + std::string(part.key));
    for (const auto& part : group.tpotParts)
        paths.push_back(at + "tpot_parts_s." + std::string(part.key));
    if (group.deviceMemory.si() > 0.0)
        paths.push_back(at + "memory_bytes");
    paths.push_back(at + "memory_capacity_bytes");
    for (const auto& part : group.deviceMemoryParts)
        paths.push_back(at + "memory_parts_bytes." + std::string(part.key));
    for (std::size_t stage = 0; stage < group.stages.size(); ++stage)
        for (const char* figure : {"].prefill_s", "].decode_s", "].memory_bytes"})
            paths.push_back(at + "stages[" + std::to_string(stage) + figure);
    paths.push_back(at + "uncertainty.prefill_rel");
    paths.push_back(at + "uncertainty.decode_rel");
    for (std::size_t row = 0; row < group.privacy.ledger.size(); ++row)
        for (const char* figure : {"].bytes", "].tokens"})
            paths.push_back(at + "privacy.ledger[" + std::to_string(row) + figure);
    if (group.mobility)
        for (const char* figure :
             {"handover_rate_hz", "handovers_per_session", "interruption_s", "migration_rate_hz",
              "session_state_bytes", "state_transfer_s", "re_prefill_s", "migration_per_session_s"})
            if (group.mobility->transfer || figure != std::string_view("state_transfer_s"))
                paths.push_back(at + "mobility." + figure);
    for (const auto& [mode, result] : {std::pair("media.", &group.media), {"storage.", &group.storage}})
        if (*result)
            for (const auto& figure : (*result)->figures)
                paths.push_back(at + mode + std::string(figure.key));
    if (group.cooperation)
        for (const auto& figure : group.cooperation->figures)
            paths.push_back(at + "cooperation." + std::string(figure.key));
    if (group.privacy.epsilon)
        paths.push_back(at + "privacy.guarantee.epsilon");
    if (group.privacy.recoveryCap)
        paths.push_back(at + "privacy.recovery_cap_uniform_tokens");
}

} // namespace
} // namespace assessing

Expected<Derivation> explain(const Scenario& scenario, const Facts& facts, std::string_view path) {
    const auto parsed = assessing::parsePath(path);
    if (!parsed)
        return tl::make_unexpected(parsed.error());
    const assessing::World world(scenario, facts);
    if (!world.usable())
        return failure("the scenario cannot be assessed", "path", "see the violations of evaluate");
    return assessing::Explainer(world).open(*parsed, path);
}

std::vector<std::string> explainablePaths(const Assessment& a) {
    std::vector<std::string> paths;
    const auto at = [](const char* collection, std::size_t i) {
        return std::string(collection) + "[" + std::to_string(i) + "].";
    };
    for (std::size_t i = 0; i < a.groups.size(); ++i)
        assessing::addGroupPaths(a.groups[i], at("groups", i), paths);
    for (std::size_t i = 0; i < a.hosts.size(); ++i) {
        for (const char* figure : {"utilisation", "wait_s", "request_rate_hz", "power_w"})
            paths.push_back(at("hosts", i) + figure);
        if (a.hosts[i].memory.si() > 0.0) {
            paths.push_back(at("hosts", i) + "memory_bytes");
            paths.push_back(at("hosts", i) + "memory_capacity_bytes");
            for (const auto& part : a.hosts[i].memoryParts)
                paths.push_back(at("hosts", i) + "memory_parts_bytes." + std::string(part.key));
        }
    }
    for (std::size_t i = 0; i < a.cells.size(); ++i)
        for (const char* figure :
             {"utilisation_downlink", "utilisation_uplink", "active_users", "mean_sinr_db", "load_downlink",
              "load_uplink", "power_per_element_dbm", "uplink_grant_delay_s", "downlink_delay_s"})
            if (a.cells[i].users > 0 || figure != std::string_view("mean_sinr_db"))
                paths.push_back(at("cells", i) + figure);
    for (std::size_t i = 0; i < a.links.size(); ++i)
        for (const char* figure :
             {"utilisation", "offered_bps", "capacity_bps", "fade_db", "wait_s", "delay_s"})
            paths.push_back(at("links", i) + figure);
    for (const char* figure : {"request_rate_hz", "power_w", "carbon_g_per_hour", "cost_per_hour"})
        paths.push_back(std::string("totals.") + figure);
    return paths;
}

} // namespace cellwright
