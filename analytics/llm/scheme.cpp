// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/scheme.h"

#include <algorithm>
#include <array>
#include <string>

namespace cellwright::llm {
namespace {

struct SchemeRow {
    Scheme scheme;
    std::string_view name;
};
constexpr std::array schemeRows{
    SchemeRow{Scheme::f32, "f32"},       SchemeRow{Scheme::f16, "f16"},
    SchemeRow{Scheme::bf16, "bf16"},     SchemeRow{Scheme::fp8_e4m3, "fp8_e4m3"},
    SchemeRow{Scheme::int8, "int8"},     SchemeRow{Scheme::int4, "int4"},
    SchemeRow{Scheme::q8_0, "q8_0"},     SchemeRow{Scheme::q6_k, "q6_k"},
    SchemeRow{Scheme::q5_k_m, "q5_k_m"}, SchemeRow{Scheme::q4_k_m, "q4_k_m"},
    SchemeRow{Scheme::q4_0, "q4_0"},     SchemeRow{Scheme::nf4, "nf4"},
    SchemeRow{Scheme::gptq4, "gptq4"},   SchemeRow{Scheme::awq4, "awq4"},
};
constexpr auto schemes = [] {
    std::array<Scheme, schemeRows.size()> all{};
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = schemeRows[i].scheme;
    return all;
}();

/// Elements and bytes of a block, and what comes on top per row, per column and per tensor.
struct Layout {
    TensorFormat format;
    std::string_view name;
    std::int64_t blockElements;
    std::int64_t blockBits;
    std::int64_t bytesPerRow = 0;
    std::int64_t bytesPerColumn = 0;
    std::int64_t bytesPerTensor = 0;
};
// GGUF: block structures of ggml-common.h. nf4: Dettmers et al. 2023 (QLoRA), block 64, second block 256; the
// layout counts one second block, 256·64 weights of 4 bit with 256 scales of 8 bit and one of 32. gptq4,
// awq4: the group size 128 that their authors publish (Frantar et al. 2022, Lin et al. 2023).
constexpr std::array layouts{
    Layout{TensorFormat::f32, "f32", 1, 32},
    Layout{TensorFormat::f16, "f16", 1, 16},
    Layout{TensorFormat::bf16, "bf16", 1, 16},
    Layout{TensorFormat::fp8_e4m3, "fp8_e4m3", 1, 8, 0, 0, 4},
    Layout{TensorFormat::int8, "int8", 1, 8, 4},
    Layout{TensorFormat::int4, "int4", 2, 8, 4},
    Layout{TensorFormat::q8_0, "q8_0", 32, 34 * 8},
    Layout{TensorFormat::q6_k, "q6_k", 256, 210 * 8},
    Layout{TensorFormat::q5_1, "q5_1", 32, 24 * 8},
    Layout{TensorFormat::q5_0, "q5_0", 32, 22 * 8},
    Layout{TensorFormat::q5_k, "q5_k", 256, 176 * 8},
    Layout{TensorFormat::q4_k, "q4_k", 256, 144 * 8},
    Layout{TensorFormat::q4_0, "q4_0", 32, 18 * 8},
    Layout{TensorFormat::nf4, "nf4", 64 * 256, 64 * 256 * 4 + 256 * 8 + 32},
    Layout{TensorFormat::gptq4, "gptq4", 128, 128 * 4 + 16 + 4, 0, 4},
    Layout{TensorFormat::awq4, "awq4", 128, 128 * 4 + 16 + 4},
};
constexpr bool ordered = [] {
    for (std::size_t i = 0; i < layouts.size(); ++i)
        if (std::size_t(layouts[i].format) != i)
            return false;
    return layouts.size() == std::size_t(TensorFormat::awq4) + 1;
}();
static_assert(ordered, "layouts are looked up by the format's number");

constexpr const Layout& layoutOf(TensorFormat format) {
    return layouts[std::size_t(format)];
}
constexpr std::int64_t upward(std::int64_t value, std::int64_t step) {
    return (value + step - 1) / step;
}

bool isGguf(Scheme scheme) {
    return scheme == Scheme::q8_0 || scheme == Scheme::q6_k || scheme == Scheme::q5_k_m ||
           scheme == Scheme::q4_k_m || scheme == Scheme::q4_0;
}
bool isOneDimensional(TensorRole role) {
    return role == TensorRole::norm || role == TensorRole::bias;
}
bool isInDecoder(TensorRole role) {
    return role != TensorRole::tokenEmbedding && role != TensorRole::positionEmbedding &&
           role != TensorRole::output;
}

/// The layers that llama.cpp's "medium" mixes keep more precisely: the first and last eighth, and every third
/// between.
bool getsMoreBits(int layer, int layers) {
    return layer < layers / 8 || layer >= 7 * layers / 8 || (layer - layers / 8) % 3 == 2;
}

/// K-quants need rows of whole super-blocks, the others of whole blocks; llama.cpp falls back to the next
/// larger type.
TensorFormat fitted(TensorFormat format, std::int64_t cols) {
    if (cols % layoutOf(format).blockElements == 0)
        return format;
    TensorFormat smaller = TensorFormat::f16;
    if (format == TensorFormat::q4_k)
        smaller = TensorFormat::q5_0;
    else if (format == TensorFormat::q5_k)
        smaller = TensorFormat::q5_1;
    else if (format == TensorFormat::q6_k)
        smaller = TensorFormat::q8_0;
    return cols % layoutOf(smaller).blockElements == 0 ? smaller : TensorFormat::f16;
}

/// A "medium" mix: `base` everywhere, `better` where more precision pays.
TensorFormat mediumFormat(const TensorPlace& place, TensorFormat base, TensorFormat fused, bool q4) {
    const bool more = place.layer >= 0 && getsMoreBits(place.layer, place.layers);
    switch (place.role) {
    case TensorRole::fusedQkv:
        return fused;
    case TensorRole::value:
        if (more)
            return TensorFormat::q6_k;
        // Shared by eight heads, so that more precision costs little.
        return q4 && place.layers == 80 && place.groupedQuery ? TensorFormat::q5_k : base;
    case TensorRole::down:
        if (q4 && place.falcon)
            return place.layer < place.layers / 16 ? TensorFormat::q6_k : more ? TensorFormat::q5_k : base;
        return more ? TensorFormat::q6_k : base;
    default:
        return base;
    }
}

TensorFormat ggufMatrixFormat(Scheme scheme, const TensorPlace& place) {
    switch (scheme) {
    case Scheme::q8_0:
        return TensorFormat::q8_0;
    case Scheme::q6_k:
        return TensorFormat::q6_k;
    case Scheme::q5_k_m:
        return mediumFormat(place, TensorFormat::q5_k, TensorFormat::q6_k, false);
    case Scheme::q4_k_m:
        return mediumFormat(place, TensorFormat::q4_k, TensorFormat::q5_k, true);
    default:
        return TensorFormat::q4_0;
    }
}

TensorFormat ggufFormat(Scheme scheme, const TensorPlace& place) {
    if (isOneDimensional(place.role) || place.role == TensorRole::positionEmbedding)
        return TensorFormat::f32;
    const bool output = place.role == TensorRole::output || place.actsAsOutput;
    if (output && (place.falcon || scheme == Scheme::q8_0))
        return fitted(TensorFormat::q8_0, place.cols);
    return fitted(output ? TensorFormat::q6_k : ggufMatrixFormat(scheme, place), place.cols);
}

TensorFormat quantizedFormat(Scheme scheme) {
    switch (scheme) {
    case Scheme::fp8_e4m3:
        return TensorFormat::fp8_e4m3;
    case Scheme::int8:
        return TensorFormat::int8;
    case Scheme::int4:
        return TensorFormat::int4;
    case Scheme::nf4:
        return TensorFormat::nf4;
    case Scheme::gptq4:
        return TensorFormat::gptq4;
    default:
        return TensorFormat::awq4;
    }
}

} // namespace

std::string_view schemeName(Scheme scheme) {
    const auto row = std::ranges::find(schemeRows, scheme, &SchemeRow::scheme);
    return row == schemeRows.end() ? std::string_view() : row->name;
}

Expected<Scheme> parseScheme(std::string_view name) {
    if (const auto row = std::ranges::find(schemeRows, name, &SchemeRow::name); row != schemeRows.end())
        return row->scheme;
    std::string known;
    for (const auto& row : schemeRows)
        known += (known.empty() ? "" : " ") + std::string(row.name);
    return failure("no quantization is called \"" + std::string(name.substr(0, 40)) + "\"", {},
                   "one of " + known);
}

std::span<const Scheme> allSchemes() {
    return schemes;
}

std::string_view formatName(TensorFormat format) {
    return layoutOf(format).name;
}

double bitsPerWeight(TensorFormat format) {
    const auto& layout = layoutOf(format);
    return double(layout.blockBits) / double(layout.blockElements);
}

std::int64_t rowBytes(TensorFormat format, std::int64_t cols) {
    const auto& layout = layoutOf(format);
    return upward(upward(cols, layout.blockElements) * layout.blockBits, 8) + layout.bytesPerRow;
}

std::int64_t tensorBytes(TensorFormat format, std::int64_t rows, std::int64_t cols) {
    const auto& layout = layoutOf(format);
    const std::int64_t extra = layout.bytesPerColumn * cols + layout.bytesPerTensor;
    // nf4 runs over the whole tensor: its blocks know no rows.
    if (format == TensorFormat::nf4) {
        const std::int64_t blocks = upward(rows * cols, 64);
        return upward(rows * cols, 2) + blocks + 4 * upward(blocks, 256);
    }
    return rows * rowBytes(format, cols) + extra;
}

TensorFormat formatFor(Scheme scheme, const TensorPlace& place) {
    if (isGguf(scheme))
        return ggufFormat(scheme, place);
    if (scheme == Scheme::f32)
        return TensorFormat::f32;
    if (scheme == Scheme::bf16)
        return TensorFormat::bf16;
    const bool everyMatrix = scheme == Scheme::int8 || scheme == Scheme::int4;
    if (scheme == Scheme::f16 || isOneDimensional(place.role) || !(everyMatrix || isInDecoder(place.role)))
        return TensorFormat::f16;
    return quantizedFormat(scheme);
}

Expected<TensorFormat> vectorFormat(Scheme scheme, std::string_view what) {
    for (const auto format :
         {TensorFormat::f32, TensorFormat::f16, TensorFormat::bf16, TensorFormat::fp8_e4m3,
          TensorFormat::int8, TensorFormat::int4, TensorFormat::q8_0, TensorFormat::q4_0})
        if (formatName(format) == schemeName(scheme))
            return format;
    return failure(std::string(what) + " cannot be kept in " + std::string(schemeName(scheme)) +
                       ", which is a format for weights",
                   {}, "one of f32 f16 bf16 fp8_e4m3 int8 int4 q8_0 q4_0");
}

} // namespace cellwright::llm
