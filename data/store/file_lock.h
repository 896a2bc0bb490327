// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>

namespace cellwright {

/// An advisory lock beside a project file ("plan.cellwright.lock"), held by the window that edits it. The
/// system releases it when the process ends, however it ends; a lock file that is left behind does no harm.
class FileLock {
public:
    enum class Outcome { acquired, heldByOther, notPossible };

    FileLock() = default;
    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;
    ~FileLock();

    Outcome acquire(const std::filesystem::path& file);
    void release();

private:
    std::filesystem::path path_;
    int descriptor_ = -1;
};

} // namespace cellwright
