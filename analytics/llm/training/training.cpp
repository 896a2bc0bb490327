// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What one training step computes and sends.
#include "analytics/llm/training/training.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace cellwright::llm {
namespace {

constexpr std::array<std::pair<Optimizer, std::string_view>, 5> names{{{Optimizer::sgd, "sgd"},
                                                                       {Optimizer::momentum, "momentum"},
                                                                       {Optimizer::adam, "adam"},
                                                                       {Optimizer::adamW, "adamw"},
                                                                       {Optimizer::adam8bit, "adam8bit"}}};

/// FLOP of a block's forward pass in one step, by how the backward pass treats it.
class BlockFlop {
public:
    BlockFlop(const Model& model, const Accounting& accounting, int block, const Training& training)
        : training_(training)
        , tower_(blockPlace(model, block).tower >= 0)
        , everyToken_(model.head == Head::tokens)
        , operations_(accounting.operations(model, block))
        , trained_(trainedTensors(model, block, training.adaptation)) {
        if (const auto* tokens = std::get_if<VirtualTokens>(&training.adaptation)) {
            if (tokens->everyLayer)
                prefix_ = double(tokens->count);
            else if (!tower_)
                prompt_ = double(tokens->count);
        }
        if (isIdle(model, block))
            trained_.clear();
    }

    [[nodiscard]] double forward() const {
        double flop = added();
        for (const auto& operation : operations_)
            flop += matrices(operation) + twofold(operation);
        return flop;
    }
    /// Of what attention computes again where its scores are not kept.
    [[nodiscard]] double attention() const {
        double flop = 0.0;
        for (const auto& operation : operations_)
            flop += attention(operation);
        return flop;
    }
    /// Where nothing below needs gradients, they stop at the first operation that is trained.
    [[nodiscard]] double backwardActivations(bool stops) const {
        bool needed = !stops || inAttention();
        double flop = added();
        for (const auto& operation : operations_) {
            flop += needed ? matrices(operation) + 2.0 * twofold(operation) : 0.0;
            needed = needed || isTrained(operation);
        }
        return flop;
    }
    [[nodiscard]] double backwardWeights() const {
        double flop = added();
        for (const auto& operation : operations_)
            flop += isTrainedMatrix(operation) ? matrices(operation) : 0.0;
        return flop;
    }

private:
    /// Vectors that pass per sequence, and in all.
    [[nodiscard]] double vectors() const {
        return tower_ ? double(training_.encoded) : double(training_.tokens) + prompt_;
    }
    [[nodiscard]] double count() const { return vectors() * double(training_.batch); }
    [[nodiscard]] double encoded() const { return double(training_.encoded) * double(training_.batch); }

    [[nodiscard]] double matrices(const Operation& operation) const {
        const auto& cost = operation.cost;
        if (operation.name == "ssm_scan")
            return 0.0;
        return cost.flopPerToken * count() +
               cost.flopPerSequence * (everyToken_ ? count() : double(training_.batch)) +
               cost.flopPerEncoded * encoded();
    }
    [[nodiscard]] double attention(const Operation& operation) const {
        const double cross = operation.cost.crossFlop * vectors() * encoded();
        if (operation.sight.window == 0)
            return cross;
        const auto positions = operation.sight.positions(std::int64_t(vectors()), 0) + prefix_ * vectors();
        return cross + operation.attention.prefillFlop * positions * double(training_.batch);
    }
    /// Products of two computed things: each needs a gradient.
    [[nodiscard]] double twofold(const Operation& operation) const {
        const double scan = operation.name == "ssm_scan" ? operation.cost.flopPerToken * count() : 0.0;
        return attention(operation) + scan;
    }
    [[nodiscard]] double added() const {
        double flop = 0.0;
        for (const auto& t : trained_)
            flop += t.added ? t.flopPerToken() * (t.ofEncoded ? encoded() : count()) : 0.0;
        return flop;
    }
    [[nodiscard]] bool isTrained(const Operation& operation) const {
        return std::ranges::any_of(trained_, [&](const TrainedTensor& t) {
            return t.name == operation.name || (t.name == "prompt" && operation.name == "token_embd");
        });
    }
    [[nodiscard]] bool isTrainedMatrix(const Operation& operation) const {
        return std::ranges::any_of(trained_, [&](const TrainedTensor& t) {
            return !t.added && t.runs > 0.0 && t.name == operation.name;
        });
    }
    /// Keys, values or adapters without an operation of their own are trained: all of the block takes part.
    [[nodiscard]] bool inAttention() const {
        return std::ranges::any_of(
            trained_, [](const TrainedTensor& t) { return t.name == "prefix" || t.name == "adapter"; });
    }

    const Training& training_;
    bool tower_;
    bool everyToken_;
    double prefix_ = 0.0; ///< positions that every token attends to besides
    double prompt_ = 0.0; ///< tokens before those given
    std::vector<Operation> operations_;
    std::vector<TrainedTensor> trained_;
};

bool isTrainable(TensorFormat format) {
    return format == TensorFormat::f64 || format == TensorFormat::f32 || format == TensorFormat::f16 ||
           format == TensorFormat::bf16;
}

} // namespace

std::string_view optimizerName(Optimizer optimizer) {
    return std::ranges::find(names, optimizer, [](const auto& entry) { return entry.first; })->second;
}

Expected<Optimizer> parseOptimizer(std::string_view name) {
    const auto found = std::ranges::find(names, name, [](const auto& entry) { return entry.second; });
    if (found == names.end())
        return failure("there is no optimizer \"" + std::string(name.substr(0, 40)) + "\"", "optimizer",
                       "sgd, momentum, adam, adamw or adam8bit");
    return found->first;
}

Bytes optimizerBytesPerParameter(Optimizer optimizer) {
    switch (optimizer) {
    case Optimizer::sgd:
        return Bytes(0.0);
    case Optimizer::momentum:
        return Bytes(4.0);
    case Optimizer::adam:
    case Optimizer::adamW:
        return Bytes(8.0);
    case Optimizer::adam8bit:
        return Bytes(2.0 * (1.0 + 4.0 / 2048.0));
    }
    return Bytes(0.0);
}

Expected<void> checkTraining(const Model& model, const Accounting& accounting, BlockRange range,
                             const Training& training) {
    if (auto sound = checkAdaptation(model, training.adaptation); !sound)
        return sound;
    range = {std::max(range.first, 0), std::min(range.last, accounting.blocks())};
    for (int block = range.first; block < range.last; ++block) {
        const auto tensors = accounting.tensors(block);
        const auto formats = accounting.formats(block);
        for (const auto& trained : trainedTensors(model, block, training.adaptation))
            for (std::size_t i = 0; i < tensors.size(); ++i)
                if (!trained.added && tensors[i].name == trained.name && !isTrainable(formats[i]))
                    return failure("weights in " + std::string(formatName(formats[i])) + " cannot be trained",
                                   accounting.blockName(block) + ", " + std::string(trained.name),
                                   "f32, f16 or bf16, or adapters beside frozen weights (lora:8:all)");
    }
    return {};
}

TrainingFlop trainingFlop(const Model& model, const Accounting& accounting, BlockRange range,
                          const Training& training) {
    range = {std::max(range.first, 0), std::min(range.last, accounting.blocks())};
    const int trained = lowestTrained(model, training.adaptation, range);
    const int lowest = training.trainedBelow ? range.first : trained;
    TrainingFlop flop;
    for (int block = range.first; block < range.last; ++block) {
        const BlockFlop work(model, accounting, block, training);
        flop.forward += Flop(work.forward());
        if (block < lowest)
            continue;
        if (training.recompute == Recompute::full && blockPlace(model, block).layer >= 0)
            flop.recomputed += Flop(work.forward());
        else if (training.recompute == Recompute::selective)
            flop.recomputed += Flop(work.attention());
        flop.backwardActivations += Flop(work.backwardActivations(!training.trainedBelow && block == lowest));
        flop.backwardWeights += Flop(work.backwardWeights());
    }
    return flop;
}

CutTraffic cutTraffic(const Model& model, const Accounting& accounting, int cut, const Training& below) {
    const auto range = accounting.below(cut);
    const int lowest = lowestTrained(model, below.adaptation, range);
    const bool frozen = lowest == range.last;
    const double prompt = std::holds_alternative<VirtualTokens>(below.adaptation) &&
                                  !std::get<VirtualTokens>(below.adaptation).everyLayer
                              ? double(std::get<VirtualTokens>(below.adaptation).count)
                              : 0.0;
    const Bytes vectors = accounting.outputBytesPerToken(range.last - 1) *
                          ((double(below.tokens) + prompt) * double(below.batch));
    const Bytes encoded =
        accounting.encodedBytesPerVector(cut) * (double(below.encoded) * double(below.batch));
    const bool trainsEncoder = lowest < accounting.decoder().first;
    return {vectors + encoded, frozen ? Bytes() : vectors + (trainsEncoder ? encoded : Bytes()), frozen};
}

} // namespace cellwright::llm
