// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"

#include <array>
#include <string_view>

namespace cellwright::maps {

/// What a map shows. The first six ask the radio alone, the others what a request costs a user who stands
/// there.
enum class Layer {
    rsrp,       ///< of the serving cell, dBm
    sinr,       ///< downlink, dB
    bestServer, ///< the serving cell, an index in Network::cells
    overlap,    ///< cells heard within a margin of the best and above a threshold
    rateDown,   ///< bit/s, among the active users of the serving cell
    rateUp,
    ttft,     ///< s, time to first token
    tpot,     ///< s, time per output token
    energy,   ///< J per output token: device, radio, base station, transport and host
    exposure, ///< bytes of a request that reach somebody else's trust zone (ledger of privacy/exposure.h)
    exposedTokens, ///< tokens of a request that somebody else can recover (the same ledger)
};
inline constexpr std::size_t layerCount = 11;

/// How a layer is named, written and shown.
struct LayerInfo {
    Layer layer = Layer::rsrp;
    std::string_view key;  ///< "best-server", on the command line and in files
    std::string_view name; ///< "Best server", in English; translated by the widgets
    std::string_view help; ///< one sentence
    std::string_view
        kind; ///< of analytics/quantity/text.h ("time", "bit rate", "level", "gain"); empty: a number
    bool higherIsBetter = true;
    bool logarithmic = false;     ///< colours by the logarithm: values span decades
    bool categories = false;      ///< numbers that are names, not amounts
    double low = 0.0, high = 1.0; ///< range of the legend to begin with, in SI units
    double target = 0.0;          ///< that statistics begin with
};
const LayerInfo& infoOf(Layer layer);
const std::array<LayerInfo, layerCount>& allLayers();
/// By key; names the known ones where it fails.
Expected<Layer> layerFromKey(std::string_view key);

/// Whether a layer needs users, workloads and deployments; the others need nothing but sites and carriers.
constexpr bool needsRequest(Layer layer) {
    return layer >= Layer::ttft;
}

} // namespace cellwright::maps
