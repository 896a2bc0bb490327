// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/measured/surface.h"

#include <algorithm>
#include <cmath>

namespace cellwright::compute::measured {
namespace {

constexpr double same = 1e-9;    ///< a place this near is the place itself
constexpr double nugget = 0.02;  ///< keeps weights finite
constexpr double towards0 = 0.2; ///< weight of the value 0, as of a sample at 1.2 reaches

/// Half of what an estimate can be off by is there at half a reach already.
double growth(double distance) {
    return distance / (distance + 0.5);
}

/// A median moves by less than its samples do: a quarter of their spread, and a little that no repetition
/// within one profile shows.
double medianDeviation(double spread) {
    return std::hypot(0.02, 0.25 * std::min(spread, 1.0));
}

} // namespace

double distance(const Place& a, const Place& b) {
    double squares = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i)
        squares += (a[i] - b[i]) * (a[i] - b[i]);
    return std::sqrt(squares);
}

NearValues::At NearValues::at(const Place& place, std::size_t without) const {
    At result;
    double weights = 0.0, sum = 0.0;
    for (std::size_t i = 0; i < known_.size(); ++i) {
        if (i == without)
            continue;
        const double away = distance(place, known_[i].place) / reach_;
        if (away < result.nearest)
            result.nearest = away;
        if (away < same)
            return {known_[i].value, 0.0, 1.0};
        const double inverse = 1.0 / (away * away + nugget);
        weights += inverse * inverse;
        sum += inverse * inverse * known_[i].value;
    }
    result.value = sum / (weights + towards0);
    result.trust = weights / (weights + towards0);
    return result;
}

Surface::Surface(std::vector<Sample> samples, const RooflinePrior& prior)
    : samples_(std::move(samples)) {
    std::vector<Observation> observations;
    for (const auto& s : samples_)
        observations.push_back({s.flop, s.bytes, s.seconds, std::hypot(0.04, medianDeviation(s.spread))});
    constants_ = fitRoofline(observations, prior);
    for (const auto& s : samples_)
        residuals_.add(s.place, std::log(s.seconds / timeOf(constants_, s.flop, s.bytes)));
    judge(prior, observations);
}

void Surface::judge(const RooflinePrior& prior, const std::vector<Observation>& observations) {
    constexpr double usual = 0.15, usualCount = 3.0;
    constexpr std::size_t most = 24; // of many samples as many as tell enough
    const std::size_t stride = std::max<std::size_t>(1, samples_.size() / most);
    double squares = usualCount * usual * usual, count = usualCount;
    for (std::size_t i = 0; i < samples_.size() && samples_.size() > 1; i += stride) {
        auto others = observations;
        others.erase(others.begin() + std::ptrdiff_t(i));
        const auto constants = fitRoofline(others, prior, &constants_);
        NearValues residuals;
        for (const auto& s : samples_)
            residuals.add(s.place, std::log(s.seconds / timeOf(constants, s.flop, s.bytes)));
        const auto& s = samples_[i];
        const auto near = residuals.at(s.place, i);
        const double miss = std::log(s.seconds / timeOf(constants, s.flop, s.bytes)) - near.value;
        const double part = std::max(growth(near.nearest), 0.2);
        squares += miss * miss / (part * part);
        count += 1.0;
    }
    far_ = std::sqrt(squares / count);
}

Estimate Surface::at(const Place& place, double flop, double bytes) const {
    Estimate e;
    e.constants = constants_;
    e.flop = flop;
    e.bytes = bytes;
    const auto near = residuals_.at(place);
    e.factor = std::exp(near.value);
    e.seconds = timeOf(constants_, flop, bytes) * e.factor;
    e.deviation = std::hypot(0.02, far_ * growth(near.nearest));
    if (near.nearest < same)
        for (const auto& s : samples_)
            if (distance(s.place, place) < same) {
                e.seconds = s.seconds;
                e.measured = true;
                e.deviation = medianDeviation(s.spread);
                break;
            }
    return e;
}

} // namespace cellwright::compute::measured
