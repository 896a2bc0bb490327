// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/document/commands.h"
#include "widgets/document/document.h"

#include <cmath>
#include <memory>
#include <numbers>

namespace cellwright::test {

inline Position at(double x, double y) {
    return {Metres(x), Metres(y)};
}

/// A plausible small network: `sites` on a spiral 500 m apart, an edge host, a cloud, links and two groups of
/// users.
inline Scenario demoScenario(int sites = 7) {
    Scenario scenario{.id = {1}, .name = "Demo"};
    auto& topology = scenario.topology;
    topology.carriers = {{.id = {1}, .name = "n78"}};
    std::int64_t id = 10;
    for (int i = 0; i < sites; ++i) {
        const double radius = 500.0 * std::sqrt(double(i)), angle = 2.399963 * i; // the golden angle
        Site site{.id = {++id},
                  .name = "Site " + std::to_string(i + 1),
                  .position = at(radius * std::cos(angle), radius * std::sin(angle))};
        for (int face = 0; face < 3; ++face)
            site.sectors.push_back({.id = {++id},
                                    .name = std::string(1, char('A' + face)),
                                    .carrier = {1},
                                    .azimuth = Degrees(120.0 * face + 30)});
        topology.sites.push_back(std::move(site));
    }
    topology.hosts = {{.id = {2}, .name = "MEC", .position = at(350, 250)},
                      {.id = {3}, .name = "Cloud", .position = at(1500, 900), .tier = HostTier::cloud}};
    for (int i = 0; i < std::min(sites, 5); ++i)
        topology.links.push_back({.id = {++id},
                                  .name = "Backhaul " + std::to_string(i + 1),
                                  .from = {.site = topology.sites[std::size_t(i)].id},
                                  .to = {.host = {2}},
                                  .medium = i % 2 ? Medium::microwave : Medium::fibre});
    topology.links.push_back({.id = {++id},
                              .name = "Trunk",
                              .from = {.host = {2}},
                              .to = {.host = {3}},
                              .capacity = BitsPerSecond(1e11)});
    scenario.workloads = {{.id = {4}, .name = "Chat"}};
    scenario.deployments = {{.id = {5}, .name = "Split", .host = {2}}};
    topology.groups = {{.id = {6},
                        .name = "Ward",
                        .area = {at(-700, -500), at(-150, -600), at(-100, -150), at(-600, -100)},
                        .count = 60,
                        .workload = {4},
                        .deployment = {5}},
                       {.id = {7},
                        .name = "Robots",
                        .points = {at(600, -300), at(650, -350), at(700, -280), at(620, -240)},
                        .count = 4,
                        .workload = {4},
                        .deployment = {5}}};
    return scenario;
}

inline std::unique_ptr<Document> documentOf(Scenario scenario) {
    Project project{.name = "Test"};
    project.scenarios = {std::move(scenario)};
    return std::make_unique<Document>(std::move(project), std::make_unique<MemoryJournal>());
}

inline Scenario emptyScenario() {
    return {.id = {1}, .name = "Empty"};
}

} // namespace cellwright::test
