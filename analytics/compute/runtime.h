// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/compute/measured/kernel_model.h"
#include "analytics/explain/derivation.h"
#include "analytics/quantity/quantity.h"
#include "analytics/scenario/scenario.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cellwright::compute {

/// The unit that multiplies: what a peak is given for.
enum class NumberFormat { f32, f16, fp8, int8 };

/// Constants of t = ((t_c / e_c)^p + (t_m / e_m)^p)^(1/p) + operations t_0 + layers t_layer + sequences t_s
/// for weights in some schemes, where t_c is operations over the peak of `format` and t_m bytes over the
/// bandwidth, those of the KV cache counted `cacheCost` times.
struct Roofline {
    std::vector<Scheme> schemes; ///< empty: every scheme that no other entry names
    NumberFormat format = NumberFormat::f16;
    double computeEfficiency = 0.74; ///< e_c
    double memoryEfficiency = 0.87;  ///< e_m
    double exponent = 1.5;           ///< p
    Seconds perOperation;            ///< t_0
    Seconds perLayer;                ///< t_layer
    double cacheCost = 1.0;          ///< k: attention reads its cache less evenly than matrices
    Seconds perSequence;             ///< t_s: choosing tokens and scheduling, per sequence of a decode step
    Label label = Label::published;
    std::string source;
    bool operator==(const Roofline&) const = default;
};

/// Half widths of the prediction interval as a share of the predicted time, and where they come from.
struct ErrorFigures {
    double prefill = 0.3;
    double decode = 0.2;
    Label label = Label::published;
    std::string source;
    bool operator==(const ErrorFigures&) const = default;
};

/// One rate that a benchmark measured with a real model: what llama-bench prints as pp512 or tg128 @ d4096.
struct BenchPoint {
    enum class Phase { prefill, decode };
    std::string model; ///< as the benchmark names it: "llama 8B Q4_K - Medium"
    Scheme weights = Scheme::f16;
    Bytes modelBytes;        ///< of the weight file; 0: not said
    double parameters = 0.0; ///< 0: not said
    Phase phase = Phase::decode;
    std::int64_t tokens = 128;  ///< of the prompt, or generated
    std::int64_t depth = 0;     ///< tokens in the KV cache before
    std::int64_t batch = 1;     ///< sequences side by side
    int threads = 0;            ///< 0: not said
    int gpuLayers = -1;         ///< layers that the GPU holds; -1: not said
    double rate = 0.0;          ///< tokens per second, of all sequences together
    double deviation = 0.0;     ///< standard deviation of the rate; 0: not said
    std::string source;         ///< build, commit, date
    Scheme cache = Scheme::f16; ///< of keys and of values
    int microBatch = 0;         ///< tokens of a prompt that pass the layers together; 0: not said
    bool flashAttention = false;
    bool operator==(const BenchPoint&) const = default;
};

/// What a device does with one runtime. Times come from `measured` where present, else from the rooflines.
struct RuntimeFigures {
    std::string name; ///< "llama.cpp CUDA", "TensorRT-LLM 1.3", "MLC", "Cellwright kernels"
    std::vector<Roofline> rooflines;
    ErrorFigures error;
    std::optional<measured::KernelModel> measured; ///< operations, measured one by one
    std::vector<BenchPoint> points;                ///< whole models, measured on this device
    bool operator==(const RuntimeFigures&) const = default;
};

/// The roofline entry for weights of a scheme: the one that names it, else the first without names, else the
/// first.
const Roofline& rooflineFor(const RuntimeFigures& runtime, Scheme weights);

} // namespace cellwright::compute
