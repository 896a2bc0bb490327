// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"
#include "analytics/quantity/text.h"

#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace cellwright {

/// Checks the arguments of a formula one after the other and keeps the first that is wrong:
///     if (auto bad = Check("idle share").positive("utilisation", u).atMost("utilisation", u, 1.0).error())
///         return tl::make_unexpected(*bad);
/// NaN and infinities fail every check.
class Check {
public:
    explicit Check(std::string_view where)
        : where_(where) {}

    Check& positive(std::string_view name, double value) {
        return require(value > 0.0 && std::isfinite(value), name, value, "positive",
                       "a finite number above 0");
    }
    Check& notNegative(std::string_view name, double value) {
        return require(value >= 0.0 && std::isfinite(value), name, value, "0 or more",
                       "a finite number of at least 0");
    }
    Check& atLeast(std::string_view name, double value, double lowest) {
        const auto bound = roundedText(lowest);
        return require(value >= lowest && std::isfinite(value), name, value, "at least " + bound,
                       "a finite number of at least " + bound);
    }
    Check& atMost(std::string_view name, double value, double highest) {
        const auto bound = roundedText(highest);
        return require(value <= highest && std::isfinite(value), name, value, "at most " + bound,
                       "a finite number of at most " + bound);
    }
    /// Strictly between 0 and 1.
    Check& openShare(std::string_view name, double value) {
        return require(value > 0.0 && value < 1.0, name, value, "between 0 and 1",
                       "a number above 0 and below 1");
    }
    /// From 0 to 1.
    Check& share(std::string_view name, double value) {
        return require(value >= 0.0 && value <= 1.0, name, value, "from 0 to 1", "a number from 0 to 1");
    }
    [[nodiscard]] const std::optional<Error>& error() const { return error_; }

private:
    Check& require(bool fine, std::string_view name, double value, std::string_view rule,
                   std::string_view remedy) {
        if (!fine && !error_)
            error_ =
                Error{std::string(name) + " must be " + std::string(rule) + ", found " + foundText(value),
                      where_, "give " + std::string(remedy)};
        return *this;
    }
    static std::string foundText(double value) {
        if (std::isnan(value))
            return "not a number";
        return std::isinf(value) ? std::string(value > 0 ? "infinity" : "-infinity") : roundedText(value);
    }
    std::string where_;
    std::optional<Error> error_;
};

} // namespace cellwright
