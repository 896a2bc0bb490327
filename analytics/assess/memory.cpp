// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/memory.h"

#include "analytics/assess/modes/storage.h"
#include "analytics/assess/sharing.h"
#include "analytics/llm/derived.h"
#include "analytics/scenario/schema.h"

#include <algorithm>

namespace cellwright::assessing {
namespace {

template <class R>
using N = typename R::Number;

/// What one seat keeps in memory.
struct Keeper {
    const Plan* plan = nullptr;
    const Stage* stage = nullptr;
    const Seat* seat = nullptr;

    [[nodiscard]] Bytes weights() const {
        const Bytes all = plan->accounting->weightBytes(stage->blocks);
        if (seat->duty == Duty::experts)
            return expertBytes(*plan, stage->blocks) * seat->share;
        const double away = expertsAway(*stage);
        if (seat->duty == Duty::layers && away > 0.0)
            return all - expertBytes(*plan, stage->blocks) * away;
        return seat->share == 1.0 ? all : all * seat->share;
    }
    /// Its part of the KV cache.
    [[nodiscard]] double cached() const { return seat->duty == Duty::experts ? 0.0 : seat->share; }
    /// Requests whose cache it holds at once.
    [[nodiscard]] int sequences() const { return seat->duty == Duty::prompts ? 1 : plan->batch(*stage); }
    /// Tokens of each that it holds in the end.
    [[nodiscard]] std::int64_t tokens() const {
        return seat->duty == Duty::prompts ? plan->workload->promptTokens : plan->fullContext();
    }
    [[nodiscard]] Bytes workspace() const {
        const auto& p = *plan;
        const auto chunks = p.chunks();
        const int tokens = *std::max_element(chunks.begin(), chunks.end());
        return p.accounting->workspaceBytes(stage->blocks, tokens, sequences());
    }
    /// Whether its weights are there already because of `other`.
    [[nodiscard]] bool isWithin(const Keeper& other) const {
        const bool same = seat->duty == other.seat->duty && seat->share == other.seat->share &&
                          expertsAway(*stage) == expertsAway(*other.stage);
        const bool whole =
            other.seat->share == 1.0 && other.seat->duty != Duty::experts && expertsAway(*other.stage) == 0.0;
        return plan->listed == other.plan->listed && stage->weights == other.stage->weights &&
               (same || whole) && other.stage->blocks.first <= stage->blocks.first &&
               stage->blocks.last <= other.stage->blocks.last;
    }
};

std::vector<Keeper> keepers(const Plan& plan, HostId host) {
    std::vector<Keeper> all;
    for (const auto& stage : plan.stages)
        for (const auto& seat : stage.seats)
            if (seat.host ? seat.host->id == host : !host)
                all.push_back({&plan, &stage, &seat});
    if (!host && plan.towers)
        all.push_back({&plan, &*plan.towers, &plan.towers->seat()});
    return all;
}

std::vector<Keeper> keepers(std::span<const Plan* const> plans, HostId host) {
    std::vector<Keeper> all;
    for (const auto* plan : plans)
        for (const auto& keeper : keepers(*plan, host))
            all.push_back(keeper);
    return all;
}

/// Those whose weights must be kept: not included in another's. Of equals the first.
std::vector<Keeper> distinctWeights(const std::vector<Keeper>& all) {
    std::vector<Keeper> kept;
    for (std::size_t i = 0; i < all.size(); ++i) {
        bool covered = false;
        for (std::size_t j = 0; j < all.size() && !covered; ++j)
            covered = j != i && all[i].isWithin(all[j]) && (j < i || !all[j].isWithin(all[i]));
        if (!covered)
            kept.push_back(all[i]);
    }
    return kept;
}

/// Sequences of so many tokens in a KV cache.
struct Cached {
    std::int64_t tokens = 0;
    int sequences = 1;
    const char* tokensSymbol = "P + G";
    const char* tokensName = "prompt and output tokens";
};
/// The sequences of a batch, and the prefix that they have in common where nobody has kept it yet.
std::vector<Cached> cachedBy(const Keeper& keeper, bool keepsPrefix) {
    const auto& plan = *keeper.plan;
    const int batch = keeper.sequences();
    if (!plan.deployment->kvCaching || keeper.cached() == 0.0)
        return {{0, batch, "0", "tokens that are kept"}};
    const int prefix = keeper.stage->onDevice() ? 0 : plan.prefix();
    if (prefix == 0)
        return {keeper.seat->duty == Duty::prompts ? Cached{keeper.tokens(), batch, "P", "prompt tokens"}
                                                   : Cached{keeper.tokens(), batch}};
    std::vector<Cached> all{
        {keeper.tokens() - prefix, batch, "P + G - P_0", "tokens after the common prefix"}};
    if (keepsPrefix)
        all.push_back({prefix, 1, "P_0", "tokens of the common prefix"});
    return all;
}

/// Calls f(keeper, cached) for everything in the KV caches: a prefix once for all users of it.
template <class F>
void forEachCache(const std::vector<Keeper>& all, F&& f) {
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto sharesPrefix = [&](const Keeper& other) {
            return other.plan->workload == all[i].plan->workload &&
                   other.plan->deployment == all[i].plan->deployment &&
                   other.stage->blocks == all[i].stage->blocks;
        };
        const bool first = std::none_of(all.begin(), all.begin() + std::ptrdiff_t(i), sharesPrefix);
        for (const auto& cached : cachedBy(all[i], first))
            f(all[i], cached);
    }
}

const Keeper& largestWorkspace(const std::vector<Keeper>& all) {
    return *std::max_element(all.begin(), all.end(),
                             [](const Keeper& a, const Keeper& b) { return a.workspace() < b.workspace(); });
}

/// What a tied table saves where the first and the last layers are on the device, in stages of their own.
Bytes tiedTwice(const std::vector<Keeper>& all) {
    if (all.size() < 2 || all.front().seat->host || all[1].plan != all.front().plan)
        return {};
    const auto& acc = *all.front().plan->accounting;
    return acc.weightBytes(acc.below(acc.layers())) + acc.weightBytes(acc.above(acc.layers())) -
           acc.weightBytes(acc.whole());
}

/// `shared`: of them, what another stage of the same computer keeps, or flash.
template <class R>
Of<Bytes, R> weightsOf(R& rec, const Keeper& keeper, Bytes shared) {
    return rec.input(keeper.weights() - shared, "W",
                     "weights of " + keeper.plan->model->name + " as " +
                         std::string(enumKey(keeper.stage->weights)),
                     Label::published, "accounting: " + keeper.plan->model->source);
}

template <class R>
Of<Bytes, R> keyValuesOf(R& rec, const Keeper& keeper, const Cached& cached) {
    const auto& plan = *keeper.plan;
    const auto tokens = rec.input(double(cached.tokens), cached.tokensSymbol, cached.tokensName,
                                  Label::assumed, "workload \"" + plan.workload->name + "\"");
    const auto sequences = rec.input(double(cached.sequences), "B", "requests held together", Label::assumed,
                                     "deployment \"" + plan.deployment->name + "\"");
    const auto all =
        llm::kvBytes(rec, *plan.model, *plan.accounting, keeper.stage->blocks, N<R>(tokens), N<R>(sequences));
    if (keeper.cached() == 1.0)
        return all;
    const auto share = rec.input(keeper.cached(), "s", "share of each layer", Label::computed,
                                 "hosts that share the layers", "share");
    return rec.name(Of<Bytes, R>(all * share), "K", "KV cache of the share");
}

template <class R>
Of<Bytes, R> workspaceOf(R& rec, const Keeper& keeper) {
    return rec.input(keeper.workspace(), "M_work", "workspace", Label::computed,
                     "vectors of a micro-batch of 512 tokens in the widest layer, and logits");
}

template <class R>
Of<Bytes, R> memoryOf(R& rec, const std::vector<Keeper>& all, const char* symbol, const char* name,
                      Bytes streamed = {}) {
    std::vector<Of<Bytes, R>> terms;
    Bytes shared = tiedTwice(all) + streamed;
    for (const auto& keeper : distinctWeights(all)) {
        terms.push_back(weightsOf(rec, keeper, shared));
        shared = {};
    }
    forEachCache(all, [&](const Keeper& keeper, const Cached& cached) {
        terms.push_back(keyValuesOf(rec, keeper, cached));
    });
    terms.push_back(workspaceOf(rec, largestWorkspace(all)));
    return rec.name(rec.template sum<Of<Bytes, R>>(terms), symbol, name, "weights, KV cache and workspace");
}

std::vector<Part<Bytes>> partsOf(const std::vector<Keeper>& all) {
    Bytes weights, keyValues;
    for (const auto& keeper : distinctWeights(all))
        weights += keeper.weights();
    weights -= tiedTwice(all);
    forEachCache(all, [&](const Keeper& keeper, const Cached& cached) {
        keyValues += keeper.plan->accounting->kvBytes(keeper.stage->blocks, cached.tokens, cached.sequences) *
                     keeper.cached();
    });
    return {{"weights", "Weights", weights},
            {"kv_cache", "KV cache", keyValues},
            {"workspace", "Workspace", largestWorkspace(all).workspace()}};
}

/// All that is on the user's device: stages and towers of a plan, and its small model.
std::vector<Keeper> onDevice(const Plan& plan) {
    auto all = keepers(plan, {});
    if (plan.small)
        for (const auto& keeper : keepers(*plan.small, {}))
            all.push_back(keeper);
    return all;
}

Bytes streamedOf(const Plan& plan) {
    return streamedBytes(plan) + (plan.small ? streamedBytes(*plan.small) : Bytes());
}

} // namespace

template <class R>
Of<Bytes, R> deviceMemory(R& rec, const Plan& plan) {
    const auto all = onDevice(plan);
    return all.empty() ? Of<Bytes, R>()
                       : memoryOf(rec, all, "M_device", "memory needed on the device", streamedOf(plan));
}

std::vector<Part<Bytes>> wholeDeviceParts(const Plan& plan) {
    const auto own = keepers(plan, {});
    return own.empty() ? std::vector<Part<Bytes>>() : partsOf(own);
}

std::vector<Part<Bytes>> deviceMemoryParts(const Plan& plan) {
    const auto all = onDevice(plan);
    if (all.empty())
        return {};
    auto parts = partsOf(all);
    parts.front().value -= streamedOf(plan);
    return parts;
}

template <class R>
Of<Bytes, R> hostMemory(R& rec, HostId host, std::span<const Plan* const> plans) {
    const auto all = keepers(plans, host);
    return all.empty() ? Of<Bytes, R>() : memoryOf(rec, all, "M_host", "memory needed on each accelerator");
}

std::vector<Part<Bytes>> hostMemoryParts(HostId host, std::span<const Plan* const> plans) {
    const auto all = keepers(plans, host);
    return all.empty() ? std::vector<Part<Bytes>>() : partsOf(all);
}

template <class R>
Of<Bytes, R> stageMemory(R& rec, const Plan& plan, const Stage& stage) {
    return memoryOf(rec, {{&plan, &stage, &stage.seat()}}, "M", "memory needed for this stage");
}

#define INSTANTIATE(R)                                                                                       \
    template Of<Bytes, R> deviceMemory(R&, const Plan&);                                                     \
    template Of<Bytes, R> stageMemory(R&, const Plan&, const Stage&);                                        \
    template Of<Bytes, R> hostMemory(R&, HostId, std::span<const Plan* const>);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::assessing
