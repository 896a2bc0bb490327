// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/providers/ggml_support.h"

namespace cellwright::kernels::gguf {

/// A layer, attention or a nearly empty graph as llama.cpp would compute it with this version of ggml: with
/// the kind of attention that it has by default (flash attention since ggml 0.9, products and a softmax
/// before, except for a q8_0 cache), a KV cache of padded length and a mask. Layers are several in one graph,
/// each with weights and cache of its own, and with the types that llama-quantize gives their matrices.
/// Nothing where it has none.
std::unique_ptr<Runnable> makeOperation(const OperationCase& what, Arenas& arenas, Engine& engine);

/// Whether makeOperation() has it.
bool hasOperation(const OperationCase& what);

} // namespace cellwright::kernels::gguf
