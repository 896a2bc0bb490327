// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"
#include "analytics/quantity/quantity.h"
#include "analytics/scenario/topology.h"

#include <span>

namespace cellwright::radio {

/// A modulation and coding scheme: bits per symbol and code rate in 1/1024.
struct Mcs {
    int bitsPerSymbol; ///< Q_m
    double codeRate1024;
    [[nodiscard]] constexpr double codeRate() const { return codeRate1024 / 1024.0; }
    /// Information bits per resource element and layer.
    [[nodiscard]] constexpr double efficiency() const { return bitsPerSymbol * codeRate(); }
    bool operator==(const Mcs&) const = default;
};
/// Table 1, 2 or 3 by index: TS 38.214 tables 5.1.3.1-1 (64QAM), -2 (256QAM), -3 (low spectral efficiency),
/// without the reserved indices. They hold for PDSCH and for PUSCH without transform precoding
/// (clause 6.1.4.1). Any other number gives table 1.
std::span<const Mcs> mcsTable(int table);

/// Transmission bandwidth N_RB of a carrier: TS 38.101-1 table 5.3.2-1 below 24.25 GHz, TS 38.101-2
/// table 5.3.2-1 from there on. Fails on a combination that the tables do not have, naming the bandwidths
/// that they do have.
Expected<int> resourceBlocks(Hertz frequency, Hertz bandwidth, Hertz subcarrierSpacing);
/// N_RB times 12 subcarriers: what the noise and the transmitted power spread over.
constexpr Hertz occupiedBandwidth(int blocks, Hertz subcarrierSpacing) {
    return subcarrierSpacing * (12.0 * blocks);
}
/// Frequency range 2 starts at 24.25 GHz (TS 38.101-1 table 5.1-1).
constexpr bool isFr2(Hertz frequency) {
    return frequency.si() >= 24.25e9;
}

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

} // namespace cellwright::radio
