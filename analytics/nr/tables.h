// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"
#include "analytics/quantity/quantity.h"

#include <span>
#include <string_view>

/// Facts of the NR standard.
namespace cellwright::nr {

/// A modulation and coding scheme: bits per symbol and code rate in 1/1024.
struct Mcs {
    int bitsPerSymbol; ///< Q_m
    double codeRate1024;
    [[nodiscard]] constexpr double codeRate() const { return codeRate1024 / 1024.0; }
    /// Information bits per resource element and layer.
    [[nodiscard]] constexpr double efficiency() const { return bitsPerSymbol * codeRate(); }
    bool operator==(const Mcs&) const = default;
};
inline constexpr int mcsTables = 4;
/// Table 1 to 4 by index: TS 38.214 tables 5.1.3.1-1 (64QAM), -2 (256QAM), -3 (low spectral efficiency) and
/// -4 (1024QAM, PDSCH only), without the reserved indices. Tables 1 to 3 hold for PDSCH and for PUSCH without
/// transform precoding (clause 6.1.4.1). Any other number gives table 1.
std::span<const Mcs> mcsTable(int table);
/// The table of the same carrier for PUSCH: there is no 1024QAM in the uplink, 256QAM takes its place.
constexpr int uplinkTable(int table) {
    return table == 4 ? 2 : table;
}
/// What a device reports of its channel: TS 38.214 tables 5.2.2.1-2 to -5, in the order of the MCS tables
/// that they go with. Entry i is CQI i + 1; CQI 0 is "out of range".
std::span<const Mcs> cqiTable(int table);

/// Where a frequency lies: TS 38.104 table 5.1-1, and what lies between and above.
enum class Range {
    fr1,   ///< 410 MHz to 7.125 GHz (lower frequencies count here too)
    fr3,   ///< 7.125 to 24.25 GHz: a candidate of 6G, no numerology is specified
    fr2_1, ///< 24.25 to 52.6 GHz
    fr2_2, ///< 52.6 to 71 GHz
    subThz ///< above: a candidate of 6G
};
Range rangeOf(Hertz frequency);
std::string_view toText(Range range); ///< "FR2-1"
constexpr bool isCandidate(Range range) {
    return range == Range::fr3 || range == Range::subThz;
}
/// Frequency range 2 and above, where the overheads of TS 38.306 change.
constexpr bool isFr2(Hertz frequency) {
    return frequency.si() >= 24.25e9;
}

/// Transmission bandwidth N_RB of a carrier: TS 38.104 tables 5.3.2-1 to -3 (as TS 38.101-1 and -2 tables
/// 5.3.2-1) in the frequency's range. The candidate ranges have no table of their own: FR3 borrows those of
/// FR1 and FR2-1, what lies above 71 GHz those of FR2-2 and FR2-1. Fails on a combination that the tables do
/// not have, naming the bandwidths that they do have.
Expected<int> resourceBlocks(Hertz frequency, Hertz bandwidth, Hertz subcarrierSpacing);
/// One row of those tables.
struct Allocation {
    Range range;
    int spacing;   ///< kHz
    int bandwidth; ///< MHz
    int blocks;
};
std::span<const Allocation> allocations();
/// N_RB times 12 subcarriers: what the noise and the transmitted power spread over.
constexpr Hertz occupiedBandwidth(int blocks, Hertz subcarrierSpacing) {
    return subcarrierSpacing * (12.0 * blocks);
}
/// Blocks that lie within a bandwidth part of at most that many hertz (TS 38.211 clause 4.4.5), of a
/// carrier's `blocks`: at least one.
int partBlocks(int blocks, Hertz part, Hertz subcarrierSpacing);

/// µ of TS 38.211 table 4.2-1: 0 for 15 kHz, 6 for 960 kHz; fails on a spacing that is none of them or that
/// carries no data (240 kHz).
Expected<int> numerology(Hertz subcarrierSpacing);

/// What one transport block is made of.
struct BlockShape {
    int blocks = 1;        ///< PRBs
    int symbols = 14;      ///< OFDM symbols of the allocation
    int dmrsElements = 12; ///< DM-RS resource elements per PRB, including the CDM groups without data
    int overhead = 0;      ///< xOverhead: 0, 6, 12 or 18
    int layers = 1;
    Mcs mcs{2, 120};
};
/// Transport block size in bits: TS 38.214 clause 5.1.3.2 steps 1 to 4.
int transportBlockSize(const BlockShape& shape);

} // namespace cellwright::nr
