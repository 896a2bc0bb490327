// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/assess.h"
#include "data/catalogue/facts.h"
#include "data/samples/samples.h"

namespace cellwright::test {

/// The shipped catalogue, read once.
inline const Facts& facts() {
    static const Facts all = *catalogue::factsFor();
    return all;
}

/// The hospital's first scenario: one model split between tablets and a server room.
inline Scenario splitHospital() {
    return samples::hospitalCampus().scenarios.front();
}

/// A single user 100 m from a single sector, with a host beside the site.
inline Scenario oneUser(Placement placement) {
    Scenario s{.id = {1}, .name = "one user"};
    s.topology.carriers = {{.id = {1}, .name = "n78"}};
    Site site{.id = {10}, .name = "Site"};
    site.sectors = {{.id = {11}, .name = "A", .carrier = {1}, .azimuth = Degrees(0.0)}};
    s.topology.sites = {site};
    s.topology.hosts = {
        {.id = {20}, .name = "Host", .position = {Metres(10.0), Metres(0.0)}, .device = "nvidia-l4"}};
    s.topology.links = {
        {.id = {30}, .name = "Fibre", .from = {.site = {10}, .host = {}}, .to = {.site = {}, .host = {20}}}};
    UserGroup group{.id = {40}, .name = "User"};
    group.points = {{Metres(0.0), Metres(100.0)}};
    group.count = 1;
    group.workload = {50};
    group.deployment = {60};
    s.topology.groups = {group};
    s.workloads = {{.id = {50}, .name = "Question"}};
    Deployment deployment{.id = {60}, .name = "Plan"};
    deployment.placement = placement;
    deployment.host = placement == Placement::device ? HostId{} : HostId{20};
    deployment.model = "llama-3.2-1b";
    deployment.cut = 4;
    s.deployments = {deployment};
    return s;
}

} // namespace cellwright::test
