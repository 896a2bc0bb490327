// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/runtime_class.h"
#include "data/catalogue/device_fields.h"

#include <algorithm>

namespace cellwright::catalogue {
namespace {

using compute::Device;

/// Watts that computers of a kind draw: without a request, and while computing where no limit is known.
struct TypicalPower {
    DeviceKind kind;
    double idle, active;
};
constexpr std::array typicalPower{
    TypicalPower{DeviceKind::phone, 0.3, 5.0},     TypicalPower{DeviceKind::laptop, 5.0, 35.0},
    TypicalPower{DeviceKind::sbc, 4.0, 15.0},      TypicalPower{DeviceKind::gpu, 20.0, 220.0},
    TypicalPower{DeviceKind::server, 80.0, 350.0}, TypicalPower{DeviceKind::npu, 0.3, 5.0}};
/// Share of the power limit drawn while decoding, which waits for memory.
constexpr double shareOfLimit = 0.75;

/// A figure that nobody gave.
template <class Q>
bool absent(const Sourced<Q>& figure) {
    return figure == Sourced<Q>{};
}

void completePower(Device& device) {
    auto& power = device.power;
    const auto typical = std::ranges::find(typicalPower, device.kind, &TypicalPower::kind);
    if (absent(power.idle))
        power.idle = {Watts(typical->idle), Label::assumed, "typical of this kind of device"};
    const auto contained = [](auto& figure) {
        if (absent(figure))
            figure = {{}, Label::assumed, "contained in the power while computing"};
    };
    contained(power.perFlop);
    contained(power.perByte);
    if (power.active || power.base)
        return;
    if (power.limit)
        power.active = Sourced<Watts>{power.limit->value * shareOfLimit, Label::assumed,
                                      "three quarters of the power limit"};
    else
        power.active =
            Sourced<Watts>{Watts(typical->active), Label::assumed, "typical of this kind of device"};
}

} // namespace

Expected<void> completeDevice(Device& device) {
    const bool measured = std::ranges::any_of(
        device.runtimes, [](const auto& runtime) { return runtime.measured.has_value(); });
    if (!measured)
        completePower(device);
    for (auto& runtime : device.runtimes) {
        if (!runtime.rooflines.empty() || runtime.measured)
            continue;
        const auto* const known = compute::classOf(device, runtime.name);
        if (!known)
            return failure("nothing is known of the runtime \"" + runtime.name.substr(0, 100) + "\"", {},
                           "give its rooflines, or one of llama.cpp, vLLM, TensorRT-LLM, MLC, MLX, TinyChat, "
                           "ExecuTorch, Genie, T-MAC");
        auto figures = compute::figuresOf(*known, runtime.name);
        figures.points = std::move(runtime.points);
        runtime = std::move(figures);
    }
    return {};
}

} // namespace cellwright::catalogue
