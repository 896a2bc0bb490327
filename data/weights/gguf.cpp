// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/weights/gguf.h"

#include "analytics/llm/config_fields.h"
#include "data/weights/cursor.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <numeric>

namespace cellwright::weights {
namespace {

using llm::inQuotes;

enum class Type : std::uint32_t { u8, i8, u16, i16, u32, i32, f32, boolean, string, array, u64, i64, f64 };

/// Bytes of one value; 0 for strings and arrays, whose size is in the file.
std::uint64_t fixedBytes(Type type) {
    constexpr std::array<std::uint64_t, 13> bytes{1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};
    return bytes[std::size_t(type)];
}

/// Reads the parts of a header in order, all through one cursor.
class GgufReader {
public:
    GgufReader(const ByteSource& source, const std::string& where)
        : cursor_(source, where) {}

    Expected<GgufHeader> read() {
        readPreamble();
        for (std::uint64_t i = 0; i < pairs_ && !cursor_.failed(); ++i)
            readPair(i);
        readAlignment();
        for (std::uint64_t i = 0; i < tensors_ && !cursor_.failed(); ++i)
            readTensor(i);
        if (cursor_.failed())
            return tl::make_unexpected(*cursor_.error());
        if (auto unique = checkNames(header_.tensors, cursor_.where()); !unique)
            return tl::make_unexpected(unique.error());
        placeData();
        if (cursor_.failed())
            return tl::make_unexpected(*cursor_.error());
        return std::move(header_);
    }

private:
    void readPreamble();
    std::uint64_t count(std::string_view what, std::uint64_t least, std::uint64_t most);
    /// Lengths and counts have 32 bits in version 1, 64 later.
    std::uint64_t length(std::string_view what) {
        return header_.version == 1 ? cursor_.number<std::uint32_t>(what)
                                    : cursor_.number<std::uint64_t>(what);
    }
    std::uint64_t lengthBytes() const { return header_.version == 1 ? 4 : 8; }
    Type type(const std::string& place);
    std::string name(std::string_view what, std::uint64_t most, const std::string& place);

    void readPair(std::uint64_t index);
    GgufValue value(Type type, const std::string& place);
    GgufValue number(Type type, const std::string& place);
    std::string keptText(const std::string& place);
    GgufArray array(int depth, const std::string& place);
    void readElements(GgufArray& array, Type element, int depth, const std::string& place);
    void skipElements(std::uint64_t count, Type element, int depth, const std::string& place);
    void keep(std::uint64_t bytes, const std::string& place);

    void readAlignment();
    void readTensor(std::uint64_t index);
    void readDims(WeightTensor& tensor, const std::string& place);
    void placeData();
    void checkPlaces();
    void checkEnd(const WeightTensor& last, std::uint64_t end);

    Cursor cursor_;
    GgufHeader header_;
    std::uint64_t tensors_ = 0;
    std::uint64_t pairs_ = 0;
    std::uint64_t kept_ = 0;
    std::uint64_t elements_ = 0;
};

void GgufReader::readPreamble() {
    header_.fileBytes = cursor_.size();
    const std::string magic = cursor_.text(std::min<std::uint64_t>(4, cursor_.size()), "the magic");
    if (magic != "GGUF")
        return cursor_.refuse("this is not a GGUF file: it does not begin with GGUF", "byte 0",
                              "give a .gguf file of a language model");
    auto version = cursor_.number<std::uint32_t>("the version");
    // A version never reaches 2^16, so one whose low half is empty was written in the other byte order.
    if ((version & 0xFFFFu) == 0 && version != 0) {
        cursor_.setBigEndian(true);
        version = (version >> 24) | ((version >> 8) & 0xFF00u);
    }
    header_.bigEndian = cursor_.bigEndian();
    header_.version = version;
    if (version < 1 || version > 3)
        cursor_.refuse("GGUF version " + std::to_string(version) + " is not known", "byte 4",
                       "a file of version 1, 2 or 3");
    // The least bytes of a tensor: name, dimensions, type, offset; of a pair: key, type, value.
    tensors_ = count("tensors", lengthBytes() + 4 + 4 + 8, GgufLimits::tensors);
    pairs_ = count("metadata pairs", lengthBytes() + 4 + 1, GgufLimits::pairs);
}

std::uint64_t GgufReader::count(std::string_view what, std::uint64_t least, std::uint64_t most) {
    const auto position = cursor_.position();
    const auto claimed = length("the number of " + std::string(what));
    if (claimed > cursor_.remaining() / least || claimed > most)
        cursor_.refuse("the file claims " + std::to_string(claimed) + " " + std::string(what) + " but has " +
                           std::to_string(cursor_.size()) + " bytes",
                       "byte " + std::to_string(position),
                       "at most " + std::to_string(most) + ", and no more than the file has room for");
    return claimed;
}

Type GgufReader::type(const std::string& place) {
    const auto number = cursor_.number<std::uint32_t>("a value's type");
    if (number > std::uint32_t(Type::f64)) {
        cursor_.refuse("value type " + std::to_string(number) + " is not known", place,
                       "a type from 0 to 12");
        return Type::u8;
    }
    return Type(number);
}

std::string GgufReader::name(std::string_view what, std::uint64_t most, const std::string& place) {
    const auto bytes = length(what);
    if (bytes > most)
        cursor_.refuse(std::string(what) + " has " + std::to_string(bytes) + " bytes", place,
                       "at most " + std::to_string(most));
    return cursor_.failed() ? std::string() : cursor_.text(bytes, what);
}

void GgufReader::keep(std::uint64_t bytes, const std::string& place) {
    kept_ += bytes;
    if (kept_ > GgufLimits::keptBytes)
        cursor_.refuse("the metadata is larger than any model's", place,
                       "at most " + std::to_string(GgufLimits::keptBytes) +
                           " bytes of keys, numbers and short texts");
}

void GgufReader::readPair(std::uint64_t index) {
    std::string key = name("a metadata key", GgufLimits::keyBytes, "metadata pair " + std::to_string(index));
    const std::string place = "key " + inQuotes(key);
    keep(key.size() + sizeof(GgufValue) + 64, place);
    const auto kind = type(place);
    if (cursor_.failed())
        return;
    auto read = value(kind, place);
    const bool fresh = header_.metadata.values.emplace(std::move(key), std::move(read)).second;
    if (!fresh)
        cursor_.refuse("the key occurs twice", place, "each key once");
}

GgufValue GgufReader::value(Type type, const std::string& place) {
    if (type == Type::string)
        return keptText(place);
    if (type == Type::array)
        return array(1, place);
    return number(type, place);
}

GgufValue GgufReader::number(Type type, const std::string& place) {
    switch (type) {
    case Type::u8:
        return std::int64_t(cursor_.number<std::uint8_t>(place));
    case Type::i8:
        return std::int64_t(std::int8_t(cursor_.number<std::uint8_t>(place)));
    case Type::u16:
        return std::int64_t(cursor_.number<std::uint16_t>(place));
    case Type::i16:
        return std::int64_t(std::int16_t(cursor_.number<std::uint16_t>(place)));
    case Type::u32:
        return std::int64_t(cursor_.number<std::uint32_t>(place));
    case Type::i32:
        return std::int64_t(std::int32_t(cursor_.number<std::uint32_t>(place)));
    case Type::f32:
        return double(std::bit_cast<float>(cursor_.number<std::uint32_t>(place)));
    case Type::boolean:
        return cursor_.number<std::uint8_t>(place) != 0;
    case Type::u64:
        return cursor_.number<std::uint64_t>(place);
    case Type::i64:
        return std::int64_t(cursor_.number<std::uint64_t>(place));
    default:
        return std::bit_cast<double>(cursor_.number<std::uint64_t>(place));
    }
}

std::string GgufReader::keptText(const std::string& place) {
    const auto bytes = length(place);
    const auto kept = std::min(bytes, GgufLimits::keptText);
    keep(kept, place);
    if (bytes > cursor_.remaining() || cursor_.failed()) {
        cursor_.skip(bytes, place); // Refused, with what is missing.
        return {};
    }
    std::string text = cursor_.text(kept, place);
    cursor_.skip(bytes - kept, place);
    return readable(text);
}

GgufArray GgufReader::array(int depth, const std::string& place) {
    const auto element = type(place);
    GgufArray array;
    array.count = length(place);
    const auto least = element == Type::string  ? lengthBytes()
                       : element == Type::array ? lengthBytes() + 4
                                                : fixedBytes(element);
    if (array.count > cursor_.remaining() / least)
        cursor_.refuse("the list claims " + std::to_string(array.count) + " entries, the file has " +
                           std::to_string(cursor_.remaining()) + " bytes left",
                       place, "copy or download the file again");
    elements_ += std::min(array.count, GgufLimits::elements + 1);
    if (elements_ > GgufLimits::elements)
        cursor_.refuse("the metadata's lists have more entries than any model's", place,
                       "at most " + std::to_string(GgufLimits::elements) + " together");
    if (depth > GgufLimits::nesting)
        cursor_.refuse("lists are nested too deep", place,
                       "at most " + std::to_string(GgufLimits::nesting) + " deep");
    if (!cursor_.failed())
        readElements(array, element, depth, place);
    return array;
}

void GgufReader::readElements(GgufArray& array, Type element, int depth, const std::string& place) {
    const bool whole = fixedBytes(element) > 0 && element != Type::f32 && element != Type::f64;
    if (!whole || depth > 1 || array.count > GgufLimits::keptElements)
        return skipElements(array.count, element, depth, place);
    keep(array.count * sizeof(std::int64_t), place);
    for (std::uint64_t i = 0; i < array.count && !cursor_.failed(); ++i) {
        const auto read = number(element, place);
        if (const auto* truth = std::get_if<bool>(&read))
            array.integers.push_back(*truth ? 1 : 0);
        else if (const auto* large = std::get_if<std::uint64_t>(&read))
            array.integers.push_back(std::int64_t(std::min<std::uint64_t>(*large, INT64_MAX)));
        else
            array.integers.push_back(std::get<std::int64_t>(read));
    }
}

void GgufReader::skipElements(std::uint64_t count, Type element, int depth, const std::string& place) {
    if (fixedBytes(element) > 0)
        return cursor_.skip(count * fixedBytes(element), place);
    for (std::uint64_t i = 0; i < count && !cursor_.failed(); ++i) {
        if (element == Type::array)
            static_cast<void>(array(depth + 1, place));
        else
            cursor_.skip(length(place), place);
    }
}

void GgufReader::readAlignment() {
    constexpr std::string_view key = "general.alignment";
    if (cursor_.failed() || !header_.metadata.has(key))
        return;
    const auto given = header_.metadata.integer(key);
    if (!given || *given <= 0 || *given % 8 != 0 || std::uint64_t(*given) > GgufLimits::alignment)
        return cursor_.refuse("the alignment of the tensors is " +
                                  (given ? std::to_string(*given) : std::string("no whole number")),
                              "key \"general.alignment\"", "a multiple of 8, as a rule 32");
    header_.alignment = std::uint64_t(*given);
}

void GgufReader::readTensor(std::uint64_t index) {
    const std::string nth = "tensor " + std::to_string(index);
    WeightTensor tensor;
    tensor.name = name("a tensor's name", WeightLimits::nameBytes, nth);
    const std::string place = "tensor " + inQuotes(tensor.name);
    readDims(tensor, place);
    const auto number = cursor_.number<std::uint32_t>("a tensor's type");
    tensor.offset = cursor_.number<std::uint64_t>("a tensor's offset");
    tensor.format = ggmlFormat(number);
    if (cursor_.failed())
        return;
    if (!tensor.format)
        return cursor_.refuse("the tensor has type " + std::to_string(number) +
                                  ", which is no ggml type known here",
                              place, "a file quantized to a published type");
    if (const auto measured = measure(tensor, cursor_.where() + ", " + place); !measured)
        return cursor_.refuse(measured.error().what, place, measured.error().remedy);
    header_.tensors.push_back(std::move(tensor));
}

void GgufReader::readDims(WeightTensor& tensor, const std::string& place) {
    const auto count = cursor_.number<std::uint32_t>("the number of a tensor's dimensions");
    if (count > GgufLimits::dims)
        return cursor_.refuse("the tensor has " + std::to_string(count) + " dimensions", place, "at most 4");
    for (std::uint32_t i = 0; i < count && !cursor_.failed(); ++i) {
        const auto dim = length("a tensor's dimension");
        if (dim < 1 || dim > std::uint64_t(std::numeric_limits<std::int64_t>::max()))
            cursor_.refuse("dimension " + std::to_string(i) + " is " + std::to_string(std::int64_t(dim)),
                           place, "a positive number below 2^63");
        tensor.dims.push_back(std::int64_t(dim));
    }
}

void GgufReader::placeData() {
    const auto padding = (header_.alignment - cursor_.position() % header_.alignment) % header_.alignment;
    header_.dataStart = cursor_.position() + padding;
    if (!header_.tensors.empty())
        checkPlaces();
}

/// Tensors in the order of their data must follow each other; the last must end within the file.
void GgufReader::checkPlaces() {
    std::vector<const WeightTensor*> order;
    order.reserve(header_.tensors.size());
    for (const auto& tensor : header_.tensors)
        order.push_back(&tensor);
    std::ranges::stable_sort(order, {}, [](const WeightTensor* tensor) { return tensor->offset; });
    std::uint64_t end = 0;
    for (const auto* tensor : order) {
        const std::string place = "tensor " + inQuotes(tensor->name);
        if (tensor->offset % header_.alignment != 0)
            return cursor_.refuse("the data begins at offset " + std::to_string(tensor->offset), place,
                                  "a multiple of the alignment, " + std::to_string(header_.alignment));
        if (tensor->offset < end)
            return cursor_.refuse("the data overlaps that of another tensor", place,
                                  "an offset of at least " + std::to_string(end));
        if (__builtin_add_overflow(tensor->offset, tensor->bytes, &end) ||
            end > std::uint64_t(std::numeric_limits<std::int64_t>::max()) - header_.dataStart)
            return cursor_.refuse("the data's end exceeds 64 bits", place, "an offset within the file");
    }
    checkEnd(*order.back(), end);
}

void GgufReader::checkEnd(const WeightTensor& last, std::uint64_t end) {
    const auto needed = header_.dataStart + end;
    if (needed > header_.fileBytes)
        cursor_.refuse("the file is cut short: it has " + std::to_string(header_.fileBytes) +
                           " bytes, its tensors need " + std::to_string(needed),
                       "tensor " + inQuotes(last.name), "copy or download the file again");
}

} // namespace

const GgufValue* GgufMetadata::find(std::string_view key) const {
    const auto found = values.find(key);
    return found == values.end() ? nullptr : &found->second;
}

std::optional<std::int64_t> GgufMetadata::integer(std::string_view key) const {
    const auto* value = find(key);
    if (const auto* small = value ? std::get_if<std::int64_t>(value) : nullptr)
        return *small;
    const auto* large = value ? std::get_if<std::uint64_t>(value) : nullptr;
    if (large && *large <= std::uint64_t(std::numeric_limits<std::int64_t>::max()))
        return std::int64_t(*large);
    return {};
}

std::optional<double> GgufMetadata::number(std::string_view key) const {
    const auto* value = find(key);
    if (const auto* real = value ? std::get_if<double>(value) : nullptr)
        return *real;
    const auto whole = integer(key);
    return whole ? std::optional(double(*whole)) : std::nullopt;
}

std::optional<bool> GgufMetadata::boolean(std::string_view key) const {
    const auto* value = find(key);
    const auto* truth = value ? std::get_if<bool>(value) : nullptr;
    return truth ? std::optional(*truth) : std::nullopt;
}

std::string GgufMetadata::text(std::string_view key) const {
    const auto* value = find(key);
    const auto* text = value ? std::get_if<std::string>(value) : nullptr;
    return text ? *text : std::string();
}

const GgufArray* GgufMetadata::array(std::string_view key) const {
    const auto* value = find(key);
    return value ? std::get_if<GgufArray>(value) : nullptr;
}

Expected<GgufHeader> readGgufHeader(const ByteSource& source, const std::string& where) {
    return checkSize(source.size(), where).and_then([&] { return GgufReader(source, where).read(); });
}

} // namespace cellwright::weights
