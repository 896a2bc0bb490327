// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/tensors.h"
#include "analytics/quantity/quantity.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace cellwright::llm {

/// What blocks, operations or ranges of them do and move through memory in one step, for the whole batch.
struct Work {
    Flop flop;             ///< matrix products, attention and state updates, 2 per multiply-accumulate
    Bytes weightBytes;     ///< weights read: each matrix once (of experts the expected number of distinct
                           ///< ones), of tables only the rows looked up
    Bytes kvBytesRead;     ///< keys and values of the positions attended to, each read once; recurrent state
    Bytes kvBytesWritten;  ///< keys and values of the new tokens; recurrent state
    Bytes activationBytes; ///< vectors in and out of matrices, attention, norms, additions and activation
                           ///< functions
    double operations = 0; ///< kernels launched
    [[nodiscard]] Bytes bytes() const { return weightBytes + kvBytesRead + kvBytesWritten + activationBytes; }
    friend Work operator+(Work a, const Work& b);
    bool operator==(const Work&) const = default;
};

/// One step of a stack of blocks. Counts below 0 are 0, above Limits::context that limit.
struct Step {
    enum class Phase {
        encode,  ///< a tower processes `tokens` vectors of each sequence
        prefill, ///< the decoder processes `tokens` prompt tokens, `depth` positions being in the cache
                 ///< already
        decode,  ///< one new token per sequence after `depth` positions
    };
    Phase phase = Phase::prefill;
    std::int64_t tokens = 1; ///< per sequence
    std::int64_t batch = 1;  ///< sequences
    std::int64_t depth = 0;
    std::int64_t encoded =
        0; ///< vectors per sequence that cross-attention reads; computed into the cache in prefill

    [[nodiscard]] Step bounded() const;
    static Step decode(std::int64_t context, std::int64_t batch = 1, std::int64_t encoded = 0) {
        return {Phase::decode, 1, batch, context - 1, encoded};
    }
};

/// Expected number of distinct experts that `tokens` tokens choose, each `perToken` of `count` independently
/// and equally often: E(1 - (1 - k/E)^B). Real routers are less even, so this is an upper estimate.
double distinctExperts(double count, double perToken, double tokens);

/// Coefficients of what an operation or a block costs, per token, per sequence or per step.
struct Cost {
    std::int64_t parameters = 0;
    std::int64_t stored = 0;         ///< bytes of weights, those shared with another tensor included
    std::int64_t read = 0;           ///< bytes of weights read per step whatever the tokens
    std::int64_t readPerToken = 0;   ///< table rows
    double flopPerToken = 0;         ///< of matrices and state updates
    double flopPerSequence = 0;      ///< of matrices applied to the last token only
    double flopPerEncoded = 0;       ///< of matrices applied to the encoder's vectors, once in the prefill
    double crossFlop = 0;            ///< of cross-attention, per token and encoded vector
    std::int64_t readPerEncoder = 0; ///< bytes of weights read in the prefill only, for flopPerEncoded
    std::int64_t crossKv = 0;        ///< bytes of keys and values per encoded vector
    std::int64_t state = 0;          ///< bytes of recurrent state per sequence
    double activationPerToken = 0;
    double activationPerSequence = 0;
    double activationPerEncoded = 0;
    std::int64_t operations = 0;

    /// This with `sign` times another added.
    [[nodiscard]] Cost plus(const Cost& other, int sign) const;
};

/// Self-attention: its cost depends on the positions that each token sees.
struct AttentionCost {
    double prefillFlop = 0; ///< per token and position attended to
    double decodeFlop = 0;  ///< the same in decode steps; latent attention then works in the compressed space
    std::int64_t kvPerToken = 0;
    bool operator==(const AttentionCost&) const = default;
};
/// Which positions a token sees.
struct Sight {
    static constexpr std::int64_t unlimited = std::int64_t(1) << 62;
    std::int64_t window = 0; ///< positions; 0: there is no attention
    bool causal = true;
    bool operator==(const Sight&) const = default;
    /// Positions that `tokens` new tokens after `depth` earlier ones attend to, summed.
    [[nodiscard]] double positions(std::int64_t tokens, std::int64_t depth) const;
};
/// Routed experts: the weights read depend on how many distinct ones are chosen.
struct ExpertCost {
    std::int64_t count = 0; ///< 0: there are none
    std::int64_t perToken = 0;
    std::int64_t bytes = 0; ///< of one expert
};

/// For charts of where operations and bytes go.
enum class OperationKind {
    embedding,
    attentionMatrix, ///< queries, keys, values, output
    attention,       ///< scores and their use
    feedForward,
    experts, ///< routed and shared, and the router
    stateSpace,
    head,
    elementwise, ///< norms, rotations, additions, activation functions
    tower,       ///< patches, projectors
};
inline constexpr int operationKinds = 9;

/// One operation of a block, and its cost.
struct Operation {
    std::string_view name; ///< lives as long as the program; a tensor's name, or "attention", "rope", "add"
    OperationKind kind = OperationKind::elementwise;
    Cost cost;
    Sight sight;
    AttentionCost attention;
    ExpertCost experts;
};

/// What the operations of a block are kept in.
struct BlockFormats {
    std::span<const Tensor> tensors;
    std::span<const TensorFormat> weights; ///< one per tensor
    TensorFormat kvCache = TensorFormat::f16;
    TensorFormat activations = TensorFormat::f16;
};

/// The operations of a block in order; their costs add up to the block's. Vectors are counted in and out of
/// every operation: nothing is assumed to be fused but a bias into its matrix.
/// State updates: Mamba 8·inner·state FLOP per token (products dt·A, dt·B and with x, exponential, decay and
/// addition, output product and sum), Mamba-2 5·inner·state (one decay per head); convolution
/// 2·channels·taps.
std::vector<Operation> operationsOf(const Model& model, int block, const BlockFormats& formats);

/// The work of one operation in one step of its block. Encoder blocks work in Phase::encode only, decoder
/// blocks in the other two.
Work workOf(const Operation& operation, const Step& step);
/// The parts of it; steps are bounded and have at least one token.
Work workOf(const Cost& cost, const Step& step);
Work workOf(const AttentionCost& cost, const Sight& sight, const Step& step);
Work workOf(const ExpertCost& cost, const Step& step);

} // namespace cellwright::llm
