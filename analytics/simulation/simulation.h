// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/assess.h"
#include "analytics/simulation/result.h"

#include <functional>

namespace cellwright {

/// A request of a recorded trace.
struct TraceArrival {
    double time = 0.0; ///< seconds from the start of the simulation; traces are in order of time
    UserGroupId group; ///< zero: of any group, drawn in proportion to their request rates
    bool operator==(const TraceArrival&) const = default;
};

struct SimulationOptions {
    double seconds = 3600.0;
    std::optional<double> warmUp; ///< absent: a tenth of the time, and nothing of a trace
    std::uint64_t seed = 1;
    int replications = 8; ///< each with streams of its own
    int threads = 0;      ///< 0: as many as the computer has; the result does not depend on it
    double confidence = 0.99;
    /// Requests come at these times and no others, from a user drawn of the group. Empty: the workloads'
    /// rates and kinds of arrivals.
    std::vector<TraceArrival> trace;
    std::size_t curvePoints = 512;
    /// Told the share that is done, from 0 to 1, never from two threads at once; false cancels.
    std::function<bool(double)> proceed;
};

/// Requests that one simulation may have, all replications together: what bounds its memory.
inline constexpr double mostSimulatedRequests = 4e6;

/// Plays the requests of all served users of a scenario one by one, as a cross-check of assess(): the same
/// plans, links, routes and predicted times, but with every request waiting for what is really in its way.
///
///   - The user's device answers its requests one after another.
///   - A cell gives each transfer the blocks that assess() gives it (its part among the active users); where
///     more is asked for at once than the cell has, all transfers slow down in the same proportion.
///   - On its way the prompt shares the narrowest link of its route with the other prompts there;
///   propagation,
///     hops, grants and the queues of packets are the delays that assess() computes.
///   - A host's accelerators each get a random part of the requests. With a fixed batch a request holds its
///     accelerator for its processor time and requests are served in order (the M/G/1 queue of assess()).
///     With continuous batching requests join and leave between iterations, prompts are processed in chunks,
///     and a request is admitted when its whole KV cache fits the accelerator's memory beside the weights.
///   - In split inference the later tokens' transfers are a flow: the answer is played in at most eight
///   parts,
///     each at the sharing of the air that it finds when it begins.
///
/// The same seed gives the same result on any number of threads. Fails where the scenario cannot be resolved,
/// or more requests than mostSimulatedRequests would come.
Expected<SimulationResult> simulateScenario(const Scenario& scenario, const Facts& facts,
                                            const SimulationOptions& options = {});

/// The JSON of one result, keys as in the CLI contract.
std::string toJsonText(const SimulationResult& result, int indent = -1);

} // namespace cellwright
