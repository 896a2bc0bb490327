// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/maps/layer.h"

#include <string>

namespace cellwright::maps {
namespace {

// Targets to begin with: -110 dBm is where operators start to call coverage poor, 0 dB where a cell's edge
// begins; the others are round numbers, for people to change.
constexpr std::array<LayerInfo, layerCount> infos{{
    {Layer::rsrp, "rsrp", "RSRP",
     "Received power of one resource element of the serving cell (TS 38.215 clause 5.1.1).", "level", true,
     false, false, -120.0, -60.0, -110.0},
    {Layer::sinr, "sinr", "SINR", "Downlink signal over interference and noise.", "gain", true, false, false,
     -10.0, 30.0, 0.0},
    {Layer::bestServer, "best-server", "Best server", "The cell that serves here.", "", true, false, true,
     0.0, 1.0, 0.0},
    {Layer::overlap, "overlap", "Overlap", "Cells within a margin of the best, and above a threshold.", "",
     false, false, false, 1.0, 6.0, 3.0},
    {Layer::rateDown, "rate-down", "Downlink rate", "Among the active users of the cell.", "bit rate", true,
     true, false, 1e6, 1e9, 10e6},
    {Layer::rateUp, "rate-up", "Uplink rate", "Among the active users of the cell.", "bit rate", true, true,
     false, 1e5, 1e8, 1e6},
    {Layer::ttft, "ttft", "Time to first token", "From the request to the first token of the answer.", "time",
     false, true, false, 0.01, 10.0, 1.0},
    {Layer::tpot, "tpot", "Time per output token", "Of each token after the first.", "time", false, true,
     false, 1e-3, 1.0, 0.1},
    {Layer::energy, "energy", "Energy per token",
     "Of device, radio, base station, transport and host, per output token.", "energy", false, true, false,
     1e-2, 100.0, 1.0},
    {Layer::exposure, "exposure", "Exposed data",
     "Bytes of a request that reach a zone beyond the user's device.", "bytes", false, true, false, 1.0, 1e7,
     1e3},
    {Layer::exposedTokens, "exposed-tokens", "Exposed tokens",
     "Tokens of a request that somebody beyond the user's device can recover.", "", false, false, false, 0.0,
     1000.0, 0.0},
}};

} // namespace

const LayerInfo& infoOf(Layer layer) {
    return infos[std::size_t(layer)];
}

const std::array<LayerInfo, layerCount>& allLayers() {
    return infos;
}

Expected<Layer> layerFromKey(std::string_view key) {
    std::string known;
    for (const auto& info : infos) {
        if (info.key == key)
            return info.layer;
        known += (known.empty() ? "" : ", ") + std::string(info.key);
    }
    return failure("there is no map layer \"" + std::string(key) + "\"", {}, "use one of: " + known);
}

} // namespace cellwright::maps
