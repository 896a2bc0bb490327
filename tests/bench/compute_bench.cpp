// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/predict.h"
#include "data/catalogue/devices.h"
#include "data/catalogue/models.h"
#include "tests/analytics/compute/measured/synthetic.h"

#include <benchmark/benchmark.h>

namespace cellwright {
namespace {

/// One decode step above a cut that is dragged. An evaluation asks four such questions; each may take a few
/// microseconds.
void predictARange(benchmark::State& state, const char* id, const compute::Device& device) {
    const auto model = catalogue::findModel(id).value();
    const auto accounting = llm::Accounting::of(model, {Scheme::q4_k_m}).value();
    NullRecorder none;
    compute::Task task;
    task.model = &model;
    task.accounting = &accounting;
    task.stretches = {{{}, llm::Step::decode(1000)}};
    int cut = 0;
    for (auto _ : state) {
        task.stretches[0].range = accounting.above(cut);
        benchmark::DoNotOptimize(compute::predict(none, device, task, "decode step"));
        cut = (cut + 1) % accounting.layers();
    }
}
compute::Device measured() {
    return compute::deviceFromProfile(compute::measured::test::Machine{}.usual()).value();
}
void onMeasuredKernels(benchmark::State& state, const char* id) {
    predictARange(state, id, measured());
}
void onCatalogueFigures(benchmark::State& state, const char* id) {
    predictARange(state, id, catalogue::findDevice("nvidia-l4").value());
}
BENCHMARK_CAPTURE(onMeasuredKernels, llama, "llama-3.1-8b");
BENCHMARK_CAPTURE(onMeasuredKernels, deepseek, "deepseek-v3");
BENCHMARK_CAPTURE(onCatalogueFigures, llama, "llama-3.1-8b");

/// Reading a stored profile as a device.
void fitAProfile(benchmark::State& state) {
    const auto profile = compute::measured::test::Machine{}.usual();
    for (auto _ : state)
        benchmark::DoNotOptimize(compute::deviceFromProfile(profile));
}
BENCHMARK(fitAProfile);

} // namespace
} // namespace cellwright
