// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/scenario/json_reader.h"

#include "analytics/quantity/text.h"

#include <cmath>
#include <unordered_set>

namespace cellwright {
namespace {

using Json = nlohmann::json;

/// Finds out where and why a text does not parse; the parser itself runs without exceptions.
struct ParseDiagnosis : nlohmann::json_sax<Json> {
    std::size_t position = 0;
    std::string reason = "it is not JSON";

    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t&) override { return true; }
    bool string(string_t&) override { return true; }
    bool binary(binary_t&) override { return true; }
    bool start_object(std::size_t) override { return true; }
    bool key(string_t&) override { return true; }
    bool end_object() override { return true; }
    bool start_array(std::size_t) override { return true; }
    bool end_array() override { return true; }
    bool parse_error(std::size_t at, const std::string& token,
                     const nlohmann::detail::exception& error) override {
        position = at;
        const bool overflow =
            std::string_view(error.what()).find("number overflow") != std::string_view::npos;
        const bool utf8 = std::string_view(error.what()).find("UTF-8") != std::string_view::npos;
        reason = overflow ? "the number " + token.substr(0, 40) + " is too large"
                 : utf8   ? "the text is not valid UTF-8"
                          : "the JSON breaks off or is malformed";
        return false;
    }
};

std::string lineAndColumn(std::string_view text, std::size_t position) {
    std::size_t line = 1, column = 1;
    for (const char c : text.substr(0, position > 0 ? position - 1 : 0)) {
        column = c == '\n' ? 1 : column + 1;
        line += c == '\n' ? 1 : 0;
    }
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

tl::unexpected<Error> syntaxFailure(std::string_view text, const std::string& where) {
    ParseDiagnosis diagnosis;
    Json::sax_parse(text, &diagnosis);
    return failure(diagnosis.reason + " at " + lineAndColumn(text, diagnosis.position), where,
                   "give a whole JSON document (RFC 8259) in UTF-8");
}

/// Depth and number of values, by looking at the brackets and commas outside of strings.
class Size {
public:
    void count(char c) {
        if (quoted_)
            countQuoted(c);
        else if (c == '"')
            quoted_ = true;
        else if (c == '[' || c == '{')
            deepest = std::max(deepest, ++depth_), ++values;
        else if (c == ']' || c == '}')
            --depth_;
        else if (c == ',')
            ++values;
    }
    int deepest = 0;
    std::size_t values = 0;

private:
    void countQuoted(char c) {
        quoted_ = escaped_ || c != '"';
        escaped_ = c == '\\' && !escaped_;
    }
    int depth_ = 0;
    bool quoted_ = false, escaped_ = false;
};

std::string typeOf(const Json& json) {
    return json.is_number()    ? "a number"
           : json.is_string()  ? "a text"
           : json.is_boolean() ? "true or false"
           : json.is_array()   ? "a list"
           : json.is_object()  ? "an object"
                               : "nothing (null)";
}

std::string rangeText(double min, double max) {
    if (std::isinf(min) && std::isinf(max))
        return "a finite number";
    if (std::isinf(max))
        return "a number not below " + exactText(min);
    return "a number from " + exactText(min) + " to " + exactText(max);
}

} // namespace

Expected<Json> parseJson(std::string_view text, const std::string& where) {
    if (text.size() > JsonLimits::textBytes)
        return failure("the text has " + std::to_string(text.size()) + " bytes", where,
                       "at most " + std::to_string(JsonLimits::textBytes) + " are read");
    Size size;
    for (const char c : text)
        size.count(c);
    if (size.deepest > JsonLimits::depth)
        return failure("the JSON is nested " + std::to_string(size.deepest) + " levels deep", where,
                       "at most " + std::to_string(JsonLimits::depth) + " levels are read");
    if (size.values > JsonLimits::values)
        return failure("the JSON holds more than " + std::to_string(JsonLimits::values) + " values", where,
                       "split it into smaller documents");
    auto json = Json::parse(text, nullptr, false);
    if (json.is_discarded())
        return syntaxFailure(text, where);
    return json;
}

void JsonReader::fail(std::string what, std::string remedy) {
    if (!error_)
        error_ = Error{std::move(what), where_.empty() ? path_ : where_ + ": " + path_, std::move(remedy)};
}

bool JsonReader::expectObject(const Json& json) {
    if (ok() && !json.is_object())
        fail("expected an object, found " + typeOf(json), "write {\"key\": value, …}");
    return ok();
}

bool JsonReader::expectArray(const Json& json, std::size_t limit) {
    if (ok() && !json.is_array())
        fail("expected a list, found " + typeOf(json), "write [value, …]");
    else if (ok() && json.size() > limit)
        fail("the list has " + std::to_string(json.size()) + " entries",
             "at most " + std::to_string(limit) + " are read");
    return ok();
}

void JsonReader::read(const Json& json, const FieldInfo&, bool& out) {
    if (!json.is_boolean())
        return fail("expected true or false, found " + typeOf(json), "write true or false");
    out = json.get<bool>();
}

void JsonReader::read(const Json& json, const FieldInfo& info, int& out) {
    const double low = std::max(info.min, double(std::numeric_limits<int>::min()));
    const double high = std::min(info.max, double(std::numeric_limits<int>::max()));
    std::int64_t value = 0;
    readInteger(json, std::int64_t(low), std::int64_t(high), value);
    if (ok())
        out = int(value);
}

void JsonReader::read(const Json& json, const FieldInfo& info, double& out) {
    if (!json.is_number())
        return fail("expected a number, found " + typeOf(json), "give " + rangeText(info.min, info.max));
    const double value = json.get<double>();
    if (!std::isfinite(value) || value < info.min || value > info.max)
        return fail(exactText(value) + " is out of range", "give " + rangeText(info.min, info.max));
    out = value;
}

void JsonReader::readInteger(const Json& json, std::int64_t min, std::int64_t max, std::int64_t& out) {
    const auto remedy = "give a whole number from " + std::to_string(min) + " to " + std::to_string(max);
    if (!json.is_number())
        return fail("expected a whole number, found " + typeOf(json), remedy);
    const double value = json.get<double>();
    if (value != std::floor(value))
        return fail(exactText(value) + " is not a whole number", remedy);
    // Compared as double first, because a conversion of something huge is undefined.
    if (!(value >= double(min) && value <= double(max)))
        return fail(exactText(value) + " is out of range", remedy);
    out = json.is_number_float() ? std::int64_t(value) : json.get<std::int64_t>();
}

void JsonReader::read(const Json& json, const FieldInfo&, std::string& out) {
    readText(json, JsonLimits::stringBytes, out);
}

void JsonReader::readText(const Json& json, std::size_t maxBytes, std::string& out) {
    if (!ok())
        return;
    if (!json.is_string())
        return fail("expected a text, found " + typeOf(json), "write it in double quotes");
    const auto& text = json.get_ref<const std::string&>();
    if (text.size() > maxBytes)
        return fail("the text has " + std::to_string(text.size()) + " bytes",
                    "at most " + std::to_string(maxBytes) + " are read");
    if (text.find('\0') != std::string::npos)
        return fail("the text holds a NUL character", "remove \\u0000");
    out = text;
}

void JsonReader::read(const Json& json, const FieldInfo& info, Position& out) {
    if (!json.is_array() || json.size() != 2)
        return fail("expected a position, found " +
                        (json.is_array() ? "a list of " + std::to_string(json.size()) : typeOf(json)),
                    "write [metres east, metres north]");
    at(0, [&] { read(json[0], info, out.x); });
    if (ok())
        at(1, [&] { read(json[1], info, out.y); });
}

void JsonReader::read(const Json& json, const FieldInfo&, GeoOrigin& out) {
    if (!expectObject(json))
        return;
    const auto coordinate = [&](const char* key, double limit, double& value) {
        const FieldInfo info{key, "", "", -limit, limit};
        if (ok() && !member(json, key, [&](const Json& field) { read(field, info, value); }))
            fail(std::string("the ") + key + " is missing", "give latitude and longitude in degrees");
    };
    coordinate("latitude", 90.0, out.latitude);
    coordinate("longitude", 180.0, out.longitude);
}

void JsonReader::read(const Json& json, const FieldInfo&, Endpoint& out) {
    if (!expectObject(json))
        return;
    member(json, "site", [&](const Json& field) { read(field, {"site", "", ""}, out.site); });
    if (ok())
        member(json, "host", [&](const Json& field) { read(field, {"host", "", ""}, out.host); });
}

void JsonReader::read(const Json& json, const FieldInfo& info, std::vector<double>& out) {
    out.clear();
    elements(json, JsonLimits::numbersPerField,
             [&](const Json& element, std::size_t) { read(element, info, out.emplace_back()); });
}

void JsonReader::read(const Json& json, const FieldInfo& info, std::vector<Position>& out) {
    out.clear();
    elements(json, JsonLimits::pointsPerGroup,
             [&](const Json& element, std::size_t) { read(element, info, out.emplace_back()); });
}

void JsonReader::read(const Json& json, const FieldInfo&, std::vector<Sector>& out) {
    out.clear();
    std::unordered_set<std::int64_t> ids;
    elements(json, JsonLimits::sectorsPerSite, [&](const Json& element, std::size_t) {
        readObject(element, out.emplace_back());
        if (ok() && !ids.insert(out.back().id.value).second)
            fail("the sector id " + std::to_string(out.back().id.value) + " is used twice",
                 "give each sector its own id");
    });
}

void JsonReader::read(const Json& json, const FieldInfo&, std::vector<AddedHost>& out) {
    out.clear();
    elements(json, JsonLimits::hostsPerDeployment,
             [&](const Json& element, std::size_t) { readObject(element, out.emplace_back()); });
}

} // namespace cellwright
