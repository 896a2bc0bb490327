// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/simulate/stations.h"

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

// ---- sharing by weights ----

void SharedAir::advance(double now) {
    busy_ += std::min(1.0, weight_) * (now - since_);
    served_ += rate() * (now - since_);
    since_ = now;
    ++version_;
}

/// Sums of what came and went keep what was rounded: with nobody there nothing is left.
void SharedAir::settle() {
    if (ends_.empty() && holders_ == 0)
        weight_ = 0.0;
    if (ends_.empty())
        served_ = 0.0;
}

void SharedAir::arrive(double now, Job job, double amount, double weight) {
    advance(now);
    ends_.push({served_ + amount, version_, job, weight});
    weight_ += weight;
}

void SharedAir::hold(double now, double weight) {
    advance(now);
    ++holders_;
    weight_ += weight;
}

void SharedAir::release(double now, double weight) {
    advance(now);
    --holders_;
    weight_ -= weight;
    settle();
}

std::optional<double> SharedAir::next() const {
    if (ends_.empty())
        return std::nullopt;
    return since_ + std::max(0.0, ends_.top().served - served_) / rate();
}

Job SharedAir::leave(double now) {
    advance(now);
    const auto done = ends_.top();
    ends_.pop();
    served_ = done.served;
    weight_ -= done.weight;
    settle();
    return done.job;
}

} // namespace cellwright::simulate
