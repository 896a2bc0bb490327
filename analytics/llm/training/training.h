// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"
#include "analytics/llm/training/activations.h"
#include "analytics/llm/training/adaptation.h"

#include <cstdint>
#include <optional>
#include <string_view>

/// One training step of a model or of one side of a cut. Memory is a template over the recorder of
/// analytics/explain, instantiated for both recorders.
namespace cellwright::llm {

/// What is kept per trained parameter: nothing, an f32 momentum, two f32 moments (Adam, arXiv 1412.6980, and
/// AdamW, arXiv 1711.05101), or two moments in 8 bit with an f32 scale per 2048 of them (arXiv 2110.02861).
enum class Optimizer { sgd, momentum, adam, adamW, adam8bit };
std::string_view optimizerName(Optimizer optimizer); ///< "sgd", "momentum", "adam", "adamw", "adam8bit"
Expected<Optimizer> parseOptimizer(std::string_view name);
Bytes optimizerBytesPerParameter(Optimizer optimizer);

struct Training {
    Adaptation adaptation = FullTuning{};
    Optimizer optimizer = Optimizer::adamW;
    bool masterWeights = false;               ///< an f32 copy of every trained parameter
    TensorFormat trained = TensorFormat::f16; ///< of added parameters, and of the gradients of all
    Recompute recompute = Recompute::none;
    std::optional<bool> dropout = std::nullopt; ///< absent: as trainsWithDropout() says
    /// Something is trained below this range (on the other side of a cut), so that gradients must reach its
    /// input.
    bool trainedBelow = false;
    std::int64_t batch = 1;    ///< sequences
    std::int64_t tokens = 512; ///< per sequence, all of them predicted
    std::int64_t encoded = 0;  ///< vectors per sequence in towers, and read by cross-attention
};

/// Refuses adaptations that the model cannot have, and training of weights kept in a format that gradient
/// steps cannot change (anything but f64, f32, f16 and bf16): those need adapters beside them.
Expected<void> checkTraining(const Model& model, const Accounting& accounting, BlockRange range,
                             const Training& training);

/// FLOP of one step over the range, 2 per multiply-accumulate, as in Accounting; the head sees every token.
struct TrainingFlop {
    Flop forward;             ///< of the whole range, adapters included
    Flop recomputed;          ///< parts of the forward pass done again
    Flop backwardActivations; ///< from the top of the range down to the lowest trained tensor: one forward
                              ///< pass's FLOP for matrices, two for attention and state updates
    Flop backwardWeights;     ///< one forward pass's FLOP of every trained matrix
    [[nodiscard]] Flop total() const { return forward + recomputed + backwardActivations + backwardWeights; }
};
TrainingFlop trainingFlop(const Model& model, const Accounting& accounting, BlockRange range,
                          const Training& training);

/// Bytes of one step that cross a cut after `cut` decoder layers: hidden vectors in the accounting's
/// activation format up, their gradients in the same format down. Where layers above attend to an encoder,
/// its output too, and down its gradient where something of the encoder is trained.
struct CutTraffic {
    Bytes forward;
    Bytes backward; ///< none if nothing is trained below the cut
    bool onlyFirstEpoch =
        false; ///< nothing is trained below: what is sent never changes (arXiv 2309.16739, V-A)
};
CutTraffic cutTraffic(const Model& model, const Accounting& accounting, int cut, const Training& below);

template <class R>
struct TrainingMemory {
    Of<Bytes, R> weights;   ///< with what is added
    Of<Bytes, R> gradients; ///< of trained parameters
    Of<Bytes, R> optimizer; ///< with the master copy
    Of<Bytes, R> activations;
    Of<Bytes, R> workspace; ///< vectors of the widest layer and their gradients, gradients of the logits;
                            ///< with full recomputation also what the layer keeps that is computed again
    Of<Bytes, R> total;
};

/// Weights, gradients and optimizer states of `trained` parameters, with the weights already known: the rule
/// of thumb of 12 B per parameter for full fine-tuning with Adam in 16 bit (2 + 2 + 8) is this function.
/// Activations and workspace are left empty.
template <class R>
TrainingMemory<R> trainingState(R& rec, const Of<Bytes, R>& weights, const typename R::Number& trained,
                                const Training& training);

/// Memory of one step. Activations are those of keptBytes() for every block that gradients pass.
template <class R>
TrainingMemory<R> trainingMemory(R& rec, const Model& model, const Accounting& accounting, BlockRange range,
                                 const Training& training);

/// The largest batch whose training step fits into the memory; 0 if one sequence does not.
std::int64_t largestTrainingBatch(const Model& model, const Accounting& accounting, BlockRange range,
                                  const Training& training, Bytes memory);

} // namespace cellwright::llm
