// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/table.h"

#include "analytics/quantity/text.h"

#include <algorithm>
#include <ostream>

namespace cellwright::cli {
namespace {

/// Code points of a UTF-8 text: good enough for the units and names that are printed here.
std::size_t widthOf(std::string_view text) {
    return std::size_t(std::ranges::count_if(text, [](char c) { return (c & '\xC0') != '\x80'; }));
}

std::string padded(const std::string& text, std::size_t width, bool right) {
    const std::string blanks(width - std::min(width, widthOf(text)), ' ');
    return right ? blanks + text : text + blanks;
}

} // namespace

Table::Table(std::vector<Column> columns)
    : columns_(std::move(columns)) {
    for (const auto& column : columns_)
        widths_.push_back(widthOf(column.title));
}

void Table::add(std::vector<std::string> cells) {
    cells.resize(columns_.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
        cells[i] = printable(cells[i]);
        widths_[i] = std::max(widths_[i], widthOf(cells[i]));
    }
    rows_.push_back(std::move(cells));
}

void Table::printRow(std::ostream& out, const std::vector<std::string>& cells, int indent) const {
    std::string line(std::size_t(indent), ' ');
    for (std::size_t i = 0; i < cells.size(); ++i)
        line += (i > 0 ? "  " : "") + padded(cells[i], widths_[i], columns_[i].right);
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << '\n';
}

void Table::print(std::ostream& out, int indent) const {
    std::vector<std::string> titles;
    for (const auto& column : columns_)
        titles.push_back(column.title);
    printRow(out, titles, indent);
    for (const auto& row : rows_)
        printRow(out, row, indent);
}

Table::Column text(std::string title) {
    return {std::move(title), false};
}
Table::Column number(std::string title) {
    return {std::move(title), true};
}

void printPairs(std::ostream& out, const std::vector<std::pair<std::string, std::string>>& pairs,
                int indent) {
    std::size_t width = 0;
    for (const auto& [name, value] : pairs)
        width = std::max(width, widthOf(name));
    for (const auto& [name, value] : pairs)
        out << std::string(std::size_t(indent), ' ') << padded(name, width, false) << "  " << printable(value)
            << '\n';
}

std::string printable(std::string_view text) {
    std::string safe(text);
    std::ranges::replace_if(
        safe, [](char c) { return (c >= 0 && c < ' ') || c == '\x7F'; }, ' ');
    return safe;
}

std::string percent(double share, int digits) {
    return roundedText(share * 100.0, digits) + " %";
}

} // namespace cellwright::cli
