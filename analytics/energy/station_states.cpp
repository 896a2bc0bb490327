// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/energy/base_station.h"
#include "analytics/quantity/check.h"

#include <array>

namespace cellwright::energy {
namespace {

constexpr auto tr38864 = "TR 38.864 clause 5, base station power model (secondary source)";
constexpr double fixedPart = 0.4;          ///< A
constexpr double lowLoadEfficiency = 0.76; ///< eta of the dual model below half load

template <class R>
Of<double, R> state(R& rec, double power, std::string_view symbol, std::string_view name) {
    return rec.input(power, symbol, name, Label::unverified, tr38864);
}

} // namespace

Expected<StationStates> stationStates(int category, int set) {
    constexpr std::array<std::array<StationStates, 3>, 2> tables = {{
        {{{1, 25, 55, 280, 110}, {1, 25, 50, 200, 90}, {1, 25, 38, 152, 80}}},
        {{{1, 2.1, 5.5, 32, 6.5}, {1, 2.1, 5, 26, 5.8}, {1, 2.1, 3, 17.6, 4.2}}},
    }};
    if (category < 1 || category > 2 || set < 1 || set > 3)
        return failure("no base station category " + std::to_string(category) + " set " + std::to_string(set),
                       "TR 38.864 power model", "choose category 1 or 2 and set 1, 2 or 3");
    return tables[std::size_t(category - 1)][std::size_t(set - 1)];
}

template <class R>
Expected<Of<double, R>> downlinkRelativePower(R& rec, const StationStates& states, Of<double, R> antennas,
                                              Of<double, R> bandwidth, Of<double, R> density,
                                              AmplifierModel model) {
    Check check("TR 38.864 downlink power");
    check.share("share of antennas", valueOf(antennas)).share("share of bandwidth", valueOf(bandwidth));
    if (check.share("relative power density", valueOf(density)).error())
        return tl::make_unexpected(*check.error());
    using Number = Of<double, R>;
    const auto output = bandwidth * density;
    const bool inefficient = model == AmplifierModel::dual && valueOf(output) < 0.5;
    const Number efficiency(inefficient ? lowLoadEfficiency : 1.0);
    const auto awake = state(rec, states.microSleep, "P_3", "relative power awake without load");
    const auto full = state(rec, states.downlink, "P_4", "relative power of the full downlink");
    const auto loaded = Number(fixedPart) + output / efficiency * Number(1.0 - fixedPart);
    return rec.name(Number(awake) + antennas * (Number(full) - Number(awake)) * loaded, "P_DL",
                    "relative power of the downlink", tr38864);
}

template <class R>
Expected<Of<double, R>> uplinkRelativePower(R& rec, const StationStates& states, Of<double, R> antennas) {
    Check check("TR 38.864 uplink power");
    if (check.share("share of antennas", valueOf(antennas)).error())
        return tl::make_unexpected(*check.error());
    const auto awake = state(rec, states.microSleep, "P_3", "relative power awake without load");
    const auto full = state(rec, states.uplink, "P_5", "relative power of the full uplink");
    return rec.name(awake + antennas * (full - awake), "P_UL", "relative power of the uplink", tr38864);
}

#define INSTANTIATE(R)                                                                                       \
    template Expected<Of<double, R>> downlinkRelativePower(R&, const StationStates&, Of<double, R>,          \
                                                           Of<double, R>, Of<double, R>, AmplifierModel);    \
    template Expected<Of<double, R>> uplinkRelativePower(R&, const StationStates&, Of<double, R>);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::energy
