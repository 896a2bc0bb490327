// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/weights/storage.h"

#include "analytics/llm/config_fields.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace cellwright::weights {
namespace {

constexpr std::uint32_t ggmlNumbers = 64; // more than there are types

/// The formats by ggml type number; those without a name are none.
const std::array<StorageFormat, ggmlNumbers>& ggmlFormats() {
    static const auto all = [] {
        std::array<StorageFormat, ggmlNumbers> formats;
        for (std::uint32_t number = 0; number < ggmlNumbers; ++number)
            if (const auto format = llm::formatOfGgmlType(number))
                formats[number] = {llm::formatName(*format), llm::blockElements(*format),
                                   llm::blockBytes(*format), format};
        return formats;
    }();
    return all;
}

struct DtypeRow {
    std::string_view dtype;
    StorageFormat format;
};
// safetensors, enum Dtype; its four and six bit types are packed.
constexpr std::array dtypeRows{
    DtypeRow{"F64", {"f64", 1, 8, llm::TensorFormat::f64}},
    DtypeRow{"F32", {"f32", 1, 4, llm::TensorFormat::f32}},
    DtypeRow{"F16", {"f16", 1, 2, llm::TensorFormat::f16}},
    DtypeRow{"BF16", {"bf16", 1, 2, llm::TensorFormat::bf16}},
    DtypeRow{"F8_E4M3", {"fp8_e4m3", 1, 1, llm::TensorFormat::fp8_e4m3}},
    DtypeRow{"F8_E5M2", {"fp8_e5m2", 1, 1}},
    DtypeRow{"F8_E8M0", {"fp8_e8m0", 1, 1}},
    DtypeRow{"F8_E4M3FNUZ", {"fp8_e4m3fnuz", 1, 1}},
    DtypeRow{"F8_E5M2FNUZ", {"fp8_e5m2fnuz", 1, 1}},
    DtypeRow{"F4", {"fp4", 2, 1}},
    DtypeRow{"F6_E2M3", {"fp6_e2m3", 4, 3}},
    DtypeRow{"F6_E3M2", {"fp6_e3m2", 4, 3}},
    DtypeRow{"I64", {"i64", 1, 8, llm::TensorFormat::i64}},
    DtypeRow{"I32", {"i32", 1, 4, llm::TensorFormat::i32}},
    DtypeRow{"I16", {"i16", 1, 2, llm::TensorFormat::i16}},
    DtypeRow{"I8", {"i8", 1, 1, llm::TensorFormat::i8}},
    DtypeRow{"U64", {"u64", 1, 8}},
    DtypeRow{"U32", {"u32", 1, 4}},
    DtypeRow{"U16", {"u16", 1, 2}},
    DtypeRow{"U8", {"u8", 1, 1}},
    DtypeRow{"BOOL", {"bool", 1, 1}},
    DtypeRow{"C64", {"c64", 1, 8}},
};

std::string dimsText(const std::vector<std::int64_t>& dims) {
    std::string text;
    for (const auto dim : dims)
        text += (text.empty() ? "" : " x ") + std::to_string(dim);
    return text;
}

/// The five digits before `end`, or nothing.
bool fiveDigits(std::string_view text, std::uint64_t& value) {
    const auto [last, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    return text.size() == 5 && problem == std::errc() && last == text.data() + text.size();
}

std::string padded(std::uint64_t number) {
    const std::string digits = std::to_string(number);
    return std::string(digits.size() < 5 ? 5 - digits.size() : 0, '0') + digits;
}

/// Bytes of the character of UTF-8 that `text` begins with (RFC 3629, section 4); 0 if it is none or controls
/// something.
std::size_t characterBytes(std::string_view text) {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
    };
    const unsigned first = byte(0);
    if (first < 0x80)
        return first >= 0x20 && first != 0x7F ? 1 : 0;
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4)
        return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((byte(i) & 0xC0u) != 0x80)
            return 0;
    // Longer than need be, surrogates, beyond the last character, and the second set of controls.
    const unsigned second = byte(1);
    const bool wrong = (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
                       (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F) ||
                       (first == 0xC2 && second < 0xA0);
    return wrong ? 0 : length;
}

} // namespace

std::string readable(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size());
    while (!bytes.empty()) {
        const auto length = characterBytes(bytes);
        text += length > 0 ? bytes.substr(0, length) : std::string_view("?");
        bytes.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return text;
}

const StorageFormat* ggmlFormat(std::uint32_t number) {
    const auto& formats = ggmlFormats();
    return number < ggmlNumbers && !formats[number].name.empty() ? &formats[number] : nullptr;
}

const StorageFormat* safetensorsFormat(std::string_view dtype) {
    const auto row = std::ranges::find(dtypeRows, dtype, &DtypeRow::dtype);
    return row == dtypeRows.end() ? nullptr : &row->format;
}

const StorageFormat* findFormat(std::string_view name) {
    for (const auto& format : ggmlFormats())
        if (format.name == name && !name.empty())
            return &format;
    const auto row = std::ranges::find(dtypeRows, name, [](const DtypeRow& r) { return r.format.name; });
    return row == dtypeRows.end() ? nullptr : &row->format;
}

Expected<void> measure(WeightTensor& tensor, const std::string& place) {
    // Also beside a dimension of 0, so that sums of dimensions stay far from 2^63.
    constexpr std::int64_t largestDim = std::int64_t(1) << 53;
    const auto& format = *tensor.format;
    std::int64_t elements = 1;
    std::int64_t bytes = 0;
    bool fits = true;
    for (const auto dim : tensor.dims)
        fits = fits && dim >= 0 && dim <= largestDim && !__builtin_mul_overflow(elements, dim, &elements);
    fits = fits && !__builtin_mul_overflow(elements / format.blockElements, format.blockBytes, &bytes);
    if (!fits)
        return failure("the tensor's dimensions " + dimsText(tensor.dims) + " exceed 64 bits", place,
                       "dimensions whose product is below 2^63");
    if (tensor.dim(0) % format.blockElements != 0)
        return failure("rows of " + std::to_string(tensor.dim(0)) + " elements are no whole blocks of " +
                           std::string(format.name),
                       place, "rows of a multiple of " + std::to_string(format.blockElements) + " elements");
    tensor.elements = elements;
    tensor.bytes = std::uint64_t(bytes);
    return {};
}

Expected<void> checkSize(std::uint64_t bytes, const std::string& where) {
    if (bytes > WeightLimits::bytes)
        return failure("the file has " + std::to_string(bytes) + " bytes, more than any model", where,
                       "at most " + std::to_string(WeightLimits::bytes));
    return {};
}

Expected<void> checkNames(std::span<const WeightTensor> tensors, const std::string& where) {
    std::vector<std::string_view> names;
    names.reserve(tensors.size());
    for (const auto& tensor : tensors)
        names.push_back(tensor.name);
    std::ranges::sort(names);
    const auto twice = std::ranges::adjacent_find(names);
    if (twice != names.end())
        return failure("two tensors have the same name", where + ", tensor " + llm::inQuotes(*twice),
                       "each name once");
    return {};
}

std::string PartName::of(std::uint64_t part) const {
    return stem + "-" + padded(part) + "-of-" + padded(count) + extension;
}

PartName parsePartName(std::string_view fileName) {
    const auto dot = fileName.rfind('.');
    const std::string_view name = fileName.substr(0, dot);
    constexpr std::size_t tail = std::string_view("-00001-of-00001").size();
    PartName part;
    if (dot == std::string_view::npos || name.size() < tail)
        return part;
    const auto numbers = name.substr(name.size() - tail);
    std::uint64_t number = 0;
    std::uint64_t count = 0;
    if (numbers[0] != '-' || numbers.substr(6, 4) != "-of-" || !fiveDigits(numbers.substr(1, 5), number) ||
        !fiveDigits(numbers.substr(10, 5), count) || number < 1 || number > count)
        return part;
    return {std::string(name.substr(0, name.size() - tail)), std::string(fileName.substr(dot)), number,
            count};
}

} // namespace cellwright::weights
