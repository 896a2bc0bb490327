// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/sharing.h"

#include "analytics/compute/replay.h"

#include <cmath>

namespace cellwright::assessing {
namespace {

llm::Work minus(llm::Work a, const llm::Work& b) {
    return std::move(a) + scaled(b, -1.0);
}

template <class F>
void forEachExperts(const llm::Accounting& accounting, const llm::Model& model, llm::BlockRange range,
                    F&& f) {
    for (int block = std::max(range.first, 0); block < std::min(range.last, accounting.blocks()); ++block)
        for (const auto& operation : accounting.operations(model, block))
            if (operation.experts.count > 0)
                f(block, operation);
}

template <class R>
Of<Seconds, R> roofline(R& rec, const compute::Device& device, const compute::Task& task,
                        const llm::Work& work, std::string_view name) {
    auto entered = compute::record(rec, work, task.layers(), task.source);
    if (task.decodes())
        entered.sequences =
            rec.input(double(task.sequences()), "b", "sequences", Label::computed, task.source);
    return compute::rooflineTime(rec, device, entered, task.weights, name);
}

} // namespace

llm::Work scaled(llm::Work work, double factor) {
    work.flop = work.flop * factor;
    work.weightBytes = work.weightBytes * factor;
    work.kvBytesRead = work.kvBytesRead * factor;
    work.kvBytesWritten = work.kvBytesWritten * factor;
    work.activationBytes = work.activationBytes * factor;
    work.operations *= factor;
    return work;
}

llm::Work sharedWork(const llm::Work& work, double share) {
    auto part = scaled(work, share);
    part.operations = work.operations;
    return part;
}

llm::Work expertWork(const compute::Task& task) {
    llm::Work sum;
    for (const auto& stretch : task.stretches)
        if (stretch.step.phase != llm::Step::Phase::encode)
            forEachExperts(*task.accounting, *task.model, stretch.range,
                           [&](int, const llm::Operation& operation) {
                               sum = sum + llm::workOf(operation, stretch.step);
                           });
    return sum;
}

Bytes expertBytes(const Plan& plan, llm::BlockRange range) {
    Bytes sum;
    forEachExperts(*plan.accounting, *plan.model, range, [&](int, const llm::Operation& operation) {
        sum += Bytes(double(operation.experts.bytes) * double(operation.experts.count));
    });
    return sum;
}

int expertLayers(const Plan& plan, llm::BlockRange range) {
    int count = 0, last = -1;
    forEachExperts(*plan.accounting, *plan.model, range, [&](int block, const llm::Operation&) {
        count += block != last;
        last = block;
    });
    return count;
}

double tokensToExperts(const Plan& plan, llm::BlockRange range, double share, double tokens) {
    double chosen = 0.0;
    forEachExperts(*plan.accounting, *plan.model, range, [&](int, const llm::Operation& operation) {
        chosen = std::max(chosen, double(operation.experts.perToken));
    });
    return tokens * (1.0 - std::pow(1.0 - share, chosen));
}

template <class R>
Of<Seconds, R> partTime(R& rec, const compute::Device& device, const compute::Task& task,
                        const llm::Work& part, std::string_view name) {
    if (!compute::runtimeOf(device).measured && !compute::measuredRate(device, task))
        return roofline(rec, device, task, part, name);
    NullRecorder none;
    const auto whole = roofline(none, device, task, task.work(), name);
    const auto own = roofline(none, device, task, part, name);
    const typename R::Number ratio =
        rec.input(whole.si() > 0.0 ? own / whole : 0.0, "x", "time of the part, of that of the whole",
                  Label::computed, "ratio by the roofline of the device", "share");
    return rec.name(compute::predict(rec, device, task, name) * ratio, "t", name,
                    "measured kernels, scaled to the part");
}

double expertsAway(const Stage& stage) {
    double sum = 0.0;
    for (const auto& seat : stage.seats)
        sum += seat.duty == Duty::experts ? seat.share : 0.0;
    return sum;
}

llm::Work workOfSeat(const Stage& stage, const Seat& seat, const llm::Work& whole, const llm::Work& experts) {
    if (seat.duty == Duty::experts)
        return sharedWork(experts, seat.share);
    if (seat.share < 1.0)
        return sharedWork(whole, seat.share);
    const double away = expertsAway(stage);
    if (away == 0.0)
        return whole;
    auto kept = minus(whole, scaled(experts, away));
    kept.operations = whole.operations;
    return kept;
}

#define INSTANTIATE(R)                                                                                       \
    template Of<Seconds, R> partTime(R&, const compute::Device&, const compute::Task&, const llm::Work&,     \
                                     std::string_view);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::assessing
