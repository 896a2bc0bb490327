// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/simulation/compare.h"

#include "analytics/assess/queues/requests.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace cellwright::simulating {
namespace {

using simulate::Estimate;
using simulate::Observations;

/// A figure that each course has one of.
Estimate overCourses(const std::vector<double>& values, double confidence) {
    const double n = double(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    if (values.size() < 2)
        return {mean, -std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
    double squares = 0.0;
    for (const double value : values)
        squares += (value - mean) * (value - mean);
    const double half =
        simulate::studentQuantile((1.0 - confidence) / 2.0, n - 1.0) * std::sqrt(squares / (n - 1.0) / n);
    return {mean, mean - half, mean + half};
}

std::vector<double> curve(std::vector<double> values, std::size_t points) {
    std::ranges::sort(values);
    const std::size_t n = std::min(points, values.size());
    std::vector<double> quantiles;
    for (std::size_t i = 0; i < n; ++i)
        quantiles.push_back(values[std::size_t((double(i) + 0.5) / double(n) * double(values.size()))]);
    return quantiles;
}

class Comparer {
public:
    Comparer(const assessing::World& world, const assessing::Working& working, const System& system,
             const std::vector<CourseResult>& courses, const SimulationOptions& options,
             SimulationResult& result)
        : world_(world)
        , assessment_(working.assessment)
        , requests_(assessing::requestTimes(world, working.users))
        , system_(system)
        , courses_(courses)
        , options_(options)
        , result_(result) {}

    void run() {
        for (std::size_t g = 0; g < world_.plans().size(); ++g)
            addGroup(g);
        for (std::size_t h = 0; h < system_.hosts.size(); ++h)
            addHost(h);
        for (std::size_t c = 0; c < system_.cells; ++c)
            addCell(c);
    }

private:
    [[nodiscard]] Observations joined(std::size_t g, std::vector<double> GroupCourse::*times) const {
        Observations all;
        for (const auto& course : courses_)
            for (const double time : course.groups[g].*times)
                all.add(time);
        return all;
    }
    template <class Value>
    [[nodiscard]] Estimate estimate(Value&& value) const {
        std::vector<double> values;
        for (const auto& course : courses_)
            values.push_back(value(course));
        return overCourses(values, options_.confidence);
    }
    [[nodiscard]] ComparedTimes seen(const Observations& observed) const {
        ComparedTimes t;
        t.mean.simulated = observed.mean(options_.confidence);
        t.p50.simulated = observed.quantile(0.5, options_.confidence);
        t.p95.simulated = observed.quantile(0.95, options_.confidence);
        t.p99.simulated = observed.quantile(0.99, options_.confidence);
        t.quantiles = curve(observed.values(), options_.curvePoints);
        return t;
    }
    /// The analytic side of a time that has a distribution over requests.
    void assessed(ComparedTimes& t, const assessing::RequestTimes& times) const {
        t.mean.analytic = times.mean();
        t.p50.analytic = times.quantile(0.5);
        t.p95.analytic = times.quantile(0.95);
        t.p99.analytic = times.quantile(0.99);
        constexpr std::size_t points = 64;
        for (std::size_t i = 0; i < points && !times.isEndless(); ++i)
            t.analyticQuantiles.push_back(times.quantile((double(i) + 0.5) / double(points)));
    }
    [[nodiscard]] std::optional<ComparedMiss> miss(const std::optional<Seconds>& target,
                                                   const Observations& observed,
                                                   const assessing::RequestTimes* times) const {
        if (!target)
            return std::nullopt;
        std::optional<double> analytic;
        if (times)
            analytic = 1.0 - times->below(target->si());
        return ComparedMiss{target->si(), {analytic, observed.shareAbove(target->si(), options_.confidence)}};
    }

    void addGroup(std::size_t place) {
        const auto& group = world_.scenario().topology.groups[place];
        SimulatedGroup shown;
        shown.id = group.id;
        shown.name = group.name;
        const auto found = std::ranges::find(system_.groups, place, &SystemGroup::place);
        if (found != system_.groups.end())
            fill(std::size_t(found - system_.groups.begin()), *world_.plans()[place], shown);
        result_.groups.push_back(std::move(shown));
    }

    void fill(std::size_t g, const assessing::Plan& plan, SimulatedGroup& shown) {
        const auto& group = system_.groups[g];
        const auto& analytic = assessment_.groups[group.place];
        shown.users = int(group.paths.size());
        for (const auto& course : courses_) {
            shown.requests += std::int64_t(course.groups[g].endToEnd.size());
            shown.dropped += course.groups[g].dropped;
            shown.unfinished += course.groups[g].unfinished;
        }
        const auto ttft = joined(g, &GroupCourse::ttft), tpot = joined(g, &GroupCourse::tpot),
                   endToEnd = joined(g, &GroupCourse::endToEnd);
        shown.ttft = seen(ttft);
        shown.tpot = seen(tpot);
        shown.endToEnd = seen(endToEnd);
        const bool assumed = options_.trace.empty(); // that requests come as assessed
        const auto& requests = requests_[group.place];
        if (assumed) {
            assessed(shown.ttft, requests.ttft);
            assessed(shown.endToEnd, requests.endToEnd);
            shown.tpot.mean.analytic = analytic.tpot.mean.si();
            shown.tpot.p50.analytic = analytic.tpot.p50.si();
            shown.tpot.p95.analytic = analytic.tpot.p95.si();
        }
        shown.ttftMiss = miss(plan.workload->ttftTarget, ttft, assumed ? &requests.ttft : nullptr);
        shown.tpotMiss = miss(plan.workload->tpotTarget, tpot, nullptr);
        shown.endToEndMiss =
            miss(plan.workload->endToEndTarget, endToEnd, assumed ? &requests.endToEnd : nullptr);
        shown.analyticModel = requests.model;
        shown.doubt = requests.doubt;
        shown.analyticValid = requests.doubt.empty();
        shown.throughput.simulated = estimate([&](const CourseResult& course) {
            return double(course.groups[g].answered) / (result_.seconds - result_.warmUp);
        });
        if (options_.trace.empty())
            shown.throughput.analytic = group.rate * double(group.paths.size()) * world_.servedShare(plan);
    }

    void addHost(std::size_t h) {
        const auto& host = system_.hosts[h];
        const auto analytic = std::ranges::find(assessment_.hosts, host.id, &HostResult::id);
        if (world_.plansOn(host.id).empty() || analytic == assessment_.hosts.end())
            return;
        SimulatedHost shown;
        shown.id = host.id;
        shown.name = analytic->name;
        const double time = (result_.seconds - result_.warmUp) * host.accelerators;
        shown.utilisation.simulated =
            estimate([&](const CourseResult& course) { return course.hosts[h].busy / time; });
        Observations waits;
        for (const auto& course : courses_) {
            shown.dropped += course.hosts[h].dropped;
            for (const double wait : course.hosts[h].waits)
                waits.add(wait);
        }
        shown.wait.simulated = waits.mean(options_.confidence);
        if (options_.trace.empty()) {
            shown.utilisation.analytic = std::min(1.0, analytic->utilisation);
            shown.wait.analytic = analytic->wait.si();
        }
        result_.hosts.push_back(std::move(shown));
    }

    void addCell(std::size_t c) {
        const auto share = [&](std::size_t air) {
            return estimate([&](const CourseResult& course) { return course.air[air]; });
        };
        const auto& analytic = assessment_.cells[c];
        SimulatedCell shown{analytic.id, analytic.name, {}, {}};
        shown.uplink.simulated = share(2 * c);
        shown.downlink.simulated = share(2 * c + 1);
        if (shown.uplink.simulated.value == 0.0 && shown.downlink.simulated.value == 0.0)
            return;
        if (options_.trace.empty()) {
            shown.uplink.analytic = analytic.utilisationUplink;
            shown.downlink.analytic = analytic.utilisationDownlink;
        }
        result_.cells.push_back(std::move(shown));
    }

    const assessing::World& world_;
    const Assessment& assessment_;
    std::vector<assessing::GroupRequests> requests_;
    const System& system_;
    const std::vector<CourseResult>& courses_;
    const SimulationOptions& options_;
    SimulationResult& result_;
};

} // namespace

void compare(const assessing::World& world, const assessing::Working& working, const System& system,
             const std::vector<CourseResult>& courses, const SimulationOptions& options,
             SimulationResult& result) {
    Comparer(world, working, system, courses, options, result).run();
}

} // namespace cellwright::simulating
