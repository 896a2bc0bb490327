// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/simulate/stations.h"

#include <deque>
#include <vector>

namespace cellwright::simulate {

/// Seconds of one iteration of a model: fixed (reading the weights) + perPromptToken · prompt tokens +
/// perSequence · decoding sequences + perCachedToken · tokens in their caches.
struct IterationCost {
    double fixed = 0.0, perPromptToken = 0.0, perSequence = 0.0, perCachedToken = 0.0;
    int weights =
        -1; ///< costs with the same number here read the same weights: fixed counts once; -1: its own
};
struct BatchingLimits {
    int sequences = 64;                         ///< admitted at once
    int promptTokens = 512;                     ///< of an iteration: longer prompts are processed in chunks
    std::int64_t cache = std::int64_t(1) << 30; ///< of the pool: a request is admitted when all of it fits
};

/// A server that batches at the level of iterations: each gives every running sequence a token and works on a
/// chunk of a waiting prompt beside (continuous batching with chunked prefill: Yu et al., OSDI 2022; Agrawal
/// et al., OSDI 2024). Prompts are admitted in order of arrival while sequences and cache allow. Several
/// models may share the server: an iteration then runs a step of each that has something to do, one after
/// another.
class BatchingServer {
public:
    struct Request {
        Job job = 0;
        int prompt = 1, output = 1;
        int model = 0;          ///< place in the costs
        std::int64_t cache = 0; ///< of the pool; 0: one for each token of prompt and output
        /// Each token after the first takes part in an iteration only once resume() says so: in split
        /// inference it is on its way meanwhile. Jobs of such requests are small numbers.
        bool stepwise = false;
    };
    struct Token {
        Job job = 0;
        bool first = false, last = false;
    };
    BatchingServer(IterationCost cost, BatchingLimits limits)
        : BatchingServer(std::vector<IterationCost>{cost}, limits) {}
    BatchingServer(std::vector<IterationCost> costs, BatchingLimits limits)
        : limits_(limits) {
        for (const auto& cost : costs)
            models_.push_back({cost});
    }

    /// Whether the pool could ever hold the request; others are to be refused.
    [[nodiscard]] bool canServe(const Request& request) const { return needs(request) <= limits_.cache; }
    /// When the iteration ends that begins now because nothing ran; nothing where one runs already.
    std::optional<double> arrive(double now, const Request& request);
    /// The next token of a stepwise request may be computed. As arrive().
    std::optional<double> resume(double now, Job job);
    /// An iteration has ended: first and last tokens are appended to `tokens` (those between are told of
    /// stepwise requests only). The end of the next iteration, if there is one.
    std::optional<double> finish(double now, std::vector<Token>& tokens);

    [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }
    [[nodiscard]] std::size_t running() const { return running_.size() + steppers_; }
    [[nodiscard]] std::int64_t cached() const { return reserved_; }
    [[nodiscard]] double busy() const { return busy_; }

private:
    struct Running {
        std::int64_t lastIteration; ///< in which its last token is made
        Request request;
        bool operator<(const Running& other) const {
            return lastIteration > other.lastIteration ||
                   (lastIteration == other.lastIteration && request.job > other.request.job);
        }
    };
    struct Stepper {
        Request request;
        int made = 0; ///< tokens
    };
    struct Model {
        IterationCost cost;
        int sequences = 0;      ///< that decode in every iteration
        std::int64_t depth = 0; ///< tokens in their caches
        int chunk = 0, steps = 0;
        std::int64_t stepDepth = 0; ///< of the iteration that runs
        [[nodiscard]] bool busy() const { return chunk > 0 || sequences > 0 || steps > 0; }
    };
    [[nodiscard]] static std::int64_t needs(const Request& request) {
        return request.cache > 0 ? request.cache : std::int64_t(request.prompt) + request.output;
    }
    std::optional<double> begin(double now);
    void admit();
    void takeChunk();
    void takeSteps();
    [[nodiscard]] double iterationTime() const;
    void endSequences(std::vector<Token>& tokens);
    void endSteps(std::vector<Token>& tokens);
    void endPrompts(std::vector<Token>& tokens);
    void startDecoding(const Request& request);

    std::vector<Model> models_;
    BatchingLimits limits_;
    std::deque<Request> waiting_; ///< not admitted
    std::deque<Request> prompts_; ///< admitted; of the first `processed_` tokens are done
    int processed_ = 0;
    int chunk_ = 0; ///< prompt tokens of the iteration that runs
    std::priority_queue<Running> running_;
    std::vector<Stepper> stepping_;    ///< by job
    std::vector<Job> ready_, current_; ///< stepwise: for the next iteration, and in the one that runs
    std::size_t steppers_ = 0;
    std::int64_t reserved_ = 0; ///< of the pool that admitted requests may come to need
    std::int64_t iteration_ = 0;
    bool active_ = false;
    double busy_ = 0.0;
};

} // namespace cellwright::simulate
