// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/profile/profile_tables.h"

#include "analytics/kernels/roof.h"
#include "analytics/llm/formats/scheme.h"
#include "analytics/quantity/text.h"
#include "app/cli/table.h"

#include <algorithm>
#include <iostream>

namespace cellwright::cli {
namespace {

std::string coresText(const kernels::Machine& machine) {
    std::string words = std::to_string(machine.cores);
    if (machine.coreKinds.size() > 1)
        for (const auto& kind : machine.coreKinds)
            words += (&kind == &machine.coreKinds.front() ? " (" : " + ") + std::to_string(kind.cores);
    if (machine.coreKinds.size() > 1)
        words += ", fastest first)";
    if (machine.smt)
        words += ", " + std::to_string(machine.logicalProcessors) + " hardware threads";
    if (machine.quota > 0.0)
        words += ", quota of " + roundedText(machine.quota, 3);
    if (machine.numaNodes > 1)
        words += ", " + std::to_string(machine.numaNodes) + " memory nodes, pages " + machine.pages;
    return words + (machine.pinned ? ", threads pinned" : ", threads not pinned");
}

std::string systemText(const kernels::Machine& machine) {
    std::string words = machine.operatingSystem;
    if (!machine.kernelRelease.empty())
        words += ", " + machine.kernelRelease;
    if (machine.virtualMachine)
        words += ", virtual machine" + (machine.hypervisor.empty() ? "" : " (" + machine.hypervisor + ")");
    if (!machine.governor.empty())
        words += ", governor " + machine.governor;
    return words;
}

std::string known(double value, const std::string& unit = {}) {
    return value < 0.0 ? "not known" : roundedText(value, 2) + unit;
}

std::string noiseText(const kernels::Noise& noise) {
    return "spread " + percent(noise.medianSpread, 2) + ", canary " + percent(noise.canarySpread, 2) +
           ", drift " + percent(noise.throttling, 2) + ", " + std::to_string(noise.disturbedRounds) + " of " +
           std::to_string(noise.rounds + noise.disturbedRounds) + " rounds dropped";
}

std::string othersText(const kernels::Noise& noise) {
    return "load " + known(noise.loadBefore) + " before, " + known(noise.loadAfter) +
           " after; other programs " + known(noise.otherCores, " cores") + "; stolen " +
           (noise.stealShare < 0.0 ? "not known" : percent(noise.stealShare, 2)) + "; " +
           std::to_string(noise.involuntarySwitches) + " involuntary switches";
}

void printMachine(const kernels::Profile& profile) {
    const auto& machine = profile.machine;
    printPairs(std::cout,
               {{"processor", printable(machine.cpu)},
                {"cores", coresText(machine)},
                {"instructions", printable(machine.simd)},
                {"memory", toDisplay(machine.memory)},
                {"system", printable(systemText(machine))},
                {"program", printable(machine.version + ", " + machine.compiler + ", " + machine.build)},
                {"date", printable(machine.date)},
                {"noise", noiseText(profile.noise)},
                {"meanwhile", othersText(profile.noise)}});
    for (const auto& warning : machine.warnings)
        warn(warning);
    if (profile.noise.disturbed)
        warn("the measurement was disturbed; measure again on an idle computer");
    for (const auto& reason : profile.noise.reasons)
        warn("disturbed: " + reason);
}

void printLimits(const kernels::Profile& profile) {
    Table bandwidth({number("Threads"), number("Read bandwidth"), number("Spread")});
    for (const auto& row : profile.readBandwidth)
        bandwidth.add({std::to_string(row.threads), toDisplay(row.bandwidth), percent(row.spread)});
    Table peaks({text("Unit"), number("Threads"), number("Peak"), number("Spread")});
    for (const auto& row : profile.peaks)
        peaks.add({row.unit, std::to_string(row.threads), toDisplay(row.rate), percent(row.spread)});
    std::cout << '\n';
    bandwidth.print(std::cout, 0);
    std::cout << '\n';
    peaks.print(std::cout, 0);
}

/// "81.2 % of read"
std::string reached(const std::optional<kernels::Roof>& roof) {
    return roof ? percent(roof->share) + " of " + std::string(roof->limit) : "";
}

std::string spreadText(double spread, bool settled) {
    return percent(spread) + (settled ? "" : " *");
}

void printKernels(const kernels::Profile& profile) {
    Table timings({text("Kernel"), text("Provider"), text("Weights"), number("Rows"), number("Columns"),
                   number("Tokens"), number("Threads"), number("Median"), number("Spread"),
                   number("Operations"), number("Weights read"), number("Limit")});
    for (const auto& k : profile.kernels)
        timings.add({k.kernel, k.provider, std::string(llm::schemeName(k.weights)), std::to_string(k.rows),
                     std::to_string(k.cols), std::to_string(k.tokens), std::to_string(k.threads),
                     toDisplay(k.median), spreadText(k.spread(), k.settled), toDisplay(k.flopRate),
                     toDisplay(k.byteRate), reached(kernels::roofOf(profile, k))});
    if (timings.empty())
        return;
    std::cout << '\n';
    timings.print(std::cout, 0);
}

std::string sizeText(const kernels::OperationTiming& o) {
    if (o.hidden > 0)
        return std::to_string(o.hidden);
    return o.intermediate > 0 ? std::to_string(o.intermediate)
                              : std::to_string(o.heads) + "x" + std::to_string(o.headSize);
}

void printOperations(const kernels::Profile& profile) {
    Table operations({text("Operation"), text("Provider"), text("Weights"), text("Cache"), number("Size"),
                      number("Tokens"), number("Depth"), number("Threads"), number("Median"),
                      number("Spread"), number("Operations"), number("Read"), number("Limit")});
    for (const auto& o : profile.operations) {
        const bool layer = o.kernel == kernels::layerKernel;
        const bool weighs = layer || o.kernel == kernels::embeddingKernel ||
                            o.kernel == kernels::quantizeKernel || o.kernel == kernels::dequantizeKernel;
        const bool caches = layer || o.kernel == kernels::attentionKernel;
        operations.add({o.kernel, o.provider, weighs ? std::string(llm::schemeName(o.weights)) : "",
                        caches ? std::string(llm::schemeName(o.cache)) : "", sizeText(o),
                        std::to_string(o.tokens), std::to_string(o.depth), std::to_string(o.threads),
                        toDisplay(o.median), spreadText(o.spread(), o.settled), toDisplay(o.flopRate),
                        toDisplay(o.byteRate), reached(kernels::roofOf(profile, o))});
    }
    if (operations.empty())
        return;
    std::cout << '\n';
    operations.print(std::cout, 0);
}

} // namespace

void printProfile(const kernels::Profile& profile) {
    printMachine(profile);
    printLimits(profile);
    printKernels(profile);
    printOperations(profile);
    const bool all = std::ranges::all_of(profile.kernels, &kernels::KernelTiming::settled) &&
                     std::ranges::all_of(profile.operations, &kernels::OperationTiming::settled);
    if (!all)
        std::cout << "\n* the median is not known to 2 %\n";
}

void printComparison(const kernels::Comparison& comparison) {
    Table cases({text("Kernel"), text("Provider"), text("Case"), number("First"), number("Second"),
                 number("Second/first"), text("")});
    for (const auto& c : comparison.cases)
        cases.add({c.kernel, printable(c.provider), c.what, toDisplay(c.first.median),
                   toDisplay(c.second.median), roundedText(c.ratio, 3), c.beyondNoise ? "beyond noise" : ""});
    Table classes({text("Kernel"), text("Provider"), number("Cases"), number("Second/first"),
                   number("Median difference")});
    for (const auto& c : comparison.classes)
        classes.add({c.kernel, printable(c.provider), std::to_string(c.cases), roundedText(c.ratio, 3),
                     percent(c.difference, 2)});
    cases.print(std::cout, 0);
    std::cout << '\n';
    classes.print(std::cout, 0);
    for (const auto& one : comparison.onlyInFirst)
        std::cout << "only in the first: " << printable(one) << '\n';
    for (const auto& one : comparison.onlyInSecond)
        std::cout << "only in the second: " << printable(one) << '\n';
    std::cout << '\n' << comparison.summary() << '\n';
}

Json toJson(const kernels::Comparison& comparison) {
    Json cases = Json::array(), classes = Json::array();
    for (const auto& c : comparison.cases)
        cases.push_back({{"provider", c.provider},
                         {"kernel", c.kernel},
                         {"case", c.what},
                         {"first_s", c.first.median.si()},
                         {"second_s", c.second.median.si()},
                         {"ratio", c.ratio},
                         {"beyond_noise", c.beyondNoise}});
    for (const auto& c : comparison.classes)
        classes.push_back({{"provider", c.provider},
                           {"kernel", c.kernel},
                           {"cases", c.cases},
                           {"ratio", c.ratio},
                           {"difference_rel", c.difference}});
    return {{"difference_rel", comparison.kernels > 0 ? Json(comparison.difference) : Json()},
            {"kernels", comparison.kernels},
            {"beyond_noise", comparison.beyondNoise},
            {"cases", std::move(cases)},
            {"classes", std::move(classes)},
            {"only_in_first", comparison.onlyInFirst},
            {"only_in_second", comparison.onlyInSecond},
            {"summary", comparison.summary()}};
}

void printProviders(const std::vector<kernels::ProviderInfo>& providers) {
    Table table({text("Provider"), text("Name"), text("Version"), text("Device"), text("Here")});
    for (const auto& p : providers)
        table.add({p.id, printable(p.name), printable(p.version), printable(p.device),
                   p.unavailable.empty() ? "yes" : printable(p.unavailable)});
    table.print(std::cout, 0);
}

} // namespace cellwright::cli
