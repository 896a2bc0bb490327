// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/world.h"

namespace cellwright::assessing {

/// Where the radio models are used beyond what they were fitted for: carriers and site heights of every site
/// on the air, distances and heights of users, what they are inside of, and the air between. One warning for
/// each model and limit, with the cells that it concerns.
std::vector<Warning> findWarnings(const World& world);

} // namespace cellwright::assessing
