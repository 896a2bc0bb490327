// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/load.h"

namespace cellwright::assessing {

/// An assessment with what it was made from, so that explain() can open its figures.
struct Working {
    Assessment assessment;
    std::vector<GroupUsers> users; ///< by group; empty where there is no plan
    std::vector<GroupLoad> loads;  ///< by group
};
Working work(const World& world);

/// Mean power of a host: the energy of its requests, idle time between them included, times their rate.
Watts hostPower(const World& world, const Working& working, const Host& host);

} // namespace cellwright::assessing
