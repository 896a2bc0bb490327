// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/edit.h"
#include "tests/analytics/scenario/random_project.h"

namespace cellwright::test {

/// What one user does, step by step, decided by a seed alone: step n is the same in the program that is
/// killed and in the one that checks. Acts on anything with record, undo, redo, canUndo, canRedo and project.
class RandomSession {
public:
    explicit RandomSession(std::uint64_t seed)
        : random_(seed) {}

    template <class Store>
    Expected<void> step(Store& store) {
        const int what = random_.upTo(9);
        // Drawn always, so that the sequence does not depend on what the store answers.
        const auto next = random_.changed(store.project());
        ++steps_;
        if (what < 2 && store.canUndo())
            return store.undo().map([](const Edit&) {});
        if (what == 2 && store.canRedo())
            return store.redo().map([](const Edit&) {});
        return store.record(difference(store.project(), next, "Step " + std::to_string(steps_)));
    }
    [[nodiscard]] int steps() const { return steps_; }

private:
    RandomProject random_;
    int steps_ = 0;
};

/// The simplest thing that behaves like a store: whole projects in memory. What the file must agree with.
class ModelStore {
public:
    explicit ModelStore(Project project)
        : states_{std::move(project)}
        , labels_{""} {}

    Expected<void> record(const Edit& edit) {
        if (edit.empty())
            return {};
        auto next = project();
        if (auto applied = apply(next, edit); !applied)
            return applied;
        states_.resize(position_ + 1);
        labels_.resize(position_ + 1);
        states_.push_back(std::move(next));
        labels_.push_back(edit.label);
        ++position_;
        return {};
    }
    Expected<Edit> undo() {
        --position_;
        return difference(states_[position_ + 1], project(), "");
    }
    Expected<Edit> redo() {
        ++position_;
        return difference(states_[position_ - 1], project(), "");
    }
    [[nodiscard]] bool canUndo() const { return position_ > 0; }
    [[nodiscard]] bool canRedo() const { return position_ + 1 < states_.size(); }
    [[nodiscard]] const Project& project() const { return states_[position_]; }
    [[nodiscard]] std::vector<std::string> labels() const { return {labels_.begin() + 1, labels_.end()}; }
    [[nodiscard]] std::size_t position() const { return position_; }

private:
    std::vector<Project> states_;
    std::vector<std::string> labels_;
    std::size_t position_ = 0;
};

} // namespace cellwright::test
