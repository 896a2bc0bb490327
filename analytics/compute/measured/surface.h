// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/compute/measured/roofline_fit.h"

#include <array>
#include <vector>

namespace cellwright::compute::measured {

/// Where an operation lies among others of its kind: logarithms of its sizes.
using Place = std::array<double, 4>;
double distance(const Place& a, const Place& b);

/// A value known at some places, carried over to others: near places count more, and far from all of them it
/// tends to 0 (Shepard's weights of the distance over `reach`, with a weight for 0). At a known place it is
/// that place's own.
class NearValues {
public:
    explicit NearValues(double reach = 1.0)
        : reach_(reach) {}
    void add(const Place& place, double value) { known_.push_back({place, value}); }
    struct At {
        double value = 0.0;
        double nearest = 1e9; ///< distance to the nearest known place
        double trust = 0.0;   ///< 0: nothing known nearby, 1: known
    };
    [[nodiscard]] At at(const Place& place) const { return at(place, known_.size()); }
    /// The same as if the place with this index were not known.
    [[nodiscard]] At at(const Place& place, std::size_t without) const;
    [[nodiscard]] bool empty() const { return known_.empty(); }

private:
    struct Known {
        Place place;
        double value;
    };
    double reach_;
    std::vector<Known> known_;
};

/// One measured operation of a kind.
struct Sample {
    Place place{};
    double flop = 0.0, bytes = 0.0;
    double seconds = 0.0;
    double spread = 0.0; ///< (p90 - p10) / median
};

/// The time of an operation: roofline constants, what near measurements differ from them by, and how sure
/// that is.
struct Estimate {
    RooflineConstants constants;
    double flop = 0.0, bytes = 0.0;
    double factor = 1.0;    ///< measured over roofline nearby
    double seconds = 0.0;   ///< roofline times factor; where it was measured, the measured time
    bool measured = false;  ///< this very operation was
    double deviation = 0.3; ///< standard deviation of ln(seconds)
};

/// Times of operations of one kind, from measured ones: the smooth roofline fitted to all of them, and the
/// residuals of near ones.
class Surface {
public:
    Surface() = default;
    Surface(std::vector<Sample> samples, const RooflinePrior& prior);

    [[nodiscard]] Estimate at(const Place& place, double flop, double bytes) const;
    [[nodiscard]] const RooflineConstants& constants() const { return constants_; }
    [[nodiscard]] bool empty() const { return samples_.empty(); }
    [[nodiscard]] std::size_t size() const { return samples_.size(); }
    /// Standard deviation of ln(time) at an operation that nothing near was measured of: from leaving each
    /// sample out and predicting it from the others, shrunk to 0.15.
    [[nodiscard]] double farDeviation() const { return far_; }

private:
    void judge(const RooflinePrior& prior, const std::vector<Observation>& observations);

    std::vector<Sample> samples_;
    RooflineConstants constants_;
    NearValues residuals_;
    double far_ = 0.15;
};

} // namespace cellwright::compute::measured
