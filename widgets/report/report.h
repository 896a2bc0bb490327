// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/assess.h"
#include "analytics/quantity/error.h"
#include "analytics/scenario/scenario.h"
#include "widgets/maps/map_settings.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <filesystem>
#include <optional>
#include <vector>

namespace cellwright {

enum class Paper { a4, letter };
/// "A4" or "Letter", in any case.
Expected<Paper> parsePaper(const QString& text);

/// How the report is laid out; what it says follows from the project and its assessments.
struct ReportOptions {
    Paper paper = Paper::a4;
    QString language = QStringLiteral("en"); ///< one of reportLanguages()
    bool heatMaps = true;                    ///< SINR behind the drawings
    /// Another map of each scenario with its legend, distribution and statistics.
    std::optional<MapSettings> map;
    /// The date on the title page and in the file; absent: that of SOURCE_DATE_EPOCH, or now. With the same
    /// date, project and assessments the file is the same byte for byte.
    std::optional<QDateTime> created;
};

struct ReportSummary {
    int pages = 0;
    double seconds = 0.0; ///< wall time
};

/// The languages that a report can be written in: English, and those whose translation is built in.
QStringList reportLanguages();

/// Writes the PDF of the assessed scenarios, in the order of the assessments: verdicts, drawings, results
/// with charts as vectors, inputs, assumptions and sources. Each assessment must be of a scenario of the
/// project; what `facts` lack is named as missing. The file appears whole or not at all, and an existing one
/// is replaced only with `force`. Needs a QApplication (offscreen will do; the "minimal" platform has no
/// fonts) and its thread.
Expected<ReportSummary> writeReport(const std::filesystem::path& file, const Project& project,
                                    const std::vector<Assessment>& assessments, const Facts& facts,
                                    const ReportOptions& options = {}, bool force = false);

} // namespace cellwright
