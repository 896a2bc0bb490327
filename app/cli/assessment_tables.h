// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/assessment.h"

#include <iosfwd>

namespace cellwright::cli {

/// An assessment for people: verdict, violations with remedies, groups, hosts, the busiest cells and links,
/// totals.
void printAssessment(std::ostream& out, const Assessment& assessment);

} // namespace cellwright::cli
