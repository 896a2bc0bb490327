// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/json.h"
#include "analytics/scenario/schema.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace cellwright {

/// Parses untrusted text within the limits of JsonLimits; never throws on bad input.
Expected<nlohmann::json> parseJson(std::string_view text, const std::string& where);

/// Reads checked values out of a parsed document, keeping the path for messages. The first failure is kept;
/// after it every further read does nothing, so callers check once at the end.
class JsonReader {
public:
    using Json = nlohmann::json;

    explicit JsonReader(std::string where)
        : where_(std::move(where)) {}

    [[nodiscard]] bool ok() const { return !error_; }
    /// The value if nothing failed, otherwise the first failure.
    template <class T>
    Expected<T> result(T value) {
        if (error_)
            return tl::make_unexpected(*error_);
        return value;
    }
    void fail(std::string what, std::string remedy);

    /// Runs f with the path extended by ".key" or "[index]".
    template <class F>
    void at(std::string_view key, F&& f) {
        const auto length = path_.size();
        path_.append(".").append(key);
        f();
        path_.resize(length);
    }
    template <class F>
    void at(std::size_t index, F&& f) {
        const auto length = path_.size();
        path_.append("[").append(std::to_string(index)).append("]");
        f();
        path_.resize(length);
    }

    /// f(member) at ".key" where the object has that key; returns whether it has.
    template <class F>
    bool member(const Json& object, std::string_view key, F&& f) {
        const auto found = object.find(key);
        if (found == object.end())
            return false;
        at(key, [&] { f(*found); });
        return true;
    }
    /// f(element, index) for each element of an array of at most `limit` elements.
    template <class F>
    void elements(const Json& array, std::size_t limit, F&& f) {
        if (!expectArray(array, limit))
            return;
        for (std::size_t i = 0; i < array.size() && ok(); ++i)
            at(i, [&] { f(array[i], i); });
    }

    bool expectObject(const Json& json);
    bool expectArray(const Json& json, std::size_t limit);

    void read(const Json& json, const FieldInfo& info, bool& out);
    void read(const Json& json, const FieldInfo& info, int& out);
    void read(const Json& json, const FieldInfo& info, double& out);
    void read(const Json& json, const FieldInfo& info, std::string& out);
    void read(const Json& json, const FieldInfo& info, Position& out);
    void read(const Json& json, const FieldInfo& info, GeoOrigin& out);
    void read(const Json& json, const FieldInfo& info, Endpoint& out);
    void read(const Json& json, const FieldInfo& info, std::vector<double>& out);
    void read(const Json& json, const FieldInfo& info, std::vector<Position>& out);
    void read(const Json& json, const FieldInfo& info, std::vector<Sector>& out);
    void read(const Json& json, const FieldInfo& info, std::vector<AddedHost>& out);
    void readText(const Json& json, std::size_t maxBytes, std::string& out);
    void readInteger(const Json& json, std::int64_t min, std::int64_t max, std::int64_t& out);

    template <class D>
    void read(const Json& json, const FieldInfo& info, Quantity<D>& out) {
        readAs(json, info, out);
    }
    template <class Reference>
    void read(const Json& json, const FieldInfo& info, Level<Reference>& out) {
        readAs(json, info, out);
    }
    void read(const Json& json, const FieldInfo& info, Degrees& out) { readAs(json, info, out); }
    /// A reference may be 0 (none); an entity's own "id" may not.
    template <class Tag>
    void read(const Json& json, const FieldInfo& info, Id<Tag>& out) {
        readInteger(json, std::string_view(info.key) == "id" ? 1 : 0, JsonLimits::maxId, out.value);
    }
    template <class E>
    requires std::is_enum_v<E>
    void read(const Json& json, const FieldInfo&, E& out) {
        std::string key;
        readText(json, JsonLimits::stringBytes, key);
        if (!ok())
            return;
        if (const auto value = parseEnum<E>(key))
            out = *value;
        else
            fail(value.error().what, value.error().remedy);
    }
    template <class T>
    void read(const Json& json, const FieldInfo& info, std::optional<T>& out) {
        if (json.is_null())
            out.reset();
        else
            read(json, info, out.emplace());
    }

    /// All fields of an entity, from an object; its "id", where it has one, must be there.
    template <class T>
    void readObject(const Json& json, T& out) {
        if (!expectObject(json))
            return;
        forEachField(out, [&](const FieldInfo& info, auto& value) {
            if (!ok())
                return;
            const bool present = member(json, info.key, [&](const Json& field) { read(field, info, value); });
            if (!present && std::string_view(info.key) == "id")
                fail("the id is missing", "give each entry a whole number as \"id\", unique in its list");
        });
    }

private:
    template <class Q>
    void readAs(const Json& json, const FieldInfo& info, Q& out) {
        double number = 0.0;
        read(json, info, number);
        if (ok())
            out = Q(number);
    }

    std::string where_;
    std::string path_ = "$";
    std::optional<Error> error_;
};

} // namespace cellwright
