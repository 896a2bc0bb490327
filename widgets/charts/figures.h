// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/result_charts.h"

#include <QString>

#include <vector>

namespace cellwright {

/// One number of an assessment, in words, with the path that explain() opens.
struct Figure {
    QString subject; ///< "Patients", "Edge server"
    QString name;    ///< "Time to first token, 95th percentile"
    QString value;
    QString path; ///< empty where explain() does not open it
};

/// Half widths of the prediction intervals of a group's times, as shares of the times: the uncertainty of the
/// phases that compute, by their part in the mean. The other phases follow from the scenario's own figures.
struct TimeIntervals {
    double firstToken = 0.0, perToken = 0.0, wholeAnswer = 0.0;
};
TimeIntervals intervalsOf(const GroupResult& group);
/// "± 12 %"; empty for a time that is certain.
QString intervalText(double share);

/// Every number of an assessment: groups, hosts, cells, links, totals.
std::vector<Figure> allFigures(const Assessment& assessment);

/// How a key figure stands to its target.
enum class TargetState { none, met, missed };

/// One key figure of one group in one scenario.
struct KeyFigure {
    QString title;   ///< "First token"
    QString caption; ///< "95th percentile"
    QString value;
    QString path;
    TargetState state = TargetState::none;
    QString target;   ///< "target 0.5 s", empty without one
    QString interval; ///< "± 12 %", empty where none is known
};

/// The key figures of a group, always the same ones in the same order. A group without coverage has dashes.
std::vector<KeyFigure> keyFigures(const GroupResult& group, std::size_t index, const GroupTargets& targets);

} // namespace cellwright
