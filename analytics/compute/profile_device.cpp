// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// A measured computer as a device.
#include "analytics/compute/device.h"

#include <algorithm>
#include <string_view>

namespace cellwright::compute {
namespace {

using measured::Choice;
using measured::KernelModel;

constexpr std::string_view ggml = "ggml";

std::string providerName(const kernels::Profile& profile, const std::string& id) {
    const auto known = std::ranges::find(profile.providers, id, &kernels::ProviderInfo::id);
    return known == profile.providers.end() || known->name.empty() ? id : known->name;
}

std::string runtimeName(const kernels::Profile& profile, const Choice& choice) {
    if (choice.asLlama || choice.provider == ggml)
        return "llama.cpp";
    return choice.provider == kernels::ownProvider ? "Cellwright kernels"
                                                   : providerName(profile, choice.provider);
}

/// All that computed products, ours first, then llama.cpp's.
std::vector<std::string> providersOf(const kernels::Profile& profile) {
    std::vector<std::string> ids;
    for (const auto& k : profile.kernels)
        if (std::ranges::find(ids, k.provider) == ids.end())
            ids.push_back(k.provider);
    const auto rank = [](const std::string& id) {
        return id == kernels::ownProvider ? 0 : id == ggml ? 1 : 2;
    };
    std::ranges::stable_sort(ids, {}, rank);
    return ids;
}

/// What runs models here: each provider as a runtime of its own, llama.cpp by its ggml or else by ours.
/// Without a number of threads each has the most that it was measured with.
std::vector<Choice> choicesOf(const kernels::Profile& profile, int threads) {
    std::vector<Choice> choices;
    const auto ids = providersOf(profile);
    const bool hasGgml = std::ranges::find(ids, ggml) != ids.end();
    for (const auto& id : ids) {
        choices.push_back({id, threads, false, id == ggml});
        if (id == kernels::ownProvider && !hasGgml)
            choices.push_back({id, threads, true, true});
    }
    return choices;
}

} // namespace

Expected<RuntimeFigures> measuredRuntime(std::shared_ptr<const kernels::Profile> profile,
                                         const Choice& choice) {
    return KernelModel::of(std::move(profile), choice).map([&](KernelModel kernels) {
        RuntimeFigures runtime;
        runtime.name = runtimeName(kernels.profile(), choice);
        runtime.error = choice.asLlama ? ErrorFigures{0.35, 0.25, Label::assumed,
                                                      "usual; kernels of llama.cpp were not measured here"}
                                       : ErrorFigures{0.15, 0.12, Label::assumed,
                                                      "usual; every prediction has an interval of its own"};
        runtime.measured = std::move(kernels);
        return runtime;
    });
}

Expected<Device> deviceFromProfile(const kernels::Profile& profile, int threads) {
    const auto shared = std::make_shared<const kernels::Profile>(profile);
    const auto providers = providersOf(profile);
    if (providers.empty())
        return failure("the profile has no kernel", "profile", "measure the products of some matrices");
    if (profile.machine.cpu.empty())
        return failure("machine.cpu is empty", "profile", "the name of the processor");
    if (profile.machine.memory.si() <= 0.0)
        return failure("machine.memory_bytes is 0", "profile", "the bytes of main memory");
    const int used = threads > 0 ? threads : measured::mostThreads(profile, providers.front());
    Device device;
    Error problem;
    for (const auto& choice : choicesOf(profile, threads))
        if (auto runtime = measuredRuntime(shared, choice))
            device.runtimes.push_back(std::move(*runtime));
        else if (problem.what.empty())
            problem = runtime.error();
    if (device.runtimes.empty())
        return tl::make_unexpected(problem);
    const auto& kernels = *device.runtimes.front().measured;
    device.id = "this";
    device.name = profile.machine.cpu;
    device.kind = DeviceKind::server;
    device.memoryBandwidth = {kernels.readBandwidth(), Label::measured, kernels.source()};
    device.memoryCapacity = {0.8 * profile.machine.memory, Label::assumed,
                             "80 % of main memory, the rest being the system's"};
    device.power.active =
        Sourced<Watts>{Watts(15.0 * used), Label::assumed, "15 W per busy core; no energy counter was read"};
    device.power.idle = {Watts(2.0 * used), Label::assumed, "2 W per idle core; no energy counter was read"};
    device.power.boundary = "processor and memory";
    if (const auto sound = check(device); !sound)
        return tl::make_unexpected(sound.error());
    return device;
}

} // namespace cellwright::compute
