// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/geography.h"

#include <array>
#include <cmath>
#include <numbers>

namespace cellwright {
namespace {

// WGS 84 (NIMA TR8350.2, table 3.1): semi-major axis and flattening.
constexpr double semiMajor = 6378137.0;
constexpr double flattening = 1.0 / 298.257223563;
constexpr double eccentricity2 = flattening * (2.0 - flattening);
constexpr double degree = std::numbers::pi / 180.0;

using Vector = std::array<double, 3>;

/// Earth-centred coordinates of a point on the ellipsoid.
Vector earthCentred(double latitude, double longitude) {
    const double phi = latitude * degree, lambda = longitude * degree;
    const double normal = semiMajor / std::sqrt(1.0 - eccentricity2 * std::sin(phi) * std::sin(phi));
    return {normal * std::cos(phi) * std::cos(lambda), normal * std::cos(phi) * std::sin(lambda),
            normal * (1.0 - eccentricity2) * std::sin(phi)};
}

/// East, north and up at the origin, as rows.
std::array<Vector, 3> axesAt(const GeoOrigin& origin) {
    const double phi = origin.latitude * degree, lambda = origin.longitude * degree;
    const double sp = std::sin(phi), cp = std::cos(phi), sl = std::sin(lambda), cl = std::cos(lambda);
    return {{{-sl, cl, 0.0}, {-sp * cl, -sp * sl, cp}, {cp * cl, cp * sl, sp}}};
}

double dot(const Vector& a, const Vector& b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

} // namespace

Position toLocal(const GeoOrigin& origin, double latitude, double longitude) {
    const auto axes = axesAt(origin);
    const auto here = earthCentred(latitude, longitude),
               centre = earthCentred(origin.latitude, origin.longitude);
    const Vector offset{here[0] - centre[0], here[1] - centre[1], here[2] - centre[2]};
    return {Metres(dot(offset, axes[0])), Metres(dot(offset, axes[1]))};
}

GeoOrigin toGeographic(const GeoOrigin& origin, const Position& position) {
    // Newton's method on toLocal; the ellipsoid is so nearly a sphere that a few steps reach the last digit.
    GeoOrigin point = origin;
    for (int step = 0; step < 12; ++step) {
        const auto reached = toLocal(origin, point.latitude, point.longitude);
        const double east = (position.x - reached.x).si(), north = (position.y - reached.y).si();
        if (std::abs(east) + std::abs(north) < 1e-8)
            break;
        const double phi = point.latitude * degree;
        point.latitude += north / (semiMajor * degree);
        point.longitude += east / (semiMajor * std::max(std::cos(phi), 1e-6) * degree);
    }
    point.longitude = std::remainder(point.longitude, 360.0);
    return point;
}

} // namespace cellwright
