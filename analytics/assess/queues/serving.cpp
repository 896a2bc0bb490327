// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/queues/serving.h"

#include "analytics/assess/memory.h"
#include "analytics/assess/request.h"
#include "analytics/assess/stage_times.h"
#include "analytics/assess/user.h"

#include <algorithm>
#include <numeric>

namespace cellwright::assessing {
namespace {

/// The layers that the plan's host runs.
const Stage& stageOf(const Plan& plan) {
    return *std::ranges::find_if(plan.stages, [](const Stage& stage) { return !stage.onDevice(); });
}
bool usesOneHost(const Plan& plan) {
    return plan.usesHost() && plan.computers.size() == 2;
}

Seconds decodeTime(const Plan& plan, std::int64_t context, int sequences) {
    NullRecorder rec;
    auto task = decodeTask(plan, stageOf(plan));
    auto& step = task.stretches.back().step;
    if (step.phase == llm::Step::Phase::decode)
        step = llm::Step::decode(context, sequences);
    else // without a KV cache the whole sequence is computed again
        step = {step.phase, context, sequences};
    return compute::predict(rec, *stageOf(plan).seat().device, task, "decode step");
}

Seconds prefillTime(const Plan& plan) {
    NullRecorder rec;
    Seconds sum;
    for (std::size_t chunk = 0; chunk < plan.chunks().size(); ++chunk)
        sum += compute::predict(rec, *stageOf(plan).seat().device, promptTask(plan, stageOf(plan), chunk),
                                "prefill");
    return sum;
}

Seconds notNegative(Seconds time) {
    return std::max(time, Seconds(0.0));
}

IterationTimes timesOf(const Plan& plan, const Batching& batch) {
    const auto context = plan.meanContext();
    const int many = std::max(2, batch.sequences);
    const Seconds one = decodeTime(plan, context, 1);
    const Seconds all = decodeTime(plan, context, many);
    const Seconds deep = decodeTime(plan, 2 * context, many);
    IterationTimes times;
    times.perCachedToken = notNegative(deep - all) / double(many) / double(context);
    const Seconds cached = times.perCachedToken * double(context);
    times.perSequence = notNegative((all - one) / double(many - 1) - cached);
    times.fixed = notNegative(one - times.perSequence - cached);
    const double iterations = double((batch.promptTokens + batch.promptChunk - 1) / batch.promptChunk);
    times.perPromptToken =
        notNegative(prefillTime(plan) - times.fixed * iterations) / double(batch.promptTokens);
    return times;
}

Bytes poolOf(const Host& host, const compute::Device& device, std::span<const Plan* const> plans) {
    Bytes used;
    for (const auto& part : hostMemoryParts(host.id, plans))
        if (part.key != "kv_cache")
            used += part.value;
    return std::max(Bytes(0.0), device.memoryCapacity.value - used);
}

} // namespace

bool batches(const World& world, HostId host) {
    return std::ranges::any_of(world.plansOn(host), [](const Plan* plan) {
        return plan->deployment->serving == Serving::continuous && usesOneHost(*plan);
    });
}

bool joinsBatches(const World& world, const Plan& plan) {
    return usesOneHost(plan) && batches(world, plan.firstHost().id);
}

Batching batching(const World& world, const Plan& plan) {
    const auto chunks = plan.chunks();
    Batching result;
    result.sequences = std::max(1, plan.deployment->batch);
    result.promptTokens = std::max(1, std::accumulate(chunks.begin(), chunks.end(), 0));
    result.promptChunk = std::max(1, *std::ranges::max_element(chunks));
    result.cost = timesOf(plan, result);
    const auto& host = plan.firstHost();
    result.pool = poolOf(host, *stageOf(plan).seat().device, world.plansOn(host.id));
    result.cache = plan.accounting->kvBytes(stageOf(plan).blocks, plan.fullContext(), 1);
    return result;
}

namespace {

/// Seconds that each later token of split inference is away from the host, with an idle network.
double awayTime(const World& world, const Plan& plan, std::size_t group) {
    if (!plan.usesDevice())
        return 0.0;
    NullRecorder rec;
    const auto model = requestModel(rec, world, plan, false);
    double sum = 0.0, users = 0.0;
    for (std::size_t user = 0; user < world.links(group).size(); ++user) {
        if (!world.served(group, user))
            continue;
        const auto network = networkOf(rec, world, plan, world.links(group)[user], false);
        for (const auto& leg : inference::tokenLegs(rec, model.request, network))
            if (leg.phase != inference::Phase::hostDecode)
                sum += leg.times.front().si();
        users += 1.0;
    }
    return users > 0.0 ? sum / users : 0.0;
}

int modelOf(std::vector<const Plan*>& models, const Plan& plan) {
    const auto same =
        std::ranges::find_if(models, [&](const Plan* other) { return sameLayers(*other, plan); });
    if (same != models.end())
        return int(same - models.begin());
    models.push_back(&plan);
    return int(models.size()) - 1;
}

} // namespace

bool sameLayers(const Plan& a, const Plan& b) {
    return a.listed == b.listed && stageOf(a).blocks == stageOf(b).blocks &&
           stageOf(a).weights == stageOf(b).weights;
}

std::optional<HostBatch> hostBatch(const World& world, HostId host) {
    if (!batches(world, host))
        return std::nullopt;
    std::vector<inference::BatchedKind> kinds;
    std::vector<UserGroupId> groups;
    std::vector<const Plan*> models;
    int sequences = 1, chunk = 1;
    double places = 1e9;
    for (std::size_t g = 0; g < world.plans().size(); ++g) {
        const auto& plan = world.plans()[g];
        if (!plan || !plan->uses(host) || !joinsBatches(world, *plan))
            continue;
        const auto batch = batching(world, *plan);
        sequences = std::max(sequences, batch.sequences);
        chunk = std::max(chunk, batch.promptChunk);
        places = std::min(places, batch.pool / batch.cache);
        const double rate = plan->askingRate().si() * world.servedUsers(g);
        const Seconds cached = batch.cost.perCachedToken * double(plan->meanContext());
        kinds.push_back({.rate = rate / plan->firstHost().count,
                         .prompt = batch.promptTokens,
                         .output = plan->workload->outputTokens,
                         .model = modelOf(models, *plan),
                         .fixed = batch.cost.fixed.si(),
                         .perPromptToken = batch.cost.perPromptToken.si(),
                         .perSequence = (batch.cost.perSequence + cached).si(),
                         .away = awayTime(world, *plan, g)});
        groups.push_back(plan->group->id);
    }
    const int most = std::clamp(int(std::min(double(sequences), places)), 1, sequences);
    return HostBatch{inference::BatchQueue(std::move(kinds), most, chunk), std::move(groups)};
}

template <class R>
Of<Seconds, R> hostWait(R& rec, const World& world, const Host& host) {
    const auto& arrivals = world.arrivals(host.id);
    const auto* batch = world.batch(host.id);
    if (!batch)
        return inference::meanWait(rec, arrivals, host.count);
    double rate = 0.0, sum = 0.0;
    for (std::size_t i = 0; i < batch->groups.size(); ++i) {
        const double own = batch->queue.rate(i);
        rate += own;
        sum += own * batch->queue.times(i).wait;
    }
    return rec.input(Seconds(rate > 0.0 ? sum / rate : 0.0), "W",
                     "mean wait for a place in the batch and the prompts ahead", Label::computed,
                     "birth and death of the requests in the batch; Cohen 1979, Allen and Cunneen");
}

template <class R>
void serveInBatches(R& rec, const World& world, const Plan& plan, inference::StageTimes<R>& stage) {
    using N = typename R::Number;
    const auto* host = joinsBatches(world, plan) ? world.batch(plan.firstHost().id) : nullptr;
    if (!host || stage.onDevice)
        return;
    const auto kind = std::size_t(std::ranges::find(host->groups, plan.group->id) - host->groups.begin());
    const auto times = host->queue.times(kind);
    const auto computed = [&](double seconds, const char* symbol, const char* name) {
        return rec.input(Seconds(seconds), symbol, name, Label::computed,
                         "predicted steps and prefill of the deployment");
    };
    const std::string births = "birth and death of the requests in the batch; Cohen 1979";
    stage.wait = rec.input(Seconds(times.wait), "W", "wait for a place in the batch and the prompts ahead",
                           Label::computed, births + ", Allen and Cunneen");
    const double beside = (times.prefill - host->queue.promptAlone(kind)) / double(stage.prefill.size());
    for (auto& chunk : stage.prefill)
        chunk = chunk + rec.input(Seconds(beside), "t_beside", "steps of the others in the same iteration",
                                  Label::computed, births);
    const N others =
        rec.input(times.inIteration - 1.0, "n", "other sequences in an iteration", Label::computed, births);
    const auto iteration = rec.name(computed(times.fixed, "t_fixed", "reading the weights") +
                                        computed(times.own, "t_own", "the sequence and its cache") +
                                        others * computed(times.others, "t_other", "each other sequence"),
                                    "τ", "iteration", "fixed part and sequences");
    const N stretch = rec.input(times.stretch, "f", "by prompts of others, and waiting for iterations",
                                Label::computed, births);
    stage.decode =
        rec.name(stretch * iteration, "t_decode,host", "one decode step on the host", "continuous batching");
}

#define INSTANTIATE(R)                                                                                       \
    template Of<Seconds, R> hostWait(R&, const World&, const Host&);                                         \
    template void serveInBatches(R&, const World&, const Plan&, inference::StageTimes<R>&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::assessing
