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
    QString target; ///< "target 0.5 s", empty without one
};

/// The key figures of a group, always the same ones in the same order. A group without coverage has dashes.
std::vector<KeyFigure> keyFigures(const GroupResult& group, std::size_t index, const GroupTargets& targets);

} // namespace cellwright
