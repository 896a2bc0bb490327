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

/// min(1, window) + min(2, window) + … + min(positions, window).
double positionSum(std::int64_t positions, std::int64_t window) {
    const double full = double(std::min(positions, window));
    return full * (full + 1.0) / 2.0 + double(std::max<std::int64_t>(positions - window, 0)) * double(window);
}

} // namespace

Work operator+(Work a, const Work& b) {
    a.flop += b.flop;
    a.weightBytes += b.weightBytes;
    a.kvBytesRead += b.kvBytesRead;
    a.kvBytesWritten += b.kvBytesWritten;
    a.activationBytes += b.activationBytes;
    a.operations += b.operations;
    return a;
}

Accounting::Sum Accounting::Sum::plus(const Sum& other, int sign) const {
    Sum sum = *this;
    sum.parameters += sign * other.parameters;
    sum.stored += sign * other.stored;
    sum.read += sign * other.read;
    sum.readPerToken += sign * other.readPerToken;
    sum.flopPerToken += sign * other.flopPerToken;
    sum.flopPerSequence += sign * other.flopPerSequence;
    sum.activationPerToken += sign * other.activationPerToken;
    sum.activationPerSequence += sign * other.activationPerSequence;
    sum.operations += sign * other.operations;
    return sum;
}

std::string Accounting::blockName(int block) const {
    if (block <= 0)
        return "embedding";
    return block > layers() ? "output head" : "layer " + std::to_string(block - 1);
}

BlockRange Accounting::clamped(BlockRange range) const {
    const int first = std::clamp(range.first, 0, blocks());
    return {first, std::clamp(range.last, first, blocks())};
}

Accounting::Sum Accounting::between(BlockRange range) const {
    return sums_[std::size_t(range.last)].plus(sums_[std::size_t(range.first)], -1);
}

Accounting::WindowSums::Entry Accounting::WindowSums::between(BlockRange range) const {
    const auto& low = sums[std::size_t(range.first)];
    const auto& high = sums[std::size_t(range.last)];
    return {high.flopPerPosition - low.flopPerPosition, high.kvPerToken - low.kvPerToken};
}

std::int64_t Accounting::parameters(BlockRange range) const {
    return between(clamped(range)).parameters;
}

Bytes Accounting::weightBytes(BlockRange range) const {
    range = clamped(range);
    const bool both = range.first == 0 && range.last == blocks();
    return Bytes(double(between(range).stored - (both ? sharedTable_ : 0)));
}

double Accounting::bitsPerWeight(BlockRange range) const {
    range = clamped(range);
    // A tied head away from its embedding keeps numbers that are not parameters of its own.
    const bool headAlone = range.last == blocks() && range.first > 0 && range.first < range.last;
    const bool twice = range.first == 0 && range.last == blocks() && sharedTable_ == 0;
    const std::int64_t kept = parameters(range) + (headAlone || twice ? sharedElements_ : 0);
    return kept == 0 ? 0.0 : toBits(weightBytes(range)).si() / double(kept);
}

/// The part of the work that does not depend on positions.
Work Accounting::matrixWork(const Sum& sum, double tokens, double sequences) {
    Work work;
    work.flop = Flop(sum.flopPerToken * tokens + sum.flopPerSequence * sequences);
    work.weightBytes = Bytes(double(sum.read) + double(sum.readPerToken) * tokens);
    work.activationBytes =
        Bytes(double(sum.activationPerToken) * tokens + double(sum.activationPerSequence) * sequences);
    work.operations = double(sum.operations);
    return work;
}

Work Accounting::prefill(BlockRange range, std::int64_t tokens, std::int64_t batch,
                         std::int64_t depth) const {
    tokens = bounded(tokens);
    depth = bounded(depth);
    const double sequences = double(bounded(batch));
    range = clamped(range);
    if (tokens == 0 || sequences == 0.0 || range.first == range.last)
        return {};
    const double count = double(tokens) * sequences;
    Work work = matrixWork(between(range), count, sequences);
    for (const auto& group : windows_) {
        const auto sums = group.between(range);
        const double positions = positionSum(depth + tokens, group.window) - positionSum(depth, group.window);
        work.flop += Flop(sums.flopPerPosition * positions * sequences);
        const double seen = double(tokens) + double(std::min(depth, group.window - 1));
        work.kvBytesRead += Bytes(double(sums.kvPerToken) * seen * sequences);
        work.kvBytesWritten += Bytes(double(sums.kvPerToken) * count);
    }
    return work;
}

Work Accounting::decode(BlockRange range, std::int64_t context, std::int64_t batch) const {
    return prefill(range, 1, batch, bounded(context - 1));
}

Work Accounting::generation(BlockRange range, std::int64_t depth, std::int64_t steps,
                            std::int64_t batch) const {
    steps = bounded(steps);
    depth = bounded(depth);
    const double sequences = double(bounded(batch));
    range = clamped(range);
    if (steps == 0 || sequences == 0.0 || range.first == range.last)
        return {};
    const double repeats = double(steps);
    Work work = matrixWork(between(range), sequences, sequences);
    work.flop = work.flop * repeats;
    work.weightBytes = work.weightBytes * repeats;
    work.activationBytes = work.activationBytes * repeats;
    work.operations *= repeats;
    for (const auto& group : windows_) {
        const auto sums = group.between(range);
        const double positions = positionSum(depth + steps, group.window) - positionSum(depth, group.window);
        work.flop += Flop(sums.flopPerPosition * positions * sequences);
        work.kvBytesRead += Bytes(double(sums.kvPerToken) * positions * sequences);
        work.kvBytesWritten += Bytes(double(sums.kvPerToken) * repeats * sequences);
    }
    return work;
}

Bytes Accounting::kvBytesPerToken(BlockRange range) const {
    return kvBytes(range, 1);
}

Bytes Accounting::kvBytes(BlockRange range, std::int64_t context, std::int64_t batch) const {
    range = clamped(range);
    context = bounded(context);
    double bytes = 0.0;
    for (const auto& group : windows_)
        bytes += double(group.between(range).kvPerToken) * double(std::min(context, group.window));
    return Bytes(bytes * double(bounded(batch)));
}

Bytes Accounting::outputBytesPerToken(int block) const {
    return Bytes(block > layers() ? 4.0 : double(hiddenBytes_));
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

std::span<const Tensor> Accounting::tensors(int block) const {
    const auto range = clamped({block, block + 1});
    return std::span(tensors_).subspan(firstTensor_[std::size_t(range.first)],
                                       firstTensor_[std::size_t(range.last)] -
                                           firstTensor_[std::size_t(range.first)]);
}

std::span<const TensorFormat> Accounting::formats(int block) const {
    const auto range = clamped({block, block + 1});
    return std::span(formats_).subspan(firstTensor_[std::size_t(range.first)],
                                       firstTensor_[std::size_t(range.last)] -
                                           firstTensor_[std::size_t(range.first)]);
}

std::vector<MatrixGroup> Accounting::matrices(BlockRange range) const {
    range = clamped(range);
    std::vector<MatrixGroup> groups;
    for (std::size_t i = firstTensor_[std::size_t(range.first)]; i < firstTensor_[std::size_t(range.last)];
         ++i) {
        const auto& tensor = tensors_[i];
        if (!tensor.isMatrix())
            continue;
        const bool lastOnly = tensor.role == TensorRole::output;
        const auto same = std::ranges::find_if(groups, [&](const MatrixGroup& group) {
            return group.rows == tensor.rows && group.cols == tensor.cols && group.format == formats_[i] &&
                   group.lastTokenOnly == lastOnly;
        });
        if (same != groups.end())
            ++same->count;
        else
            groups.push_back({tensor.name, tensor.rows, tensor.cols, formats_[i], 1, lastOnly});
    }
    return groups;
}

} // namespace cellwright::llm
