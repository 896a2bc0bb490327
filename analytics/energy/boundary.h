// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace cellwright::energy {

/// What an energy figure includes. Every figure is shown with its boundary; figures of different boundaries
/// are not comparable, and only disjoint ones may be added.
enum class Boundary {
    chip,                     ///< accelerator package or rail alone
    deviceCompute,            ///< the user's device while it computes, radio and screen left out
    deviceWithoutRadio,       ///< the user's device, its screen while it waits, without its radio
    deviceWhole,              ///< the user's whole device, screen and radio included
    radioModule,              ///< radio of the user's device alone
    atTheWall,                ///< a server with its host, memory and reserve, at its plug
    site,                     ///< the building: at the wall times PUE
    baseStationMarginal,      ///< what the base station draws more because of the request
    baseStationAttributional, ///< the request's share of all that the base station draws
    transportMarginal,        ///< what the transport network draws more because of the bits
    transportAverage,         ///< all the network's energy divided by all its traffic
};

/// A stable short name for JSON ("device_whole").
std::string_view toText(Boundary boundary);
/// A sentence for people.
std::string_view describe(Boundary boundary);

} // namespace cellwright::energy
