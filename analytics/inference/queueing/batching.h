// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/inference/queueing/waiting.h"

#include <string>
#include <vector>

namespace cellwright::inference {

/// Requests of one kind at a server that batches by iterations. An iteration takes fixed + perPromptToken ·
/// prompt tokens + perSequence · sequences, the fixed part of each model that has something to do.
struct BatchedKind {
    double rate = 0.0; ///< per second, Poisson
    int prompt = 1, output = 1;
    int model = 0; ///< kinds of the same model share its fixed part
    double fixed = 0.0, perPromptToken = 0.0;
    double perSequence = 0.0; ///< with its cache, at the mean context
    double away = 0.0;        ///< seconds that each later token is elsewhere (split inference)
};

/// Continuous batching with chunked prefill as a birth-and-death process: with n requests in the batch each
/// would need T(n) if n stayed as it is, so that requests leave at the rate n / T(n); at most `sequences` are
/// in the batch and the others wait in order of arrival. In a batch all are served alike, which is
/// processor sharing with a speed that depends on n: its stationary distribution needs nothing of the sizes
/// but their mean (Cohen, Acta Inform. 12 (1979) 245). Arrivals see that distribution (Poisson).
///   First token: wait for a place (exponential, as in M/M/c, times (1 + c²)/2 of Allen and Cunneen), for the
///   iteration that runs or the prompts ahead, then the prompt beside n sequences.
///   Last token: T(1 + M), M being the mean number of others over the request's stay: of equal stays each
///   other overlaps an evenly spread part, so that M has the mean of n and two thirds of its variance.
/// Valid where stays are long against iterations. One sequence at a time is the M/G/1 queue, exactly.
class BatchQueue {
public:
    BatchQueue(std::vector<BatchedKind> kinds, int sequences, int promptChunk);

    /// Offered work over what a full batch can do; from 1 on there is no steady state.
    [[nodiscard]] double load() const { return load_; }
    [[nodiscard]] double meanSequences() const { return mean_; } ///< others that an arriving request meets
    [[nodiscard]] bool isEndless() const { return load_ >= 1.0; }

    [[nodiscard]] double rate(std::size_t kind) const { return kinds_[kind].rate; }
    [[nodiscard]] double away(std::size_t kind) const { return kinds_[kind].away; }

    /// Means for one kind, as the phases of a request need them.
    struct Times {
        double wait = 0.0;        ///< until the prompt is begun
        double prefill = 0.0;     ///< beside the others
        double step = 0.0;        ///< of a later token, on the server
        double inIteration = 1.0; ///< sequences that decode in an iteration with it, itself included
        double stretch = 1.0;     ///< by which prompts of others, and waiting for iterations, stretch a step
        double fixed = 0.0; ///< of an iteration; step = stretch · (fixed + own + (inIteration - 1) · others)
        double own = 0.0, others = 0.0; ///< of this sequence, and of each other one
    };
    [[nodiscard]] Times times(std::size_t kind) const;
    /// From arrival to the first token, less the prompt alone.
    [[nodiscard]] WaitingTime firstExcess(std::size_t kind) const;
    /// From arrival to the last token, less the request alone.
    [[nodiscard]] WaitingTime lastExcess(std::size_t kind) const;
    /// A prompt with nothing beside it, and a whole request.
    [[nodiscard]] double promptAlone(std::size_t kind) const { return prompt(kinds_[kind], 0.0); }
    [[nodiscard]] double requestAlone(std::size_t kind) const { return stay(kinds_[kind], 1.0); }
    /// Processor time of a request when the batch is full: load() is the sum of rate · share.
    [[nodiscard]] double fullShare(std::size_t kind) const;

private:
    struct Step {
        double time = 0.0, inIteration = 1.0, stretch = 1.0, fixed = 0.0;
    };
    void average();
    void solve();
    [[nodiscard]] double fixedTime(double sequences) const;
    [[nodiscard]] double iteration(double sequences) const;
    [[nodiscard]] double prompt(const BatchedKind& kind, double others) const;
    [[nodiscard]] Step step(const BatchedKind& kind, double sequences) const;
    [[nodiscard]] double stay(const BatchedKind& kind, double sequences) const;
    [[nodiscard]] double meanStay(double sequences) const;
    [[nodiscard]] double meanPrompt(double others) const;
    void addAdmission(std::vector<WaitingTime::Piece>& pieces, double after) const;
    [[nodiscard]] WaitingTime oneAtATime() const;

    std::vector<BatchedKind> kinds_;
    int sequences_, chunk_;
    double rate_ = 0.0, promptWork_ = 0.0, sequenceTime_ = 0.0, away_ = 0.0;
    std::vector<std::pair<double, double>> models_; ///< share of the requests, and fixed time
    std::vector<double> chances_;                   ///< of n in the batch, n below the limit
    double full_ = 0.0;                             ///< chance that an arrival has to wait for a place
    double admission_ = 0.0;                        ///< mean wait of those
    double load_ = 0.0, mean_ = 0.0, variance_ = 0.0;
};

} // namespace cellwright::inference
