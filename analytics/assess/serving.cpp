// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/serving.h"

#include "analytics/assess/memory.h"
#include "analytics/assess/request.h"

#include <algorithm>

namespace cellwright::assessing {
namespace {

Seconds decodeTime(const Plan& plan, std::int64_t context, int sequences) {
    NullRecorder rec;
    const auto& stage = plan.firstHostStage();
    auto task = decodeTask(plan, stage);
    task.stretches.back().step = llm::Step::decode(context, sequences);
    return compute::predict(rec, *stage.seat().device, task, "decode step");
}

/// The whole prompt at once, however it is divided.
Seconds prefillTime(const Plan& plan) {
    NullRecorder rec;
    const auto& stage = plan.firstHostStage();
    auto task = promptTask(plan, stage, 0);
    task.stretches.back().range = stage.blocks;
    task.stretches.back().step.tokens = plan.workload->promptTokens - plan.prefix();
    return compute::predict(rec, *stage.seat().device, task, "prefill");
}

Seconds notNegative(Seconds time) {
    return std::max(time, Seconds(0.0));
}

IterationTimes timesOf(const Plan& plan) {
    const auto context = plan.meanContext();
    const int many = std::max(2, plan.deployment->batch);
    const Seconds one = decodeTime(plan, context, 1);
    const Seconds all = decodeTime(plan, context, many);
    const Seconds deep = decodeTime(plan, 2 * context, many);
    IterationTimes times;
    times.perCachedToken = notNegative(deep - all) / double(many) / double(context);
    const Seconds cached = times.perCachedToken * double(context);
    times.perSequence = notNegative((all - one) / double(many - 1) - cached);
    times.fixed = notNegative(one - times.perSequence - cached);
    const int prompt = plan.workload->promptTokens;
    times.perPromptToken = notNegative(prefillTime(plan) - times.fixed) / double(std::max(1, prompt));
    return times;
}

Bytes poolOf(const Seat& seat, std::span<const Plan* const> plans) {
    Bytes used;
    for (const auto& part : hostMemoryParts(seat.host->id, plans))
        if (part.key != "kv_cache")
            used += part.value;
    return std::max(Bytes(0.0), seat.device->memoryCapacity.value - used);
}

} // namespace

bool batches(const World& world, HostId host) {
    return std::ranges::any_of(world.plansOn(host), [](const Plan* plan) {
        return plan->deployment->serving == Serving::continuous;
    });
}

Batching batching(const World& world, const Plan& plan) {
    Batching result;
    result.cost = timesOf(plan);
    result.sequences = std::max(1, plan.deployment->batch);
    const int chunk = plan.deployment->promptChunk;
    result.promptChunk = std::max(1, chunk > 0 ? chunk : plan.workload->promptTokens);
    const auto& stage = plan.firstHostStage();
    result.pool = poolOf(stage.seat(), world.plansOn(plan.firstHost().id));
    result.cache = plan.accounting->kvBytes(stage.blocks, plan.fullContext(), 1);
    return result;
}

} // namespace cellwright::assessing
