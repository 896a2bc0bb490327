// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/simulation/simulation.h"
#include "data/catalogue/facts.h"

#include <benchmark/benchmark.h>

namespace cellwright {
namespace {

constexpr int servers = 10, devicesOfEach = 100;
constexpr double requests = 100'000.0;

/// A thousand devices in ten cells, each cell with a server of its own: the size of a run that EdgeCloudSim's
/// authors time (about 94,000 tasks).
Scenario thousandDevices(Placement placement, Serving serving) {
    Scenario s{.id = {1}, .name = "thousand devices"};
    s.topology.carriers = {{.id = {1}, .name = "n78"}};
    s.workloads = {{.id = {2}, .name = "Question"}};
    s.workloads.front().promptTokens = 128;
    s.workloads.front().outputTokens = 64;
    s.workloads.front().requestRate = Hertz(1.0 / 600);
    for (int i = 0; i < servers; ++i) {
        const auto id = [i](int kind) { return std::int64_t(100 * kind + i); };
        const Metres x(1000.0 * i);
        Site site{.id = {id(1)}, .name = "Site", .position = {x, Metres(0.0)}};
        site.sectors = {{.id = {id(2)}, .name = "A", .carrier = {1}, .azimuth = Degrees(0.0)}};
        s.topology.sites.push_back(site);
        s.topology.hosts.push_back(
            {.id = {id(3)}, .name = "Host", .position = {x, Metres(5.0)}, .device = "nvidia-l4"});
        s.topology.links.push_back({.id = {id(4)},
                                    .name = "Fibre",
                                    .from = {.site = {id(1)}, .host = {}},
                                    .to = {.site = {}, .host = {id(3)}}});
        UserGroup group{.id = {id(5)}, .name = "Users"};
        group.area = {{x - Metres(50.0), Metres(40.0)},
                      {x + Metres(50.0), Metres(40.0)},
                      {x + Metres(50.0), Metres(140.0)},
                      {x - Metres(50.0), Metres(140.0)}};
        group.count = devicesOfEach;
        group.activeShare = 0.05;
        group.workload = {2};
        group.deployment = {id(6)};
        s.topology.groups.push_back(group);
        Deployment plan{.id = {id(6)}, .name = "Plan"};
        plan.model = "llama-3.2-1b";
        plan.placement = placement;
        plan.host = {id(3)};
        plan.cut = 4;
        plan.serving = serving;
        plan.batch = serving == Serving::continuous ? 16 : 1;
        s.deployments.push_back(plan);
    }
    return s;
}

void oneHundredThousandRequests(benchmark::State& state, Placement placement, Serving serving) {
    const auto facts = catalogue::factsFor().value();
    const auto scenario = thousandDevices(placement, serving);
    SimulationOptions options;
    options.replications = 1;
    options.threads = 1;
    options.seconds = requests * 600.0 / (servers * devicesOfEach);
    std::int64_t played = 0, events = 0;
    for (auto _ : state) {
        const auto result = simulateScenario(scenario, facts, options);
        if (!result) {
            state.SkipWithError(result.error().message().c_str());
            return;
        }
        played += result->requests;
        events += result->events;
    }
    state.counters["requests"] = double(played) / double(state.iterations());
    state.counters["events"] = double(events) / double(state.iterations());
}
BENCHMARK_CAPTURE(oneHundredThousandRequests, host, Placement::host, Serving::fixedBatch)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(oneHundredThousandRequests, split, Placement::split, Serving::fixedBatch)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(oneHundredThousandRequests, continuous, Placement::host, Serving::continuous)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(oneHundredThousandRequests, splitContinuous, Placement::split, Serving::continuous)
    ->Unit(benchmark::kMillisecond);

} // namespace
} // namespace cellwright
