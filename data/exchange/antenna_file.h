// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/scenario.h"
#include "data/exchange/import.h"

namespace cellwright {

/// Most that an antenna file may have.
struct AntennaFileLimits {
    static constexpr std::size_t bytes = 4u << 20;
    static constexpr std::size_t lines = 20'000;
    static constexpr double gap = 30.0; ///< degrees between two angles of a cut that are interpolated
};

/// An antenna out of a file, and what was assumed to read it.
struct AntennaFile {
    AntennaPattern pattern; ///< without an id
    std::vector<std::string> notes;
};

/// Reads the MSI or Planet format: a line per property (NAME, MAKE, FREQUENCY in MHz, GAIN in dBd unless it
/// says dBi, TILT, ELECTRICAL_TILT, COMMENT; others are left alone), then "HORIZONTAL 360" and "VERTICAL
/// 360", each with as many lines of an angle and an attenuation in dB. Keys are of any case; the name may
/// stand alone in the first line. Vertical angles count from the horizon downwards.
///
/// Taken, with a note: attenuations written as negative gains, angles from -180 to 180, cuts in steps other
/// than a degree (straight lines in between, at most AntennaFileLimits::gap), an angle twice with the same
/// value, a frequency range (its middle), an electrical tilt that only the vertical cut tells, Latin-1 texts.
/// Refused with the line: numbers that are none or not finite, an angle twice with different values, more or
/// fewer lines than announced, wider gaps, a cut twice or missing, a missing gain. `where` names the file in
/// messages; its stem names an antenna without a name.
Expected<AntennaFile> parseAntennaFile(std::string_view text, const std::string& where);

/// Adds the antenna to the scenario under a fresh id; of the same name as another, it gets a number.
Expected<ImportResult> importAntenna(std::string_view text, const std::string& where, Scenario& scenario);

} // namespace cellwright
