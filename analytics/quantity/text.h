// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"
#include "analytics/quantity/quantity.h"

#include <span>
#include <string>
#include <string_view>

namespace cellwright {

/// One way to write a unit: the symbol and how many SI base units it is ("GHz", 1e9).
struct UnitSymbol {
    std::string_view symbol;
    double si;
};

/// The shortest text that reads back as exactly this double; never depends on the locale.
std::string exactText(double value);
/// `digits` significant digits, no trailing zeros, no exponent between 1e-4 and 1e15: for people.
std::string roundedText(double value, int digits = 4);
/// A whole, finite number in the C locale, or why not. "nan", "inf" and trailing text are refused.
Expected<double> parseNumber(std::string_view text);

/// What kind of quantity a text field holds: its units, first the SI one. Empty for a plain number.
std::span<const UnitSymbol> unitsOf(std::string_view kind);

/// Parses "2.5 GHz" against the units of a kind ("frequency"); a bare number is in SI units.
Expected<double> parseSi(std::string_view text, std::string_view kind);
/// Writes an SI value with the unit that keeps the mantissa between 1 and 1000, exactly ("2.5 GHz").
std::string exactSi(double si, std::string_view kind);
/// The same for people, rounded to `digits` significant digits.
std::string roundedSi(double si, std::string_view kind, int digits = 4);

/// The kind of each quantity type, for parseSi and the rest: quantityKind<Hertz>() == "frequency".
template <class Q>
constexpr std::string_view quantityKind() {
    // clang-format off
    if constexpr (std::same_as<Q, Metres>) return "length";
    else if constexpr (std::same_as<Q, Seconds>) return "time";
    else if constexpr (std::same_as<Q, Hertz>) return "frequency";
    else if constexpr (std::same_as<Q, Joules>) return "energy";
    else if constexpr (std::same_as<Q, Watts>) return "power";
    else if constexpr (std::same_as<Q, Bytes>) return "bytes";
    else if constexpr (std::same_as<Q, BytesPerSecond>) return "byte rate";
    else if constexpr (std::same_as<Q, Bits>) return "bits";
    else if constexpr (std::same_as<Q, BitsPerSecond>) return "bit rate";
    else if constexpr (std::same_as<Q, Flop>) return "flop";
    else if constexpr (std::same_as<Q, FlopPerSecond>) return "flop rate";
    else if constexpr (std::same_as<Q, MetresPerSecond>) return "speed";
    else if constexpr (std::same_as<Q, JoulesPerBit>) return "energy per bit";
    else if constexpr (std::same_as<Q, JoulesPerByte>) return "energy per byte";
    else if constexpr (std::same_as<Q, JoulesPerFlop>) return "energy per flop";
    else if constexpr (std::same_as<Q, Kelvin>) return "temperature";
    else if constexpr (std::same_as<Q, Decibels>) return "gain";
    else if constexpr (std::same_as<Q, DecibelMilliwatts>) return "level";
    else if constexpr (std::same_as<Q, Degrees>) return "angle";
    else return "";
    // clang-format on
}

namespace detail {
template <class Q>
double stored(const Q& q) {
    if constexpr (requires { q.si(); })
        return q.si();
    else if constexpr (requires { q.db(); })
        return q.db();
    else
        return q.degrees();
}
} // namespace detail

/// parse<Hertz>("2.5 GHz"), parse<DecibelMilliwatts>("43 dBm"), parse<Seconds>("1.2 ms").
template <class Q>
Expected<Q> parse(std::string_view text) {
    return parseSi(text, quantityKind<Q>()).map([](double value) { return Q(value); });
}
/// Text that parses back to exactly the same quantity.
template <class Q>
std::string toText(const Q& q) {
    return exactSi(detail::stored(q), quantityKind<Q>());
}
/// Text for people, rounded.
template <class Q>
std::string toDisplay(const Q& q, int digits = 4) {
    return roundedSi(detail::stored(q), quantityKind<Q>(), digits);
}

} // namespace cellwright
