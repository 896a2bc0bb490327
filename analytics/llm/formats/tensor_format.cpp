// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/formats/tensor_format.h"

#include <array>

namespace cellwright::llm {
namespace {

constexpr int notInGguf = -1;

/// Elements and bits of a block, its number in GGUF files, and what comes on top per row, per column and per
/// tensor.
struct Layout {
    TensorFormat format;
    std::string_view name;
    int ggmlType;
    std::int64_t blockElements;
    std::int64_t blockBits;
    std::int64_t bytesPerRow = 0;
    std::int64_t bytesPerColumn = 0;
    std::int64_t bytesPerTensor = 0;
};
// GGUF: `ggml_type` of ggml.h and the block structures of ggml-common.h. nf4: Dettmers et al. 2023 (QLoRA),
// block 64, second block 256; the layout counts one second block, 256·64 weights of 4 bit with 256 scales of
// 8 bit and one of 32. gptq4, awq4: the group size 128 that their authors publish (Frantar et al. 2022, Lin
// et al. 2023).
constexpr std::array layouts{
    Layout{TensorFormat::f64, "f64", 28, 1, 64},
    Layout{TensorFormat::f32, "f32", 0, 1, 32},
    Layout{TensorFormat::f16, "f16", 1, 1, 16},
    Layout{TensorFormat::bf16, "bf16", 30, 1, 16},
    Layout{TensorFormat::i8, "i8", 24, 1, 8},
    Layout{TensorFormat::i16, "i16", 25, 1, 16},
    Layout{TensorFormat::i32, "i32", 26, 1, 32},
    Layout{TensorFormat::i64, "i64", 27, 1, 64},
    Layout{TensorFormat::q8_0, "q8_0", 8, 32, 34 * 8},
    Layout{TensorFormat::q8_1, "q8_1", 9, 32, 36 * 8},
    Layout{TensorFormat::q8_k, "q8_k", 15, 256, 292 * 8},
    Layout{TensorFormat::q6_k, "q6_k", 14, 256, 210 * 8},
    Layout{TensorFormat::q5_1, "q5_1", 7, 32, 24 * 8},
    Layout{TensorFormat::q5_0, "q5_0", 6, 32, 22 * 8},
    Layout{TensorFormat::q5_k, "q5_k", 13, 256, 176 * 8},
    Layout{TensorFormat::q4_1, "q4_1", 3, 32, 20 * 8},
    Layout{TensorFormat::q4_0, "q4_0", 2, 32, 18 * 8},
    Layout{TensorFormat::q4_k, "q4_k", 12, 256, 144 * 8},
    Layout{TensorFormat::q3_k, "q3_k", 11, 256, 110 * 8},
    Layout{TensorFormat::q2_k, "q2_k", 10, 256, 84 * 8},
    Layout{TensorFormat::iq4_nl, "iq4_nl", 20, 32, 18 * 8},
    Layout{TensorFormat::iq4_xs, "iq4_xs", 23, 256, 136 * 8},
    Layout{TensorFormat::iq3_s, "iq3_s", 21, 256, 110 * 8},
    Layout{TensorFormat::iq3_xxs, "iq3_xxs", 18, 256, 98 * 8},
    Layout{TensorFormat::iq2_s, "iq2_s", 22, 256, 82 * 8},
    Layout{TensorFormat::iq2_xs, "iq2_xs", 17, 256, 74 * 8},
    Layout{TensorFormat::iq2_xxs, "iq2_xxs", 16, 256, 66 * 8},
    Layout{TensorFormat::iq1_m, "iq1_m", 29, 256, 56 * 8},
    Layout{TensorFormat::iq1_s, "iq1_s", 19, 256, 50 * 8},
    Layout{TensorFormat::tq2_0, "tq2_0", 35, 256, 66 * 8},
    Layout{TensorFormat::tq1_0, "tq1_0", 34, 256, 54 * 8},
    Layout{TensorFormat::mxfp4, "mxfp4", 39, 32, 17 * 8},
    Layout{TensorFormat::nvfp4, "nvfp4", 40, 64, 36 * 8},
    Layout{TensorFormat::q1_0, "q1_0", 41, 128, 18 * 8},
    Layout{TensorFormat::q2_0, "q2_0", 42, 64, 18 * 8},
    Layout{TensorFormat::fp8_e4m3, "fp8_e4m3", notInGguf, 1, 8, 0, 0, 4},
    Layout{TensorFormat::int8, "int8", notInGguf, 1, 8, 4},
    Layout{TensorFormat::int4, "int4", notInGguf, 2, 8, 4},
    Layout{TensorFormat::nf4, "nf4", notInGguf, 64 * 256, 64 * 256 * 4 + 256 * 8 + 32},
    Layout{TensorFormat::gptq4, "gptq4", notInGguf, 128, 128 * 4 + 16 + 4, 2, 4},
    Layout{TensorFormat::awq4, "awq4", notInGguf, 128, 128 * 4 + 16 + 4},
};
constexpr bool ordered = [] {
    for (std::size_t i = 0; i < layouts.size(); ++i)
        if (std::size_t(layouts[i].format) != i)
            return false;
    return layouts.size() == std::size_t(tensorFormats);
}();
static_assert(ordered, "layouts are looked up by the format's number");

constexpr std::size_t ggmlTypes = 43;
constexpr auto formatsByGgmlType = [] {
    std::array<std::optional<TensorFormat>, ggmlTypes> formats{};
    for (const auto& layout : layouts)
        if (layout.ggmlType != notInGguf)
            formats[std::size_t(layout.ggmlType)] = layout.format;
    for (const std::size_t interleaved : {31, 32, 33})
        formats[interleaved] = TensorFormat::q4_0;
    for (const std::size_t interleaved : {36, 37, 38})
        formats[interleaved] = TensorFormat::iq4_nl;
    return formats;
}();

constexpr const Layout& layoutOf(TensorFormat format) {
    return layouts[std::size_t(format)];
}
constexpr std::int64_t upward(std::int64_t value, std::int64_t step) {
    return (value + step - 1) / step;
}

} // namespace

std::string_view formatName(TensorFormat format) {
    return layoutOf(format).name;
}

std::optional<TensorFormat> formatOfGgmlType(std::uint32_t type) {
    return type < ggmlTypes ? formatsByGgmlType[type] : std::nullopt;
}

std::optional<std::uint32_t> ggmlTypeOf(TensorFormat format) {
    const int type = layoutOf(format).ggmlType;
    return type == notInGguf ? std::nullopt : std::optional(std::uint32_t(type));
}

std::int64_t blockElements(TensorFormat format) {
    return layoutOf(format).blockElements;
}

std::int64_t blockBytes(TensorFormat format) {
    return upward(layoutOf(format).blockBits, 8);
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

} // namespace cellwright::llm
