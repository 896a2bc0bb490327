// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/simulation/simulation.h"

#include "analytics/assess/results.h"
#include "analytics/quantity/text.h"
#include "analytics/simulation/compare.h"
#include "analytics/simulation/course.h"
#include "analytics/simulation/notes.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

namespace cellwright {
namespace simulating {
namespace {

/// Which group of the system each arrival of the trace belongs to; beyond them all: drawn.
Expected<std::vector<std::size_t>> groupsOf(const assessing::World& world, const System& system,
                                            const std::vector<TraceArrival>& trace) {
    std::vector<std::size_t> places;
    places.reserve(trace.size());
    double before = 0.0;
    for (const auto& arrival : trace) {
        if (!(arrival.time >= before))
            return failure("arrivals must be in order of time and not before 0, found " +
                               roundedText(arrival.time) + " s after " + roundedText(before) + " s",
                           "trace", "sort the arrivals by time");
        before = arrival.time;
        if (arrival.group.value == 0) {
            places.push_back(system.groups.size());
            continue;
        }
        const auto found = std::ranges::find_if(system.groups, [&](const SystemGroup& group) {
            return world.scenario().topology.groups[group.place].id == arrival.group;
        });
        if (found == system.groups.end())
            return failure("the trace names a group that has no served users", "trace",
                           "name a user group with coverage and a route to its host");
        places.push_back(std::size_t(found - system.groups.begin()));
    }
    return places;
}

/// Courses on several threads. Which thread plays a course changes nothing in it.
class Courses {
public:
    Courses(const System& system, const SimulationOptions& options, Window window,
            const std::vector<std::size_t>& traceGroups)
        : system_(system)
        , options_(options)
        , window_(window)
        , traceGroups_(traceGroups)
        , results_(std::size_t(options.replications))
        , reached_(std::size_t(options.replications), 0.0) {}

    std::vector<CourseResult> play() {
        const int wanted = options_.threads > 0 ? options_.threads : int(std::thread::hardware_concurrency());
        const int count = std::clamp(wanted, 1, options_.replications);
        std::vector<std::jthread> helpers;
        for (int i = 1; i < count; ++i)
            helpers.emplace_back([this] { work(); });
        work();
        helpers.clear(); // waits for them
        return std::move(results_);
    }

private:
    void work() {
        while (!cancelled_) {
            const auto r = next_++;
            if (r >= results_.size())
                return;
            Course course(system_, options_.trace, window_, options_.seed, r);
            results_[r] = course.run(traceGroups_, [this, r](double time) { return proceed(r, time); });
            proceed(r, window_.end);
        }
    }
    bool proceed(std::size_t r, double time) {
        if (!options_.proceed)
            return true;
        const std::lock_guard lock(mutex_);
        reached_[r] = std::min(1.0, time / window_.end);
        double sum = 0.0;
        for (const double share : reached_)
            sum += share;
        if (!cancelled_ && !options_.proceed(sum / double(reached_.size())))
            cancelled_ = true;
        return !cancelled_;
    }

    const System& system_;
    const SimulationOptions& options_;
    Window window_;
    const std::vector<std::size_t>& traceGroups_;
    std::vector<CourseResult> results_;
    std::vector<double> reached_;
    std::mutex mutex_;
    std::atomic<std::size_t> next_ = 0;
    std::atomic<bool> cancelled_ = false;
};

Expected<void> check(const SimulationOptions& options) {
    if (!(options.seconds > 0.0) || !std::isfinite(options.seconds))
        return failure("the simulated time must be above 0", "seconds", "give it in seconds, such as 3600");
    if (options.warmUp && !(*options.warmUp >= 0.0 && *options.warmUp < options.seconds))
        return failure("the warm-up must be shorter than the simulated time", "warm-up",
                       "choose one from 0 to below " + roundedText(options.seconds) + " s");
    if (options.replications < 1)
        return failure("at least one replication is needed", "replications", "use 8");
    if (!(options.confidence > 0.0 && options.confidence < 1.0))
        return failure("the confidence must lie between 0 and 1", "confidence", "use 0.99");
    return {};
}

Expected<void> checkAmount(const SimulationOptions& options, const System& system) {
    const double each =
        options.trace.empty() ? system.requestRate() * options.seconds * 1.25 : double(options.trace.size());
    const double all = each * options.replications;
    if (all <= mostSimulatedRequests)
        return {};
    return failure("about " + roundedText(all, 3) + " requests would come, more than " +
                       roundedText(mostSimulatedRequests, 3),
                   "simulation",
                   "simulate at most " + roundedText(options.seconds * mostSimulatedRequests / all, 2) +
                       " s, or with fewer replications");
}

} // namespace
} // namespace simulating

Expected<SimulationResult> simulateScenario(const Scenario& scenario, const Facts& facts,
                                            const SimulationOptions& options) {
    using namespace simulating;
    if (const auto fine = check(options); !fine)
        return tl::make_unexpected(fine.error());
    const assessing::World world(scenario, facts);
    if (!world.usable())
        return failure(world.problems().front().what, "scenario \"" + scenario.name + "\"",
                       world.problems().front().remedy);
    const auto system = makeSystem(world);
    if (!system)
        return tl::make_unexpected(system.error());
    if (system->groups.empty())
        return failure("nobody can be served, so that there is nothing to simulate",
                       "scenario \"" + scenario.name + "\"",
                       "assess the scenario first: its violations name what is missing");
    if (const auto fine = checkAmount(options, *system); !fine)
        return tl::make_unexpected(fine.error());
    const auto traceGroups = groupsOf(world, *system, options.trace);
    if (!traceGroups)
        return tl::make_unexpected(traceGroups.error());
    SimulationResult result;
    result.id = scenario.id;
    result.scenario = scenario.name;
    result.seconds = options.seconds;
    result.warmUp = options.warmUp.value_or(options.trace.empty() ? options.seconds / 10.0 : 0.0);
    result.seed = options.seed;
    result.confidence = options.confidence;
    auto courses = Courses(*system, options, {result.warmUp, options.seconds}, *traceGroups).play();
    std::erase_if(courses, [](const CourseResult& course) { return !course.complete; });
    result.replications = int(courses.size());
    result.complete = result.replications == options.replications;
    for (const auto& course : courses) {
        result.requests += course.requests;
        result.events += course.events;
    }
    compare(world, assessing::work(world), *system, courses, options, result);
    addNotes(world, options, result);
    return result;
}

} // namespace cellwright
