// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/cases.h"
#include "analytics/kernels/layer/transformer_layer.h"
#include "analytics/kernels/profile.h"

#include <memory>
#include <stop_token>
#include <vector>

namespace cellwright::kernels {

/// One operation besides the products to measure: a whole layer, or its attention alone.
struct OperationCase {
    std::string_view kernel = layerKernel; ///< layerKernel or attentionKernel
    Scheme weights = Scheme::q4_0;         ///< of a layer's matrices
    Scheme cache = Scheme::f16;
    LayerShape shape;
    int tokens = 1;
    int depth = 0; ///< positions in the cache before
    int threads = 1;

    [[nodiscard]] std::string text() const; ///< "layer q4_0, 1 token at 1024, 2 threads"
    [[nodiscard]] double flop() const;
    [[nodiscard]] double bytes() const; ///< of weights and cache that it reads
    bool operator==(const OperationCase&) const = default;
};

/// The operations that the options ask for: none where they name shapes of products. Those of one layer with
/// the sizes of a model of a billion parameters, for the first of the schemes in blocks (else the first), at
/// each number of threads.
std::vector<OperationCase> chooseOperations(const ProfileOptions& options, const std::vector<Case>& cases);

/// Runs the operations of a profile, with a cache that is filled once.
class OperationRunner {
public:
    /// Leaves the cache unfinished when `stop` was requested; time() must then not be called.
    OperationRunner(const std::vector<OperationCase>& cases, std::uint64_t seed, const std::stop_token& stop);
    ~OperationRunner();

    /// Seconds that one run takes, with weights from the arena that have left the processor's caches. Keys
    /// and values, which a model's other layers would have displaced, are displaced by reading the arena.
    double time(const OperationCase& c, Arena& arena, ThreadPool& pool, const std::stop_token& stop);

private:
    KvCache& cacheFor(const OperationCase& c);

    std::vector<float> values_; ///< random
    std::vector<float> norm_, x_, out_;
    std::vector<std::unique_ptr<KvCache>> caches_;
    LayerBuffers buffers_;
};

} // namespace cellwright::kernels
