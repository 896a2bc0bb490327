// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace cellwright::quality {

/// What kind of quality a metric measures.
enum class Kind {
    perplexity, ///< of a text: lower is better
    divergence, ///< from what the 16 bit model predicts: nearer to 0 is better, or to 100 % for agreement
    accuracy,   ///< of answers: higher is better
};

struct Metric {
    Kind kind = Kind::accuracy;
    std::string name; ///< "perplexity, wikitext-2, context 2048"
    std::string unit; ///< "%" or empty
};
/// What a metric of the tables is. One that has no entry of its own is a benchmark whose accuracy counts, and
/// keeps its name.
Metric metricOf(std::string_view id);
std::string_view toText(Kind kind);

} // namespace cellwright::quality
