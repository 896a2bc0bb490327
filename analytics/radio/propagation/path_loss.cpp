// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/propagation/path_loss.h"

#include "analytics/radio/propagation/families.h"
#include "analytics/scenario/schema.h"

#include <cmath>

namespace cellwright::radio {
namespace {

std::string named(const char* what, Propagation model) {
    return std::string(what) + ", " + std::string(enumLabel(model));
}

enum class Family { urban, rural, indoor, classic };

Family familyOf(Propagation model) {
    switch (model) {
    case Propagation::uma:
    case Propagation::umi:
        return Family::urban;
    case Propagation::rma:
        return Family::rural;
    case Propagation::freeSpace:
    case Propagation::cost231:
    case Propagation::okumuraHata:
        return Family::classic;
    default:
        return Family::indoor;
    }
}

} // namespace

bool hasSight(Propagation model) {
    return familyOf(model) != Family::classic;
}

template <class R>
LinkGeometry<R> linkGeometry(R& rec, Propagation model, Of<Metres, R> ground, Of<Metres, R> siteHeight,
                             Of<Metres, R> userHeight, Metres inside) {
    using std::max;
    using std::sqrt;
    using Number = Of<double, R>;
    const Metres nearest = nearestGround(model);
    if (valueOf(ground.si()) < nearest.si())
        ground = rec.name(cellwright::max(ground, Of<Metres, R>(nearest)), "d2D",
                          "ground distance, at least 10 m", "TR 38.901 table 7.4.1-1 starts at 10 m");
    const auto rise = siteHeight.si() - userHeight.si();
    const auto squared = max(ground.si() * ground.si() + rise * rise, Number(leastDirect * leastDirect));
    const auto direct =
        rec.name(Of<Metres, R>(sqrt(squared)), "d3D", "distance between the antennas", "TR 38.901 eq. 7.4-1");
    auto outside = ground;
    if (inside > Metres())
        outside = rec.name(
            cellwright::max(ground - rec.input(inside, "d2D-in", "distance inside the building, mean",
                                               Label::published, "TR 38.901 clause 7.4.3.1"),
                            Of<Metres, R>(Metres())),
            "d2D-out", "ground distance outside", "TR 38.901 figure 7.4.1-2");
    return {ground, direct, siteHeight, userHeight, outside};
}

template <class R>
Of<Decibels, R> pathLossLos(R& rec, Propagation model, const LinkGeometry<R>& link, Of<Hertz, R> frequency) {
    Of<double, R> loss{};
    switch (familyOf(model)) {
    case Family::urban:
        loss = urbanLos(rec, model, link, frequency);
        break;
    case Family::rural:
        loss = ruralLos(rec, link, frequency);
        break;
    case Family::indoor:
        loss = indoorLos<R>(model, link, frequency);
        break;
    case Family::classic:
        return rec.name(Of<Decibels, R>(classicLoss(rec, model, link, frequency)), "PL",
                        named("path loss", model), pathLossLimits(model).source);
    }
    return rec.name(Of<Decibels, R>(loss), "PL_LOS", named("line-of-sight loss", model), lossTable);
}

template <class R>
Of<Decibels, R> pathLossNlos(R& rec, Propagation model, const LinkGeometry<R>& link, Of<Hertz, R> frequency,
                             Of<Decibels, R> los) {
    using std::max;
    Of<double, R> own{};
    switch (familyOf(model)) {
    case Family::urban:
        own = urbanNlos(rec, model, link, frequency);
        break;
    case Family::rural:
        own = ruralNlos(rec, link, frequency);
        break;
    case Family::indoor:
        own = indoorNlos<R>(model, link, frequency);
        break;
    case Family::classic:
        return los;
    }
    const auto bounded =
        max(los.db(), rec.name(own, "PL'_NLOS", "loss before the bound by line of sight", lossTable, "gain"));
    return rec.name(Of<Decibels, R>(bounded), "PL_NLOS", named("non-line-of-sight loss", model), lossTable);
}

template <class R>
Of<double, R> losProbability(R& rec, Propagation model, const LinkGeometry<R>& link) {
    Of<double, R> probability(1.0);
    switch (familyOf(model)) {
    case Family::urban:
        probability = urbanProbability(rec, model, link);
        break;
    case Family::rural:
        probability = ruralProbability<R>(link);
        break;
    case Family::indoor:
        probability = indoorProbability(rec, model, link);
        break;
    case Family::classic:
        return probability;
    }
    return rec.name(probability, "P_LOS", "probability of line of sight", probabilityTable, "share");
}

template <class R>
Of<Decibels, R> pathLoss(R& rec, Propagation model, PathChoice choice, const LinkGeometry<R>& link,
                         Of<Hertz, R> frequency) {
    using Number = Of<double, R>;
    const auto los = pathLossLos(rec, model, link, frequency);
    if (choice == PathChoice::los || !hasSight(model))
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
    template LinkGeometry<R> linkGeometry(R&, Propagation, Of<Metres, R>, Of<Metres, R>, Of<Metres, R>,      \
                                          Metres);                                                           \
    template Of<Decibels, R> pathLossLos(R&, Propagation, const LinkGeometry<R>&, Of<Hertz, R>);             \
    template Of<Decibels, R> pathLossNlos(R&, Propagation, const LinkGeometry<R>&, Of<Hertz, R>,             \
                                          Of<Decibels, R>);                                                  \
    template Of<double, R> losProbability(R&, Propagation, const LinkGeometry<R>&);                          \
    template Of<Decibels, R> pathLoss(R&, Propagation, PathChoice, const LinkGeometry<R>&, Of<Hertz, R>);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::radio
