// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/plan.h"
#include "analytics/compute/predict.h"

namespace cellwright::assessing {

/// A share of some work.
llm::Work scaled(llm::Work work, double factor);
/// The same with every kernel launched all the same, as on each of the hosts that share a layer.
llm::Work sharedWork(const llm::Work& work, double share);

/// What the routed experts of a task do: a part of its work. A share of the experts does that share of it,
/// since each is chosen equally often (uniform gating), and reads that share of their weights.
llm::Work expertWork(const compute::Task& task);
/// The weights of the routed experts of a range.
Bytes expertBytes(const Plan& plan, llm::BlockRange range);
/// Layers of a range that have routed experts.
int expertLayers(const Plan& plan, llm::BlockRange range);
/// How many of `tokens` tokens go to a host that keeps a share of the experts: those with at least one of
/// their k experts there, 1 - (1 - share)^k.
double tokensToExperts(const Plan& plan, llm::BlockRange range, double share, double tokens);

/// The time of a part of a task. By the roofline of the device; where the device's kernels were measured, the
/// time of the whole task times the ratio of both by the roofline.
template <class R>
Of<Seconds, R> partTime(R& rec, const compute::Device& device, const compute::Task& task,
                        const llm::Work& part, std::string_view name);

/// What one host of a stage does in a task: its share of the layers, all but the experts that others keep, or
/// its experts.
llm::Work workOfSeat(const Stage& stage, const Seat& seat, const llm::Work& whole, const llm::Work& experts);
/// Experts that the hosts of a stage keep for it, of all.
double expertsAway(const Stage& stage);

} // namespace cellwright::assessing
