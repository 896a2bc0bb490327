// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/formats/format.h"
#include "analytics/kernels/memory.h"
#include "analytics/kernels/thread_pool.h"

#include <cstdint>
#include <span>

namespace cellwright::kernels {

/// Keys and values of one layer. Keys lie as packed weights do, 16 positions side by side (see packed.h), so
/// that the products can multiply them; values lie position after position.
class KvCache {
public:
    struct Shape {
        Format format = Format::f16; ///< f16 or q8_0
        int heads = 1;               ///< of keys and values
        int headSize = 128;          ///< a multiple of 32, at most 512
        int capacity = 0;            ///< positions
    };
    explicit KvCache(const Shape& shape);

    [[nodiscard]] const Shape& shape() const { return shape_; }
    [[nodiscard]] int length() const { return length_; }
    /// Bytes that attention over `positions` reads, padding of keys included.
    [[nodiscard]] std::size_t bytes(int positions) const;

    /// Appends positions: keys and values are positions x heads x headSize in f32, after the rotation of
    /// the keys. Both are rounded to the format, heads on the threads of the pool where there is one.
    void append(std::span<const float> keys, std::span<const float> values, ThreadPool* pool = nullptr);
    /// Forgets all positions from `length` on.
    void truncate(int length);
    /// Goes to any length that has been reached before: what lies there is seen again.
    void rewind(int length);

    /// The keys of a head from a position on, a multiple of 16: packed groups of 16 rows of headSize columns.
    [[nodiscard]] const std::uint8_t* keys(int head, int position) const;
    /// The values of a head at a position: halves, or halves of scales and then bytes.
    [[nodiscard]] const std::uint8_t* values(int head, int position) const;
    [[nodiscard]] std::size_t valueBytes() const; ///< of one position of one head

private:
    void putKey(int head, int position, const std::byte* encoded);
    void putValue(int head, int position, const std::byte* encoded);

    Shape shape_;
    int length_ = 0;
    int longest_ = 0;
    Buffer keys_;
    Buffer values_;
};

} // namespace cellwright::kernels
