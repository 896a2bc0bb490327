// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sweep/variation.h"

#include "analytics/scenario/json.h"

#include <charconv>
#include <cmath>
#include <optional>

namespace cellwright::cli {
namespace {

using Json = nlohmann::ordered_json;

std::optional<double> numberOf(std::string_view text) {
    double value = 0.0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = code == std::errc() && end == text.data() + text.size() && std::isfinite(value);
    return whole && !text.empty() ? std::optional(value) : std::nullopt;
}

/// Whole numbers stay whole, so that counts take them.
Json jsonOf(double value) {
    if (std::nearbyint(value) == value && std::abs(value) < 9e15)
        return static_cast<std::int64_t>(value);
    return value;
}

Json jsonOf(const std::string& text) {
    if (text == "true" || text == "false")
        return text == "true";
    if (text == "null")
        return nullptr;
    const auto number = numberOf(text);
    return number ? jsonOf(*number) : Json(text);
}

std::vector<std::string> parts(const std::string& text, char separator) {
    std::vector<std::string> all(1);
    for (const char c : text)
        if (c == separator)
            all.emplace_back();
        else
            all.back() += c;
    return all;
}

Expected<std::vector<Json>> steps(const std::string& range) {
    std::vector<double> numbers;
    for (const auto& part : parts(range, ':'))
        if (const auto number = numberOf(part))
            numbers.push_back(*number);
    const double step = numbers.size() == 3 ? numbers[2] : 1.0;
    if (numbers.size() != parts(range, ':').size() || numbers.size() > 3 || step <= 0.0 ||
        numbers[1] < numbers[0])
        return failure("\"" + range + "\" is not a range", "--vary",
                       "write FIRST:LAST or FIRST:LAST:STEP with numbers that rise, such as 0:32:4");
    const double count = std::floor((numbers[1] - numbers[0]) / step + 1e-9) + 1.0;
    if (count > double(mostCandidates))
        return failure("\"" + range + "\" has too many values", "--vary", "take larger steps");
    std::vector<Json> values;
    for (int i = 0; i < int(count); ++i)
        values.push_back(jsonOf(numbers[0] + step * i));
    return values;
}

/// "deployments[0].cut" as "/deployments/0/cut".
std::string pointerText(std::string path) {
    std::string pointer = "/";
    for (const char c : path)
        if (c == '.' || c == '[')
            pointer += '/';
        else if (c != ']')
            pointer += c;
    return pointer;
}

/// The object that a field belongs to has others: they tell what was meant.
Error noField(const Json& scenario, const std::string& path) {
    std::string names;
    const auto pointer = pointerText(path);
    const auto parent = pointer.substr(0, pointer.rfind('/'));
    try {
        if (const auto& there = scenario.at(Json::json_pointer(parent)); there.is_object())
            for (const auto& [key, value] : there.items())
                names += (names.empty() ? "there are " : ", ") + key;
    } catch (const Json::exception&) {
        names.clear();
    }
    return {"the scenario has no field \"" + path + "\"", "--vary",
            names.empty() ? "write a path as in the project's JSON, such as deployments[0].cut" : names};
}

} // namespace

Expected<Variation> parseVariation(const std::string& text) {
    const auto equals = text.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
        return failure("\"" + text + "\" does not say which field takes which values", "--vary",
                       "write PATH=RANGE, such as deployments[0].cut=0:32 or "
                       "deployments[0].host_weights=f16,q8_0,q4_0");
    Variation variation{text.substr(0, equals), {}};
    const auto range = text.substr(equals + 1);
    if (range.find(':') != std::string::npos) {
        auto values = steps(range);
        if (!values)
            return tl::make_unexpected(values.error());
        variation.values = std::move(*values);
        return variation;
    }
    for (const auto& value : parts(range, ','))
        variation.values.push_back(jsonOf(value));
    return variation;
}

Expected<Variations> Variations::of(const Scenario& scenario, std::vector<Variation> fields) {
    Variations all;
    all.base_ = Json::parse(toJsonText(scenario));
    double count = 1.0;
    for (const auto& field : fields) {
        try {
            all.places_.emplace_back(pointerText(field.path));
            static_cast<void>(all.base_.at(all.places_.back()));
        } catch (const Json::exception&) {
            return tl::make_unexpected(noField(all.base_, field.path));
        }
        count *= double(field.values.size());
    }
    if (count > double(mostCandidates))
        return failure("these fields have more than 10 million combinations", "--vary", "take larger steps");
    all.fields_ = std::move(fields);
    return all;
}

std::size_t Variations::count() const {
    std::size_t all = 1;
    for (const auto& field : fields_)
        all *= field.values.size();
    return all;
}

std::vector<std::size_t> Variations::choice(std::size_t candidate) const {
    std::vector<std::size_t> chosen(fields_.size());
    for (std::size_t i = fields_.size(); i-- > 0;) {
        chosen[i] = candidate % fields_[i].values.size();
        candidate /= fields_[i].values.size();
    }
    return chosen;
}

Expected<Scenario> Variations::make(std::size_t candidate) const {
    auto changed = base_;
    const auto chosen = choice(candidate);
    for (std::size_t i = 0; i < fields_.size(); ++i)
        changed[places_[i]] = fields_[i].values[chosen[i]];
    return scenarioFromJson(changed.dump(), "--vary");
}

} // namespace cellwright::cli
