// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/csv/columns.h"
#include "data/exchange/csv/placement.h"
#include "data/exchange/csv/table_words.h"
#include "data/exchange/import.h"
#include "data/exchange/known.h"

#include <map>
#include <set>

namespace cellwright {
namespace {

const std::set<std::string> groupColumns{"group", "workload", "deployment"};

UserGroup newGroup(const Scenario& scenario, std::int64_t id) {
    UserGroup group;
    group.id = {id};
    group.name = "Imported users";
    if (!scenario.workloads.empty())
        group.workload = scenario.workloads.front().id;
    if (!scenario.deployments.empty())
        group.deployment = scenario.deployments.front().id;
    return group;
}

/// Users with the names of their groups, whose first row says what the group is like.
class GroupsOfUsers {
public:
    GroupsOfUsers(const TableWords& words, Scenario& scenario, ImportResult& result)
        : words_(words)
        , scenario_(scenario)
        , result_(result)
        , groups_(scenario.topology.groups)
        , known_(groups_, [](const auto& group) { return !group.points.empty(); })
        , nextId_(nextId(scenario)) {}

    Expected<void> add(const CsvTable::Row& row, const Position& position) {
        const auto name = words_.text(row, "group");
        if (name.empty())
            return failure("the user's group has no name", words_.at(row, "group"),
                           "name a group in every row, or leave the column out");
        const auto [crowd, fresh] = crowds_.try_emplace(name);
        if (fresh) {
            if (const auto started = start(row, name, crowd->second); !started)
                return started;
        } else if (const auto same = compare(row, crowd->second); !same) {
            return same;
        }
        crowd->second.points.push_back(position);
        return {};
    }

    void finish() {
        for (auto& [name, crowd] : crowds_) {
            auto& group = groups_[crowd.group];
            group.points = settled(group.points, std::move(crowd.points));
            group.count = int(group.points.size());
            result_.imported += group.count;
        }
        known_.say("groups of users", result_);
        for (const auto& name : missing_)
            result_.warnings.push_back("the scenario has no " + name + "; its first one is taken");
        if (different_ > 0)
            result_.warnings.push_back(std::to_string(different_) +
                                       " users differ from the first of their group, which counts");
        scenario_.topology.groups = std::move(groups_);
    }

private:
    struct Crowd {
        std::size_t group = 0;
        UserGroup facts; ///< of its first user, without places
        std::vector<Position> points;
    };

    Expected<void> start(const CsvTable::Row& row, const std::string& name, Crowd& crowd) {
        const auto [met, free] = known_.meet(name);
        crowd.group = met.value_or(groups_.size());
        if (!met)
            groups_.push_back(newGroup(scenario_, nextId_++));
        auto& group = groups_[crowd.group];
        group.name = free;
        choose(words_.text(row, "workload"), scenario_.workloads, group.workload, "workload");
        choose(words_.text(row, "deployment"), scenario_.deployments, group.deployment, "deployment");
        if (const auto read = words_.read(row, group); !read)
            return read;
        return words_.read(row, crowd.facts);
    }
    template <class T, class IdType>
    void choose(const std::string& name, const std::vector<T>& all, IdType& chosen, const char* noun) {
        if (!name.empty() && !takeNamed(name, all, chosen))
            missing_.insert(std::string(noun) + " \"" + name + "\"");
    }
    Expected<void> compare(const CsvTable::Row& row, const Crowd& crowd) {
        auto again = crowd.facts;
        const auto read = words_.read(row, again);
        different_ += read && again != crowd.facts ? 1 : 0;
        return read;
    }

    const TableWords& words_;
    Scenario& scenario_;
    ImportResult& result_;
    std::vector<UserGroup> groups_;
    Known<UserGroup> known_;
    std::int64_t nextId_;
    std::map<std::string, Crowd> crowds_;
    std::set<std::string> missing_;
    int different_ = 0;
};

} // namespace

Expected<ImportResult> importUsers(std::string_view text, const std::string& where, Scenario& scenario,
                                   const ImportSettings& settings) {
    const auto table = parseCsv(text, where);
    if (!table)
        return tl::make_unexpected(table.error());
    const auto columns = Columns::find(*table, where, positionColumns);
    if (!columns)
        return tl::make_unexpected(columns.error());
    auto placed = placeRows(*table, *columns, where, scenario.topology.origin, settings.crs);
    if (!placed)
        return tl::make_unexpected(placed.error());
    if (const auto fits = checkOrigin(scenario.topology, placed->origin, where); !fits)
        return tl::make_unexpected(fits.error());

    ImportResult result{0, {}, std::move(placed->warnings)};
    const TableWords words(*table, where);
    auto ignored = columns->ignored();
    if (words.has("group")) {
        GroupsOfUsers groups(words, scenario, result);
        for (std::size_t i = 0; i < table->rows.size(); ++i)
            if (const auto added = groups.add(table->rows[i], placed->positions[i]); !added)
                return tl::make_unexpected(added.error());
        groups.finish();
        ignored = words.ignored<UserGroup>(ignored, groupColumns);
    } else {
        auto group = newGroup(scenario, nextId(scenario));
        group.points = std::move(placed->positions);
        group.count = result.imported = int(group.points.size());
        scenario.topology.groups.push_back(std::move(group));
    }
    if (!ignored.empty())
        result.warnings.push_back("columns ignored: " + listed(ignored));
    scenario.topology.origin = placed->origin;
    return result;
}

} // namespace cellwright
