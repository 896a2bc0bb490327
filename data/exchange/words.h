// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/text.h"
#include "analytics/scenario/schema.h"

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace cellwright {

/// Small letters and digits of a name: "HOP_DELAY" and "hop delay" are the same column or property.
std::string plainName(std::string_view name);
/// The title of a field's column: "hop_delay_s" becomes "HOP_DELAY".
std::string columnTitle(std::string_view key);

/// Yes, true, on and the like; nothing for a word that is neither yes nor no.
std::optional<bool> truthOf(std::string_view word);

/// Fields by their keys.
using Words = std::vector<std::pair<std::string, std::string>>;

namespace detail {

template <class V>
struct IsOptional : std::false_type {};
template <class V>
struct IsOptional<std::optional<V>> : std::true_type {};
template <class V>
constexpr bool isNumber = !quantityKind<V>().empty();
/// One cell or property: no ids, references, places or lists.
template <class V>
constexpr bool isWord =
    std::is_arithmetic_v<V> || std::is_enum_v<V> || std::is_same_v<V, std::string> || isNumber<V>;
template <class V>
constexpr bool isWord<std::optional<V>> = isWord<V>;

template <class V>
std::string wordOf(const V& value) {
    if constexpr (IsOptional<V>::value)
        return value ? wordOf(*value) : std::string();
    else if constexpr (std::is_same_v<V, bool>)
        return value ? "TRUE" : "FALSE";
    else if constexpr (std::is_same_v<V, std::string>)
        return value;
    else if constexpr (std::is_enum_v<V>)
        return std::string(enumKey(value));
    else if constexpr (std::is_arithmetic_v<V>)
        return exactText(double(value));
    else
        return exactText(stored(value));
}

/// A number in the field's range, with a unit of the kind or without.
Expected<double> numberWord(const std::string& text, const FieldInfo& info, std::string_view kind,
                            bool whole);

template <class V>
Expected<void> readWord(const std::string& text, const FieldInfo& info, V& value) {
    const auto take = [&](const auto& number) { return number.map([&](double read) { value = V(read); }); };
    if constexpr (IsOptional<V>::value) {
        typename V::value_type inner{};
        return readWord(text, info, inner).map([&] { value = inner; });
    } else if constexpr (std::is_same_v<V, std::string>) {
        value = text;
        return {};
    } else if constexpr (std::is_same_v<V, bool>) {
        const auto truth = truthOf(text);
        if (!truth)
            return failure("\"" + text + "\" is neither yes nor no", {}, "write true or false");
        value = *truth;
        return {};
    } else if constexpr (std::is_enum_v<V>) {
        return parseEnum<V>(text).map([&](V read) { value = read; });
    } else if constexpr (std::is_arithmetic_v<V>) {
        return take(numberWord(text, info, "", std::is_integral_v<V>));
    } else {
        return take(numberWord(text, info, quantityKind<V>(), false));
    }
}

} // namespace detail

/// Calls f(info, member) for every field that is one word, but for the name.
template <class T, class F>
void forEachWord(T& object, F&& f) {
    forEachField(object, [&](const FieldInfo& info, auto& member) {
        using Value = std::remove_cvref_t<decltype(member)>;
        if constexpr (detail::isWord<Value>)
            if (std::string_view(info.key) != "name")
                f(info, member);
    });
}

/// What an entity says in words, each number exactly and in SI units: readWords() makes the same of it.
template <class T>
Words wordsOf(const T& object) {
    Words words;
    forEachWord(object, [&](const FieldInfo& info, const auto& value) {
        words.emplace_back(info.key, detail::wordOf(value));
    });
    return words;
}

/// Reads an entity's fields back: `textOf(key)` is the word of a field, empty where there is none, which
/// leaves the field as it is. Fails on the first wrong one, at `whereOf(key)`.
template <class T, class TextOf, class WhereOf>
Expected<void> readWords(T& object, TextOf&& textOf, WhereOf&& whereOf) {
    Expected<void> read;
    forEachWord(object, [&](const FieldInfo& info, auto& value) {
        const std::string text = read ? std::string(textOf(info.key)) : std::string();
        if (text.empty())
            return;
        read = detail::readWord(text, info, value);
        if (!read)
            read.error().where = whereOf(info.key);
    });
    return read;
}

} // namespace cellwright
