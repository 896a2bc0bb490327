// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/model.h"

#include "analytics/llm/tensors.h"

namespace cellwright::llm {
namespace {

/// Collects the first violation; later ones would often follow from it.
class Checker {
public:
    explicit Checker(std::string_view where)
        : where_(where) {}

    void within(std::int64_t value, std::int64_t low, std::int64_t high, const std::string& field) {
        if (value < low || value > high)
            refuse(field + " is " + std::to_string(value), field,
                   "between " + std::to_string(low) + " and " + std::to_string(high));
    }
    void require(bool holds, const std::string& what, const std::string& field, const std::string& remedy) {
        if (!holds)
            refuse(what, field, remedy);
    }
    [[nodiscard]] Expected<void> result() const { return result_; }

private:
    void refuse(const std::string& what, const std::string& field, const std::string& remedy) {
        if (result_)
            result_ = failure(what, (where_.empty() ? "model, " : where_ + ", ") + field, remedy);
    }
    std::string where_;
    Expected<void> result_;
};

void checkAttention(Checker& checker, const Attention& a, const std::string& layer) {
    checker.within(a.heads, 1, Limits::hidden, layer + "attention heads");
    checker.within(a.kvHeads, 1, Limits::hidden, layer + "key-value heads");
    checker.within(a.headDim, 1, Limits::hidden, layer + "head dimension");
    if (!checker.result())
        return;
    // Both factors are at most 1e6 here, so the product cannot overflow.
    checker.within(a.heads * a.headDim, 1, Limits::hidden, layer + "attention heads times head dimension");
    checker.require(a.kvHeads <= a.heads && a.heads % a.kvHeads == 0,
                    std::to_string(a.heads) + " attention heads cannot share " + std::to_string(a.kvHeads) +
                        " key-value heads",
                    layer + "key-value heads", "a divisor of the number of attention heads");
    if (a.window)
        checker.within(*a.window, 1, Limits::context, layer + "sliding window");
}

void checkLayer(Checker& checker, const Layer& layer, std::size_t index) {
    const std::string prefix = "layer " + std::to_string(index) + " ";
    checkAttention(checker, layer.attention, prefix);
    checker.within(layer.feedForward.width, 1, Limits::feedForward, prefix + "feed-forward width");
}

void checkPositions(Checker& checker, const Model& model) {
    const bool learned = model.positions == PositionEmbedding::learned;
    checker.within(model.learnedPositions, learned ? 1 : 0, learned ? Limits::vocabulary : 0,
                   "learned positions");
    checker.within(model.maxContext, 1, Limits::context, "maximum context");
}

} // namespace

Expected<void> check(const Model& model, std::string_view where) {
    Checker checker(where);
    checker.within(model.hidden, 1, Limits::hidden, "hidden size");
    checker.within(model.vocabulary, 1, Limits::vocabulary, "vocabulary");
    checker.within(std::int64_t(model.layers.size()), 1, Limits::layers, "layers");
    checkPositions(checker, model);
    if (!checker.result())
        return checker.result();
    for (std::size_t i = 0; i < model.layers.size(); ++i)
        if (i == 0 || model.layers[i] != model.layers[i - 1])
            checkLayer(checker, model.layers[i], i);
    return checker.result();
}

namespace {

std::int64_t parametersOf(const std::vector<Tensor>& tensors) {
    std::int64_t sum = 0;
    for (const auto& tensor : tensors)
        sum += tensor.shared ? 0 : tensor.elements();
    return sum;
}

} // namespace

ParameterCount countParameters(const Model& model) {
    ParameterCount count;
    std::vector<Tensor> tensors;
    for (int block = 0; block <= int(model.layers.size()) + 1; ++block)
        appendTensors(model, block, tensors);
    count.total = parametersOf(tensors);
    count.active = count.total;
    for (const auto& tensor : tensors) {
        const bool table = tensor.role == TensorRole::tokenEmbedding ||
                           tensor.role == TensorRole::positionEmbedding || tensor.role == TensorRole::output;
        count.embedding += table && !tensor.shared ? tensor.elements() : 0;
    }
    return count;
}

std::int64_t layerParameters(const Model& model, int layer) {
    return parametersOf(tensorsOf(model, layer + 1));
}

} // namespace cellwright::llm
