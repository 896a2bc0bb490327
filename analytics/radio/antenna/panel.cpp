// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/antenna/panel.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cellwright::radio {

template <class R>
Of<double, R> arrayPower(R& rec, int elements, const Of<double, R>& cosine, const Of<double, R>& steer) {
    using std::max;
    using std::sin;
    using Number = Of<double, R>;
    const Number count =
        rec.input(double(elements), "M", "elements in a line", Label::assumed, "sector's panel");
    const Number phase = Number(std::numbers::pi * elementSpacing) * (cosine - steer);
    const double one = std::sin(valueOf(phase));
    if (std::abs(one) < 1e-9) // all elements in phase
        return count;
    const Number share = sin(count * phase) / sin(phase);
    return max(share * share / count, Number(deepestNull * elements));
}

double beamCosine(int beam, int beams, int columns) {
    return double(2 * beam + 1 - beams) / double(std::max(beams, columns));
}

int strongestBeam(double cosine, int beams, int columns) {
    const double place = (cosine * std::max(beams, columns) + beams - 1) / 2.0;
    return int(std::clamp(std::floor(place + 0.5), 0.0, double(beams - 1)));
}

#define INSTANTIATE(R) template Of<double, R> arrayPower(R&, int, const Of<double, R>&, const Of<double, R>&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::radio
