// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/weights/safetensors.h"

#include "analytics/llm/config_fields.h"
#include "data/weights/cursor.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <set>
#include <utility>

namespace cellwright::weights {
namespace {

using llm::inQuotes;
using Json = nlohmann::json;

/// Takes the parser's events for {"name": {"dtype": …, "shape": […], "data_offsets": […]}, "__metadata__":
/// {…}} and stops at the first that does not belong there. Nothing but tensors is kept.
class HeaderEvents : public nlohmann::json_sax<Json> {
public:
    explicit HeaderEvents(std::string where)
        : where_(std::move(where)) {}

    std::vector<WeightTensor> tensors;
    std::vector<std::uint64_t> ends;
    std::optional<Error> error;

    bool start_object(std::size_t) override {
        ++depth_;
        if (depth_ > 2 || inArray_)
            return refuse("an object where none belongs", "tensors with dtype, shape and data_offsets");
        if (depth_ == 2 && !metadata_)
            begin();
        return true;
    }
    bool end_object() override {
        --depth_;
        if (depth_ == 1 && !metadata_)
            return finish();
        return true;
    }
    bool key(std::string& name) override {
        if (depth_ == 2) {
            field_ = name;
            return true;
        }
        name_ = name;
        metadata_ = name == "__metadata__";
        if (name.size() > WeightLimits::nameBytes)
            return refuse("the tensor's name has " + std::to_string(name.size()) + " bytes",
                          "at most " + std::to_string(WeightLimits::nameBytes));
        return true;
    }
    bool start_array(std::size_t) override {
        const bool nested = std::exchange(inArray_, true);
        numbers_.clear();
        if (nested || depth_ != 2 || metadata_ || (field_ != "shape" && field_ != "data_offsets"))
            return refuse("a list where none belongs", "tensors with dtype, shape and data_offsets");
        return true;
    }
    bool end_array() override {
        inArray_ = false;
        if (field_ == "shape")
            shape_ = numbers_;
        else
            offsets_ = numbers_;
        return true;
    }
    bool string(std::string& text) override {
        if (depth_ == 2 && metadata_)
            return true;
        if (depth_ != 2 || inArray_ || field_ != "dtype")
            return refuse("a text where none belongs", "tensors with dtype, shape and data_offsets");
        format_ = safetensorsFormat(text);
        if (!format_)
            return refuse("the tensor has dtype " + inQuotes(text) + ", which is not known",
                          "a dtype of the safetensors format, such as BF16");
        return true;
    }
    bool number_unsigned(std::uint64_t value) override {
        if (!inArray_ || value > std::uint64_t(std::numeric_limits<std::int64_t>::max()))
            return refuse("the number " + std::to_string(value) + " does not belong there",
                          "shape and data_offsets below 2^63");
        if (numbers_.size() >= WeightLimits::dims)
            return refuse("a list of more than " + std::to_string(WeightLimits::dims) + " numbers",
                          "a shape of fewer dimensions");
        numbers_.push_back(std::int64_t(value));
        return true;
    }
    bool number_integer(std::int64_t value) override {
        return refuse("the number " + std::to_string(value) + " is negative", "sizes and offsets from 0 on");
    }
    bool number_float(double, const std::string&) override {
        return refuse("a number that is not whole, or has more than 64 bits", "whole sizes and offsets");
    }
    bool null() override { return refuse("null where no null belongs", "a text or a list of numbers"); }
    bool boolean(bool) override {
        return refuse("true or false where none belongs", "a text or a list of numbers");
    }
    bool binary(Json::binary_t&) override { return false; }
    bool parse_error(std::size_t position, const std::string&, const Json::exception&) override {
        if (!error)
            error = Error{"the header is not JSON", where_ + ", byte " + std::to_string(position + 8),
                          "a safetensors file as its libraries write it"};
        return false;
    }

private:
    bool refuse(std::string what, std::string remedy) {
        if (!error)
            error = Error{std::move(what), where_ + (name_.empty() ? "" : ", tensor " + inQuotes(name_)),
                          std::move(remedy)};
        return false;
    }
    void begin() {
        format_ = nullptr;
        shape_.reset();
        offsets_.reset();
    }
    bool finish() {
        if (!format_ || !shape_ || !offsets_ || offsets_->size() != 2)
            return refuse("the tensor lacks its dtype, its shape or one of two data_offsets",
                          "all three, as the safetensors libraries write them");
        if (tensors.size() >= WeightLimits::tensors)
            return refuse("the file holds more tensors than any model",
                          "at most " + std::to_string(WeightLimits::tensors));
        WeightTensor tensor{name_, {shape_->rbegin(), shape_->rend()}, format_, 0, 0, 0, 0};
        if (const auto measured = measure(tensor, where_ + ", tensor " + inQuotes(name_)); !measured) {
            error = measured.error();
            return false;
        }
        tensor.offset = std::uint64_t(offsets_->front());
        const auto end = std::uint64_t(offsets_->back());
        if (end < tensor.offset || end - tensor.offset != tensor.bytes)
            return refuse("data_offsets " + std::to_string(tensor.offset) + " to " + std::to_string(end) +
                              " do not fit the shape, which takes " + std::to_string(tensor.bytes) + " bytes",
                          "offsets that are that far apart");
        tensors.push_back(std::move(tensor));
        return true;
    }

    std::string where_;
    std::string name_;
    std::string field_;
    int depth_ = 0;
    bool inArray_ = false;
    bool metadata_ = false;
    const StorageFormat* format_ = nullptr;
    std::vector<std::int64_t> numbers_;
    std::optional<std::vector<std::int64_t>> shape_;
    std::optional<std::vector<std::int64_t>> offsets_;
};

/// The files that {"weight_map": {"tensor": "file"}} names, each once.
class IndexEvents : public nlohmann::json_sax<Json> {
public:
    SafetensorsIndex index;

    bool start_object(std::size_t) override { return ++depth_ <= 8; }
    bool end_object() override {
        --depth_;
        return true;
    }
    bool key(std::string& name) override {
        if (depth_ == 1)
            inMap_ = name == "weight_map";
        return true;
    }
    bool string(std::string& text) override {
        if (!inMap_ || depth_ != 2)
            return true;
        ++index.tensors;
        if (known_.insert(text).second)
            index.files.push_back(text);
        return index.files.size() <= WeightLimits::parts && text.size() <= WeightLimits::nameBytes;
    }
    bool start_array(std::size_t) override { return ++depth_ <= 8; }
    bool end_array() override { return end_object(); }
    bool number_unsigned(std::uint64_t) override { return true; }
    bool number_integer(std::int64_t) override { return true; }
    bool number_float(double, const std::string&) override { return true; }
    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool binary(Json::binary_t&) override { return false; }
    bool parse_error(std::size_t, const std::string&, const Json::exception&) override { return false; }

private:
    std::set<std::string> known_;
    int depth_ = 0;
    bool inMap_ = false;
};

/// The parser copies the text that it is reading: none may be long.
bool hasLongText(std::string_view json) {
    std::size_t length = 0;
    bool inText = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (c == '"')
            inText = !inText;
        else if (inText && c == '\\')
            ++i;
        // Outside a text, the longest token of sense is a number.
        length = c == '"' || (!inText && (c == ',' || c == ' ' || c == ':' || c == '\n')) ? 0 : length + 1;
        if (length > SafetensorsLimits::textBytes)
            return true;
    }
    return false;
}

/// Tensors in the order of their data follow each other from 0 to the end of the file.
Expected<void> checkPlaces(SafetensorsHeader& header, const std::string& where) {
    std::ranges::stable_sort(header.tensors, {}, [](const WeightTensor& tensor) {
        return std::pair(tensor.offset, tensor.bytes);
    });
    std::uint64_t end = 0;
    for (const auto& tensor : header.tensors) {
        if (tensor.offset != end)
            return failure("the data begins at offset " + std::to_string(tensor.offset) +
                               (tensor.offset < end ? ", within that of another tensor" : ", after a gap"),
                           where + ", tensor " + inQuotes(tensor.name), "offset " + std::to_string(end));
        end = tensor.offset + tensor.bytes; // Both are below 2^63.
    }
    const auto there = header.fileBytes - header.dataStart;
    if (end != there)
        return failure(
            (end > there ? "the file is cut short: it has " : "the file goes on after its tensors: it has ") +
                std::to_string(header.fileBytes) + " bytes, its tensors need " +
                std::to_string(header.dataStart + end),
            where, "copy or download the file again");
    return {};
}

Expected<std::string> headerText(const ByteSource& source, const std::string& where) {
    Cursor cursor(source, where);
    const auto length = cursor.number<std::uint64_t>("the header's length");
    if (cursor.failed())
        return failure("the file has " + std::to_string(source.size()) + " bytes, too few for a header",
                       where, "give a .safetensors file of a language model");
    if (length > cursor.remaining())
        return failure("the header claims " + std::to_string(length) + " bytes, the file has " +
                           std::to_string(source.size()),
                       where + ", byte 0", "copy or download the file again");
    if (length > SafetensorsLimits::headerBytes)
        return failure("the header has " + std::to_string(length) + " bytes", where + ", byte 0",
                       "at most " + std::to_string(SafetensorsLimits::headerBytes));
    auto text = cursor.text(length, "the header");
    if (cursor.failed())
        return tl::make_unexpected(*cursor.error());
    if (!text.starts_with('{') || hasLongText(text))
        return failure(text.starts_with('{') ? "a text in the header is longer than any name"
                                             : "the header is no JSON object",
                       where + ", byte 8", "a safetensors file as its libraries write it");
    return text;
}

} // namespace

Expected<SafetensorsHeader> readSafetensorsHeader(const ByteSource& source, const std::string& where) {
    auto text = checkSize(source.size(), where).and_then([&] { return headerText(source, where); });
    if (!text)
        return tl::make_unexpected(text.error());
    HeaderEvents events(where);
    if (!Json::sax_parse(*text, &events))
        return tl::make_unexpected(
            events.error.value_or(Error{"the header cannot be read", where, "a safetensors file"}));
    SafetensorsHeader header{source.size(), 8 + text->size(), std::move(events.tensors)};
    if (auto placed = checkPlaces(header, where); !placed)
        return tl::make_unexpected(placed.error());
    if (auto unique = checkNames(header.tensors, where); !unique)
        return tl::make_unexpected(unique.error());
    return header;
}

Expected<SafetensorsIndex> parseSafetensorsIndex(std::string_view text, const std::string& where) {
    IndexEvents events;
    if (hasLongText(text) || !Json::sax_parse(text, &events) || events.index.files.empty())
        return failure("this is no index of safetensors files", where,
                       R"(JSON with a "weight_map" that gives each tensor the name of its file)");
    for (const auto& file : events.index.files)
        if (file.empty() || file == ".." || file.find('/') != std::string::npos ||
            file.find('\\') != std::string::npos || file.find('\0') != std::string::npos)
            return failure("the index points to " + inQuotes(file), where,
                           "names of files in the same folder");
    return std::move(events.index);
}

} // namespace cellwright::weights
