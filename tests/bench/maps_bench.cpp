// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/maps/layer_map.h"
#include "data/catalogue/facts.h"
#include "data/samples/samples.h"

#include <benchmark/benchmark.h>

namespace cellwright::maps {
namespace {

/// A whole map of the hospital, 160 x 100 pixels, by layer; items are pixels. The engine is made once.
void layerMap(benchmark::State& state) {
    const auto scenario = samples::hospitalCampus().scenarios.front();
    const auto facts = catalogue::factsFor();
    const auto engine = MapEngine::make(scenario, *facts, {.layers = {Layer(state.range(0))}}).value();
    const Frame frame{{Metres(-800.0), Metres(-500.0)}, Metres(10.0), 160, 100};
    for (auto _ : state) {
        ProgressiveMap map(engine, frame);
        benchmark::DoNotOptimize(map.finish());
    }
    state.SetItemsProcessed(state.iterations() * std::int64_t(frame.size()));
    state.SetLabel(std::string(infoOf(Layer(state.range(0))).key));
}
BENCHMARK(layerMap)->DenseRange(0, int(layerCount) - 1)->Unit(benchmark::kMillisecond);

/// What an edit costs before the first pixel.
void makeEngine(benchmark::State& state) {
    const auto scenario = samples::hospitalCampus().scenarios.front();
    const auto facts = catalogue::factsFor();
    for (auto _ : state)
        benchmark::DoNotOptimize(MapEngine::make(scenario, *facts, {.layers = {Layer(state.range(0))}}));
}
BENCHMARK(makeEngine)->Arg(int(Layer::sinr))->Arg(int(Layer::ttft))->Unit(benchmark::kMillisecond);

} // namespace
} // namespace cellwright::maps
