// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/profile/layer_parts.h"

#include "analytics/compute/measured/layer_sample.h"
#include "analytics/llm/formats/scheme.h"
#include "analytics/quantity/text.h"
#include "app/cli/table.h"

#include <iostream>

namespace cellwright::cli {

using compute::measured::compositionOf;

nlohmann::json compositionJson(const kernels::Profile& profile) {
    auto list = nlohmann::json::array();
    for (const auto& layer : compositionOf(profile))
        list.push_back({{"provider", layer.timing.provider},
                        {"weights", llm::schemeName(layer.timing.weights)},
                        {"cache", llm::schemeName(layer.timing.cache)},
                        {"hidden", layer.timing.hidden},
                        {"tokens", layer.timing.tokens},
                        {"depth", layer.timing.depth},
                        {"threads", layer.timing.threads},
                        {"measured_s", layer.measured},
                        {"composed_s", layer.composed},
                        {"error_rel", layer.relativeError()}});
    return list;
}

void printComposition(const kernels::Profile& profile) {
    const auto layers = compositionOf(profile);
    if (layers.empty())
        return;
    Table table({text("Layer of"), text("Weights"), number("Hidden"), number("Tokens"), number("Depth"),
                 number("Threads"), number("Measured"), number("Sum of its kernels"), number("Difference")});
    for (const auto& layer : layers)
        table.add({layer.timing.provider, std::string(llm::schemeName(layer.timing.weights)),
                   std::to_string(layer.timing.hidden), std::to_string(layer.timing.tokens),
                   std::to_string(layer.timing.depth), std::to_string(layer.timing.threads),
                   toDisplay(Seconds(layer.measured)), toDisplay(Seconds(layer.composed)),
                   percent(layer.relativeError())});
    std::cout << '\n';
    table.print(std::cout, 0);
}

} // namespace cellwright::cli
