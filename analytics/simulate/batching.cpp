// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/simulate/batching.h"

namespace cellwright::simulate {

std::optional<double> BatchingServer::arrive(double now, const Request& request) {
    waiting_.push_back(request);
    return active_ ? std::nullopt : begin(now);
}

std::optional<double> BatchingServer::resume(double now, Job job) {
    ready_.push_back(job);
    return active_ ? std::nullopt : begin(now);
}

void BatchingServer::admit() {
    while (!waiting_.empty() && int(running() + prompts_.size()) < limits_.sequences) {
        const auto& next = waiting_.front();
        if (reserved_ + needs(next) > limits_.cache)
            return;
        reserved_ += needs(next);
        prompts_.push_back(next);
        waiting_.pop_front();
    }
}

/// As many prompt tokens as an iteration may have, of the prompts in their order.
void BatchingServer::takeChunk() {
    chunk_ = 0;
    int done = processed_;
    for (const auto& prompt : prompts_) {
        const int taken = std::min(prompt.prompt - done, limits_.promptTokens - chunk_);
        models_[std::size_t(prompt.model)].chunk += taken;
        chunk_ += taken;
        done = 0;
        if (chunk_ >= limits_.promptTokens)
            return;
    }
}

void BatchingServer::takeSteps() {
    current_.swap(ready_);
    ready_.clear();
    for (const auto job : current_) {
        const auto& stepper = stepping_[std::size_t(job)];
        auto& model = models_[std::size_t(stepper.request.model)];
        ++model.steps;
        model.stepDepth += std::int64_t(stepper.request.prompt) + stepper.made - 1;
    }
}

double BatchingServer::iterationTime() const {
    double time = 0.0;
    for (std::size_t i = 0; i < models_.size(); ++i) {
        const auto& m = models_[i];
        if (!m.busy())
            continue;
        const bool read =
            std::any_of(models_.begin(), models_.begin() + std::ptrdiff_t(i), [&](const Model& other) {
                return other.busy() && m.cost.weights >= 0 && other.cost.weights == m.cost.weights;
            });
        time += (read ? 0.0 : m.cost.fixed) + m.cost.perPromptToken * m.chunk +
                m.cost.perSequence * double(m.sequences + m.steps) +
                m.cost.perCachedToken * double(m.depth + m.stepDepth);
    }
    return time;
}

std::optional<double> BatchingServer::begin(double now) {
    admit();
    active_ = !prompts_.empty() || !running_.empty() || !ready_.empty();
    if (!active_)
        return std::nullopt; // all that are admitted have their token on its way
    for (auto& model : models_) {
        model.chunk = model.steps = 0;
        model.stepDepth = 0;
    }
    takeChunk();
    takeSteps();
    const double time = iterationTime();
    busy_ += time;
    return now + time;
}

void BatchingServer::endSequences(std::vector<Token>& tokens) {
    for (auto& model : models_)
        model.depth += model.sequences;
    while (!running_.empty() && running_.top().lastIteration == iteration_) {
        const auto& done = running_.top().request;
        auto& model = models_[std::size_t(done.model)];
        tokens.push_back({done.job, false, true});
        model.depth -= std::int64_t(done.prompt) + done.output - 1;
        --model.sequences;
        reserved_ -= needs(done);
        running_.pop();
    }
}

void BatchingServer::endSteps(std::vector<Token>& tokens) {
    for (const auto job : current_) {
        auto& stepper = stepping_[std::size_t(job)];
        const bool last = ++stepper.made >= stepper.request.output;
        tokens.push_back({job, false, last});
        if (last) {
            reserved_ -= needs(stepper.request);
            --steppers_;
        }
    }
    current_.clear();
}

void BatchingServer::startDecoding(const Request& request) {
    if (request.stepwise) {
        if (stepping_.size() <= std::size_t(request.job))
            stepping_.resize(std::size_t(request.job) + 1);
        stepping_[std::size_t(request.job)] = {request, 1};
        ++steppers_;
        return;
    }
    auto& model = models_[std::size_t(request.model)];
    running_.push({iteration_ + request.output - 1, request});
    ++model.sequences;
    model.depth += request.prompt;
}

/// Prompts that the chunk completes give their first token and decode from the next iteration on.
void BatchingServer::endPrompts(std::vector<Token>& tokens) {
    processed_ += chunk_;
    while (!prompts_.empty() && processed_ >= prompts_.front().prompt) {
        const auto done = prompts_.front();
        prompts_.pop_front();
        processed_ -= done.prompt;
        tokens.push_back({done.job, true, done.output <= 1});
        if (done.output <= 1)
            reserved_ -= needs(done);
        else
            startDecoding(done);
    }
}

std::optional<double> BatchingServer::finish(double now, std::vector<Token>& tokens) {
    endSequences(tokens);
    endSteps(tokens);
    endPrompts(tokens);
    ++iteration_;
    active_ = false;
    return begin(now);
}

} // namespace cellwright::simulate
