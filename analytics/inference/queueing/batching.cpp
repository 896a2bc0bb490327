// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/inference/queueing/batching.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace cellwright::inference {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Normal quantiles at 0.5 %, 5 %, 15 % … 95 %, 99.5 %, between which a piece of the weight lies.
constexpr std::array<double, 12> normals = {-2.575829, -1.644854, -1.036433, -0.674490, -0.385320, -0.125661,
                                            0.125661,  0.385320,  0.674490,  1.036433,  1.644854,  2.575829};
constexpr std::array<double, 11> normalWeights = {0.05, 0.10, 0.10, 0.10, 0.10, 0.10,
                                                  0.10, 0.10, 0.10, 0.10, 0.05};
/// The same of an exponential distribution of mean 1.
constexpr std::array<double, 9> exponentials = {0.0,      0.223144, 0.510826, 0.916291, 1.609438,
                                                2.302585, 2.995732, 4.605170, 6.907755};
constexpr std::array<double, 8> exponentialWeights = {0.2, 0.2, 0.2, 0.2, 0.1, 0.05, 0.04, 0.01};

} // namespace

BatchQueue::BatchQueue(std::vector<BatchedKind> kinds, int sequences, int promptChunk)
    : kinds_(std::move(kinds))
    , sequences_(std::max(1, sequences))
    , chunk_(std::max(1, promptChunk)) {
    average();
    solve();
}

void BatchQueue::average() {
    double tokens = 0.0;
    for (const auto& kind : kinds_) {
        rate_ += kind.rate;
        const double own = kind.rate * std::max(1, kind.output - 1);
        tokens += own;
        sequenceTime_ += own * kind.perSequence;
        promptWork_ += kind.rate * kind.prompt * kind.perPromptToken;
        away_ += own * kind.away;
        if (models_.size() <= std::size_t(kind.model))
            models_.resize(std::size_t(kind.model) + 1);
        auto& model = models_[std::size_t(kind.model)];
        model.first += kind.rate;
        model.second = kind.fixed;
    }
    if (rate_ <= 0.0)
        return;
    sequenceTime_ /= tokens;
    away_ /= tokens;
    promptWork_ /= rate_;
    for (auto& model : models_)
        model.first /= rate_;
}

/// Of the models that so many sequences use at least one of.
double BatchQueue::fixedTime(double sequences) const {
    if (models_.size() == 1)
        return models_.front().second;
    double time = 0.0;
    for (const auto& [share, fixed] : models_)
        time += fixed * (1.0 - std::pow(1.0 - std::min(1.0, share), std::max(1.0, sequences)));
    return time;
}

double BatchQueue::iteration(double sequences) const {
    return fixedTime(sequences) + sequences * sequenceTime_;
}

double BatchQueue::prompt(const BatchedKind& kind, double others) const {
    const double chunks = std::ceil(double(kind.prompt) / chunk_);
    const double fixed = others > 0.0 ? std::max(kind.fixed, fixedTime(1.0 + others)) : kind.fixed;
    return chunks * (fixed + others * sequenceTime_) + kind.prompt * kind.perPromptToken;
}

double BatchQueue::meanPrompt(double others) const {
    double sum = 0.0;
    for (const auto& kind : kinds_)
        sum += kind.rate * prompt(kind, others);
    return sum / rate_;
}

/// A later token with `sequences` requests in the batch, this one included.
BatchQueue::Step BatchQueue::step(const BatchedKind& kind, double sequences) const {
    const double others = sequences - 1.0;
    Step s{iteration(1.0), 1.0, 1.0, 0.0};
    for (int round = 0; round < 8; ++round) {
        const double there = s.time / (away_ + s.time); // of the others, at any time
        s.inIteration = 1.0 + others * there;
        s.fixed = others > 0.0 ? std::max(kind.fixed, fixedTime(s.inIteration)) : kind.fixed;
        const double run = s.fixed + kind.perSequence + (s.inIteration - 1.0) * sequenceTime_;
        const double joins = kind.away > 0.0 ? 0.5 * std::min(1.0, others * there) : 0.0;
        const double mean = meanPrompt(others) + run * (1.0 + joins) * std::max(1.0, double(kind.output - 1));
        const double prompts = std::min(0.9, others * promptWork_ / std::max(mean, 1e-12));
        s.stretch = (1.0 + joins) / (1.0 - prompts);
        s.time = run * s.stretch;
    }
    return s;
}

double BatchQueue::stay(const BatchedKind& kind, double sequences) const {
    return prompt(kind, sequences - 1.0) + double(kind.output - 1) * (kind.away + step(kind, sequences).time);
}

double BatchQueue::meanStay(double sequences) const {
    double sum = 0.0;
    for (const auto& kind : kinds_)
        sum += kind.rate * stay(kind, sequences);
    return sum / rate_;
}

double BatchQueue::fullShare(std::size_t kind) const {
    return stay(kinds_[kind], double(sequences_)) / double(sequences_);
}

void BatchQueue::solve() {
    if (rate_ <= 0.0) {
        chances_ = {1.0};
        return;
    }
    load_ = rate_ * meanStay(double(sequences_)) / double(sequences_);
    if (load_ >= 1.0) {
        mean_ = double(sequences_);
        full_ = 1.0;
        return;
    }
    double chance = 1.0, sum = 1.0;
    chances_ = {1.0};
    double ratio = 0.0;
    for (int n = 1; n <= sequences_; ++n) {
        ratio = rate_ * meanStay(double(n)) / double(n);
        chance *= ratio;
        if (n < sequences_)
            chances_.push_back(chance);
        sum += chance;
        if (chance < 1e-12 * sum && ratio < 1.0)
            break;
    }
    const bool reached = int(chances_.size()) == sequences_;
    const double waiting = reached ? chance / (1.0 - load_) : 0.0; // n at and above the limit
    sum += reached ? waiting - chance : 0.0;
    full_ = waiting / sum;
    double square = 0.0;
    for (std::size_t n = 0; n < chances_.size(); ++n) {
        chances_[n] /= sum;
        mean_ += double(n) * chances_[n];
        square += double(n) * double(n) * chances_[n];
    }
    const double most = double(sequences_ - 1); // others in the batch, once there is a place
    mean_ += most * full_;
    square += most * most * full_;
    variance_ = std::max(0.0, square - mean_ * mean_);
    double second = 0.0;
    for (const auto& kind : kinds_)
        second += kind.rate / rate_ * std::pow(stay(kind, double(sequences_)), 2.0);
    const double mean = meanStay(double(sequences_));
    admission_ = mean / double(sequences_) / (1.0 - load_) * 0.5 * (second / (mean * mean));
}

BatchQueue::Times BatchQueue::times(std::size_t index) const {
    const auto& kind = kinds_[index];
    const double others = std::min(mean_, double(sequences_ - 1));
    const auto run = step(kind, 1.0 + others);
    Times t{infinity,  prompt(kind, others), run.time,     run.inIteration, run.stretch,
            run.fixed, kind.perSequence,     sequenceTime_};
    if (!isEndless())
        t.wait = std::max(0.0, firstExcess(index).mean() - (t.prefill - promptAlone(index)));
    return t;
}

WaitingTime BatchQueue::oneAtATime() const {
    std::vector<QueuedKind> queued;
    for (const auto& kind : kinds_)
        queued.push_back({kind.rate, stay(kind, 1.0)});
    return WaitingTime::inQueue(queued);
}

/// Those who wait for a place, and what comes `after`.
void BatchQueue::addAdmission(std::vector<WaitingTime::Piece>& pieces, double after) const {
    if (full_ <= 1e-9)
        return;
    for (std::size_t i = 0; i < exponentialWeights.size(); ++i)
        pieces.push_back({after + admission_ * exponentials[i], after + admission_ * exponentials[i + 1],
                          full_ * exponentialWeights[i]});
}

WaitingTime BatchQueue::firstExcess(std::size_t index) const {
    if (isEndless())
        return WaitingTime::endless();
    if (sequences_ == 1)
        return oneAtATime();
    const auto& kind = kinds_[index];
    const double alone = promptAlone(index);
    std::vector<WaitingTime::Piece> pieces;
    for (std::size_t n = 0; n < chances_.size(); ++n) {
        if (chances_[n] < 1e-7)
            continue;
        const double others = double(n);
        const double from = prompt(kind, others) - alone;
        if (n == 0) {
            pieces.push_back({from, from, chances_[n]});
            continue;
        }
        const double ahead = meanPrompt(others);
        const double busy = std::min(0.95, others * ahead / meanStay(others));
        const double queue = ahead / std::max(0.05, 1.0 - std::min(0.95, rate_ * ahead));
        const double running = iteration(step(kind, others).inIteration);
        const double idle = kind.away > 0.0 ? std::max(0.0, 1.0 - others * running / (away_ + running)) : 0.0;
        pieces.push_back({from, from + queue, chances_[n] * busy});
        pieces.push_back({from, from + running, chances_[n] * (1.0 - busy) * (1.0 - idle)});
        if (idle > 0.0)
            pieces.push_back({from, from, chances_[n] * (1.0 - busy) * idle});
    }
    addAdmission(pieces, prompt(kind, double(sequences_ - 1)) - alone);
    return WaitingTime::mixture(pieces);
}

WaitingTime BatchQueue::lastExcess(std::size_t index) const {
    if (isEndless())
        return WaitingTime::endless();
    if (sequences_ == 1)
        return oneAtATime();
    const auto& kind = kinds_[index];
    const double alone = requestAlone(index);
    const double spread = std::sqrt(2.0 / 3.0 * variance_);
    const double joining = 0.5 * iteration(1.0 + mean_) * (1.0 - chances_.front());
    const auto excess = [&](double normal) {
        const double others = std::clamp(mean_ + spread * normal, 0.0, double(sequences_ - 1));
        return stay(kind, 1.0 + others) - alone + joining;
    };
    std::vector<WaitingTime::Piece> pieces;
    for (std::size_t i = 0; i < normalWeights.size(); ++i)
        pieces.push_back({excess(normals[i]), excess(normals[i + 1]), (1.0 - full_) * normalWeights[i]});
    addAdmission(pieces, excess(1.0));
    return WaitingTime::mixture(pieces);
}

} // namespace cellwright::inference
