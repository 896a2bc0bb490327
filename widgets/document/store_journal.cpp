// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/document/store_journal.h"

#include <utility>

namespace cellwright {

StoreJournal::StoreJournal(ProjectStore store)
    : store_(std::move(store))
    , history_(store_.history()) {}

Expected<void> StoreJournal::record(const Edit& edit) {
    auto result = store_.record(edit);
    history_ = store_.history();
    return result;
}

Expected<Edit> StoreJournal::undo() {
    auto result = store_.undo();
    history_ = store_.history();
    return result;
}

Expected<Edit> StoreJournal::redo() {
    auto result = store_.redo();
    history_ = store_.history();
    return result;
}

std::optional<std::string> StoreJournal::undoLabel() const {
    return history_.position > 0 && !store_.readOnly() ? std::optional(history_.labels[history_.position - 1])
                                                       : std::nullopt;
}

std::optional<std::string> StoreJournal::redoLabel() const {
    return history_.position < history_.labels.size() && !store_.readOnly()
               ? std::optional(history_.labels[history_.position])
               : std::nullopt;
}

} // namespace cellwright
