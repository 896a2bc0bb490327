// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/compute/measured/kernel_model.h"
#include "analytics/llm/accounting.h"

#include <string_view>
#include <vector>

namespace cellwright::compute::measured {

/// Equal matrices of a block.
struct ProductPart {
    std::string_view name; ///< of the first: "ffn_down"
    std::int64_t rows = 0, cols = 0;
    llm::TensorFormat format = llm::TensorFormat::f16;
    int count = 1;
    std::int64_t experts = 1, used = 1; ///< of a stack of experts a token passes `used`
    double runs = 1.0;                  ///< times per token
    enum class Applies { tokens, lastToken, encoded } applies = Applies::tokens;
    bool feedForward = false;

    /// The same times for the same tokens, whatever the name and the count.
    [[nodiscard]] bool sameAs(const ProductPart& other) const;
};

struct AttentionPart {
    llm::AttentionCost cost;
    llm::Sight sight;
    double crossFlop = 0.0, crossBytes = 0.0; ///< per token and encoded vector; per encoded vector
    double ownBytesPerToken = 0.0;            ///< keys and values that no cache holds (encoders)
    llm::TensorFormat cache = llm::TensorFormat::f16;
    bool latent = false;
    bool operator==(const AttentionPart&) const = default;
};

struct ElementPart {
    Element kind = Element::other;
    double bytesPerToken = 0.0, bytesPerSequence = 0.0; ///< in and out, as f32
    double flopPerToken = 0.0, stateBytes = 0.0;        ///< state updates
    int launches = 1;
    bool operator==(const ElementPart&) const = default;
};

/// What a block does, and how many equal ones there are in a range.
struct BlockParts {
    int count = 1;
    bool layer = false; ///< of a stack; else its input or its output
    std::vector<ProductPart> products;
    std::vector<AttentionPart> attentions;
    std::vector<ElementPart> elements;
    [[nodiscard]] double weightBytes() const; ///< of the products, those of experts once per stack
    [[nodiscard]] double weights() const;
};

/// The parts of a range's blocks, equal blocks counted together. With `lastApart` the decoder's last layer is
/// listed apart, as the last entry but the output; of it, where the output is in the range, the matrices of
/// the feed-forward are for the last token only.
std::vector<BlockParts> partsOf(const llm::Model& model, const llm::Accounting& accounting,
                                llm::BlockRange range, bool lastApart = false);

} // namespace cellwright::compute::measured
