// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/profiler.h"

#include "analytics/kernels/cases.h"
#include "analytics/kernels/machine.h"
#include "analytics/kernels/operations.h"
#include "analytics/kernels/products/limits.h"
#include "analytics/kernels/products/products.h"
#include "analytics/kernels/statistics.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <numeric>
#include <random>

namespace cellwright::kernels {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

template <class Task>
double timeOf(const Task& task) {
    const auto start = Clock::now();
    task();
    return secondsSince(start);
}

/// Values with the round they were taken in.
struct Samples {
    std::vector<std::pair<int, double>> values;

    void add(int round, double value) { values.emplace_back(round, value); }
    [[nodiscard]] std::vector<double> kept(const std::vector<bool>& rounds) const {
        std::vector<double> result;
        for (const auto& [round, value] : values)
            if (rounds[std::size_t(round)])
                result.push_back(value);
        if (result.empty()) // measured in disturbed rounds only: better than nothing, and its noise is shown
            for (const auto& entry : values)
                result.push_back(entry.second);
        return result;
    }
};

struct MeasuredCase {
    Case what;
    double estimate = 0.0; ///< seconds of one product, from the warm-up
    bool left = false;     ///< left out: too slow for the time there is
    Samples samples;
};

struct MeasuredOperation {
    OperationCase what;
    double estimate = 0.0; ///< seconds of one run; 0: not run yet
    Samples samples;
};

/// One profiling run. Members that differ by thread count are keyed by it.
class Session {
public:
    Session(const ProfileOptions& options, const ProfileProgress& progress, const std::stop_token& stop)
        : options_(options)
        , progress_(progress)
        , stop_(stop)
        , random_(options.seed) {}
    ~Session() {
        while (!pools_.empty()) // the first one knows the affinity to go back to: it goes last
            pools_.pop_back();
    }
    Expected<Profile> run();

private:
    void preparePools();
    bool prepareBatch(const std::vector<Case>& cases);
    bool warmUp(double allowed);
    bool round(double deadline);
    void sample(MeasuredCase& c);
    void sampleOperations(double deadline);
    void sampleLimits();
    void samplePeaks(int threads);
    double productTime(const Case& c);
    void report(const std::string& what);
    Expected<void> measure(const std::vector<std::vector<Case>>& batches);
    Profile results();
    KernelTiming timing(const MeasuredCase& c, const std::vector<bool>& kept) const;
    OperationTiming timing(const MeasuredOperation& o, const std::vector<bool>& kept) const;
    void addLimits(Profile& profile, const std::vector<bool>& kept) const;
    void addWarnings(Profile& profile) const;

    ThreadPool& pool(int threads) {
        return **std::ranges::find_if(pools_, [&](const auto& p) { return p->size() == threads; });
    }
    Arena& arena(Scheme scheme) {
        return *std::ranges::find_if(arenas_, [&](const Arena& a) { return a.scheme() == scheme; });
    }
    [[nodiscard]] double elapsed() const { return secondsSince(start_); }

    const ProfileOptions& options_;
    const ProfileProgress& progress_;
    const std::stop_token& stop_;
    std::mt19937_64 random_;
    Clock::time_point start_ = Clock::now();
    Machine machine_;
    Limits limits_;
    double budget_ = 16.0;
    double fraction_ = 0.0;
    std::vector<int> threads_;
    std::vector<std::unique_ptr<ThreadPool>> pools_;
    std::vector<Arena> arenas_;
    std::vector<float> x_, y_;
    Scratch scratch_;
    std::size_t first_ = 0; ///< of the batch, in cases_
    std::vector<MeasuredCase> cases_;
    std::vector<MeasuredOperation> operations_;
    std::unique_ptr<OperationRunner> runner_;
    std::map<int, Samples> reads_, dispatches_;
    std::map<std::pair<simd::Unit, int>, Samples> peaks_;
    std::vector<double> canary_; ///< one per round
    std::uint64_t sink_ = 0;     ///< what reads and canaries return, so that no compiler leaves them out
};

constexpr double shortestSample = 2e-4; ///< seconds; below, a sample is several products

void Session::preparePools() {
    const auto cores = usableCores();
    for (const int threads : threads_)
        pools_.push_back(std::make_unique<ThreadPool>(
            threads, threads <= int(cores.size()) ? std::span<const int>(cores) : std::span<const int>()));
}

bool Session::prepareBatch(const std::vector<Case>& cases) {
    arenas_.clear();
    first_ = cases_.size();
    std::size_t inputs = 0, outputs = 0;
    for (const auto& c : cases) {
        cases_.push_back({c, 0.0, false, {}});
        inputs = std::max(inputs, std::size_t(c.shape.cols) * std::size_t(c.shape.tokens));
        outputs = std::max(outputs, std::size_t(c.shape.rows) * std::size_t(c.shape.tokens));
        if (std::ranges::any_of(arenas_, [&](const Arena& a) { return a.scheme() == c.weights; }))
            continue;
        report("preparing weights");
        arenas_.emplace_back(c.weights, arenaBytes(c.weights, cases, limits_), options_.seed);
        machine_.hugePages = arenas_.back().memory().huge();
        if (stop_.stop_requested())
            return false;
    }
    std::normal_distribution<float> normal;
    std::vector<float> pattern(8191); // prime, so that rows differ
    std::ranges::generate(pattern, [&] { return normal(random_); });
    x_.resize(inputs);
    for (std::size_t i = 0; i < inputs; ++i)
        x_[i] = pattern[i % pattern.size()];
    y_.resize(outputs);
    return true;
}

double Session::productTime(const Case& c) {
    const PackedView weights = arena(c.weights).next(c.shape.rows, c.shape.cols);
    return timeOf([&] {
        multiply(weights, {x_.data(), c.shape.tokens, y_.data()}, pool(c.threads), scratch_, stop_);
    });
}

/// Runs every case once or twice, cheap ones first; leaves out those for which the time will not do.
bool Session::warmUp(double allowed) {
    std::vector<MeasuredCase*> order;
    for (std::size_t i = first_; i < cases_.size(); ++i)
        order.push_back(&cases_[i]);
    std::ranges::stable_sort(order, {}, [](const MeasuredCase* c) { return c->what.flop(); });
    const double end = elapsed() + allowed;
    double rate = 0.0; // of the case before, FLOP per second and thread
    for (MeasuredCase* const c : order) {
        const double expected = rate > 0.0 ? c->what.flop() / rate : 0.0;
        c->left = c != order.front() && elapsed() + expected > end;
        if (c->left)
            continue;
        report("warm-up: " + c->what.text());
        c->estimate = productTime(c->what);
        if (c->estimate < 0.05)
            c->estimate = std::min(c->estimate, productTime(c->what));
        if (stop_.stop_requested())
            return false;
        rate = c->what.flop() / std::max(c->estimate, 1e-9);
    }
    return true;
}

void Session::sample(MeasuredCase& c) {
    const int products = std::clamp(int(shortestSample / std::max(c.estimate, 1e-8)), 1, 1000);
    const int samples = c.estimate * products < 2e-3 ? 3 : 1;
    for (int i = 0; i < samples && !stop_.stop_requested(); ++i) {
        double total = 0.0;
        for (int j = 0; j < products; ++j)
            total += productTime(c.what);
        c.samples.add(int(canary_.size()), total / products);
    }
}

/// Layers and attention, each once, for which the weights are there and the time will do.
void Session::sampleOperations(double deadline) {
    for (MeasuredOperation& o : operations_) {
        const bool present =
            std::ranges::any_of(arenas_, [&](const Arena& a) { return a.scheme() == o.what.weights; });
        if (!present || stop_.stop_requested() || elapsed() + o.estimate > deadline)
            continue;
        report(o.what.text());
        const auto once = [&] {
            return runner_->time(o.what, arena(o.what.weights), pool(o.what.threads), stop_);
        };
        if (o.estimate == 0.0) // the first run faults pages in
            o.estimate = once();
        const double time = once();
        if (!stop_.stop_requested())
            o.samples.add(int(canary_.size()), time);
    }
}

/// What the units reach on this many threads.
void Session::samplePeaks(int threads) {
    constexpr int repeats = 8; // some hundred microseconds
    for (const simd::Unit unit : {simd::Unit::f32, simd::Unit::bf16, simd::Unit::int8}) {
        const double operations = simd::multiplyInRegisters(unit);
        if (operations == 0.0)
            continue;
        const double time = timeOf([&] {
            pool(threads).run([&](int) {
                for (int i = 0; i < repeats; ++i)
                    simd::multiplyInRegisters(unit);
            });
        });
        peaks_[{unit, threads}].add(int(canary_.size()), operations * repeats * threads / time);
    }
}

/// Read bandwidth, peak rates and the cost of a dispatch, for each number of threads.
void Session::sampleLimits() {
    const auto largest =
        std::ranges::max_element(arenas_, {}, [](const Arena& a) { return a.memory().size(); });
    const std::size_t bytes = largest->memory().size() / 512 * 512;
    for (const int threads : threads_) {
        if (stop_.stop_requested())
            return;
        const double time =
            timeOf([&] { sink_ ^= readBytes(largest->memory().data(), bytes, pool(threads)); });
        reads_[threads].add(int(canary_.size()), double(bytes) / time);
        samplePeaks(threads);
        constexpr int dispatches = 64;
        const double all = timeOf([&] {
            for (int i = 0; i < dispatches; ++i)
                pool(threads).run([](int) {});
        });
        dispatches_[threads].add(int(canary_.size()), all / dispatches);
    }
}

/// All cases once, in random order, with the canary before, in the middle and after. Returns false on cancel.
bool Session::round(double deadline) {
    ThreadPool& all = pool(*std::ranges::max_element(threads_));
    double slowest = 0.0;
    const auto listen = [&] {
        slowest = std::max(slowest, timeOf([&] {
                               all.run([&](int thread) {
                                   const std::uint64_t value = simd::spinFixed();
                                   if (thread == 0)
                                       sink_ ^= value;
                               });
                           }));
    };
    std::vector<std::size_t> order(cases_.size() - first_);
    std::iota(order.begin(), order.end(), first_);
    std::ranges::shuffle(order, random_);
    listen();
    sampleLimits();
    for (std::size_t i = 0; i < order.size() && !stop_.stop_requested(); ++i) {
        MeasuredCase& c = cases_[order[i]];
        // A slow case takes part in every other round only, once it has three samples.
        const bool due = c.estimate < 0.1 || canary_.size() % 2 == 0 || c.samples.values.size() < 3;
        if (c.left || !due || (elapsed() + c.estimate > deadline && !c.samples.values.empty()))
            continue;
        report(c.what.text());
        sample(c);
        if (i == order.size() / 2)
            listen();
    }
    sampleOperations(deadline);
    listen();
    canary_.push_back(slowest);
    return !stop_.stop_requested();
}

void Session::report(const std::string& what) {
    fraction_ = std::max(fraction_, std::min(elapsed() / (1.1 * budget_), 0.99));
    if (progress_)
        progress_(fraction_, what);
}

KernelTiming Session::timing(const MeasuredCase& c, const std::vector<bool>& kept) const {
    const auto times = c.samples.kept(kept);
    KernelTiming t;
    t.kernel = c.what.shape.tokens == 1 ? matVec : matMat;
    t.weights = c.what.weights;
    t.rows = c.what.shape.rows;
    t.cols = c.what.shape.cols;
    t.tokens = c.what.shape.tokens;
    t.threads = c.what.threads;
    t.median = Seconds(median(times));
    t.p10 = Seconds(quantile(times, 0.1));
    t.p90 = Seconds(quantile(times, 0.9));
    t.samples = int(times.size());
    t.flopRate = Flop(c.what.flop()) / t.median;
    t.byteRate = Bytes(double(formatBytes(*formatOf(t.weights), t.rows, t.cols))) / t.median;
    return t;
}

OperationTiming Session::timing(const MeasuredOperation& o, const std::vector<bool>& kept) const {
    const auto times = o.samples.kept(kept);
    const LayerShape& shape = o.what.shape;
    OperationTiming t;
    t.kernel = o.what.kernel;
    t.weights = o.what.weights;
    t.cache = o.what.cache;
    t.hidden = shape.hidden;
    t.heads = shape.heads;
    t.cacheHeads = shape.cacheHeads;
    t.headSize = shape.headSize;
    t.intermediate = shape.intermediate;
    t.tokens = o.what.tokens;
    t.depth = o.what.depth;
    t.threads = o.what.threads;
    t.median = Seconds(median(times));
    t.p10 = Seconds(quantile(times, 0.1));
    t.p90 = Seconds(quantile(times, 0.9));
    t.samples = int(times.size());
    t.flopRate = Flop(o.what.flop()) / t.median;
    t.byteRate = Bytes(o.what.bytes()) / t.median;
    return t;
}

void Session::addLimits(Profile& profile, const std::vector<bool>& kept) const {
    for (const auto& [threads, samples] : reads_) {
        const auto rates = samples.kept(kept);
        profile.readBandwidth.push_back(
            {threads, BytesPerSecond(median(rates)), relativeSpread(rates), int(rates.size())});
    }
    static constexpr std::string_view names[] = {"f32", "bf16", "int8"};
    for (const auto& [key, samples] : peaks_) {
        const auto rates = samples.kept(kept);
        profile.peaks.push_back({std::string(names[std::size_t(key.first)]), key.second,
                                 FlopPerSecond(median(rates)), relativeSpread(rates), int(rates.size())});
    }
    for (const auto& [threads, samples] : dispatches_)
        profile.dispatch.push_back({threads, Seconds(median(samples.kept(kept)))});
}

void Session::addWarnings(Profile& profile) const {
    auto& warnings = profile.machine.warnings;
    const auto left = std::ranges::count_if(cases_, &MeasuredCase::left);
    if (left > 0)
        warnings.push_back(std::to_string(left) + " cases were left out: too slow for the time given");
    if (!machine_.hugePages)
        warnings.push_back(
            "huge pages were not available: bandwidth may be some 10 % lower than it could be");
    if (3.0 * limits_.lastLevelCache.si() > double(144u << 20))
        warnings.push_back("the last-level cache holds much of the weights: they were not quite cold");
}

Profile Session::results() {
    const RoundChoice choice = chooseRounds(canary_);
    Profile profile;
    profile.machine = machine_;
    std::vector<double> spreads;
    for (const auto& c : cases_)
        if (!c.samples.values.empty()) {
            profile.kernels.push_back(timing(c, choice.kept));
            spreads.push_back(profile.kernels.back().spread());
        }
    for (const auto& o : operations_)
        if (!o.samples.values.empty())
            profile.operations.push_back(timing(o, choice.kept));
    addLimits(profile, choice.kept);
    addWarnings(profile);
    profile.noise.medianSpread = median(spreads);
    profile.noise.canarySpread = relativeSpread(canary_);
    profile.noise.disturbedRounds = choice.disturbed;
    profile.noise.rounds = int(canary_.size()) - choice.disturbed;
    profile.noise.disturbed = choice.mostly;
    return profile;
}

Expected<void> Session::measure(const std::vector<std::vector<Case>>& batches) {
    const auto cancelled = failure("cancelled", "profile");
    const double share = budget_ / double(batches.size());
    for (const auto& batch : batches) {
        if (!prepareBatch(batch))
            return cancelled;
        const double begin = elapsed();
        if (!warmUp(0.4 * share))
            return cancelled;
        constexpr int leastRounds = 3;
        for (int i = 0; i < leastRounds || elapsed() < begin + share; ++i) {
            // Three rounds where the time allows; in no case more than a quarter longer than planned.
            if (elapsed() > begin + 1.25 * share && i > 0)
                break;
            if (!round(begin + share))
                return cancelled;
        }
    }
    return {};
}

Expected<Profile> Session::run() {
    machine_ = describeMachine();
    const double cache = machine_.cacheL3.si() > 0.0 ? machine_.cacheL3.si() : machine_.cacheL2.si();
    limits_ = {machine_.cores, machine_.logicalProcessors, Bytes(cache)};
    budget_ = options_.budget.si() > 0.0 ? options_.budget.si() : options_.quick ? 16.0 : 150.0;
    const auto cases = chooseCases(options_, limits_);
    if (!cases)
        return tl::make_unexpected(cases.error());
    for (const auto& c : *cases)
        if (std::ranges::find(threads_, c.threads) == threads_.end())
            threads_.push_back(c.threads);
    const auto operations = chooseOperations(options_, *cases);
    for (const auto& o : operations)
        operations_.push_back({o, 0.0, {}});
    const long switches = involuntarySwitches();
    preparePools();
    report("filling the KV cache");
    runner_ = std::make_unique<OperationRunner>(operations, options_.seed, stop_);
    if (const auto done = measure(batches(*cases, limits_)); !done)
        return tl::make_unexpected(done.error());
    Profile profile = results();
    profile.noise.involuntarySwitches = int(involuntarySwitches() - switches);
    if (progress_)
        progress_(1.0, "done");
    return profile;
}

} // namespace

Expected<Profile> run(const ProfileOptions& options, const ProfileProgress& progress, std::stop_token stop) {
    return Session(options, progress, stop).run();
}

} // namespace cellwright::kernels
