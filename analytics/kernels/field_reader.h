// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"
#include "analytics/quantity/text.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <string>
#include <vector>

namespace cellwright {

/// Reads the fields of one object of untrusted JSON into values and remembers the first thing that is wrong,
/// with the path of its field ("kernels[3].median_s is -1"). After that all reads do nothing, so that a
/// caller checks once.
class FieldReader {
public:
    using Json = nlohmann::json;
    static constexpr std::size_t mostEntries = 10000;
    static constexpr std::size_t longestText = 1000;

    FieldReader(const Json& object, std::string path, Error& error)
        : object_(object)
        , path_(std::move(path))
        , error_(error) {
        if (!object_.is_object())
            fail("", "is not an object", "{...}");
    }
    void number(const char* key, double& value, double least, double most) {
        const Json* const found = field(key);
        if (!found)
            return;
        if (!found->is_number())
            return fail(key, "is not a number", "a finite number");
        const double read = found->get<double>();
        if (!std::isfinite(read) || read < least || read > most)
            return fail(key, "is " + roundedText(read), roundedText(least) + " to " + roundedText(most));
        value = read;
    }
    template <class Q>
    void quantity(const char* key, Q& value, double least, double most) {
        double si = value.si();
        number(key, si, least, most);
        value = Q(si);
    }
    void integer(const char* key, int& value, int least, int most) {
        double read = value;
        number(key, read, least, most);
        if (read != std::floor(read))
            return fail(key, "is not a whole number", "an integer");
        value = int(read);
    }
    void text(const char* key, std::string& value) {
        const Json* const found = field(key);
        if (!found)
            return;
        if (!found->is_string() || found->get_ref<const std::string&>().size() > longestText)
            return fail(key, "is not a text of at most 1000 bytes", "\"...\"");
        value = found->get<std::string>();
    }
    void flag(const char* key, bool& value) {
        const Json* const found = field(key);
        if (found && !found->is_boolean())
            return fail(key, "is not a truth value", "true or false");
        if (found)
            value = found->get<bool>();
    }
    void texts(const char* key, std::vector<std::string>& values) {
        const Json* const found = array(key);
        for (std::size_t i = 0; found && i < found->size(); ++i)
            if ((*found)[i].is_string() && (*found)[i].get_ref<const std::string&>().size() <= longestText)
                values.push_back((*found)[i].get<std::string>());
            else
                return fail(key, "holds something else than texts", "[\"...\"]");
    }
    /// Calls read(FieldReader&, element) for each object of an array.
    template <class T, class Read>
    void objects(const char* key, std::vector<T>& values, const Read& read) {
        const Json* const found = array(key);
        for (std::size_t i = 0; found && i < found->size() && error_.what.empty(); ++i) {
            FieldReader reader((*found)[i], path_ + key + "[" + std::to_string(i) + "].", error_);
            read(reader, values.emplace_back());
        }
    }
    template <class Read>
    void object(const char* key, const Read& read) {
        if (const Json* const found = field(key)) {
            FieldReader reader(*found, path_ + key + ".", error_);
            read(reader);
        }
    }
    /// Fields read by read() may be absent: their values stay as they are.
    template <class Read>
    void optional(const Read& read) {
        optional_ = true;
        read();
        optional_ = false;
    }
    [[nodiscard]] bool has(const char* key) const { return object_.is_object() && object_.contains(key); }
    /// Whether a field is there and a number, for figures that may be given without their source.
    [[nodiscard]] bool isNumber(const char* key) const { return has(key) && object_.at(key).is_number(); }
    [[nodiscard]] bool failed() const { return !error_.what.empty(); }
    /// Notes what is wrong with a field, unless something else was wrong before.
    void fail(const std::string& key, const std::string& what, const std::string& remedy) {
        if (error_.what.empty())
            error_ = {path_ + key + " " + what, {}, "should be " + remedy};
    }

private:
    const Json* field(const char* key) {
        if (!error_.what.empty())
            return nullptr;
        const auto found = object_.find(key);
        if (found == object_.end()) {
            if (!optional_)
                fail(key, "is missing", "there");
            return nullptr;
        }
        return &*found;
    }
    const Json* array(const char* key) {
        const Json* const found = field(key);
        if (found && (!found->is_array() || found->size() > mostEntries)) {
            fail(key, "is not a list of at most 10000 entries", "[...]");
            return nullptr;
        }
        return found;
    }

    const Json& object_;
    std::string path_;
    Error& error_;
    bool optional_ = false;
};

} // namespace cellwright
