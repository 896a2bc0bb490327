// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/formats/format.h"

#include <span>
#include <vector>

/// Rows that are chosen by number: embeddings of tokens, tokens of experts.
namespace cellwright::kernels {

/// The rows `tokens` of a GGUF tensor of `cols` columns, as f32 one after the other.
void lookUp(Format format, std::span<const std::byte> tensor, int cols, std::span<const int> tokens,
            std::span<float> out);

/// Which tokens go to which expert. The tokens of expert e are entries [first[e], first[e + 1]).
struct Routing {
    std::vector<int> first;    ///< experts + 1
    std::vector<int> token;    ///< in rising order within an expert
    std::vector<float> weight; ///< softmax over the chosen experts of the token

    [[nodiscard]] int count(int expert) const {
        return first[std::size_t(expert) + 1] - first[std::size_t(expert)];
    }
};

/// The `chosen` experts with the largest of a token's logits (tokens x experts; of equal ones the first),
/// weighted by a softmax over them (Mixtral: Jiang et al. 2024, eq. 2.1).
Routing route(std::span<const float> logits, int experts, int chosen);

/// Copies the tokens of one expert from x (tokens x cols) into consecutive rows of `out`.
void gather(const Routing& routing, int expert, std::span<const float> x, int cols, std::span<float> out);
/// Adds the expert's results, weighted, to its tokens' rows of y.
void scatterAdd(const Routing& routing, int expert, std::span<const float> results, int cols,
                std::span<float> y);

} // namespace cellwright::kernels
