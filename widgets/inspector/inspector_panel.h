// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// clang-format off
// moc 6.4 cannot read <concepts> before any other standard header.
#include <QWidget>
// clang-format on

#include "analytics/scenario/ids.h"
#include "widgets/inspector/choice_combo.h"

#include <memory>

namespace cellwright {

class Document;
class Selection;

/// Edits what is selected, field by field, with units. The editors are made from Schema, so a field that the
/// schema gains appears here by itself. Each edit is one undoable edit of the document. Several entities of
/// one kind are edited together in the fields they have in common. With nothing selected it shows the
/// scenario: its name and place, carriers, workloads, deployments and assumptions.
class InspectorPanel : public QWidget {
    Q_OBJECT
public:
    InspectorPanel(Document& document, Selection& selection, QWidget* parent = nullptr);
    ~InspectorPanel() override;

    /// What the fields with a catalogue offer; without it they take any id as text.
    void setChoiceProvider(ChoiceProvider provider);
    /// What opens beside fields that hold a model; set it before the provider.
    void setModelBrowser(ChoiceBrowser browser);
    /// Opens the section of an entity and gives its first editor the keyboard; selects it where that is how
    /// it is shown. False if the scenario does not have it.
    bool showEntity(EntityRef entity);

    [[nodiscard]] QSize sizeHint() const override;

private:
    class Private;
    std::unique_ptr<Private> d_;
};

} // namespace cellwright
