// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/profile.h"

namespace cellwright::kernels {

OperationSizes sizesOf(std::string_view kernel) {
    OperationSizes sizes;
    const bool layer = kernel == layerKernel, attention = layer || kernel == attentionKernel;
    const bool rotates = kernel == ropeKernel, weighs = kernel == softmaxKernel;
    sizes.intermediate = layer || kernel == activationKernel;
    sizes.heads = attention || rotates || weighs;
    sizes.cacheHeads = attention;
    sizes.headSize = attention || rotates;
    sizes.depth = attention || rotates || weighs;
    sizes.experts = kernel == gatherKernel;
    for (const auto one : {layerKernel, normKernel, addKernel, embeddingKernel, gatherKernel, quantizeKernel,
                           dequantizeKernel})
        sizes.hidden = sizes.hidden || kernel == one;
    return sizes;
}

} // namespace cellwright::kernels
