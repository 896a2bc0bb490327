// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cellwright {

/// What a table may ask for at most.
struct CsvLimits {
    static constexpr std::size_t bytes = 64u << 20;
    static constexpr std::size_t rows = 1'000'000;
    static constexpr std::size_t columns = 256;
    static constexpr std::size_t cells = 5'000'000;
    static constexpr std::size_t cellBytes = 64u << 10;
};

/// A table with a header line. Every row has one cell per column.
struct CsvTable {
    struct Row {
        std::size_t line = 0; ///< in the file, from 1, where the row starts
        std::vector<std::string> cells;
    };
    std::vector<std::string> header;
    std::vector<Row> rows;
    std::string rowMark = ":"; ///< between file and line in messages; ", feature " where rows are none
};

/// Splits a text into cells (RFC 4180, with the delimiter of , ; or tab that the header uses most). Empty
/// lines are left out, unquoted cells trimmed, short rows filled with empty cells. Fails with line and reason
/// on broken quotes, rows longer than the header, text that is not UTF-8 and anything beyond CsvLimits.
Expected<CsvTable> parseCsv(std::string_view text, const std::string& where);

/// One cell in quotes where it needs them.
std::string csvCell(std::string_view text);

} // namespace cellwright
