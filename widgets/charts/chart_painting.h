// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/assessment.h"

#include <QColor>
#include <QRectF>
#include <QString>

#include <vector>

class QPainter;

namespace cellwright {

struct ChartData;

/// The charts that a report can show.
enum class ChartKind {
    timeToFirstToken, ///< stacked by phase, one bar per user group and scenario
    timePerToken,     ///< likewise
    energy,           ///< of one request, stacked by part
    memory,           ///< of devices and hosts, against the capacity
};

/// How a chart is drawn, apart from its data.
struct ChartLook {
    QColor background{Qt::white};
    QColor text{Qt::black};
    QColor grid{0xd0, 0xd0, 0xd0};
    std::vector<QColor> series; ///< in order of use; empty for the built-in colour-blind safe ones
    qreal pointSize = 9.0;
};

/// "Time to first token, mean (s)".
QString chartTitle(ChartKind kind, const std::vector<Assessment>& assessments);
/// Whether there is anything to draw; if not, emptyChartText() says why in words.
bool chartHasData(ChartKind kind, const std::vector<Assessment>& assessments);
QString emptyChartText(ChartKind kind, const std::vector<Assessment>& assessments);

/// Draws the chart as vectors into the rectangle, in the painter's coordinates: a chart of its own, laid out
/// for that size. `unitsPerPoint` is how many of those coordinates are one typographic point (1/72 inch), so
/// that text has its true size on paper. A chart without data is drawn as its words.
void paintChart(QPainter& painter, const QRectF& rectangle, ChartKind kind,
                const std::vector<Assessment>& assessments, const ChartLook& look = {},
                qreal unitsPerPoint = 1.0);
/// A good height for the given width, in the same coordinates: more bars need more room.
qreal chartHeight(ChartKind kind, const std::vector<Assessment>& assessments, qreal width,
                  const ChartLook& look = {}, qreal unitsPerPoint = 1.0);

/// The same for a chart whose data are at hand.
void paintChart(QPainter& painter, const QRectF& rectangle, const ChartData& data, const ChartLook& look = {},
                qreal unitsPerPoint = 1.0);
qreal chartHeight(const ChartData& data, qreal width, const ChartLook& look = {}, qreal unitsPerPoint = 1.0);

} // namespace cellwright
