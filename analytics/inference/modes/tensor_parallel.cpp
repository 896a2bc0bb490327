// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/inference/modes/tensor_parallel.h"

#include <algorithm>

namespace cellwright::inference {

template <class R>
Of<Bytes, R> allReduceBytes(R& rec, const Of<double, R>& hosts, Of<Bytes, R> bytes) {
    const typename R::Number share = typename R::Number(2.0) * (hosts - typename R::Number(1.0)) / hosts;
    return rec.name(bytes * share, "D_a", "bytes of an all-reduce per host",
                    "ring: 2 (P - 1) / P; Thakur et al. 2005");
}

template <class R>
Of<Seconds, R> tensorParallelTime(R& rec, const Of<double, R>& hosts, const Of<double, R>& layers,
                                  Of<Bytes, R> hidden, Of<BytesPerSecond, R> slowest,
                                  Of<Seconds, R> perMessage) {
    using N = typename R::Number;
    const auto sending = allReduceBytes(rec, hosts, hidden) / slowest;
    const N messages = N(2.0) * (hosts - N(1.0));
    const auto once =
        rec.name(sending + perMessage * messages, "t_a", "one all-reduce", "bytes and messages of a ring");
    const N count = N(2.0) * layers;
    return rec.name(once * count, "t_TP", "all-reduces of one pass", "two per layer; Shoeybi et al. 2019");
}

Seconds expertLayerTime(std::span<const ExpertLoad> experts) {
    Seconds slowest;
    for (const auto& e : experts)
        if (e.tokens > 0.0) {
            const Bytes bytes = e.perToken * e.tokens;
            slowest =
                std::max(slowest, e.fixed + bytes / e.there + e.computePerToken * e.tokens + bytes / e.back);
        }
    return slowest;
}

#define CELLWRIGHT_INSTANTIATE(R)                                                                            \
    template Of<Bytes, R> allReduceBytes(R&, const Of<double, R>&, Of<Bytes, R>);                            \
    template Of<Seconds, R> tensorParallelTime(R&, const Of<double, R>&, const Of<double, R>&, Of<Bytes, R>, \
                                               Of<BytesPerSecond, R>, Of<Seconds, R>);
CELLWRIGHT_FOR_BOTH_RECORDERS(CELLWRIGHT_INSTANTIATE)

} // namespace cellwright::inference
