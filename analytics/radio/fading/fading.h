// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/radio/fading/shadow_field.h"
#include "analytics/radio/propagation/enclosure.h"
#include "analytics/radio/propagation/path_loss.h"

#include <cstdint>

namespace cellwright::radio {

/// How much a model's paths deviate from its path loss, and over which distance deviations resemble each
/// other.
struct FadingStatistics {
    double losSpread = 0.0;    ///< dB, standard deviation in line of sight
    double losFarSpread = 0.0; ///< the same beyond the breakpoint; differs for RMa only
    double nlosSpread = 0.0;
    double losLength = 1.0; ///< m, correlation distance of shadow fading
    double nlosLength = 1.0;
    double sightLength = 1.0; ///< m, correlation distance of the LOS state
    const char* source = "";
    bool operator==(const FadingStatistics&) const = default;
};
/// TR 38.901 tables 7.4.1-1 (spread), 7.5-6 (distance; spread within buildings) and 7.6.3.1-2 (state). Free
/// space has none. The Hata models say nothing: 8 dB and 50 m of 3GPP's older evaluations are taken
/// (TR 36.814 table A.2.1.1-2).
FadingStatistics fadingStatistics(Propagation model, bool inBuilding);

/// Deviates of one site's paths at a place, standard normal.
struct FadingSample {
    double los = 0.0;   ///< of the loss in line of sight
    double nlos = 0.0;  ///< of the loss without; within buildings the same as `los`
    double sight = 0.0; ///< G of TR 38.901 eq. 7.6-18: decides how much line of sight there is
};
/// Which field: the same for all sectors and carriers of a site; shadow fading of two sites with the same
/// model is correlated by 0.5 (TR 36.814 table A.2.1.1-2), their sight is independent.
enum class FadingField : std::uint32_t { los, nlos, indoors, sight };
FieldSeeds fadingSeeds(int seed, SiteId site, FadingField field);
/// At a place, in single precision as on maps.
FadingSample fadingSample(int seed, SiteId site, Propagation model, bool inBuilding, float east, float north);

/// Limits of F below, which sure states reach.
inline constexpr double surestSight = 6.0;
/// F of eq. 7.6-18: the normal deviate below which the probability of line of sight lies, within ±6.
double sightDeviate(double probability);
/// √(20 m / λ) of eq. 7.6-18: how sharply sight is lost.
double sightSharpness(Hertz frequency);

/// The loss of one realisation: shadow fading on both states, and as much of each as the soft state of
/// TR 38.901 clause 7.6.3.3 has: power LOS_soft² of the one and 1 - LOS_soft² of the other. Unlike
/// `PathChoice::expected`, which averages over all users at a distance, this is what users at this very place
/// get, so a map shows hills and streets. With the choice los or nlos, that state alone.
template <class R>
Of<Decibels, R> fadedLoss(R& rec, Propagation model, PathChoice choice, const LinkGeometry<R>& link,
                          const Of<Hertz, R>& frequency, const FadingSample& sample, bool inBuilding);

} // namespace cellwright::radio
