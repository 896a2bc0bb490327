// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/modes/preparation.h"
#include "analytics/assess/stage_times.h"

namespace cellwright::assessing {

/// What is the same for every user of a group: the messages, the times on the processors, the work.
template <class R>
struct RequestModel {
    Of<double, R> promptTokens, outputTokens, batch;
    inference::Request<R> request;
    /// By computer of the plan: what one request keeps it busy (with its part of a batch), and has it do.
    std::vector<Of<Seconds, R>> busy;
    std::vector<compute::WorkOf<R>> work;
    Preparation<R> preparation;
    std::shared_ptr<const RequestModel> small; ///< of the small model, where two models cooperate
};

/// Enters the workload, the assumptions and the model's accounting as inputs and predicts the times.
/// `queued`: with the waits for hosts and in the queues between them.
template <class R>
RequestModel<R> requestModel(R& rec, const World& world, const Plan& plan, bool queued = true);

/// The messages of a request as numbers, for the loads that all requests put on what they share; nothing
/// where no host is used.
inference::Messages<NullRecorder> requestMessages(const Plan& plan, const Assumptions& assumptions);

/// Bytes of one request from one place to another.
template <class R>
struct Stream {
    const Host* from = nullptr; ///< nothing: the user's site
    const Host* to = nullptr;
    Of<Bytes, R> bytes;
    std::string_view what; ///< "hidden vectors from host to host"
};
/// All that a request sends through the transport network, in the order in which it is sent.
template <class R>
std::vector<Stream<R>> streams(R& rec, const Plan& plan, const inference::Messages<R>& messages,
                               const Of<double, R>& outputTokens);

/// What one request keeps each computer of the plan busy, for the arrivals; the way between hosts is not
/// waited for.
std::vector<Seconds> serviceTimes(const World& world, const Plan& plan);

} // namespace cellwright::assessing
