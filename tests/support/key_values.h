// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdlib>
#include <map>
#include <sstream>
#include <string>

namespace cellwright::test {

/// The inputs of a reference row, "sigma=0.3;sens=1;delta=1e-05", by name. A part without '=' becomes a key
/// with an empty value.
inline std::map<std::string, std::string> keyValues(const std::string& text) {
    std::map<std::string, std::string> values;
    std::istringstream parts(text);
    for (std::string part; std::getline(parts, part, ';');) {
        const auto equals = part.find('=');
        values[part.substr(0, equals)] =
            equals == std::string::npos ? std::string() : part.substr(equals + 1);
    }
    return values;
}

/// One of them as a number; 0 where it is absent.
inline double numberOf(const std::map<std::string, std::string>& values, const std::string& key) {
    const auto found = values.find(key);
    return found == values.end() ? 0.0 : std::strtod(found->second.c_str(), nullptr);
}

} // namespace cellwright::test
