// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/plan.h"
#include "analytics/explain/recorder.h"

#include <span>

namespace cellwright::assessing {

/// Memory on the user's device: weights, KV cache of one request, workspace. A table that the first and the
/// last layers share is kept once.
template <class R>
Of<Bytes, R> deviceMemory(R& rec, const Plan& plan);
std::vector<Part<Bytes>> deviceMemoryParts(const Plan& plan);
/// The same of one model, weights that stay in flash included; weights come first.
std::vector<Part<Bytes>> wholeDeviceParts(const Plan& plan);

/// Memory on each accelerator of a host that serves these plans: weights that several plans share once, the
/// KV caches of every plan's batch with a common prefix once, the largest workspace.
template <class R>
Of<Bytes, R> hostMemory(R& rec, HostId host, std::span<const Plan* const> plans);
std::vector<Part<Bytes>> hostMemoryParts(HostId host, std::span<const Plan* const> plans);

/// What the computer that has the layers keeps for one stage alone.
template <class R>
Of<Bytes, R> stageMemory(R& rec, const Plan& plan, const Stage& stage);

} // namespace cellwright::assessing
