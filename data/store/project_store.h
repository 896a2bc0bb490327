// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/edit.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace cellwright {

/// The labels of all recorded edits, oldest first, and how many of them are in force: undo takes back
/// labels[position - 1], redo repeats labels[position].
struct EditHistory {
    std::vector<std::string> labels;
    std::size_t position = 0;
};

/// A project file and the project in it. The file is the document: when record(), undo() or redo() returns,
/// the edit is on the disk, and after a crash at any moment the file opens with every edit that was
/// acknowledged and with the whole undo history. While it is open, the latest edits may lie in a log beside
/// it ("-wal"); closing puts everything into the one file. Not thread-safe: one store belongs to one thread
/// at a time.
class ProjectStore {
public:
    enum class Access { readWrite, readOnly };
    /// The undo history keeps this many edits; older ones can no longer be taken back.
    static constexpr std::size_t historyLimit = 10'000;

    /// Makes a new file that holds `project`, whole or not at all. An existing file is replaced only with
    /// `force`.
    static Expected<ProjectStore> create(const std::filesystem::path& path, const Project& project = {},
                                         bool force = false);
    /// Opens a file. A file of an older version is migrated on a copy and the original kept beside it; one
    /// that another window is writing, or that may not be written, opens read-only with a notice. Refused
    /// with the file untouched: what is not a project, is damaged, hostile, too large, or written by a newer
    /// program.
    static Expected<ProjectStore> open(const std::filesystem::path& path, Access access = Access::readWrite);

    ProjectStore(ProjectStore&&) noexcept;
    ProjectStore& operator=(ProjectStore&&) noexcept;
    ~ProjectStore();

    [[nodiscard]] const Project& project() const;
    [[nodiscard]] const std::filesystem::path& path() const;
    /// True when edits are refused: opened so, or locked by another window, or not writable.
    [[nodiscard]] bool readOnly() const;
    /// What the user should know about how the file was opened ("opened read-only: another window is editing
    /// it").
    [[nodiscard]] const std::vector<std::string>& notices() const;

    /// Applies one edit and stores it; what could be redone is forgotten. Nothing happens on failure, or when
    /// the edit is empty. An edit that could not be read back exactly (a number out of range, a name that is
    /// not UTF-8) fails.
    Expected<void> record(const Edit& edit);
    /// Takes back the latest edit, or repeats the next one. Returns the edit that was applied to the project.
    Expected<Edit> undo();
    Expected<Edit> redo();
    [[nodiscard]] bool canUndo() const;
    [[nodiscard]] bool canRedo() const;
    [[nodiscard]] EditHistory history() const;

    /// Writes a copy with the whole undo history, whole or not at all. This store stays with its own file.
    Expected<void> saveCopyAs(const std::filesystem::path& target, bool force = false) const;

    struct State; ///< known to this room only

private:
    friend struct StoreOpener;
    explicit ProjectStore(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// Reads the project out of a project file (without locking it) or out of its JSON export, whichever the file
/// is.
Expected<Project> readProject(const std::filesystem::path& path);

} // namespace cellwright
