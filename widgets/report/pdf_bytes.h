// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>

#include <filesystem>
#include <optional>

/// What the report's files have in common.
namespace cellwright::report {

/// "Cellwright 0.1.0".
QString programName();

/// The date asked for, else that of SOURCE_DATE_EPOCH (seconds since 1970, UTC), else now.
QDateTime creationDate(const std::optional<QDateTime>& asked);
/// The bytes of a QPdfWriter with another creation date, in UTC: Qt always writes the present time.
QByteArray withCreationDate(QByteArray pdf, const QDateTime& date);

/// Fails where a file is in the way, before the work of making its successor is done.
Expected<void> checkFree(const std::filesystem::path& file, bool force);

} // namespace cellwright::report
