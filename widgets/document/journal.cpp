// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/document/journal.h"

namespace cellwright {

Expected<void> MemoryJournal::record(const Edit& edit) {
    edits_.resize(place_);
    edits_.push_back(edit);
    ++place_;
    return {};
}

Expected<Edit> MemoryJournal::undo() {
    if (place_ == 0)
        return failure("there is nothing to undo");
    return inverse(edits_[--place_]);
}

Expected<Edit> MemoryJournal::redo() {
    if (place_ == edits_.size())
        return failure("there is nothing to redo");
    return edits_[place_++];
}

std::optional<std::string> MemoryJournal::undoLabel() const {
    return place_ > 0 ? std::optional(edits_[place_ - 1].label) : std::nullopt;
}

std::optional<std::string> MemoryJournal::redoLabel() const {
    return place_ < edits_.size() ? std::optional(edits_[place_].label) : std::nullopt;
}

} // namespace cellwright
