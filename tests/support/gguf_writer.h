// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cellwright::test {

/// Writes GGUF headers of any version and byte order, independently of the reader (ggml, docs/gguf.md).
/// Data of tensors are zeros.
class GgufWriter {
public:
    explicit GgufWriter(std::uint32_t version = 3, bool bigEndian = false)
        : version_(version)
        , big_(bigEndian) {}

    void text(std::string_view key, std::string_view value) { pair(key, 8, counted(value)); }
    void u8(std::string_view key, std::uint8_t value) { pair(key, 0, number(value, 1)); }
    void u16(std::string_view key, std::uint16_t value) { pair(key, 2, number(value, 2)); }
    void u32(std::string_view key, std::uint32_t value) { pair(key, 4, number(value, 4)); }
    void i32(std::string_view key, std::int32_t value) { pair(key, 5, number(std::uint32_t(value), 4)); }
    void u64(std::string_view key, std::uint64_t value) { pair(key, 10, number(value, 8)); }
    void real(std::string_view key, float value) {
        pair(key, 6, number(std::bit_cast<std::uint32_t>(value), 4));
    }
    void boolean(std::string_view key, bool value) { pair(key, 7, number(value ? 1 : 0, 1)); }
    void integers(std::string_view key, const std::vector<std::int32_t>& values) {
        std::string bytes = number(5, 4) + length(values.size());
        for (const auto value : values)
            bytes += number(std::uint32_t(value), 4);
        pair(key, 9, bytes);
    }
    void texts(std::string_view key, const std::vector<std::string>& values) {
        std::string bytes = number(8, 4) + length(values.size());
        for (const auto& value : values)
            bytes += counted(value);
        pair(key, 9, bytes);
    }
    /// Any bytes as a value of any type.
    void pair(std::string_view key, std::uint32_t type, const std::string& value) {
        pairs_ += counted(key) + number(type, 4) + value;
        ++pairCount_;
    }

    /// A tensor after the last one, or at an offset of the caller's choice.
    void tensor(std::string_view name, const std::vector<std::uint64_t>& dims, std::uint32_t type) {
        tensorAt(name, dims, type, dataBytes_);
        dataBytes_ += bytesOf(dims, type);
        dataBytes_ += padding(dataBytes_);
    }
    void tensorAt(std::string_view name, const std::vector<std::uint64_t>& dims, std::uint32_t type,
                  std::uint64_t offset) {
        tensors_ += counted(name) + number(std::uint32_t(dims.size()), 4);
        for (const auto dim : dims)
            tensors_ += length(dim);
        tensors_ += number(type, 4) + number(offset, 8);
        ++tensorCount_;
    }
    void alignTo(std::uint32_t bytes) {
        alignment_ = bytes;
        u32("general.alignment", bytes);
    }
    void claimTensors(std::uint64_t count) { tensorCount_ = count; }
    void claimPairs(std::uint64_t count) { pairCount_ = count; }

    [[nodiscard]] std::string header() const {
        std::string bytes =
            "GGUF" + number(version_, 4) + length(tensorCount_) + length(pairCount_) + pairs_ + tensors_;
        bytes.append(std::size_t(padding(bytes.size())), '\0');
        return bytes;
    }
    [[nodiscard]] std::uint64_t dataBytes() const { return dataBytes_; }
    [[nodiscard]] std::string bytes() const { return header() + std::string(std::size_t(dataBytes_), '\0'); }
    /// A file whose data take no room on the disk.
    void writeSparse(const std::filesystem::path& path) const {
        const auto head = header();
        std::ofstream(path, std::ios::binary) << head;
        std::filesystem::resize_file(path, head.size() + dataBytes_);
    }

    [[nodiscard]] std::string number(std::uint64_t value, int bytes) const {
        std::string text;
        for (int i = 0; i < bytes; ++i)
            text += char(value >> 8 * (big_ ? bytes - 1 - i : i) & 0xFF);
        return text;
    }
    [[nodiscard]] std::string length(std::uint64_t value) const {
        return number(value, version_ == 1 ? 4 : 8);
    }
    [[nodiscard]] std::string counted(std::string_view text) const {
        return length(text.size()) + std::string(text);
    }

    static std::uint64_t bytesOf(const std::vector<std::uint64_t>& dims, std::uint32_t type) {
        static const std::map<std::uint32_t, std::pair<std::uint64_t, std::uint64_t>> blocks{
            {0, {1, 4}},      {1, {1, 2}},      {2, {32, 18}},    {3, {32, 20}},    {6, {32, 22}},
            {7, {32, 24}},    {8, {32, 34}},    {10, {256, 84}},  {11, {256, 110}}, {12, {256, 144}},
            {13, {256, 176}}, {14, {256, 210}}, {23, {256, 136}}, {30, {1, 2}},     {39, {32, 17}}};
        const auto [elements, bytes] = blocks.at(type);
        std::uint64_t all = 1;
        for (const auto dim : dims)
            all *= dim;
        return all / elements * bytes;
    }

private:
    [[nodiscard]] std::uint64_t padding(std::uint64_t position) const {
        return (alignment_ - position % alignment_) % alignment_;
    }

    std::uint32_t version_;
    bool big_;
    std::uint64_t alignment_ = 32;
    std::string pairs_;
    std::string tensors_;
    std::uint64_t pairCount_ = 0;
    std::uint64_t tensorCount_ = 0;
    std::uint64_t dataBytes_ = 0;
};

} // namespace cellwright::test
