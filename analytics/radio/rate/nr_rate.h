// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"
#include "analytics/nr/tdd.h"
#include "analytics/radio/rate/sinr_mapping.h"

#include <string>

namespace cellwright::radio {

/// Share of resource elements that control and reference signals take: TS 38.306 clause 4.1.2 (OH): 0.14 and
/// 0.18 down, 0.08 and 0.10 up, in FR1 and FR2.
constexpr double controlOverhead(bool fr2, Direction direction) {
    if (direction == Direction::down)
        return fr2 ? 0.18 : 0.14;
    return fr2 ? 0.10 : 0.08;
}

/// What carries one direction of a cell.
struct CarrierShape {
    int blocks = 273;     ///< N_RB
    int userBlocks = 273; ///< of them one user can have: those of its bandwidth part
    Hertz subcarrierSpacing{30e3};
    double overhead = 0.14;
    double timeShare = 1.0; ///< share of the symbols of this direction under TDD
    std::string timeShareSource = "FDD: all symbols";
    int mcsTable = 2;
    int maxLayers = 1;
    /// Blocks and overhead are those of a neighbouring range: none are specified for FR3 and above 71 GHz.
    bool borrowed = false;
    [[nodiscard]] Label tableLabel() const { return borrowed ? Label::assumed : Label::published; }
};
/// The slots of a carrier: its TDD pattern, one in proportion to its downlink share, or all symbols both
/// ways. Fails as nr::parseTddPattern does, naming the carrier.
Expected<nr::SlotPattern> slotPattern(const Carrier& carrier);
/// The shape of a carrier in one direction. FDD has all symbols both ways; a TDD pattern has those of its
/// slots, without the guard symbols; a carrier with a share only gives the uplink what the downlink leaves.
Expected<CarrierShape> carrierShape(const Carrier& carrier, Direction direction);

/// TS 38.306 clause 4.1.2 for one carrier and scaling factor 1: layers × bits per element × N_RB × 12 / T_s ×
/// (1 - OH), T_s = 10^-3 / (14 × 2^µ) the symbol time. `efficiency` is Q_m × code rate; 8 × 948/1024 gives
/// the peak rate.
template <class R>
Of<BitsPerSecond, R> elementRate(R& rec, const Of<double, R>& layers, const Of<double, R>& efficiency,
                                 const Of<double, R>& blocks, Of<Hertz, R> subcarrierSpacing,
                                 const Of<double, R>& overhead);

/// Whether a sender's power is spread evenly over its blocks, or put on as many of them as carry most.
enum class Spread { even, concentrated };

/// How one direction of a link is sent.
template <class R>
struct LinkRate {
    Of<BitsPerSecond, R> rate; ///< over the given blocks, TDD share, overhead and block errors taken off
    Of<double, R> efficiency;  ///< bits per resource element, summed over the layers
    int layers = 1;
    int mcs = 0;
    bool repeated = false; ///< below the lowest scheme: repetition with chase combining
};
/// Rate over `blocks` PRBs (may be a fraction on average over time) at a SINR per PRB. With v layers each
/// layer gets an equal part of the power, SINR / v, and the rates add up; the best v up to maxLayers is taken
/// (the fewest on a tie). The SINR is that of power spread evenly. `blockErrorRate` is the share of first
/// transmissions that are lost and cost their resources.
template <class R>
LinkRate<R> linkRate(R& rec, Of<Decibels, R> sinr, const CarrierShape& shape, const Of<double, R>& blocks,
                     const Of<double, R>& blockErrorRate, SinrMapping mapping, Direction direction,
                     Spread spread = Spread::even);

} // namespace cellwright::radio
