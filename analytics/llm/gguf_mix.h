// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/scheme.h"

namespace cellwright::llm {

/// The scheme is one of llama.cpp's file types, which mix formats.
bool isGguf(Scheme scheme);

/// The format that llama.cpp's quantizer gives a tensor (llama_tensor_get_type in src/llama-quant.cpp),
/// without an importance matrix except for iq4_xs, which is not published without one. A fused qkv matrix
/// follows the versions of 2023 to 2025, with which the published files were made. Precondition:
/// isGguf(scheme).
TensorFormat ggufFormat(Scheme scheme, const TensorPlace& place);

} // namespace cellwright::llm
