// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/roofline/limits.h"

namespace cellwright {

/// "31.2 GB/s" of what memory bounds, else "268 GFLOP/s".
QString dotRate(const RooflineDot& dot);
/// "88 % of memory", "28 % of the int8 peak"; empty without a limit.
QString dotShare(const RooflineDot& dot);
/// "1.23 ms ± 2 %": the median with half the spread.
QString dotTime(const RooflineDot& dot);
/// All of it in lines, for a tooltip and for people who listen.
QString dotInWords(const RooflineDot& dot);
/// The whole chart in one sentence.
QString rooflineInWords(const RooflineData& data);

} // namespace cellwright
