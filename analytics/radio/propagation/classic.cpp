// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/propagation/families.h"

#include <cmath>
#include <numbers>

namespace cellwright::radio {
namespace {

template <class R>
Of<double, R> megahertz(const Of<Hertz, R>& frequency) {
    return frequency.si() / Of<double, R>(1e6);
}

/// a(h_m) for a small or medium-sized city (Hata 1980, table 1).
template <class R>
Of<double, R> userCorrection(const LinkGeometry<R>& link, const Of<double, R>& carrier) {
    using Number = Of<double, R>;
    return (Number(1.1) * carrier - Number(0.7)) * link.userHeight.si() -
           (Number(1.56) * carrier - Number(0.8));
}

/// Hata's form; `offset` and `slope` over the carrier are all in which COST 231 differs.
template <class R>
Of<double, R> hata(double offset, double slope, const LinkGeometry<R>& link, const Of<Hertz, R>& frequency) {
    using std::log10;
    using Number = Of<double, R>;
    const Of<double, R> carrier = log10(megahertz<R>(frequency));
    const Of<double, R> site = log10(link.siteHeight.si());
    const auto distance = log10(link.ground.si() / Number(1000.0));
    return Number(offset) + Number(slope) * carrier - Number(13.82) * site -
           userCorrection<R>(link, carrier) + (Number(44.9) - Number(6.55) * site) * distance;
}

} // namespace

template <class R>
Of<double, R> classicLoss(R& rec, Propagation model, const LinkGeometry<R>& link, Of<Hertz, R> frequency) {
    using std::log10;
    using Number = Of<double, R>;
    if (model == Propagation::cost231)
        return hata<R>(46.3, 33.9, link, frequency);
    if (model == Propagation::okumuraHata)
        return hata<R>(69.55, 26.16, link, frequency);
    const Of<double, R> light =
        rec.input(speedOfLight, "c", "speed of light", Label::published, "SI brochure", "speed");
    return Number(20.0) * log10(Number(4.0 * std::numbers::pi) * link.direct.si() * frequency.si() / light);
}

#define INSTANTIATE(R)                                                                                       \
    template Of<double, R> classicLoss(R&, Propagation, const LinkGeometry<R>&, Of<Hertz, R>);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::radio
