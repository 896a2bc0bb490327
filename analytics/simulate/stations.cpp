// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/simulate/stations.h"

#include <algorithm>

namespace cellwright::simulate {

// ---- servers with one queue ----

void ServerPool::count(double now) {
    busy_ += double(servers_ - free_) * (now - since_);
    since_ = now;
}

std::optional<Service> ServerPool::arrive(double now, Job job, double service) {
    if (free_ == 0) {
        queue_.push({job, service});
        return std::nullopt;
    }
    count(now);
    --free_;
    return Service{job, now + service};
}

std::optional<Service> ServerPool::leave(double now) {
    if (queue_.empty()) {
        count(now);
        ++free_;
        return std::nullopt;
    }
    Service next = queue_.front();
    queue_.pop();
    next.end += now;
    return next;
}

// ---- sharing ----

double SharedLink::rate() const {
    return std::min(most_, capacity_ / double(ends_.size()));
}

void SharedLink::advance(double now) {
    if (!ends_.empty())
        served_ += rate() * (now - since_);
    since_ = now;
    ++version_;
}

void SharedLink::arrive(double now, Job job, double amount) {
    advance(now);
    ends_.push({served_ + amount, version_, job});
}

std::optional<double> SharedLink::next() const {
    if (ends_.empty())
        return std::nullopt;
    return since_ + std::max(0.0, ends_.top().served - served_) / rate();
}

Job SharedLink::leave(double now) {
    advance(now);
    served_ = ends_.top().served; // exactly, whatever was rounded on the way
    const Job job = ends_.top().job;
    ends_.pop();
    if (ends_.empty())
        served_ = 0.0; // nobody remembers: large sums lose small amounts
    return job;
}

// ---- batches ----

std::optional<double> BatchingServer::arrive(double now, const Request& request) {
    waiting_.push_back(request);
    if (active_)
        return std::nullopt;
    return begin(now);
}

void BatchingServer::admit() {
    while (!waiting_.empty() && int(running_.size() + prompts_.size()) < limits_.sequences) {
        const auto& next = waiting_.front();
        const std::int64_t needs = std::int64_t(next.prompt) + next.output;
        if (reserved_ + needs > limits_.cacheTokens)
            return;
        reserved_ += needs;
        prompts_.push_back(next);
        waiting_.pop_front();
    }
}

double BatchingServer::begin(double now) {
    active_ = true;
    admit();
    chunk_ = -processed_; // of the first prompt so much is done
    for (const auto& prompt : prompts_) {
        chunk_ += prompt.prompt;
        if (chunk_ >= limits_.promptTokens)
            break;
    }
    chunk_ = std::clamp(chunk_, 0, limits_.promptTokens);
    const double time = cost_.fixed + cost_.perPromptToken * chunk_ +
                        cost_.perSequence * double(running_.size()) + cost_.perCachedToken * double(depth_);
    busy_ += time;
    return now + time;
}

/// Prompts that the chunk completes give their first token and decode from the next iteration on.
void BatchingServer::endPrompts(std::vector<Token>& tokens) {
    processed_ += chunk_;
    while (!prompts_.empty() && processed_ >= prompts_.front().prompt) {
        const auto done = prompts_.front();
        prompts_.pop_front();
        processed_ -= done.prompt;
        tokens.push_back({done.job, true, done.output <= 1});
        if (done.output <= 1) {
            reserved_ -= std::int64_t(done.prompt) + done.output;
            continue;
        }
        running_.push({iteration_ + done.output - 1, done.job, done.prompt, done.output});
        depth_ += done.prompt;
    }
}

std::optional<double> BatchingServer::finish(double now, std::vector<Token>& tokens) {
    depth_ += std::int64_t(running_.size());
    while (!running_.empty() && running_.top().lastIteration == iteration_) {
        const auto& done = running_.top();
        tokens.push_back({done.job, false, true});
        depth_ -= std::int64_t(done.prompt) + done.output - 1;
        reserved_ -= std::int64_t(done.prompt) + done.output;
        running_.pop();
    }
    endPrompts(tokens);
    ++iteration_;
    active_ = false;
    if (waiting_.empty() && prompts_.empty() && running_.empty())
        return std::nullopt;
    return begin(now);
}

} // namespace cellwright::simulate
