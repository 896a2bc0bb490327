// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/assessment.h"
#include "widgets/charts/chart_painting.h"

#include <QString>

#include <optional>
#include <vector>

namespace cellwright {

/// One bar: a user group, device or host of one scenario.
struct ChartBar {
    QString label; ///< its name and its total, in two lines of simple HTML
    QString subject;
    ScenarioId scenario;
    std::optional<double> capacity; ///< in SI units
};

/// One colour: a phase or part, with its value on each bar and the path that explain() opens.
struct ChartPart {
    QString key;
    QString name;
    std::vector<double> values; ///< SI units, one per bar
    std::vector<QString> paths; ///< one per bar; empty where there is nothing to open
    int colour = -1;            ///< of the look's series, for parts that have theirs in several charts
};

/// A stacked bar chart without any drawing. Bars whose total is not finite are left out and named in `notes`.
struct ChartData {
    QString title;
    QString unitName;  ///< "ms"
    double unit = 1.0; ///< SI units per shown unit
    std::string kind;  ///< for roundedSi()
    std::vector<ChartBar> bars;
    std::vector<ChartPart> parts;
    QStringList notes; ///< what is missing, and why
    QString emptyText; ///< why there is no bar

    /// The largest total or capacity, in shown units.
    [[nodiscard]] double largest() const;
    /// Whether the other has the same bars and parts, so that only numbers differ.
    [[nodiscard]] bool sameShape(const ChartData& other) const;
    /// "Memory needed (GB)"
    [[nodiscard]] QString shownTitle() const;
    /// Every bar with its parts, for people who do not see it.
    [[nodiscard]] QString inWords() const;
    /// "Uplink: 120 ms of 412 ms"
    [[nodiscard]] QString valueText(std::size_t part, std::size_t bar) const;
};

/// Chooses the unit in which people would write the largest value.
void chooseUnit(ChartData& data);
/// "Ward tablets", and below it in bold "1.2 GB of 8 GB ⚠".
QString barLabel(const QString& name, double total, std::optional<double> capacity, const std::string& kind);

ChartData chartData(ChartKind kind, const std::vector<Assessment>& assessments);

/// "groups[2].ttft_s.p95"
QString groupPath(std::size_t group, const QString& figure);
QString hostPath(std::size_t host, const QString& figure);

} // namespace cellwright
