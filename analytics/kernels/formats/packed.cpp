// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/formats/packed.h"

#include "analytics/kernels/formats/blocks.h"

#include <cassert>
#include <cstring>
#include <vector>

namespace cellwright::kernels {
namespace {

std::size_t tilesOf(Format format, int cols) {
    return std::size_t((cols + tileCols(format) - 1) / tileCols(format));
}

/// A field of a block, taken apart into units that lie side by side for 16 rows.
struct Field {
    std::size_t from; ///< bytes into the block
    std::size_t unit; ///< 2 for halves, 4 for all else
    std::size_t units;
    std::size_t to;       ///< bytes into the tile, for the first block of a tile
    std::size_t toSecond; ///< and for the second one, where a tile has two
};

std::span<const Field> fieldsOf(Format format) {
    static constexpr Field f16[] = {{0, 2, 1, 0, 0}};
    static constexpr Field bf16[] = {{0, 2, 1, 0, 2}};
    static constexpr Field q8[] = {{0, 2, 1, 0, 32}, {2, 4, 8, 64, 64 + 512}};
    static constexpr Field q4[] = {{0, 2, 1, 0, 32}, {2, 4, 4, 64, 64 + 256}};
    static constexpr Field q4k[] = {{0, 2, 1, 0, 0}, {2, 2, 1, 32, 0}, {4, 4, 3 + 32, 64, 0}};
    static constexpr Field q6k[] = {{0, 4, 32 + 16 + 4, 0, 0}, {208, 2, 1, 64 * (32 + 16 + 4), 0}};
    switch (format) {
    case Format::bf16:
        return bf16;
    case Format::q8_0:
        return q8;
    case Format::q4_0:
        return q4;
    case Format::q4_k:
        return q4k;
    case Format::q6_k:
        return q6k;
    default:
        return f16;
    }
}

/// Calls copy(in the tile, in the block, bytes) for all parts of one block of one row. The two columns of a
/// bf16 tile alternate.
template <class Copy>
void forParts(Format format, bool second, int row, const Copy& copy) {
    for (const Field& field : fieldsOf(format)) {
        const std::size_t pitch = format == Format::bf16 ? 4 : field.unit;
        std::size_t at = (second ? field.toSecond : field.to) + std::size_t(row) * pitch;
        for (std::size_t i = 0; i < field.units; ++i, at += groupRows * field.unit)
            copy(at, field.from + i * field.unit, field.unit);
    }
}

/// Calls copy(in the group, in the encoded row, bytes) for all parts of a row.
template <class Copy>
void forRowParts(Format format, int cols, int row, const Copy& copy) {
    const int blocks = cols / columnMultiple(format), perTile = tileCols(format) / columnMultiple(format);
    for (int b = 0; b < blocks; ++b) {
        const std::size_t tile = std::size_t(b / perTile) * tileBytes(format);
        const std::size_t block = std::size_t(b) * blockBytes(format);
        forParts(format, b % perTile == 1, row,
                 [&](std::size_t inTile, std::size_t inBlock, std::size_t bytes) {
                     copy(tile + inTile, block + inBlock, bytes);
                 });
    }
}

} // namespace

int tileCols(Format format) {
    switch (format) {
    case Format::bf16:
        return 2;
    case Format::q8_0:
    case Format::q4_0:
        return 2 * blockLength;
    case Format::q4_k:
    case Format::q6_k:
        return superLength;
    default:
        return 1;
    }
}

std::size_t tileBytes(Format format) {
    const auto blocks = std::size_t(tileCols(format) / columnMultiple(format));
    return blocks * blockBytes(format) * groupRows;
}

std::size_t groupBytes(Format format, int cols) {
    return format == Format::f32 ? std::size_t(cols) * sizeof(float)
                                 : tilesOf(format, cols) * tileBytes(format);
}

std::size_t packedBytes(Format format, int rows, int cols) {
    const auto groups =
        format == Format::f32 ? std::size_t(rows) : std::size_t((rows + groupRows - 1) / groupRows);
    return groups * groupBytes(format, cols);
}

void placeRow(Format format, int cols, int row, const std::byte* encoded, std::byte* group) {
    forRowParts(format, cols, row, [&](std::size_t inGroup, std::size_t inRow, std::size_t bytes) {
        std::memcpy(group + inGroup, encoded + inRow, bytes);
    });
}

std::vector<std::byte> unpack(const PackedView& matrix) {
    std::vector<std::byte> tensor(formatBytes(matrix.format, matrix.rows, matrix.cols));
    if (matrix.format == Format::f32) {
        std::memcpy(tensor.data(), matrix.data, tensor.size());
        return tensor;
    }
    const std::size_t rowBytes = formatBytes(matrix.format, 1, matrix.cols);
    for (int r = 0; r < matrix.rows; ++r) {
        const std::byte* group =
            matrix.data + std::size_t(r / groupRows) * groupBytes(matrix.format, matrix.cols);
        std::byte* encoded = tensor.data() + std::size_t(r) * rowBytes;
        forRowParts(matrix.format, matrix.cols, r % groupRows,
                    [&](std::size_t inGroup, std::size_t inRow, std::size_t bytes) {
                        std::memcpy(encoded + inRow, group + inGroup, bytes);
                    });
    }
    return tensor;
}

PackedMatrix::PackedMatrix(Format format, int rows, int cols)
    : format_(format)
    , rows_(rows)
    , cols_(cols)
    , memory_(packedBytes(format, rows, cols)) {
    assert(rows > 0 && cols > 0 && cols % columnMultiple(format) == 0);
}

PackedMatrix PackedMatrix::fromTensor(Format format, int rows, int cols, std::span<const std::byte> tensor) {
    assert(tensor.size() == formatBytes(format, rows, cols));
    PackedMatrix matrix(format, rows, cols);
    if (format == Format::f32) {
        std::memcpy(matrix.memory_.data(), tensor.data(), tensor.size());
        return matrix;
    }
    const std::size_t rowBytes = formatBytes(format, 1, cols);
    for (int r = 0; r < rows; ++r) {
        const std::size_t group = std::size_t(r / groupRows) * groupBytes(format, cols);
        placeRow(format, cols, r % groupRows, tensor.data() + std::size_t(r) * rowBytes,
                 matrix.memory_.data() + group);
    }
    return matrix;
}

PackedMatrix PackedMatrix::fromFloats(Format format, int rows, int cols, std::span<const float> weights) {
    return fromTensor(format, rows, cols, encode(format, weights));
}

} // namespace cellwright::kernels
