// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/packed.h"

#include <cassert>
#include <cstring>
#include <vector>

namespace cellwright::kernels {
namespace {

std::size_t roundedUp(int value, int multiple) {
    return std::size_t((value + multiple - 1) / multiple);
}

/// Where block `b` of row `r` lies: its scale and its first four bytes of values; the next four are 64 bytes
/// on.
struct BlockPlace {
    std::byte* scale;
    std::byte* values;
};

BlockPlace place(std::byte* matrix, Scheme scheme, int cols, int row, int block) {
    const std::size_t tile = scheme == Scheme::q8_0 ? tileBytesQ8 : tileBytesQ4;
    const std::size_t valuesPerBlock = (tile - 64) / 2;
    std::byte* const start =
        matrix + std::size_t(row / groupRows) * groupBytes(scheme, cols) + std::size_t(block / 2) * tile;
    const auto lane = std::size_t(row % groupRows);
    const auto half = std::size_t(block % 2);
    return {start + half * 32 + lane * 2, start + 64 + half * valuesPerBlock + lane * 4};
}

template <class Block>
void store(const BlockPlace& to, const Block& block, const void* values) {
    std::memcpy(to.scale, &block.scale, 2);
    const auto* from = static_cast<const std::byte*>(values);
    constexpr std::size_t bytes = sizeof(Block) - 2;
    for (std::size_t i = 0; i < bytes; i += 4)
        std::memcpy(to.values + i * 16, from + i, 4);
}

void storeHalf(std::byte* matrix, int cols, int row, int col, std::uint16_t half) {
    const std::size_t at = std::size_t(row / groupRows) * groupBytes(Scheme::f16, cols) +
                           std::size_t(col) * 32 + std::size_t(row % groupRows) * 2;
    std::memcpy(matrix + at, &half, 2);
}

} // namespace

bool hasKernel(Scheme scheme) {
    return scheme == Scheme::f32 || scheme == Scheme::f16 || scheme == Scheme::q8_0 || scheme == Scheme::q4_0;
}

int columnMultiple(Scheme scheme) {
    return scheme == Scheme::q8_0 || scheme == Scheme::q4_0 ? blockLength : 1;
}

std::size_t formatBytes(Scheme scheme, int rows, int cols) {
    const std::size_t count = std::size_t(rows) * std::size_t(cols);
    switch (scheme) {
    case Scheme::f32:
        return 4 * count;
    case Scheme::q8_0:
        return count / blockLength * sizeof(BlockQ8);
    case Scheme::q4_0:
        return count / blockLength * sizeof(BlockQ4);
    default:
        return 2 * count;
    }
}

std::size_t groupBytes(Scheme scheme, int cols) {
    switch (scheme) {
    case Scheme::f32:
        return std::size_t(cols) * 4;
    case Scheme::q8_0:
        return roundedUp(cols, tileCols) * tileBytesQ8;
    case Scheme::q4_0:
        return roundedUp(cols, tileCols) * tileBytesQ4;
    default:
        return std::size_t(cols) * 32;
    }
}

std::size_t packedBytes(Scheme scheme, int rows, int cols) {
    return (scheme == Scheme::f32 ? std::size_t(rows) : roundedUp(rows, groupRows)) *
           groupBytes(scheme, cols);
}

PackedMatrix::PackedMatrix(Scheme scheme, int rows, int cols)
    : scheme_(scheme)
    , rows_(rows)
    , cols_(cols)
    , memory_(packedBytes(scheme, rows, cols)) {
    assert(hasKernel(scheme) && rows > 0 && cols > 0 && cols % columnMultiple(scheme) == 0);
}

PackedMatrix PackedMatrix::fromHalves(int rows, int cols, std::span<const std::uint16_t> halves) {
    PackedMatrix matrix(Scheme::f16, rows, cols);
    for (int r = 0; r < rows; ++r)
        for (int c = 0; c < cols; ++c)
            storeHalf(matrix.memory_.data(), cols, r, c,
                      halves[std::size_t(r) * std::size_t(cols) + std::size_t(c)]);
    return matrix;
}

PackedMatrix PackedMatrix::fromBlocks(int rows, int cols, std::span<const BlockQ8> blocks) {
    PackedMatrix matrix(Scheme::q8_0, rows, cols);
    const int perRow = cols / blockLength;
    for (int r = 0; r < rows; ++r)
        for (int b = 0; b < perRow; ++b) {
            const BlockQ8& block = blocks[std::size_t(r) * std::size_t(perRow) + std::size_t(b)];
            store(place(matrix.memory_.data(), Scheme::q8_0, cols, r, b), block, block.q);
        }
    return matrix;
}

PackedMatrix PackedMatrix::fromBlocks(int rows, int cols, std::span<const BlockQ4> blocks) {
    PackedMatrix matrix(Scheme::q4_0, rows, cols);
    const int perRow = cols / blockLength;
    for (int r = 0; r < rows; ++r)
        for (int b = 0; b < perRow; ++b) {
            const BlockQ4& block = blocks[std::size_t(r) * std::size_t(perRow) + std::size_t(b)];
            store(place(matrix.memory_.data(), Scheme::q4_0, cols, r, b), block, block.nibbles);
        }
    return matrix;
}

PackedMatrix PackedMatrix::fromFloats(Scheme scheme, int rows, int cols, std::span<const float> weights) {
    const std::size_t count = std::size_t(rows) * std::size_t(cols);
    assert(weights.size() == count);
    const auto blocks = [&](auto quantizeOne) {
        std::vector<decltype(quantizeOne(weights.first<blockLength>()))> all;
        all.reserve(count / blockLength);
        for (std::size_t i = 0; i + blockLength <= count; i += blockLength)
            all.push_back(quantizeOne(weights.subspan(i).first<blockLength>()));
        return all;
    };
    if (scheme == Scheme::q8_0)
        return fromBlocks(rows, cols, blocks(quantizeQ8));
    if (scheme == Scheme::q4_0)
        return fromBlocks(rows, cols, blocks(quantizeQ4));
    PackedMatrix matrix(scheme, rows, cols);
    if (scheme == Scheme::f32)
        std::memcpy(matrix.memory_.data(), weights.data(), count * 4);
    else
        for (int r = 0; r < rows; ++r)
            for (int c = 0; c < cols; ++c)
                storeHalf(matrix.memory_.data(), cols, r, c,
                          toHalf(weights[std::size_t(r) * std::size_t(cols) + std::size_t(c)]));
    return matrix;
}

} // namespace cellwright::kernels
