// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"
#include "analytics/quantity/quantity.h"

#include <string_view>
#include <vector>

namespace cellwright::nr {

inline constexpr int symbolsPerSlot = 14; ///< normal cyclic prefix, TS 38.211 table 4.3.2-1

/// 1 ms × 15 kHz / spacing: TS 38.211 clause 4.3.2.
constexpr Seconds slotTime(Hertz subcarrierSpacing) {
    return Seconds(15.0 / subcarrierSpacing.si());
}

/// The symbols of one slot in their order. With FDD a slot has all of them both ways.
struct Slot {
    int down = 0, guard = 0, up = 0;
    bool operator==(const Slot&) const = default;
};

/// One period of slots, repeated for ever.
struct SlotPattern {
    std::vector<Slot> sequence;
    Hertz subcarrierSpacing{30e3};

    [[nodiscard]] Seconds period() const { return slotTime(subcarrierSpacing) * double(sequence.size()); }
    /// Shares of the symbols; with TDD down, guard and up add up to 1.
    [[nodiscard]] double downlinkShare() const;
    [[nodiscard]] double guardShare() const;
    [[nodiscard]] double uplinkShare() const;
    bool operator==(const SlotPattern&) const = default;
};

/// Reads "DDDSU 10:2:2": slots D (downlink), U (uplink) and S (special), then the symbols down:guard:up of
/// the special slots, once for all of them or once for each in their order. Refused, with the place and what
/// would be right:
///   - other letters, a missing or idle split, a split that does not have 14 symbols;
///   - a period that does not fit into 20 ms a whole number of times (TS 38.213 clause 11.1);
///   - one direction only, and downlink that runs into uplink without a guard symbol.
Expected<SlotPattern> parseTddPattern(std::string_view text, Hertz subcarrierSpacing);

/// Five slots whose symbols are divided in proportion, downlink first and without guard: what delays are
/// reckoned with where a carrier has a share and no pattern.
SlotPattern patternByShare(double downlinkShare, Hertz subcarrierSpacing);
/// One slot that has all its symbols both ways.
SlotPattern fddPattern(Hertz subcarrierSpacing);

} // namespace cellwright::nr
