// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/quantity/text.h"
#include "data/exchange/import.h"

#include <algorithm>
#include <unordered_map>

namespace cellwright {
namespace {

Position middleOf(const std::vector<Site>& sites) {
    Metres x{0.0}, y{0.0};
    for (const auto& site : sites) {
        x += site.position.x;
        y += site.position.y;
    }
    const double count = std::max(1.0, double(sites.size()));
    return {x / count, y / count};
}

Host edgeHost(const Scenario& scenario) {
    Host host;
    host.id = {nextId(scenario)};
    host.name = "Edge server";
    host.position = middleOf(scenario.topology.sites);
    return host;
}

/// A link from the host to the site that most links meet at, for networks that came without hosts.
Link uplinkOf(const Scenario& scenario, const Host& host) {
    const auto& topology = scenario.topology;
    std::unordered_map<std::int64_t, int> degrees;
    for (const auto& link : topology.links)
        for (const auto& end : {link.from, link.to})
            ++degrees[end.site.value];
    const auto degree = [&](const Site& site) { return degrees[site.id.value]; };
    const auto hub = std::ranges::max_element(topology.sites, {}, degree);
    Link link;
    link.id = {nextId(scenario)};
    link.name = host.name + " at " + hub->name;
    link.from.site = hub->id;
    link.to.host = host.id;
    return link;
}

/// Whether a network of sites has hosts that none of its links reaches.
bool isolated(const Topology& topology) {
    return !topology.links.empty() && !topology.sites.empty() && !topology.hosts.empty() &&
           std::ranges::none_of(topology.links,
                                [](const Link& link) { return link.from.host || link.to.host; });
}

/// Gives groups without a workload or deployment the first one; returns how many lacked one.
template <class T, class Member>
int assignFirst(std::vector<UserGroup>& groups, const std::vector<T>& all, Member member) {
    int changed = 0;
    for (auto& group : groups)
        if (!findById(all, group.*member)) {
            group.*member = all.front().id;
            ++changed;
        }
    return changed;
}

} // namespace

std::vector<std::string> addMissingParts(Scenario& scenario, transport::Aggregation backhaul) {
    std::vector<std::string> assumed;
    auto& topology = scenario.topology;
    if (scenario.workloads.empty()) {
        Workload chat;
        chat.id = {nextId(scenario)};
        chat.name = "Chat";
        scenario.workloads.push_back(chat);
        assumed.push_back("no workload is given; a chat with " + std::to_string(chat.promptTokens) +
                          " tokens in and " + std::to_string(chat.outputTokens) +
                          " out, once a minute, is assumed");
    }
    if (topology.hosts.empty()) {
        topology.hosts.push_back(edgeHost(scenario));
        assumed.push_back("no host is given; an edge server (" + topology.hosts.front().device +
                          ") in the middle of the sites is assumed");
    }
    if (isolated(topology)) {
        const auto link = uplinkOf(scenario, topology.hosts.front());
        topology.links.push_back(link);
        assumed.push_back("no link leads to a host; a fibre from \"" + topology.hosts.front().name +
                          "\" to the busiest junction, \"" + findById(topology.sites, link.from.site)->name +
                          "\", is assumed");
    }
    if (topology.links.empty() && !topology.sites.empty()) {
        topology.links =
            transport::aggregate(topology, topology.hosts.front().id, backhaul, Link{}, nextId(scenario));
        assumed.push_back("no links are given; fibre of " + toDisplay(topology.links.front().capacity) +
                          (backhaul == transport::Aggregation::star ? " from each site to \""
                                                                    : " that gathers the sites at \"") +
                          topology.hosts.front().name + "\" is assumed");
    }
    if (scenario.deployments.empty()) {
        Deployment plan;
        plan.id = {nextId(scenario)};
        plan.name = "Split";
        plan.host = topology.hosts.front().id;
        scenario.deployments.push_back(plan);
        assumed.push_back("no deployment is given; " + plan.model + " with " + std::to_string(plan.cut) +
                          " layers on the device and the rest on \"" + topology.hosts.front().name +
                          "\" is assumed");
    }
    const int workloads = assignFirst(topology.groups, scenario.workloads, &UserGroup::workload);
    const int deployments = assignFirst(topology.groups, scenario.deployments, &UserGroup::deployment);
    if (workloads + deployments > 0)
        assumed.push_back(std::to_string(std::max(workloads, deployments)) +
                          " user groups get the workload \"" + scenario.workloads.front().name +
                          "\" and the deployment \"" + scenario.deployments.front().name + "\"");
    return assumed;
}

} // namespace cellwright
