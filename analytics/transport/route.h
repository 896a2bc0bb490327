// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/scenario.h"

#include <vector>

namespace cellwright::transport {

/// A way through the network.
struct Route {
    struct Hop {
        LinkId link;
        bool forward = true; ///< from `from` to `to`
        bool operator==(const Hop&) const = default;
    };
    std::vector<Hop> hops; ///< empty where both ends are the same place
    bool operator==(const Route&) const = default;
};

} // namespace cellwright::transport
