// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/config_fields.h"

#include "analytics/quantity/text.h"

#include <cmath>

namespace cellwright::llm {
namespace {

constexpr std::size_t maxBytes = std::size_t(1) << 20;
constexpr int maxDepth = 64;

/// How deep brackets are nested outside strings; known before the parser takes memory for it.
int nesting(std::string_view text) {
    int depth = 0;
    int deepest = 0;
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString && c == '\\')
            ++i;
        else if (c == '"')
            inString = !inString;
        else if (!inString && (c == '{' || c == '['))
            deepest = std::max(deepest, ++depth);
        else if (!inString && (c == '}' || c == ']'))
            --depth;
    }
    return deepest;
}

std::string typeOf(const nlohmann::json& value) {
    if (value.is_string())
        return "the text " + inQuotes(value.get_ref<const std::string&>());
    if (value.is_boolean())
        return value.get<bool>() ? "true" : "false";
    if (value.is_number_integer())
        return value.dump();
    if (value.is_number())
        return exactText(value.get<double>());
    return value.is_array() ? "a list" : value.is_object() ? "an object" : "null";
}

std::string range(std::int64_t low, std::int64_t high) {
    return "a whole number from " + std::to_string(low) + " to " + std::to_string(high);
}

} // namespace

std::string inQuotes(std::string_view text) {
    std::string shown = "\"";
    for (const char c : text.substr(0, 60))
        shown += c >= ' ' && c < 127 && c != '"' ? c : '?';
    return shown + (text.size() > 60 ? "…\"" : "\"");
}

Expected<nlohmann::json> parseConfig(std::string_view text, std::string_view where) {
    const std::string file(where);
    if (text.size() > maxBytes)
        return failure("the file has " + std::to_string(text.size()) + " bytes, more than any configuration",
                       file, "give a config.json of at most 1 MiB");
    if (nesting(text) > maxDepth)
        return failure("lists and objects are nested more than " + std::to_string(maxDepth) + " deep", file,
                       "give the config.json of a model repository");
    try {
        auto parsed = nlohmann::json::parse(text);
        if (!parsed.is_object())
            return failure("found " + typeOf(parsed) + " where an object should be", file,
                           "a config.json begins with {");
        return parsed;
    } catch (const nlohmann::json::parse_error& problem) {
        return failure("this is not JSON", file + ", byte " + std::to_string(problem.byte),
                       "mend the syntax there; the text must be UTF-8, NaN and Infinity are not allowed");
    } catch (const nlohmann::json::exception&) {
        return failure("a number is too large to be represented", file, "numbers must be finite");
    }
}

const nlohmann::json* ConfigFields::find(const char* name) const {
    const auto found = object_.find(name);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
}

void ConfigFields::refuse(const char* name, std::string what, std::string remedy) {
    if (!error_)
        error_ = Error{std::move(what), where_ + ", field " + name, std::move(remedy)};
}

std::int64_t ConfigFields::integerIn(const nlohmann::json& value, const char* name, std::int64_t low,
                                     std::int64_t high) {
    // Through double: every bound here is far below 2^53, and unsigned or fractional numbers need no cases of
    // their own.
    const double number = value.is_number() ? value.get<double>() : std::nan("");
    if (std::floor(number) == number && number >= double(low) && number <= double(high))
        return std::int64_t(number);
    refuse(name, std::string(name) + " is " + typeOf(value), range(low, high));
    return low;
}

std::int64_t ConfigFields::integer(const char* name, std::int64_t low, std::int64_t high) {
    if (const auto* value = find(name))
        return integerIn(*value, name, low, high);
    refuse(name, std::string(name) + " is missing", range(low, high));
    return low;
}

std::int64_t ConfigFields::integer(const char* name, std::int64_t low, std::int64_t high,
                                   std::int64_t absent) {
    return optionalInteger(name, low, high).value_or(absent);
}

std::optional<std::int64_t> ConfigFields::optionalInteger(const char* name, std::int64_t low,
                                                          std::int64_t high) {
    const auto* value = find(name);
    return value ? std::optional(integerIn(*value, name, low, high)) : std::nullopt;
}

bool ConfigFields::boolean(const char* name, bool absent) {
    const auto* value = find(name);
    if (!value)
        return absent;
    if (value->is_boolean())
        return value->get<bool>();
    refuse(name, std::string(name) + " is " + typeOf(*value), "true or false");
    return absent;
}

std::string ConfigFields::text(const char* name) {
    if (!has(name))
        refuse(name, std::string(name) + " is missing", "a text");
    return text(name, {});
}

std::string ConfigFields::text(const char* name, std::string absent) {
    const auto* value = find(name);
    if (!value)
        return absent;
    if (value->is_string())
        return value->get<std::string>();
    refuse(name, std::string(name) + " is " + typeOf(*value), "a text");
    return absent;
}

std::vector<std::string> ConfigFields::texts(const char* name, std::size_t count) {
    std::vector<std::string> all;
    const auto* value = find(name);
    if (!value)
        return all;
    const std::string remedy = "a list of " + std::to_string(count) + " texts, one per layer";
    if (!value->is_array() || value->size() != count) {
        refuse(name, std::string(name) + " is " + typeOf(*value) + " of another length", remedy);
        return all;
    }
    for (const auto& entry : *value) {
        if (!entry.is_string())
            refuse(name, std::string(name) + " holds " + typeOf(entry), remedy);
        all.push_back(entry.is_string() ? entry.get<std::string>() : std::string());
    }
    return all;
}

} // namespace cellwright::llm
