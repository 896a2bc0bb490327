// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/profile.h"

namespace cellwright {

/// One product of 4096 x 4096, with a time of which the deciles are 10 % below and 20 % above the median.
inline kernels::KernelTiming sampleKernel(std::string_view kernel, Scheme weights, int tokens, int threads,
                                          double flopRate, double byteRate, const std::string& provider) {
    kernels::KernelTiming timing;
    timing.kernel = kernel;
    timing.weights = weights;
    timing.rows = timing.cols = 4096;
    timing.tokens = tokens;
    timing.threads = threads;
    const double seconds = 2.0 * 4096.0 * 4096.0 * tokens / flopRate;
    timing.median = Seconds(seconds);
    timing.p10 = Seconds(0.9 * seconds);
    timing.p90 = Seconds(1.2 * seconds);
    timing.samples = 9;
    timing.flopRate = FlopPerSecond(flopRate);
    timing.byteRate = BytesPerSecond(byteRate);
    timing.provider = provider;
    return timing;
}

/// Two cores: read bandwidth 20 and 40 GB/s, peaks of f32 and int8, products of q4_0 and f32 by two providers
/// with one and two threads, a layer and a norm. Rows in the order of ProfileRows.
inline kernels::Profile sampleProfile() {
    kernels::Profile profile;
    profile.machine.cpu = "Test CPU";
    profile.machine.cores = 2;
    profile.machine.memory = Bytes(16e9);
    profile.machine.simd = "AVX2";
    profile.machine.date = "2026-03-01T12:00:00Z";
    profile.machine.version = "1.2";
    profile.noise.medianSpread = 0.03;
    profile.noise.rounds = 9;
    profile.readBandwidth = {{1, BytesPerSecond(20e9), 0.03, 9}, {2, BytesPerSecond(40e9), 0.03, 9}};
    profile.peaks = {{"f32", 1, FlopPerSecond(100e9), 0.01, 9},
                     {"f32", 2, FlopPerSecond(200e9), 0.01, 9},
                     {"int8", 2, FlopPerSecond(800e9), 0.01, 9}};
    const auto add = [&](auto... arguments) { profile.kernels.push_back(sampleKernel(arguments...)); };
    add(kernels::matVec, Scheme::q4_0, 1, 1, 32e9, 9e9, "cellwright");
    add(kernels::matVec, Scheme::q4_0, 1, 2, 128e9, 36e9, "cellwright");
    add(kernels::matVec, Scheme::q4_0, 1, 2, 64e9, 18e9, "ggml");
    add(kernels::matMat, Scheme::q4_0, 512, 2, 400e9, 0.22e9, "cellwright");
    add(kernels::matMat, Scheme::f32, 512, 2, 190e9, 1.5e9, "onednn");
    kernels::OperationTiming layer;
    layer.kernel = kernels::layerKernel;
    layer.hidden = 2048;
    layer.heads = 32;
    layer.cacheHeads = 8;
    layer.headSize = 64;
    layer.intermediate = 8192;
    layer.tokens = 64;
    layer.depth = 1024;
    layer.threads = 2;
    layer.median = Seconds(0.01);
    layer.p10 = Seconds(0.0095);
    layer.p90 = Seconds(0.011);
    layer.samples = 5;
    layer.flopRate = FlopPerSecond(200e9);
    layer.byteRate = BytesPerSecond(1e9);
    kernels::OperationTiming norm = layer;
    norm.kernel = kernels::normKernel;
    norm.depth = 0;
    norm.tokens = 1;
    norm.flopRate = FlopPerSecond(30e9);
    norm.byteRate = BytesPerSecond(60e9); // out of the cache
    profile.operations = {layer, norm};
    return profile;
}

} // namespace cellwright
