// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"
#include "analytics/llm/formats/scheme.h"
#include "analytics/llm/model.h"

/// What crosses a cut between two layers: the hidden vector of each token ("smashed data"). Templates over
/// the recorder of analytics/explain; instantiated for both recorders.
namespace cellwright::llm {

/// D: bytes of one token's hidden vector in the format that crosses the cut, scales included.
template <class R>
Of<Bytes, R> vectorBytes(R& rec, const Model& model, TensorFormat format);

/// Uplink of one request when both sides keep their KV cache: the prompt once, then each new token but the
/// last: D·(P + G - 1). G is at least 1.
template <class R>
Of<Bytes, R> smashedBytesWithCache(R& rec, const Of<Bytes, R>& vector, const typename R::Number& promptTokens,
                                   const typename R::Number& outputTokens);

/// The same when every step sends the whole sequence again: D·(G·P + G·(G - 1)/2).
template <class R>
Of<Bytes, R> smashedBytesWithoutCache(R& rec, const Of<Bytes, R>& vector,
                                      const typename R::Number& promptTokens,
                                      const typename R::Number& outputTokens);

/// One direction of one training round: samples·tokens·D.
template <class R>
Of<Bytes, R> smashedBytesPerRound(R& rec, const Of<Bytes, R>& vector, const typename R::Number& samples,
                                  const typename R::Number& tokensPerSample);

} // namespace cellwright::llm
