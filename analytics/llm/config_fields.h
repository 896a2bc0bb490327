// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cellwright::llm {

/// The text of a configuration as a JSON object; at most 1 MiB, nested at most 64 deep.
Expected<nlohmann::json> parseConfig(std::string_view text, std::string_view where);

/// Typed access to the fields of a configuration. The first problem is kept, later reads give harmless
/// values, so that a reader lists the fields it needs and asks for the error once. A field that is null
/// counts as absent.
class ConfigFields {
public:
    ConfigFields(const nlohmann::json& object, std::string_view where)
        : object_(object)
        , where_(where) {}

    [[nodiscard]] bool has(const char* name) const { return find(name) != nullptr; }
    /// A whole number in [low, high]; absent is an error unless a default is given.
    std::int64_t integer(const char* name, std::int64_t low, std::int64_t high);
    std::int64_t integer(const char* name, std::int64_t low, std::int64_t high, std::int64_t absent);
    std::optional<std::int64_t> optionalInteger(const char* name, std::int64_t low, std::int64_t high);
    bool boolean(const char* name, bool absent);
    std::string text(const char* name);
    std::string text(const char* name, std::string absent);
    /// A list of texts with `count` entries; empty if absent.
    std::vector<std::string> texts(const char* name, std::size_t count);

    /// Refuses the file because of a field, unless something was wrong before.
    void refuse(const char* name, std::string what, std::string remedy);
    [[nodiscard]] const std::optional<Error>& error() const { return error_; }

private:
    [[nodiscard]] const nlohmann::json* find(const char* name) const;
    std::int64_t integerIn(const nlohmann::json& value, const char* name, std::int64_t low,
                           std::int64_t high);

    const nlohmann::json& object_;
    std::string where_;
    std::optional<Error> error_;
};

/// Somebody else's text, cut short and made printable, in quotation marks.
std::string inQuotes(std::string_view text);

} // namespace cellwright::llm
