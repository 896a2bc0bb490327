// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/device.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace cellwright::compute {
namespace {

/// Lower case, letters and digits only: "TensorRT-LLM 1.3" and "tensorrt llm 1.3" are the same.
std::string normal(std::string_view text) {
    std::string result;
    for (const unsigned char c : text)
        if (std::isalnum(c) || c >= 0x80)
            result += char(std::tolower(c));
    return result;
}

/// What else a runtime is called.
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> otherNames{
    {{"ours", "cellwright"},
     {"own", "cellwright"},
     {"ggml", "llamacpp"},
     {"ollama", "llamacpp"},
     {"trtllm", "tensorrtllm"},
     {"tensorrt", "tensorrtllm"},
     {"trt", "tensorrtllm"},
     {"npu", "genie"},
     {"qnn", "genie"},
     {"mlcllm", "mlc"}}};

/// How well a runtime's name answers what was asked for: 0 not at all, most for the very same name.
int match(const std::string& asked, const std::string& has) {
    if (asked.empty())
        return 0;
    if (asked == has)
        return 3;
    if (has.starts_with(asked))
        return 2;
    return has.find(asked) != std::string::npos ? 1 : 0;
}

std::string namesOf(const Device& device) {
    std::string names;
    for (const auto& runtime : device.runtimes)
        names += (names.empty() ? "" : ", ") + runtime.name;
    return names;
}

} // namespace

const RuntimeFigures& runtimeOf(const Device& device) {
    static const RuntimeFigures none{};
    return device.runtimes.empty() ? none : device.runtimes.front();
}

Expected<Device> withRuntime(const Device& device, std::string_view name) {
    const std::string asked = normal(name);
    const auto other =
        std::ranges::find(otherNames, asked, &std::pair<std::string_view, std::string_view>::first);
    const std::string family = other == otherNames.end() ? asked : std::string(other->second);
    std::size_t best = device.runtimes.size();
    int most = 0;
    for (std::size_t i = 0; i < device.runtimes.size(); ++i) {
        const std::string has = normal(device.runtimes[i].name);
        if (const int here = std::max(match(asked, has), match(family, has)); here > most) {
            most = here;
            best = i;
        }
    }
    if (most == 0)
        return failure("no figures of \"" + std::string(name.substr(0, 100)) + "\" are known",
                       "device " + device.id, "it has " + namesOf(device));
    Device chosen = device;
    std::rotate(chosen.runtimes.begin(), chosen.runtimes.begin() + std::ptrdiff_t(best),
                chosen.runtimes.begin() + std::ptrdiff_t(best) + 1);
    return chosen;
}

const Roofline& rooflineFor(const RuntimeFigures& runtime, Scheme weights) {
    const Roofline* general = nullptr;
    for (const auto& roofline : runtime.rooflines) {
        if (std::ranges::find(roofline.schemes, weights) != roofline.schemes.end())
            return roofline;
        if (roofline.schemes.empty() && !general)
            general = &roofline;
    }
    static const Roofline global{};
    return general ? *general : runtime.rooflines.empty() ? global : runtime.rooflines.front();
}

const Roofline& rooflineFor(const Device& device, Scheme weights) {
    return rooflineFor(runtimeOf(device), weights);
}

} // namespace cellwright::compute
