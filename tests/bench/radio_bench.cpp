// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/link_budget.h"
#include "analytics/radio/load/coupling.h"
#include "analytics/radio/sinr_raster.h"
#include "analytics/radio/user_link.h"

#include <benchmark/benchmark.h>

#include <cmath>

namespace cellwright::radio {
namespace {

/// Three-sector UMa sites of one carrier on a sunflower spiral, about 400 m apart.
Topology topologyOf(int sites) {
    Topology topology;
    Carrier carrier;
    carrier.id = {1};
    topology.carriers.push_back(carrier);
    for (int i = 0; i < sites; ++i) {
        Site site;
        site.id = {100 + i};
        const double radius = 260.0 * std::sqrt(double(i)), angle = 2.399963 * i;
        site.position = {Metres(radius * std::cos(angle)), Metres(radius * std::sin(angle))};
        for (int s = 0; s < 3; ++s) {
            Sector sector;
            sector.id = {1000 + 3 * i + s};
            sector.carrier = carrier.id;
            sector.azimuth = Degrees(30.0 + 120.0 * s);
            site.sectors.push_back(sector);
        }
        topology.sites.push_back(site);
    }
    return topology;
}

std::vector<Position> grid(int side, double metres) {
    std::vector<Position> points;
    for (int row = 0; row < side; ++row)
        for (int column = 0; column < side; ++column)
            points.push_back(
                {Metres(column * metres - side * metres / 2), Metres(row * metres - side * metres / 2)});
    return points;
}

/// What sectors may radiate with.
enum AntennaKind { element, column, gridOfBeams, someBeams, imported };
AntennaPattern cosinePattern() {
    AntennaPattern pattern{.id = {9}, .name = "cosine"};
    for (int i = 0; i < 360; ++i) {
        pattern.horizontal.push_back(15.0 - 15.0 * std::cos(i * 0.0174532925));
        pattern.vertical.push_back(15.0 - 15.0 * std::cos((i - 6) * 0.0174532925));
    }
    return pattern;
}
Topology topologyOf(int sites, Propagation propagation, AntennaKind kind) {
    auto topology = topologyOf(sites);
    if (kind == imported)
        topology.antennas = {cosinePattern()};
    for (auto& site : topology.sites) {
        site.propagation = propagation;
        for (auto& sector : site.sectors) {
            sector.panelRows = kind == element ? 1 : 8;
            sector.panelColumns = kind == gridOfBeams || kind == someBeams ? 8 : 1;
            sector.beams = kind == gridOfBeams ? 8 : kind == someBeams ? 4 : 1;
            sector.pattern = {kind == imported ? 9 : 0};
        }
    }
    return topology;
}

/// 512 x 512 pixels of 57 cells from nothing, one core, by propagation model and antenna.
void wholeMap(benchmark::State& state) {
    const auto field =
        CellField::make(topologyOf(19, Propagation(state.range(0)), AntennaKind(state.range(1)))).value();
    const auto points = grid(512, 4.0);
    RadioLevels levels;
    for (auto _ : state) {
        field.evaluate(points, Receiver{}, levels);
        benchmark::DoNotOptimize(levels.sinr.data());
    }
    state.SetItemsProcessed(state.iterations() * std::int64_t(points.size() * field.network().cells.size()));
}
BENCHMARK(wholeMap)
    ->ArgsProduct({benchmark::CreateDenseRange(0, int(Propagation::okumuraHata), 1),
                   {element, column, gridOfBeams, someBeams, imported}})
    ->Unit(benchmark::kMillisecond);

/// The scalar template over the same network: what the loops are compared with.
void scalarMap(benchmark::State& state) {
    const auto field =
        CellField::make(topologyOf(19, Propagation(state.range(0)), AntennaKind(state.range(1)))).value();
    const auto points = grid(16, 120.0);
    NullRecorder rec;
    for (auto _ : state)
        for (const auto& at : points)
            benchmark::DoNotOptimize(downlink(rec, field.network(), at, Receiver{}, PathChoice::expected));
    state.SetItemsProcessed(state.iterations() * std::int64_t(points.size() * field.network().cells.size()));
}
BENCHMARK(scalarMap)->Args({0, element})->Args({0, gridOfBeams})->Unit(benchmark::kMillisecond);

/// A whole map from nothing; the rate is pixels times cells per second on one core.
void mapPixelCells(benchmark::State& state) {
    const auto field = CellField::make(topologyOf(int(state.range(0)))).value();
    const auto points = grid(300, 5.0);
    RadioLevels levels;
    for (auto _ : state) {
        field.evaluate(points, Receiver{}, levels);
        benchmark::DoNotOptimize(levels.sinr.data());
    }
    state.counters["pixel-cells/s"] = benchmark::Counter(double(points.size() * field.network().cells.size()),
                                                         benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(mapPixelCells)->Arg(1)->Arg(7)->Arg(19)->Unit(benchmark::kMillisecond);

/// One site dragged over a heat map of 160 × 100 pixels.
void draggedSite(benchmark::State& state) {
    auto topology = topologyOf(int(state.range(0)));
    auto raster =
        SinrRaster::make(topology, {{Metres(-800.0), Metres(-500.0)}, Metres(10.0), 160, 100}).value();
    for (auto _ : state) {
        topology.sites[0].position.x += Metres(1.0);
        benchmark::DoNotOptimize(raster.update(topology));
    }
}
BENCHMARK(draggedSite)->Arg(3)->Arg(7)->Arg(20)->Arg(125)->Unit(benchmark::kMillisecond);

/// Users placed, served and rated, with the uplink interference between all cells.
void assessedUsers(benchmark::State& state) {
    auto topology = topologyOf(7);
    UserGroup group;
    group.area = {{Metres(-700), Metres(-700)},
                  {Metres(700), Metres(-700)},
                  {Metres(700), Metres(700)},
                  {Metres(-700), Metres(700)}};
    group.count = int(state.range(0));
    topology.groups.push_back(group);
    for (auto _ : state) {
        const auto users = UserField::make(topology).value();
        benchmark::DoNotOptimize(evaluateGroup(users, 0));
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(assessedUsers)->Arg(1000)->Arg(100000)->Unit(benchmark::kMillisecond);

/// Loads of all cells from the traffic of their users, as after each step of a dragged site; both fixed
/// points, and the check that the uplink's is the only one.
void coupledLoads(benchmark::State& state) {
    auto topology = topologyOf(int(state.range(0)));
    UserGroup group;
    group.area = {{Metres(-700), Metres(-700)},
                  {Metres(700), Metres(-700)},
                  {Metres(700), Metres(700)},
                  {Metres(-700), Metres(700)}};
    group.count = int(state.range(1));
    topology.groups.push_back(group);
    const auto users = UserField::make(topology).value();
    const double cells = double(users.network().cells.size()), each = cells / group.count;
    const Demands demands{std::vector(users.groups()[0].positions.size(),
                                      UserDemand{BitsPerSecond(100e6 * each), BitsPerSecond(10e6 * each)})};
    CellLoads loads;
    for (auto _ : state)
        benchmark::DoNotOptimize(loads = coupleLoads(users, demands));
    state.counters["iterations"] = loads.down.iterations + loads.up.iterations;
    state.counters["converged"] = loads.converged();
}
BENCHMARK(coupledLoads)->Args({7, 500})->Args({7, 2000})->Args({19, 2000})->Unit(benchmark::kMillisecond);

/// The exact template for one user, plain and recorded.
template <class R>
void oneUser(benchmark::State& state) {
    const auto field = CellField::make(topologyOf(7)).value();
    for (auto _ : state) {
        Trace trace;
        auto run = [&](auto&& rec) {
            benchmark::DoNotOptimize(downlink(rec, field.network(), {Metres(200.0), Metres(90.0)}, Receiver{},
                                              PathChoice::expected));
        };
        if constexpr (R::recording)
            run(TracingRecorder(trace));
        else
            run(NullRecorder());
    }
}
BENCHMARK(oneUser<NullRecorder>)->Unit(benchmark::kMicrosecond);
BENCHMARK(oneUser<TracingRecorder>)->Unit(benchmark::kMicrosecond);

} // namespace
} // namespace cellwright::radio
