// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

/// Texts of files that the tests read. They stand apart from the tests because moc cannot read such literals.
namespace cellwright::test {

struct BadPlaces {
    const char* name;
    const char* text;
    const char* message;
    const char* crs = "";
};
extern const std::span<const BadPlaces> badGeoJson;

/// Leipzig's market square, in UTM zone 33 on ETRS89.
extern const char* const leipzigGeoJson;
extern const char* const allKindsOfGeoJson;
extern const char* const loudSite; ///< whose power is no number
extern const char* const kmlWithFolders;
/// A GraphML file up to its nodes.
extern const char* const graphMlHead;

} // namespace cellwright::test
