// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/store/project_store.h"
#include "widgets/document/journal.h"

namespace cellwright {

/// Keeps the history in a project file: `Document(store.project(),
/// std::make_unique<StoreJournal>(std::move(store)))`.
class StoreJournal : public JournalBackend {
public:
    explicit StoreJournal(ProjectStore store);

    [[nodiscard]] ProjectStore& store() { return store_; }

    Expected<void> record(const Edit& edit) override;
    Expected<Edit> undo() override;
    Expected<Edit> redo() override;
    [[nodiscard]] std::optional<std::string> undoLabel() const override;
    [[nodiscard]] std::optional<std::string> redoLabel() const override;

private:
    ProjectStore store_;
    EditHistory history_; ///< as of the last step: labels are asked for at every repaint of a menu
};

} // namespace cellwright
