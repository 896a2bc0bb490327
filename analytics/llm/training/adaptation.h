// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/accounting.h"
#include "analytics/llm/model.h"
#include "analytics/quantity/error.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// What of a model is trained, and what is added to it for that: full and partial fine-tuning, and the
/// parameter-efficient kinds. All counts are exact.
namespace cellwright::llm {

/// Matrices beside which low-rank adapters stand, wherever they occur: cross-attention has queries, keys and
/// values too. Where query, key and value (or gate and up) are one matrix, each part has adapters of its own.
/// The matrices of latent attention belong to what they make: those down to and up from the key-value latent
/// to keys or values, whichever is chosen.
struct Targets {
    bool query = true;
    bool key = false;
    bool value = true;
    bool output = false; ///< of attention
    bool gate = false;   ///< of the dense and the shared feed-forward network; of routed experts see below
    bool up = false;
    bool down = false;
    bool stateSpace = false; ///< the matrices of state-space layers
    bool experts = false;    ///< gate, up and down of every routed expert, where chosen above
    bool operator==(const Targets&) const = default;
    static Targets attention();
    /// All but routed experts, routers and the output head.
    static Targets allLinear();
};
/// LoRA (arXiv 2106.09685): W·x + B·A·x, A of rank x inputs and B of outputs x rank.
struct LowRank {
    std::int64_t rank = 8;
    Targets targets;
    bool operator==(const LowRank&) const = default;
};
/// Adapters after the sublayers: a matrix down to `width`, a nonlinearity and a matrix up again, with biases.
/// Two in a layer (arXiv 1902.00751, without the retrained norms that it adds), or one after the last
/// sublayer (arXiv 2005.00052).
struct Bottleneck {
    std::int64_t width = 64;
    int perLayer = 2; ///< 1 or 2
    bool operator==(const Bottleneck&) const = default;
};
/// Prefix tuning (arXiv 2101.00190, without the network that makes the prefix while training): keys and
/// values of virtual tokens in every attention layer; or prompt tuning (arXiv 2104.08691): their embeddings.
struct VirtualTokens {
    std::int64_t count = 20;
    bool everyLayer = true; ///< prefix tuning; false: prompt tuning
    bool operator==(const VirtualTokens&) const = default;
};
/// Every parameter.
struct FullTuning {
    bool operator==(const FullTuning&) const = default;
};
/// The last decoder layers with all that comes after them; a head that is the embedding table stays frozen.
struct LastLayers {
    std::int64_t layers = 1;
    bool operator==(const LastLayers&) const = default;
};
/// The output matrix and its bias; where it is the embedding table, that.
struct HeadOnly {
    bool operator==(const HeadOnly&) const = default;
};
/// Nothing: a side of a cut that only runs.
struct Frozen {
    bool operator==(const Frozen&) const = default;
};
using Adaptation = std::variant<FullTuning, LastLayers, HeadOnly, LowRank, Bottleneck, VirtualTokens, Frozen>;

/// "full", "last:K", "head", "none", "lora:R[:TARGETS]" with targets q k v o gate up down ssm experts, or
/// attention, mlp and all (default q,v; PEFT's names such as q_proj do as well), "adapter:M[:pfeiffer]",
/// "prefix:P", "prompt:P".
Expected<Adaptation> parseAdaptation(std::string_view text);
/// The text that parseAdaptation() reads.
std::string adaptationText(const Adaptation& adaptation);

/// A tensor that is trained.
struct TrainedTensor {
    std::string_view
        name; ///< of the model's tensor that it is or stands beside; "adapter", "prefix", "prompt"
    std::int64_t rows = 0;
    std::int64_t cols = 0;
    std::int64_t count = 1; ///< experts
    std::int64_t used = 1;  ///< of them, those that a token passes
    double runs = 1.0;      ///< times it is multiplied with a vector per token; 0: it is none of a product
    bool added = false;     ///< not one of the model's own
    bool shared = false;    ///< the numbers of another tensor (tied output head)
    bool ofEncoded = false; ///< applied to the encoder's vectors, not to tokens

    [[nodiscard]] std::int64_t elements() const { return count * rows * cols; }
    /// Of one forward pass, per token or encoded vector that passes it.
    [[nodiscard]] double flopPerToken() const {
        return 2.0 * double(rows) * double(cols) * double(used) * runs;
    }
};
/// Those of a block. Adapters stand in the decoder's layers, in models with cross-attention in the encoder's
/// too; towers of decoders that read images or sound stay frozen but for full fine-tuning.
std::vector<TrainedTensor> trainedTensors(const Model& model, int block, const Adaptation& adaptation);

/// Refuses adaptations that do not exist for the model: rank 0, more layers than there are, no such matrix,
/// or sums beyond Limits.
Expected<void> checkAdaptation(const Model& model, const Adaptation& adaptation);

struct AdaptationCount {
    std::int64_t parameters =
        0; ///< kept by the range, without those added; a tied head away from its table counts
    std::int64_t added = 0;
    std::int64_t unfrozen = 0;     ///< of its own parameters, those trained
    double flopPerToken = 0.0;     ///< of a forward pass, for what is added; merged LoRA costs none
    std::int64_t cachedTokens = 0; ///< positions added to the KV cache of every sequence

    [[nodiscard]] std::int64_t trainable() const { return added + unfrozen; }
    /// The share of the model's parameters that training does not need to touch: 1 - trainable/parameters
    /// (arXiv 2309.16739, figure 3, whose values this definition gives).
    [[nodiscard]] double freezingRatio() const;
};
/// Of blocks of a model, or of all. Two sides of a cut may be adapted differently: two calls.
AdaptationCount countTrained(const Model& model, const Adaptation& adaptation, BlockRange range);

/// What is uploaded, aggregated or migrated: every trained tensor of the range in a format.
Bytes adapterBytes(const Model& model, const Adaptation& adaptation, BlockRange range, TensorFormat format);

/// What virtual tokens add to the KV cache of one sequence.
Bytes virtualKvBytes(const Accounting& accounting, const Adaptation& adaptation, BlockRange range);

/// The first block of the range with something to train; range.last if there is none.
int lowestTrained(const Model& model, const Adaptation& adaptation, BlockRange range);

} // namespace cellwright::llm
