// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/document/document.h"

#include "widgets/document/entity_lists.h"

#include <algorithm>
#include <utility>

namespace cellwright {
namespace {

const Scenario& emptyScenario() {
    static const Scenario empty;
    return empty;
}

Scenario* scenarioOf(Project& project, ScenarioId id) {
    return findById(project.scenarios, id);
}

/// An edit must be readable when the file is opened again: what the reader would refuse never gets in.
Expected<void> checkReadable(const Edit& edit) {
    for (const auto& change : edit.changes) {
        if (const auto* entity = std::get_if<EntityChange>(&change); entity && entity->after) {
            const auto back = entityFromJson(refOf(*entity->after).kind, toJsonText(*entity->after),
                                             nameOf(*entity->after));
            if (!back)
                return tl::make_unexpected(back.error());
        }
    }
    return {};
}

/// Adds what differs between two lists to the event.
template <class T>
void compareLists(const std::vector<T>& before, const std::vector<T>& after, ChangeEvent& event) {
    const bool sameIds = std::ranges::equal(before, after, {}, &T::id, &T::id);
    event.structural |= !sameIds;
    for (std::size_t i = 0; i < after.size(); ++i) {
        const T* old = sameIds ? &before[i] : findById(before, after[i].id);
        if (!old || !(*old == after[i]))
            event.entities.push_back(refTo(after[i]));
    }
    if (!sameIds)
        for (const auto& old : before)
            if (!findById(after, old.id))
                event.entities.push_back(refTo(old));
}

ChangeEvent compare(const Scenario& before, const Scenario& after) {
    ChangeEvent event;
    forEachListedType([&]<class T>() { compareLists(listOf<T>(before), listOf<T>(after), event); });
    if (!(before.assumptions == after.assumptions))
        event.entities.push_back({EntityKind::assumptions, 1});
    if (before.name != after.name || !(before.topology.origin == after.topology.origin))
        event.entities.push_back({EntityKind::properties, 1});
    return event;
}

/// The scenario that an edit is about, where it is about one only.
ScenarioId onlyScenario(const Edit& edit) {
    ScenarioId only;
    for (const auto& change : edit.changes) {
        const auto* entity = std::get_if<EntityChange>(&change);
        if (!entity || (only && entity->scenario != only))
            return {};
        only = entity->scenario;
    }
    return only;
}

QString toQString(const std::optional<std::string>& text) {
    return text ? QString::fromStdString(*text) : QString();
}

} // namespace

bool ChangeEvent::touches(EntityKind kind) const {
    return scenarioSwitched ||
           std::ranges::any_of(entities, [kind](EntityRef ref) { return ref.kind == kind; });
}

bool ChangeEvent::touches(EntityRef ref) const {
    return scenarioSwitched || std::ranges::find(entities, ref) != entities.end();
}

bool ChangeEvent::touchesTopology() const {
    return touches(EntityKind::carrier) || touches(EntityKind::site) || touches(EntityKind::userGroup) ||
           touches(EntityKind::host) || touches(EntityKind::link) || touches(EntityKind::antenna);
}

Document::Document(Project project, std::unique_ptr<JournalBackend> journal, QObject* parent)
    : QObject(parent)
    , project_(std::move(project))
    , journal_(std::move(journal)) {
    keepCurrentValid();
}

Document::~Document() = default;

const Scenario& Document::scenario() const {
    const Scenario* scenario = findById(project_.scenarios, current_);
    return scenario ? *scenario : emptyScenario();
}

void Document::setCurrentScenario(ScenarioId id) {
    if (id == current_ || !findById(project_.scenarios, id))
        return;
    cancelPreview();
    current_ = id;
    ChangeEvent event;
    event.scenarioSwitched = true;
    Q_EMIT changed(event);
}

bool Document::perform(const QString& label, const Mutation& mutate) {
    cancelPreview();
    Project after = project_;
    mutate(after);
    return record(label, std::move(after));
}

bool Document::edit(const QString& label, const ScenarioMutation& mutate) {
    return perform(label, [&](Project& project) {
        if (Scenario* scenario = scenarioOf(project, current_))
            mutate(*scenario);
    });
}

void Document::preview(const ScenarioMutation& mutate) {
    Scenario* shown = scenarioOf(project_, current_);
    if (!shown)
        return;
    if (!preview_)
        preview_ = project_;
    Scenario next = *scenarioOf(*preview_, current_);
    mutate(next);
    ChangeEvent event = compare(*shown, next);
    event.transient = true;
    *shown = std::move(next);
    Q_EMIT changed(event);
}

bool Document::commitPreview(const QString& label) {
    if (!preview_)
        return false;
    Project after = std::exchange(project_, std::move(*preview_));
    preview_.reset();
    const ScenarioId current = current_;
    const ChangeEvent back = compare(*scenarioOf(after, current), scenario());
    if (record(label, std::move(after)))
        return true;
    // Refused, or dragged back to where it was: views still show the preview.
    Q_EMIT changed(back);
    return false;
}

void Document::cancelPreview() {
    if (!preview_)
        return;
    const Scenario shown = scenario();
    project_ = std::move(*preview_);
    preview_.reset();
    Q_EMIT changed(compare(shown, scenario()));
}

bool Document::record(const QString& label, Project after) {
    const Edit edit = difference(project_, after, label.toStdString());
    if (edit.empty())
        return false;
    if (const auto readable = checkReadable(edit); !readable)
        return fail(readable.error());
    if (const auto recorded = journal_->record(edit); !recorded)
        return fail(recorded.error());
    project_ = std::move(after);
    const ScenarioId before = current_;
    keepCurrentValid();
    Q_EMIT changed(eventOf(edit, before, false));
    Q_EMIT historyChanged();
    return true;
}

bool Document::travel(Expected<Edit> (JournalBackend::*step)()) {
    cancelPreview();
    const auto edit = (journal_.get()->*step)();
    if (!edit)
        return fail(edit.error());
    if (const auto applied = apply(project_, *edit); !applied)
        return fail(applied.error());
    const ScenarioId before = current_;
    // A step about another scenario takes the person there: a change that cannot be seen looks like none.
    if (const ScenarioId only = onlyScenario(*edit))
        current_ = only;
    keepCurrentValid();
    Q_EMIT changed(eventOf(*edit, before, false));
    Q_EMIT historyChanged();
    return true;
}

bool Document::undo() {
    return canUndo() && travel(&JournalBackend::undo);
}

bool Document::redo() {
    return canRedo() && travel(&JournalBackend::redo);
}

bool Document::canUndo() const {
    return journal_->undoLabel().has_value();
}

bool Document::canRedo() const {
    return journal_->redoLabel().has_value();
}

QString Document::undoText() const {
    return toQString(journal_->undoLabel());
}

QString Document::redoText() const {
    return toQString(journal_->redoLabel());
}

ChangeEvent Document::eventOf(const Edit& edit, ScenarioId before, bool transient) const {
    ChangeEvent event;
    event.transient = transient;
    event.scenarioSwitched = before != current_;
    for (const auto& change : edit.changes) {
        if (const auto* entity = std::get_if<EntityChange>(&change)) {
            event.structural |= !entity->before || !entity->after;
            if (entity->scenario == current_)
                event.entities.push_back(refOf(entity->after ? *entity->after : *entity->before));
        } else if (const auto* scenario = std::get_if<ScenarioChange>(&change)) {
            event.structural = true;
            const auto& body = scenario->after ? scenario->after : scenario->before;
            event.scenarioSwitched |= body->id == current_;
        } else {
            event.projectProperties = true;
        }
    }
    return event;
}

void Document::keepCurrentValid() {
    if (!findById(project_.scenarios, current_))
        current_ = project_.scenarios.empty() ? ScenarioId{} : project_.scenarios.front().id;
}

bool Document::fail(const Error& error) {
    Q_EMIT failed(error);
    return false;
}

} // namespace cellwright
