// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"
#include "analytics/quantity/quantity.h"
#include "analytics/scenario/scenario.h"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cellwright::kernels {

/// The computer a profile was measured on, when, and by which program.
struct Machine {
    std::string cpu;           ///< model name as the processor reports it
    int cores = 1;             ///< physical cores this process may use (affinity and quota respected)
    int logicalProcessors = 1; ///< hardware threads this process may use; SMT siblings count here only
    Bytes cacheL1;             ///< data cache per core; 0 where unknown
    Bytes cacheL2;             ///< per core
    Bytes cacheL3;             ///< of the whole machine, all last-level caches together
    Bytes memory;              ///< main memory
    std::string simd;          ///< instruction set the kernels chose: "AVX3_DL", "AVX2", "NEON"
    std::vector<std::string> warnings; ///< slow fallbacks and quotas that the reader must know of
    bool hugePages = false;            ///< the weights lie in huge pages
    double load = 0.0;                 ///< 1-minute load average before the first measurement, -1 unknown
    std::string date;                  ///< UTC, ISO 8601
    std::string version;               ///< of the program
    bool operator==(const Machine&) const = default;
};

/// Sequential reads of a buffer far larger than the last-level cache.
struct ReadBandwidth {
    int threads = 1;
    BytesPerSecond bandwidth; ///< median
    double spread = 0.0;      ///< (p90 - p10) / median of the time
    int samples = 0;
    bool operator==(const ReadBandwidth&) const = default;
};

/// Multiplications and additions in registers alone: what no kernel that uses the unit exceeds.
struct PeakRate {
    std::string unit; ///< "f32", "bf16" or "int8"
    int threads = 1;
    FlopPerSecond rate;  ///< median; for int8 integer operations
    double spread = 0.0; ///< (p90 - p10) / median
    int samples = 0;
    bool operator==(const PeakRate&) const = default;
};

/// Time to hand an empty task to all threads and to collect them again: the least that one operation costs.
struct DispatchCost {
    int threads = 1;
    Seconds median;
    bool operator==(const DispatchCost&) const = default;
};

/// The names of kernels in profiles and on the command line.
inline constexpr std::string_view matVec = "matvec"; ///< one token
inline constexpr std::string_view matMat = "matmat"; ///< two tokens and more

/// A whole layer end to end, and attention over a KV cache alone.
inline constexpr std::string_view layerKernel = "layer";
inline constexpr std::string_view attentionKernel = "attention";

/// One case: Y = W X with W of rows x cols weights and X of cols x tokens activations, weights cold.
struct KernelTiming {
    std::string kernel; ///< matVec or matMat
    Scheme weights = Scheme::f16;
    int rows = 0;
    int cols = 0;
    int tokens = 1;
    int threads = 1;
    Seconds median, p10, p90;
    int samples = 0;
    FlopPerSecond flopRate;  ///< 2 rows cols tokens / median
    BytesPerSecond byteRate; ///< bytes of the weights / median
    [[nodiscard]] double spread() const { return (p90 - p10) / median; }
    bool operator==(const KernelTiming&) const = default;
};

/// One operation of many tokens at a depth of the KV cache, weights and cache cold.
struct OperationTiming {
    std::string kernel;            ///< layerKernel or attentionKernel
    Scheme weights = Scheme::q4_0; ///< of a layer; means nothing for attention
    Scheme cache = Scheme::f16;
    int hidden = 0, heads = 0, cacheHeads = 0, headSize = 0, intermediate = 0; ///< of the layer
    int tokens = 1;
    int depth = 0; ///< positions in the cache before
    int threads = 1;
    Seconds median, p10, p90;
    int samples = 0;
    FlopPerSecond flopRate;  ///< operations of products and attention / median
    BytesPerSecond byteRate; ///< bytes of weights and cache / median
    [[nodiscard]] double spread() const { return (p90 - p10) / median; }
    bool operator==(const OperationTiming&) const = default;
};

/// How quiet the machine was.
struct Noise {
    double medianSpread = 0.0;   ///< median over the cases of (p90 - p10) / median
    double canarySpread = 0.0;   ///< (p90 - p10) / median of a fixed loop run between the rounds
    int rounds = 0;              ///< kept
    int disturbedRounds = 0;     ///< dropped, because the canary beside them ran slow
    int involuntarySwitches = 0; ///< times the scheduler took a core away during the measurement
    bool disturbed = false;      ///< too many rounds were disturbed: measure again on an idle machine
    bool operator==(const Noise&) const = default;
};

/// What `profile` measures: plain data, written and read as JSON.
struct Profile {
    Machine machine;
    std::vector<ReadBandwidth> readBandwidth;
    std::vector<PeakRate> peaks; ///< of the units that the processor has; empty where none was measured
    std::vector<DispatchCost> dispatch;
    std::vector<KernelTiming> kernels;
    std::vector<OperationTiming> operations; ///< empty where none was measured
    Noise noise;
    bool operator==(const Profile&) const = default;
};

/// The JSON document of the command-line contract (keys `machine`, `read_bandwidth`, `kernels`, SI numbers),
/// with `peaks`, `dispatch`, `operations` and `noise`.
nlohmann::json toJson(const Profile& profile);
std::string toJsonText(const Profile& profile, int indent = 2);

/// Reads what toJsonText wrote. The text is untrusted: more than 4 MiB, more than 10,000 kernels, missing
/// fields, wrong types, numbers that are not finite, not positive or out of any machine's reach are refused
/// with the field's path ("kernels[3].median_s"). `where` names the file in messages.
Expected<Profile> profileFromJson(std::string_view text, const std::string& where = {});
inline constexpr std::size_t maximumProfileText = 4u << 20;

} // namespace cellwright::kernels
