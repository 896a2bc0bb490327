// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/store/project_store.h"

#include "analytics/scenario/json.h"
#include "data/exchange/file.h"
#include "data/store/project_rows.h"
#include "data/store/store_state.h"

namespace cellwright {
namespace {

/// An edit is only acknowledged when what is written reads back as exactly the same.
Expected<std::string> exactText(const Edit& edit, const std::string& where) {
    auto text = toJsonText(edit);
    const auto back = editFromJson(text, where);
    if (!back)
        return tl::make_unexpected(back.error());
    if (!(*back == edit))
        return failure("the edit \"" + edit.label + "\" holds a text that is not UTF-8", where,
                       "use Unicode texts");
    return text;
}

Expected<void> setCursor(Database& database, std::int64_t position) {
    return database.run("UPDATE cursor SET position = ?1", position);
}

/// Drops what could be redone, appends the edit and forgets what is too old.
Expected<void> appendToJournal(Database& database, std::int64_t position, const Edit& edit,
                               std::string_view text) {
    const auto tooOld = position - std::int64_t(ProjectStore::historyLimit);
    return database.run("DELETE FROM journal WHERE position >= ?1 OR position <= ?2", position, tooOld)
        .and_then([&] {
            return database.run("INSERT INTO journal (position, label, edit) VALUES (?1, ?2, ?3)", position,
                                std::string_view(edit.label), text);
        })
        .and_then([&] { return setCursor(database, position); });
}

/// Applies an edit to memory and, in one transaction with the journal, to the file; to both or to none.
template <class Journal>
Expected<void> applyDurably(Project& project, Database& database, const Edit& edit, Journal journal) {
    if (auto applied = apply(project, edit); !applied)
        return applied;
    Transaction transaction(database);
    auto stored = transaction.begin()
                      .and_then([&] { return writeEdit(database, edit, project); })
                      .and_then(journal)
                      .and_then([&] { return transaction.commit(); });
    if (!stored)
        static_cast<void>(apply(project, inverse(edit)));
    return stored;
}

Expected<Edit> journalEdit(Database& database, std::int64_t position) {
    std::string text;
    const auto read = [&](const ResultRow& row) -> Expected<void> {
        text = row.text(0);
        return {};
    };
    return database.query("SELECT edit FROM journal WHERE position = ?1", read, position).and_then([&] {
        return editFromJson(text, database.name() + ", undo history, edit " + std::to_string(position));
    });
}

tl::unexpected<Error> refused(const std::filesystem::path& path) {
    return failure("the project is open read-only", path.string(),
                   "save a copy under another name and edit that");
}

} // namespace

ProjectStore::ProjectStore(std::unique_ptr<State> state)
    : state_(std::move(state)) {}
ProjectStore::ProjectStore(ProjectStore&&) noexcept = default;
ProjectStore& ProjectStore::operator=(ProjectStore&&) noexcept = default;
ProjectStore::~ProjectStore() = default;

Expected<ProjectStore> ProjectStore::create(const std::filesystem::path& path, const Project& project,
                                            bool force) {
    return StoreOpener::create(path, project, force, shippedMigrations());
}

Expected<ProjectStore> ProjectStore::open(const std::filesystem::path& path, Access access) {
    return StoreOpener::open(path, access, shippedMigrations());
}

const Project& ProjectStore::project() const {
    return state_->project;
}
const std::filesystem::path& ProjectStore::path() const {
    return state_->path;
}
bool ProjectStore::readOnly() const {
    return state_->readOnly;
}
const std::vector<std::string>& ProjectStore::notices() const {
    return state_->notices;
}
bool ProjectStore::canUndo() const {
    return !readOnly() && state_->position >= state_->oldest;
}
bool ProjectStore::canRedo() const {
    return !readOnly() && state_->position < state_->newest;
}

Expected<void> ProjectStore::record(const Edit& edit) {
    auto& s = *state_;
    if (s.readOnly)
        return refused(s.path);
    if (edit.empty())
        return {};
    const auto text = exactText(edit, s.path.string());
    if (!text)
        return tl::make_unexpected(text.error());
    const auto next = s.position + 1;
    auto stored = applyDurably(s.project, s.database, edit,
                               [&] { return appendToJournal(s.database, next, edit, *text); });
    if (stored) {
        s.position = s.newest = next;
        s.oldest = std::max(s.oldest, next - std::int64_t(historyLimit) + 1);
    }
    return stored;
}

Expected<Edit> ProjectStore::undo() {
    auto& s = *state_;
    if (s.readOnly)
        return refused(s.path);
    if (!canUndo())
        return failure("there is nothing to undo", s.path.string());
    return journalEdit(s.database, s.position)
        .map([](const Edit& edit) { return inverse(edit); })
        .and_then([&](const Edit& edit) {
            const auto applied = applyDurably(s.project, s.database, edit,
                                              [&] { return setCursor(s.database, s.position - 1); });
            return applied.map([&] {
                --s.position;
                return edit;
            });
        });
}

Expected<Edit> ProjectStore::redo() {
    auto& s = *state_;
    if (s.readOnly)
        return refused(s.path);
    if (!canRedo())
        return failure("there is nothing to redo", s.path.string());
    return journalEdit(s.database, s.position + 1).and_then([&](const Edit& edit) {
        const auto applied =
            applyDurably(s.project, s.database, edit, [&] { return setCursor(s.database, s.position + 1); });
        return applied.map([&] {
            ++s.position;
            return edit;
        });
    });
}

EditHistory ProjectStore::history() const {
    EditHistory history;
    const auto add = [&](const ResultRow& row) -> Expected<void> {
        history.labels.emplace_back(row.text(0));
        return {};
    };
    // A label that cannot be read is a damaged page; the edit itself will say so when it is asked for.
    static_cast<void>(state_->database.query("SELECT label FROM journal ORDER BY position", add));
    history.position = std::min(std::size_t(state_->position - state_->oldest + 1), history.labels.size());
    return history;
}

Expected<void> ProjectStore::saveCopyAs(const std::filesystem::path& target, bool force) const {
    std::error_code code;
    if (std::filesystem::equivalent(target, state_->path, code))
        return failure("this is the file that is open", target.string(), "choose another name");
    FileLock lock;
    if (lock.acquire(target) == FileLock::Outcome::heldByOther)
        return failure("another window is editing this file", target.string(),
                       "choose another name, or close it there");
    if (!force && std::filesystem::exists(target, code))
        return failure("the file exists", target.string(),
                       "choose another name, or ask for it to be replaced");
    const auto temporary = temporaryBeside(target);
    auto written = Database::open(temporary, Database::Access::create).and_then([&](Database copy) {
        return state_->database.copyTo(copy).and_then([&] { return finishLog(copy); });
    });
    if (!written) {
        std::filesystem::remove(temporary, code);
        removeSidecars(temporary);
        return failure(written.error().what, target.string(), written.error().remedy);
    }
    if (force)
        removeSidecars(target);
    return moveIntoPlace(temporary, target, force);
}

Expected<Project> readProject(const std::filesystem::path& path) {
    const auto start = readFile(path, maxTextBytes).map([](const std::string& text) {
        const auto first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
        return first != std::string::npos && text[first] == '{' ? text : std::string();
    });
    if (start && !start->empty())
        return projectFromJson(*start, path.string());
    return ProjectStore::open(path, ProjectStore::Access::readOnly).map([](const ProjectStore& store) {
        return store.project();
    });
}

} // namespace cellwright
