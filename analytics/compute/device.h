// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/derivation.h"
#include "analytics/kernels/profile.h"
#include "analytics/quantity/quantity.h"
#include "analytics/scenario/scenario.h"

#include <optional>
#include <string>
#include <vector>

namespace cellwright::compute {

/// A figure with where it comes from.
template <class Q>
struct Sourced {
    Q value{};
    Label label = Label::unverified;
    std::string source;
    bool operator==(const Sourced&) const = default;
};

enum class DeviceKind { phone, laptop, sbc, gpu, server, npu };

/// The unit that multiplies: what a peak is given for.
enum class NumberFormat { f32, f16, fp8, int8 };

struct Peak {
    NumberFormat format = NumberFormat::f16;
    Sourced<FlopPerSecond> rate; ///< dense, without sparsity
    bool operator==(const Peak&) const = default;
};

/// Constants of t = ((t_c / e_c)^p + (t_m / e_m)^p)^(1/p) + operations t_0 + layers t_layer
/// for weights in some schemes, where t_c is operations over the peak of `format` and t_m bytes over the
/// bandwidth.
struct Roofline {
    std::vector<Scheme> schemes; ///< empty: every scheme that no other entry names
    NumberFormat format = NumberFormat::f16;
    double computeEfficiency = 0.74; ///< e_c
    double memoryEfficiency = 0.87;  ///< e_m
    double exponent = 1.5;           ///< p
    Seconds perOperation;            ///< t_0
    Seconds perLayer;                ///< t_layer
    Label label = Label::published;
    std::string source;
    bool operator==(const Roofline&) const = default;
};

/// Power while serving. With `active` E = P_active t; without, E = P_base t + e_flop FLOP + e_byte bytes,
/// at most `limit` t, where P_base is `base` or, without one, `idle`. The boundary is what `boundary` says.
struct PowerFigures {
    Sourced<Watts> idle;                  ///< powered, no request
    std::optional<Sourced<Watts>> base;   ///< while serving, what does not depend on the work
    std::optional<Sourced<Watts>> active; ///< average while it computes
    Sourced<JoulesPerFlop> perFlop;
    Sourced<JoulesPerByte> perByte;
    std::optional<Sourced<Watts>> limit;        ///< board or package power limit
    std::string boundary = "accelerator board"; ///< "GPU board", "whole board at the wall", "SoC"
    bool operator==(const PowerFigures&) const = default;
};

/// One measured point of a profile: weights of a scheme applied to `tokens` vectors at once.
struct MeasuredRate {
    Scheme weights = Scheme::f16;
    int tokens = 1;
    FlopPerSecond flopRate;
    BytesPerSecond byteRate; ///< of weights
    double spread = 0.0;
    bool operator==(const MeasuredRate&) const = default;
};

/// What a profile says, condensed for prediction: sorted by scheme, then tokens.
struct MeasuredRates {
    std::vector<MeasuredRate> points;
    BytesPerSecond readBandwidth;
    Seconds dispatch;   ///< per operation
    double noise = 0.0; ///< median spread of the profile
    int threads = 1;
    std::string source; ///< "measured on AMD EPYC, 2 threads, 2026-03-01"
    bool operator==(const MeasuredRates&) const = default;
};

/// Half widths of the prediction interval as a share of the predicted time, and where they come from.
struct ErrorFigures {
    double prefill = 0.3;
    double decode = 0.2;
    Label label = Label::published;
    std::string source;
    bool operator==(const ErrorFigures&) const = default;
};

/// A computer that can run a model. Times come from `measured` where present, else from the catalogue
/// figures.
struct Device {
    std::string id;
    std::string name;
    DeviceKind kind = DeviceKind::gpu;
    std::string vendor;
    std::string runtime; ///< what the constants were fitted to: "llama.cpp CUDA", "TensorRT-LLM 1.3"
    std::vector<Peak> peaks;
    Sourced<BytesPerSecond> memoryBandwidth;
    Sourced<Bytes> memoryCapacity; ///< that a model may use, the system's share taken off
    std::vector<Roofline> rooflines;
    PowerFigures power;
    ErrorFigures error;
    std::optional<MeasuredRates> measured;
    bool operator==(const Device&) const = default;
};

/// The roofline entry for weights of a scheme: the one that names it, else the first without names, else the
/// first.
const Roofline& rooflineFor(const Device& device, Scheme weights);
/// The peak of a format, else of the next wider one the device has; nothing only for a device without peaks.
const Peak* peakFor(const Device& device, NumberFormat format);

/// The rate of a profile for weights of a scheme applied to `tokens` vectors at once: between measured points
/// linear in the logarithms, beyond them the last point. Where the scheme was not measured, the one with the
/// nearest bits per weight stands for it.
struct RateAt {
    FlopPerSecond flopRate;
    BytesPerSecond byteRate;
    Scheme measured = Scheme::f16; ///< whose points these are
    bool beyond = false;           ///< more tokens than were measured
};
RateAt rateAt(const MeasuredRates& rates, Scheme weights, double tokens);

/// This or another computer as a device: the points of `threads` threads (0: the most measured).
/// Fails when the profile has no point for that many threads.
Expected<Device> deviceFromProfile(const kernels::Profile& profile, int threads = 0);

/// Fails with the first figure that cannot be: no roofline, no peak, a rate or capacity that is not positive.
Expected<void> check(const Device& device);

} // namespace cellwright::compute
