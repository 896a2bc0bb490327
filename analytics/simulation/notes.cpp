// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/simulation/notes.h"

#include "analytics/assess/queues/serving.h"
#include "analytics/quantity/text.h"

#include <algorithm>

namespace cellwright::simulating {
namespace {

std::vector<std::string> leftOut(const assessing::Plan& plan) {
    const auto& d = *plan.deployment;
    std::vector<std::string> notes;
    if (d.cooperation == Cooperation::speculation)
        notes.emplace_back("Not simulated: speculation round by round; its mean time per token is used.");
    if (d.cooperation == Cooperation::cascade)
        notes.emplace_back(
            "Simulated are the requests that the small model passes on, from then on; those that it "
            "answers never leave the device. The formulas are the mean over both.");
    if (d.deviceStorage == DeviceStorage::flash)
        notes.emplace_back("Not simulated: reads of the flash one by one; their time is part of each step.");
    if (d.deviceStorage == DeviceStorage::download)
        notes.emplace_back("Not simulated: the download of the layers layer by layer; its time is part of "
                           "each request, and its traffic is not in the air.");
    if (d.coldShare > 0.0)
        notes.emplace_back("Not simulated: which requests find no model loaded; the mean is used.");
    if (plan.computers.size() > 2)
        notes.emplace_back(
            "Each host is held when a request first reaches it, for all that the request has it "
            "do; hosts that only help another are busy, but nobody waits for them.");
    if (plan.computers.size() > 2 && d.serving == Serving::continuous)
        notes.emplace_back("Not simulated: batching by iterations over several hosts; requests are served "
                           "whole, as assessed.");
    if (plan.chunks().size() > 1 && plan.stages.size() > 1)
        notes.emplace_back(
            "Not simulated: chunks of a prompt one by one; the prompt passes in one piece, each "
            "part of the way taking what it adds to the first token.");
    if (plan.isSplit() && d.serving == Serving::fixedBatch)
        notes.emplace_back("A request holds its accelerator for its processor time in one piece, although "
                           "its later tokens come one by one.");
    if (plan.group->speed.si() > 0.0)
        notes.emplace_back("Not simulated: movement; users stay where they are drawn, without handovers.");
    return notes;
}

std::string mixedNote(const Host& host) {
    return "\"" + host.name +
           "\" serves some deployments with a fixed batch and some continuously: all are simulated as "
           "joining "
           "and leaving between iterations.";
}

} // namespace

void addNotes(const assessing::World& world, const SimulationOptions& options, SimulationResult& result) {
    for (std::size_t g = 0; g < result.groups.size(); ++g)
        if (world.plans()[g])
            result.groups[g].notSimulated = leftOut(*world.plans()[g]);
    for (const auto& host : world.scenario().topology.hosts) {
        const auto plans = world.plansOn(host.id);
        const auto fixed = std::ranges::count_if(
            plans, [](const auto* plan) { return plan->deployment->serving == Serving::fixedBatch; });
        if (fixed > 0 && fixed < std::ptrdiff_t(plans.size()))
            result.notes.push_back(mixedNote(host));
    }
    result.notes.emplace_back("Radio conditions stand still: no fading in time, no handovers, and the cells' "
                              "loads and active users as assessed.");
    result.notes.emplace_back("Packets queue in the transport network for the mean time that is assessed.");
    if (!options.trace.empty())
        result.notes.emplace_back(
            "Requests come at the times of the trace; the analytic figures are those of "
            "the workloads' rates.");
    if (!result.complete)
        result.notes.push_back("Cancelled after " + std::to_string(result.replications) + " of " +
                               std::to_string(options.replications) + " replications.");
}

} // namespace cellwright::simulating
