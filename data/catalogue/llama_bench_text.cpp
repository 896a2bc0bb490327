// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/catalogue/llama_bench_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <regex>

namespace cellwright::catalogue {
namespace {

using Json = nlohmann::json;
constexpr std::size_t mostRows = 10000;
/// Characters of a cell or a line that is looked at with regular expressions, whose depth grows with them.
constexpr std::size_t mostText = 1000;

std::string_view trimmed(std::string_view text) {
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '*'; };
    while (!text.empty() && blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && blank(text.back()))
        text.remove_suffix(1);
    return text;
}

struct Line {
    std::string_view text;
    std::size_t number = 0;
};

std::vector<Line> linesOf(std::string_view text) {
    std::vector<Line> lines;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (const auto line = trimmed(text.substr(0, end)); !line.empty())
            lines.push_back({line, number});
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::string placeOf(std::string_view where, std::size_t line) {
    return std::string(where) + ":" + std::to_string(line);
}

Json parsed(std::string_view text) {
    return Json::parse(
        text, [](int depth, Json::parse_event_t, Json&) { return depth <= 8; }, false);
}

void addRow(std::vector<LlamaBenchRow>& rows, std::string place, const Json& object) {
    LlamaBenchRow row{std::move(place), {}};
    for (const auto& [name, value] : object.items())
        if (value.is_string() || value.is_number() || value.is_boolean())
            row.fields[name] = value.is_string() ? value.get<std::string>() : value.dump();
    rows.push_back(std::move(row));
}

Expected<std::vector<LlamaBenchRow>> fromJson(std::string_view text, std::string_view where) {
    const Json json = parsed(text);
    if (!json.is_array())
        return failure("not a JSON list of results", std::string(where),
                       "give what llama-bench -o json wrote");
    std::vector<LlamaBenchRow> rows;
    for (std::size_t i = 0; i < json.size() && i <= mostRows; ++i) {
        const std::string place = std::string(where) + ", entry " + std::to_string(i + 1);
        if (!json[i].is_object())
            return failure("a result is not an object", place, "{...}");
        addRow(rows, place, json[i]);
    }
    return rows;
}

Expected<std::vector<LlamaBenchRow>> fromJsonLines(std::string_view text, std::string_view where) {
    std::vector<LlamaBenchRow> rows;
    for (const auto& line : linesOf(text)) {
        const Json json = parsed(line.text);
        if (!json.is_object())
            return failure("not a JSON object", placeOf(where, line.number), "one result per line");
        addRow(rows, placeOf(where, line.number), json);
        if (rows.size() > mostRows)
            break;
    }
    return rows;
}

/// Cells of a line of CSV; quotes double inside quotes.
std::vector<std::string> csvCells(std::string_view line) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"')
            cells.back() += line[++i];
        else if (c == '"')
            quoted = !quoted;
        else if (c == ',' && !quoted)
            cells.emplace_back();
        else
            cells.back() += c;
    }
    return cells;
}

std::vector<std::string> tableCells(std::string_view line) {
    std::vector<std::string> cells;
    line.remove_prefix(1);
    while (!line.empty()) {
        const std::size_t end = std::min(line.find('|'), line.size());
        cells.emplace_back(trimmed(line.substr(0, end)));
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    return cells;
}

Expected<LlamaBenchRow> rowOf(const std::vector<std::string>& names, const std::vector<std::string>& cells,
                              std::string place) {
    if (std::ranges::any_of(cells, [](const std::string& cell) { return cell.size() > mostText; }))
        return failure("has a cell of more than " + std::to_string(mostText) + " characters", place,
                       "what llama-bench wrote");
    if (names.size() != cells.size())
        return failure("has " + std::to_string(cells.size()) + " cells below " +
                           std::to_string(names.size()) + " headings",
                       place, "as many");
    LlamaBenchRow row{std::move(place), {}};
    for (std::size_t i = 0; i < names.size(); ++i)
        row.fields[names[i]] = cells[i];
    return row;
}

Expected<std::vector<LlamaBenchRow>> fromCsv(std::string_view text, std::string_view where) {
    std::vector<LlamaBenchRow> rows;
    std::vector<std::string> names;
    for (const auto& line : linesOf(text)) {
        const auto cells = csvCells(line.text);
        if (names.empty()) {
            names = cells;
            continue;
        }
        auto row = rowOf(names, cells, placeOf(where, line.number));
        if (!row)
            return tl::make_unexpected(row.error());
        rows.push_back(std::move(*row));
        if (rows.size() > mostRows)
            break;
    }
    return rows;
}

/// "4.33 GiB" in bytes, "8.03 B" in parameters; empty for what is neither.
std::string expanded(const std::string& cell) {
    static const std::regex form(R"(([\d.]+) (KiB|MiB|GiB|TiB|K|M|B|T))");
    static const std::map<std::string, double, std::less<>> units{{"KiB", 1024.0},
                                                                  {"MiB", 1048576.0},
                                                                  {"GiB", 1073741824.0},
                                                                  {"TiB", 1099511627776.0},
                                                                  {"K", 1e3},
                                                                  {"M", 1e6},
                                                                  {"B", 1e9},
                                                                  {"T", 1e12}};
    std::smatch found;
    if (!std::regex_match(cell, found, form))
        return {};
    return std::to_string(std::strtod(found[1].str().c_str(), nullptr) * units.at(found[2]));
}

/// The test and the rate of a table's row under the names of the JSON.
Expected<void> expand(LlamaBenchRow& row) {
    static const std::regex test(R"((pp|tg)(\d+)(?: @ d(\d+))?)"), combined(R"(pp\d+\+tg\d+.*)"),
        rate(R"(([\d.]+)(?: (?:±|\+-) ([\d.]+))?)");
    auto& f = row.fields;
    std::smatch found;
    const std::string what = f["test"];
    if (std::regex_match(what, combined)) {
        f["n_prompt"] = f["n_gen"] = "1"; // left out by the reader
    } else if (std::regex_match(what, found, test)) {
        f["n_prompt"] = found[1] == "pp" ? found[2].str() : "0";
        f["n_gen"] = found[1] == "tg" ? found[2].str() : "0";
        f["n_depth"] = found[3].matched ? found[3].str() : "0";
    } else {
        return failure("test is \"" + what.substr(0, 100) + "\"", row.place,
                       "such as pp512 or tg128 @ d1024");
    }
    const std::string speed = f["t/s"];
    if (!std::regex_match(speed, found, rate))
        return failure("t/s is \"" + speed.substr(0, 100) + "\"", row.place, "such as 12.34 ± 0.56");
    f["avg_ts"] = found[1];
    f["stddev_ts"] = found[2].matched ? found[2].str() : "0";
    f["model_type"] = f["model"];
    f["model_size"] = expanded(f["size"]);
    f["model_n_params"] = expanded(f["params"]);
    f["backends"] = f["backend"];
    if (f.contains("threads"))
        f["n_threads"] = f["threads"];
    if (f.contains("ngl"))
        f["n_gpu_layers"] = f["ngl"];
    return {};
}

Expected<std::vector<LlamaBenchRow>> fromTable(std::string_view text, std::string_view where) {
    static const std::regex build(R"(build: *(\w+) *\((\w+)\))");
    std::vector<LlamaBenchRow> rows;
    std::vector<std::string> names;
    std::string commit, number;
    for (const auto& line : linesOf(text)) {
        std::match_results<std::string_view::const_iterator> found;
        if (line.text.size() <= mostText &&
            std::regex_search(line.text.begin(), line.text.end(), found, build)) {
            commit = found[1];
            number = found[2];
        }
        if (line.text.front() != '|' || line.text.find("---") != std::string_view::npos)
            continue; // what the backends print before, and the rule below the headings
        auto cells = tableCells(line.text);
        if (std::ranges::find(cells, "t/s") != cells.end()) {
            names = std::move(cells);
            continue;
        }
        auto row = rowOf(names, cells, placeOf(where, line.number));
        if (!row)
            return tl::make_unexpected(row.error());
        if (const auto sound = expand(*row); !sound)
            return tl::make_unexpected(sound.error());
        rows.push_back(std::move(*row));
    }
    for (auto& row : rows) {
        row.fields["build_commit"] = commit;
        row.fields["build_number"] = number;
    }
    return rows;
}

} // namespace

LlamaBenchText formatOf(std::string_view text) {
    const auto head = text.substr(0, 100'000);
    const auto has = [&](std::string_view part) { return head.find(part) != std::string_view::npos; };
    const auto first = head.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return LlamaBenchText::none;
    if (head[first] == '[')
        return LlamaBenchText::json; // devices and profiles are objects
    if (head[first] == '{')
        return has("\"build_commit\"") && has("\"avg_ts\"") ? LlamaBenchText::jsonLines
                                                            : LlamaBenchText::none;
    const auto line = head.substr(first, head.find('\n', first) - first);
    if (line.find("avg_ts") != std::string_view::npos && line.find("n_prompt") != std::string_view::npos)
        return LlamaBenchText::csv;
    return has("| t/s") || has("t/s |") ? LlamaBenchText::table : LlamaBenchText::none;
}

Expected<std::vector<LlamaBenchRow>> llamaBenchRows(std::string_view text, std::string_view where) {
    switch (formatOf(text)) {
    case LlamaBenchText::json:
        return fromJson(text, where);
    case LlamaBenchText::jsonLines:
        return fromJsonLines(text, where);
    case LlamaBenchText::csv:
        return fromCsv(text, where);
    case LlamaBenchText::table:
        return fromTable(text, where);
    case LlamaBenchText::none:
        break;
    }
    return failure("not a result of llama-bench", std::string(where), "write one with llama-bench -o json");
}

} // namespace cellwright::catalogue
