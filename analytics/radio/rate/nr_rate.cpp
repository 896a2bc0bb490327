// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/rate/nr_rate.h"

#include "analytics/radio/rate/scheme_source.h"

#include <cmath>
#include <string>

namespace cellwright::radio {
namespace {

struct Layers {
    int count = 1;
    Choice choice;
};

Layers bestLayers(double sinrDb, const CarrierShape& shape, SinrMapping mapping, Direction direction,
                  Spread spread) {
    const auto choose = spread == Spread::even ? chooseMcs : concentrateMcs;
    Layers best{1, choose(mapping, shape.mcsTable, sinrDb, direction)};
    for (int count = 2; count <= shape.maxLayers; ++count) {
        const auto choice = choose(mapping, shape.mcsTable, sinrDb - 10.0 * std::log10(count), direction);
        if (count * choice.efficiency > best.count * best.choice.efficiency * (1.0 + 1e-12))
            best = {count, choice};
    }
    return best;
}

/// A value looked up by another one: while recording, `function(of)`.
template <class R>
Of<double, R> lookedUp(double value, const char* function, const Of<double, R>& of) {
    if constexpr (R::recording) {
        if (of.trace)
            return Traced(value, of.trace->function(function, of), of.trace);
    }
    return Of<double, R>(value);
}

std::string schemeText(const Choice& choice, int table, SinrMapping mapping) {
    const auto& mcs = nr::mcsTable(table)[std::size_t(choice.index)];
    return "MCS " + std::to_string(choice.index) + " of TS 38.214 table 5.1.3.1-" + std::to_string(table) +
           ": " + std::to_string(mcs.bitsPerSymbol) + " bits × " + roundedText(mcs.codeRate1024) +
           "/1024, needs " + roundedText(choice.threshold) + " dB by " + thresholdSource(mapping, mcs);
}

/// Bits per resource element and layer, recorded with the reason for the scheme.
template <class R>
Of<double, R> layerEfficiency(R& rec, const Of<Decibels, R>& perLayer, const Choice& choice, int table,
                              SinrMapping mapping) {
    const auto& mcs = nr::mcsTable(table)[std::size_t(choice.index)];
    const double whole = mcs.efficiency();
    std::string source, needed;
    auto label = Label::published;
    if constexpr (R::recording) {
        source = schemeText(choice, table, mapping);
        needed = thresholdSource(mapping, mcs);
        label = thresholdLabel(mapping, mcs);
    }
    if (!choice.repeated && !choice.narrowed)
        return rec.labelled(lookedUp<R>(whole, "MCS", perLayer.db()), label, "η",
                            "bits per resource element of one layer", source);
    const Of<double, R> lowest = rec.input(
        whole, "η₀", choice.narrowed ? "efficiency of the scheme" : "efficiency of the lowest scheme",
        Label::published, source);
    const Of<Decibels, R> least =
        rec.input(Decibels(choice.threshold), "SINR₀", "SINR that the scheme needs", label, needed);
    if (choice.narrowed)
        return rec.name(lowest * toLinear(perLayer - least), "η", "efficiency over all blocks",
                        "all power on as many blocks as the scheme can be sent on");
    return rec.name(lowest * toLinear(perLayer - least), "η", "efficiency with repetition",
                    "chase combining: the energy of the repetitions adds up to the lowest threshold");
}

} // namespace

Expected<nr::SlotPattern> slotPattern(const Carrier& carrier) {
    if (!carrier.tdd)
        return nr::fddPattern(carrier.subcarrierSpacing);
    if (carrier.tddPattern.empty())
        return nr::patternByShare(carrier.downlinkShare, carrier.subcarrierSpacing);
    auto pattern = nr::parseTddPattern(carrier.tddPattern, carrier.subcarrierSpacing);
    if (!pattern)
        pattern.error().where = "carrier \"" + carrier.name + "\", " + pattern.error().where;
    return pattern;
}

Expected<CarrierShape> carrierShape(const Carrier& carrier, Direction direction) {
    auto blocks = nr::resourceBlocks(carrier.frequency, carrier.bandwidth, carrier.subcarrierSpacing);
    if (!blocks) {
        blocks.error().where = "carrier \"" + carrier.name + "\", " + blocks.error().where;
        return tl::make_unexpected(blocks.error());
    }
    const bool down = direction == Direction::down;
    CarrierShape shape{.blocks = *blocks,
                       .userBlocks = *blocks,
                       .subcarrierSpacing = carrier.subcarrierSpacing,
                       .overhead = controlOverhead(nr::isFr2(carrier.frequency), direction),
                       .mcsTable = down ? carrier.mcsTable : nr::uplinkTable(carrier.mcsTable),
                       .maxLayers = down ? carrier.downlinkLayers : carrier.uplinkLayers,
                       .borrowed = nr::isCandidate(nr::rangeOf(carrier.frequency))};
    if (carrier.bandwidthPart)
        shape.userBlocks = nr::partBlocks(*blocks, *carrier.bandwidthPart, carrier.subcarrierSpacing);
    if (!carrier.tdd)
        return shape;
    if (carrier.tddPattern.empty()) {
        shape.timeShare = down ? carrier.downlinkShare : 1.0 - carrier.downlinkShare;
        shape.timeShareSource = "carrier: downlink share";
        return shape;
    }
    return slotPattern(carrier).map([&](const nr::SlotPattern& pattern) {
        shape.timeShare = down ? pattern.downlinkShare() : pattern.uplinkShare();
        shape.timeShareSource = "carrier: TDD pattern " + carrier.tddPattern;
        return shape;
    });
}

template <class R>
Of<BitsPerSecond, R> elementRate(R& rec, const Of<double, R>& layers, const Of<double, R>& efficiency,
                                 const Of<double, R>& blocks, Of<Hertz, R> subcarrierSpacing,
                                 const Of<double, R>& overhead) {
    using Number = Of<double, R>;
    // 14 symbols in a slot of 1 ms × 15 kHz / spacing.
    const auto symbols = rec.name(Number(14.0) * subcarrierSpacing.si() / Number(15.0), "1/T_s",
                                  "OFDM symbols per second", "TS 38.211 clause 4.3", "frequency");
    const auto rate = layers * efficiency * blocks * Number(12.0) * symbols * (Number(1.0) - overhead);
    return rec.name(Of<BitsPerSecond, R>(rate), "R_PHY", "rate with all symbols", "TS 38.306 clause 4.1.2");
}

template <class R>
LinkRate<R> linkRate(R& rec, Of<Decibels, R> sinr, const CarrierShape& shape, const Of<double, R>& blocks,
                     const Of<double, R>& blockErrorRate, SinrMapping mapping, Direction direction,
                     Spread spread) {
    using Number = Of<double, R>;
    const auto layers = bestLayers(valueOf(sinr.db()), shape, mapping, direction, spread);
    const Number count = rec.input(double(layers.count), "v", "layers", Label::computed,
                                   "the number of layers that carries most, up to the carrier's limit");
    const auto perLayer =
        rec.name(sinr - toDecibels(count), "SINR_v", "SINR of one layer", "power shared by the layers");
    const auto efficiency = layerEfficiency(rec, perLayer, layers.choice, shape.mcsTable, mapping);
    const Of<Hertz, R> spacing =
        rec.input(shape.subcarrierSpacing, "Δf", "subcarrier spacing", Label::assumed, "carrier");
    const Number overhead = rec.input(shape.overhead, "OH", "control and reference signals",
                                      shape.tableLabel(), "TS 38.306 clause 4.1.2", "share");
    const Number share = rec.input(shape.timeShare, "s", "share of the symbols", Label::assumed,
                                   shape.timeShareSource, "share");
    const auto full = elementRate(rec, count, efficiency, blocks, spacing, overhead);
    const auto rate = full * share * (Number(1.0) - blockErrorRate);
    const bool down = direction == Direction::down;
    return {rec.name(rate, down ? "R_DL" : "R_UL", down ? "downlink rate" : "uplink rate",
                     "symbols of the direction, less block errors"),
            rec.name(count * efficiency, "η_v", "spectral efficiency over all layers",
                     "bit per resource element"),
            layers.count, layers.choice.index, layers.choice.repeated};
}

#define INSTANTIATE(R)                                                                                       \
    template Of<BitsPerSecond, R> elementRate(R&, const Of<double, R>&, const Of<double, R>&,                \
                                              const Of<double, R>&, Of<Hertz, R>, const Of<double, R>&);     \
    template LinkRate<R> linkRate(R&, Of<Decibels, R>, const CarrierShape&, const Of<double, R>&,            \
                                  const Of<double, R>&, SinrMapping, Direction, Spread);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::radio
