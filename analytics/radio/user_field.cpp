// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/user_field.h"

#include "analytics/radio/user_positions.h"

#include <algorithm>

namespace cellwright::radio {
namespace {

constexpr std::size_t keptParts = 8;

/// Turns the summed power of each cell's active users at one receiver into its interference.
UplinkInterference summarize(const Network& network, int receiver, const std::vector<double>& summed,
                             const std::vector<CellUsers>& users) {
    UplinkInterference result;
    std::vector<UplinkInterference::Part> parts;
    const auto weighted = [&](const auto& part) {
        return part.mean * network.cells[std::size_t(part.cell)].sector.load;
    };
    for (std::size_t j = 0; j < summed.size(); ++j)
        if (int(j) != receiver && users[j].active > 0.0 && summed[j] > 0.0)
            parts.push_back({int(j), Watts(summed[j] / users[j].active)});
    std::ranges::stable_sort(parts, [&](const auto& a, const auto& b) { return weighted(a) > weighted(b); });
    for (std::size_t k = 0; k < parts.size(); ++k) {
        result.total += weighted(parts[k]);
        if (k < keptParts)
            result.strongest.push_back(parts[k]);
        else
            result.rest += weighted(parts[k]);
    }
    return result;
}

} // namespace

Expected<UserField> UserField::make(const Topology& topology, const RadioOptions& options) {
    return CellField::make(topology, options).map([&](CellField&& field) {
        UserField made;
        made.field_ = std::move(field);
        for (const auto& group : topology.groups) {
            Group entry{group, userPositions(group), {}, {}};
            for (std::size_t user = 0; user < entry.positions.size(); ++user)
                entry.indoors.push_back(indoorsOf(group, user));
            entry.levels = made.field_.evaluate(entry.positions, entry.indoors, receiverOf(group));
            made.groups_.push_back(std::move(entry));
        }
        made.countUsers();
        made.measureInterference();
        return made;
    });
}

double UserField::sharingUsers(int cell) const {
    return cell < 0 ? 1.0 : std::max(1.0, cellUsers_[std::size_t(cell)].active);
}

void UserField::countUsers() {
    cellUsers_.assign(network().cells.size(), {});
    for (const auto& group : groups_)
        for (const auto cell : group.levels.cell)
            if (cell >= 0) {
                cellUsers_[std::size_t(cell)].users += 1.0;
                cellUsers_[std::size_t(cell)].active += group.group.activeShare;
            }
}

void UserField::measureInterference() {
    interference_.assign(network().cells.size(), {});
    for (std::size_t mast = 0; mast < network().masts.size(); ++mast)
        addMastInterference(int(mast));
}

void UserField::addMastInterference(int index) {
    const auto& mast = network().masts[std::size_t(index)];
    std::vector<std::vector<double>> summed(std::size_t(mast.cellCount),
                                            std::vector<double>(network().cells.size(), 0.0));
    for (const auto& group : groups_) {
        const auto gains = field_.mastGains(index, group.positions, group.indoors, receiverOf(group.group));
        const double weight = group.group.activeShare * toWatts(group.group.power).si();
        for (std::size_t u = 0; u < group.positions.size(); ++u) {
            const auto serving = group.levels.cell[u];
            if (serving < 0 || network().cells[std::size_t(serving)].carrier != mast.carrier)
                continue;
            for (std::size_t c = 0; c < summed.size(); ++c)
                summed[c][std::size_t(serving)] += weight * double(gains[c * group.positions.size() + u]);
        }
    }
    for (std::size_t c = 0; c < summed.size(); ++c) {
        const int cell = mast.firstCell + int(c);
        interference_[std::size_t(cell)] = summarize(network(), cell, summed[c], cellUsers_);
    }
}

} // namespace cellwright::radio
