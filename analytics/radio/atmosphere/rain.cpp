// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/atmosphere/rain.h"

#include <cmath>
#include <numbers>
#include <span>

namespace cellwright::radio {
namespace {

struct Bell {
    double a, b, c;
};

// P.838-3, table 1: k of horizontal polarisation.
constexpr Bell kHorizontal[] = {{-5.33980, -0.10008, 1.13098},
                                {-0.35351, 1.26970, 0.45400},
                                {-0.23789, 0.86036, 0.15354},
                                {-0.94158, 0.64552, 0.16817}};
// Table 2: k of vertical polarisation.
constexpr Bell kVertical[] = {{-3.80595, 0.56934, 0.81061},
                              {-3.44965, -0.22911, 0.51059},
                              {-0.39902, 0.73042, 0.11899},
                              {0.50167, 1.07319, 0.27195}};
// Table 3: alpha of horizontal polarisation.
constexpr Bell alphaHorizontal[] = {{-0.14318, 1.82442, -0.55187},
                                    {0.29591, 0.77564, 0.19822},
                                    {0.32177, 0.63773, 0.13164},
                                    {-5.37610, -0.96230, 1.47828},
                                    {16.1721, -3.29980, 3.43990}};
// Table 4: alpha of vertical polarisation.
constexpr Bell alphaVertical[] = {{-0.07771, 2.33840, -0.76284},
                                  {0.56727, 0.95545, 0.54039},
                                  {-0.20238, 1.14520, 0.26809},
                                  {-48.2991, 0.791669, 0.116226},
                                  {48.5833, 0.791459, 0.116479}};

/// Equations 2 and 3: bells over the logarithm of the frequency, and a line.
double curve(std::span<const Bell> bells, double slope, double offset, double log) {
    double sum = slope * log + offset;
    for (const Bell& bell : bells)
        sum += bell.a * std::exp(-std::pow((log - bell.b) / bell.c, 2.0));
    return sum;
}

} // namespace

RainLaw rainLaw(Hertz frequency, const Polarisation& polarisation) {
    const double log = std::log10(frequency.si() / 1e9);
    const double kH = std::pow(10.0, curve(kHorizontal, -0.18961, 0.71147, log));
    const double kV = std::pow(10.0, curve(kVertical, -0.16398, 0.63297, log));
    const double aH = curve(alphaHorizontal, 0.67849, -1.95537, log);
    const double aV = curve(alphaVertical, -0.053739, 0.83433, log);
    constexpr double degree = std::numbers::pi / 180.0;
    const double share =
        std::pow(std::cos(polarisation.elevation * degree), 2.0) * std::cos(2.0 * polarisation.tilt * degree);
    const double k = (kH + kV + (kH - kV) * share) / 2.0;                      // eq. 4
    return {k, (kH * aH + kV * aV + (kH * aH - kV * aV) * share) / (2.0 * k)}; // eq. 5
}

double rainAttenuation(Hertz frequency, double rate, const Polarisation& polarisation) {
    if (rate <= 0.0)
        return 0.0;
    const RainLaw law = rainLaw(frequency, polarisation);
    return law.k * std::pow(rate, law.alpha);
}

} // namespace cellwright::radio
