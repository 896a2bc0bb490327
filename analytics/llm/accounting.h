// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/model.h"
#include "analytics/llm/scheme.h"
#include "analytics/llm/tensors.h"
#include "analytics/quantity/quantity.h"

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace cellwright::llm {

/// Blocks [first, last) of a model: 0 is the embedding, 1 to L the decoder layers, L+1 final norm and output
/// head.
struct BlockRange {
    int first = 0;
    int last = 0;
    bool operator==(const BlockRange&) const = default;
};

/// The number formats of a model in use. `segments` override the weights of some blocks; later ones win.
struct Precision {
    Scheme weights = Scheme::f16;
    Scheme kvCache = Scheme::f16;
    Scheme activations = Scheme::f16;
    struct Segment {
        BlockRange blocks;
        Scheme weights = Scheme::f16;
        bool operator==(const Segment&) const = default;
    };
    std::vector<Segment> segments;
    bool operator==(const Precision&) const = default;
};

/// What a range of blocks does and moves through memory in one prefill or one decode step, for the whole
/// batch.
struct Work {
    Flop flop;             ///< matrix products and attention, 2 per multiply-accumulate
    Bytes weightBytes;     ///< weights read: each matrix once, of tables only the rows looked up
    Bytes kvBytesRead;     ///< keys and values of the positions attended to, each read once
    Bytes kvBytesWritten;  ///< keys and values of the new tokens
    Bytes activationBytes; ///< vectors in and out of matrices, attention, norms, additions and activation
                           ///< functions
    double operations = 0; ///< kernels launched
    [[nodiscard]] Bytes bytes() const { return weightBytes + kvBytesRead + kvBytesWritten + activationBytes; }
    friend Work operator+(Work a, const Work& b);
    bool operator==(const Work&) const = default;
};

/// Equal matrices of a range, for composing the time of a kernel profile.
struct MatrixGroup {
    std::string_view name; ///< of the first such matrix: "ffn_down"
    std::int64_t rows = 0; ///< outputs
    std::int64_t cols = 0; ///< inputs
    TensorFormat format = TensorFormat::f16;
    int count = 0;
    bool lastTokenOnly = false; ///< the output head, which prefill applies to each sequence's last token only
    bool operator==(const MatrixGroup&) const = default;
};

/// Exact accounting of a model at a precision, as prefix sums over its blocks: a range of blocks costs O(1).
///
/// FLOP: 2·rows·cols per matrix and token (the head only for a sequence's last prompt token), and 4·h·d_h per
/// token and position attended to (query-key and score-value products); a causal prefill sums the exact
/// positions. Element-wise work is left out of FLOP (below 1 %) but not out of bytes. Sliding windows limit
/// positions and KV. Token counts must be positive and the range within the blocks; other ranges are cut to
/// it, counts below 0 are 0.
class Accounting {
public:
    /// Fails for a model that check() refuses, and for KV or activation formats that no runtime keeps vectors
    /// in.
    static Expected<Accounting> of(const Model& model, const Precision& precision = {});

    [[nodiscard]] int layers() const { return blocks() - 2; }
    [[nodiscard]] int blocks() const { return int(firstTensor_.size()) - 1; }
    [[nodiscard]] std::string blockName(int block) const; ///< "embedding", "layer 0", …, "output head"
    [[nodiscard]] BlockRange whole() const { return {0, blocks()}; }
    /// A cut after `cut` decoder layers (0 to layers()): embedding and layers below, the rest and the head
    /// above.
    [[nodiscard]] BlockRange below(int cut) const { return {0, cut + 1}; }
    [[nodiscard]] BlockRange above(int cut) const { return {cut + 1, blocks()}; }

    /// Parameters of the range; a tied head adds none.
    [[nodiscard]] std::int64_t parameters(BlockRange range) const;
    /// Weights that a host of this range stores. A tied head needs the table again when the embedding is
    /// elsewhere or kept in another format, so the two sides of a cut may add up to more than the whole.
    [[nodiscard]] Bytes weightBytes(BlockRange range) const;
    /// Stored bits per parameter of the range.
    [[nodiscard]] double bitsPerWeight(BlockRange range) const;

    /// Processes `tokens` prompt tokens of each of `batch` sequences, `depth` positions being in the cache
    /// already.
    [[nodiscard]] Work prefill(BlockRange range, std::int64_t tokens, std::int64_t batch = 1,
                               std::int64_t depth = 0) const;
    /// One new token per sequence, attending to `context` positions, its own included.
    [[nodiscard]] Work decode(BlockRange range, std::int64_t context, std::int64_t batch = 1) const;
    /// The sum of `steps` decode steps after a context of `depth` positions: decode(depth+1) + … +
    /// decode(depth+steps).
    [[nodiscard]] Work generation(BlockRange range, std::int64_t depth, std::int64_t steps,
                                  std::int64_t batch = 1) const;

    /// KV cache that one more token needs where no window is full yet.
    [[nodiscard]] Bytes kvBytesPerToken(BlockRange range) const;
    /// KV cache of `batch` sequences of `context` tokens; a layer with a window keeps no more than the
    /// window.
    [[nodiscard]] Bytes kvBytes(BlockRange range, std::int64_t context, std::int64_t batch = 1) const;
    /// What leaves a block per token: the hidden vector in the activation format (4 B of token id after the
    /// head).
    [[nodiscard]] Bytes outputBytesPerToken(int block) const;
    /// Scratch memory. Rule: vectors of min(prompt, 512) tokens per sequence (llama.cpp's default
    /// micro-batch), being two hidden vectors, queries, keys, values, attention output and the feed-forward's
    /// inner vectors of the widest layer, in the activation format; and f32 logits per sequence when the head
    /// is in the range.
    [[nodiscard]] Bytes workspaceBytes(BlockRange range, std::int64_t promptTokens,
                                       std::int64_t batch = 1) const;
    static constexpr std::int64_t microBatch = 512;

    /// Tensors of one block, and their formats in the same order.
    [[nodiscard]] std::span<const Tensor> tensors(int block) const;
    [[nodiscard]] std::span<const TensorFormat> formats(int block) const;
    /// The matrices of a range, equal ones counted together, in order of first use.
    [[nodiscard]] std::vector<MatrixGroup> matrices(BlockRange range) const;

    [[nodiscard]] TensorFormat kvFormat() const { return kvFormat_; }
    [[nodiscard]] TensorFormat activationFormat() const { return activationFormat_; }

private:
    static constexpr std::int64_t noWindow = std::int64_t(1) << 62;
    /// Sums over the blocks before one. All are whole numbers far below 2^53, so differences are exact.
    struct Sum {
        std::int64_t parameters = 0;
        std::int64_t stored = 0;       ///< bytes of weights, a tied head's table included
        std::int64_t read = 0;         ///< bytes of weights read per step whatever the tokens
        std::int64_t readPerToken = 0; ///< table rows
        double flopPerToken = 0;       ///< of matrices
        double flopPerSequence = 0;    ///< of matrices applied to the last token only
        std::int64_t activationPerToken = 0;
        std::int64_t activationPerSequence = 0;
        std::int64_t operations = 0;

        /// This sum with `sign` times another added.
        [[nodiscard]] Sum plus(const Sum& other, int sign) const;
    };
    /// Attention sums over the layers that share a window.
    struct WindowSums {
        struct Entry {
            double flopPerPosition = 0; ///< per token and position attended to
            std::int64_t kvPerToken = 0;
        };
        std::int64_t window = 0;
        std::vector<Entry> sums; ///< one more than blocks
        [[nodiscard]] Entry between(BlockRange range) const;
    };
    struct BlockFacts {
        Sum sum;
        WindowSums::Entry attention;
        std::int64_t window = 0; ///< 0: the block has no attention
        std::int64_t workspacePerToken = 0;
    };

    Accounting() = default;
    void build(const Model& model, const Precision& precision);
    void addTensors(const Model& model, const Precision& precision, int block);
    [[nodiscard]] BlockFacts factsOnce(const Model& model, int block);
    [[nodiscard]] BlockFacts factsOf(const Model& model, int block) const;
    void addTensorTo(Sum& sum, const Tensor& tensor, TensorFormat format) const;
    void addEmbeddingTo(BlockFacts& facts, const Model& model) const;
    void addLayerTo(BlockFacts& facts, const Model& model, const Layer& layer) const;
    void addBlock(const BlockFacts& facts);
    void addWindow(std::int64_t window);
    void noteSharedTable();
    [[nodiscard]] BlockRange clamped(BlockRange range) const;
    [[nodiscard]] Sum between(BlockRange range) const;
    [[nodiscard]] static Work matrixWork(const Sum& sum, double tokens, double sequences);

    std::vector<Sum> sums_;               ///< one more than blocks
    std::vector<WindowSums> windows_;     ///< one per distinct window: one or two in practice
    std::vector<std::int64_t> workspace_; ///< bytes per token, per block
    std::vector<Tensor> tensors_;
    std::vector<TensorFormat> formats_;
    std::vector<std::size_t> firstTensor_;             ///< one more than blocks
    std::vector<std::pair<int, BlockFacts>> distinct_; ///< while building: kinds of layer met so far
    std::int64_t hiddenBytes_ = 0;                     ///< one hidden vector in the activation format
    std::int64_t vocabulary_ = 0;
    std::int64_t sharedElements_ = 0; ///< of a tied table
    std::int64_t sharedTable_ = 0;    ///< bytes counted twice when embedding and tied head are in one range
    TensorFormat kvFormat_ = TensorFormat::f16;
    TensorFormat activationFormat_ = TensorFormat::f16;
};

} // namespace cellwright::llm
