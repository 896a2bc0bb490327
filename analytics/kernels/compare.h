// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/profile.h"

#include <optional>
#include <string>
#include <vector>

/// Two profiles side by side: two computers, two versions, or the same again.
namespace cellwright::kernels {

/// One measurement of a case, of whatever kind: for limits, times are those of the reciprocal rate.
struct Timed {
    Seconds median, p10, p90;
    bool operator==(const Timed&) const = default;
};

/// A case that both profiles have.
struct ComparedCase {
    std::string provider;
    std::string kernel; ///< "matvec", "layer", …; "read" and "peak" for the machine's limits
    std::string what;   ///< the rest, in words: "q4_0 4096 × 4096 × 1, 2 threads"
    Timed first, second;
    double ratio = 1.0;       ///< second / first of the medians: above 1 where the second is slower
    bool beyondNoise = false; ///< the ranges from p10 to p90 do not meet
};

/// The middle of a class of cases.
struct ComparedClass {
    std::string provider;
    std::string kernel;
    int cases = 0;
    double ratio = 1.0;      ///< median
    double difference = 0.0; ///< median of |ln ratio|, as a share: e^x - 1
};

struct Comparison {
    std::vector<ComparedCase> cases;      ///< the largest difference first
    std::vector<ComparedClass> classes;   ///< in order of first use
    std::vector<std::string> onlyInFirst; ///< provider, kernel and words of cases without partner
    std::vector<std::string> onlyInSecond;
    double difference = 0.0; ///< median over all cases, limits left out, of |ln ratio|, as a share: e^x - 1
    int kernels = 0;         ///< cases that this is the median of
    int beyondNoise = 0;     ///< of these

    /// "median difference 1.2 %, 3 of 94 cases beyond their noise"
    [[nodiscard]] std::string summary() const;
};

/// Matches cases of equal provider, kernel, formats, sizes and threads; of cases that a profile has twice the
/// first counts.
Comparison compare(const Profile& first, const Profile& second);

} // namespace cellwright::kernels
