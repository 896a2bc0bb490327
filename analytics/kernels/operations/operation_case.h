// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/layer/transformer_layer.h"
#include "analytics/kernels/profile.h"

#include <string>
#include <string_view>

namespace cellwright::kernels {

/// One operation besides the products to measure: one of operationKernels, with the sizes that it needs.
struct OperationCase {
    std::string_view kernel = layerKernel;
    Scheme weights = Scheme::q4_0; ///< of a layer's matrices, an embedding table, hidden states at a cut
    Scheme cache = Scheme::f16;
    LayerShape shape;
    int tokens = 1;
    int depth = 0; ///< positions in the cache before
    int threads = 1;
    int experts = 0, chosen = 0; ///< of gather

    [[nodiscard]] std::string text() const; ///< "layer q4_0 2048, 1 token at 1024, 2 threads"
    [[nodiscard]] double flop() const;      ///< as profile.h counts them
    [[nodiscard]] double bytes() const;
    bool operator==(const OperationCase&) const = default;
};

/// The same with 0 for every size that the operation has not, so that equal work is equal.
OperationCase withOwnSizes(OperationCase what);

} // namespace cellwright::kernels
