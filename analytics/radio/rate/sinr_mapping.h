// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/derivation.h"
#include "analytics/nr/tables.h"
#include "analytics/scenario/scenario.h"

#include <string_view>

namespace cellwright::radio {

using cellwright::SinrMapping; // a choice of the scenario
/// The default: where it and the common -6.7 dB outage level come from, an AWGN channel with an ideal
/// receiver.
constexpr SinrMapping defaultMapping = SinrMapping::sionnaAwgn;

/// "Sionna AWGN, 10 % BLER" and so on, for the window and the report.
std::string_view toText(SinrMapping mapping);
/// Where the thresholds come from.
std::string_view sourceOf(SinrMapping mapping);
/// published, or unverified where nobody could check the constants against their source.
Label labelOf(SinrMapping mapping);
/// "attenuated-shannon", "sionna-awgn", "lena-eesm" for the command line, and back.
std::string_view idOf(SinrMapping mapping);
Expected<SinrMapping> parseMapping(std::string_view id);

enum class Direction { down, up };

/// The least SINR (dB) at which a scheme meets its 10 % block error target.
/// Schemes that a source does not list keep the gap to Shannon's limit of the listed scheme nearest in
/// efficiency.
double threshold(SinrMapping mapping, const nr::Mcs& mcs, Direction direction);
/// Whether the source gives this scheme's threshold itself (attenuated Shannon: any scheme's).
bool listed(SinrMapping mapping, const nr::Mcs& mcs);

/// A row of an MCS table that is worth choosing.
struct Scheme {
    double threshold;  ///< dB
    double efficiency; ///< bits per resource element
    int index;         ///< row of the table
    double power;      ///< of the threshold, linear
};
/// The rows of table 1 to 4 by rising threshold and rising efficiency; rows that need more SINR than
/// another one and carry less are left out.
std::span<const Scheme> schemes(SinrMapping mapping, int table, Direction direction);

/// The scheme that one layer carries at a SINR.
struct Choice {
    int index = 0;           ///< row of the MCS table
    double threshold = 0.0;  ///< dB, of that row
    double efficiency = 0.0; ///< bits per resource element, below `threshold` scaled by SINR / threshold
    bool repeated = false;   ///< below the lowest scheme: sent again and combined until the energy suffices
    bool narrowed = false;   ///< on as many of the blocks as the power reaches the threshold on
};
/// The most efficient scheme whose threshold is met. Below the lowest one the block is repeated and
/// chase-combined, so its efficiency falls in proportion to the SINR (linear). `sinrDb` of NaN or -infinity
/// carries nothing.
Choice chooseMcs(SinrMapping mapping, int table, double sinrDb, Direction direction);
/// The same for a sender that may put the power of all its blocks into some of them: a scheme s carries
/// η_s min(1, SINR / SINR_s) per resource element of all blocks, and the one that carries most is taken. This
/// efficiency is continuous, rises with the SINR and falls over it, so that neither more power nor the same
/// power over more blocks ever carries less.
Choice concentrateMcs(SinrMapping mapping, int table, double sinrDb, Direction direction);

} // namespace cellwright::radio
