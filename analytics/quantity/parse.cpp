// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/quantity/scale.h"
#include "analytics/quantity/text.h"

#include <cctype>

namespace cellwright {
namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())))
        text.remove_prefix(1);
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())))
        text.remove_suffix(1);
    return text;
}

/// Length of the longest prefix that reads as a number, so that "1e3m" and "5 E" split where people expect.
std::size_t numberLength(std::string_view text) {
    std::size_t i = 0;
    const auto digits = [&] {
        const std::size_t start = i;
        while (i < text.size() && std::isdigit(static_cast<unsigned char>(text[i])))
            ++i;
        return i > start;
    };
    if (i < text.size() && (text[i] == '+' || text[i] == '-'))
        ++i;
    digits();
    if (i < text.size() && text[i] == '.') {
        ++i;
        digits();
    }
    if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
        const std::size_t mantissa = i++;
        if (i < text.size() && (text[i] == '+' || text[i] == '-'))
            ++i;
        if (!digits())
            i = mantissa;
    }
    return i;
}

std::string listed(std::span<const UnitSymbol> units) {
    std::string all;
    for (const auto& unit : units)
        all += (all.empty() ? "" : ", ") + std::string(unit.symbol);
    return all;
}

} // namespace

Expected<double> parseSi(std::string_view text, std::string_view kind) {
    const std::string_view body = trimmed(text);
    const std::size_t split = numberLength(body);
    if (split == 0)
        return failure("\"" + std::string(text) + "\" does not begin with a number", {},
                       "write a number and a unit");
    const auto value = parseNumber(body.substr(0, split));
    if (!value)
        return value;
    const std::string_view unit = trimmed(body.substr(split));
    if (unit.empty())
        return *value;
    for (const auto& known : unitsOf(kind))
        if (known.symbol == unit) {
            const double si = scaleToSi(*value, known.si);
            if (si - si != 0.0)
                return failure("\"" + std::string(text) + "\" is too large", {}, "give a finite number");
            return si;
        }
    const auto units = unitsOf(kind);
    return failure("unknown unit \"" + std::string(unit) + "\" in \"" + std::string(text) + "\"", {},
                   units.empty() ? "this is a plain number without a unit" : "use one of: " + listed(units));
}

} // namespace cellwright
