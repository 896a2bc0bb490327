// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cellwright::test {

/// Where shared reference vectors and third-party data lie, or nothing where they are absent (then a test
/// skips: `if (!sharedFolder()) QSKIP("no shared reference data beside the checkout");`).
std::optional<std::filesystem::path> sharedFolder();

/// The rows of a CSV file with a header line, as column name to text. Understands quoted fields.
std::vector<std::map<std::string, std::string>> readCsv(const std::filesystem::path& file);

/// |a - b| / |b|, or |a| where b is zero.
double relativeError(double a, double b);

} // namespace cellwright::test
