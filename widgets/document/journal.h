// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/edit.h"

#include <optional>
#include <string>
#include <vector>

namespace cellwright {

/// Where edits are made durable. The document holds the project value; the journal holds what a crash must
/// not lose, and the place in the history. A call that returns success has reached the disk.
class JournalBackend {
public:
    virtual ~JournalBackend() = default;
    /// Appends an edit after the present place in the history; what could be redone is forgotten.
    virtual Expected<void> record(const Edit& edit) = 0;
    /// Moves one step back or forward and returns the edit to apply to the project to get there.
    virtual Expected<Edit> undo() = 0;
    virtual Expected<Edit> redo() = 0;
    /// What undo() and redo() would take, or nothing at the ends of the history.
    [[nodiscard]] virtual std::optional<std::string> undoLabel() const = 0;
    [[nodiscard]] virtual std::optional<std::string> redoLabel() const = 0;
};

/// A history that lasts as long as the program: for projects that have no file, and for tests.
class MemoryJournal : public JournalBackend {
public:
    Expected<void> record(const Edit& edit) override;
    Expected<Edit> undo() override;
    Expected<Edit> redo() override;
    [[nodiscard]] std::optional<std::string> undoLabel() const override;
    [[nodiscard]] std::optional<std::string> redoLabel() const override;

private:
    std::vector<Edit> edits_;
    std::size_t place_ = 0; ///< edits before it are done, from it on undone
};

} // namespace cellwright
