// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/edit.h"
#include "widgets/document/journal.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <vector>

namespace cellwright {

using EntityRefs = std::vector<EntityRef>;

/// What a change touched, for receivers to decide what to redo.
struct ChangeEvent {
    EntityRefs entities;     ///< of the current scenario: added, removed or changed
    bool structural = false; ///< entities were added, removed or reordered, or the list of scenarios changed
    bool scenarioSwitched = false;  ///< everything about the current scenario may be different
    bool projectProperties = false; ///< name, description or attachments of the project
    bool transient = false;         ///< part of a preview: may be gone at the next event

    [[nodiscard]] bool touches(EntityKind kind) const;
    [[nodiscard]] bool touches(EntityRef ref) const;
    /// Whether the radio or transport picture may have changed (carriers, sites, groups, hosts, links).
    [[nodiscard]] bool touchesTopology() const;
};

/// The project that a window shows: a value, its history and one change signal. GUI thread only.
/// Every change goes through perform(), preview(), undo() or redo(); nothing else alters the project.
class Document : public QObject {
    Q_OBJECT
public:
    using Mutation = std::function<void(Project&)>;
    using ScenarioMutation = std::function<void(Scenario&)>;

    /// `project` is what `journal` has on record. The first scenario becomes the current one.
    Document(Project project, std::unique_ptr<JournalBackend> journal, QObject* parent = nullptr);
    ~Document() override;

    /// The project as views show it, a running preview included.
    [[nodiscard]] const Project& project() const { return project_; }
    /// The project as it is on record, without the preview.
    [[nodiscard]] const Project& recorded() const { return preview_ ? *preview_ : project_; }
    /// The current scenario; an empty one where the project has none.
    [[nodiscard]] const Scenario& scenario() const;
    [[nodiscard]] ScenarioId currentScenario() const { return current_; }
    /// Ignored for an id that the project does not have. Not part of the history. Ends a preview.
    void setCurrentScenario(ScenarioId id);

    /// Makes one undoable, durable edit. Returns whether the project changed: false when the mutation changed
    /// nothing, or when the edit was refused or could not be recorded; then failed() says why and the project
    /// is as before.
    bool perform(const QString& label, const Mutation& mutate);
    /// The same for the current scenario.
    bool edit(const QString& label, const ScenarioMutation& mutate);

    /// Shows the recorded project with `mutate` applied, in place of any earlier preview. For drags and
    /// sliders.
    void preview(const ScenarioMutation& mutate);
    [[nodiscard]] bool previewing() const { return preview_.has_value(); }
    /// Makes the shown preview one edit. As perform() for result and failure.
    bool commitPreview(const QString& label);
    void cancelPreview();

    bool undo();
    bool redo();
    [[nodiscard]] bool canUndo() const;
    [[nodiscard]] bool canRedo() const;
    /// Label of the step that undo() takes back ("Move 3 objects"), empty where there is none.
    [[nodiscard]] QString undoText() const;
    [[nodiscard]] QString redoText() const;

Q_SIGNALS:
    void changed(const cellwright::ChangeEvent& event);
    void historyChanged();
    void failed(const cellwright::Error& error);

private:
    bool record(const QString& label, Project after);
    bool travel(Expected<Edit> (JournalBackend::*step)());
    ChangeEvent eventOf(const Edit& edit, ScenarioId before, bool transient) const;
    void keepCurrentValid();
    bool fail(const Error& error);

    Project project_;
    std::optional<Project> preview_; ///< while previewing: the project on record
    std::unique_ptr<JournalBackend> journal_;
    ScenarioId current_;
};

} // namespace cellwright
