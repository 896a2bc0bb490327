// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/energy/boundary.h"

namespace cellwright::energy {

std::string_view toText(Boundary boundary) {
    switch (boundary) {
    case Boundary::chip:
        return "chip";
    case Boundary::deviceCompute:
        return "device_compute";
    case Boundary::deviceWithoutRadio:
        return "device_without_radio";
    case Boundary::deviceWhole:
        return "device_whole";
    case Boundary::radioModule:
        return "radio_module";
    case Boundary::atTheWall:
        return "at_the_wall";
    case Boundary::site:
        return "site";
    case Boundary::baseStationMarginal:
        return "base_station_marginal";
    case Boundary::baseStationAttributional:
        return "base_station_attributional";
    case Boundary::transportMarginal:
        return "transport_marginal";
    case Boundary::transportAverage:
        return "transport_average";
    }
    return "";
}

std::string_view describe(Boundary boundary) {
    switch (boundary) {
    case Boundary::chip:
        return "accelerator package alone, without host, memory of the host, power supply or cooling";
    case Boundary::deviceCompute:
        return "user's device while it computes, without its radio and screen";
    case Boundary::deviceWithoutRadio:
        return "user's device computing, and waiting with its screen on, without its radio";
    case Boundary::deviceWhole:
        return "user's whole device, screen and radio included";
    case Boundary::radioModule:
        return "radio of the user's device alone, without screen and processor";
    case Boundary::atTheWall:
        return "server at its plug, with host processor and memory";
    case Boundary::site:
        return "data centre or cabinet, with cooling and power distribution (PUE)";
    case Boundary::baseStationMarginal:
        return "what the base station draws more because of the request";
    case Boundary::baseStationAttributional:
        return "the request's share of everything the base station draws";
    case Boundary::transportMarginal:
        return "what the transport network draws more because of the bits";
    case Boundary::transportAverage:
        return "energy of the whole network divided by its traffic";
    }
    return "";
}

} // namespace cellwright::energy
