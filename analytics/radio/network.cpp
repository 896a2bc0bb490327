// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/network.h"

#include "analytics/radio/antenna/antenna.h"

#include <algorithm>
#include <map>

namespace cellwright::radio {
namespace {

bool inUse(const Topology& topology, CarrierId carrier) {
    return std::ranges::any_of(topology.sites, [&](const Site& site) {
        return site.enabled && std::ranges::any_of(site.sectors, [&](const Sector& s) {
                   return s.enabled && s.carrier == carrier;
               });
    });
}

Expected<void> checkCarriers(const Topology& topology) {
    for (const auto& site : topology.sites)
        for (const auto& sector : site.sectors)
            if (site.enabled && !findById(topology.carriers, sector.carrier))
                return failure("sector \"" + sector.name + "\" uses a carrier that does not exist",
                               "site \"" + site.name + "\"", "choose one of the scenario's carriers");
            else if (site.enabled && sector.pattern && !findById(topology.antennas, sector.pattern))
                return failure("sector \"" + sector.name + "\" uses an antenna that does not exist",
                               "site \"" + site.name + "\"", "choose one of the scenario's antennas");
    return {};
}

using Patterns = std::map<AntennaId, std::shared_ptr<const AntennaPattern>>;

void addMast(Network& network, const Patterns& patterns, const Site& site, CarrierId carrier,
             const RadioOptions& options) {
    const auto& frequency = network.carriers.back().carrier.frequency;
    Mast mast{site.id,
              site.name,
              site.position,
              site.height,
              site.propagation,
              int(network.carriers.size()) - 1,
              int(network.cells.size()),
              0,
              airLoss(weatherAt(options.weather, site.propagation), frequency),
              options.fadingSeed};
    for (const auto& sector : site.sectors)
        if (sector.enabled && sector.carrier == carrier) {
            const auto pattern = patterns.find(sector.pattern);
            network.cells.push_back({int(network.masts.size()), mast.carrier, site.id, sector,
                                     pattern == patterns.end() ? nullptr : pattern->second, sector.load});
        }
    mast.cellCount = int(network.cells.size()) - mast.firstCell;
    if (mast.cellCount > 0)
        network.masts.push_back(std::move(mast));
}

} // namespace

bool Network::biased() const {
    return std::ranges::any_of(cells, [](const Cell& cell) { return cell.sector.bias.db() != 0.0; });
}

bool Network::hasBeams() const {
    return std::ranges::any_of(cells, [](const Cell& cell) { return radio::hasBeams(cell.sector); });
}

RadioOptions radioOptions(const Assumptions& assumptions) {
    RadioOptions options{.mapping = assumptions.sinrMapping,
                         .blockErrorRate = assumptions.blockErrorRate,
                         .outageSinrDb = assumptions.outageSinrDb,
                         .weather = weatherOf(assumptions)};
    if (assumptions.shadowing)
        options.fadingSeed = assumptions.shadowingSeed;
    return options;
}

Receiver receiverOf(const UserGroup& group) {
    const bool anybody = group.indoorShare > 0.0;
    return {group.height,
            group.noiseFigure,
            group.bodyLoss,
            {anybody ? group.enclosure : Enclosure::none},
            group.antennaGain};
}

Receiver receiverOf(const UserGroup& group, std::size_t user) {
    Receiver receiver = receiverOf(group);
    receiver.indoors = indoorsOf(group, user);
    return receiver;
}

Expected<Network> makeNetwork(const Topology& topology, const RadioOptions& options) {
    if (auto fine = checkCarriers(topology); !fine)
        return tl::make_unexpected(fine.error());
    Patterns patterns;
    for (const auto& antenna : topology.antennas)
        patterns.emplace(antenna.id, std::make_shared<const AntennaPattern>(antenna));
    Network network;
    for (const auto& carrier : topology.carriers) {
        if (!inUse(topology, carrier.id))
            continue;
        const auto down = carrierShape(carrier, Direction::down);
        const auto up = carrierShape(carrier, Direction::up);
        if (!down || !up)
            return tl::make_unexpected(down ? up.error() : down.error());
        network.carriers.push_back({carrier, *down, *up});
        for (const auto& site : topology.sites)
            if (site.enabled)
                addMast(network, patterns, site, carrier.id, options);
    }
    return network;
}

} // namespace cellwright::radio
