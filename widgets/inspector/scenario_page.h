// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/document/document.h"
#include "widgets/inspector/fields.h"

#include <QSet>
#include <QString>
#include <QWidget>

#include <memory>
#include <vector>

class QVBoxLayout;

namespace cellwright {

class Form;
class Section;

/// Everything about a scenario that has no place on the canvas: its name, carriers, workloads, deployments
/// and assumptions, in sections. Lists can be added to and removed from.
class ScenarioPage : public QWidget {
    Q_OBJECT
public:
    /// `open` names the sections that are open; it outlives the page and is kept up to date.
    ScenarioPage(fields::Context context, QSet<QString>& open, QWidget* parent = nullptr);

    void refresh();
    /// Opens the sections down to this entity and returns its content, or null.
    QWidget* reveal(EntityRef entity);

private:
    struct Leaf {
        EntityRef entity;
        Section* section;
    };
    struct Group {
        EntityKind kind;
        Section* section;
        QVBoxLayout* entries = nullptr;
        EntityRefs shown;
    };
    void addSingle(EntityRef entity, const QString& title);
    void addGroup(EntityKind kind, const QString& title);
    void addLeaf(Group& group, EntityRef entity);
    void fillGroup(Group& group);
    void refreshGroup(Group& group);
    Section* makeSection(const QString& key, int level, std::function<QWidget*()> make);
    void addEntity(EntityKind kind);
    void removeLeaves(const Group& group);

    fields::Context context_;
    QSet<QString>& open_;
    QVBoxLayout* layout_;
    std::vector<Leaf> leaves_;
    std::vector<std::unique_ptr<Group>> groups_;
};

} // namespace cellwright
