// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/measured/composition.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace cellwright::compute::measured {
namespace {

using Applies = ProductPart::Applies;

/// Depths at which the parts of a step that lie at growing depths are looked at, and their shares: Gauss and
/// Legendre's, which are exact for what grows with the depth up to its cube.
struct Depth {
    double depth = 0.0, share = 1.0;
};
std::vector<Depth> depthsBetween(double first, double last) {
    const double middle = (first + last) / 2.0, half = (last - first) / 2.0;
    if (half < 0.5)
        return {{middle, 1.0}};
    constexpr double near = 0.3399810435848563, far = 0.8611363115940526;
    constexpr double nearShare = 0.3260725774312731, farShare = 0.1739274225687269;
    return {{middle - far * half, farShare},
            {middle - near * half, nearShare},
            {middle + near * half, nearShare},
            {middle + far * half, farShare}};
}

/// How the tokens of a step are parted into passes of one size.
struct PassPlan {
    double repeats = 1.0;
    double tokens = 1.0;    ///< together
    double sequences = 1.0; ///< in one pass
    std::vector<Depth> depths;
};

std::vector<PassPlan> prefillPlans(const llm::Step& step) {
    constexpr std::int64_t micro = llm::Accounting::microBatch;
    const double batch = double(step.batch), depth = double(step.depth);
    const std::int64_t full = step.tokens / micro, rest = step.tokens % micro;
    std::vector<PassPlan> plans;
    if (full > 0) {
        const double last = depth + double(micro * (full - 1));
        plans.push_back(
            {batch * double(full), double(micro), 1.0,
             full <= 2 ? std::vector<Depth>{{depth, 1.0 / double(full)}} : depthsBetween(depth, last)});
        if (full == 2)
            plans.back().depths.push_back({last, 0.5});
    }
    if (rest > 0) {
        const double together = batch * double(rest), passes = std::ceil(together / double(micro));
        plans.push_back({passes, together / passes, batch / passes, {{depth + double(micro * full), 1.0}}});
    }
    return plans;
}

std::vector<PassPlan> plansOf(const Stretch& stretch, const llm::Step& step) {
    const double batch = double(step.batch), depth = double(step.depth);
    switch (step.phase) {
    case llm::Step::Phase::encode:
        return {{1.0, double(step.tokens) * batch, batch, {{0.0, 1.0}}}};
    case llm::Step::Phase::prefill:
        return prefillPlans(step);
    case llm::Step::Phase::decode:
        break;
    }
    return {{1.0, batch, batch, depthsBetween(depth, depth + double(stretch.steps - 1))}};
}

/// Fills the items of one pass.
class PassBuilder {
public:
    PassBuilder(const KernelModel& model, const llm::Step& step, const PassPlan& plan)
        : model_(model)
        , step_(step)
        , plan_(plan) {
        pass_.repeats = plan.repeats;
        pass_.tokens = plan.tokens;
    }

    Pass build(const std::vector<BlockParts>& blocks, bool lastPass) {
        for (const auto& block : blocks)
            addBlock(block, lastPass);
        correct(blocks);
        return std::move(pass_);
    }

private:
    void addBlock(const BlockParts& block, bool lastPass) {
        for (const auto& part : block.products)
            addProduct(part, block.count, lastPass);
        for (const auto& part : block.attentions)
            addAttention(part, block.count);
        for (const auto& part : block.elements)
            addElement(part, block.count);
    }

    void addProduct(const ProductPart& part, int blocks, bool lastPass) {
        double tokens = plan_.tokens * part.runs, times = double(part.count) * blocks;
        if (part.applies == Applies::lastToken) { // once for each sequence, whatever the passes
            if (!lastPass)
                return;
            tokens = step_.phase == llm::Step::Phase::decode ? plan_.tokens : double(step_.batch);
            times /= plan_.repeats;
        }
        if (part.applies == Applies::encoded) {
            tokens = double(step_.encoded) * double(step_.batch);
            times /= plan_.repeats;
            if (step_.phase != llm::Step::Phase::prefill || tokens <= 0.0 || !lastPass)
                return;
        }
        if (part.experts > 1) {
            const double distinct = llm::distinctExperts(double(part.experts), double(part.used), tokens);
            tokens *= double(part.used) / distinct;
            times *= distinct;
        }
        putProduct(part, tokens, times);
    }

    void putProduct(const ProductPart& part, double tokens, double times) {
        tokens = std::max(tokens, 1.0);
        for (auto& item : pass_.items)
            if (item.kind == Item::Kind::product && item.rows == part.rows && item.cols == part.cols &&
                item.format == part.format && item.tokens == tokens) {
                item.times += times;
                return;
            }
        Item item;
        item.name = part.name;
        item.times = times;
        item.rows = part.rows;
        item.cols = part.cols;
        item.format = part.format;
        item.tokens = tokens;
        item.each = model_.product(part.format, double(part.rows), double(part.cols), tokens);
        pass_.items.push_back(item);
    }

    /// Operations and bytes of one attention at one depth.
    [[nodiscard]] std::pair<double, double> attentionWork(const AttentionPart& part, double depth) const {
        llm::Step step = step_;
        step.depth = std::int64_t(std::llround(depth));
        if (step.phase != llm::Step::Phase::encode)
            step.tokens = std::int64_t(std::llround(plan_.tokens / plan_.sequences));
        step.batch = 1;
        const auto work = llm::workOf(part.cost, part.sight, step);
        const double vectors = double(step.tokens), encoded = double(step_.encoded);
        return {(work.flop.si() + part.crossFlop * vectors * encoded) * plan_.sequences,
                (work.kvBytesRead.si() + part.crossBytes * encoded + part.ownBytesPerToken * vectors) *
                    plan_.sequences};
    }
    void addAttention(const AttentionPart& part, int blocks) {
        Item item;
        item.kind = Item::Kind::attention;
        item.name = "attention";
        item.format = part.cache;
        item.tokens = plan_.tokens;
        item.times = blocks;
        item.mean = plan_.depths.size() > 1;
        double mean = 0.0, doubt = 0.0, flop = 0.0, bytes = 0.0;
        for (const auto& [depth, share] : plan_.depths) {
            const auto [f, b] = attentionWork(part, depth);
            if (f <= 0.0)
                return;
            const double perSequence = plan_.tokens / plan_.sequences;
            item.each = model_.attention(part.cache, perSequence, f, b);
            mean += share * item.each.seconds;
            doubt += share * item.each.seconds * (part.latent ? 0.5 : item.each.deviation);
            flop += share * f;
            bytes += share * b;
        }
        item.each.deviation = doubt / mean;
        if (item.mean) {
            item.each.seconds = mean;
            item.each.flop = flop;
            item.each.bytes = bytes;
        }
        putOther(item);
    }

    void addElement(const ElementPart& part, int blocks) {
        Item item;
        item.kind = Item::Kind::element;
        item.name = elementName(part.kind);
        item.times = double(part.launches) * blocks;
        item.tokens = plan_.tokens;
        const double bytes = (part.bytesPerToken * plan_.tokens + part.bytesPerSequence * plan_.sequences) /
                             double(part.launches);
        item.each = part.kind == Element::other ? model_.other(part.flopPerToken * plan_.tokens,
                                                               bytes + part.stateBytes * plan_.sequences)
                                                : model_.element(part.kind, bytes);
        putOther(item);
    }
    void putOther(const Item& item) {
        for (auto& other : pass_.items)
            if (other.kind == item.kind && other.name == item.name && other.format == item.format &&
                other.each.flop == item.each.flop && other.each.bytes == item.each.bytes) {
                other.times += item.times;
                return;
            }
        pass_.items.push_back(item);
    }

    /// Of layers of several kinds the mean correction, by their weights.
    void correct(const std::vector<BlockParts>& blocks) {
        double weights = 0.0, sum = 0.0, doubt = 0.0, trust = 0.0;
        for (const auto& block : blocks) {
            const double bytes = block.weightBytes() * block.count;
            if (!block.layer || bytes <= 0.0)
                continue;
            const auto place = layerPlace(block);
            const auto c = model_.correction(plan_.tokens < 1.5, place);
            for (std::size_t i = 0; i < place.size(); ++i)
                pass_.layers[i] += bytes * place[i];
            weights += bytes;
            sum += bytes * std::log(c.factor);
            doubt += bytes * c.deviation;
            trust += bytes * c.trust;
        }
        if (weights <= 0.0)
            return;
        pass_.correction = {std::exp(sum / weights), doubt / weights, trust / weights};
        for (double& mean : pass_.layers)
            mean /= weights;
    }
    [[nodiscard]] Place layerPlace(const BlockParts& block) const {
        double cache = 0.0;
        for (const auto& part : block.attentions)
            for (const auto& [depth, share] : plan_.depths)
                cache += share * attentionWork(part, depth).second;
        const double bytes = block.weightBytes();
        return {0.5 * std::log(bytes), 2.0 * std::log(bytes / block.weights()),
                plan_.tokens < 1.5 ? 0.0 : 0.5 * std::log(plan_.tokens), std::log1p(cache / bytes)};
    }

    const KernelModel& model_;
    const llm::Step& step_;
    const PassPlan& plan_;
    Pass pass_;
};

/// The blocks of a range that take part in a phase: towers encode, the decoder does all else.
llm::BlockRange taking(llm::BlockRange range, const llm::Accounting& accounting, llm::Step::Phase phase) {
    const auto part = phase == llm::Step::Phase::encode ? accounting.towers() : accounting.decoder();
    const int first = std::clamp(range.first, part.first, part.last);
    return {first, std::clamp(range.last, first, part.last)};
}

} // namespace

double Pass::sum() const {
    double seconds = 0.0;
    for (const auto& item : items)
        seconds += item.seconds();
    return seconds;
}

double Composition::seconds() const {
    double sum = 0.0;
    for (const auto& pass : passes)
        sum += pass.repeats * (pass.seconds() + perPass);
    return sum;
}

double Composition::secondsOf(Item::Kind kind) const {
    double sum = 0.0;
    for (const auto& pass : passes)
        for (const auto& item : pass.items)
            if (item.kind == kind)
                sum += pass.repeats * pass.correction.factor * item.seconds();
    return sum;
}

double Composition::deviation(double noise) const {
    constexpr double anotherHour = 0.04;
    std::map<std::pair<Item::Kind, llm::TensorFormat>, double> together;
    double corrections = 0.0;
    for (const auto& pass : passes) {
        for (const auto& item : pass.items)
            together[{item.kind, item.format}] +=
                pass.repeats * pass.correction.factor * item.seconds() * item.each.deviation;
        corrections += pass.repeats * pass.seconds() * pass.correction.deviation;
    }
    double squares = corrections * corrections;
    for (const auto& [what, doubt] : together)
        squares += doubt * doubt;
    const double total = seconds();
    if (total <= 0.0)
        return 0.0;
    return std::sqrt(squares / (total * total) + anotherHour * anotherHour +
                     0.0625 * std::min(noise, 1.0) * std::min(noise, 1.0));
}

Composition compose(const KernelModel& model, const llm::Model& what, const llm::Accounting& accounting,
                    const Stretch& stretch) {
    Composition result;
    const llm::Step step = stretch.step.bounded();
    const auto range = taking(stretch.range, accounting, step.phase);
    if (step.tokens == 0 || step.batch == 0 || stretch.steps <= 0 || range.first == range.last)
        return result;
    const bool apart = model.choice().llamaGraph && step.phase == llm::Step::Phase::prefill;
    const auto blocks = partsOf(what, accounting, range, apart);
    const auto plans = plansOf(stretch, step);
    for (const auto& plan : plans)
        result.passes.push_back(PassBuilder(model, step, plan).build(blocks, &plan == &plans.back()));
    result.perPass = model.perPass();
    return result;
}

} // namespace cellwright::compute::measured
