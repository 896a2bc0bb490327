// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/csv.h"

#include "data/exchange/file.h"

#include <algorithm>
#include <array>
#include <optional>

namespace cellwright {
namespace {

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// The delimiter that occurs most often in the first line that is not empty, outside of quotes.
char delimiterOf(std::string_view text) {
    constexpr std::array candidates{',', ';', '\t'};
    std::array<std::size_t, 3> counts{};
    bool quoted = false;
    const auto start = text.find_first_not_of("\r\n");
    for (const char c : start == std::string_view::npos ? std::string_view() : text.substr(start)) {
        if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '\n' || c == '\r'))
            break;
        else if (!quoted)
            for (std::size_t i = 0; i < candidates.size(); ++i)
                counts[i] += c == candidates[i] ? 1 : 0;
    }
    return candidates[std::size_t(std::max_element(counts.begin(), counts.end()) - counts.begin())];
}

/// Takes one record after the other from a text.
class Scanner {
public:
    Scanner(std::string_view text, const std::string& where)
        : rest_(text)
        , where_(where)
        , delimiter_(delimiterOf(text)) {}

    [[nodiscard]] bool atEnd() const { return rest_.empty(); }
    [[nodiscard]] std::size_t line() const { return line_; }

    /// The cells of the next record; none for an empty line.
    Expected<std::vector<std::string>> record() {
        std::vector<std::string> cells;
        for (bool more = true; more;) {
            if (cells.size() == CsvLimits::columns)
                return fail("has more than " + std::to_string(CsvLimits::columns) + " cells",
                            "check the delimiter");
            auto cell = rest_.starts_with('"') || trimmedStartsQuoted() ? quotedCell() : plainCell();
            if (!cell)
                return tl::make_unexpected(cell.error());
            if (cell->size() > CsvLimits::cellBytes)
                return fail("has a cell of " + std::to_string(cell->size()) + " bytes", "check the quotes");
            cells.push_back(std::move(*cell));
            more = rest_.starts_with(delimiter_);
            if (more)
                rest_.remove_prefix(1);
        }
        endLine();
        if (cells.size() == 1 && cells.front().empty())
            cells.clear();
        return cells;
    }
    [[nodiscard]] tl::unexpected<Error> fail(const std::string& what, std::string remedy) const {
        return failure("the line " + what, where_ + ":" + std::to_string(line_), std::move(remedy));
    }

private:
    [[nodiscard]] bool trimmedStartsQuoted() const {
        const auto first = rest_.find_first_not_of(' ');
        return first != std::string_view::npos && rest_[first] == '"';
    }
    Expected<std::string> plainCell() {
        const auto end = std::min(rest_.find_first_of(std::string{delimiter_, '\n', '\r'}), rest_.size());
        std::string cell(trimmed(rest_.substr(0, end)));
        rest_.remove_prefix(end);
        return cell;
    }
    Expected<std::string> quotedCell() {
        rest_.remove_prefix(rest_.find('"') + 1);
        std::string cell;
        const auto first = line_;
        for (;;) {
            const auto quote = rest_.find('"');
            if (quote == std::string_view::npos)
                return failure("a quoted cell is never closed", where_ + ":" + std::to_string(first),
                               "close it with \"");
            cell.append(rest_.substr(0, quote));
            rest_.remove_prefix(quote + 1);
            if (!rest_.starts_with('"'))
                break;
            cell += '"';
            rest_.remove_prefix(1);
        }
        line_ += std::size_t(std::count(cell.begin(), cell.end(), '\n'));
        rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size()));
        if (!rest_.empty() && !rest_.starts_with(delimiter_) && !rest_.starts_with('\n') &&
            !rest_.starts_with('\r'))
            return fail("goes on after a closing quote", "write quotes within a cell twice (\"\")");
        return cell;
    }
    void endLine() {
        if (rest_.starts_with("\r\n"))
            rest_.remove_prefix(2);
        else if (!rest_.empty())
            rest_.remove_prefix(1);
        ++line_;
    }

    std::string_view rest_;
    const std::string& where_;
    char delimiter_;
    std::size_t line_ = 1;
};

Expected<void> checkText(std::string_view text, const std::string& where) {
    if (text.size() > CsvLimits::bytes)
        return failure("the table has " + std::to_string(text.size()) + " bytes", where,
                       "at most " + std::to_string(CsvLimits::bytes) + " are read; split it");
    if (const auto nul = text.find('\0'); nul != std::string_view::npos)
        return failure("byte " + std::to_string(nul + 1) + " is NUL, so this is not a text", where,
                       "give a CSV in UTF-8");
    if (!isUtf8(text))
        return failure("the text is not valid UTF-8", where, "save the table as \"CSV UTF-8\"");
    return {};
}

/// Gives the row as many cells as the header; only empty ones may be too many.
Expected<void> fit(CsvTable::Row& row, std::size_t columns, const std::string& where) {
    const auto extra = row.cells.begin() + std::ptrdiff_t(std::min(columns, row.cells.size()));
    if (std::any_of(extra, row.cells.end(), [](const std::string& cell) { return !cell.empty(); }))
        return failure("the row has " + std::to_string(row.cells.size()) + " cells, the header " +
                           std::to_string(columns),
                       where + ":" + std::to_string(row.line), "quote cells that hold the delimiter");
    row.cells.resize(columns);
    return {};
}

} // namespace

Expected<CsvTable> parseCsv(std::string_view text, const std::string& where) {
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    if (const auto checked = checkText(text, where); !checked)
        return tl::make_unexpected(checked.error());
    CsvTable table;
    Scanner scanner(text, where);
    std::size_t cells = 0;
    while (!scanner.atEnd()) {
        CsvTable::Row row{scanner.line(), {}};
        auto record = scanner.record();
        if (!record)
            return tl::make_unexpected(record.error());
        if (record->empty())
            continue;
        row.cells = std::move(*record);
        if (table.header.empty()) {
            table.header = std::move(row.cells);
            continue;
        }
        if (const auto fitted = fit(row, table.header.size(), where); !fitted)
            return tl::make_unexpected(fitted.error());
        cells += row.cells.size();
        if (table.rows.size() == CsvLimits::rows || cells > CsvLimits::cells)
            return failure("the table has more than " + std::to_string(table.rows.size()) + " rows", where,
                           "split it");
        table.rows.push_back(std::move(row));
    }
    if (table.header.empty())
        return failure("the table is empty", where, "give a header line and one row per entry");
    return table;
}

std::string csvCell(std::string_view text) {
    const bool plain = text.find_first_of(",;\t\"\r\n") == std::string_view::npos &&
                       (text.empty() || (text.front() != ' ' && text.back() != ' '));
    if (plain)
        return std::string(text);
    std::string quoted = "\"";
    for (const char c : text)
        quoted.append(c == '"' ? 2 : 1, c);
    return quoted + "\"";
}

} // namespace cellwright
