// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/radio/network.h"

#include <optional>

namespace cellwright::radio {

/// Open-loop power of one resource block under fractional power control: P0 + 10 log10(2^µ) + α PL, TS 38.213
/// clause 7.1.1 without closed loop and without the term for the code rate. PL is what the device estimates:
/// the power of the cell's reference signals less their RSRP, the negative coupling gain.
/// A carrier without P0 has no such limit: its devices send at full power.
template <class R>
Of<DecibelMilliwatts, R> blockPower(R& rec, const Carrier& carrier, const Of<Decibels, R>& coupling);

/// Power that a device sends over `blocks`: the maximum, or less under power control.
DecibelMilliwatts sentPower(const NetworkCarrier& carrier, DecibelMilliwatts maximum, Decibels coupling,
                            double blocks);
/// Power that the users of a cell bring onto the air while its whole carrier is in use, if all were like this
/// one: one at a time, or several at once side by side where bandwidth parts are narrower than the carrier.
DecibelMilliwatts carrierPower(const NetworkCarrier& carrier, DecibelMilliwatts maximum, Decibels coupling);

/// What bounds the SINR of one block.
template <class R>
struct BlockSinr {
    Of<Decibels, R> whole;                 ///< with all the device's power in it
    std::optional<Of<Decibels, R>> target; ///< at most, under power control
};

/// The uplink of one user whose share of the cell is one of `parts`.
template <class R>
struct UplinkPart {
    Of<Decibels, R> sinr;    ///< over the filled blocks
    Of<double, R> filled;    ///< PRBs at once
    LinkRate<R> rate;        ///< mean over time
    Of<double, R> cellShare; ///< of the carrier's PRBs, on average over time
};
/// The device sends on as many of the blocks that it is granted as carry most: on all of them, or on fewer
/// where its power is too weak, so that a distant device sends narrow and strong. Granted are the carrier's
/// blocks over `parts`, at least one (then for a share of the time) and at most the bandwidth part.
template <class R>
UplinkPart<R> uplinkPart(R& rec, const BlockSinr<R>& block, const CarrierShape& shape,
                         const RadioOptions& options, const Of<double, R>& errors,
                         const Of<double, R>& parts);

} // namespace cellwright::radio
