// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/weights/byte_source.h"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cellwright::weights {

/// Walks forward over a source through a small buffer. Nothing is taken, and no memory allocated, beyond the
/// end of the source. The first problem is kept, later reads give zeros, so that a reader can ask for the
/// error once per record; loops must ask failed().
class Cursor {
public:
    Cursor(const ByteSource& source, std::string where);

    /// Whether numbers from here on have their most significant byte first.
    void setBigEndian(bool big) { bigEndian_ = big; }
    [[nodiscard]] bool bigEndian() const { return bigEndian_; }

    template <std::unsigned_integral T>
    T number(std::string_view what) {
        std::byte raw[sizeof(T)] = {};
        if (!take(raw, what))
            return 0;
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < sizeof(T); ++i)
            value = value << 8 | std::uint64_t(raw[bigEndian_ ? i : sizeof(T) - 1 - i]);
        return T(value);
    }
    /// The next `length` bytes as text.
    std::string text(std::uint64_t length, std::string_view what);
    void skip(std::uint64_t bytes, std::string_view what);

    [[nodiscard]] std::uint64_t position() const { return position_; }
    [[nodiscard]] std::uint64_t size() const { return size_; }
    [[nodiscard]] std::uint64_t remaining() const { return size_ - position_; }
    [[nodiscard]] const std::string& where() const { return where_; }

    /// Keeps the first error: `place` is added to the file's name.
    void refuse(std::string what, std::string place, std::string remedy);
    [[nodiscard]] bool failed() const { return error_.has_value(); }
    [[nodiscard]] const std::optional<Error>& error() const { return error_; }

private:
    bool take(std::span<std::byte> out, std::string_view what);
    bool has(std::uint64_t bytes, std::string_view what);
    bool fill();

    const ByteSource& source_;
    std::string where_;
    std::uint64_t size_;
    std::uint64_t position_ = 0;
    std::uint64_t bufferStart_ = 0;
    std::size_t buffered_ = 0;
    std::vector<std::byte> buffer_;
    bool bigEndian_ = false;
    std::optional<Error> error_;
};

} // namespace cellwright::weights
