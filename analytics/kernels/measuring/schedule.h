// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/measuring/subject.h"

#include <random>
#include <span>
#include <vector>

namespace cellwright::kernels {

/// The same work, by each provider that does it. They are measured equally often, side by side.
using Group = std::vector<Subject*>;
std::vector<Group> groupsOf(std::span<Subject> subjects);

/// Until when work takes part in the rounds.
struct Patience {
    double error = 0.01;     ///< relative, of the median
    std::size_t samples = 9; ///< at least
};
/// Everything in the group is known well enough, or cannot be measured.
bool settled(const Group& group, const Patience& patience);

/// Leaves out the slowest work until so many samples of each subject fit into the time.
void fitInto(std::span<const Group> groups, int samples, double seconds);

/// What is still to be measured in a round, in random order, cut into blocks of some 0.2 s. From three
/// samples on, slow work takes part in every other round only.
std::vector<std::vector<const Group*>> blocksOf(std::span<const Group> groups, const Patience& patience,
                                                int round, std::mt19937_64& random);

} // namespace cellwright::kernels
