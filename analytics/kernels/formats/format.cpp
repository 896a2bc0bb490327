// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/formats/format.h"

#include "analytics/kernels/formats/blocks.h"

#include <array>
#include <cassert>
#include <cstring>

namespace cellwright::kernels {
namespace {

struct Facts {
    Format format;
    std::string_view name;
    int weights;       ///< per block
    std::size_t bytes; ///< per block
};
constexpr std::array facts{
    Facts{Format::f32, "f32", 1, 4},
    Facts{Format::f16, "f16", 1, 2},
    Facts{Format::bf16, "bf16", 1, 2},
    Facts{Format::q8_0, "q8_0", blockLength, sizeof(BlockQ8)},
    Facts{Format::q4_0, "q4_0", blockLength, sizeof(BlockQ4)},
    Facts{Format::q4_k, "q4_k", superLength, sizeof(BlockQ4K)},
    Facts{Format::q6_k, "q6_k", superLength, sizeof(BlockQ6K)},
};

const Facts& of(Format format) {
    return facts[std::size_t(format)];
}

template <class Number, class Convert>
std::vector<std::byte> encodeNumbers(std::span<const float> weights, const Convert& convert) {
    std::vector<std::byte> tensor(weights.size() * sizeof(Number));
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const Number number = convert(weights[i]);
        std::memcpy(tensor.data() + i * sizeof number, &number, sizeof number);
    }
    return tensor;
}

template <class Number, class Convert>
std::vector<float> decodeNumbers(std::span<const std::byte> tensor, const Convert& convert) {
    std::vector<float> weights(tensor.size() / sizeof(Number));
    for (std::size_t i = 0; i < weights.size(); ++i) {
        Number number;
        std::memcpy(&number, tensor.data() + i * sizeof number, sizeof number);
        weights[i] = convert(number);
    }
    return weights;
}

template <std::size_t Length, class Quantize>
std::vector<std::byte> encodeBlocks(std::span<const float> weights, const Quantize& quantize) {
    using Block = decltype(quantize(weights.first<Length>()));
    std::vector<std::byte> tensor(weights.size() / Length * sizeof(Block));
    for (std::size_t i = 0; i + Length <= weights.size(); i += Length) {
        const Block block = quantize(weights.subspan(i).first<Length>());
        std::memcpy(tensor.data() + i / Length * sizeof block, &block, sizeof block);
    }
    return tensor;
}

template <std::size_t Length, class Block>
std::vector<float> decodeBlocks(std::span<const std::byte> tensor) {
    std::vector<float> weights(tensor.size() / sizeof(Block) * Length);
    for (std::size_t i = 0; i < tensor.size() / sizeof(Block); ++i) {
        Block block;
        std::memcpy(&block, tensor.data() + i * sizeof block, sizeof block);
        dequantize(block, std::span(weights).subspan(i * Length).template first<Length>());
    }
    return weights;
}

float same(float value) {
    return value;
}

} // namespace

std::span<const Format> allFormats() {
    static constexpr std::array all{Format::f32,  Format::f16,  Format::bf16, Format::q8_0,
                                    Format::q4_0, Format::q4_k, Format::q6_k};
    return all;
}

std::string_view formatName(Format format) {
    return of(format).name;
}

std::optional<Format> formatOf(Scheme scheme) {
    switch (scheme) {
    case Scheme::f32:
        return Format::f32;
    case Scheme::f16:
        return Format::f16;
    case Scheme::bf16:
        return Format::bf16;
    case Scheme::q8_0:
        return Format::q8_0;
    case Scheme::q4_0:
        return Format::q4_0;
    case Scheme::q4_k_m:
        return Format::q4_k;
    case Scheme::q6_k:
        return Format::q6_k;
    default:
        return std::nullopt;
    }
}

int columnMultiple(Format format) {
    return of(format).weights;
}

std::size_t blockBytes(Format format) {
    return of(format).bytes;
}

std::size_t formatBytes(Format format, int rows, int cols) {
    return std::size_t(rows) * std::size_t(cols) / std::size_t(columnMultiple(format)) * blockBytes(format);
}

std::vector<std::byte> encode(Format format, std::span<const float> weights) {
    assert(weights.size() % std::size_t(columnMultiple(format)) == 0);
    switch (format) {
    case Format::f32:
        return encodeNumbers<float>(weights, same);
    case Format::f16:
        return encodeNumbers<std::uint16_t>(weights, toHalf);
    case Format::bf16:
        return encodeNumbers<std::uint16_t>(weights, toBrain);
    case Format::q8_0:
        return encodeBlocks<blockLength>(weights, quantizeQ8);
    case Format::q4_0:
        return encodeBlocks<blockLength>(weights, quantizeQ4);
    case Format::q4_k:
        return encodeBlocks<superLength>(weights, quantizeQ4K);
    case Format::q6_k:
        return encodeBlocks<superLength>(weights, quantizeQ6K);
    }
    return {};
}

std::vector<float> decode(Format format, std::span<const std::byte> tensor) {
    switch (format) {
    case Format::f32:
        return decodeNumbers<float>(tensor, same);
    case Format::f16:
        return decodeNumbers<std::uint16_t>(tensor, fromHalf);
    case Format::bf16:
        return decodeNumbers<std::uint16_t>(tensor, fromBrain);
    case Format::q8_0:
        return decodeBlocks<blockLength, BlockQ8>(tensor);
    case Format::q4_0:
        return decodeBlocks<blockLength, BlockQ4>(tensor);
    case Format::q4_k:
        return decodeBlocks<superLength, BlockQ4K>(tensor);
    case Format::q6_k:
        return decodeBlocks<superLength, BlockQ6K>(tensor);
    }
    return {};
}

} // namespace cellwright::kernels
