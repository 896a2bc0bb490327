// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/layer/kv_cache.h"

#include "analytics/kernels/formats/blocks.h"
#include "analytics/kernels/formats/packed.h"
#include "analytics/kernels/layer/cut.h"
#include "analytics/kernels/products/parallel.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>

namespace cellwright::kernels {
namespace {

constexpr int mostHeadSize = 512;

std::size_t groupsOf(int positions) {
    return std::size_t((positions + groupRows - 1) / groupRows);
}

} // namespace

KvCache::KvCache(const Shape& shape)
    : shape_(shape)
    , keys_(std::size_t(shape.heads) * groupsOf(shape.capacity) * groupBytes(shape.format, shape.headSize))
    , values_(std::size_t(shape.heads) * std::size_t(shape.capacity) *
              formatBytes(shape.format, 1, shape.headSize)) {
    assert(shape.format == Format::f16 || shape.format == Format::q8_0);
    assert(shape.headSize % blockLength == 0 && shape.headSize <= mostHeadSize);
}

std::size_t KvCache::valueBytes() const {
    return formatBytes(shape_.format, 1, shape_.headSize);
}

std::size_t KvCache::bytes(int positions) const {
    return std::size_t(shape_.heads) * (groupsOf(positions) * groupBytes(shape_.format, shape_.headSize) +
                                        std::size_t(positions) * valueBytes());
}

const std::uint8_t* KvCache::keys(int head, int position) const {
    assert(position % groupRows == 0);
    const std::size_t group =
        std::size_t(head) * groupsOf(shape_.capacity) + std::size_t(position / groupRows);
    return keys_.as<std::uint8_t>() + group * groupBytes(shape_.format, shape_.headSize);
}

const std::uint8_t* KvCache::values(int head, int position) const {
    const std::size_t row = std::size_t(head) * std::size_t(shape_.capacity) + std::size_t(position);
    return values_.as<std::uint8_t>() + row * valueBytes();
}

void KvCache::append(std::span<const float> keys, std::span<const float> values, ThreadPool* pool) {
    const auto size = std::size_t(shape_.headSize), row = std::size_t(shape_.heads) * size;
    assert(keys.size() == values.size() && keys.size() % row == 0);
    const int positions = int(keys.size() / row);
    assert(length_ + positions <= shape_.capacity);
    const auto put = [&](int head, int) {
        std::array<std::byte, 2 * mostHeadSize> encoded; // f16 is the longer format
        for (int i = 0; i < positions; ++i) {
            const std::size_t first = std::size_t(i) * row + std::size_t(head) * size;
            quantizeRow(shape_.format, keys.subspan(first, size), encoded.data());
            putKey(head, length_ + i, encoded.data());
            quantizeRow(shape_.format, values.subspan(first, size), encoded.data());
            putValue(head, length_ + i, encoded.data());
        }
    };
    if (pool && positions > 1)
        forEachIndex(*pool, shape_.heads, {}, put);
    else // one position is there sooner than the other threads are woken
        for (int head = 0; head < shape_.heads; ++head)
            put(head, 0);
    length_ += positions;
}

void KvCache::truncate(int length) {
    length_ = std::clamp(length, 0, length_);
}

void KvCache::rewind(int length) {
    longest_ = std::max(longest_, length_);
    assert(length >= 0 && length <= longest_);
    length_ = length;
}

void KvCache::putKey(int head, int position, const std::byte* encoded) {
    auto* const group = const_cast<std::uint8_t*>(keys(head, position / groupRows * groupRows));
    placeRow(shape_.format, shape_.headSize, position % groupRows, encoded,
             reinterpret_cast<std::byte*>(group));
}

void KvCache::putValue(int head, int position, const std::byte* encoded) {
    auto* const to = const_cast<std::uint8_t*>(values(head, position));
    if (shape_.format == Format::f16) {
        std::memcpy(to, encoded, valueBytes());
        return;
    }
    const auto blocks = std::size_t(shape_.headSize / blockLength);
    for (std::size_t b = 0; b < blocks; ++b) {
        const std::byte* const block = encoded + b * sizeof(BlockQ8);
        std::memcpy(to + b * 2, block, 2);
        std::memcpy(to + blocks * 2 + b * blockLength, block + 2, blockLength);
    }
}

} // namespace cellwright::kernels
