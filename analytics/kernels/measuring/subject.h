// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/measuring/cases.h"
#include "analytics/kernels/profile.h"
#include "analytics/kernels/providers/provider.h"

#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace cellwright::kernels {

/// Values with the stretch of measuring, between two canaries, in which they were taken.
class Samples {
public:
    void add(int stretch, double value) { values_.emplace_back(stretch, value); }
    [[nodiscard]] std::size_t size() const { return values_.size(); }
    [[nodiscard]] std::vector<double> all() const;
    /// Those of stretches that were kept; all where none was: better than nothing, and its noise is shown.
    [[nodiscard]] std::vector<double> kept(const std::vector<bool>& stretches) const;

private:
    std::vector<std::pair<int, double>> values_;
};

/// Memory for the inputs and results of products.
struct Vectors {
    std::vector<float> x, y;
};

/// A product or an operation by one provider, with what was measured of it.
class Subject {
public:
    Subject(const Case& what, const Provider& provider, std::unique_ptr<Runnable> runnable);
    Subject(const OperationCase& what, const Provider& provider, std::unique_ptr<Runnable> runnable);

    [[nodiscard]] bool isProduct() const { return product_.has_value(); }
    [[nodiscard]] const std::string& provider() const { return provider_; }
    [[nodiscard]] int threads() const;
    [[nodiscard]] double flop() const;
    [[nodiscard]] std::string text() const; ///< "q8_0 4096 x 4096 x 512, 2 threads, ggml"
    /// The same work as another subject, which another provider does.
    [[nodiscard]] bool sameWork(const Subject& other) const;

    /// Runs it with a poisoned result, then once more where that is quick, for the estimate. Notes a fault
    /// where the result was left unwritten or is not finite, and where the provider throws.
    void tryOut(Vectors& vectors, const std::stop_token& stop);
    /// Adds one sample: the median of three runs (or bundles of runs, of short ones), or one of a long run.
    void measure(Vectors& vectors, int stretch, const std::stop_token& stop);

    [[nodiscard]] double estimate() const { return estimate_; } ///< seconds of one run, from tryOut()
    [[nodiscard]] double visit() const;                         ///< seconds of measure(), about
    [[nodiscard]] const Samples& samples() const { return samples_; }
    [[nodiscard]] const std::string& fault() const { return fault_; }
    [[nodiscard]] bool usable() const { return fault_.empty() && !left_ && runnable_; }
    [[nodiscard]] bool left() const { return left_; }
    void leaveOut() { left_ = true; } ///< too slow for the time there is
    void release() { runnable_.reset(); }

    [[nodiscard]] std::optional<KernelTiming> kernelTiming(const std::vector<bool>& kept) const;
    [[nodiscard]] std::optional<OperationTiming> operationTiming(const std::vector<bool>& kept) const;

private:
    double runOnce(Vectors& vectors, const std::stop_token& stop);
    double runPrepared(Vectors& vectors, const std::stop_token& stop);
    [[nodiscard]] int runsPerSample() const;
    [[nodiscard]] int repeats() const;
    double runPoisoned(Vectors& vectors, const std::stop_token& stop);
    std::span<float> result(Vectors& vectors);
    template <class Timing>
    bool fill(Timing& timing, const std::vector<bool>& kept) const;

    std::optional<Case> product_;
    std::optional<OperationCase> operation_;
    std::string provider_;
    double weightBytes_ = 0.0; ///< of a product
    std::unique_ptr<Runnable> runnable_;
    double estimate_ = 0.0;
    double cost_ = 0.0; ///< seconds of one run with all that no clock counts
    bool left_ = false;
    std::string fault_;
    Samples samples_;
};

} // namespace cellwright::kernels
