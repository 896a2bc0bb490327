// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/path_loss.h"

#include <cmath>

namespace cellwright::radio {
namespace {

constexpr const char* lossTable = "TR 38.901 table 7.4.1-1";
constexpr const char* probabilityTable = "TR 38.901 table 7.4.2-1";
constexpr double environmentHeight = 1.0; // h_E, TR 38.901 table 7.4.1-1 note 1
constexpr double leastEffectiveHeight = 0.5;

template <class R>
Of<double, R> gigahertz(const Of<Hertz, R>& frequency) {
    return frequency.si() / Of<double, R>(1e9);
}

template <class R>
Of<double, R> effectiveHeight(R& rec, const Of<Metres, R>& height, const char* symbol, const char* name) {
    using std::max;
    using Number = Of<double, R>;
    return rec.name(max(height.si() - Number(environmentHeight), Number(leastEffectiveHeight)), symbol, name,
                    "TR 38.901 table 7.4.1-1 note 1, environment height 1 m");
}

/// a + b log10(d3D) + 20 log10(fc): the form that all LOS branches share.
template <class R>
Of<double, R> logDistance(double offset, double slope, const LinkGeometry<R>& link,
                          const Of<Hertz, R>& frequency) {
    using std::log10;
    using Number = Of<double, R>;
    return Number(offset) + Number(slope) * log10(link.direct.si()) +
           Number(20.0) * log10(gigahertz<R>(frequency));
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

} // namespace

std::string PathLossRange::text() const {
    std::string all;
    const auto add = [&](bool fine, const char* what) {
        if (!fine)
            all += (all.empty() ? "" : "; ") + std::string(what);
    };
    add(distance, "ground distance outside 10 m to 5 km");
    add(siteHeight, "site height differs from the model's (25 m for UMa, 10 m for UMi)");
    add(userHeight, "user height outside 1.5 m to 22.5 m");
    add(frequency, "frequency outside 0.5 GHz to 100 GHz");
    return all;
}

PathLossRange pathLossRange(Propagation model, Metres ground, Metres siteHeight, Metres userHeight,
                            Hertz frequency) {
    const double nominal = model == Propagation::uma ? 25.0 : 10.0;
    return {.distance = ground.si() >= nearestDistance && ground.si() <= 5000.0,
            .siteHeight = std::abs(siteHeight.si() - nominal) <= 1.0,
            .userHeight = userHeight.si() >= 1.5 && userHeight.si() <= 22.5,
            .frequency = frequency.si() >= 0.5e9 && frequency.si() <= 100e9};
}

template <class R>
LinkGeometry<R> linkGeometry(R& rec, Of<Metres, R> ground, Of<Metres, R> siteHeight,
                             Of<Metres, R> userHeight) {
    using std::sqrt;
    if (valueOf(ground.si()) < nearestDistance)
        ground = rec.name(max(ground, Of<Metres, R>(Metres(nearestDistance))), "d2D",
                          "ground distance, at least 10 m", "TR 38.901 table 7.4.1-1 starts at 10 m");
    const auto rise = siteHeight.si() - userHeight.si();
    const Of<Metres, R> direct(sqrt(ground.si() * ground.si() + rise * rise));
    return {ground, rec.name(direct, "d3D", "distance between the antennas", "TR 38.901 eq. 7.4-1"),
            siteHeight, userHeight};
}

template <class R>
Of<Metres, R> breakpointDistance(R& rec, const LinkGeometry<R>& link, Of<Hertz, R> frequency) {
    using Number = Of<double, R>;
    const auto site = effectiveHeight(rec, link.siteHeight, "h'BS", "effective site height");
    const auto user = effectiveHeight(rec, link.userHeight, "h'UT", "effective user height");
    const Of<double, R> light =
        rec.input(speedOfLight, "c", "speed of light", Label::published, "SI brochure", "speed");
    return rec.name(Of<Metres, R>(Number(4.0) * site * user * frequency.si() / light), "d'BP",
                    "breakpoint distance", "TR 38.901 table 7.4.1-1 note 1");
}

template <class R>
Of<Decibels, R> pathLossLos(R& rec, Propagation model, const LinkGeometry<R>& link, Of<Hertz, R> frequency) {
    using std::log10;
    using Number = Of<double, R>;
    const bool macro = model == Propagation::uma;
    const auto breakpoint = breakpointDistance(rec, link, frequency);
    Of<double, R> loss{};
    if (valueOf(link.ground.si()) <= valueOf(breakpoint.si())) {
        loss = macro ? logDistance(28.0, 22.0, link, frequency) : logDistance(32.4, 21.0, link, frequency);
    } else {
        const auto rise = link.siteHeight.si() - link.userHeight.si();
        const auto bend = log10(breakpoint.si() * breakpoint.si() + rise * rise);
        loss = macro ? logDistance(28.0, 40.0, link, frequency) - Number(9.0) * bend
                     : logDistance(32.4, 40.0, link, frequency) - Number(9.5) * bend;
    }
    return rec.name(Of<Decibels, R>(loss), "PL_LOS",
                    macro ? "line-of-sight loss, UMa" : "line-of-sight loss, UMi", lossTable);
}

template <class R>
Of<Decibels, R> pathLossNlos(R& rec, Propagation model, const LinkGeometry<R>& link, Of<Hertz, R> frequency,
                             Of<Decibels, R> los) {
    using std::log10;
    using std::max;
    using Number = Of<double, R>;
    const auto distance = log10(link.direct.si());
    const auto carrier = log10(gigahertz<R>(frequency));
    const auto high = link.userHeight.si() - Number(1.5);
    const bool macro = model == Propagation::uma;
    const Of<double, R> own =
        macro ? Number(13.54) + Number(39.08) * distance + Number(20.0) * carrier - Number(0.6) * high
              : Number(22.4) + Number(35.3) * distance + Number(21.3) * carrier - Number(0.3) * high;
    const auto bounded =
        max(los.db(), rec.name(own, "PL'_NLOS", "loss before the bound by line of sight", lossTable, "gain"));
    return rec.name(Of<Decibels, R>(bounded), "PL_NLOS",
                    macro ? "non-line-of-sight loss, UMa" : "non-line-of-sight loss, UMi", lossTable);
}

template <class R>
Of<double, R> losProbability(R& rec, Propagation model, const LinkGeometry<R>& link) {
    using std::exp;
    using std::min;
    using std::pow;
    using Number = Of<double, R>;
    const auto d = link.ground.si();
    const bool macro = model == Propagation::uma;
    Of<double, R> probability(1.0);
    if (valueOf(d) > 18.0) {
        const auto near = Number(18.0) / d;
        probability = near + exp(-d / Number(macro ? 63.0 : 36.0)) * (Number(1.0) - near);
        if (macro && valueOf(link.userHeight.si()) > 13.0)
            probability = probability *
                          (Number(1.0) + heightFactor(rec, link.userHeight) * Number(1.25) *
                                             pow(d / Number(100.0), Number(3.0)) * exp(-d / Number(150.0)));
        probability = min(probability, Number(1.0)); // the product exceeds 1 for users above about 20 m
    }
    return rec.name(probability, "P_LOS", "probability of line of sight", probabilityTable, "share");
}

template <class R>
Of<Decibels, R> pathLoss(R& rec, Propagation model, PathChoice choice, const LinkGeometry<R>& link,
                         Of<Hertz, R> frequency) {
    using Number = Of<double, R>;
    const auto los = pathLossLos(rec, model, link, frequency);
    if (choice == PathChoice::los)
        return los;
    const auto nlos = pathLossNlos(rec, model, link, frequency, los);
    if (choice == PathChoice::nlos)
        return nlos;
    const auto share = losProbability(rec, model, link);
    const auto gain = share * toLinear(-los) + (Number(1.0) - share) * toLinear(-nlos);
    return rec.name(-toDecibels(gain), "PL", "expected path loss",
                    "mean of the linear gains weighted by the probability of line of sight (our choice)");
}

#define INSTANTIATE(R)                                                                                       \
    template LinkGeometry<R> linkGeometry(R&, Of<Metres, R>, Of<Metres, R>, Of<Metres, R>);                  \
    template Of<Metres, R> breakpointDistance(R&, const LinkGeometry<R>&, Of<Hertz, R>);                     \
    template Of<Decibels, R> pathLossLos(R&, Propagation, const LinkGeometry<R>&, Of<Hertz, R>);             \
    template Of<Decibels, R> pathLossNlos(R&, Propagation, const LinkGeometry<R>&, Of<Hertz, R>,             \
                                          Of<Decibels, R>);                                                  \
    template Of<double, R> losProbability(R&, Propagation, const LinkGeometry<R>&);                          \
    template Of<Decibels, R> pathLoss(R&, Propagation, PathChoice, const LinkGeometry<R>&, Of<Hertz, R>);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::radio
