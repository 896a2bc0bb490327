// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>

namespace cellwright::llm {

/// The largest count from 0 to `most` that satisfies a predicate which, once false, stays false; 0 is taken
/// to satisfy it. Doubles, then halves: about 2·log2(result) questions.
template <class Predicate>
std::int64_t largest(std::int64_t most, const Predicate& holds) {
    std::int64_t good = 0, bad = 1;
    while (bad <= most && holds(bad)) {
        good = bad;
        bad *= 2;
    }
    bad = std::min(bad, most + 1);
    while (bad - good > 1) {
        const std::int64_t middle = good + (bad - good) / 2;
        (holds(middle) ? good : bad) = middle;
    }
    return good;
}

} // namespace cellwright::llm
