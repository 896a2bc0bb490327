// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What one training step holds in memory.
#include "analytics/llm/derived.h"
#include "analytics/llm/search.h"
#include "analytics/llm/training/training.h"

#include <algorithm>
#include <string>

namespace cellwright::llm {
namespace {

constexpr const char* keptSource = "counted from each layer's operations as in arXiv 2205.05198 equation 1";

/// What the blocks that gradients pass keep of one sequence: the decoder's, and the towers'.
struct Kept {
    KeptBytes decoder, towers;
    double recomputedLayer = 0.0; ///< the most that one recomputed layer keeps meanwhile
};

double promptTokens(const Training& training) {
    const auto* tokens = std::get_if<VirtualTokens>(&training.adaptation);
    return tokens && !tokens->everyLayer ? double(tokens->count) : 0.0;
}
double vectorsIn(const Training& training, bool tower) {
    return tower ? double(training.encoded) : double(training.tokens) + promptTokens(training);
}

Kept keptIn(const Model& model, const Accounting& accounting, BlockRange range, const Training& training) {
    const int first = training.trainedBelow ? range.first : lowestTrained(model, training.adaptation, range);
    const bool dropout = training.dropout.value_or(trainsWithDropout(model));
    Kept kept;
    for (int block = first; block < range.last; ++block) {
        const bool tower = block < accounting.decoder().first;
        auto& sum = tower ? kept.towers : kept.decoder;
        sum = sum + keptBytes(model, accounting, block, training.adaptation, dropout, training.recompute);
        if (training.recompute != Recompute::full)
            continue;
        const auto layer = keptBytes(model, accounting, block, training.adaptation, dropout);
        if (blockPlace(model, block).layer >= 0)
            kept.recomputedLayer = std::max(
                kept.recomputedLayer, layer.total(vectorsIn(training, tower), double(training.encoded)));
    }
    return kept;
}

/// One sum per kind of vector that is kept, and the pairs of positions.
template <class R>
Of<Bytes, R> keptOf(R& rec, const KeptBytes& kept, const typename R::Number& tokens,
                    const typename R::Number& encoded) {
    std::vector<Of<Bytes, R>> each, terms;
    const auto leaf = [&](double bytes, const char* symbol, const char* name) {
        return Of<Bytes, R>(rec.input(Bytes(bytes), symbol, name, Label::computed, keptSource));
    };
    const auto perToken = [&](double bytes, const char* symbol, const char* name) {
        if (bytes > 0.0)
            each.push_back(leaf(bytes, symbol, name));
    };
    perToken(kept.norms, "a_norm", "inputs of norms, per token");
    perToken(kept.inputs, "a_in", "inputs of trained matrices and inner vectors of adapters, per token");
    perToken(kept.attention, "a_qkv", "queries, keys and values, per token");
    perToken(kept.activations, "a_act", "inputs of activation functions, per token");
    perToken(kept.masks, "a_drop", "dropout masks, per token");
    perToken(kept.checkpoints, "a_ckpt", "inputs of recomputed layers, per token");
    perToken(kept.logits, "a_loss", "log-probabilities in f32, per token");
    const auto vectors =
        rec.name(rec.template sum<Of<Bytes, R>>(each), "a", "kept per token, summed over the layers");
    terms.push_back(Of<Bytes, R>(vectors * tokens));
    if (kept.scores > 0.0)
        terms.push_back(
            Of<Bytes, R>(leaf(kept.scores, "a_s", "attention scores, per pair of tokens") * tokens * tokens));
    if (kept.perEncoded > 0.0)
        terms.push_back(
            Of<Bytes, R>(leaf(kept.perEncoded, "a_e", "for cross-attention, per encoded vector") * encoded));
    if (kept.crossScores > 0.0)
        terms.push_back(Of<Bytes, R>(
            leaf(kept.crossScores, "a_c", "scores of cross-attention, per token and encoded vector") *
            tokens * encoded));
    return rec.template sum<Of<Bytes, R>>(terms);
}

template <class R>
Of<Bytes, R> weightsIn(R& rec, const Model& model, const Accounting& accounting, BlockRange range) {
    if constexpr (R::recording)
        return weightBytes(rec, model, accounting, range);
    else
        return accounting.weightBytes(range);
}

template <class R>
Of<Bytes, R> perParameter(R& rec, TensorFormat format, const char* symbol, const std::string& what) {
    return Of<Bytes, R>(rec.input(Bytes(bitsPerWeight(format) / 8.0), symbol, "bytes per " + what,
                                  Label::published, "layout of " + std::string(formatName(format))));
}

template <class R>
Of<Bytes, R> optimizerStates(R& rec, const typename R::Number& trained, const Training& training) {
    const std::string name(optimizerName(training.optimizer));
    auto each = Of<Bytes, R>(rec.input(
        optimizerBytesPerParameter(training.optimizer), "o", "bytes per trained parameter kept by " + name,
        Label::published, "arXiv 1412.6980 algorithm 1: two moments in f32; arXiv 2110.02861 for 8 bit"));
    if (training.masterWeights)
        each = each + Of<Bytes, R>(rec.input(Bytes(4.0), "c", "bytes per master weight", Label::published,
                                             "arXiv 1710.03740: an f32 copy of trained weights"));
    return rec.name(Of<Bytes, R>(trained * each), "O", "optimizer states");
}

template <class R>
struct Counts {
    typename R::Number tokens, encoded, batch;
    Counts(R& rec, const Training& training)
        : tokens(rec.input(double(training.tokens) + promptTokens(training), "s", "tokens of a sequence",
                           Label::assumed, "training step"))
        , encoded(rec.input(double(training.encoded), "s_e", "encoded vectors of a sequence", Label::assumed,
                            "training step"))
        , batch(rec.input(double(training.batch), "B", "sequences in a batch", Label::assumed,
                          "training step")) {}
};

template <class R>
Of<Bytes, R> activationsIn(R& rec, const Kept& kept, const Counts<R>& counts) {
    Of<Bytes, R> each = keptOf(rec, kept.decoder, counts.tokens, counts.encoded);
    if (kept.towers != KeptBytes{})
        each = each + keptOf(rec, kept.towers, counts.encoded, counts.encoded);
    return rec.name(Of<Bytes, R>(each * counts.batch), "A", "activations kept for the backward pass",
                    "arXiv 2205.05198 equation 1, generalized");
}

template <class R>
Of<Bytes, R> workspaceIn(R& rec, const Accounting& accounting, BlockRange range, const Kept& kept,
                         const Counts<R>& counts) {
    using Number = typename R::Number;
    const Bytes first = accounting.workspaceBytes(range, 1);
    const Bytes perToken = accounting.workspaceBytes(range, 2) - first;
    const auto vectors = rec.input(perToken, "v", "working vectors of one token in the widest layer",
                                   Label::computed, "the rule of inference, for every token");
    const auto logits = rec.input(first - perToken, "l", "gradients of one token's logits", Label::computed,
                                  "4 B per entry of the vocabulary");
    auto bytes = Of<Bytes, R>((Number(2.0) * Of<Bytes, R>(vectors) + Of<Bytes, R>(logits)) * counts.tokens);
    if (kept.recomputedLayer > 0.0)
        bytes = bytes + Of<Bytes, R>(rec.input(Bytes(kept.recomputedLayer), "a_l",
                                               "what a layer keeps while it is computed again",
                                               Label::computed, keptSource));
    return rec.name(Of<Bytes, R>(bytes * counts.batch), "X", "workspace",
                    "vectors of the widest layer and their gradients");
}

template <class R>
void addUp(R& rec, TrainingMemory<R>& memory) {
    memory.total = rec.name(Of<Bytes, R>(memory.weights + memory.gradients + memory.optimizer +
                                         memory.activations + memory.workspace),
                            "M", "memory of a training step");
}

} // namespace

template <class R>
TrainingMemory<R> trainingState(R& rec, const Of<Bytes, R>& weights, const typename R::Number& trained,
                                const Training& training) {
    TrainingMemory<R> memory{};
    memory.weights = weights;
    memory.gradients = rec.name(Of<Bytes, R>(trained * perParameter(rec, training.trained, "g", "gradient")),
                                "G", "gradients");
    memory.optimizer = optimizerStates(rec, trained, training);
    memory.total = rec.name(Of<Bytes, R>(memory.weights + memory.gradients + memory.optimizer), "M",
                            "weights, gradients and optimizer states");
    return memory;
}

template <class R>
TrainingMemory<R> trainingMemory(R& rec, const Model& model, const Accounting& accounting, BlockRange range,
                                 const Training& training) {
    using Number = typename R::Number;
    const auto count = countTrained(model, training.adaptation, range);
    const std::string how = adaptationText(training.adaptation);
    auto weights = weightsIn(rec, model, accounting, range);
    const auto input = [&](std::int64_t value, const char* symbol, const std::string& name) {
        return Number(
            rec.input(double(value), symbol, name, Label::computed, "tensors that " + how + " trains"));
    };
    auto trained = input(count.unfrozen, "N_t", "own parameters that are trained");
    if (count.added > 0) {
        const auto added = input(count.added, "N_a", "parameters that are added");
        weights = rec.name(
            Of<Bytes, R>(weights + added * perParameter(rec, training.trained, "b_a", "added parameter")),
            "W_a", "weights with what is added");
        trained = trained + added;
    }
    auto memory = trainingState(rec, weights, trained, training);
    const auto kept = keptIn(model, accounting, range, training);
    const Counts<R> counts(rec, training);
    memory.activations = activationsIn(rec, kept, counts);
    memory.workspace = workspaceIn(rec, accounting, range, kept, counts);
    addUp(rec, memory);
    return memory;
}

std::int64_t largestTrainingBatch(const Model& model, const Accounting& accounting, BlockRange range,
                                  const Training& training, Bytes memory) {
    return largest(Limits::context, [&](std::int64_t batch) {
        NullRecorder none;
        Training step = training;
        step.batch = batch;
        return trainingMemory(none, model, accounting, range, step).total <= memory;
    });
}

#define INSTANTIATE(R)                                                                                       \
    template TrainingMemory<R> trainingState(R&, const Of<Bytes, R>&, const R::Number&, const Training&);    \
    template TrainingMemory<R> trainingMemory(R&, const Model&, const Accounting&, BlockRange,               \
                                              const Training&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)
#undef INSTANTIATE

} // namespace cellwright::llm
