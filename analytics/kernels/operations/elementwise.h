// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/formats/format.h"
#include "analytics/kernels/layer/experts.h"
#include "analytics/kernels/memory.h"
#include "analytics/kernels/operations/operation_case.h"
#include "analytics/kernels/thread_pool.h"

#include <cstdint>
#include <map>
#include <random>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

namespace cellwright::kernels {

/// Lengthens to `size` values of a normal distribution, of which a prime number are drawn and then repeat, so
/// that rows differ and millions take no time.
void growRandom(std::vector<float>& values, std::size_t size, std::mt19937_64& random);

/// Whether Elementwise runs it: every operation but layer, attention and graph.
bool isElementwise(std::string_view kernel);

/// Runs the operations of our kernels that neither multiply matrices nor attend, on random numbers. One token
/// is done by the calling thread, as in a layer: that is sooner than waking the others.
class Elementwise {
public:
    explicit Elementwise(std::uint64_t seed);

    /// Makes the memory that the operation needs; to be called before its first run.
    void include(const OperationCase& c);
    /// Puts back what an operation in place has changed.
    void prepare(const OperationCase& c);
    bool run(const OperationCase& c, ThreadPool& pool, const std::stop_token& stop);
    /// The result; empty for operations in place (rope, softmax, gather) and for quantize, which writes
    /// bytes.
    std::span<float> output(const OperationCase& c);

private:
    using TableKey = std::pair<Format, int>;
    void includeTable(Format format, int cols);
    void lookUpNext(const OperationCase& c);
    void passThroughExperts(const OperationCase& c);
    void runToken(const OperationCase& c, int token);
    void forTokens(const OperationCase& c, ThreadPool& pool, const std::stop_token& stop);

    std::mt19937_64 random_;
    std::vector<float> in_, other_, out_; ///< as many numbers as the largest operation passes over
    std::vector<float> ones_;             ///< weights of a norm
    std::vector<std::byte> packed_;       ///< hidden states at a cut
    std::pair<Format, std::size_t> packedAs_{Format::f32, 0}; ///< format and numbers of what lies there
    std::map<TableKey, Buffer> tables_;                       ///< embeddings, larger than caches
    std::vector<int> tokens_;
};

} // namespace cellwright::kernels
