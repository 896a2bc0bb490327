// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Asking the sums.
#include "analytics/llm/accounting.h"

#include <algorithm>

namespace cellwright::llm {
namespace {

std::int64_t bounded(std::int64_t count) {
    return std::clamp<std::int64_t>(count, 0, Limits::context);
}

std::string towerPart(Tower::Kind kind) {
    switch (kind) {
    case Tower::Kind::vision:
        return "vision ";
    case Tower::Kind::audio:
        return "audio ";
    case Tower::Kind::text:
        break;
    }
    return "encoder ";
}
std::string partName(int within, int layers) {
    if (within == 0)
        return "input";
    return within > layers ? "output" : "layer " + std::to_string(within - 1);
}

} // namespace

BlockRange towerBlocks(const Model& model, int tower) {
    BlockRange blocks;
    for (int i = 0; i <= tower; ++i)
        blocks = {blocks.last, blocks.last + int(model.towers[std::size_t(i)].layers.size()) + 2};
    return blocks;
}

std::string Accounting::blockName(int block) const {
    int within = block;
    for (const auto& tower : towers_) {
        if (within >= 0 && within < tower.layers + 2)
            return towerPart(tower.kind) + partName(within, tower.layers);
        within -= tower.layers + 2;
    }
    if (block <= decoder_)
        return "embedding";
    return block - decoder_ > layers() ? "output head" : "layer " + std::to_string(block - decoder_ - 1);
}

BlockRange Accounting::clamped(BlockRange range) const {
    const int first = std::clamp(range.first, 0, blocks());
    return {first, std::clamp(range.last, first, blocks())};
}

/// The blocks of a range that work in a phase.
BlockRange Accounting::taking(BlockRange range, Step::Phase phase) const {
    range = clamped(range);
    if (phase == Step::Phase::encode)
        return {std::min(range.first, decoder_), std::min(range.last, decoder_)};
    return {std::max(range.first, decoder_), std::max(range.last, decoder_)};
}

Cost Accounting::between(BlockRange range) const {
    return sums_[std::size_t(range.last)].plus(sums_[std::size_t(range.first)], -1);
}

AttentionCost Accounting::SightSums::between(BlockRange range) const {
    const auto& low = sums[std::size_t(range.first)];
    const auto& high = sums[std::size_t(range.last)];
    return {high.prefillFlop - low.prefillFlop, high.decodeFlop - low.decodeFlop,
            high.kvPerToken - low.kvPerToken};
}

ExpertCost Accounting::ExpertSums::between(BlockRange range) const {
    return {count, perToken, bytes[std::size_t(range.last)] - bytes[std::size_t(range.first)]};
}

std::int64_t Accounting::parameters(BlockRange range) const {
    return between(clamped(range)).parameters;
}

Bytes Accounting::weightBytes(BlockRange range) const {
    range = clamped(range);
    std::int64_t bytes = between(range).stored;
    if (range.first <= decoder_ && range.last > decoder_)
        for (const auto& tensor : shared_)
            if (tensor.block >= range.first && tensor.block < range.last)
                bytes -= tensor.bytes;
    return Bytes(double(bytes));
}

double Accounting::bitsPerWeight(BlockRange range) const {
    range = clamped(range);
    const bool table = range.first <= decoder_ && range.last > decoder_;
    std::int64_t kept = parameters(range);
    // A tied head away from its table, or in another format, keeps numbers that are not parameters of its
    // own.
    for (const auto& tensor : shared_)
        if (tensor.block >= range.first && tensor.block < range.last && !(table && tensor.bytes > 0))
            kept += tensor.elements;
    return kept == 0 ? 0.0 : toBits(weightBytes(range)).si() / double(kept);
}

Work Accounting::work(BlockRange range, const Step& given) const {
    const Step step = given.bounded();
    range = taking(range, step.phase);
    const bool never = step.phase == Step::Phase::decode && !generates_;
    if (step.tokens == 0 || step.batch == 0 || range.first == range.last || never)
        return {};
    Work work = workOf(between(range), step);
    for (const auto& group : sights_)
        work = work + workOf(group.between(range), group.sight, step);
    for (const auto& group : experts_)
        work = work + workOf(group.between(range), step);
    return work;
}

Work Accounting::generation(BlockRange range, std::int64_t depth, std::int64_t steps, std::int64_t batch,
                            std::int64_t encoded) const {
    steps = bounded(steps);
    const Step step = Step{Step::Phase::decode, 1, batch, depth, encoded}.bounded();
    range = taking(range, step.phase);
    if (steps == 0 || step.batch == 0 || range.first == range.last || !generates_)
        return {};
    Work once = workOf(between(range), step);
    for (const auto& group : experts_)
        once = once + workOf(group.between(range), step);
    const double repeats = double(steps), sequences = double(step.batch);
    Work work{once.flop * repeats,           once.weightBytes * repeats,     once.kvBytesRead * repeats,
              once.kvBytesWritten * repeats, once.activationBytes * repeats, once.operations * repeats};
    for (const auto& group : sights_) {
        const auto sums = group.between(range);
        const double positions = group.sight.positions(steps, step.depth);
        work.flop += Flop(sums.decodeFlop * positions * sequences);
        work.kvBytesRead += Bytes(double(sums.kvPerToken) * positions * sequences);
        work.kvBytesWritten += Bytes(double(sums.kvPerToken) * repeats * sequences);
    }
    return work;
}

Bytes Accounting::kvBytesPerToken(BlockRange range) const {
    return kvBytes(range, 1) - stateBytes(range);
}

Bytes Accounting::stateBytes(BlockRange range) const {
    return Bytes(double(between(clamped(range)).state));
}

Bytes Accounting::kvBytes(BlockRange range, std::int64_t context, std::int64_t batch,
                          std::int64_t encoded) const {
    range = clamped(range);
    context = bounded(context);
    const auto cost = between(range);
    double bytes = double(cost.state) + double(cost.crossKv) * double(bounded(encoded));
    for (const auto& group : sights_)
        bytes += double(group.between(range).kvPerToken) * double(std::min(context, group.sight.window));
    return Bytes(bytes * double(bounded(batch)));
}

Bytes Accounting::outputBytesPerToken(int block) const {
    return Bytes(double(outputs_[std::size_t(std::clamp(block, 0, blocks() - 1))]));
}

Bytes Accounting::encodedBytesPerVector(int cut) const {
    return between(clamped(above(cut))).crossKv > 0 ? outputBytesPerToken(decoder_ - 1) : Bytes();
}

Bytes Accounting::workspaceBytes(BlockRange range, std::int64_t promptTokens, std::int64_t batch) const {
    range = clamped(range);
    std::int64_t widest = 0;
    for (int block = range.first; block < range.last; ++block)
        widest = std::max(widest, workspace_[std::size_t(block)]);
    const double tokens = double(std::clamp<std::int64_t>(promptTokens, 1, microBatch));
    const bool head = range.last == blocks() && range.first < range.last;
    const double logits = head ? 4.0 * double(vocabulary_) : 0.0;
    return Bytes((double(widest) * tokens + logits) * double(bounded(batch)));
}

std::vector<Operation> Accounting::operations(const Model& model, int block) const {
    return operationsOf(model, block, formatsOf(std::clamp(block, 0, blocks() - 1)));
}

std::span<const Tensor> Accounting::tensors(int block) const {
    if (block < 0 || block >= blocks())
        return {};
    const auto& listed = listed_[std::size_t(block)];
    return std::span(tensors_).subspan(listed.first, listed.count);
}

std::span<const TensorFormat> Accounting::formats(int block) const {
    if (block < 0 || block >= blocks())
        return {};
    const auto& listed = listed_[std::size_t(block)];
    return std::span(formats_).subspan(listed.first, listed.count);
}

namespace {

void addMatrix(std::vector<MatrixGroup>& groups, const MatrixGroup& group) {
    const auto same = std::ranges::find_if(groups, [&](const MatrixGroup& other) {
        MatrixGroup alike = other;
        alike.name = group.name;
        alike.count = 1;
        return alike == group;
    });
    if (same != groups.end())
        ++same->count;
    else
        groups.push_back(group);
}

} // namespace

std::vector<MatrixGroup> Accounting::matrices(BlockRange range) const {
    range = clamped(range);
    std::vector<MatrixGroup> groups;
    for (int block = range.first; block < range.last; ++block)
        for (std::size_t i = 0; i < tensors(block).size(); ++i) {
            const auto& tensor = tensors(block)[i];
            const bool lastOnly = block == blocks() - 1;
            if (tensor.isMatrix())
                addMatrix(groups, {tensor.name, tensor.rows, tensor.cols, formats(block)[i], 1, lastOnly,
                                   tensor.count, tensor.used, tensor.runs, tensor.isOfEncoded()});
        }
    return groups;
}

} // namespace cellwright::llm
