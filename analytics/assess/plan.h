// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/assess.h"
#include "analytics/llm/accounting.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// The inside of assess(): what it resolves, computes per group and per user, and concludes.
namespace cellwright::assessing {

/// What a computer does in a stage.
enum class Duty {
    layers,  ///< all of it
    tensor,  ///< an equal share of every layer
    experts, ///< some of the experts of every layer
    prompts, ///< all of it, for prompts only
};
/// One computer in a stage: a host, or the user's device.
struct Seat {
    const Host* host = nullptr; ///< nothing: the user's device
    const compute::Device* device = nullptr;
    Duty duty = Duty::layers;
    double share = 1.0; ///< of the layers, or of the experts
};

/// Blocks that follow each other in one place.
struct Stage {
    llm::BlockRange blocks;
    Scheme weights = Scheme::f16;
    std::vector<Seat> seats; ///< the first one has the layers; the others help it

    [[nodiscard]] const Seat& seat() const { return seats.front(); }
    [[nodiscard]] bool onDevice() const { return !seat().host; }
    /// Those who share its layers, in the order in which all-reduces go round.
    [[nodiscard]] std::vector<const Seat*> tensorRing() const;
    /// Who processes prompts here.
    [[nodiscard]] const Seat& promptSeat() const;
};

/// A way that data of a request go, from host to host or between one and the user's site.
struct Passage {
    const Host* from = nullptr; ///< nothing: the site
    const Host* to = nullptr;
    bool first = true; ///< before the first token
    bool later = true; ///< for each later one, which has to wait for it

    [[nodiscard]] bool betweenHosts() const { return from && to; }
    [[nodiscard]] const Host& host() const { return to ? *to : *from; } ///< at its end, or the only one
};

/// One user group with everything that it refers to, found or reported missing.
struct Plan {
    const UserGroup* group = nullptr;
    const Workload* workload = nullptr;
    const Deployment* deployment = nullptr;
    const llm::Model* listed = nullptr; ///< the model as it is known
    const llm::Model* model = nullptr;  ///< as it is run: with a window of the KV cache, if one is wanted
    std::shared_ptr<const llm::Model> windowed;
    const compute::Device* device = nullptr;   ///< what the users carry
    std::optional<llm::Accounting> accounting; ///< with the device's weights where it runs, else the hosts'
    /// In the order in which a token passes them; no two neighbours are in the same place. On the device
    /// alone there is one, of all blocks; a split has two; where the last layers come back to the device, the
    /// first and the last stage are there.
    std::vector<Stage> stages;
    /// Everyone who has a seat, once. The device, where it has one, or else nobody, is first: a computer's
    /// place is its number.
    std::vector<Seat> computers;
    const Workload* asked = nullptr; ///< as the scenario says; `workload` counts the tokens of its media too
    std::shared_ptr<const Workload> ownWorkload;
    std::int64_t mediaTokens = 0;      ///< of the prompt, where the media are of a kind
    std::optional<Stage> towers;       ///< on the device, where embeddings travel to a host
    const Host* source = nullptr;      ///< of the layers of a device that runs all of them and keeps none
    std::shared_ptr<const Plan> small; ///< of the small model, where two models cooperate
    std::shared_ptr<const Deployment> ownDeployment; ///< kept here where `deployment` is not the scenario's

    [[nodiscard]] bool cooperates() const { return deployment->cooperation != Cooperation::none; }
    [[nodiscard]] bool speculates() const { return deployment->cooperation == Cooperation::speculation; }
    [[nodiscard]] bool cascades() const { return deployment->cooperation == Cooperation::cascade; }
    /// The device's layers come over the air for each request.
    [[nodiscard]] bool downloads() const {
        return deployment->deviceStorage == DeviceStorage::download && usesDevice();
    }
    [[nodiscard]] bool usesNetwork() const { return usesHost() || source; }
    /// Share of the requests that hosts see.
    [[nodiscard]] double hostShare() const { return cascades() ? deployment->escalatedShare : 1.0; }
    /// Requests of a user per second that hosts see.
    [[nodiscard]] Hertz askingRate() const { return workload->requestRate * hostShare(); }
    [[nodiscard]] bool usesHost() const { return stages.size() > 1 || !stages.front().onDevice(); }
    [[nodiscard]] bool usesDevice() const { return stages.front().onDevice(); }
    /// Hidden vectors go out over the air, since the first layers are on the device.
    [[nodiscard]] bool isSplit() const { return usesHost() && usesDevice(); }
    /// The last layers and the output head are on the device, too.
    [[nodiscard]] bool comesBack() const { return isSplit() && stages.back().onDevice(); }
    /// The first stage on a host; a host must be used.
    [[nodiscard]] const Stage& firstHostStage() const { return stages[usesDevice() ? 1 : 0]; }
    /// The host that a prompt reaches first, the one that later tokens do, and the one that answers; a host
    /// must be used.
    [[nodiscard]] const Host& promptHost() const;
    [[nodiscard]] const Host& firstHost() const;
    [[nodiscard]] const Host& lastHost() const;
    [[nodiscard]] bool uses(HostId host) const { return numberOf(host) > 0; }
    /// A host's place among the computers; 0 where it has no seat.
    [[nodiscard]] std::size_t numberOf(HostId host) const;
    [[nodiscard]] std::size_t numberOf(const Seat& seat) const {
        return seat.host ? numberOf(seat.host->id) : 0;
    }
    /// Ways that a request's data go, in order.
    [[nodiscard]] std::vector<Passage> passages() const;
    /// Requests that a stage decodes together.
    [[nodiscard]] int batch(const Stage& stage) const { return stage.onDevice() ? 1 : deployment->batch; }

    /// Decode steps are costed at the context in the middle of the answer: exact for costs linear in the
    /// context.
    [[nodiscard]] std::int64_t meanContext() const {
        return workload->promptTokens + (workload->outputTokens + 1) / 2;
    }
    [[nodiscard]] std::int64_t fullContext() const {
        return std::int64_t(workload->promptTokens) + workload->outputTokens;
    }
    /// Positions that are attended to at most: all, or the window of the KV cache.
    [[nodiscard]] std::int64_t seenContext() const {
        const auto window = windowed ? std::int64_t(deployment->kvWindow) : fullContext();
        return std::min(window, fullContext());
    }
    /// Tokens at the start of a prompt that hosts have in their KV cache already; the last token of a prompt
    /// is always computed. Nothing is reused where hidden vectors of all tokens have to come back.
    [[nodiscard]] int prefix() const;
    /// Tokens of the prompt by chunk, those in the cache left out.
    [[nodiscard]] std::vector<int> chunks() const;
    [[nodiscard]] int layers(llm::BlockRange range) const;
    /// Whether some layers have no cache that a window could limit.
    [[nodiscard]] bool keepsWholeCache() const;
};

/// Resolves a group's references. Problems (unknown model or device, cut beyond the model, context beyond the
/// model's) become violations; a plan that lacks something is nothing.
std::optional<Plan> makePlan(const Scenario& scenario, const Facts& facts, const UserGroup& group,
                             std::vector<Violation>& violations);

} // namespace cellwright::assessing
