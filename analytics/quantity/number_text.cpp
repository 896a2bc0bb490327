// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/quantity/text.h"

#include <array>
#include <charconv>
#include <cmath>

namespace cellwright {

std::string exactText(double value) {
    std::array<char, 40> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    return {buffer.data(), end};
}

std::string roundedText(double value, int digits) {
    if (!std::isfinite(value))
        return std::isnan(value) ? "undefined" : value > 0 ? "unbounded" : "-unbounded";
    if (value == 0.0)
        return "0";
    std::array<char, 64> buffer{};
    const double magnitude = std::abs(value);
    const bool plain = magnitude >= 1e-4 && magnitude < 1e15;
    const int decimals = std::max(0, digits - 1 - int(std::floor(std::log10(magnitude))));
    const auto end = plain ? std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                           std::chars_format::fixed, decimals)
                                 .ptr
                           : std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                           std::chars_format::scientific, digits - 1)
                                 .ptr;
    std::string text(buffer.data(), end);
    if (plain && text.find('.') != std::string::npos) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.back() == '.')
            text.pop_back();
    }
    return text;
}

Expected<double> parseNumber(std::string_view text) {
    double value = 0.0;
    const char* first = text.data();
    if (!text.empty() && text.front() == '+')
        ++first;
    const auto [end, code] = std::from_chars(first, text.data() + text.size(), value);
    if (code == std::errc::result_out_of_range)
        return failure("the number \"" + std::string(text) + "\" is too large or too small", {},
                       "use a number between 1e-300 and 1e300");
    if (code != std::errc() || end != text.data() + text.size())
        return failure("\"" + std::string(text) + "\" is not a number", {},
                       "write a number such as 2.5 or 1e6");
    if (!std::isfinite(value))
        return failure("\"" + std::string(text) + "\" is not a finite number", {}, "give a finite number");
    return value;
}

} // namespace cellwright
