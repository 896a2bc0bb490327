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
    const auto own = object_->find(name);
    if (own != object_->end())
        return own->is_null() ? nullptr : &*own;
    if (!defaults_)
        return nullptr;
    const auto standard = defaults_->find(name);
    return standard == defaults_->end() || standard->is_null() ? nullptr : &*standard;
}

bool ConfigFields::isNull(const char* name) const {
    const auto own = object_->find(name);
    return own != object_->end() && own->is_null();
}
bool ConfigFields::isText(const char* name) const {
    const auto* value = find(name);
    return value && value->is_string();
}
bool ConfigFields::isObject(const char* name) const {
    const auto* value = find(name);
    return value && value->is_object();
}
bool ConfigFields::isList(const char* name) const {
    const auto* value = find(name);
    return value && value->is_array();
}

const char* ConfigFields::firstOf(std::initializer_list<const char*> names) const {
    for (const char* name : names)
        if (has(name))
            return name;
    return *(names.end() - 1);
}

void ConfigFields::refuse(const char* name, const std::string& what, const std::string& remedy) {
    if (!root_->error_)
        root_->error_ = Error{what, where_ + ", field " + called(name), remedy};
}

std::int64_t ConfigFields::integerIn(const nlohmann::json& value, const char* name, std::int64_t low,
                                     std::int64_t high) {
    // Through double: every bound here is far below 2^53, and unsigned or fractional numbers need no cases of
    // their own.
    const double number = value.is_number() ? value.get<double>() : std::nan("");
    if (std::floor(number) == number && number >= double(low) && number <= double(high))
        return std::int64_t(number);
    refuse(name, called(name) + " is " + typeOf(value), range(low, high));
    return low;
}

std::int64_t ConfigFields::integer(const char* name, std::int64_t low, std::int64_t high) {
    if (const auto* value = find(name))
        return integerIn(*value, name, low, high);
    refuse(name, called(name) + " is missing", range(low, high));
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

std::optional<double> ConfigFields::optionalNumber(const char* name, double low, double high) {
    const auto* value = find(name);
    if (!value)
        return std::nullopt;
    const double number = value->is_number() ? value->get<double>() : std::nan("");
    if (number >= low && number <= high)
        return number;
    refuse(name, called(name) + " is " + typeOf(*value),
           "a number from " + exactText(low) + " to " + exactText(high));
    return std::nullopt;
}

bool ConfigFields::boolean(const char* name, bool absent) {
    const auto* value = find(name);
    if (!value)
        return absent;
    if (value->is_boolean())
        return value->get<bool>();
    refuse(name, called(name) + " is " + typeOf(*value), "true or false");
    return absent;
}

std::string ConfigFields::text(const char* name) {
    if (!has(name))
        refuse(name, called(name) + " is missing", "a text");
    return text(name, {});
}

std::string ConfigFields::text(const char* name, std::string absent) {
    const auto* value = find(name);
    if (!value)
        return absent;
    if (value->is_string())
        return value->get<std::string>();
    refuse(name, called(name) + " is " + typeOf(*value), "a text");
    return absent;
}

std::vector<std::string> ConfigFields::texts(const char* name, std::size_t count) {
    std::vector<std::string> all;
    const auto* value = find(name);
    if (!value)
        return all;
    const std::string remedy = "a list of " + std::to_string(count) + " texts, one per layer";
    if (!value->is_array() || value->size() != count) {
        refuse(name, called(name) + " is " + typeOf(*value) + " of another length", remedy);
        return all;
    }
    for (const auto& entry : *value) {
        if (!entry.is_string())
            refuse(name, called(name) + " holds " + typeOf(entry), remedy);
        all.push_back(entry.is_string() ? entry.get<std::string>() : std::string());
    }
    return all;
}

std::vector<std::int64_t> ConfigFields::integers(const char* name, std::int64_t low, std::int64_t high,
                                                 std::size_t most) {
    std::vector<std::int64_t> all;
    const auto* value = find(name);
    if (!value)
        return all;
    if (!value->is_array() || value->size() > most) {
        refuse(name, called(name) + " is " + typeOf(*value) + (value->is_array() ? " that is too long" : ""),
               "a list of at most " + std::to_string(most) + " whole numbers");
        return all;
    }
    for (const auto& entry : *value)
        all.push_back(integerIn(entry, name, low, high));
    return all;
}

std::string ConfigFields::firstText(const char* name) const {
    const auto* value = find(name);
    if (!value || !value->is_array() || value->empty() || !value->front().is_string())
        return {};
    return value->front().get<std::string>();
}

ConfigFields ConfigFields::nested(const char* name) {
    static const nlohmann::json nothing = nlohmann::json::object();
    return nested(name, nothing);
}

ConfigFields ConfigFields::nested(const char* name, const nlohmann::json& defaults) {
    static const nlohmann::json empty = nlohmann::json::object();
    const auto* value = find(name);
    if (value && !value->is_object())
        refuse(name, called(name) + " is " + typeOf(*value), "an object");
    return {*this, value && value->is_object() ? *value : empty, called(name) + ".", &defaults};
}

ConfigFields ConfigFields::required(const char* name) {
    if (!has(name))
        refuse(name, called(name) + " is missing", "an object");
    return nested(name);
}

ConfigFields ConfigFields::completedBy(const nlohmann::json& defaults) {
    return {*this, *object_, prefix_, &defaults};
}

} // namespace cellwright::llm
