// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/samples/samples.h"

#include <array>

namespace cellwright::samples {
namespace {

constexpr std::array shipped = {
    Sample{"hospital", "Hospital campus",
           "A healthcare assistant on tablets and phones: on the device, split, on the premises, or in the "
           "cloud.",
           hospitalCampus},
    Sample{"factory", "Factory with humanoid robots",
           "A small model on each robot for motion, a larger one for task planning at the edge of a private "
           "network.",
           humanoidFactory},
};

} // namespace

std::span<const Sample> all() {
    return shipped;
}

Expected<Sample> find(std::string_view id) {
    std::string known;
    for (const auto& sample : shipped) {
        if (sample.id == id)
            return sample;
        known += (known.empty() ? "" : ", ") + std::string(sample.id);
    }
    return failure("there is no sample \"" + std::string(id) + "\"", {}, "use one of: " + known);
}

} // namespace cellwright::samples
