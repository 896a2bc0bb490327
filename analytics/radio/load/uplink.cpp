// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/load/uplink.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cellwright::radio {
namespace {

/// How wide a device sends, and for which SINR over those PRBs.
struct Width {
    enum class Limit { granted, power, target } limit = Limit::granted;
    double aim = 0.0; ///< dB, where the device's power is the limit
};

/// The number of PRBs up to `granted` on which the device carries most: for each scheme and layer count
/// either all of them or as many as its power fills. Where it is too weak for the lowest scheme, repetition
/// carries the same on any number of blocks: then one, or as many as power control lets it fill.
Width bestWidth(double wholeDb, double targetDb, double granted, const CarrierShape& shape,
                SinrMapping mapping) {
    constexpr double margin = 1e-9; // keeps rounding from falling below the threshold that was aimed at
    Width best{Width::Limit::target, 0.0};
    double carried = 0.0;
    const double whole = std::pow(10.0, (wholeDb - margin) / 10.0);
    const double target = std::pow(10.0, (targetDb + margin) / 10.0);
    for (int layers = 1; layers <= shape.maxLayers; ++layers)
        for (const auto& scheme : schemes(mapping, shape.mcsTable, Direction::up)) {
            const double needed = scheme.power * layers, reach = whole / needed;
            const double blocks = std::min(granted, reach);
            const double carries = blocks * layers * scheme.efficiency;
            if (needed <= target && blocks >= 1.0 && carries > carried * (1.0 + 1e-12)) {
                best = {reach < granted ? Width::Limit::power : Width::Limit::granted,
                        scheme.threshold + 10.0 * std::log10(layers) + margin};
                carried = carries;
            }
        }
    return best;
}

template <class R>
double targetOf(const BlockSinr<R>& block) {
    return block.target ? valueOf(block.target->db()) : std::numeric_limits<double>::infinity();
}

/// PRBs that the device fills out of those it is granted.
template <class R>
Of<double, R> filledBlocks(R& rec, const BlockSinr<R>& block, const Of<double, R>& granted,
                           const CarrierShape& shape, SinrMapping mapping) {
    using std::max;
    using std::min;
    using Number = Of<double, R>;
    const auto width =
        bestWidth(valueOf(block.whole.db()), targetOf(block), valueOf(granted), shape, mapping);
    constexpr const char* name = "PRBs that the device fills";
    if (width.limit == Width::Limit::granted)
        return rec.name(Number(granted), "n", name, "all that it is granted");
    if (width.limit == Width::Limit::power) {
        const Of<Decibels, R> aim =
            rec.input(Decibels(width.aim), "SINR_w", "SINR of the scheme that carries most", labelOf(mapping),
                      sourceOf(mapping));
        return rec.name(min(granted, toLinear(block.whole - aim)), "n", name, "limited by its power");
    }
    const Number wanted =
        block.target ? max(Number(1.0), toLinear(block.whole - *block.target)) : Number(1.0);
    return rec.name(min(granted, wanted), "n", name, "too weak for the lowest scheme: repeated");
}

/// Power of the device spread over the filled blocks, up to the target of power control.
template <class R>
Of<Decibels, R> spreadSinr(R& rec, const BlockSinr<R>& block, const Of<double, R>& filled) {
    using std::min;
    const auto spread = block.whole - toDecibels(filled);
    if (!block.target)
        return rec.name(spread, "SINR_UL", "uplink SINR", "power spread over the filled PRBs");
    return rec.name(Of<Decibels, R>(min(spread.db(), block.target->db())), "SINR_UL", "uplink SINR",
                    "power spread over the filled PRBs, at most what power control aims at");
}

} // namespace

template <class R>
Of<DecibelMilliwatts, R> blockPower(R& rec, const Carrier& carrier, const Of<Decibels, R>& coupling) {
    using Number = Of<double, R>;
    const Of<DecibelMilliwatts, R> target =
        rec.input(carrier.uplinkTarget.value_or(DecibelMilliwatts(0.0)), "P_0",
                  "power per block that the gNB aims at", Label::assumed, "carrier: uplink target");
    const Number alpha = rec.input(carrier.pathLossCompensation, "α", "compensated share of the path loss",
                                   Label::assumed, "carrier: path loss compensation");
    const Number blocks =
        rec.input(carrier.subcarrierSpacing.si() / 15e3, "2^µ", "width of a block over that at 15 kHz",
                  Label::published, "TS 38.211 table 4.2-1");
    const Of<Decibels, R> compensated(alpha * (-coupling).db());
    return rec.name(target + toDecibels(blocks) + compensated, "P_RB", "open-loop power of one PRB",
                    "TS 38.213 clause 7.1.1");
}

DecibelMilliwatts sentPower(const NetworkCarrier& carrier, DecibelMilliwatts maximum, Decibels coupling,
                            double blocks) {
    if (!carrier.carrier.uplinkTarget)
        return maximum;
    NullRecorder rec;
    return std::min(maximum, blockPower(rec, carrier.carrier, coupling) + toDecibels(blocks));
}

DecibelMilliwatts carrierPower(const NetworkCarrier& carrier, DecibelMilliwatts maximum, Decibels coupling) {
    const double width = carrier.up.userBlocks;
    return sentPower(carrier, maximum, coupling, width) + toDecibels(carrier.up.blocks / width);
}

template <class R>
UplinkPart<R> uplinkPart(R& rec, const BlockSinr<R>& block, const CarrierShape& shape,
                         const RadioOptions& options, const Of<double, R>& errors,
                         const Of<double, R>& parts) {
    using std::max;
    using std::min;
    using Number = Of<double, R>;
    const Number all(double(shape.blocks));
    const auto mean = all / parts;
    const auto granted =
        rec.name(min(Number(double(shape.userBlocks)), max(Number(1.0), mean)), "n_g", "PRBs granted at once",
                 "the user's part of the cell, within its bandwidth part");
    const auto filled = filledBlocks(rec, block, granted, shape, options.mapping);
    const auto sinr = spreadSinr(rec, block, filled);
    const auto used = filled * min(Number(1.0), mean);
    const auto cellShare =
        rec.name(used / all, "x_PRB", "share of the cell's PRBs that the device fills", {}, "share");
    return {sinr, filled, linkRate(rec, sinr, shape, used, errors, options.mapping, Direction::up),
            cellShare};
}

#define INSTANTIATE(R)                                                                                       \
    template Of<DecibelMilliwatts, R> blockPower(R&, const Carrier&, const Of<Decibels, R>&);                \
    template UplinkPart<R> uplinkPart(R&, const BlockSinr<R>&, const CarrierShape&, const RadioOptions&,     \
                                      const Of<double, R>&, const Of<double, R>&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::radio
