// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/entity_lists.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace cellwright {

/// JSON with the keys in the order of the schema, so that texts are easy to read and to compare.
using OutputJson = nlohmann::ordered_json;

template <class T>
OutputJson toJson(const T& value);
template <class T>
OutputJson toJson(const std::optional<T>& value);
template <class T>
OutputJson toJson(const std::vector<T>& values);
template <class T>
OutputJson objectToJson(const T& object) {
    auto json = OutputJson::object();
    forEachField(object, [&](const FieldInfo& info, const auto& value) { json[info.key] = toJson(value); });
    return json;
}

inline OutputJson toJson(const Position& p) {
    return OutputJson::array({p.x.si(), p.y.si()});
}
inline OutputJson toJson(const GeoOrigin& o) {
    return {{"latitude", o.latitude}, {"longitude", o.longitude}};
}
inline OutputJson toJson(const Degrees& angle) {
    return angle.degrees();
}
inline OutputJson toJson(const Endpoint& end) {
    auto json = OutputJson::object();
    if (end.site)
        json["site"] = end.site.value;
    if (end.host)
        json["host"] = end.host.value;
    return json;
}
template <class Tag>
OutputJson toJson(const Id<Tag>& id) {
    return id.value;
}
template <class D>
OutputJson toJson(const Quantity<D>& quantity) {
    return quantity.si();
}
template <class Reference>
OutputJson toJson(const Level<Reference>& level) {
    return level.db();
}
template <class T>
OutputJson toJson(const std::optional<T>& value) {
    return value ? toJson(*value) : OutputJson();
}
template <class T>
OutputJson toJson(const std::vector<T>& values) {
    auto json = OutputJson::array();
    for (const auto& value : values)
        json.push_back(toJson(value));
    return json;
}
/// The rest: numbers, texts and flags as themselves, enumerations as their key, entities as objects.
template <class T>
OutputJson toJson(const T& value) {
    if constexpr (std::is_enum_v<T>)
        return std::string(enumKey(value));
    else if constexpr (requires { Schema<T>::fields; })
        return objectToJson(value);
    else
        return value;
}
OutputJson toJson(const Scenario& scenario);
OutputJson toJson(const Project::Attachment& attachment);

/// Text with every double in the shortest form that reads back the same; bytes that are not UTF-8 are
/// replaced.
inline std::string dump(const OutputJson& json, int indent = -1) {
    return json.dump(indent, ' ', false, OutputJson::error_handler_t::replace);
}

} // namespace cellwright
