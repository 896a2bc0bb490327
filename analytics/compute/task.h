// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/accounting.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace cellwright::compute {

/// Which blocks of a model in which step. Of several decode steps one after another, from the step's depth
/// on, the mean is meant.
struct Stretch {
    llm::BlockRange range;
    llm::Step step;
    std::int64_t steps = 1;
};

/// What the time of is wanted: stretches of one model one after another, such as towers that encode an image
/// and the prefill after them. Refers to the model and its accounting.
struct Task {
    const llm::Model* model = nullptr;
    const llm::Accounting* accounting = nullptr;
    Scheme weights = Scheme::f16; ///< which of a device's rooflines counts
    std::vector<Stretch> stretches;
    std::string_view source = "accounting of the model"; ///< of the numbers, in explanations

    [[nodiscard]] llm::Work work() const;
    [[nodiscard]] int layers() const;             ///< of the decoder that work, the most of any stretch
    [[nodiscard]] std::int64_t sequences() const; ///< decoded side by side, the most of any stretch
    [[nodiscard]] bool decodes() const;           ///< decode steps; else prompts or media are processed
};

} // namespace cellwright::compute
