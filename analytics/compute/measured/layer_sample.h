// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/compute/measured/kernel_model.h"

#include <optional>
#include <vector>

namespace cellwright::compute::measured {

/// A layer that was measured end to end, and the sum of its parts.
struct LayerSample {
    kernels::OperationTiming timing;
    bool decode = true;                    ///< one token, else several
    Place place;                           ///< among layers, as KernelModel::correction() wants it
    double measured = 0.0, composed = 0.0; ///< s
    [[nodiscard]] double relativeError() const { return composed / measured - 1.0; }
};

/// The layer of a timing put together from the model's products, attention and the rest, without any
/// correction learnt from whole layers. Nothing for other operations.
std::optional<LayerSample> layerSample(const KernelModel& model, const kernels::OperationTiming& timing);
/// The sum alone.
Seconds composeLayer(const KernelModel& model, const kernels::OperationTiming& timing);

/// How well parts add up to whole layers in a profile: each layer that was measured, with the kernels of the
/// same provider and as many threads. A figure of trust for who reads the profile.
std::vector<LayerSample> compositionOf(const kernels::Profile& profile);

} // namespace cellwright::compute::measured
