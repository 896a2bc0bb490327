// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"

#include <string_view>
#include <vector>

namespace cellwright::assessing {

/// What becomes of some of a user's requests, where they differ: those that the small model answers and those
/// that go on, those that find the model loaded and those that wait for it. The means over a user's requests
/// are its timing; percentiles count each outcome with its share.
template <class R>
struct Outcome {
    double share = 1.0;
    Of<Seconds, R> ttft, tpot, endToEnd;
};

/// A figure of a mode by its key in JSON, in SI units as the key's end says.
template <class R>
struct ModeFigure {
    std::string_view key;  ///< "round_s"
    std::string_view name; ///< "one round"
    typename R::Number value{};
};
template <class R>
using ModeFigures = std::vector<ModeFigure<R>>;

} // namespace cellwright::assessing
