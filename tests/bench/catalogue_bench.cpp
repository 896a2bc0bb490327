// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/catalogue/model_filter.h"

#include <benchmark/benchmark.h>

#include <vector>

namespace cellwright::catalogue {
namespace {

/// As many models as a browser may hold: the shipped ones over and over.
std::vector<ModelEntry> thousandEntries() {
    std::vector<ModelEntry> many;
    while (many.size() < 1000)
        many.insert(many.end(), modelEntries().begin(), modelEntries().end());
    many.resize(1000);
    return many;
}

/// One more letter: words, size and memory are compared, nothing is accounted for again.
void filterWhileTyping(benchmark::State& state) {
    const auto entries = thousandEntries();
    ModelSearch search(entries);
    const ModelFilter filter{.text = "llama 3", .memory = Bytes(24e9), .weights = Scheme::q4_k_m};
    for (auto _ : state)
        benchmark::DoNotOptimize(search.rows(filter));
    state.SetItemsProcessed(std::int64_t(state.iterations()) * 1000);
}
BENCHMARK(filterWhileTyping)->Unit(benchmark::kMicrosecond);

/// Another context: every model is accounted for again.
void sizeAThousandModels(benchmark::State& state) {
    const auto entries = thousandEntries();
    ModelSearch search(entries);
    ModelFilter filter{.memory = Bytes(24e9), .weights = Scheme::q4_k_m, .context = 1024};
    for (auto _ : state) {
        filter.context = filter.context % 8192 + 1024;
        benchmark::DoNotOptimize(search.rows(filter));
    }
    state.SetItemsProcessed(std::int64_t(state.iterations()) * 1000);
}
BENCHMARK(sizeAThousandModels)->Unit(benchmark::kMillisecond);

} // namespace
} // namespace cellwright::catalogue
