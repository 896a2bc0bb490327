// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"
#include "analytics/quantity/quantity.h"
#include "analytics/scenario/scenario.h"

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cellwright::kernels {

/// Cores that are alike.
struct CoreKind {
    int cores = 1;      ///< physical cores of this kind that the process may use
    int efficiency = 0; ///< rank as the system gives it: 0 for the thriftiest kind, larger for faster ones
    bool operator==(const CoreKind&) const = default;
};

/// The computer a profile was measured on, when, and by which program. Texts are empty where the system does
/// not say, and in profiles of versions that did not ask.
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
    bool virtualMachine = false;       ///< the processor or the firmware tells of a hypervisor
    std::string hypervisor;            ///< its name, where it gives one: "KVM"
    int numaNodes = 1;                 ///< memory nodes that this process may use
    std::string pages;                 ///< how the weights lie over several nodes: "interleaved" or "local"
    std::vector<CoreKind> coreKinds;   ///< fastest first, one entry where all are alike; empty: not known
    bool smt = false;                  ///< a core has several hardware threads; the kernels use one of each
    bool pinned = false;               ///< each thread was bound to a core of its own
    std::string operatingSystem;       ///< "Debian GNU/Linux 12 (bookworm)"
    std::string kernelRelease;         ///< "Linux 6.1.0-18-amd64"
    std::string compiler;              ///< of the program: "GCC 12.2.0"
    std::string build;                 ///< of the program: "Release"
    std::string governor;              ///< what chooses the clock: "performance"
    double quota = 0.0;                ///< cores' worth of time that the control group grants; 0: no limit
    bool operator==(const Machine&) const = default;
};

/// Who computes: our kernels or a library, as this program was built and as it runs on this computer.
struct ProviderInfo {
    std::string id;          ///< "cellwright", "onednn", "openblas", "eigen", "ggml", "opencl"
    std::string name;        ///< "oneDNN"
    std::string version;     ///< "2.6.3", "0.25.1 (de3ff81)"; empty where the library does not say
    std::string device;      ///< what it runs on, where that is not the processor: "pocl AMD EPYC"
    std::string unavailable; ///< why it cannot be used here and what would help; empty: it can
    bool operator==(const ProviderInfo&) const = default;
};
/// The provider of our own kernels, and of timings that do not name any.
inline constexpr std::string_view ownProvider = "cellwright";

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

/// Operations besides the products, with the sizes that each says; the others are 0. Bytes are what it reads
/// and writes, activations in f32, each once; flop are additions and multiplications, and 1 for each
/// exponential, division, comparison and conversion.
/// A whole layer end to end, all of LayerShape, tokens, depth; its bytes are weights and cache, its flop
/// those of products and attention.
inline constexpr std::string_view layerKernel = "layer";
/// Attention over a KV cache alone: heads, cacheHeads, headSize, tokens, depth; its bytes are the cache.
inline constexpr std::string_view attentionKernel = "attention";
/// RMSNorm of each token: hidden, tokens.
inline constexpr std::string_view normKernel = "norm";
/// Rotates the queries of each token: heads, headSize, tokens, depth.
inline constexpr std::string_view ropeKernel = "rope";
/// Of tokens x heads rows of depth + tokens scores: heads, tokens, depth.
inline constexpr std::string_view softmaxKernel = "softmax";
/// SwiGLU (gated) or GELU: intermediate, gated, tokens.
inline constexpr std::string_view activationKernel = "activation";
/// Adds to the residual: hidden, tokens.
inline constexpr std::string_view addKernel = "add";
/// Looks tokens up in a table of weights: hidden, weights, tokens.
inline constexpr std::string_view embeddingKernel = "embedding";
/// Routes tokens to their top-k experts, collects each expert's tokens and adds the results back: hidden,
/// experts, chosen, tokens.
inline constexpr std::string_view gatherKernel = "gather";
/// Hidden states to the format of a cut, and back: hidden, weights, tokens.
inline constexpr std::string_view quantizeKernel = "quantize";
inline constexpr std::string_view dequantizeKernel = "dequantize";
/// Starts a pass that has nothing to compute: what a model's pass takes besides its operations. No sizes,
/// bytes and flop.
inline constexpr std::string_view graphKernel = "graph";
inline constexpr std::array operationKernels{
    layerKernel, attentionKernel, normKernel,   ropeKernel,     softmaxKernel,    activationKernel,
    addKernel,   embeddingKernel, gatherKernel, quantizeKernel, dequantizeKernel, graphKernel};

/// Which sizes an operation says.
struct OperationSizes {
    bool hidden = false, heads = false, cacheHeads = false, headSize = false, intermediate = false,
         experts = false, depth = false;
};
OperationSizes sizesOf(std::string_view kernel);

/// One case: Y = W X with W of rows x cols weights and X of cols x tokens activations, weights cold. One
/// entry per provider, scheme, shape and number of threads.
struct KernelTiming {
    std::string kernel; ///< matVec or matMat
    Scheme weights = Scheme::f16;
    int rows = 0;
    int cols = 0;
    int tokens = 1;
    int threads = 1;
    Seconds median, p10, p90;
    int samples = 0;
    FlopPerSecond flopRate;            ///< 2 rows cols tokens / median
    BytesPerSecond byteRate;           ///< bytes of the weights / median
    std::string provider{ownProvider}; ///< who computed it; profiles without this were made by our kernels
    bool settled = true;               ///< more samples would move the median by less than 2 % (95 % sure)
    [[nodiscard]] double spread() const { return (p90 - p10) / median; }
    bool operator==(const KernelTiming&) const = default;
};

/// One operation of many tokens at a depth of the KV cache, weights and cache cold. See operationKernels.
struct OperationTiming {
    std::string kernel;            ///< one of operationKernels
    Scheme weights = Scheme::q4_0; ///< of a layer, a table, a cut; means nothing for the others
    Scheme cache = Scheme::f16;    ///< of a layer and attention; means nothing for the others
    int hidden = 0, heads = 0, cacheHeads = 0, headSize = 0, intermediate = 0; ///< of the layer
    int tokens = 1;
    int depth = 0; ///< positions in the cache before
    int threads = 1;
    Seconds median, p10, p90;
    int samples = 0;
    FlopPerSecond flopRate;            ///< operations / median; of a layer those of products and attention
    BytesPerSecond byteRate;           ///< bytes / median; of a layer those of weights and cache
    std::string provider{ownProvider}; ///< who computed it
    bool gated = true;                 ///< the feed-forward has a gate (SwiGLU); else two matrices and GELU
    int experts = 0, chosen = 0;       ///< of gather: how many there are, how many a token goes to
    bool settled = true;               ///< as in KernelTiming
    [[nodiscard]] double spread() const { return (p90 - p10) / median; }
    bool operator==(const OperationTiming&) const = default;
};

/// How quiet the machine was. Rounds are stretches of measuring, of some ten cases, between two runs of a
/// fixed loop, the canary.
struct Noise {
    double medianSpread = 0.0;   ///< median over the kernels of (p90 - p10) / median
    double canarySpread = 0.0;   ///< (p90 - p10) / median of the canary
    int rounds = 0;              ///< kept
    int disturbedRounds = 0;     ///< dropped, because the canary beside them ran slow
    int involuntarySwitches = 0; ///< times the scheduler took a core away during the measurement
    bool disturbed = false;      ///< for one of the reasons below: measure again on an idle machine
    double stealShare = -1.0;    ///< of the processors' time, taken by a hypervisor meanwhile; -1 unknown
    double otherCores = -1.0;    ///< cores' worth of time that other programs used meanwhile; -1 unknown
    double loadBefore = -1.0;    ///< 1-minute load averages; -1 unknown
    double loadAfter = -1.0;
    double throttling = 0.0; ///< canary's lower quartile in the last third / in the first third of rounds - 1
    std::vector<std::string> reasons; ///< what disturbed it, in words for people; empty when undisturbed
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
    std::vector<ProviderInfo> providers; ///< all that were known when measuring, also those not used
    bool operator==(const Profile&) const = default;
};

/// The JSON document of the command-line contract (keys `machine`, `read_bandwidth`, `kernels`, SI numbers),
/// with `peaks`, `dispatch`, `operations`, `providers` and `noise`.
nlohmann::json toJson(const Profile& profile);
std::string toJsonText(const Profile& profile, int indent = 2);

/// Reads what toJsonText wrote, and what earlier versions wrote: fields that they did not have may be absent
/// and then keep their defaults. The text is untrusted: more than 4 MiB, more than 10,000 kernels, missing
/// fields, wrong types, numbers that are not finite, not positive or out of any machine's reach are refused
/// with the field's path ("kernels[3].median_s"). `where` names the file in messages.
Expected<Profile> profileFromJson(std::string_view text, const std::string& where = {});
inline constexpr std::size_t maximumProfileText = 4u << 20;

} // namespace cellwright::kernels
