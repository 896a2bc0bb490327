// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/chart_data.h"
#include "widgets/charts/chart_painting.h"
#include "widgets/charts/roofline/limits.h"
#include "widgets/report/writer.h"

namespace cellwright::report {

/// A chart as a block of the page: vectors, laid out for the width of the text.
BlockPtr chartBlock(ChartKind kind, const std::vector<Assessment>& assessments, const Style& style,
                    double width);

/// The same for data at hand, which the block keeps.
BlockPtr chartBlock(ChartData data, const Style& style, double width);

/// The roofline of a measured computer.
BlockPtr rooflineBlock(RooflineData data, const Style& style, double width);

/// A chart of results added to the page. The assessments must live until the flow is painted.
void addChart(Writer& writer, ChartKind kind, const std::vector<Assessment>& assessments);

} // namespace cellwright::report
