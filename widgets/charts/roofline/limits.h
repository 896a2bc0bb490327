// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/profile.h"

#include <QString>

#include <cstddef>
#include <optional>
#include <vector>

namespace cellwright {

/// What a measured kernel cannot exceed, as kernels::roofOf() finds it, with its name in charts.
struct KernelLimit {
    QString name;        ///< "memory" or the unit: "f32", "bf16", "int8"
    bool memory = false; ///< the read bandwidth, not a unit
    double share = 0.0;  ///< that the kernel reaches; above 1 by noise alone
};

/// A kernel or an operation of a profile: a point between operations and bytes.
struct RooflineDot {
    QString what;         ///< "Matrix × vector, Q4_0"
    QString shape;        ///< "4096 × 4096 × 1", "512 tokens at depth 1024"
    QString format;       ///< "Q4_0": of the weights, or of the cache of attention
    std::string provider; ///< id: "cellwright", "onednn"
    std::string kernel;   ///< as in the profile
    Scheme scheme = Scheme::f16;
    bool inCache = false; ///< works on activations, which no memory bandwidth bounds
    int tokens = 1;
    int threads = 1;
    double intensity = 0.0;        ///< FLOP per byte of weights and cache
    FlopPerSecond rate, low, high; ///< of the median, the ninth and the first decile of the time
    BytesPerSecond byteRate;
    Seconds median, p10, p90;
    double spread = 0.0; ///< (p90 - p10) / median
    int samples = 0;
    std::optional<KernelLimit> limit; ///< nothing where neither bandwidth nor peak was measured
    std::size_t row = 0;              ///< in the order of all measurements, see profileRows()
};

/// A horizontal line: the measured peak of a unit.
struct RooflineCeiling {
    QString unit;
    FlopPerSecond rate;
};

/// What a roofline chart shows for one number of threads.
struct RooflineData {
    int threads = 0;
    BytesPerSecond bandwidth;              ///< 0: not measured
    std::vector<RooflineCeiling> ceilings; ///< highest first
    std::vector<RooflineDot> dots;
    [[nodiscard]] bool empty() const { return dots.empty(); }
    /// The dot of a row, if it is shown.
    [[nodiscard]] const RooflineDot* dotOfRow(std::size_t row) const;
};

/// Every kernel, then every operation of a profile, in its order.
std::vector<RooflineDot> measurements(const kernels::Profile& profile);

RooflineData rooflineData(const kernels::Profile& profile, int threads);

/// Every number of threads that something was measured with, ascending.
std::vector<int> measuredThreads(const kernels::Profile& profile);
/// The most threads that kernels were measured with; 0 for an empty profile.
int mostThreads(const kernels::Profile& profile);

/// Measurements are numbered in one order everywhere: read bandwidths, peaks, kernels, operations.
struct ProfileRows {
    std::size_t reads, peaks, kernels, operations;
    explicit ProfileRows(const kernels::Profile& profile);
    [[nodiscard]] std::size_t firstPeak() const { return reads; }
    [[nodiscard]] std::size_t firstKernel() const { return reads + peaks; }
    [[nodiscard]] std::size_t firstOperation() const { return firstKernel() + kernels; }
    [[nodiscard]] std::size_t count() const { return firstOperation() + operations; }
};

/// "Matrix × vector" for "matvec", and "read" and "peak" of comparisons; an id that is not known stays as it
/// is.
QString kernelName(const std::string& kernel);
/// "oneDNN" for "onednn"; an id that is not known stays as it is.
QString providerName(const std::string& id);
QString formatName(Scheme scheme);

} // namespace cellwright
