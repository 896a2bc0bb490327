// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/scenario.h"
#include "analytics/simulate/statistics.h"

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cellwright {

/// One figure two ways: as assess() computes it and as the simulation finds it.
struct ComparedFigure {
    std::optional<double> analytic; ///< absent where the analytic model has no such figure
    simulate::Estimate simulated;   ///< with its confidence interval; NaN where nothing was observed
    /// (analytic - simulated) / simulated; absent without both, or where the simulated figure is zero.
    [[nodiscard]] std::optional<double> difference() const {
        if (!analytic || !std::isfinite(*analytic) || !std::isfinite(simulated.value) ||
            simulated.value == 0.0)
            return std::nullopt;
        return (*analytic - simulated.value) / simulated.value;
    }
};

/// A time of the requests of a group, in seconds.
struct ComparedTimes {
    ComparedFigure mean, p50, p95, p99;
    /// The simulated distribution for a curve: quantiles at (i + 0.5) / n, rising; at most
    /// SimulationOptions::curvePoints of them.
    std::vector<double> quantiles;
    /// The same of the analytic model; empty where it has no distribution.
    std::vector<double> analyticQuantiles;
};

/// A target of the workload: the share of requests that miss it.
struct ComparedMiss {
    double target = 0.0; ///< seconds
    ComparedFigure share;
};

/// What the requests of a group met, after the warm-up.
struct SimulatedGroup {
    UserGroupId id;
    std::string name;
    int users = 0;               ///< who are served; others send nothing
    std::int64_t requests = 0;   ///< that arrived after the warm-up and were answered
    std::int64_t dropped = 0;    ///< that no server could ever admit
    std::int64_t unfinished = 0; ///< not answered when the simulation gave up: the system is overloaded
    ComparedTimes ttft, tpot, endToEnd;
    std::optional<ComparedMiss> ttftMiss, tpotMiss, endToEndMiss;
    ComparedFigure throughput; ///< answered requests per second
    /// Whether the analytic percentiles are within the range that their approximation was checked in;
    /// otherwise `doubt` says why not.
    bool analyticValid = true;
    std::string analyticModel; ///< the queue model by name
    std::string doubt;
    /// What this group's plan does that the simulation takes as a mean or leaves out, in sentences.
    std::vector<std::string> notSimulated;
};

struct SimulatedHost {
    HostId id;
    std::string name;
    ComparedFigure utilisation; ///< share of the accelerators' time
    ComparedFigure wait;        ///< mean, seconds: from arrival until the prompt is begun
    std::int64_t dropped = 0;
};

struct SimulatedCell {
    SectorId id;
    std::string name;
    ComparedFigure uplink, downlink; ///< share of the cell's time that requests need
};

/// The answer of a simulation, to be shown beside the assessment of the same scenario.
struct SimulationResult {
    ScenarioId id;
    std::string scenario;
    double seconds = 0.0; ///< simulated in each replication, warm-up included
    double warmUp = 0.0;  ///< of it left out
    int replications = 0;
    std::uint64_t seed = 0;
    double confidence = 0.99;
    std::int64_t requests = 0; ///< of all groups and replications, warm-up included
    std::int64_t events = 0;
    bool complete = true; ///< false where it was cancelled: the figures are those of the replications done
    std::vector<SimulatedGroup> groups; ///< in the order of the topology
    std::vector<SimulatedHost> hosts;   ///< those that requests use
    std::vector<SimulatedCell> cells;   ///< those that requests use
    std::vector<std::string> notes;     ///< what holds for all groups, in sentences
};

} // namespace cellwright
