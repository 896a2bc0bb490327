// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/accounting.h"
#include "data/catalogue/models.h"

#include <benchmark/benchmark.h>

namespace cellwright {
namespace {

llm::Model modelOf(const benchmark::State& state) {
    return catalogue::findModel(state.range(0) == 80 ? "llama-3.1-70b" : "llama-3.1-8b").value();
}

/// A browser of 1000 models that filters while typing allows 20 µs each.
void accountForAModel(benchmark::State& state) {
    const auto model = modelOf(state);
    for (auto _ : state)
        benchmark::DoNotOptimize(llm::Accounting::of(model, {Scheme::q4_k_m}));
}
BENCHMARK(accountForAModel)->Arg(32)->Arg(80);

/// The same for the most intricate models: experts, alternating layers, state-space layers, towers.
void accountForAnIntricateModel(benchmark::State& state, const char* id) {
    const auto model = catalogue::findModel(id).value();
    for (auto _ : state)
        benchmark::DoNotOptimize(llm::Accounting::of(model, {Scheme::q4_k_m}));
}
BENCHMARK_CAPTURE(accountForAnIntricateModel, deepseek, "deepseek-v3");
BENCHMARK_CAPTURE(accountForAnIntricateModel, gemma3, "gemma-3-27b");
BENCHMARK_CAPTURE(accountForAnIntricateModel, jamba, "jamba-v0.1");
BENCHMARK_CAPTURE(accountForAnIntricateModel, openvla, "openvla-7b");
BENCHMARK_CAPTURE(accountForAnIntricateModel, qwen_vision, "qwen2.5-vl-72b");

/// Every model of the catalogue once; the time per model is what a browser pays.
void accountForTheCatalogue(benchmark::State& state) {
    for (auto _ : state)
        for (const auto& model : catalogue::models())
            benchmark::DoNotOptimize(llm::Accounting::of(model, {Scheme::q4_k_m}));
    state.counters["s_per_model"] =
        benchmark::Counter(double(catalogue::models().size()),
                           benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}
BENCHMARK(accountForTheCatalogue);

/// One side of a cut, for every position of a dragged cut: at most 100 ns.
void askARange(benchmark::State& state) {
    const auto accounting = llm::Accounting::of(modelOf(state), {Scheme::q4_k_m}).value();
    int cut = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(accounting.decode(accounting.above(cut), 1000, 4));
        cut = (cut + 1) % accounting.layers();
    }
}
BENCHMARK(askARange)->Arg(32)->Arg(80);

void readAConfiguration(benchmark::State& state) {
    constexpr auto text = R"({"model_type":"llama","hidden_size":4096,"num_hidden_layers":32,
        "num_attention_heads":32,"num_key_value_heads":8,"intermediate_size":14336,"vocab_size":128256})";
    for (auto _ : state)
        benchmark::DoNotOptimize(llm::fromHuggingFaceConfig(text));
}
BENCHMARK(readAConfiguration);

} // namespace
} // namespace cellwright
