// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/csv/arrivals.h"

#include "analytics/quantity/text.h"
#include "data/exchange/csv.h"

#include <algorithm>
#include <optional>

namespace cellwright {
namespace {

constexpr double longest = 3.2e9; ///< seconds: a century

std::optional<std::size_t> columnOf(const CsvTable& table, std::string_view name) {
    const auto found = std::ranges::find(table.header, name);
    if (found == table.header.end())
        return std::nullopt;
    return std::size_t(found - table.header.begin());
}

class Reader {
public:
    Reader(const CsvTable& table, const std::string& where, const Topology& topology)
        : table_(table)
        , where_(where)
        , topology_(topology) {}

    Expected<std::vector<TraceArrival>> read() {
        time_ = columnOf(table_, "time_s");
        group_ = columnOf(table_, "group");
        if (!time_)
            return failure("there is no column \"time_s\"", where_ + ":1",
                           "name the column with the times of the arrivals time_s, and the column with the "
                           "names of user groups, if there is one, group");
        if (table_.rows.empty())
            return failure("there are no arrivals", where_, "write one line for each request");
        for (const auto& row : table_.rows)
            if (auto added = add(row); !added)
                return tl::make_unexpected(added.error());
        return std::move(arrivals_);
    }

private:
    Expected<void> add(const CsvTable::Row& row) {
        const auto& cell = row.cells[*time_];
        const auto time = parseSi(cell, "time");
        if (!time)
            return fail(row, "time_s", cell.empty() ? "the cell is empty" : time.error().what,
                        "give seconds from the start, such as 12.5");
        if (!(*time >= 0.0 && *time <= longest))
            return fail(row, "time_s", cell + " is out of range", "give seconds from 0 to 3.2e9");
        if (!arrivals_.empty() && *time < arrivals_.back().time)
            return fail(row, "time_s",
                        cell + " is before the arrival above it, at " + exactText(arrivals_.back().time),
                        "sort the lines by time");
        const auto group = groupOf(row);
        if (!group)
            return tl::make_unexpected(group.error());
        arrivals_.push_back({*time, *group});
        return {};
    }
    Expected<UserGroupId> groupOf(const CsvTable::Row& row) const {
        if (!group_ || row.cells[*group_].empty())
            return UserGroupId{};
        const auto& cell = row.cells[*group_];
        for (const auto& group : topology_.groups)
            if (group.name == cell || std::to_string(group.id.value) == cell)
                return group.id;
        std::string known;
        for (const auto& group : topology_.groups)
            known += (known.empty() ? "\"" : ", \"") + group.name + "\"";
        return fail(row, "group", "there is no user group \"" + cell + "\"",
                    known.empty() ? "the scenario has no groups" : "use one of " + known);
    }
    [[nodiscard]] tl::unexpected<Error> fail(const CsvTable::Row& row, const char* column, std::string what,
                                             std::string remedy) const {
        return failure(std::move(what), where_ + ":" + std::to_string(row.line) + ", column " + column,
                       std::move(remedy));
    }

    const CsvTable& table_;
    const std::string& where_;
    const Topology& topology_;
    std::optional<std::size_t> time_, group_;
    std::vector<TraceArrival> arrivals_;
};

} // namespace

Expected<std::vector<TraceArrival>> readArrivals(std::string_view text, const std::string& where,
                                                 const Topology& topology) {
    const auto table = parseCsv(text, where);
    if (!table)
        return tl::make_unexpected(table.error());
    return Reader(*table, where, topology).read();
}

} // namespace cellwright
