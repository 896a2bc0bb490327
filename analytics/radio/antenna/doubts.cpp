// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/antenna/doubts.h"

#include "analytics/quantity/text.h"

#include <cmath>

namespace cellwright::radio {
namespace {

constexpr double farOff = 0.1; ///< of the carrier's frequency

constexpr const char* otherAntenna = "set it to 1, or choose a panel";

void addPanelFields(std::vector<AntennaDoubt>& all, const Sector& sector, const std::string& antenna) {
    const auto add = [&](int count, const char* what) {
        if (count > 1)
            all.push_back(
                {"the " + std::string(what) + " of the panel have no effect under " + antenna, otherAntenna});
    };
    add(sector.panelRows, "rows");
    add(sector.panelColumns, "columns");
    add(sector.beams, "beams");
}

void addPanel(std::vector<AntennaDoubt>& all, const Sector& sector) {
    if (sector.panelRows == 1 && sector.electricalTilt != Degrees())
        all.push_back({"the electrical tilt has no effect on a panel with one row",
                       "give the panel rows, import a pattern, or tilt mechanically"});
    if (sector.panelColumns == 1 && sector.beams > 1)
        all.push_back({"the beams have no effect on a panel with one column",
                       "give the panel columns, or set the beams to 1"});
}

void addPattern(std::vector<AntennaDoubt>& all, const Sector& sector, const AntennaPattern& pattern,
                const Carrier& carrier) {
    if (pattern.frequency &&
        std::abs((carrier.frequency - *pattern.frequency).si()) > farOff * pattern.frequency->si())
        all.push_back({"the imported pattern \"" + pattern.name + "\" holds at " +
                           toDisplay(*pattern.frequency) + ", the carrier is at " +
                           toDisplay(carrier.frequency),
                       "import the pattern of the carrier's band"});
    if (pattern.electricalTilt != Degrees() && sector.electricalTilt != Degrees())
        all.push_back({"the cut of the imported pattern \"" + pattern.name +
                           "\" contains an electrical tilt of " + toDisplay(pattern.electricalTilt) +
                           ", the sector adds " + toDisplay(sector.electricalTilt),
                       "set the sector's electrical tilt to 0 where the pattern's is meant"});
}

} // namespace

std::vector<AntennaDoubt> antennaDoubts(const Sector& sector, const AntennaPattern* pattern,
                                        const Carrier& carrier) {
    std::vector<AntennaDoubt> all;
    if (pattern) {
        addPanelFields(all, sector, "an imported pattern");
        addPattern(all, sector, *pattern, carrier);
    } else if (sector.antenna == Antenna::omni) {
        addPanelFields(all, sector, "an omni antenna");
        if (sector.electricalTilt != Degrees())
            all.push_back({"the electrical tilt has no effect on an omni antenna",
                           "choose a panel with rows, or import a pattern"});
    } else {
        addPanel(all, sector);
    }
    return all;
}

} // namespace cellwright::radio
