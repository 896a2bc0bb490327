// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/assessment.h"

namespace cellwright::test {

/// A plausible assessment made by hand: two groups, of which "Wards" is split between phone and edge and
/// "Robots" has no coverage, and one overloaded edge host.
Assessment sampleAssessment(ScenarioId id = ScenarioId{1}, const char* name = "Split at 8");

} // namespace cellwright::test
