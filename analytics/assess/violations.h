// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/world.h"

namespace cellwright::assessing {

/// Every constraint that the assessed plan breaks, with its number and a remedy that was checked to help
/// where one exists (a cut or a number format that fits): memory, coverage, missing routes, overload, missed
/// targets.
std::vector<Violation> findViolations(const World& world, const Assessment& assessment);

} // namespace cellwright::assessing
