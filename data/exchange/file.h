// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace cellwright {

/// The largest text file that importers take.
inline constexpr std::size_t maxTextBytes = 128u << 20;

/// The bytes of a regular file of at most `limit` bytes.
Expected<std::string> readFile(const std::filesystem::path& path, std::size_t limit = maxTextBytes);

/// Writes the file whole or not at all: to a temporary file beside it, synced, then renamed. An existing file
/// is replaced only with `force`.
Expected<void> writeFileAtomically(const std::filesystem::path& path, std::string_view bytes,
                                   bool force = false);

/// A name beside `path` that nobody uses, for writing a new version of it.
std::filesystem::path temporaryBeside(const std::filesystem::path& path);
/// Syncs the temporary file and moves it to its place in one step; removes it on failure.
Expected<void> moveIntoPlace(const std::filesystem::path& temporary, const std::filesystem::path& target,
                             bool force);

bool isUtf8(std::string_view text);

} // namespace cellwright
