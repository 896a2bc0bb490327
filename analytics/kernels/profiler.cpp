// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/profiler.h"

#include "analytics/kernels/machine.h"
#include "analytics/kernels/measuring/bench.h"
#include "analytics/kernels/measuring/limits_meter.h"
#include "analytics/kernels/measuring/schedule.h"
#include "analytics/kernels/measuring/watch.h"
#include "analytics/kernels/statistics.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <random>
#include <thread>

namespace cellwright::kernels {
namespace {

using Clock = std::chrono::steady_clock;

/// Seconds: in less, neither other programs nor a slower clock can be told from chance.
constexpr double leastTime = 1.0;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Pools of the numbers of threads, pinned to one core per thread where there are enough.
class Pools {
public:
    ~Pools() {
        while (!pools_.empty()) // the first one knows the affinity to go back to: it goes last
            pools_.pop_back();
    }
    /// Whether all threads are pinned.
    bool make(const std::vector<int>& threads) {
        const auto cores = usableCores();
        bool pinned = canPin();
        for (const int count : threads) {
            const bool fits = count <= int(cores.size());
            pinned = pinned && fits;
            pools_.push_back(std::make_unique<ThreadPool>(count, fits ? std::span<const int>(cores)
                                                                      : std::span<const int>()));
        }
        return pinned;
    }
    ThreadPool& of(int threads) {
        return **std::ranges::find_if(pools_, [&](const auto& p) { return p->size() == threads; });
    }
    ThreadPool& largest() {
        return **std::ranges::max_element(pools_, {}, [](const auto& p) { return p->size(); });
    }
    [[nodiscard]] const std::vector<std::unique_ptr<ThreadPool>>& all() const { return pools_; }

private:
    std::vector<std::unique_ptr<ThreadPool>> pools_;
};

/// Everything that is to be measured.
struct Plan {
    std::vector<Provider*> providers;
    std::vector<int> threads;
    Limits limits;
    Batch all;
    bool byName = false; ///< just what the options name: nothing of it is left out for lack of time
};

Expected<Plan> planOf(const ProfileOptions& options, const Machine& machine) {
    Plan plan;
    plan.limits = limitsOf(machine);
    plan.byName = !options.shapes.empty() || !options.products.empty() || !options.layers.empty();
    auto providers = chooseProviders(options);
    if (!providers)
        return tl::make_unexpected(providers.error());
    plan.providers = std::move(*providers);
    auto threads = chooseThreads(options, plan.limits);
    if (!threads)
        return tl::make_unexpected(threads.error());
    plan.threads = std::move(*threads);
    auto cases = chooseCases(options, plan.limits, plan.providers);
    if (!cases)
        return tl::make_unexpected(cases.error());
    plan.all.cases = std::move(*cases);
    auto operations = chooseOperations(options, plan.limits, plan.all.cases, plan.providers);
    if (!operations)
        return tl::make_unexpected(operations.error());
    plan.all.operations = std::move(*operations);
    return plan;
}

/// One profiling run.
class Session {
public:
    Session(const ProfileOptions& options, Plan plan, Machine machine, const ProfileProgress& progress,
            const std::stop_token& stop)
        : options_(options)
        , plan_(std::move(plan))
        , machine_(std::move(machine))
        , progress_(progress)
        , stop_(stop)
        , random_(options.seed)
        , bench_(plan_.providers, plan_.limits, options.seed)
        , limits_(rotationBytes(plan_.limits)) {
        patience_ = options.quick ? Patience{0.02, 5} : Patience{0.01, 9};
    }
    Expected<Profile> run();

private:
    [[nodiscard]] double budget() const;
    bool measure(const Batch& batch, double deadline);
    bool warmUp(double end);
    bool round(std::span<const Group> groups, const Patience& patience, int number, double deadline);
    void measureBlock(std::span<const Group* const> block, double deadline);
    void visit(Subject& subject, double deadline);
    void sampleLimits();
    void changeProvider(const std::string& provider);
    void report(const std::string& what);
    Profile results(const Observations& seen);
    void addWarnings(Profile& profile) const;
    [[nodiscard]] double elapsed() const { return secondsSince(start_); }

    const ProfileOptions& options_;
    Plan plan_;
    Machine machine_;
    const ProfileProgress& progress_;
    const std::stop_token& stop_;
    std::mt19937_64 random_;
    Clock::time_point start_ = Clock::now();
    double fraction_ = 0.0;
    Patience patience_;
    Pools pools_;
    Bench bench_;
    LimitsMeter limits_;
    Watch watch_;
    double limitsSampled_ = -1.0;   ///< when, in seconds since the start
    std::string lastProvider_;      ///< whose threads may be spinning still
    std::vector<Subject> measured_; ///< of batches that are done
};

/// Few cases need less than the whole time, and somebody waits for them.
double Session::budget() const {
    if (options_.budget.si() > 0.0)
        return options_.budget.si();
    const auto works =
        double((plan_.all.cases.size() + plan_.all.operations.size()) * plan_.providers.size());
    return options_.quick ? std::min(18.0, 2.0 + 1.5 * works) : std::min(170.0, 5.0 + 4.0 * works);
}

void Session::report(const std::string& what) {
    fraction_ = std::max(fraction_, std::min(elapsed() / (1.02 * budget()), 0.99));
    if (progress_)
        progress_(fraction_, what);
}

/// Gives the threads of a provider's library the time to fall asleep: OpenMP's spin for some milliseconds.
void Session::changeProvider(const std::string& provider) {
    constexpr auto spinning = std::chrono::milliseconds(5);
    if (!lastProvider_.empty() && lastProvider_ != provider)
        std::this_thread::sleep_for(spinning);
    lastProvider_ = provider;
}

/// Tries everything out once or twice, cheap work first; leaves out that for which the time will not do.
bool Session::warmUp(double end) {
    std::vector<Subject*> order;
    for (Subject& subject : bench_.subjects())
        order.push_back(&subject);
    std::ranges::stable_sort(order, {}, &Subject::flop);
    std::map<std::pair<std::string, int>, double> rates; // FLOP per second, of the case before
    for (Subject* const subject : order) {
        double& rate = rates[{subject->provider(), subject->threads()}];
        const double expected = rate > 0.0 ? subject->flop() / rate : 0.0;
        if (!plan_.byName && elapsed() + expected > end && subject != order.front()) {
            subject->leaveOut();
            continue;
        }
        changeProvider(subject->provider());
        report("warm-up: " + subject->text());
        subject->tryOut(bench_.vectors(), stop_);
        if (stop_.stop_requested())
            return false;
        rate = subject->flop() / std::max(subject->estimate(), 1e-9);
    }
    return true;
}

void Session::sampleLimits() {
    constexpr double pause = 0.3; // seconds
    if (limitsSampled_ >= 0.0 && elapsed() < limitsSampled_ + pause)
        return;
    for (const auto& pool : pools_.all())
        if (!stop_.stop_requested())
            limits_.sample(*pool, watch_.stretch(), stop_);
    limitsSampled_ = elapsed();
}

void Session::visit(Subject& subject, double deadline) {
    constexpr std::size_t leastSamples = 3;
    const bool enough = subject.samples().size() >= leastSamples;
    if (!subject.usable() || stop_.stop_requested() || (enough && elapsed() + subject.visit() > deadline))
        return;
    changeProvider(subject.provider());
    report(subject.text());
    subject.measure(bench_.vectors(), watch_.stretch(), stop_);
}

void Session::measureBlock(std::span<const Group* const> block, double deadline) {
    changeProvider(std::string(ownProvider)); // the canary and the limits are ours
    watch_.listen(pools_.largest());
    sampleLimits();
    auto providers = plan_.providers;
    std::ranges::shuffle(providers, random_);
    for (const Provider* provider : providers)
        for (const Group* group : block)
            for (Subject* subject : *group)
                if (subject->provider() == provider->info().id)
                    visit(*subject, deadline);
}

bool Session::round(std::span<const Group> groups, const Patience& patience, int number, double deadline) {
    for (const auto& block : blocksOf(groups, patience, number, random_)) {
        measureBlock(block, deadline);
        if (stop_.stop_requested())
            return false;
    }
    return true;
}

/// False on a stop request.
bool Session::measure(const Batch& batch, double deadline) {
    bench_.prepare(
        batch, [this](int threads) -> ThreadPool& { return pools_.of(threads); },
        [this](const std::string& what) { report(what); }, stop_);
    if (stop_.stop_requested() || !warmUp(elapsed() + 0.35 * (deadline - elapsed())))
        return false;
    const auto groups = groupsOf(bench_.subjects());
    constexpr int leastRounds = 3;
    if (!plan_.byName)
        fitInto(groups, leastRounds + 1, deadline - elapsed());
    for (int number = 0; number < leastRounds || elapsed() < deadline; ++number) {
        const Patience patience = elapsed() < std::min(leastTime, deadline) ? Patience{0.0, ~0u} : patience_;
        const bool done = std::ranges::all_of(groups, [&](const auto& g) { return settled(g, patience); });
        if (done || (!plan_.byName && number > 0 && elapsed() > deadline + 0.05 * budget()))
            break;
        if (!round(groups, patience, number, deadline))
            return false;
    }
    for (auto& subject : bench_.finish())
        measured_.push_back(std::move(subject));
    return true;
}

void Session::addWarnings(Profile& profile) const {
    auto& warnings = profile.machine.warnings;
    for (const Subject& subject : measured_)
        if (!subject.fault().empty())
            warnings.push_back(subject.text() + " " + subject.fault() + ": not stored");
    const auto left = std::ranges::count_if(measured_, &Subject::left);
    if (left > 0)
        warnings.push_back(std::to_string(left) + " cases were left out: too slow for the time given");
    const auto unsettled = std::ranges::count(profile.kernels, false, &KernelTiming::settled) +
                           std::ranges::count(profile.operations, false, &OperationTiming::settled);
    if (unsettled > 0)
        warnings.push_back(std::to_string(unsettled) + " of " +
                           std::to_string(profile.kernels.size() + profile.operations.size()) +
                           " medians are not known to 2 %: they are marked as not settled");
    if (const auto& pages = profile.machine.pages; !pages.empty())
        warnings.push_back("memory is on " + std::to_string(profile.machine.numaNodes) +
                           " nodes: the weights' pages are " + pages +
                           ", where a runtime may place them otherwise");
    if (!profile.machine.hugePages)
        warnings.push_back(
            "huge pages were not available: bandwidth may be some 10 % lower than it could be");
    if (double(rotationBytes(plan_.limits)) < 2.0 * plan_.limits.lastLevelCache.si())
        warnings.push_back("the last-level cache holds much of the weights: they were not quite cold");
}

Profile Session::results(const Observations& seen) {
    const RoundChoice choice = chooseRounds(seen.canary);
    Profile profile;
    profile.machine = machine_;
    profile.machine.hugePages = bench_.hugePages();
    std::vector<double> spreads;
    for (const Subject& subject : measured_) {
        if (auto timing = subject.kernelTiming(choice.kept)) {
            spreads.push_back(timing->spread());
            profile.kernels.push_back(std::move(*timing));
        }
        if (auto timing = subject.operationTiming(choice.kept))
            profile.operations.push_back(std::move(*timing));
    }
    limits_.addTo(profile, choice.kept);
    profile.noise = noiseOf(seen);
    profile.noise.medianSpread = median(std::move(spreads));
    for (const auto& provider : providers())
        profile.providers.push_back(provider->info());
    addWarnings(profile);
    return profile;
}

Expected<Profile> Session::run() {
    const auto cancelled = failure("cancelled", "profile");
    machine_.pinned = pools_.make(plan_.threads);
    const PageSpread pages; // weights over all memory nodes, while it lives
    machine_.pages = pages.words();
    const auto parts = batches(plan_.all, plan_.providers, plan_.limits);
    auto left = plan_.all.cases.size() + plan_.all.operations.size();
    for (const Batch& part : parts) {
        const auto mine = part.cases.size() + part.operations.size();
        const double share = (budget() - elapsed()) * double(mine) / double(std::max<std::size_t>(left, 1));
        if (!measure(part, elapsed() + std::max(share, 0.05 * budget())))
            return cancelled;
        left -= std::min(mine, left);
    }
    Profile profile = results(watch_.finish(pools_.largest()));
    if (profile.kernels.empty() && profile.operations.empty())
        return failure(measured_.empty() ? "no chosen provider has what was asked for"
                                         : "nothing could be measured: " + measured_.front().text() + " " +
                                               measured_.front().fault(),
                       "profile", "choose other shapes, weights or providers");
    if (progress_)
        progress_(1.0, "done");
    return profile;
}

} // namespace

Expected<Profile> run(const ProfileOptions& options, const ProfileProgress& progress, std::stop_token stop) {
    auto machine = describeMachine();
    auto plan = planOf(options, machine);
    if (!plan)
        return tl::make_unexpected(plan.error());
    return Session(options, std::move(*plan), std::move(machine), progress, stop).run();
}

} // namespace cellwright::kernels
