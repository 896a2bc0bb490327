// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/assess.h"
#include "analytics/llm/accounting.h"

#include <optional>
#include <string>
#include <vector>

/// The inside of assess(): what it resolves, computes per group and per user, and concludes.
namespace cellwright::assessing {

/// One user group with everything that it refers to, found or reported missing.
struct Plan {
    const UserGroup* group = nullptr;
    const Workload* workload = nullptr;
    const Deployment* deployment = nullptr;
    const llm::Model* model = nullptr;
    const compute::Device* device = nullptr; ///< what the users carry
    const Host* host = nullptr;              ///< absent for Placement::device
    const compute::Device* hostDevice = nullptr;
    std::optional<llm::Accounting> accounting; ///< device weights below the cut, host weights above
    llm::BlockRange onDevice, onHost;          ///< empty ranges where a side runs nothing

    [[nodiscard]] Placement placement() const { return deployment->placement; }
    [[nodiscard]] bool usesHost() const { return placement() != Placement::device; }
    [[nodiscard]] bool usesDevice() const { return placement() != Placement::host; }
    /// Decode steps are costed at the context in the middle of the answer: exact for costs linear in the
    /// context.
    [[nodiscard]] std::int64_t meanContext() const {
        return workload->promptTokens + (workload->outputTokens + 1) / 2;
    }
    [[nodiscard]] std::int64_t fullContext() const {
        return std::int64_t(workload->promptTokens) + workload->outputTokens;
    }
    [[nodiscard]] int layers(llm::BlockRange range) const;
};

/// Resolves a group's references. Problems (unknown model or device, cut beyond the model, context beyond the
/// model's) become violations; a plan that lacks something is nothing.
std::optional<Plan> makePlan(const Scenario& scenario, const Facts& facts, const UserGroup& group,
                             std::vector<Violation>& violations);

/// Whether the weights that `plan` keeps on its host are there already because of `other`: the same model in
/// the same format on the same host, and layers that include its own.
bool sharesHostWeights(const Plan& plan, const Plan& other);

} // namespace cellwright::assessing
