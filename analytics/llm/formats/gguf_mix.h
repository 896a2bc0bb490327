// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/formats/scheme.h"

namespace cellwright::llm {

/// The scheme is one of llama.cpp's file types, which mix formats.
bool isGguf(Scheme scheme);

/// The format that llama.cpp's quantizer gives a tensor without an importance matrix (llama_tensor_get_type
/// in src/llama-quant.cpp, 2026). Its versions up to 2025 kept a fused qkv matrix of the "medium" types at
/// one more bit in all layers (q5_k under q4_k_m) instead of two more in half of them, which is 0.03 bit per
/// weight less. Precondition: isGguf(scheme).
TensorFormat ggufFormat(Scheme scheme, const TensorPlace& place);

/// What of a layer's position a scheme looks at: equal layers of one class get the same formats. `block` is
/// the place that all tensors of the layer share.
unsigned mixClass(Scheme scheme, const TensorPlace& block);

} // namespace cellwright::llm
