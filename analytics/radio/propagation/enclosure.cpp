// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/propagation/enclosure.h"

#include "analytics/radio/fading/normal.h"

#include <cmath>

namespace cellwright::radio {
namespace {

constexpr const char* wallTable = "TR 38.901 table 7.4.3-2";

/// Fractions of the golden number, √2, √7 and √19: a Kronecker sequence in four dimensions, independent of
/// the one that spreads users over an area.
constexpr double steps[] = {0.6180339887498949, 0.4142135623730951, 0.6457513110645906, 0.3588989435406740};

double sequence(int dimension, std::size_t user) {
    double whole = 0.0;
    return std::modf(0.5 + steps[dimension] * double(user + 1), &whole);
}

Enclosure kindOf(Enclosure enclosure, double share) {
    if (enclosure != Enclosure::mixedBuildings)
        return enclosure;
    return share < 0.5 ? Enclosure::lowLossBuilding : Enclosure::highLossBuilding;
}

/// A material of table 7.4.3-1: offset + slope × f in GHz.
template <class R>
Of<Decibels, R> material(R& rec, double offset, double slope, const Of<double, R>& gigahertz,
                         const char* symbol, const char* name) {
    using Number = Of<double, R>;
    return rec.name(Of<Decibels, R>(Number(offset) + Number(slope) * gigahertz), symbol, name,
                    "TR 38.901 table 7.4.3-1");
}

/// PL_tw of table 7.4.3-2.
template <class R>
Of<Decibels, R> wallLoss(R& rec, Enclosure kind, const Of<double, R>& gigahertz) {
    using Number = Of<double, R>;
    const bool low = kind == Enclosure::lowLossBuilding;
    const auto concrete = material<R>(rec, 5.0, 4.0, gigahertz, "L_concrete", "loss through concrete");
    const auto glass = low ? material<R>(rec, 2.0, 0.2, gigahertz, "L_glass", "loss through panes")
                           : material<R>(rec, 23.0, 0.3, gigahertz, "L_IRR", "loss through coated panes");
    const Number window(low ? 0.3 : 0.7), rest(low ? 0.7 : 0.3);
    const auto through = window * toLinear(-glass) + rest * toLinear(-concrete);
    const Of<Decibels, R> slanted(Number(5.0));
    return rec.name(slanted - toDecibels(through), "PL_tw",
                    low ? "loss through the wall, low-loss building"
                        : "loss through the wall, high-loss building",
                    wallTable);
}

template <class R>
Of<Decibels, R> meanLoss(R& rec, Propagation model, const Indoors& user, const Of<Hertz, R>& frequency) {
    using Number = Of<double, R>;
    if (user.enclosure == Enclosure::car)
        return rec.input(Decibels(9.0), "μ_car", "loss into a car", Label::published,
                         "TR 38.901 clause 7.4.3.2");
    const auto gigahertz = frequency.si() / Number(1e9);
    const Of<Metres, R> depth =
        rec.input(deepest(model) * user.depth, "d2D-in", "distance inside the building", Label::computed,
                  "TR 38.901 clause 7.4.3.1, a fixed choice per user");
    const auto room =
        rec.name(Of<Decibels, R>(Number(lossPerMetre) * depth.si()), "PL_in", "loss inside", wallTable);
    if (user.enclosure != Enclosure::mixedBuildings)
        return wallLoss<R>(rec, user.enclosure, gigahertz) + room;
    const auto low = wallLoss<R>(rec, Enclosure::lowLossBuilding, gigahertz);
    const auto high = wallLoss<R>(rec, Enclosure::highLossBuilding, gigahertz);
    const auto half = Number(0.5) * toLinear(-low) + Number(0.5) * toLinear(-high);
    return rec.name(-toDecibels(half), "PL_tw", "loss through the wall",
                    "mean gain of low-loss and high-loss buildings, half each") +
           room;
}

} // namespace

Indoors indoorsOf(const UserGroup& group, std::size_t user) {
    if (group.enclosure == Enclosure::none || !(sequence(0, user) < group.indoorShare))
        return {};
    return {kindOf(group.enclosure, sequence(1, user)), 1.0 - std::sqrt(1.0 - sequence(2, user)),
            normalQuantile(sequence(3, user))};
}

bool isIndoor(Propagation model) {
    switch (model) {
    case Propagation::inhOpen:
    case Propagation::inhMixed:
    case Propagation::infSparseLow:
    case Propagation::infDenseLow:
    case Propagation::infSparseHigh:
    case Propagation::infDenseHigh:
        return true;
    default:
        return false;
    }
}

bool behindWall(Propagation model, Enclosure enclosure) {
    return enclosure == Enclosure::car || inBuilding(model, enclosure);
}

bool inBuilding(Propagation model, Enclosure enclosure) {
    return enclosure != Enclosure::none && enclosure != Enclosure::car && !isIndoor(model);
}

Metres deepest(Propagation model) {
    return Metres(model == Propagation::rma ? 10.0 : 25.0);
}

Metres meanDepth(Propagation model, Enclosure enclosure) {
    return inBuilding(model, enclosure) ? deepest(model) * (1.0 / 3.0) : Metres();
}

std::string penetrationLimit(Propagation model, Enclosure enclosure, Hertz frequency) {
    if (!behindWall(model, enclosure))
        return {};
    if (enclosure == Enclosure::car)
        return frequency < Hertz(0.6e9) || frequency > Hertz(60e9)
                   ? "penetration into cars is known from 600 MHz to 60 GHz (TR 38.901 clause 7.4.3.2)"
                   : "";
    if (model == Propagation::rma && enclosure != Enclosure::lowLossBuilding)
        return "only low-loss buildings go with RMa (TR 38.901 clause 7.4.3.1)";
    return frequency > Hertz(100e9)
               ? "penetration into buildings is known up to 100 GHz (TR 38.901 clause 7.4.3.1)"
               : "";
}

double penetrationSpread(Enclosure enclosure) {
    switch (enclosure) {
    case Enclosure::lowLossBuilding:
        return 4.4;
    case Enclosure::highLossBuilding:
        return 6.5;
    case Enclosure::car:
        return 5.0;
    default:
        return 0.0;
    }
}

template <class R>
Of<Decibels, R> penetrationLoss(R& rec, Propagation model, const Indoors& user, const Of<Hertz, R>& frequency,
                                bool varied) {
    if (!behindWall(model, user.enclosure))
        return {};
    const auto mean = meanLoss<R>(rec, model, user, frequency);
    const double spread = varied ? penetrationSpread(user.enclosure) * user.deviation : 0.0;
    if (spread == 0.0)
        return rec.name(mean, "L_O2I", "penetration loss", "TR 38.901 clause 7.4.3");
    const Of<Decibels, R> deviation =
        rec.input(Decibels(spread), "N(0,σ_P)", "deviation of this user's wall", Label::computed,
                  "σ_P of TR 38.901 clause 7.4.3, a fixed choice per user");
    return rec.name(mean + deviation, "L_O2I", "penetration loss", "TR 38.901 clause 7.4.3");
}

#define INSTANTIATE(R)                                                                                       \
    template Of<Decibels, R> penetrationLoss(R&, Propagation, const Indoors&, const Of<Hertz, R>&, bool);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::radio
