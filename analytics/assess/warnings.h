// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/world.h"

namespace cellwright::assessing {

/// Where the radio models are used beyond what they were fitted for: carriers and site heights of every site
/// on the air, distances and heights of users, what they are inside of, and the air between; fields that have
/// no effect where they are; loads that did not settle. One warning for each of these, with the sites that it
/// concerns.
std::vector<Warning> findWarnings(const World& world);

/// Of them: a fixed point of loads and interference that was not reached, or that is one of several.
std::vector<Warning> couplingWarnings(const LoadCouplingResult& coupling);
/// Of them: carriers whose configured grant the given uplink grant delay hides.
std::vector<Warning> grantWarnings(const radio::Network& network, const Assumptions& assumptions);

} // namespace cellwright::assessing
