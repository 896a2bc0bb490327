// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/weights/storage.h"

#include "analytics/llm/config_fields.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace cellwright::weights {
namespace {

struct GgmlRow {
    std::uint32_t number;
    StorageFormat format;
};
// ggml.h (enum ggml_type) and the block structures of ggml-common.h. Numbers left out were withdrawn (4, 5,
// 31 to 33, 36 to 38) or never stored.
constexpr std::array ggmlRows{
    GgmlRow{0, {"f32", 1, 4}},         GgmlRow{1, {"f16", 1, 2}},         GgmlRow{2, {"q4_0", 32, 18}},
    GgmlRow{3, {"q4_1", 32, 20}},      GgmlRow{6, {"q5_0", 32, 22}},      GgmlRow{7, {"q5_1", 32, 24}},
    GgmlRow{8, {"q8_0", 32, 34}},      GgmlRow{9, {"q8_1", 32, 36}},      GgmlRow{10, {"q2_k", 256, 84}},
    GgmlRow{11, {"q3_k", 256, 110}},   GgmlRow{12, {"q4_k", 256, 144}},   GgmlRow{13, {"q5_k", 256, 176}},
    GgmlRow{14, {"q6_k", 256, 210}},   GgmlRow{15, {"q8_k", 256, 292}},   GgmlRow{16, {"iq2_xxs", 256, 66}},
    GgmlRow{17, {"iq2_xs", 256, 74}},  GgmlRow{18, {"iq3_xxs", 256, 98}}, GgmlRow{19, {"iq1_s", 256, 50}},
    GgmlRow{20, {"iq4_nl", 32, 18}},   GgmlRow{21, {"iq3_s", 256, 110}},  GgmlRow{22, {"iq2_s", 256, 82}},
    GgmlRow{23, {"iq4_xs", 256, 136}}, GgmlRow{24, {"i8", 1, 1}},         GgmlRow{25, {"i16", 1, 2}},
    GgmlRow{26, {"i32", 1, 4}},        GgmlRow{27, {"i64", 1, 8}},        GgmlRow{28, {"f64", 1, 8}},
    GgmlRow{29, {"iq1_m", 256, 56}},   GgmlRow{30, {"bf16", 1, 2}},       GgmlRow{34, {"tq1_0", 256, 54}},
    GgmlRow{35, {"tq2_0", 256, 66}},   GgmlRow{39, {"mxfp4", 32, 17}},    GgmlRow{40, {"nvfp4", 64, 36}},
    GgmlRow{41, {"q1_0", 128, 18}},
};

struct DtypeRow {
    std::string_view dtype;
    StorageFormat format;
};
// safetensors, enum Dtype; its four and six bit types are packed.
constexpr std::array dtypeRows{
    DtypeRow{"F64", {"f64", 1, 8}},
    DtypeRow{"F32", {"f32", 1, 4}},
    DtypeRow{"F16", {"f16", 1, 2}},
    DtypeRow{"BF16", {"bf16", 1, 2}},
    DtypeRow{"F8_E4M3", {"fp8_e4m3", 1, 1}},
    DtypeRow{"F8_E5M2", {"fp8_e5m2", 1, 1}},
    DtypeRow{"F8_E8M0", {"fp8_e8m0", 1, 1}},
    DtypeRow{"F8_E4M3FNUZ", {"fp8_e4m3", 1, 1}},
    DtypeRow{"F8_E5M2FNUZ", {"fp8_e5m2", 1, 1}},
    DtypeRow{"F4", {"fp4", 2, 1}},
    DtypeRow{"F6_E2M3", {"fp6", 4, 3}},
    DtypeRow{"F6_E3M2", {"fp6", 4, 3}},
    DtypeRow{"I64", {"i64", 1, 8}},
    DtypeRow{"I32", {"i32", 1, 4}},
    DtypeRow{"I16", {"i16", 1, 2}},
    DtypeRow{"I8", {"i8", 1, 1}},
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

} // namespace

const StorageFormat* ggmlFormat(std::uint32_t number) {
    const auto row = std::ranges::find(ggmlRows, number, &GgmlRow::number);
    return row == ggmlRows.end() ? nullptr : &row->format;
}

const StorageFormat* safetensorsFormat(std::string_view dtype) {
    const auto row = std::ranges::find(dtypeRows, dtype, &DtypeRow::dtype);
    return row == dtypeRows.end() ? nullptr : &row->format;
}

Expected<void> measure(WeightTensor& tensor, const std::string& place) {
    const auto& format = *tensor.format;
    std::int64_t elements = 1;
    std::int64_t bytes = 0;
    bool fits = true;
    for (const auto dim : tensor.dims)
        fits = fits && dim >= 0 && !__builtin_mul_overflow(elements, dim, &elements);
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
