// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/layer/kv_cache.h"

#include "analytics/kernels/formats/blocks.h"
#include "analytics/kernels/formats/packed.h"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace cellwright::kernels {
namespace {

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
    assert(shape.headSize % blockLength == 0 && shape.headSize <= 512);
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

void KvCache::append(std::span<const float> keys, std::span<const float> values) {
    const auto size = std::size_t(shape_.headSize), row = std::size_t(shape_.heads) * size;
    assert(keys.size() == values.size() && keys.size() % row == 0);
    assert(length_ + int(keys.size() / row) <= shape_.capacity);
    for (std::size_t at = 0; at < keys.size(); at += row, ++length_)
        for (int head = 0; head < shape_.heads; ++head) {
            const std::size_t first = at + std::size_t(head) * size;
            putKey(head, encode(shape_.format, keys.subspan(first, size)).data());
            putValue(head, encode(shape_.format, values.subspan(first, size)).data());
        }
}

void KvCache::truncate(int length) {
    length_ = std::clamp(length, 0, length_);
}

void KvCache::rewind(int length) {
    longest_ = std::max(longest_, length_);
    assert(length >= 0 && length <= longest_);
    length_ = length;
}

void KvCache::putKey(int head, const std::byte* encoded) {
    auto* const group = const_cast<std::uint8_t*>(keys(head, length_ / groupRows * groupRows));
    placeRow(shape_.format, shape_.headSize, length_ % groupRows, encoded,
             reinterpret_cast<std::byte*>(group));
}

void KvCache::putValue(int head, const std::byte* encoded) {
    auto* const to = const_cast<std::uint8_t*>(values(head, length_));
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
