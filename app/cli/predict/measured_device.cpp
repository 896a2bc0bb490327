// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/predict/measured_device.h"

#include "analytics/compute/measured/wanted.h"
#include "analytics/kernels/machine.h"
#include "analytics/kernels/providers/provider.h"
#include "app/cli/measure.h"
#include "app/cli/profile/model_work.h"
#include "app/cli/shared.h"

#include <algorithm>

namespace cellwright::cli {
namespace {

using kernels::Provider;

constexpr const char* ours = "Cellwright kernels";
constexpr const char* llama = "llama.cpp";

/// The runtimes of this computer, each by the provider that will be measured for it.
compute::Device runtimesHere() {
    compute::Device device;
    device.id = "this";
    device.runtimes.emplace_back().name = ours;
    device.runtimes.emplace_back().name = llama;
    for (const auto& provider : kernels::providers()) {
        const auto info = provider->info();
        if (info.unavailable.empty() && info.id != kernels::ownProvider && info.id != "ggml")
            device.runtimes.emplace_back().name = info.name;
    }
    return device;
}

std::string chosenRuntime(const std::string& asked) {
    if (asked.empty())
        return ours;
    const auto chosen = compute::withRuntime(runtimesHere(), asked);
    if (!chosen)
        throw WrongUsage("--runtime: " + chosen.error().message() + " (leave it out or choose one of them)");
    return compute::runtimeOf(*chosen).name;
}

/// The one behind a runtime, and ours for what it lacks.
std::vector<Provider*> providersFor(const std::string& runtime) {
    std::vector<Provider*> chosen;
    for (const auto& provider : kernels::providers()) {
        const auto info = provider->info();
        const bool behind = runtime == llama ? info.id == "ggml" : info.name == runtime;
        if (behind && info.unavailable.empty())
            chosen.push_back(provider.get());
    }
    kernels::OperationCase attention;
    attention.kernel = kernels::attentionKernel;
    if (chosen.empty() || !chosen.front()->runs(attention))
        chosen.push_back(kernels::providers().front().get());
    return chosen;
}

} // namespace

Expected<compute::Device> measuredDevice(const std::vector<compute::Task>& tasks, const std::string& runtime,
                                         int threads, std::uint64_t seed) {
    const auto name = chosenRuntime(runtime);
    const auto providers = providersFor(name);
    auto what = compute::measured::wantedFor(tasks, abilitiesOf(providers));
    what.seed = seed;
    what.threads = {threads > 0 ? threads : int(kernels::usableCores().size())};
    for (const auto* provider : providers)
        what.providers.push_back(provider->info().id);
    warn("measuring this computer for up to 20 s; keep a profile for later with: cellwright-cli profile -o "
         "FILE");
    return compute::deviceFromProfile(measure(what), what.threads.front())
        .and_then([&](const compute::Device& device) { return compute::withRuntime(device, name); });
}

} // namespace cellwright::cli
