// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"
#include "analytics/llm/accounting.h"

/// The numbers of Accounting with their derivation: equal to it, and opened down to the model's facts. For
/// the number that a person clicks on; loops use Accounting. Instantiated for both recorders. `accounting`
/// must be that of `model`.
namespace cellwright::llm {

/// Weights stored by a host of the range: the sum over tensor formats of elements times bits per weight over
/// 8, and the scales that are kept per row, column or tensor.
template <class R>
Of<Bytes, R> weightBytes(R& rec, const Model& model, const Accounting& accounting, BlockRange range);

/// KV cache per token: the sum over kinds of layer of 2·n·h_kv·d_h·b.
template <class R>
Of<Bytes, R> kvBytesPerToken(R& rec, const Model& model, const Accounting& accounting, BlockRange range);

/// KV cache of `batch` sequences of `tokens` tokens each; layers with a window keep at most the window.
template <class R>
Of<Bytes, R> kvBytes(R& rec, const Model& model, const Accounting& accounting, BlockRange range,
                     const typename R::Number& tokens, const typename R::Number& batch);

/// Memory that a host needs: weights + KV cache of prompt and output for the batch + workspace
/// (the rule of Accounting::workspaceBytes).
template <class R>
Of<Bytes, R> memoryNeed(R& rec, const Model& model, const Accounting& accounting, BlockRange range,
                        const typename R::Number& promptTokens, const typename R::Number& outputTokens,
                        const typename R::Number& batch);

/// FLOP of Accounting::prefill with depth 0: 2·N·P·B + 4·n·h·d_h·B·(positions) + 2·V·d·B.
template <class R>
Of<Flop, R> prefillFlop(R& rec, const Model& model, const Accounting& accounting, BlockRange range,
                        const typename R::Number& promptTokens, const typename R::Number& batch);

/// FLOP of Accounting::decode: 2·N·B + 4·n·h·d_h·B·C + 2·V·d·B.
template <class R>
Of<Flop, R> decodeFlop(R& rec, const Model& model, const Accounting& accounting, BlockRange range,
                       const typename R::Number& context, const typename R::Number& batch);

} // namespace cellwright::llm
