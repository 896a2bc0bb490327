// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/world.h"

/// Where layers are before they run.
///   flash     what does not fit in the device's memory beside caches and workspace is read from flash for
///   every
///             pass, so that a pass takes at least as long as that reading. At least the largest block has to
///             fit.
///   download  the device keeps no layers: for each request they come over its downlink, from the host that
///             answers (or, for a model on the device alone, from the deployment's host), and each computes
///             once it has arrived and the one before has computed (SLIDE, arXiv 2512.20946).
///   cold      a share of the requests finds the model not loaded. Hosts load the layers that no deployment
///             which is cold more rarely keeps there, all at once, at the assumed rate; it takes their
///             accelerators. Where no host is used, the device loads its weights from flash.
namespace cellwright::assessing {

/// Weights that the device reads again for every pass; none where all fit or nothing is streamed.
Bytes streamedBytes(const Plan& plan);
/// Weights that come to the device for each request; none where it keeps them.
Bytes downloadedBytes(const Plan& plan);
/// The time of a pass through a stage of the device, which lasts at least as long as reading what it lacks.
template <class R>
Of<Seconds, R> fromFlash(R& rec, const Plan& plan, const Stage& stage, const Assumptions& assumptions,
                         const Of<Seconds, R>& pass);

/// What a request of this plan waits for. `stages` are the times of the plan's stages.
template <class R>
Preparation<R> prepare(R& rec, const World& world, const Plan& plan,
                       const std::vector<inference::StageTimes<R>>& stages);

/// Time that the processors of a host (by computer of the plan) load for a cold request.
Seconds coldLoad(const World& world, const Plan& plan, std::size_t computer);

/// Adds to the first token what comes before it: encoding, the wait for layers, the mean of cold starts.
template <class R>
inference::Timing<R> prepared(R& rec, const Plan& plan, const Preparation<R>& preparation,
                              const inference::Network<R>& network, inference::Timing<R> timing,
                              ModeFigures<R>& storage);
/// Requests that find the model loaded, and those that do not; empty where all are alike. `timing` is the
/// mean.
template <class R>
std::vector<Outcome<R>> coldOutcomes(const Preparation<R>& preparation, const inference::Timing<R>& timing);

/// Choices that have no effect in a plan: sentences and remedies.
std::vector<std::pair<std::string, std::string>> idleChoices(const Plan& plan);
/// What cannot be: layers that come from nowhere, or come back to a device that downloads them. Becomes a
/// violation; false then.
bool checkStorage(Plan& plan, const Scenario& scenario, std::vector<Violation>& violations);

} // namespace cellwright::assessing
