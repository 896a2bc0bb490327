// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/measured/block_parts.h"

#include <algorithm>

namespace cellwright::compute::measured {
namespace {

using Applies = ProductPart::Applies;

bool isFeedForward(llm::TensorRole role) {
    using enum llm::TensorRole;
    switch (role) {
    case gate:
    case up:
    case down:
    case router:
    case expertGate:
    case expertUp:
    case expertDown:
    case sharedGate:
    case sharedUp:
    case sharedDown:
        return true;
    default:
        return false;
    }
}

Element elementOf(const llm::Operation& operation) {
    if (operation.cost.flopPerToken > 0.0 || operation.cost.state > 0)
        return Element::other;
    if (operation.kind == llm::OperationKind::embedding)
        return Element::embedding;
    if (operation.name.find("norm") != std::string_view::npos)
        return Element::norm;
    if (operation.name == "rope")
        return Element::rope;
    if (operation.name == "add")
        return Element::add;
    if (operation.name == "kv_store")
        return Element::copy;
    return operation.name == "activation" || operation.name.ends_with("gate") ? Element::activation
                                                                              : Element::copy;
}

/// Writes the parts of one block.
class Collector {
public:
    Collector(const llm::Model& model, const llm::Accounting& accounting, int block)
        : model_(model)
        , accounting_(accounting)
        , block_(block)
        , place_(llm::blockPlace(model, block))
        , asF32_(4.0 * 4096.0 / double(llm::rowBytes(accounting.activationFormat(), 4096))) {}

    BlockParts collect() {
        parts_.layer = place_.part == llm::BlockPlace::Part::layer;
        if (llm::isIdle(model_, block_))
            return parts_;
        addProducts();
        for (const auto& operation : accounting_.operations(model_, block_))
            add(operation);
        if (parts_.layer && llm::layerOf(model_, place_).experts)
            addRouting(*llm::layerOf(model_, place_).experts);
        return parts_;
    }

private:
    void addProducts() {
        const auto tensors = accounting_.tensors(block_);
        const auto formats = accounting_.formats(block_);
        const bool head = place_.tower < 0 && place_.part == llm::BlockPlace::Part::output;
        for (std::size_t i = 0; i < tensors.size(); ++i) {
            const auto& t = tensors[i];
            if (!t.isMatrix() || t.runs == 0.0)
                continue;
            const auto applies = head              ? Applies::lastToken
                                 : t.isOfEncoded() ? Applies::encoded
                                                   : Applies::tokens;
            const ProductPart part{t.name,  t.rows, t.cols, formats[i], 1,
                                   t.count, t.used, t.runs, applies,    isFeedForward(t.role)};
            const auto same =
                std::ranges::find_if(parts_.products, [&](const ProductPart& p) { return p.sameAs(part); });
            if (same == parts_.products.end())
                parts_.products.push_back(part);
            else
                ++same->count;
        }
    }
    [[nodiscard]] bool isProduct(const llm::Operation& operation) const {
        return std::ranges::any_of(accounting_.tensors(block_), [&](const llm::Tensor& t) {
            return t.name.data() == operation.name.data() && t.isMatrix();
        });
    }
    void add(const llm::Operation& operation) {
        if (operation.cost.operations == 0 || isProduct(operation))
            return;
        if (operation.kind == llm::OperationKind::attention)
            addAttention(operation);
        else
            addElement(operation);
    }
    void addAttention(const llm::Operation& operation) {
        AttentionPart part;
        part.cost = operation.attention;
        part.sight = operation.sight;
        part.cache = accounting_.kvFormat(block_);
        part.crossFlop = operation.cost.crossFlop;
        part.crossBytes = double(operation.cost.crossKv);
        if (part.crossFlop == 0.0 && part.cost.kvPerToken == 0)
            part.ownBytesPerToken = asF32_ * operation.cost.activationPerToken;
        part.latent = llm::layerOf(model_, place_).latent() != nullptr;
        parts_.attentions.push_back(part);
    }
    void addElement(const llm::Operation& operation) {
        const auto& cost = operation.cost;
        ElementPart part;
        part.kind = elementOf(operation);
        part.bytesPerToken = asF32_ * cost.activationPerToken + double(cost.readPerToken);
        part.bytesPerSequence = asF32_ * cost.activationPerSequence;
        part.flopPerToken = cost.flopPerToken;
        part.stateBytes = 2.0 * double(cost.state);
        part.launches = int(cost.operations);
        parts_.elements.push_back(part);
    }
    /// Choosing experts, collecting their tokens and adding the results.
    void addRouting(const llm::Experts& experts) {
        ElementPart part;
        part.kind = Element::gather;
        part.bytesPerToken = 8.0 * double(model_.hidden * experts.perToken);
        parts_.elements.push_back(part);
    }

    const llm::Model& model_;
    const llm::Accounting& accounting_;
    int block_;
    llm::BlockPlace place_;
    double asF32_; ///< bytes as f32 per byte in the format of the accounting
    BlockParts parts_;
};

/// Equal layers share their lists; layers of a weight file that names every tensor do not.
bool sameBlock(const llm::Model& model, const llm::Accounting& accounting, int a, int b) {
    if (accounting.kvFormat(a) != accounting.kvFormat(b))
        return false;
    const auto ta = accounting.tensors(a), tb = accounting.tensors(b);
    if (ta.data() == tb.data())
        return ta.size() == tb.size();
    if (ta.size() != tb.size() || llm::blockPlace(model, a).part != llm::BlockPlace::Part::layer ||
        llm::blockPlace(model, b).part != llm::BlockPlace::Part::layer)
        return false;
    if (!std::ranges::equal(accounting.formats(a), accounting.formats(b)) || !std::ranges::equal(ta, tb))
        return false;
    return llm::layerOf(model, llm::blockPlace(model, a)) == llm::layerOf(model, llm::blockPlace(model, b));
}

} // namespace

bool ProductPart::sameAs(const ProductPart& other) const {
    return rows == other.rows && cols == other.cols && format == other.format && experts == other.experts &&
           used == other.used && runs == other.runs && applies == other.applies &&
           feedForward == other.feedForward;
}

double BlockParts::weightBytes() const {
    double bytes = 0.0;
    for (const auto& p : products)
        bytes += double(p.count) * double(p.experts) * double(llm::tensorBytes(p.format, p.rows, p.cols));
    return bytes;
}
double BlockParts::weights() const {
    double all = 0.0;
    for (const auto& p : products)
        all += double(p.count) * double(p.experts) * double(p.rows) * double(p.cols);
    return all;
}

std::vector<BlockParts> partsOf(const llm::Model& model, const llm::Accounting& accounting,
                                llm::BlockRange range, bool lastApart) {
    std::vector<BlockParts> all;
    std::vector<int> first; // block of each
    const int last = accounting.blocks() - 2, output = accounting.blocks() - 1;
    for (int block = range.first; block < range.last; ++block) {
        const bool apart = lastApart && block == last && range.last > output;
        const auto same = std::ranges::find_if(
            first, [&](int other) { return !apart && sameBlock(model, accounting, block, other); });
        if (same != first.end()) {
            ++all[std::size_t(same - first.begin())].count;
            continue;
        }
        first.push_back(block);
        all.push_back(Collector(model, accounting, block).collect());
        for (auto& product : all.back().products)
            if (apart && product.feedForward && product.applies == Applies::tokens)
                product.applies = Applies::lastToken;
    }
    return all;
}

} // namespace cellwright::compute::measured
