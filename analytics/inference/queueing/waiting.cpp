// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/inference/queueing/waiting.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cellwright::inference {
namespace {

constexpr std::size_t mostPoints = 2048;
constexpr double tail = 1e-4; ///< left beyond the grid, where so many points reach that far
constexpr double infinity = std::numeric_limits<double>::infinity();

/// Solves the renewal equation step by step.
class Renewal {
public:
    Renewal(std::span<const QueuedKind> kinds, double rate, double load, double step)
        : kinds_(kinds)
        , rate_(rate)
        , load_(load)
        , step_(step) {
        values_.reserve(mostPoints);
        integral_.reserve(mostPoints);
        values_.push_back(1.0 - load);
        integral_.push_back(0.0);
    }
    std::vector<double> solve() {
        while (values_.size() < mostPoints && 1.0 - values_.back() > tail)
            add();
        return std::move(values_);
    }

private:
    /// λ ∫ W(t - x) P(S > x) dx = Σ λ_i (I(t) - I(t - S_i)), I the integral of W; implicit trapezoids.
    void add() {
        const double known = integral_.back() + 0.5 * step_ * values_.back();
        const double time = step_ * double(values_.size());
        double sum = 1.0 - load_;
        double implicit = rate_; // of the kinds whose service lies at least a step back
        for (const auto& kind : kinds_) {
            const double at = time - kind.service;
            if (kind.service >= step_) {
                sum += kind.rate * (known - integralAt(at));
            } else { // within this step: the value hardly changes
                sum += kind.rate * kind.service * 0.5 * values_.back();
                implicit -= kind.rate * (1.0 - kind.service / step_);
            }
        }
        const double value = sum / (1.0 - 0.5 * step_ * implicit);
        values_.push_back(std::clamp(value, values_.back(), 1.0));
        integral_.push_back(known + 0.5 * step_ * values_.back());
    }
    [[nodiscard]] double integralAt(double time) const {
        if (time <= 0.0)
            return 0.0;
        const double place = time / step_;
        const auto k = std::min(std::size_t(place), integral_.size() - 1);
        if (k + 1 >= integral_.size())
            return integral_[k];
        return integral_[k] + (place - double(k)) * (integral_[k + 1] - integral_[k]);
    }
    std::span<const QueuedKind> kinds_;
    double rate_, load_, step_;
    std::vector<double> values_, integral_;
};

/// Adds weight · P(piece <= t) to a table.
void addPiece(std::vector<double>& values, double step, const WaitingTime::Piece& piece) {
    const auto first = std::size_t(std::clamp(std::ceil(piece.from / step), 0.0, double(values.size())));
    const double width = piece.to - piece.from;
    for (std::size_t k = first; k < values.size(); ++k) {
        const double t = double(k) * step;
        values[k] += piece.weight * (t >= piece.to ? 1.0 : (t - piece.from) / width);
    }
}

} // namespace

WaitingTime WaitingTime::endless() {
    WaitingTime w;
    w.endless_ = true;
    w.mean_ = infinity;
    w.values_ = {0.0, 0.0};
    w.step_ = 1.0;
    return w;
}

WaitingTime WaitingTime::inQueue(std::span<const QueuedKind> kinds) {
    double rate = 0.0, load = 0.0, second = 0.0;
    for (const auto& kind : kinds) {
        rate += kind.rate;
        load += kind.rate * kind.service;
        second += kind.rate * kind.service * kind.service;
    }
    if (load <= 0.0)
        return {};
    if (load >= 1.0)
        return endless();
    WaitingTime w;
    w.mean_ = second / (2.0 * (1.0 - load));
    // Ten times the mean of those who wait reaches the tail of an exponential; at least 24 points for the
    // service that counts, and never so coarse that the implicit step breaks down.
    const double reach = 10.0 * w.mean_ / load, typical = second / load;
    w.step_ = std::min({std::max(reach / double(mostPoints), typical / 96.0), typical / 24.0, 0.5 / rate});
    w.values_ = Renewal(kinds, rate, load, w.step_).solve();
    w.findTail();
    return w;
}

WaitingTime WaitingTime::mixture(std::span<const Piece> pieces) {
    double longest = 0.0, mean = 0.0;
    for (const auto& piece : pieces) {
        longest = std::max(longest, piece.to);
        mean += piece.weight * 0.5 * (piece.from + piece.to);
    }
    if (!std::isfinite(longest))
        return endless();
    if (longest <= 0.0)
        return {};
    constexpr std::size_t points = 513;
    WaitingTime w;
    w.mean_ = mean;
    w.step_ = longest / double(points - 1);
    w.values_.assign(points, 0.0);
    for (const auto& piece : pieces)
        addPiece(w.values_, w.step_, piece);
    w.values_.back() = 1.0;
    return w;
}

/// The decay over the last eighth of the grid.
void WaitingTime::findTail() {
    const std::size_t n = values_.size(), back = std::max<std::size_t>(1, n / 8);
    const double left = 1.0 - values_.back(), before = 1.0 - values_[n - 1 - std::min(back, n - 1)];
    if (left > 1e-9 && before > left)
        decay_ = std::log(before / left) / (double(std::min(back, n - 1)) * step_);
}

double WaitingTime::below(double t) const {
    if (endless_)
        return 0.0;
    if (t < 0.0)
        return 0.0;
    if (values_.empty())
        return 1.0;
    const double place = t / step_;
    const auto last = values_.size() - 1;
    if (place >= double(last))
        return 1.0 - (1.0 - values_.back()) * std::exp(-decay_ * (t - double(last) * step_));
    const auto k = std::size_t(place);
    return values_[k] + (place - double(k)) * (values_[k + 1] - values_[k]);
}

double WaitingTime::longest() const {
    if (values_.empty())
        return 0.0;
    const double end = step_ * double(values_.size() - 1), left = 1.0 - values_.back();
    return left <= tail || decay_ <= 0.0 ? end : end + std::log(left / tail) / decay_;
}

/// E[W²] = ∫ 2 t P(W > t) dt.
Excess WaitingTime::moments() const {
    if (endless_)
        return {0.0, infinity, infinity};
    double second = 0.0;
    for (std::size_t k = 1; k < values_.size(); ++k)
        second += 2.0 * double(k) * (1.0 - values_[k]) * step_ * step_;
    if (decay_ > 0.0) {
        const double end = step_ * double(values_.size() - 1);
        second += 2.0 * (1.0 - values_.back()) * (end + 1.0 / decay_) / decay_;
    }
    return {none(), mean_, std::max(0.0, second - mean_ * mean_)};
}

WaitingTime WaitingTime::scaled(double factor) const {
    if (endless_)
        return *this;
    if (factor <= 0.0)
        return {};
    WaitingTime w = *this;
    w.step_ *= factor;
    w.mean_ *= factor;
    w.decay_ /= factor;
    return w;
}

// ---- sharing ----

Excess operator+(const Excess& a, const Excess& b) {
    return {a.none * b.none, a.mean + b.mean, a.variance + b.variance};
}

namespace {

double erlangCWhole(int servers, double load) {
    const double offered = load * servers;
    double blocked = 1.0; // Erlang B by recursion
    for (int n = 1; n <= servers; ++n)
        blocked = offered * blocked / (n + offered * blocked);
    return blocked / (1.0 - load + load * blocked);
}

} // namespace

double erlangC(double servers, double load) {
    if (load >= 1.0)
        return 1.0;
    const double c = std::clamp(servers, 1.0, 1000.0);
    const int low = int(std::floor(c));
    const double share = c - low;
    return (1.0 - share) * erlangCWhole(low, load) +
           (share > 0.0 ? share * erlangCWhole(low + 1, load) : 0.0);
}

Excess sharingExcess(const SharedLoad& others, double part, double time) {
    if (others.load + others.flow <= 0.0 || time <= 0.0 || part <= 0.0)
        return {};
    const double places = std::max(1.0, others.places());
    // With one place a flow is always met; with several only while all are taken.
    const double met = part * (places > 1.0 ? erlangC(places, others.load + others.flow) : 1.0);
    const double stretch = 1.0 + others.flow * std::max(met, part);
    const double load = others.load * stretch;
    if (load >= 1.0 || others.load + others.flow >= 1.0)
        return {0.0, infinity, infinity};
    Excess e;
    e.mean = time * (stretch - 1.0);
    e.none = 0.0;
    if (load <= 0.0)
        return e;
    const double taken = erlangC(places, load), free = 1.0 - load;
    e.mean += time * stretch * taken / (places * free);
    // In units of the whole station a transfer is part · time long.
    const double second = others.second * stretch * stretch;
    const double speed = second / (free * free * free), pace = 2.0 * load * free / second;
    const double amount = part * time * stretch;
    const double variance = speed * (amount - (1.0 - std::exp(-pace * amount)) / pace);
    e.variance = variance / (part * part) * (taken / load) / (places * places);
    if (others.flow <= 0.0)
        e.none = (1.0 - taken) * std::exp(-load * load * amount / second * std::min(1.0, part));
    return e;
}

// ---- points ----

namespace {

/// The normal quantiles at the middles of the slices that a distribution is cut into, and their weights.
struct Slice {
    double weight, normal;
};
constexpr Slice slices[] = {{0.15, -1.439531}, {0.15, -0.755415}, {0.15, -0.318639}, {0.15, 0.062707},
                            {0.15, 0.453762},  {0.10, 0.841621},  {0.06, 1.174987},  {0.04, 1.475791},
                            {0.03, 1.811911},  {0.015, 2.241403}, {0.005, 2.807034}};

} // namespace

std::vector<WeightedPoint> pointsOf(const Excess& excess) {
    if (!(excess.mean > 0.0))
        return {{0.0, 1.0}};
    const double some = 1.0 - excess.none;
    if (some <= 1e-9 || !(excess.variance > 0.0))
        return {{excess.mean, 1.0}};
    const double mean = excess.mean / some;
    const double variance =
        std::max((excess.variance + excess.mean * excess.mean) / some - mean * mean, 1e-6 * mean * mean);
    // Wilson and Hilferty: the cube root of a gamma variable is nearly normal.
    const double shape = std::max(mean * mean / variance, 0.3);
    const double scale = mean / shape, spread = 1.0 / (9.0 * shape);
    std::vector<WeightedPoint> points;
    if (excess.none > 0.0)
        points.push_back({0.0, excess.none});
    double sum = 0.0;
    for (const auto& slice : slices) {
        const double root = std::max(0.0, 1.0 - spread + slice.normal * std::sqrt(spread));
        points.push_back({shape * scale * root * root * root, slice.weight * some});
        sum += slice.weight * points.back().value;
    }
    const double correction = sum > 0.0 ? mean / sum : 1.0; // the points keep the mean
    for (auto& point : points)
        point.value *= correction;
    return points;
}

double arrivalVariability(double periodicShare, double sources, double load) {
    if (periodicShare <= 0.0 || sources <= 0.0)
        return 1.0;
    const double squares = periodicShare * periodicShare / sources; // Poisson arrivals are endlessly many
    const double v = 1.0 / std::max(squares, 1e-12);
    const double free = 1.0 - std::min(load, 1.0);
    const double w = 1.0 / (1.0 + 4.0 * free * free * std::max(0.0, v - 1.0));
    return w * (1.0 - periodicShare) + 1.0 - w;
}

} // namespace cellwright::inference
