// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/statistics.h"

#include <algorithm>
#include <cmath>

namespace cellwright::kernels {

double quantile(std::vector<double> sample, double share) {
    if (sample.empty())
        return 0.0;
    std::ranges::sort(sample);
    const double at = share * double(sample.size() - 1);
    const auto low = std::size_t(std::floor(at));
    const std::size_t high = std::min(low + 1, sample.size() - 1);
    return sample[low] + (at - double(low)) * (sample[high] - sample[low]);
}

double median(std::vector<double> sample) {
    return quantile(std::move(sample), 0.5);
}

double relativeSpread(const std::vector<double>& sample) {
    const double middle = median(sample);
    return sample.size() < 2 || middle <= 0.0 ? 0.0
                                              : (quantile(sample, 0.9) - quantile(sample, 0.1)) / middle;
}

double medianError(std::vector<double> sample) {
    const auto n = double(sample.size());
    const double middle = median(sample);
    if (sample.size() < 3 || middle <= 0.0)
        return 1.0;
    std::ranges::sort(sample);
    const double reach = 0.98 * std::sqrt(n);
    const auto low = std::size_t(std::max(std::floor(n / 2.0 - reach), 0.0));
    const auto high = std::size_t(std::min(std::ceil(n / 2.0 + reach), n - 1.0));
    return (sample[high] - sample[low]) / 2.0 / middle;
}

RoundChoice chooseRounds(const std::vector<double>& canary) {
    constexpr double tolerated = 1.12;
    const double quiet = quantile(canary, 0.1) * tolerated;
    const std::size_t least = std::min(canary.size(), std::max<std::size_t>(3, canary.size() / 3));
    std::vector<double> sorted = canary;
    std::ranges::sort(sorted);
    const double limit = least == 0 ? quiet : std::max(quiet, sorted[least - 1]);
    RoundChoice choice;
    for (const double time : canary) {
        choice.kept.push_back(time <= limit);
        choice.disturbed += time > limit;
        choice.loud += time > quiet;
    }
    choice.mostly = 3 * std::size_t(choice.loud) > canary.size();
    return choice;
}

} // namespace cellwright::kernels
