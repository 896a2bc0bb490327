// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/arena.h"
#include "analytics/kernels/machine.h"
#include "analytics/kernels/measuring/cases.h"
#include "analytics/kernels/operations/operation_runner.h"
#include "analytics/kernels/products/limits.h"
#include "analytics/kernels/products/products.h"
#include "analytics/scenario/schema.h"

#include <benchmark/benchmark.h>

namespace cellwright::kernels {
namespace {

/// Arguments: scheme, tokens, threads. 4096 x 4096 weights, cold.
void product(benchmark::State& state) {
    const auto scheme = Scheme(state.range(0));
    const Case one{scheme, {4096, 4096, int(state.range(1))}, int(state.range(2))};
    const auto cores = usableCores();
    if (one.threads > int(cores.size()))
        return state.SkipWithError("not that many cores");
    Arena arena(scheme, std::size_t(144) << 20, 1);
    const std::vector<float> x(std::size_t(one.shape.cols) * std::size_t(one.shape.tokens), 0.5f);
    std::vector<float> y(std::size_t(one.shape.rows) * std::size_t(one.shape.tokens));
    ThreadPool pool(one.threads, cores);
    Scratch scratch;
    for (auto _ : state)
        multiply(arena.next(one.shape.rows, one.shape.cols), {x.data(), one.shape.tokens, y.data()}, pool,
                 scratch);
    state.SetLabel(one.text());
    state.counters["FLOP/s"] = benchmark::Counter(one.flop(), benchmark::Counter::kIsIterationInvariantRate);
    state.SetBytesProcessed(state.iterations() *
                            std::int64_t(formatBytes(*formatOf(scheme), one.shape.rows, one.shape.cols)));
}

void arguments(benchmark::internal::Benchmark* b) {
    for (const Scheme scheme :
         {Scheme::f32, Scheme::f16, Scheme::bf16, Scheme::q8_0, Scheme::q4_0, Scheme::q4_k_m, Scheme::q6_k})
        for (const int tokens : {1, 8, 512})
            for (const int threads : {1, 2})
                b->Args({int(scheme), tokens, threads});
}
BENCHMARK(product)->Apply(arguments)->UseRealTime()->Unit(benchmark::kMillisecond);

/// One layer of Llama 3.2 1B in a scheme, on all cores; GB/s and FLOP/s of the whole layer
/// stand beside those of its products above.
void operation(benchmark::State& state, const OperationCase& what) {
    const auto cores = usableCores();
    OperationCase one = what;
    one.shape = {2048, 32, 8, 64, 8192};
    one.threads = int(cores.size());
    Arena arena(one.weights, std::size_t(96) << 20, 1);
    ThreadPool pool(one.threads, cores);
    OperationRunner runner(1);
    runner.include(one);
    for (auto _ : state)
        state.SetIterationTime(runner.time(one, arena, pool, {}));
    state.SetLabel(one.text());
    state.counters["FLOP/s"] = benchmark::Counter(one.flop(), benchmark::Counter::kIsIterationInvariantRate);
    state.SetBytesProcessed(state.iterations() * std::int64_t(one.bytes()));
}

#define CELLWRIGHT_OPERATION(name, ...)                                                                      \
    BENCHMARK_CAPTURE(operation, name, OperationCase{__VA_ARGS__})                                           \
        ->UseManualTime()                                                                                    \
        ->Unit(benchmark::kMillisecond)
CELLWRIGHT_OPERATION(decode, layerKernel, Scheme::q4_0, Scheme::f16, {}, 1, 1024);
CELLWRIGHT_OPERATION(prefill, layerKernel, Scheme::q4_0, Scheme::f16, {}, 512, 0);
CELLWRIGHT_OPERATION(attend1k, attentionKernel, Scheme::q4_0, Scheme::f16, {}, 1, 1024);
CELLWRIGHT_OPERATION(attend32k, attentionKernel, Scheme::q4_0, Scheme::f16, {}, 1, 32000);
CELLWRIGHT_OPERATION(attend32kBytes, attentionKernel, Scheme::q4_0, Scheme::q8_0, {}, 1, 32000);
CELLWRIGHT_OPERATION(attendPrompt, attentionKernel, Scheme::q4_0, Scheme::f16, {}, 512, 0);

/// Arguments: unit, threads: what the products' FLOP/s are held against.
void peak(benchmark::State& state) {
    ThreadPool pool(int(state.range(1)), usableCores());
    double operations = 0.0;
    for (auto _ : state) {
        pool.run([&](int thread) {
            const double done = simd::multiplyInRegisters(simd::Unit(state.range(0)));
            if (thread == 0)
                operations += done * pool.size();
        });
    }
    state.counters["FLOP/s"] = benchmark::Counter(operations, benchmark::Counter::kIsRate);
}
BENCHMARK(peak)->ArgsProduct({{0, 1, 2}, {1, 2}})->UseRealTime();

void readBandwidth(benchmark::State& state) {
    const Buffer memory(std::size_t(256) << 20);
    ThreadPool pool(int(state.range(0)), usableCores());
    for (auto _ : state)
        benchmark::DoNotOptimize(readBytes(memory.data(), memory.size(), pool));
    state.SetBytesProcessed(state.iterations() * std::int64_t(memory.size()));
}
BENCHMARK(readBandwidth)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

} // namespace
} // namespace cellwright::kernels
