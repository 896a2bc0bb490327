// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/propagation/families.h"

#include <algorithm>
#include <cmath>

namespace cellwright::radio {
namespace {

bool office(Propagation model) {
    return model == Propagation::inhOpen || model == Propagation::inhMixed;
}
bool dense(Propagation model) {
    return model == Propagation::infDenseLow || model == Propagation::infDenseHigh;
}
bool high(Propagation model) {
    return model == Propagation::infSparseHigh || model == Propagation::infDenseHigh;
}

/// Clutter of a factory hall: TR 38.901 table 7.2-4 gives ranges (density below 40 % or above, sizes of 10 m
/// or 2 m, heights up to 10 m); these are values within them, and the choice is ours.
struct Clutter {
    double size;    ///< d_clutter, m
    double density; ///< r
    double height;  ///< h_c, m
};
Clutter clutterOf(Propagation model) {
    return dense(model) ? Clutter{2.0, 0.6, 6.0} : Clutter{10.0, 0.2, 2.0};
}

template <class R>
Of<double, R> officeProbability(Propagation model, const Of<double, R>& d) {
    using std::exp;
    using Number = Of<double, R>;
    const bool open = model == Propagation::inhOpen;
    const double first = open ? 5.0 : 1.2, second = open ? 49.0 : 6.5;
    if (!(valueOf(d) > first))
        return Number(1.0);
    if (open ? valueOf(d) <= second : valueOf(d) < second) // as the table has it
        return exp(-(d - Number(first)) / Number(open ? 70.8 : 4.7));
    return exp(-(d - Number(second)) / Number(open ? 211.7 : 32.6)) * Number(open ? 0.54 : 0.32);
}

/// k_subsce of table 7.4.2-1: how far one sees, from clutter that is `clutter` high and the antennas'
/// heights.
template <class R>
Of<double, R> sightLength(R& rec, Propagation model, const LinkGeometry<R>& link) {
    using Number = Of<double, R>;
    const Clutter c = clutterOf(model);
    const std::string_view source = "TR 38.901 table 7.2-4, a value within its range";
    const auto size = rec.input(c.size, "d_clutter", "clutter size, m", Label::assumed, source);
    const auto density = rec.input(c.density, "r", "clutter density", Label::assumed, source);
    using std::log;
    auto length = -size / log(Number(1.0) - density);
    if (high(model)) {
        const auto height = rec.input(c.height, "h_c", "clutter height, m", Label::assumed, source);
        // Antennas within the clutter see as little as low ones; users above it see everything.
        const double above = valueOf(link.siteHeight.si()) - valueOf(link.userHeight.si());
        const double below = c.height - valueOf(link.userHeight.si());
        if (above > 0.0 && below > 0.0)
            length = length * (link.siteHeight.si() - link.userHeight.si()) / (height - link.userHeight.si());
        else if (below <= 0.0)
            length = Number(1e9);
    }
    return rec.name(length, "k_subsce", "length of sight, m", probabilityTable);
}

} // namespace

template <class R>
Of<double, R> indoorLos(Propagation model, const LinkGeometry<R>& link, const Of<Hertz, R>& frequency) {
    return office(model) ? logDistance<R>(32.4, 17.3, 20.0, link, frequency)
                         : logDistance<R>(31.84, 21.5, 19.0, link, frequency);
}

template <class R>
Of<double, R> indoorNlos(Propagation model, const LinkGeometry<R>& link, const Of<Hertz, R>& frequency) {
    using std::max;
    switch (model) {
    case Propagation::infSparseLow:
        return logDistance<R>(33.0, 25.5, 20.0, link, frequency);
    case Propagation::infDenseLow:
        return max(logDistance<R>(18.6, 35.7, 20.0, link, frequency),
                   logDistance<R>(33.0, 25.5, 20.0, link, frequency));
    case Propagation::infSparseHigh:
        return logDistance<R>(32.4, 23.0, 20.0, link, frequency);
    case Propagation::infDenseHigh:
        return logDistance<R>(33.63, 21.9, 20.0, link, frequency);
    default:
        return logDistance<R>(17.3, 38.3, 24.9, link, frequency);
    }
}

template <class R>
Of<double, R> indoorProbability(R& rec, Propagation model, const LinkGeometry<R>& link) {
    using std::exp;
    if (office(model))
        return officeProbability<R>(model, link.ground.si());
    return exp(-link.ground.si() / sightLength(rec, model, link));
}

#define INSTANTIATE(R)                                                                                       \
    template Of<double, R> indoorLos<R>(Propagation, const LinkGeometry<R>&, const Of<Hertz, R>&);           \
    template Of<double, R> indoorNlos<R>(Propagation, const LinkGeometry<R>&, const Of<Hertz, R>&);          \
    template Of<double, R> indoorProbability(R&, Propagation, const LinkGeometry<R>&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::radio
