// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace cellwright::weights {

/// Bytes that can be read anywhere; weight files are far larger than what is read of them.
class ByteSource {
public:
    ByteSource() = default;
    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;
    virtual ~ByteSource() = default;
    [[nodiscard]] virtual std::uint64_t size() const = 0;
    /// Fills `out` with the bytes from `offset`; they must lie within size(). The error's place is left to
    /// the caller.
    [[nodiscard]] virtual Expected<void> read(std::uint64_t offset, std::span<std::byte> out) const = 0;
};

/// Bytes in memory, which must outlive the source.
class MemorySource : public ByteSource {
public:
    explicit MemorySource(std::string_view bytes)
        : bytes_(bytes) {}
    [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }
    [[nodiscard]] Expected<void> read(std::uint64_t offset, std::span<std::byte> out) const override;

private:
    std::string_view bytes_;
};

/// Where a weight file lies: its other parts and its config.json are looked up beside it by name.
class Folder {
public:
    Folder() = default;
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    virtual ~Folder() = default;
    [[nodiscard]] virtual bool has(const std::string& name) const = 0;
    [[nodiscard]] virtual Expected<std::unique_ptr<ByteSource>> open(const std::string& name) const = 0;
    /// The name as messages show it.
    [[nodiscard]] virtual std::string shown(const std::string& name) const { return name; }
};

/// A folder on disk. Only regular files are opened.
class DiskFolder : public Folder {
public:
    explicit DiskFolder(std::filesystem::path path)
        : path_(std::move(path)) {}
    [[nodiscard]] bool has(const std::string& name) const override;
    [[nodiscard]] Expected<std::unique_ptr<ByteSource>> open(const std::string& name) const override;
    [[nodiscard]] std::string shown(const std::string& name) const override;

private:
    std::filesystem::path path_;
};

/// Files in memory by name.
class MemoryFolder : public Folder {
public:
    explicit MemoryFolder(std::map<std::string, std::string> files)
        : files_(std::move(files)) {}
    [[nodiscard]] bool has(const std::string& name) const override { return files_.contains(name); }
    [[nodiscard]] Expected<std::unique_ptr<ByteSource>> open(const std::string& name) const override;

private:
    std::map<std::string, std::string> files_;
};

/// The whole of a small file, refused beyond `limit` bytes.
Expected<std::string> readWhole(const Folder& folder, const std::string& name, std::uint64_t limit);

} // namespace cellwright::weights
