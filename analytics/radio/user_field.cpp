// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/user_field.h"

#include "analytics/radio/load/uplink.h"
#include "analytics/radio/user_positions.h"

#include <algorithm>

namespace cellwright::radio {
namespace {

constexpr std::size_t keptParts = 8;

/// The interference at one receiver from the mean power of each cell's users there.
UplinkInterference summarize(const Network& network, int receiver, std::span<const double> powers) {
    UplinkInterference result;
    std::vector<UplinkInterference::Part> parts;
    const auto weighted = [&](const auto& part) {
        return part.mean * network.cells[std::size_t(part.cell)].uplinkLoad;
    };
    for (std::size_t j = 0; j < powers.size(); ++j)
        if (int(j) != receiver && powers[j] > 0.0)
            parts.push_back({int(j), Watts(powers[j])});
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

/// Watts that each user of the group sends into its cell's carrier, as carrierPower() says.
std::vector<double> sentWatts(const Network& network, const UserField::Group& group) {
    std::vector<double> watts(group.positions.size(), 0.0);
    for (std::size_t user = 0; user < watts.size(); ++user) {
        if (group.levels.cell[user] < 0)
            continue;
        const auto& cell = network.cells[std::size_t(group.levels.cell[user])];
        const auto& carrier = network.carriers[std::size_t(cell.carrier)];
        const DecibelMilliwatts rsrp(double(group.levels.rsrp[user]));
        const auto coupling = rsrp + toDecibels(12.0 * carrier.down.blocks) - cell.sector.power;
        watts[user] = toWatts(carrierPower(carrier, group.group.power, coupling)).si();
    }
    return watts;
}

} // namespace

Receiver UserField::Group::receiver(std::size_t user) const {
    Receiver one = receiverOf(group);
    one.indoors = indoors[user];
    return one;
}

Expected<UserField> UserField::make(const Topology& topology, const RadioOptions& options,
                                    std::span<const double> priorities) {
    return CellField::make(topology, options).map([&](CellField&& field) {
        UserField made;
        made.field_ = std::move(field);
        for (std::size_t g = 0; g < topology.groups.size(); ++g) {
            const auto& group = topology.groups[g];
            Group entry{group, userPositions(group), {}, {}, g < priorities.size() ? priorities[g] : 1.0};
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

Sharing UserField::sharing(int cell, std::size_t group) const {
    if (cell < 0)
        return {};
    const auto& users = cellUsers_[std::size_t(cell)];
    const double own = group < groups_.size() ? groups_[group].priority : 1.0;
    return {std::max(1.0, users.active), own, std::max(own, users.weight)};
}

std::span<const double> UserField::meanPowers(int receiver) const {
    const auto cells = network().cells.size();
    return std::span(powers_).subspan(std::size_t(receiver) * cells, cells);
}

void UserField::setLoads(std::span<const double> down, std::span<const double> up) {
    field_.setLoads(down, up);
    for (auto& group : groups_)
        group.levels = field_.evaluate(group.positions, group.indoors, receiverOf(group.group));
    weightInterference();
}

void UserField::countUsers() {
    cellUsers_.assign(network().cells.size(), {});
    for (const auto& group : groups_)
        for (const auto cell : group.levels.cell)
            if (cell >= 0) {
                auto& users = cellUsers_[std::size_t(cell)];
                users.users += 1.0;
                users.active += group.group.activeShare;
                users.weight += group.group.activeShare * group.priority;
            }
}

void UserField::measureInterference() {
    const auto cells = network().cells.size();
    powers_.assign(cells * cells, 0.0);
    std::vector<std::vector<double>> sent;
    for (const auto& group : groups_)
        sent.push_back(sentWatts(network(), group));
    for (std::size_t mast = 0; mast < network().masts.size(); ++mast)
        addMastPowers(int(mast), sent);
    weightInterference();
}

void UserField::weightInterference() {
    interference_.clear();
    for (std::size_t cell = 0; cell < network().cells.size(); ++cell)
        interference_.push_back(summarize(network(), int(cell), meanPowers(int(cell))));
}

void UserField::addMastPowers(int index, const std::vector<std::vector<double>>& sent) {
    const auto& mast = network().masts[std::size_t(index)];
    const auto cells = network().cells.size();
    double* const rows = powers_.data() + std::size_t(mast.firstCell) * cells;
    for (std::size_t g = 0; g < groups_.size(); ++g) {
        const auto& group = groups_[g];
        const auto gains = field_.mastGains(index, group.positions, group.indoors, receiverOf(group.group));
        for (std::size_t u = 0; u < group.positions.size(); ++u) {
            const auto serving = group.levels.cell[u];
            if (serving < 0 || network().cells[std::size_t(serving)].carrier != mast.carrier)
                continue;
            const double weight = group.group.activeShare * sent[g][u];
            for (std::size_t c = 0; c < std::size_t(mast.cellCount); ++c)
                rows[c * cells + std::size_t(serving)] +=
                    weight * double(gains[c * group.positions.size() + u]);
        }
    }
    for (std::size_t c = 0; c < std::size_t(mast.cellCount); ++c)
        for (std::size_t j = 0; j < cells; ++j)
            if (rows[c * cells + j] > 0.0)
                rows[c * cells + j] /= cellUsers_[j].active;
}

} // namespace cellwright::radio
