// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/measuring/subject.h"

#include "analytics/kernels/statistics.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <exception>
#include <limits>

namespace cellwright::kernels {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double shortestSample = 2e-4; ///< seconds; below, a sample is several runs
constexpr double longSample = 2e-3;     ///< seconds; from here on a sample is one run
constexpr double mostPerSample = 5e-3;  ///< seconds of several runs with all that is not counted

/// Weights as the scheme keeps them; of schemes that only others have, as those do.
double bytesOf(const Case& c, const Provider& provider) {
    if (const auto format = formatOf(c.weights))
        return double(formatBytes(*format, c.shape.rows, c.shape.cols));
    return double(provider.matrixBytes(c.weights, c.shape.rows, c.shape.cols));
}

} // namespace

std::vector<double> Samples::all() const {
    std::vector<double> result;
    for (const auto& entry : values_)
        result.push_back(entry.second);
    return result;
}

std::vector<double> Samples::kept(const std::vector<bool>& stretches) const {
    std::vector<double> result;
    for (const auto& [stretch, value] : values_)
        if (stretches[std::size_t(stretch)])
            result.push_back(value);
    return result.empty() ? all() : result;
}

Subject::Subject(const Case& what, const Provider& provider, std::unique_ptr<Runnable> runnable)
    : product_(what)
    , provider_(provider.info().id)
    , weightBytes_(bytesOf(what, provider))
    , runnable_(std::move(runnable)) {}

Subject::Subject(const OperationCase& what, const Provider& provider, std::unique_ptr<Runnable> runnable)
    : operation_(what)
    , provider_(provider.info().id)
    , runnable_(std::move(runnable)) {}

int Subject::threads() const {
    return product_ ? product_->threads : operation_->threads;
}

double Subject::flop() const {
    return product_ ? product_->flop() : operation_->flop();
}

std::string Subject::text() const {
    const std::string what = product_ ? product_->text() : operation_->text();
    return provider_ == ownProvider ? what : what + ", " + provider_;
}

bool Subject::sameWork(const Subject& other) const {
    return product_ == other.product_ && operation_ == other.operation_;
}

std::span<float> Subject::result(Vectors& vectors) {
    if (!product_)
        return runnable_->output();
    return std::span(vectors.y).first(std::size_t(product_->shape.rows) *
                                      std::size_t(product_->shape.tokens));
}

double Subject::runOnce(Vectors& vectors, const std::stop_token& stop) {
    runnable_->prepare();
    return runPrepared(vectors, stop);
}

double Subject::runPrepared(Vectors& vectors, const std::stop_token& stop) {
    const Activations activations{vectors.x.data(), product_ ? product_->shape.tokens : 1, vectors.y.data()};
    const auto start = Clock::now();
    runnable_->run(activations, stop);
    const double wall = std::chrono::duration<double>(Clock::now() - start).count();
    const double own = runnable_->seconds();
    return (own > 0.0 ? own : wall) / runnable_->layersPerRun();
}

double Subject::runPoisoned(Vectors& vectors, const std::stop_token& stop) {
    runnable_->prepare();
    // No kernel computes this from finite numbers.
    std::ranges::fill(result(vectors), std::numeric_limits<float>::quiet_NaN());
    const double time = runPrepared(vectors, stop);
    const auto written = result(vectors);
    const auto bad = std::ranges::count_if(written, [](float value) { return !std::isfinite(value); });
    if (bad > 0 && !stop.stop_requested())
        fault_ = "left " + std::to_string(bad) + " of " + std::to_string(written.size()) +
                 " results unwritten or not finite";
    return time;
}

void Subject::tryOut(Vectors& vectors, const std::stop_token& stop) {
    try {
        estimate_ = cost_ = runPoisoned(vectors, stop);
        if (estimate_ >= 0.05 || !fault_.empty())
            return;
        const auto start = Clock::now(); // the first run faulted pages in
        estimate_ = std::min(estimate_, runOnce(vectors, stop));
        cost_ = std::chrono::duration<double>(Clock::now() - start).count();
    } catch (const std::exception& problem) {
        fault_ = std::string("failed: ") + problem.what();
    }
}

void Subject::measure(Vectors& vectors, int stretch, const std::stop_token& stop) {
    const int runs = runsPerSample();
    std::vector<double> times;
    try {
        for (int i = 0; i < repeats(); ++i) {
            double total = 0.0;
            for (int j = 0; j < runs && !stop.stop_requested(); ++j)
                total += runOnce(vectors, stop);
            if (stop.stop_requested())
                return;
            times.push_back(total / runs);
        }
    } catch (const std::exception& problem) {
        fault_ = std::string("failed: ") + problem.what();
        return;
    }
    samples_.add(stretch, median(std::move(times)));
}

int Subject::runsPerSample() const {
    const double wanted = shortestSample / std::max(estimate_, 1e-8);
    return std::clamp(int(std::min(wanted, mostPerSample / std::max(cost_, 1e-8))), 1, 1000);
}

int Subject::repeats() const {
    return estimate_ * runsPerSample() < longSample ? 3 : 1;
}

double Subject::visit() const {
    return std::max(estimate_, cost_) * runsPerSample() * repeats();
}

template <class Timing>
bool Subject::fill(Timing& timing, const std::vector<bool>& kept) const {
    if (!fault_.empty() || samples_.size() == 0)
        return false;
    const auto times = samples_.kept(kept);
    timing.median = Seconds(median(times));
    // Of one or two quiet samples nothing can be said about the spread: then the disturbed ones tell it.
    const auto range = times.size() < 3 ? samples_.all() : times;
    timing.p10 = min(timing.median, Seconds(quantile(range, 0.1)));
    timing.p90 = max(timing.median, Seconds(quantile(range, 0.9)));
    timing.samples = int(times.size());
    timing.provider = provider_;
    timing.settled = medianError(times) <= settledError;
    timing.threads = threads();
    timing.flopRate = Flop(flop()) / timing.median;
    return timing.median.si() > 0.0;
}

std::optional<KernelTiming> Subject::kernelTiming(const std::vector<bool>& kept) const {
    KernelTiming t;
    if (!product_ || !fill(t, kept))
        return std::nullopt;
    t.kernel = product_->shape.tokens == 1 ? matVec : matMat;
    t.weights = product_->weights;
    t.rows = product_->shape.rows;
    t.cols = product_->shape.cols;
    t.tokens = product_->shape.tokens;
    t.byteRate = Bytes(weightBytes_) / t.median;
    return t;
}

std::optional<OperationTiming> Subject::operationTiming(const std::vector<bool>& kept) const {
    OperationTiming t;
    if (!operation_ || !fill(t, kept))
        return std::nullopt;
    const LayerShape& shape = operation_->shape;
    t.kernel = operation_->kernel;
    t.weights = operation_->weights;
    t.cache = operation_->cache;
    t.hidden = shape.hidden;
    t.heads = shape.heads;
    t.cacheHeads = shape.cacheHeads;
    t.headSize = shape.headSize;
    t.intermediate = shape.intermediate;
    t.gated = shape.gated;
    t.tokens = operation_->tokens;
    t.depth = operation_->depth;
    t.experts = operation_->experts;
    t.chosen = operation_->chosen;
    t.byteRate = Bytes(operation_->bytes()) / t.median;
    return t;
}

} // namespace cellwright::kernels
