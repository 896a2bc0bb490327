// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/task.h"

#include <algorithm>

namespace cellwright::compute {
namespace {

llm::Work meanOfSteps(const llm::Accounting& accounting, const Stretch& s) {
    auto work = accounting.generation(s.range, s.step.depth, s.steps, s.step.batch, s.step.encoded);
    const double share = 1.0 / double(s.steps);
    work.flop = work.flop * share;
    work.weightBytes = work.weightBytes * share;
    work.kvBytesRead = work.kvBytesRead * share;
    work.kvBytesWritten = work.kvBytesWritten * share;
    work.activationBytes = work.activationBytes * share;
    work.operations *= share;
    return work;
}

int layersIn(const llm::Accounting& accounting, llm::BlockRange range) {
    const int first = accounting.blockOfLayer(0);
    return std::max(0, std::min(range.last, first + accounting.layers()) - std::max(range.first, first));
}

} // namespace

llm::Work Task::work() const {
    llm::Work sum;
    for (const auto& s : stretches)
        sum = sum + (s.steps > 1 ? meanOfSteps(*accounting, s) : accounting->work(s.range, s.step));
    return sum;
}

int Task::layers() const {
    int most = 0;
    for (const auto& s : stretches)
        if (s.step.phase != llm::Step::Phase::encode)
            most = std::max(most, layersIn(*accounting, s.range));
    return most;
}

std::int64_t Task::sequences() const {
    std::int64_t most = 0;
    for (const auto& s : stretches)
        if (s.step.phase == llm::Step::Phase::decode)
            most = std::max(most, s.step.batch);
    return most;
}

bool Task::decodes() const {
    return std::ranges::any_of(stretches,
                               [](const Stretch& s) { return s.step.phase == llm::Step::Phase::decode; });
}

} // namespace cellwright::compute
