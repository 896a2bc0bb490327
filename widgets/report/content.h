// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/assess.h"
#include "analytics/scenario/scenario.h"
#include "widgets/report/report.h"
#include "widgets/report/style.h"

#include <QDateTime>
#include <QString>

#include <vector>

namespace cellwright::report {

/// A scenario with its assessment.
struct Plan {
    const Scenario* scenario;
    const Assessment* assessment;
};

/// What a report is made of.
struct Content {
    const Project& project;
    const std::vector<Assessment>& assessments;
    std::vector<Plan> plans; ///< in the order of the assessments
    const Facts& facts;
    ReportOptions options;
    QDateTime created;
    Style style;

    [[nodiscard]] bool comparesPlans() const { return plans.size() > 1; }
    /// "2  All in the server room": the number by which tables refer to a scenario; the bare name of a single
    /// one.
    [[nodiscard]] QString planName(std::size_t plan) const;
};

/// SHA-256 of the project's JSON text, in hexadecimal: two reports with the same hash had the same inputs.
QString inputsHash(const Project& project);

} // namespace cellwright::report
