// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"

#include <string>
#include <string_view>

namespace cellwright {

bool isZip(std::string_view bytes);
/// The first .kml file of a KMZ (its doc.kml where it has one), unpacked within the limit of maxTextBytes
/// whatever the archive says about itself.
Expected<std::string> kmlOfKmz(std::string_view bytes, const std::string& where);
/// A KMZ with one doc.kml, byte for byte the same each time.
Expected<std::string> kmzOf(std::string_view kml);

} // namespace cellwright
