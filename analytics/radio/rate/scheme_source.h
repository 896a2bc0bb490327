// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/radio/rate/sinr_mapping.h"

#include <string>

namespace cellwright::radio {

/// Where the threshold of one scheme comes from: the mapping's source, and that it is extrapolated where the
/// source does not list this scheme.
std::string thresholdSource(SinrMapping mapping, const nr::Mcs& mcs);
/// The mapping's label, or assumed where it is extrapolated.
Label thresholdLabel(SinrMapping mapping, const nr::Mcs& mcs);

} // namespace cellwright::radio
