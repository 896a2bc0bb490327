// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/radio/propagation/path_loss.h"

/// The formulas by family; path_loss.h chooses among them. Losses are in decibels.
namespace cellwright::radio {

inline constexpr const char* lossTable = "TR 38.901 table 7.4.1-1";
inline constexpr const char* probabilityTable = "TR 38.901 table 7.4.2-1";

template <class R>
Of<double, R> gigahertz(const Of<Hertz, R>& frequency) {
    return frequency.si() / Of<double, R>(1e9);
}

/// offset + slope log10(d3D) + carrier log10(fc / GHz): the form that most of the models share.
template <class R>
Of<double, R> logDistance(double offset, double slope, double carrier, const LinkGeometry<R>& link,
                          const Of<Hertz, R>& frequency) {
    using std::log10;
    using Number = Of<double, R>;
    return Number(offset) + Number(slope) * log10(link.direct.si()) +
           Number(carrier) * log10(gigahertz<R>(frequency));
}

/// UMa and UMi-Street Canyon.
template <class R>
Of<double, R> urbanLos(R& rec, Propagation model, const LinkGeometry<R>& link, Of<Hertz, R> frequency);
template <class R>
Of<double, R> urbanNlos(R& rec, Propagation model, const LinkGeometry<R>& link, Of<Hertz, R> frequency);
template <class R>
Of<double, R> urbanProbability(R& rec, Propagation model, const LinkGeometry<R>& link);

/// RMa with buildings of 5 m and streets of 20 m on average (the table's defaults).
template <class R>
Of<double, R> ruralLos(R& rec, const LinkGeometry<R>& link, Of<Hertz, R> frequency);
template <class R>
Of<double, R> ruralNlos(R& rec, const LinkGeometry<R>& link, Of<Hertz, R> frequency);
template <class R>
Of<double, R> ruralProbability(const LinkGeometry<R>& link);

/// InH-Office and InF.
template <class R>
Of<double, R> indoorLos(Propagation model, const LinkGeometry<R>& link, const Of<Hertz, R>& frequency);
template <class R>
Of<double, R> indoorNlos(Propagation model, const LinkGeometry<R>& link, const Of<Hertz, R>& frequency);
template <class R>
Of<double, R> indoorProbability(R& rec, Propagation model, const LinkGeometry<R>& link);

/// Free space, COST 231-Hata (medium-sized city) and Okumura-Hata (likewise): no states of sight.
template <class R>
Of<double, R> classicLoss(R& rec, Propagation model, const LinkGeometry<R>& link, Of<Hertz, R> frequency);

} // namespace cellwright::radio
