// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/topology.h"

namespace cellwright {

/// The local plane is the tangent plane of the WGS 84 ellipsoid at the origin: x and y are the east and north
/// components of the point (topocentric coordinates, EPSG method 9837, without the height). A distance d on
/// the ground is shortened by about (d/R)^2 / 6, 0.001 % at 50 km.
Position toLocal(const GeoOrigin& origin, double latitude, double longitude);
/// The point on the ellipsoid above or below a point of the plane; within 1,000 km of the origin.
GeoOrigin toGeographic(const GeoOrigin& origin, const Position& position);

} // namespace cellwright
