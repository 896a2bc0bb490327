// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/catalogue/model_filter.h"
#include "widgets/models/browser_table.h"

#include <benchmark/benchmark.h>

using namespace cellwright;

namespace {

/// The catalogue several times over, as a list of as many models.
std::vector<catalogue::ModelEntry> manyEntries(std::size_t count) {
    std::vector<catalogue::ModelEntry> entries;
    const auto shipped = catalogue::modelEntries();
    for (std::size_t i = 0; i < count; ++i) {
        entries.push_back(shipped[i % shipped.size()]);
        entries.back().id.append(std::to_string(i));
    }
    return entries;
}

/// What a key press in the search field costs: filtered, sorted, in the table.
void typedLetter(benchmark::State& state) {
    const auto entries = manyEntries(std::size_t(state.range(0)));
    catalogue::ModelSearch search(entries);
    BrowserTable table;
    table.sort(BrowserTable::Memory, Qt::DescendingOrder);
    catalogue::ModelFilter filter;
    (void)search.rows(filter);
    bool longer = false;
    for (auto _ : state) {
        longer = !longer;
        filter.text.assign(longer ? 2 : 1, 'l');
        table.setRows(search.rows(filter));
        benchmark::DoNotOptimize(table.rowCount());
    }
}
BENCHMARK(typedLetter)->Arg(100)->Arg(1000)->Unit(benchmark::kMicrosecond);

/// Another precision: every model is accounted for anew.
void anotherPrecision(benchmark::State& state) {
    const auto entries = manyEntries(std::size_t(state.range(0)));
    catalogue::ModelSearch search(entries);
    BrowserTable table;
    catalogue::ModelFilter filter;
    for (auto _ : state) {
        filter.weights = filter.weights == Scheme::f16 ? Scheme::q4_k_m : Scheme::f16;
        table.setRows(search.rows(filter));
        benchmark::DoNotOptimize(table.rowCount());
    }
}
BENCHMARK(anotherPrecision)->Arg(1000)->Unit(benchmark::kMillisecond);

} // namespace
