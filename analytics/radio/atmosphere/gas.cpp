// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/atmosphere/gas.h"

#include "analytics/radio/atmosphere/gas_lines.h"

#include <cmath>

namespace cellwright::radio {
namespace {

/// What the equations are written in.
struct State {
    double f;     ///< GHz
    double p;     ///< hPa, dry air
    double e;     ///< hPa, water vapour (eq. 4)
    double theta; ///< 300 K over the temperature
};

/// Equation 5: the shape of a line of some width, with the correction for interference of oxygen's lines.
double shape(double f, double line, double width, double interference) {
    const auto side = [&](double away) {
        return (width - interference * away) / (away * away + width * width);
    };
    return f / line * (side(line - f) + side(line + f));
}

double oxygenLine(const State& s, const OxygenLine& line) {
    const double strength =
        line.a1 * 1e-7 * s.p * std::pow(s.theta, 3.0) * std::exp(line.a2 * (1.0 - s.theta));
    const double pressure =
        line.a3 * 1e-4 * (s.p * std::pow(s.theta, 0.8 - line.a4) + 1.1 * s.e * s.theta); // eq. 6a
    const double width = std::sqrt(pressure * pressure + 2.25e-6); // 6b, Zeeman splitting
    const double interference =
        (line.a5 + line.a6 * s.theta) * 1e-4 * (s.p + s.e) * std::pow(s.theta, 0.8); // 7
    return strength * shape(s.f, line.f0, width, interference);
}

double waterLine(const State& s, const WaterLine& line) {
    const double strength =
        line.b1 * 1e-1 * s.e * std::pow(s.theta, 3.5) * std::exp(line.b2 * (1.0 - s.theta));
    const double pressure =
        line.b3 * 1e-4 *
        (s.p * std::pow(s.theta, line.b4) + line.b5 * s.e * std::pow(s.theta, line.b6)); // eq. 6a
    const double width =
        0.535 * pressure + std::sqrt(0.217 * pressure * pressure +
                                     2.1316e-12 * line.f0 * line.f0 / s.theta); // 6b, Doppler broadening
    return strength * shape(s.f, line.f0, width, 0.0);
}

/// Equations 8 and 9: the non-resonant Debye spectrum of oxygen below 10 GHz, and nitrogen under pressure.
double dryContinuum(const State& s) {
    const double width = 5.6e-4 * (s.p + s.e) * std::pow(s.theta, 0.8);
    const double debye = 6.14e-5 / (width * (1.0 + std::pow(s.f / width, 2.0)));
    const double nitrogen = 1.4e-12 * s.p * std::pow(s.theta, 1.5) / (1.0 + 1.9e-5 * std::pow(s.f, 1.5));
    return s.f * s.p * s.theta * s.theta * (debye + nitrogen);
}

} // namespace

GasAttenuation gasAttenuation(Hertz frequency, const Air& air) {
    const double kelvin = air.temperature.si();
    const State s{frequency.si() / 1e9, air.dryPressure, air.waterVapour * kelvin / 216.7, 300.0 / kelvin};
    double oxygen = dryContinuum(s), water = 0.0;
    for (const auto& line : oxygenLines)
        oxygen += oxygenLine(s, line);
    for (const auto& line : waterLines)
        water += waterLine(s, line);
    return {0.1820 * s.f * oxygen, 0.1820 * s.f * water}; // eq. 1
}

} // namespace cellwright::radio
