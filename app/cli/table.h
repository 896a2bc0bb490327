// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cellwright::cli {

/// A table for people: columns as wide as they need to be, numbers to the right.
class Table {
public:
    struct Column {
        std::string title;
        bool right = true; ///< numbers; texts go left
    };
    explicit Table(std::vector<Column> columns);
    /// One cell per column.
    void add(std::vector<std::string> cells);
    [[nodiscard]] bool empty() const { return rows_.empty(); }
    /// The table with its header line, every line indented.
    void print(std::ostream& out, int indent = 2) const;

private:
    void printRow(std::ostream& out, const std::vector<std::string>& cells, int indent) const;
    std::vector<Column> columns_;
    std::vector<std::size_t> widths_;
    std::vector<std::vector<std::string>> rows_;
};

/// A column of texts.
Table::Column text(std::string title);
/// A column of numbers.
Table::Column number(std::string title);

/// "name   value" lines.
void printPairs(std::ostream& out, const std::vector<std::pair<std::string, std::string>>& pairs,
                int indent = 0);

/// Text from a file as it may go to a terminal: control characters become blanks.
std::string printable(std::string_view text);
/// "12.5 %"
std::string percent(double share, int digits = 3);

} // namespace cellwright::cli
