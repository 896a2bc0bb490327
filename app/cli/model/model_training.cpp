// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/model/model_output.h"
#include "app/cli/table.h"

#include <algorithm>
#include <iostream>
#include <utility>

namespace cellwright::cli {
namespace {

/// Added parameters and gradients have the width of the weights where those are not quantized.
llm::TensorFormat trainedFormat(Scheme weights) {
    if (weights == Scheme::f32)
        return llm::TensorFormat::f32;
    return weights == Scheme::bf16 ? llm::TensorFormat::bf16 : llm::TensorFormat::f16;
}

const char* recomputeName(llm::Recompute recompute) {
    switch (recompute) {
    case llm::Recompute::none:
        return "none";
    case llm::Recompute::selective:
        return "selective";
    case llm::Recompute::full:
        return "full";
    }
    return "";
}

Json orNull(std::optional<std::int64_t> value) {
    return value ? Json(*value) : Json(nullptr);
}

} // namespace

TrainingPlan::TrainingPlan(const ModelSubject& subject)
    : subject_(subject) {
    const auto& accounting = subject.accounting();
    auto above = training();
    if (!subject.options.cut) {
        add("", accounting.whole(), above);
        return;
    }
    const int cut = int(*subject.options.cut);
    auto below = above;
    below.adaptation = subject.options.training.cutPeft.value_or(above.adaptation);
    below.trained = trainedFormat(subject.options.cutWeights.value_or(subject.weights));
    above.trainedBelow = llm::lowestTrained(subject.model, below.adaptation, accounting.below(cut)) <
                         accounting.below(cut).last;
    add("below", accounting.below(cut), below);
    add("above", accounting.above(cut), above);
}

llm::Training TrainingPlan::training() const {
    const auto& options = subject_.options.training;
    llm::Training training;
    training.adaptation = options.peft;
    training.optimizer = options.optimizer;
    training.masterWeights = options.masterWeights;
    training.trained = trainedFormat(subject_.weights);
    training.recompute = options.recompute;
    training.dropout = options.dropout;
    training.batch = subject_.options.batch;
    training.tokens = options.tokens.value_or(subject_.options.prompt.value_or(512));
    training.encoded = subject_.encoded;
    if (!subject_.model.isEncoderDecoder()) // an image or a clip with each sequence
        for (const auto& tower : subject_.towers())
            training.encoded = std::max(training.encoded, tower.media.vectors);
    return training;
}

void TrainingPlan::add(std::string name, llm::BlockRange blocks, const llm::Training& training) {
    const auto& s = subject_;
    if (const auto sound = llm::checkTraining(s.model, s.accounting(), blocks, training); !sound)
        throw WrongUsage("--train: " + sound.error().message());
    NullRecorder none;
    sides_.push_back({std::move(name), blocks, training,
                      llm::countTrained(s.model, training.adaptation, blocks),
                      llm::adapterBytes(s.model, training.adaptation, blocks, training.trained),
                      llm::trainingFlop(s.model, s.accounting(), blocks, training),
                      llm::trainingMemory(none, s.model, s.accounting(), blocks, training)});
}

TrainingPlan::Side TrainingPlan::sum() const {
    Side sum = sides_.front();
    for (std::size_t i = 1; i < sides_.size(); ++i) {
        const auto& side = sides_[i];
        sum.training = side.training;
        sum.count.added += side.count.added;
        sum.count.unfrozen += side.count.unfrozen;
        sum.count.flopPerToken += side.count.flopPerToken;
        sum.adapter += side.adapter;
        sum.flop.forward += side.flop.forward;
        sum.flop.recomputed += side.flop.recomputed;
        sum.flop.backwardActivations += side.flop.backwardActivations;
        sum.flop.backwardWeights += side.flop.backwardWeights;
        sum.memory.weights += side.memory.weights;
        sum.memory.gradients += side.memory.gradients;
        sum.memory.optimizer += side.memory.optimizer;
        sum.memory.activations += side.memory.activations;
        sum.memory.workspace += side.memory.workspace;
        sum.memory.total += side.memory.total;
    }
    // A tied head is kept on both sides of a cut, but is the model's only once.
    sum.count.parameters =
        llm::countTrained(subject_.model, llm::Frozen{}, subject_.accounting().whole()).parameters;
    sum.count.unfrozen = std::min(sum.count.unfrozen, sum.count.parameters);
    return sum;
}

std::optional<llm::CutTraffic> TrainingPlan::traffic() const {
    if (!subject_.options.cut)
        return std::nullopt;
    return llm::cutTraffic(subject_.model, subject_.accounting(), int(*subject_.options.cut),
                           sides_.front().training);
}

std::int64_t TrainingPlan::largestBatch() const {
    return llm::largestTrainingBatch(subject_.model, subject_.accounting(), sides_.front().blocks,
                                     sides_.front().training, *subject_.options.memory);
}

Json TrainingPlan::sideJson(const Side& side) {
    return {{"peft", llm::adaptationText(side.training.adaptation)},
            {"trainable_parameters", side.count.trainable()},
            {"added_parameters", side.count.added},
            {"freezing_ratio", side.count.freezingRatio()},
            {"adapter_bytes", whole(side.adapter)},
            {"extra_flop_per_token", side.count.flopPerToken},
            {"flop",
             {{"forward", side.flop.forward.si()},
              {"recomputed", side.flop.recomputed.si()},
              {"backward_activations", side.flop.backwardActivations.si()},
              {"backward_weights", side.flop.backwardWeights.si()},
              {"total", side.flop.total().si()}}},
            {"memory",
             {{"weights", whole(side.memory.weights)},
              {"gradients", whole(side.memory.gradients)},
              {"optimizer", whole(side.memory.optimizer)},
              {"activations", whole(side.memory.activations)},
              {"workspace", whole(side.memory.workspace)},
              {"total", whole(side.memory.total)}}}};
}

Json TrainingPlan::json() const {
    const auto all = sum();
    Json document{{"optimizer", llm::optimizerName(all.training.optimizer)},
                  {"master_weights", all.training.masterWeights},
                  {"recompute", recomputeName(all.training.recompute)},
                  {"dropout", all.training.dropout.value_or(llm::trainsWithDropout(subject_.model))},
                  {"batch", all.training.batch},
                  {"tokens", all.training.tokens},
                  {"encoded", all.training.encoded}};
    document.update(sideJson(all));
    const auto crossing = traffic();
    document["smashed_bytes"] = crossing ? Json{{"forward", whole(crossing->forward)},
                                                {"backward", whole(crossing->backward)},
                                                {"only_first_epoch", crossing->onlyFirstEpoch}}
                                         : Json(nullptr);
    for (const auto& side : sides_)
        if (!side.name.empty())
            document[side.name] = sideJson(side);
    if (subject_.options.memory && !crossing)
        document["fits"] = {{"memory_bytes", whole(*subject_.options.memory)},
                            {"max_batch", orNull(largestBatch())}};
    return document;
}

void TrainingPlan::print() const {
    const auto all = sum();
    std::cout << '\n';
    std::vector<std::pair<std::string, std::string>> pairs{
        {"training step", std::to_string(all.training.batch) + " x " + std::to_string(all.training.tokens) +
                              " tokens, " + std::string(llm::optimizerName(all.training.optimizer)) +
                              ", recomputing " + recomputeName(all.training.recompute)},
        {"trained", std::to_string(all.count.trainable()) + " parameters, " +
                        percent(all.count.freezingRatio(), 6) + " frozen"},
        {"to be exchanged", toDisplay(all.adapter)}};
    if (const auto crossing = traffic())
        pairs.emplace_back("across the cut", toDisplay(crossing->forward) + " forward" +
                                                 (crossing->onlyFirstEpoch
                                                      ? " in the first epoch only, nothing backward"
                                                      : ", " + toDisplay(crossing->backward) + " backward"));
    else if (subject_.options.memory)
        pairs.emplace_back("fits", "a batch of " + std::to_string(largestBatch()) + " in " +
                                       toDisplay(*subject_.options.memory));
    printPairs(std::cout, pairs);
    Table table({text("Side"), text("Trained"), number("Forward"), number("Backward"), number("Weights"),
                 number("Gradients"), number("Optimizer"), number("Activations"), number("Workspace"),
                 number("Memory")});
    for (const auto& side : sides_)
        table.add(
            {side.name.empty() ? "all" : side.name, llm::adaptationText(side.training.adaptation),
             toDisplay(side.flop.forward),
             toDisplay(side.flop.recomputed + side.flop.backwardActivations + side.flop.backwardWeights),
             toDisplay(side.memory.weights), toDisplay(side.memory.gradients),
             toDisplay(side.memory.optimizer), toDisplay(side.memory.activations),
             toDisplay(side.memory.workspace), toDisplay(side.memory.total)});
    std::cout << '\n';
    table.print(std::cout, 0);
}

} // namespace cellwright::cli
