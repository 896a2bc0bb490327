// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/theme.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cellwright {
namespace {

constexpr int entries = 512;

/// Anchors chosen for an even rise of lightness from indigo over teal and green to yellow; no red against
/// green.
constexpr std::array<QRgb, 9> anchors{0xff2b1b5c, 0xff35377f, 0xff2e5791, 0xff237593, 0xff23918a,
                                      0xff44ac77, 0xff80c55d, 0xffbfd947, 0xfff8ea4d};

int mixChannel(int a, int b, double share) {
    return int(std::lround(a + (b - a) * share));
}

QRgb mix(QRgb a, QRgb b, double share) {
    return qRgb(mixChannel(qRed(a), qRed(b), share), mixChannel(qGreen(a), qGreen(b), share),
                mixChannel(qBlue(a), qBlue(b), share));
}

std::array<QRgb, entries> makeTable() {
    std::array<QRgb, entries> table{};
    for (int i = 0; i < entries; ++i) {
        const double place = double(i) / (entries - 1) * (anchors.size() - 1);
        const auto below = std::min(std::size_t(place), anchors.size() - 2);
        table[std::size_t(i)] = mix(anchors[below], anchors[below + 1], place - double(below));
    }
    return table;
}

} // namespace

QRgb cyclicColour(double share) {
    static constexpr std::array<QRgb, 8> round{0xff4a7fe0, 0xff3fb0a8, 0xffcfc04a, 0xffe8963a,
                                               0xffd4574a, 0xffb0508f, 0xff8a5fd0, 0xff6470dc};
    const double place = (share - std::floor(share)) * double(round.size());
    const auto below = std::size_t(place) % round.size();
    return mix(round[below], round[(below + 1) % round.size()], place - std::floor(place));
}

QRgb sequentialColour(double share) {
    static const auto table = makeTable();
    if (std::isnan(share))
        return qRgba(0, 0, 0, 0);
    return table[std::size_t(std::clamp(share, 0.0, 1.0) * (entries - 1) + 0.5)];
}

} // namespace cellwright
