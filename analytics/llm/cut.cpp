// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/cut.h"

#include "analytics/llm/facts.h"

namespace cellwright::llm {

template <class R>
Of<Bytes, R> vectorBytes(R& rec, const Model& model, TensorFormat format) {
    using Number = typename R::Number;
    const Number hidden =
        rec.input(double(model.hidden), "d", "hidden size of " + model.name, factLabel(model), model.source);
    const double perElement = double(rowBytes(format, model.hidden)) / double(model.hidden);
    const auto size =
        rec.input(Bytes(perElement), "b", "bytes per element in " + std::string(formatName(format)),
                  Label::published, "layout of " + std::string(formatName(format)) + ", scales included");
    return rec.name(Of<Bytes, R>(hidden * size), "D", "hidden vector of one token at the cut",
                    "hidden size times bytes per element");
}

template <class R>
Of<Bytes, R> smashedBytesWithCache(R& rec, const Of<Bytes, R>& vector, const typename R::Number& promptTokens,
                                   const typename R::Number& outputTokens) {
    return rec.name(Of<Bytes, R>(vector * (promptTokens + outputTokens - typename R::Number(1.0))), "S",
                    "activations across the cut per request, KV cache on both sides",
                    "arXiv 2309.16739 section VI-A: only new tokens cross; algebra by Cellwright");
}

template <class R>
Of<Bytes, R> smashedBytesWithoutCache(R& rec, const Of<Bytes, R>& vector,
                                      const typename R::Number& promptTokens,
                                      const typename R::Number& outputTokens) {
    using Number = typename R::Number;
    const Number tokens =
        outputTokens * promptTokens + outputTokens * (outputTokens - Number(1.0)) / Number(2.0);
    return rec.name(
        Of<Bytes, R>(vector * tokens), "S", "activations across the cut per request, no KV cache",
        "arXiv 2309.16739 section VI-A: the sequence is sent again each step; algebra by Cellwright");
}

template <class R>
Of<Bytes, R> smashedBytesPerRound(R& rec, const Of<Bytes, R>& vector, const typename R::Number& samples,
                                  const typename R::Number& tokensPerSample) {
    return rec.name(Of<Bytes, R>(vector * (samples * tokensPerSample)), "S",
                    "activations across the cut per training round, one direction",
                    "arXiv 2309.16739 section V-A, with model size and precision explicit");
}

#define INSTANTIATE(R)                                                                                       \
    template Of<Bytes, R> vectorBytes(R&, const Model&, TensorFormat);                                       \
    template Of<Bytes, R> smashedBytesWithCache(R&, const Of<Bytes, R>&, const R::Number&,                   \
                                                const R::Number&);                                           \
    template Of<Bytes, R> smashedBytesWithoutCache(R&, const Of<Bytes, R>&, const R::Number&,                \
                                                   const R::Number&);                                        \
    template Of<Bytes, R> smashedBytesPerRound(R&, const Of<Bytes, R>&, const R::Number&, const R::Number&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)
#undef INSTANTIATE

} // namespace cellwright::llm
