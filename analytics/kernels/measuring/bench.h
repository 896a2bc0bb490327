// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/measuring/cases.h"
#include "analytics/kernels/measuring/subject.h"
#include "analytics/kernels/thread_pool.h"

#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace cellwright::kernels {

/// What is measured together: all providers on some schemes, whose weights are in memory at once.
struct Batch {
    std::vector<Case> cases;
    std::vector<OperationCase> operations;
};

/// Bytes over which weights rotate so that they are cold: three times the last-level cache, at least 64 MiB;
/// of caches above 32 MiB twice, of main memory a sixteenth at most.
std::size_t rotationBytes(const Limits& limits);

/// Bytes of weights that a provider needs for everything of one scheme; 0 where it has nothing to do.
std::size_t weightBytes(const Provider& provider, Scheme scheme, const Batch& all, const Limits& limits);

/// Everything by scheme, in batches whose weights fit into `mostMemory` together (one scheme in any case). An
/// operation goes with the scheme of its weights where a product has it, else with the first batch.
std::vector<Batch> batches(const Batch& all, std::span<Provider* const> providers, const Limits& limits);
/// 768 MiB, of main memory a quarter at most.
std::size_t mostMemory(const Limits& limits);

/// The weights of one batch and the subjects that run on them.
class Bench {
public:
    using Report = std::function<void(const std::string&)>;

    Bench(std::span<Provider* const> providers, const Limits& limits, std::uint64_t seed);
    ~Bench();

    /// Makes weights, subjects and inputs. `pool` gives the pool of a number of threads. Incomplete after a
    /// stop request.
    void prepare(const Batch& batch, const std::function<ThreadPool&(int)>& pool, const Report& report,
                 const std::stop_token& stop);

    [[nodiscard]] std::span<Subject> subjects() { return subjects_; }
    [[nodiscard]] Vectors& vectors() { return vectors_; }
    /// Of all weights that were made so far for this processor.
    [[nodiscard]] bool hugePages() const { return hugePages_; }
    /// The subjects, without what they ran on.
    std::vector<Subject> finish();

private:
    struct Shelf {
        const Provider* provider;
        Scheme scheme;
        std::unique_ptr<ColdWeights> weights;
    };
    void makeWeights(const Batch& batch, const Report& report, const std::stop_token& stop);
    ColdWeights* weightsFor(const Provider& provider, const OperationCase& what);
    ColdWeights* weightsOf(const Provider& provider, Scheme scheme);
    void makeInputs(const Batch& batch);

    std::span<Provider* const> providers_;
    Limits limits_;
    std::uint64_t seed_;
    bool hugePages_ = true;
    Vectors vectors_;
    std::vector<Shelf> shelves_;
    std::vector<Subject> subjects_; ///< run on what lies on the shelves: they go first
};

} // namespace cellwright::kernels
