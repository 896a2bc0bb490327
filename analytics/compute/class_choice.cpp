// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/runtime_class.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <initializer_list>

namespace cellwright::compute {
namespace {

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        c = char(std::tolower(static_cast<unsigned char>(c)));
    return result;
}

bool hasAny(const std::string& text, std::initializer_list<std::string_view> parts) {
    return std::ranges::any_of(parts, [&](std::string_view p) { return text.find(p) != std::string::npos; });
}

/// Cards whose memory is stacked: wide and hard to fill with one vector.
bool hasStackedMemory(const std::string& name) {
    return hasAny(name, {"a100",  "a800",  "a30 ",  "h100",  "h200",  "h800",  "h20",
                         "gh200", "b100",  "b200",  "gb200", "b300",  "v100",  "p100",
                         "mi100", "mi210", "mi250", "mi300", "mi325", "mi350", "mi355"});
}

std::string_view cudaClass(const Device& device, const std::string& name) {
    if (device.kind == DeviceKind::sbc || hasAny(name, {"jetson", "orin", "thor", "gb10", "spark", "xavier"}))
        return "llama.cpp CUDA, shared memory";
    if (hasAny(name, {"gtx 10", "gtx 9", "gtx 7", "tesla p", "tesla m", "quadro p", " p40", " p4"}))
        return "llama.cpp CUDA, before Turing";
    return hasStackedMemory(name) ? "llama.cpp CUDA, HBM" : "llama.cpp CUDA";
}

std::string_view metalClass(const std::string& name) {
    if (hasAny(name, {"ultra"}))
        return "llama.cpp Metal, Ultra";
    return hasAny(name, {"m1", "a14", "a15"}) ? "llama.cpp Metal, M1" : "llama.cpp Metal";
}

bool isIntel(const Device& device, const std::string& name) {
    return hasAny(lower(device.vendor), {"intel"}) || hasAny(name, {"intel", "arc ", "iris", "core ultra"});
}

/// Which backend "llama.cpp" alone means on a device.
std::string backendOf(const Device& device, const std::string& name) {
    const std::string vendor = lower(device.vendor);
    if (hasAny(vendor, {"apple"}) || hasAny(name, {"apple"}))
        return "metal";
    if (hasAny(vendor, {"nvidia"}) || hasAny(name, {"nvidia", "geforce", "rtx", "gtx", "jetson", "tesla"}))
        return "cuda";
    return device.kind == DeviceKind::gpu ? "vulkan" : "cpu";
}

std::string_view llamaClass(const Device& device, const std::string& name, std::string runtime) {
    if (!hasAny(runtime, {"cuda", "metal", "vulkan", "rocm", "hip", "sycl", "opencl", "cpu", "blas"}))
        runtime += backendOf(device, name);
    if (hasAny(runtime, {"cuda"}))
        return cudaClass(device, name);
    if (hasAny(runtime, {"metal"}))
        return metalClass(name);
    if (hasAny(runtime, {"sycl"}))
        return device.kind == DeviceKind::gpu ? "llama.cpp SYCL" : "llama.cpp SYCL, shared memory";
    if (hasAny(runtime, {"vulkan", "rocm", "hip", "opencl"}))
        return isIntel(device, name) ? "llama.cpp Vulkan, Intel" : "llama.cpp Vulkan";
    return "llama.cpp CPU";
}

} // namespace

const RuntimeClass* classOf(const Device& device, std::string_view runtime) {
    const std::string name = lower(device.name) + " ", asked = lower(runtime);
    if (hasAny(asked, {"llama.cpp", "llamacpp", "ollama", "ggml"}))
        return findRuntimeClass(llamaClass(device, name, asked));
    if (hasAny(asked, {"vllm", "sglang"}))
        return findRuntimeClass("vLLM");
    if (hasAny(asked, {"tensorrt", "trtllm"}))
        return findRuntimeClass("TensorRT-LLM");
    if (hasAny(asked, {"tinychat"}))
        return findRuntimeClass(device.kind == DeviceKind::sbc ? "llama.cpp CUDA, shared memory"
                                                               : "TinyChat");
    if (hasAny(asked, {"mlx"}))
        return findRuntimeClass("MLX");
    if (hasAny(asked, {"mlc"}))
        return findRuntimeClass("MLC");
    if (hasAny(asked, {"npu", "genie", "qnn", "neuropilot"}))
        return findRuntimeClass(device.kind == DeviceKind::laptop ? "Genie NPU, laptop" : "Genie NPU");
    if (hasAny(asked, {"executorch", "litert", "mediapipe", "xnnpack"}))
        return findRuntimeClass("ExecuTorch CPU");
    return hasAny(asked, {"t-mac", "tmac"}) ? findRuntimeClass("T-MAC CPU") : nullptr;
}

} // namespace cellwright::compute
