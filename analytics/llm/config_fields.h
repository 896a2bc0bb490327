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
/// counts as absent. Objects inside are read through nested(), which shares the error.
class ConfigFields {
public:
    ConfigFields(const nlohmann::json& object, std::string_view where)
        : object_(&object)
        , where_(where)
        , root_(this) {}
    ConfigFields(const ConfigFields&) = delete;
    ConfigFields& operator=(const ConfigFields&) = delete;

    [[nodiscard]] bool has(const char* name) const { return find(name) != nullptr; }
    [[nodiscard]] bool isNull(const char* name) const;   ///< present, and null
    [[nodiscard]] bool isText(const char* name) const;   ///< present, and a text
    [[nodiscard]] bool isObject(const char* name) const; ///< present, and an object
    [[nodiscard]] bool isList(const char* name) const;   ///< present, and a list
    /// The first of the names that is present, else the last.
    [[nodiscard]] const char* firstOf(std::initializer_list<const char*> names) const;

    /// A whole number in [low, high]; absent is an error unless a default is given.
    std::int64_t integer(const char* name, std::int64_t low, std::int64_t high);
    std::int64_t integer(const char* name, std::int64_t low, std::int64_t high, std::int64_t absent);
    std::optional<std::int64_t> optionalInteger(const char* name, std::int64_t low, std::int64_t high);
    /// A number in [low, high].
    std::optional<double> optionalNumber(const char* name, double low, double high);
    bool boolean(const char* name, bool absent);
    std::string text(const char* name);
    std::string text(const char* name, std::string absent);
    /// A list of texts with `count` entries; empty if absent.
    std::vector<std::string> texts(const char* name, std::size_t count);
    /// A list of at most `most` whole numbers in [low, high]; empty if absent.
    std::vector<std::int64_t> integers(const char* name, std::int64_t low, std::int64_t high,
                                       std::size_t most);
    /// The first text of a list; empty if there is none.
    [[nodiscard]] std::string firstText(const char* name) const;

    /// The fields of an object inside this one, named "text_config.hidden_size" in messages; absent counts as
    /// empty. Fields that it lacks are taken from `defaults`, which must outlive the result.
    [[nodiscard]] ConfigFields nested(const char* name);
    [[nodiscard]] ConfigFields nested(const char* name, const nlohmann::json& defaults);
    /// An object that must be there.
    [[nodiscard]] ConfigFields required(const char* name);
    /// The same fields, but those that are absent are taken from `defaults`.
    [[nodiscard]] ConfigFields completedBy(const nlohmann::json& defaults);

    /// Refuses the file because of a field, unless something was wrong before.
    void refuse(const char* name, const std::string& what, const std::string& remedy);
    [[nodiscard]] const std::optional<Error>& error() const { return root_->error_; }

private:
    ConfigFields(ConfigFields& parent, const nlohmann::json& object, std::string prefix,
                 const nlohmann::json* defaults)
        : object_(&object)
        , defaults_(defaults)
        , where_(parent.where_)
        , prefix_(std::move(prefix))
        , root_(parent.root_) {}
    [[nodiscard]] const nlohmann::json* find(const char* name) const;
    [[nodiscard]] std::string called(const char* name) const { return prefix_ + name; }
    std::int64_t integerIn(const nlohmann::json& value, const char* name, std::int64_t low,
                           std::int64_t high);

    const nlohmann::json* object_;
    const nlohmann::json* defaults_ = nullptr;
    std::string where_;
    std::string prefix_;
    ConfigFields* root_;
    std::optional<Error> error_; ///< of the root
};

/// Somebody else's text, cut short and made printable, in quotation marks.
std::string inQuotes(std::string_view text);

} // namespace cellwright::llm
