// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/formats/scheme.h"
#include "analytics/llm/model.h"
#include "analytics/llm/operations.h"
#include "analytics/llm/tensors.h"
#include "analytics/quantity/quantity.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace cellwright::llm {

/// Blocks [first, last) of a model, in the order of blockPlace(): without towers 0 is the embedding, 1 to L
/// the decoder layers, L+1 final norm and output head.
struct BlockRange {
    int first = 0;
    int last = 0;
    bool operator==(const BlockRange&) const = default;
};

/// The blocks of one tower: its input, its layers and its output.
BlockRange towerBlocks(const Model& model, int tower);

/// The formats of the tensors of a file, by their names in GGUF without ".weight".
using TensorMix = std::map<std::string, TensorFormat, std::less<>>;

/// The number formats of a model in use. `segments` override the formats of some blocks; later ones win.
/// `mix` gives the tensors that it names the formats of a file, where no segment says otherwise.
struct Precision {
    Scheme weights = Scheme::f16;
    Scheme kvCache = Scheme::f16;
    Scheme activations = Scheme::f16;
    struct Segment {
        BlockRange blocks;
        Scheme weights = Scheme::f16;
        std::optional<Scheme> kvCache = std::nullopt; ///< absent: as everywhere
        bool operator==(const Segment&) const = default;
    };
    std::vector<Segment> segments;
    std::shared_ptr<const TensorMix> mix = nullptr;
    bool operator==(const Precision&) const = default;
};

/// Equal matrices of a range, for composing the time of a kernel profile.
struct MatrixGroup {
    std::string_view name; ///< of the first such matrix: "ffn_down"
    std::int64_t rows = 0; ///< outputs
    std::int64_t cols = 0; ///< inputs
    TensorFormat format = TensorFormat::f16;
    int count = 0;
    bool lastTokenOnly = false; ///< the output head, which prefill applies to each sequence's last token only
    std::int64_t experts = 1;   ///< matrices in each stack of experts, of which a token passes `used`
    std::int64_t used = 1;
    double runs = 1.0;      ///< times it is applied per token
    bool ofEncoded = false; ///< applied to the encoder's vectors in the prefill
    bool operator==(const MatrixGroup&) const = default;
};

/// Exact accounting of a model at a precision, as prefix sums over its blocks: a range of blocks costs O(1).
///
/// FLOP: 2·rows·cols per matrix and token (the head only for a sequence's last prompt token; of experts those
/// that a token passes), and 4·h·d_h per token and position attended to (query-key and score-value products);
/// a causal prefill sums the exact positions. Latent attention computes 2·h·(d_c + d_r + d_v) in the prefill,
/// and 2·h·(2·r_kv + d_r) in decode steps, which work in the compressed space (DeepSeek-V2, appendix C: the
/// matrices up are absorbed). Element-wise work is left out of FLOP (below 1 %) but not out of bytes. Sliding
/// windows limit positions and KV. Weights of experts are read as often as distinct ones are expected to be
/// chosen. Token counts must be positive and the range within the blocks; other ranges are cut to it, counts
/// below 0 are 0. Each step counts the blocks that take part in it: towers in encode(), the decoder in all
/// others.
class Accounting {
public:
    /// Fails for a model that check() refuses, and for KV or activation formats that no runtime keeps vectors
    /// in.
    static Expected<Accounting> of(const Model& model, const Precision& precision = {});

    [[nodiscard]] int layers() const { return blocks() - decoder_ - 2; } ///< of the decoder
    [[nodiscard]] int blocks() const { return int(listed_.size()); }
    /// "embedding", "layer 0", …, "output head"; of towers "vision input", "vision layer 0", …, "vision
    /// output".
    [[nodiscard]] std::string blockName(int block) const;
    [[nodiscard]] BlockRange whole() const { return {0, blocks()}; }
    [[nodiscard]] BlockRange towers() const { return {0, decoder_}; }
    [[nodiscard]] BlockRange decoder() const { return {decoder_, blocks()}; }
    /// The block of a decoder layer (0 to layers()-1); -1 is the embedding.
    [[nodiscard]] int blockOfLayer(int layer) const { return decoder_ + 1 + layer; }
    /// A cut after `cut` decoder layers (0 to layers()): towers, embedding and layers below, the rest and the
    /// head above.
    [[nodiscard]] BlockRange below(int cut) const { return {0, decoder_ + cut + 1}; }
    [[nodiscard]] BlockRange above(int cut) const { return {decoder_ + cut + 1, blocks()}; }

    /// Parameters of the range; a tied head adds none.
    [[nodiscard]] std::int64_t parameters(BlockRange range) const;
    /// Weights that a host of this range stores. A tied head needs the table again when the embedding is
    /// elsewhere or kept in another format, so the two sides of a cut may add up to more than the whole.
    [[nodiscard]] Bytes weightBytes(BlockRange range) const;
    /// Stored bits per parameter of the range.
    [[nodiscard]] double bitsPerWeight(BlockRange range) const;

    /// The work of a range in one step; of its blocks those that take part in the phase.
    [[nodiscard]] Work work(BlockRange range, const Step& step) const;
    /// A tower's `vectors` per sequence pass its layers.
    [[nodiscard]] Work encode(BlockRange range, std::int64_t vectors, std::int64_t batch = 1) const {
        return work(range, {Step::Phase::encode, vectors, batch});
    }
    /// Processes `tokens` prompt tokens of each of `batch` sequences, `depth` positions being in the cache
    /// already; keys and values of `encoded` vectors per sequence are made for cross-attention.
    [[nodiscard]] Work prefill(BlockRange range, std::int64_t tokens, std::int64_t batch = 1,
                               std::int64_t depth = 0, std::int64_t encoded = 0) const {
        return work(range, {Step::Phase::prefill, tokens, batch, depth, encoded});
    }
    /// One new token per sequence, attending to `context` positions, its own included.
    [[nodiscard]] Work decode(BlockRange range, std::int64_t context, std::int64_t batch = 1,
                              std::int64_t encoded = 0) const {
        return work(range, Step::decode(context, batch, encoded));
    }
    /// The sum of `steps` decode steps after a context of `depth` positions: decode(depth+1) + … +
    /// decode(depth+steps).
    [[nodiscard]] Work generation(BlockRange range, std::int64_t depth, std::int64_t steps,
                                  std::int64_t batch = 1, std::int64_t encoded = 0) const;

    /// KV cache that one more token needs where no window is full yet.
    [[nodiscard]] Bytes kvBytesPerToken(BlockRange range) const;
    /// KV cache of `batch` sequences of `context` tokens; a layer with a window keeps no more than the
    /// window. With `encoded` vectors per sequence also what cross-attention keeps of them, and recurrent
    /// state.
    [[nodiscard]] Bytes kvBytes(BlockRange range, std::int64_t context, std::int64_t batch = 1,
                                std::int64_t encoded = 0) const;
    /// Recurrent state of one sequence, which kvBytes() includes.
    [[nodiscard]] Bytes stateBytes(BlockRange range) const;
    /// What leaves a block per token (or per vector of a tower): the hidden vector in the activation format,
    /// 4 B of token id after the head.
    [[nodiscard]] Bytes outputBytesPerToken(int block) const;
    /// What crosses a cut besides, once per encoded vector that layers above it attend to; 0 without
    /// cross-attention there.
    [[nodiscard]] Bytes encodedBytesPerVector(int cut) const;
    /// Scratch memory. Rule: vectors of min(prompt, 512) tokens per sequence (llama.cpp's default
    /// micro-batch), being two hidden vectors, queries, keys, values, attention output and the inner vectors
    /// of the feed-forward, of the experts that a token passes or of the state space of the widest layer, in
    /// the activation format; and f32 logits per sequence when the head is in the range. Towers: the same of
    /// theirs.
    [[nodiscard]] Bytes workspaceBytes(BlockRange range, std::int64_t promptTokens,
                                       std::int64_t batch = 1) const;
    static constexpr std::int64_t microBatch = 512;

    /// Tensors of one block, and their formats in the same order.
    [[nodiscard]] std::span<const Tensor> tensors(int block) const;
    [[nodiscard]] std::span<const TensorFormat> formats(int block) const;
    /// The operations of one block; their work adds up to the block's.
    [[nodiscard]] std::vector<Operation> operations(const Model& model, int block) const;
    /// The matrices of a range, equal ones counted together, in order of first use.
    [[nodiscard]] std::vector<MatrixGroup> matrices(BlockRange range) const;

    [[nodiscard]] TensorFormat kvFormat() const { return kvFormat_; }
    [[nodiscard]] TensorFormat kvFormat(int block) const { return kvFormats_[std::size_t(block)]; }
    [[nodiscard]] TensorFormat activationFormat() const { return activationFormat_; }

private:
    /// Sums over the layers that see the same positions.
    struct SightSums {
        Sight sight;
        std::vector<AttentionCost> sums; ///< one more than blocks
        [[nodiscard]] AttentionCost between(BlockRange range) const;
    };
    /// Sums over the layers with as many experts.
    struct ExpertSums {
        std::int64_t count = 0, perToken = 0;
        std::vector<std::int64_t> bytes; ///< of one expert of each; one more than blocks
        [[nodiscard]] ExpertCost between(BlockRange range) const;
    };
    struct BlockFacts {
        Cost cost;
        Sight sight;
        AttentionCost attention;
        ExpertCost experts;
        std::int64_t workspacePerToken = 0;
        std::int64_t outputBytes = 0;
    };
    /// A tensor that shares its numbers with the decoder's token table.
    struct SharedTensor {
        int block = 0;
        std::int64_t elements = 0;
        std::int64_t bytes = 0; ///< saved where the table is in the same range; 0 if kept in another format
    };

    struct TowerShape {
        Tower::Kind kind = Tower::Kind::vision;
        int layers = 0;
    };
    /// Tensors of a block, and their formats at the same place. Equal layers share a list.
    struct TensorList {
        std::size_t first = 0, count = 0;
    };
    /// While building: a kind of layer met before in the stack.
    struct KnownLayer {
        int block = 0;
        const Layer* layer = nullptr;
        const Precision::Segment* segment = nullptr;
        unsigned mix = 0;
        bool idle = false;
        BlockFacts facts;
    };

    Accounting() = default;
    void build(const Model& model, const Precision& precision);
    void addTensors(const Model& model, const Precision& precision, int block);
    [[nodiscard]] BlockFormats formatsOf(int block) const;
    [[nodiscard]] BlockFacts factsOnce(const Model& model, const Precision& precision, int block);
    [[nodiscard]] BlockFacts factsOf(const Model& model, int block) const;
    void addBlock(const BlockFacts& facts);
    void addSight(const Sight& sight, std::size_t before);
    void addExperts(const ExpertCost& experts, std::size_t before);
    void noteSharedTables();
    [[nodiscard]] BlockRange clamped(BlockRange range) const;
    [[nodiscard]] BlockRange taking(BlockRange range, Step::Phase phase) const;
    [[nodiscard]] Cost between(BlockRange range) const;

    std::vector<Cost> sums_;              ///< one more than blocks
    std::vector<SightSums> sights_;       ///< one per kind of sight: one or two in practice
    std::vector<ExpertSums> experts_;     ///< none or one in practice
    std::vector<std::int64_t> workspace_; ///< bytes per token, per block
    std::vector<std::int64_t> outputs_;   ///< bytes per token that leave a block
    std::vector<Tensor> tensors_;
    std::vector<TensorFormat> formats_;
    std::vector<TensorList> listed_;      ///< per block
    std::vector<TensorFormat> kvFormats_; ///< per block
    std::vector<KnownLayer> distinct_;    ///< empty once built
    std::vector<SharedTensor> shared_;
    std::vector<TowerShape> towers_;
    int decoder_ = 0; ///< the block of the decoder's embedding
    bool generates_ = true;
    std::int64_t vocabulary_ = 0;
    TensorFormat kvFormat_ = TensorFormat::f16;
    TensorFormat activationFormat_ = TensorFormat::f16;
};

} // namespace cellwright::llm
