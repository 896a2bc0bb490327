// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/compute/runtime.h"
#include "analytics/explain/derivation.h"
#include "analytics/kernels/profile.h"
#include "analytics/quantity/quantity.h"
#include "analytics/scenario/scenario.h"

#include <memory>
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

struct Peak {
    NumberFormat format = NumberFormat::f16;
    Sourced<FlopPerSecond> rate; ///< dense, without sparsity
    bool operator==(const Peak&) const = default;
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

/// A computer that can run a model, with one or several runtimes: the same model on the same chip differs by
/// half between them.
struct Device {
    std::string id;
    std::string name;
    DeviceKind kind = DeviceKind::gpu;
    std::string vendor;
    std::vector<Peak> peaks;
    Sourced<BytesPerSecond> memoryBandwidth;
    Sourced<Bytes> memoryCapacity; ///< that a model may use, the system's share taken off
    PowerFigures power;
    std::vector<RuntimeFigures> runtimes; ///< at least one; the first is the default
    bool operator==(const Device&) const = default;
};

/// The default runtime of a device: what predictions are made with.
const RuntimeFigures& runtimeOf(const Device& device);
/// The device with the runtime that a name means as its default. Names match without case, by family:
/// "llama.cpp", "TensorRT-LLM" ("trtllm"), "vLLM", "MLC", "NPU" or "Genie", "cellwright" or "ours"; a longer
/// name ("llama.cpp Vulkan") chooses among several of one family. Fails with the names that the device has.
Expected<Device> withRuntime(const Device& device, std::string_view name);

/// The roofline of the default runtime for weights of a scheme.
const Roofline& rooflineFor(const Device& device, Scheme weights);
/// The peak of a format, else of the next wider one the device has; nothing only for a device without peaks.
const Peak* peakFor(const Device& device, NumberFormat format);

/// This or another computer as a device, with a runtime for each provider that was measured with `threads`
/// threads (0: the most measured): "Cellwright kernels" first; "llama.cpp" from its ggml, or else from our
/// kernels times usual ratios; oneDNN and others by their names. Fails when no provider was measured with so
/// many threads, nor with fewer and more.
Expected<Device> deviceFromProfile(const kernels::Profile& profile, int threads = 0);

/// One of these runtimes.
Expected<RuntimeFigures> measuredRuntime(std::shared_ptr<const kernels::Profile> profile,
                                         const measured::Choice& choice);

/// Fails with the first figure that cannot be: no roofline, no peak, a rate or capacity that is not positive.
Expected<void> check(const Device& device);

} // namespace cellwright::compute
