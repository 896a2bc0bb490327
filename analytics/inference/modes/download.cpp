// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/inference/modes/download.h"

#include <algorithm>
#include <limits>

namespace cellwright::inference {

Seconds downloadWhileComputing(std::span<const DownloadedLayer> layers, BytesPerSecond rate) {
    Bytes arrived;
    Seconds done;
    for (const auto& layer : layers) {
        arrived = arrived + layer.size;
        done = std::max(arrived / rate, done) + layer.compute;
    }
    return done;
}

Seconds downloadThenCompute(std::span<const DownloadedLayer> layers, BytesPerSecond rate) {
    Bytes all;
    Seconds computing;
    for (const auto& layer : layers) {
        all = all + layer.size;
        computing = computing + layer.compute;
    }
    return all / rate + computing;
}

Seconds streamedStep(Seconds step, Bytes weights, Bytes fitting, BytesPerSecond flash) {
    const Bytes missing = std::max(Bytes(), weights - std::max(Bytes(), fitting));
    return std::max(step, missing / flash);
}

BytesPerSecond leastRate(std::span<const DownloadedLayer> layers, Seconds deadline) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    Bytes all;
    Seconds computing;
    for (const auto& layer : layers) {
        all = all + layer.size;
        computing = computing + layer.compute;
    }
    if (all.si() <= 0.0)
        return BytesPerSecond(computing <= deadline ? 0.0 : infinity);
    if (!(computing < deadline) || layers.empty())
        return BytesPerSecond(infinity);
    double low = (all / deadline).si() / 2.0;          // too slow: even the download takes longer
    double high = (all / (deadline - computing)).si(); // enough even without overlap
    while (high - low > 1e-9 * high) {
        const double middle = (low + high) / 2.0;
        (downloadWhileComputing(layers, BytesPerSecond(middle)) <= deadline ? high : low) = middle;
    }
    return BytesPerSecond(high);
}

} // namespace cellwright::inference
