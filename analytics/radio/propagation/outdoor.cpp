// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/propagation/families.h"

#include <cmath>
#include <numbers>

namespace cellwright::radio {
namespace {

constexpr double leastEffectiveHeight = 0.5;
constexpr double buildings = 5.0, streets = 20.0; // h and W of RMa, the table's defaults

template <class R>
Of<double, R> lightSpeed(R& rec) {
    return rec.input(speedOfLight, "c", "speed of light", Label::published, "SI brochure", "speed");
}

template <class R>
Of<double, R> effectiveHeight(R& rec, const Of<Metres, R>& height, Metres environment, const char* symbol,
                              const char* name) {
    using std::max;
    using Number = Of<double, R>;
    return rec.name(max(height.si() - Number(environment.si()), Number(leastEffectiveHeight)), symbol, name,
                    "TR 38.901 table 7.4.1-1 note 1, above the environment height");
}

/// C'(h_UT) of table 7.4.2-1: more line of sight for users above 13 m.
template <class R>
Of<double, R> heightFactor(R& rec, const Of<Metres, R>& userHeight) {
    using Number = Of<double, R>;
    using std::pow;
    if (!(valueOf(userHeight.si()) > 13.0))
        return Number(0.0);
    return rec.name(pow((userHeight.si() - Number(13.0)) / Number(10.0), Number(1.5)), "C'",
                    "factor of high users", probabilityTable);
}

/// PL1 of RMa at a distance between the antennas, in metres.
template <class R>
Of<double, R> ruralNear(const Of<double, R>& distance, const Of<Hertz, R>& frequency) {
    using std::log10;
    using Number = Of<double, R>;
    const double rise = std::pow(buildings, 1.72);
    const auto spread =
        Number(20.0) * log10(Number(40.0 * std::numbers::pi / 3.0) * distance * gigahertz<R>(frequency));
    return spread + Number(std::min(0.03 * rise, 10.0)) * log10(distance) -
           Number(std::min(0.044 * rise, 14.77)) + Number(0.002 * std::log10(buildings)) * distance;
}

/// d_BP = 2 pi h_BS h_UT fc / c (table 7.4.1-1 note 5).
template <class R>
Of<double, R> ruralBreakpoint(R& rec, const LinkGeometry<R>& link, const Of<Hertz, R>& frequency) {
    using Number = Of<double, R>;
    return Number(2.0 * std::numbers::pi) * link.siteHeight.si() * link.userHeight.si() * frequency.si() /
           lightSpeed(rec);
}

} // namespace

template <class R>
Of<Metres, R> breakpointDistance(R& rec, Propagation model, const LinkGeometry<R>& link,
                                 Of<Hertz, R> frequency) {
    using Number = Of<double, R>;
    if (model == Propagation::rma)
        return rec.name(Of<Metres, R>(ruralBreakpoint(rec, link, frequency)), "d_BP", "breakpoint distance",
                        "TR 38.901 table 7.4.1-1 note 5");
    const auto site =
        effectiveHeight<R>(rec, link.siteHeight, link.environment, "h'BS", "effective site height");
    const auto user =
        effectiveHeight<R>(rec, link.userHeight, link.environment, "h'UT", "effective user height");
    return rec.name(Of<Metres, R>(Number(4.0) * site * user * frequency.si() / lightSpeed(rec)), "d'BP",
                    "breakpoint distance", "TR 38.901 table 7.4.1-1 note 1");
}

template <class R>
Of<double, R> urbanLos(R& rec, Propagation model, const LinkGeometry<R>& link, Of<Hertz, R> frequency) {
    using std::log10;
    using Number = Of<double, R>;
    const bool macro = model == Propagation::uma;
    const double offset = macro ? 28.0 : 32.4;
    const auto breakpoint = breakpointDistance(rec, model, link, frequency);
    if (valueOf(link.ground.si()) <= valueOf(breakpoint.si()))
        return logDistance(offset, macro ? 22.0 : 21.0, 20.0, link, frequency);
    const auto rise = link.siteHeight.si() - link.userHeight.si();
    const auto bend = log10(breakpoint.si() * breakpoint.si() + rise * rise);
    return logDistance(offset, 40.0, 20.0, link, frequency) - Number(macro ? 9.0 : 9.5) * bend;
}

template <class R>
Of<double, R> urbanNlos(R&, Propagation model, const LinkGeometry<R>& link, Of<Hertz, R> frequency) {
    using Number = Of<double, R>;
    const auto high = link.userHeight.si() - Number(1.5);
    return model == Propagation::uma ? logDistance(13.54, 39.08, 20.0, link, frequency) - Number(0.6) * high
                                     : logDistance(22.4, 35.3, 21.3, link, frequency) - Number(0.3) * high;
}

template <class R>
Of<double, R> urbanProbability(R& rec, Propagation model, const LinkGeometry<R>& link) {
    using std::exp;
    using std::min;
    using std::pow;
    using Number = Of<double, R>;
    const bool macro = model == Propagation::uma;
    const auto d = link.outside.si();
    if (!(valueOf(d) > 18.0))
        return Number(1.0);
    const auto near = Number(18.0) / d;
    auto probability = near + exp(-d / Number(macro ? 63.0 : 36.0)) * (Number(1.0) - near);
    if (macro && valueOf(link.userHeight.si()) > 13.0)
        probability =
            probability * (Number(1.0) + heightFactor(rec, link.userHeight) * Number(1.25) *
                                             pow(d / Number(100.0), Number(3.0)) * exp(-d / Number(150.0)));
    return min(probability, Number(1.0)); // the product exceeds 1 for users above about 20 m
}

template <class R>
Of<double, R> ruralLos(R& rec, const LinkGeometry<R>& link, Of<Hertz, R> frequency) {
    using std::log10;
    using Number = Of<double, R>;
    const auto breakpoint = breakpointDistance(rec, Propagation::rma, link, frequency).si();
    if (valueOf(link.ground.si()) <= valueOf(breakpoint))
        return ruralNear<R>(link.direct.si(), frequency);
    return ruralNear<R>(breakpoint, frequency) + Number(40.0) * log10(link.direct.si() / breakpoint);
}

template <class R>
Of<double, R> ruralNlos(R&, const LinkGeometry<R>& link, Of<Hertz, R> frequency) {
    using std::log10;
    using std::pow;
    using Number = Of<double, R>;
    const auto site = log10(link.siteHeight.si());
    const auto low = Number(buildings) / link.siteHeight.si();
    const auto user = log10(Number(11.75) * link.userHeight.si());
    return Number(161.04 - 7.1 * std::log10(streets) + 7.5 * std::log10(buildings)) -
           (Number(24.37) - Number(3.7) * low * low) * site +
           (Number(43.42) - Number(3.1) * site) * (log10(link.direct.si()) - Number(3.0)) +
           Number(20.0) * log10(gigahertz<R>(frequency)) - (Number(3.2) * user * user - Number(4.97));
}

template <class R>
Of<double, R> ruralProbability(const LinkGeometry<R>& link) {
    using std::exp;
    using Number = Of<double, R>;
    const auto d = link.outside.si();
    return valueOf(d) > 10.0 ? exp(-(d - Number(10.0)) / Number(1000.0)) : Number(1.0);
}

#define INSTANTIATE(R)                                                                                       \
    template Of<Metres, R> breakpointDistance(R&, Propagation, const LinkGeometry<R>&, Of<Hertz, R>);        \
    template Of<double, R> urbanLos(R&, Propagation, const LinkGeometry<R>&, Of<Hertz, R>);                  \
    template Of<double, R> urbanNlos(R&, Propagation, const LinkGeometry<R>&, Of<Hertz, R>);                 \
    template Of<double, R> urbanProbability(R&, Propagation, const LinkGeometry<R>&);                        \
    template Of<double, R> ruralLos(R&, const LinkGeometry<R>&, Of<Hertz, R>);                               \
    template Of<double, R> ruralNlos(R&, const LinkGeometry<R>&, Of<Hertz, R>);                              \
    template Of<double, R> ruralProbability<R>(const LinkGeometry<R>&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::radio
