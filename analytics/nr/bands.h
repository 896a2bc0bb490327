// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"
#include "analytics/quantity/quantity.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cellwright::nr {

enum class Duplex {
    fdd,
    tdd,
    sdl, ///< downlink only, beside another carrier
    sul, ///< uplink only, beside another carrier
};
std::string_view toText(Duplex duplex); ///< "TDD"

/// From `low` to `high`; both zero where a band has no such direction.
struct FrequencyRange {
    Hertz low, high;
    [[nodiscard]] constexpr bool contains(Hertz from, Hertz to) const { return from >= low && to <= high; }
    [[nodiscard]] constexpr Hertz width() const { return high - low; }
    bool operator==(const FrequencyRange&) const = default;
};

/// An operating band of NR, or a range that may become one.
struct Band {
    std::string_view name; ///< "n78"; candidates are named after their range: "fr3-15ghz"
    Duplex duplex = Duplex::tdd;
    FrequencyRange uplink, downlink;
    bool candidate = false;  ///< studied for 6G; nobody has specified it
    std::string_view source; ///< table or resolution
    std::string_view note;   ///< who it is for: unlicensed, satellites, sidelink
};
/// TS 38.104 tables 5.2-1 (FR1) and 5.2-2 (FR2), TS 38.108 table 5.2-1 for satellites, and the candidates:
/// FR3 and sub-THz as wholes, and the parts of them that the ITU studies for IMT or allocates to mobile
/// service.
std::span<const Band> bands();
/// By name, in any case; "78" is n78. Nothing for an unknown name.
const Band* findBand(std::string_view name);
/// The bands whose downlink holds a channel from `low` to `high` (uplink for supplementary uplinks), narrow
/// ones first.
std::vector<const Band*> bandsAround(Hertz low, Hertz high);

/// What a carrier says of itself.
struct CarrierClaim {
    std::string_view band; ///< name; empty: none said
    Hertz frequency;       ///< centre, of the downlink where there are two
    Hertz bandwidth;
    bool tdd = true;
};
/// Why the carrier cannot be in the band that it names: an unknown band, a channel that reaches out of it, a
/// duplex mode that the band does not have, a band with one direction only. `where` is the field to change:
/// "band", "frequency_hz" or "tdd".
std::optional<Error> bandProblem(const CarrierClaim& carrier);

} // namespace cellwright::nr
