// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/layer/experts.h"

#include "analytics/kernels/layer/vector_ops.h"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace cellwright::kernels {
namespace {

struct Choice {
    int expert;
    int token;
    float weight;
};

void addChoices(std::span<const float> logits, int token, int chosen, std::vector<Choice>& all) {
    std::vector<int> order(logits.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::partial_sort(order, order.begin() + chosen, [&](int a, int b) {
        const float left = logits[std::size_t(a)], right = logits[std::size_t(b)];
        return left != right ? left > right : a < b;
    });
    std::vector<float> weights;
    for (int i = 0; i < chosen; ++i)
        weights.push_back(logits[std::size_t(order[std::size_t(i)])]);
    softmax(weights);
    for (int i = 0; i < chosen; ++i)
        all.push_back({order[std::size_t(i)], token, weights[std::size_t(i)]});
}

std::size_t rowAt(const Routing& routing, int entry, int cols) {
    return std::size_t(routing.token[std::size_t(entry)]) * std::size_t(cols);
}

} // namespace

void lookUp(Format format, std::span<const std::byte> tensor, int cols, std::span<const int> tokens,
            std::span<float> out) {
    assert(out.size() == tokens.size() * std::size_t(cols));
    const std::size_t bytes = formatBytes(format, 1, cols);
    auto to = out.begin();
    for (const int token : tokens) {
        const auto row = decode(format, tensor.subspan(std::size_t(token) * bytes, bytes));
        to = std::ranges::copy(row, to).out;
    }
}

Routing route(std::span<const float> logits, int experts, int chosen) {
    assert(chosen >= 1 && chosen <= experts && logits.size() % std::size_t(experts) == 0);
    std::vector<Choice> all;
    const int tokens = int(logits.size() / std::size_t(experts));
    for (int t = 0; t < tokens; ++t)
        addChoices(logits.subspan(std::size_t(t) * std::size_t(experts), std::size_t(experts)), t, chosen,
                   all);
    std::ranges::stable_sort(all, {}, &Choice::expert);
    Routing routing;
    routing.first.assign(std::size_t(experts) + 1, 0);
    for (const Choice& choice : all) {
        ++routing.first[std::size_t(choice.expert) + 1];
        routing.token.push_back(choice.token);
        routing.weight.push_back(choice.weight);
    }
    std::partial_sum(routing.first.begin(), routing.first.end(), routing.first.begin());
    return routing;
}

void gather(const Routing& routing, int expert, std::span<const float> x, int cols, std::span<float> out) {
    assert(out.size() >= std::size_t(routing.count(expert)) * std::size_t(cols));
    auto to = out.begin();
    for (int i = routing.first[std::size_t(expert)]; i < routing.first[std::size_t(expert) + 1]; ++i)
        to = std::ranges::copy(x.subspan(rowAt(routing, i, cols), std::size_t(cols)), to).out;
}

void scatterAdd(const Routing& routing, int expert, std::span<const float> results, int cols,
                std::span<float> y) {
    const int first = routing.first[std::size_t(expert)];
    for (int i = 0; i < routing.count(expert); ++i)
        addScaled(routing.weight[std::size_t(first + i)],
                  results.subspan(std::size_t(i) * std::size_t(cols), std::size_t(cols)),
                  y.subspan(rowAt(routing, first + i, cols), std::size_t(cols)));
}

} // namespace cellwright::kernels
