// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/transport/medium.h"

#include <cmath>
#include <numbers>
#include <optional>

namespace cellwright::transport {
namespace {

constexpr double speedOfLight = 299792458.0; // exact by definition of the metre, SI brochure

constexpr MediumFacts fibre{
    1.0 / 1.468, Label::published,
    "group index 1.468 of single-mode fibre (ITU-T G.652) at 1550 nm, manufacturers' data sheets", 1.5};
constexpr MediumFacts microwave{1.0 / 1.000315, Label::published, "surface refractivity N = 315, ITU-R P.453",
                                1.0};
constexpr MediumFacts satellite{1.0, Label::published, "free space, SI brochure", 1.0};
constexpr double earthRadius = 6371e3;       // metres, mean (IUGG)
constexpr double usualAltitude = 550e3;      // metres
constexpr double usualElevation = 45.0;      // degrees
constexpr double lowestMiddleOrbit = 2000e3; // metres
constexpr double geostationary = 35786e3;    // metres
constexpr double grantCycle = 0.5e-3;        // seconds

constexpr MediumFacts copper{0.66, Label::unverified, "velocity factor of polyethylene-insulated cable", 1.5};

std::optional<Position> positionOf(const Topology& topology, const Endpoint& end) {
    if (end.site)
        if (const auto* site = findById(topology.sites, end.site))
            return site->position;
    if (end.host)
        if (const auto* host = findById(topology.hosts, end.host))
            return host->position;
    return std::nullopt;
}

std::string placed(const Link& link, const char* what) {
    return std::string(what) + " of " + link.name;
}

/// Up to a satellite and down again: twice the side of the triangle with the Earth's centre.
template <class R>
Of<Metres, R> wayOverSatellite(R& rec, const Link& link) {
    using Number = Of<double, R>;
    using std::sqrt;
    const Number radius = Number(earthRadius);
    const double sine = std::sin(usualElevation * std::numbers::pi / 180.0);
    const auto altitude = rec.input(Metres(usualAltitude), "h", "altitude of the satellite", Label::assumed,
                                    "a usual low orbit, typed for no link");
    const Number foot = rec.input(earthRadius * sine, "R·sin ε", "Earth's radius towards the satellite",
                                  Label::assumed, "6371 km, elevation of 45°", "length");
    const Number h = altitude.si();
    const Number slant = sqrt(foot * foot + Number(2.0) * radius * h + h * h) - foot;
    return rec.name(Of<Metres, R>(Number(2.0) * slant), "l", placed(link, "assumed way up and down"),
                    "slant range to a satellite in low orbit, twice");
}

} // namespace

std::string_view orbitOf(Metres upAndDown) {
    const double slant = upAndDown.si() / 2.0;
    return slant < lowestMiddleOrbit ? "LEO" : slant < geostationary ? "MEO" : "GEO";
}

const MediumFacts& mediumFacts(Medium medium) {
    switch (medium) {
    case Medium::microwave:
        return microwave;
    case Medium::copper:
        return copper;
    case Medium::satellite:
        return satellite;
    case Medium::pon:
    case Medium::fibre:
        break;
    }
    return fibre;
}

template <class R>
Of<Metres, R> linkLength(R& rec, const Topology& topology, const Link& link) {
    using std::sqrt;
    if (link.length)
        return rec.input(*link.length, "l", placed(link, "length"), Label::assumed, "link");
    if (link.medium == Medium::satellite)
        return wayOverSatellite(rec, link);
    const auto a = positionOf(topology, link.from);
    const auto b = positionOf(topology, link.to);
    const auto difference = [&](Metres p, Metres q, const char* symbol, const char* name) {
        const Of<Metres, R> step =
            rec.input(p - q, symbol, name, Label::assumed, "positions of the link's ends");
        return step.si();
    };
    const Position from = a.value_or(Position{}), to = b.value_or(Position{});
    const auto east = difference(to.x, from.x, "Δx", "way east");
    const auto north = difference(to.y, from.y, "Δy", "way north");
    const Of<double, R> detour = rec.input(mediumFacts(link.medium).detour, "k", "detour of the cable",
                                           Label::assumed, "length over straight line, typed for no link");
    return rec.name(Of<Metres, R>(detour * sqrt(east * east + north * north)), "l",
                    placed(link, "assumed length"), "straight line times the medium's detour");
}

template <class R>
Of<Seconds, R> propagationDelay(R& rec, const Topology& topology, const Link& link) {
    const auto& facts = mediumFacts(link.medium);
    const Of<MetresPerSecond, R> light =
        rec.input(MetresPerSecond(speedOfLight), "c", "speed of light", Label::published, "SI brochure");
    const Of<double, R> share = rec.input(facts.speedShare, "v/c", "signal speed over the speed of light",
                                          facts.speedLabel, facts.speedSource);
    return rec.name(linkLength(rec, topology, link) / (light * share), "t_p", placed(link, "propagation"),
                    "length over speed");
}

template <class R>
Of<Seconds, R> accessDelay(R& rec, const Link& link) {
    using Number = Of<double, R>;
    if (link.medium != Medium::pon)
        return {};
    const Of<Seconds, R> cycle = rec.input(Seconds(grantCycle), "T_DBA", "cycle of the bandwidth allocation",
                                           Label::assumed, "four frames of ITU-T G.9807.1");
    return rec.name(cycle * Number(1.5) * Number(0.5), "t_DBA", placed(link, "wait for a grant"),
                    "half a cycle to the report and one to the grant, upstream only: shared by both ways");
}

template <class R>
Of<Seconds, R> linkDelay(R& rec, const Topology& topology, const Link& link) {
    const Of<Seconds, R> hop =
        rec.input(link.hopDelay, "t_h", "switching and processing", Label::assumed, "link");
    const auto empty = propagationDelay(rec, topology, link) + hop;
    if (link.medium != Medium::pon)
        return rec.name(empty, "t_l", placed(link, "one-way delay"), "propagation and per-hop delay");
    return rec.name(empty + accessDelay(rec, link), "t_l", placed(link, "one-way delay"),
                    "propagation, per-hop delay and wait for a grant");
}

#define INSTANTIATE(R)                                                                                       \
    template Of<Metres, R> linkLength(R&, const Topology&, const Link&);                                     \
    template Of<Seconds, R> propagationDelay(R&, const Topology&, const Link&);                              \
    template Of<Seconds, R> accessDelay(R&, const Link&);                                                    \
    template Of<Seconds, R> linkDelay(R&, const Topology&, const Link&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::transport
