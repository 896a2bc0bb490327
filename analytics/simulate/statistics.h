// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace cellwright::simulate {

/// A simulated figure with the interval that holds the true one with the confidence asked for.
struct Estimate {
    double value = 0.0, low = 0.0, high = 0.0;
    [[nodiscard]] bool holds(double truth) const { return truth >= low && truth <= high; }
};

/// Observations of a run in the order in which they were made, after a warm-up that is left out. Neighbours
/// resemble each other, so intervals come from the differences between 32 long batches (batch means: Law,
/// Simulation Modeling and Analysis, 5th ed. 2015, section 9.5.3), by Student's t.
class Observations {
public:
    void add(double value) { values_.push_back(value); }
    [[nodiscard]] std::size_t count() const { return values_.size(); }
    /// Of fewer than 64 observations the interval is from minus to plus infinity; of none everything is NaN.
    [[nodiscard]] Estimate mean(double confidence = 0.99) const;
    /// The value that a share `p` of the observations does not exceed, 0 < p < 1.
    [[nodiscard]] Estimate quantile(double p, double confidence = 0.99) const;
    /// Share of observations above a limit.
    [[nodiscard]] Estimate shareAbove(double limit, double confidence = 0.99) const;
    [[nodiscard]] const std::vector<double>& values() const { return values_; }

private:
    template <class Figure>
    [[nodiscard]] Estimate byBatches(const Figure& figure, double confidence) const;
    std::vector<double> values_;
};

/// The value that Student's t with so many degrees of freedom exceeds with probability `tail`, 0 < tail <
/// 0.5. By Hill's expansion (Comm. ACM 13 (1970) 619); within 1e-3 of the tables from 5 degrees on.
double studentQuantile(double tail, double degrees);

} // namespace cellwright::simulate
