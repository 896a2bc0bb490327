// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/weights/cursor.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace cellwright::weights {
namespace {

constexpr std::size_t bufferBytes = std::size_t(64) << 10;

} // namespace

Cursor::Cursor(const ByteSource& source, std::string where)
    : source_(source)
    , where_(std::move(where))
    , size_(source.size()) {}

void Cursor::refuse(std::string what, std::string place, std::string remedy) {
    if (!error_)
        error_ = Error{std::move(what), place.empty() ? where_ : where_ + ", " + std::move(place),
                       std::move(remedy)};
}

bool Cursor::has(std::uint64_t bytes, std::string_view what) {
    if (error_)
        return false;
    if (bytes <= remaining())
        return true;
    refuse("the file ends too early: " + std::string(what) + " takes " + std::to_string(bytes) +
               " bytes from byte " + std::to_string(position_) + " on, the file has " + std::to_string(size_),
           "byte " + std::to_string(position_), "copy or download the file again");
    return false;
}

bool Cursor::fill() {
    buffer_.resize(std::size_t(std::min<std::uint64_t>(bufferBytes, remaining())));
    buffered_ = 0;
    const auto read = source_.read(position_, buffer_);
    if (!read) {
        refuse(read.error().what, "byte " + std::to_string(position_), read.error().remedy);
        return false;
    }
    bufferStart_ = position_;
    buffered_ = buffer_.size();
    return true;
}

bool Cursor::take(std::span<std::byte> out, std::string_view what) {
    if (!has(out.size(), what))
        return false;
    while (!out.empty()) {
        const bool inBuffer = position_ >= bufferStart_ && position_ < bufferStart_ + buffered_;
        if (!inBuffer && !fill())
            return false;
        const auto at = std::size_t(position_ - bufferStart_);
        const auto count = std::min(out.size(), buffered_ - at);
        std::memcpy(out.data(), buffer_.data() + at, count);
        position_ += count;
        out = out.subspan(count);
    }
    return true;
}

std::string Cursor::text(std::uint64_t length, std::string_view what) {
    if (!has(length, what))
        return {};
    std::string text(std::size_t(length), '\0');
    take(std::as_writable_bytes(std::span(text)), what);
    return text;
}

void Cursor::skip(std::uint64_t bytes, std::string_view what) {
    if (has(bytes, what))
        position_ += bytes;
}

} // namespace cellwright::weights
