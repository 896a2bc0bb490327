// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/fading/fading.h"

#include "analytics/quantity/text.h"
#include "analytics/radio/fading/normal.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cellwright::radio {
namespace {

constexpr const char* tables = "TR 38.901 tables 7.4.1-1 and 7.5-6";

FadingStatistics outdoors(Propagation model) {
    switch (model) {
    case Propagation::uma:
        return {4.0, 4.0, 6.0, 37.0, 50.0, 50.0, tables};
    case Propagation::umi:
        return {4.0, 4.0, 7.82, 10.0, 13.0, 50.0, tables};
    case Propagation::rma:
        return {4.0, 6.0, 8.0, 37.0, 120.0, 60.0, tables};
    case Propagation::inhOpen:
    case Propagation::inhMixed:
        return {3.0, 3.0, 8.03, 10.0, 6.0, 10.0, tables};
    case Propagation::infSparseLow: // sight changes over half the size of the clutter: 10 m, or 2 m where
                                    // dense
        return {4.3, 4.3, 5.7, 10.0, 10.0, 5.0, tables};
    case Propagation::infDenseLow:
        return {4.3, 4.3, 7.2, 10.0, 10.0, 1.0, tables};
    case Propagation::infSparseHigh:
        return {4.3, 4.3, 5.9, 10.0, 10.0, 5.0, tables};
    case Propagation::infDenseHigh:
        return {4.3, 4.3, 4.0, 10.0, 10.0, 1.0, tables};
    case Propagation::freeSpace:
        return {0.0, 0.0, 0.0, 1.0, 1.0, 1.0, "free space"};
    case Propagation::cost231:
    case Propagation::okumuraHata:
        break;
    }
    return {8.0, 8.0, 8.0, 50.0, 50.0, 50.0, "TR 36.814 table A.2.1.1-2"};
}

/// The three ways to a seed must never meet.
std::uint32_t tagged(int seed, FadingField field, std::uint32_t half) {
    return mixSeed(std::uint32_t(seed), 16U * (std::uint32_t(field) + 1U) + half);
}

/// σ z of one state.
template <class R>
Of<Decibels, R> shadow(R& rec, double spread, double deviate, const char* symbol, const char* source) {
    const Of<double, R> z =
        rec.input(deviate, "z", "deviate of shadow fading here", Label::computed,
                  "seeded random field, correlated over the ground (TR 38.901 eq. 7.4-5)");
    const Of<Decibels, R> sigma =
        rec.input(Decibels(spread), "σ_SF", "spread of shadow fading", Label::published, source);
    return rec.name(Of<Decibels, R>(sigma.db() * z), symbol, "shadow fading", source);
}

/// LOS_soft² as arithmetic on the recorder.
template <class R>
Of<double, R> sightPower(R& rec, const LinkGeometry<R>& link, Propagation model,
                         const Of<Hertz, R>& frequency, double sight) {
    using std::atan2;
    using Number = Of<double, R>;
    const double probability = valueOf(losProbability(rec, model, link));
    std::string name;
    if constexpr (R::recording)
        name = "normal deviate of P_LOS = " + roundedText(probability, 4);
    const Of<double, R> stands = rec.input(sightDeviate(probability), "F", name, Label::computed,
                                           "√2 erf⁻¹(2 P_LOS - 1), TR 38.901 eq. 7.6-18 and table 7.4.2-1");
    const Of<double, R> chance =
        rec.input(sight, "G", "deviate of sight here", Label::computed,
                  "seeded random field, correlated over the ground (TR 38.901 clause 7.6.3.3)");
    const Of<double, R> sharpness =
        rec.input(sightSharpness(plain(frequency)), "√(20/λ)", "sharpness of the change of sight",
                  Label::computed, "TR 38.901 eq. 7.6-18");
    const auto soft =
        rec.name(Number(0.5) + atan2(sharpness * (chance + stands), Number(1.0)) / Number(std::numbers::pi),
                 "LOS_soft", "how much line of sight there is", "TR 38.901 eq. 7.6-18", "share");
    return soft * soft;
}

} // namespace

FadingStatistics fadingStatistics(Propagation model, bool inBuilding) {
    FadingStatistics found = outdoors(model);
    if (!inBuilding)
        return found;
    const bool rural = model == Propagation::rma;
    if (model != Propagation::uma && model != Propagation::umi && !rural)
        return found;
    found.losSpread = found.losFarSpread = found.nlosSpread = rural ? 8.0 : 7.0;
    found.losLength = found.nlosLength = rural ? 120.0 : 7.0;
    found.source = "TR 38.901 table 7.5-6, O2I";
    return found;
}

FieldSeeds fadingSeeds(int seed, SiteId site, FadingField field) {
    const auto low = std::uint32_t(std::uint64_t(site.value)),
               high = std::uint32_t(std::uint64_t(site.value) >> 32);
    const std::uint32_t own = mixSeed(mixSeed(tagged(seed, field, 1), low), high);
    return {field == FadingField::sight ? mixSeed(own, 2U) : tagged(seed, field, 0), own};
}

FadingSample fadingSample(int seed, SiteId site, Propagation model, bool inBuilding, float east,
                          float north) {
    const auto statistics = fadingStatistics(model, inBuilding);
    const auto at = [&](FadingField field, double length) {
        float value = 0.0f;
        shadowField(fadingSeeds(seed, site, field), float(length), &east, &north, &value, 1);
        return double(value);
    };
    const double sight = hasSight(model) ? at(FadingField::sight, statistics.sightLength) : 0.0;
    if (inBuilding) {
        const double both = at(FadingField::indoors, statistics.losLength);
        return {both, both, sight};
    }
    const double los = at(FadingField::los, statistics.losLength);
    return {los, hasSight(model) ? at(FadingField::nlos, statistics.nlosLength) : los, sight};
}

double sightDeviate(double probability) {
    return std::clamp(normalQuantile(probability), -surestSight, surestSight);
}

double sightSharpness(Hertz frequency) {
    return std::sqrt(20.0 * frequency.si() / speedOfLight);
}

template <class R>
Of<Decibels, R> fadedLoss(R& rec, Propagation model, PathChoice choice, const LinkGeometry<R>& link,
                          const Of<Hertz, R>& frequency, const FadingSample& sample, bool inBuilding) {
    using Number = Of<double, R>;
    const auto statistics = fadingStatistics(model, inBuilding);
    const bool far =
        statistics.losFarSpread != statistics.losSpread &&
        valueOf(link.ground.si()) > valueOf(breakpointDistance(rec, model, link, frequency).si());
    const auto mean = pathLossLos(rec, model, link, frequency);
    const auto faded = [&](const Of<Decibels, R>& loss, double spread, double deviate, const char* symbol) {
        return spread == 0.0 ? loss : loss + shadow<R>(rec, spread, deviate, symbol, statistics.source);
    };
    const auto los = faded(mean, far ? statistics.losFarSpread : statistics.losSpread, sample.los, "SF_LOS");
    if (choice == PathChoice::los || !hasSight(model))
        return los;
    const auto nlos =
        faded(pathLossNlos(rec, model, link, frequency, mean), statistics.nlosSpread, sample.nlos, "SF_NLOS");
    if (choice == PathChoice::nlos)
        return nlos;
    const auto share = sightPower<R>(rec, link, model, frequency, sample.sight);
    const auto gain = share * toLinear(-los) + (Number(1.0) - share) * toLinear(-nlos);
    return rec.name(-toDecibels(gain), "PL", "path loss with shadow fading",
                    "TR 38.901 eq. 7.6-19: power LOS_soft² in line of sight, the rest without");
}

#define INSTANTIATE(R)                                                                                       \
    template Of<Decibels, R> fadedLoss(R&, Propagation, PathChoice, const LinkGeometry<R>&,                  \
                                       const Of<Hertz, R>&, const FadingSample&, bool);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::radio
