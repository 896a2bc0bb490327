// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/words.h"

#include <algorithm>
#include <cmath>

namespace cellwright {

std::string plainName(std::string_view name) {
    std::string text;
    for (const char c : name)
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            text += c;
        else if (c >= 'A' && c <= 'Z')
            text += char(c - 'A' + 'a');
    return text;
}

std::string columnTitle(std::string_view key) {
    for (const std::string_view unit : {"_m_per_s", "_bps", "_dbm", "_deg", "_db", "_hz", "_m", "_s"})
        if (key.ends_with(unit)) {
            key.remove_suffix(unit.size());
            break;
        }
    std::string title(key);
    std::ranges::transform(title, title.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c; });
    return title;
}

std::optional<bool> truthOf(std::string_view word) {
    const auto text = plainName(word);
    for (const auto* yes : {"true", "yes", "y", "1", "x", "locked", "on"})
        if (text == yes)
            return true;
    for (const auto* no : {"false", "no", "n", "0", "", "unlocked", "off"})
        if (text == no)
            return false;
    return std::nullopt;
}

namespace detail {

Expected<double> numberWord(const std::string& text, const FieldInfo& info, std::string_view kind,
                            bool whole) {
    const auto value = parseSi(text, kind);
    if (!value || !(*value >= info.min && *value <= info.max))
        return failure("\"" + text + "\" is not from " + roundedSi(info.min, kind) + " to " +
                           roundedSi(info.max, kind),
                       {}, "give a number in SI units, or with its unit");
    if (whole && *value != std::floor(*value))
        return failure("\"" + text + "\" is not a whole number", {}, "leave the fraction out");
    return value;
}

} // namespace detail

} // namespace cellwright
