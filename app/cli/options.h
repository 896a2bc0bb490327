// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/formats/scheme.h"
#include "analytics/quantity/quantity.h"
#include "analytics/quantity/text.h"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace cellwright::cli {

/// What a number on the command line may be, in SI units.
struct Bounds {
    double min = -std::numeric_limits<double>::max();
    double max = std::numeric_limits<double>::max();
    bool above = false; ///< more than `min`, not equal to it
};
inline constexpr Bounds anyNumber{};
inline constexpr Bounds positive{0.0, std::numeric_limits<double>::max(), true};
inline constexpr Bounds notNegative{0.0};

/// An option that takes a number with a unit of the kind ("3.5GHz") or a plain SI number.
CLI::Option* addNumber(CLI::App& command, const std::string& name, std::function<void(double)> store,
                       std::string_view kind, Bounds bounds, const std::string& help);

/// The same into a variable whose present value is the default.
template <class Q>
CLI::Option* addQuantity(CLI::App& command, const std::string& name, Q& value, Bounds bounds,
                         const std::string& help) {
    return addNumber(
               command, name, [&value](double si) { value = Q(si); }, quantityKind<Q>(), bounds, help)
        ->default_str(toText(value));
}
/// A plain number.
CLI::Option* addQuantity(CLI::App& command, const std::string& name, double& value, Bounds bounds,
                         const std::string& help);
/// The same without a default: empty unless given.
template <class Q>
CLI::Option* addQuantity(CLI::App& command, const std::string& name, std::optional<Q>& value, Bounds bounds,
                         const std::string& help) {
    return addNumber(
        command, name, [&value](double si) { value = Q(si); }, quantityKind<Q>(), bounds, help);
}

/// A whole number from `min` to `max` whose present value is the default.
CLI::Option* addCount(CLI::App& command, const std::string& name, std::int64_t& value, std::int64_t min,
                      std::int64_t max, const std::string& help);
CLI::Option* addCount(CLI::App& command, const std::string& name, int& value, int min, int max,
                      const std::string& help);

/// A quantization name ("q4_0").
CLI::Option* addScheme(CLI::App& command, const std::string& name, Scheme& scheme, const std::string& help);

/// To be called when the command line was read: refuses none and both.
void requireOneOf(const CLI::Option& one, const CLI::Option& other);

CLI::Option* addJsonFlag(CLI::App& command, bool& json);
/// -o FILE and --force.
struct OutputFile {
    std::string path;
    bool force = false;
};
CLI::Option* addOutput(CLI::App& command, OutputFile& output, const std::string& help);

} // namespace cellwright::cli
