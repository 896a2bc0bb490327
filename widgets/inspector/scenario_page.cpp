// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/inspector/scenario_page.h"

#include "widgets/document/commands.h"
#include "widgets/inspector/entity_form.h"
#include "widgets/inspector/section.h"
#include "widgets/theme/icons.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

QString keyOf(EntityRef entity) {
    return u"%1:%2"_s.arg(int(entity.kind)).arg(entity.id);
}
QString keyOf(EntityKind kind) {
    return u"all:%1"_s.arg(int(kind));
}

QString addText(EntityKind kind) {
    switch (kind) {
    case EntityKind::carrier:
        return ScenarioPage::tr("Add carrier");
    case EntityKind::workload:
        return ScenarioPage::tr("Add workload");
    default:
        return ScenarioPage::tr("Add deployment");
    }
}

QString removeText(EntityKind kind) {
    switch (kind) {
    case EntityKind::carrier:
        return ScenarioPage::tr("Remove carrier");
    case EntityKind::antenna:
        return ScenarioPage::tr("Remove antenna");
    case EntityKind::workload:
        return ScenarioPage::tr("Remove workload");
    default:
        return ScenarioPage::tr("Remove deployment");
    }
}

EntityRefs refsOf(const Scenario& scenario, EntityKind kind) {
    EntityRefs refs;
    forEachListedType([&]<class T>() {
        if (kindOf<T>() == kind)
            for (const auto& entity : listOf<T>(scenario))
                refs.push_back(refTo(entity));
    });
    return refs;
}

QString titleOf(const Scenario& scenario, EntityRef ref) {
    const auto entity = entityOf(scenario, ref);
    return entity ? QString::fromStdString(nameOf(*entity)) : QString();
}

} // namespace

ScenarioPage::ScenarioPage(fields::Context context, QSet<QString>& open, QWidget* parent)
    : QWidget(parent)
    , context_(std::move(context))
    , open_(open)
    , layout_(new QVBoxLayout(this)) {
    layout_->setContentsMargins(0, 0, 0, 0);
    layout_->setSpacing(2);
    addSingle({EntityKind::properties, 1}, tr("Scenario"));
    addGroup(EntityKind::deployment, tr("Deployments"));
    addGroup(EntityKind::workload, tr("Workloads"));
    addGroup(EntityKind::carrier, tr("Carriers"));
    addGroup(EntityKind::antenna, tr("Antennas"));
    addSingle({EntityKind::assumptions, 1}, tr("Assumptions"));
    refresh();
}

Section* ScenarioPage::makeSection(const QString& key, int level, std::function<QWidget*()> make) {
    auto* section = new Section(key, level, std::move(make));
    connect(section, &Section::toggled, this, [this, key](bool open) {
        if (open)
            open_.insert(key);
        else
            open_.remove(key);
    });
    return section;
}

void ScenarioPage::addSingle(EntityRef entity, const QString& title) {
    Section* section = makeSection(
        keyOf(entity), 0, [this, entity]() -> QWidget* { return makeEntityForm(context_, {entity}); });
    section->setTitle(title);
    layout_->addWidget(section);
    leaves_.push_back({entity, section});
    section->setOpen(open_.contains(section->key()));
}

void ScenarioPage::addGroup(EntityKind kind, const QString& title) {
    auto& group = *groups_.emplace_back(std::make_unique<Group>());
    group.kind = kind;
    group.section = makeSection(keyOf(kind), 0, [this, &group]() -> QWidget* {
        auto* content = new QWidget;
        group.entries = new QVBoxLayout(content);
        group.entries->setContentsMargins(0, 0, 0, 4);
        group.entries->setSpacing(2);
        fillGroup(group);
        return content;
    });
    group.section->setTitle(title);
    if (kind != EntityKind::antenna) // those come from files
        group.section->addButton(u"add"_s, addText(kind), [this, kind] { addEntity(kind); });
    layout_->addWidget(group.section);
    group.section->setOpen(open_.contains(group.section->key()));
}

void ScenarioPage::fillGroup(Group& group) {
    group.shown = refsOf(context_.document.scenario(), group.kind);
    for (const EntityRef entity : group.shown)
        addLeaf(group, entity);
    if (group.shown.empty()) {
        auto* empty = new QLabel(group.kind == EntityKind::antenna ? tr("None yet: import a pattern file.")
                                                                   : tr("None yet: press + to add one."));
        empty->setContentsMargins(24, 4, 4, 4);
        group.entries->addWidget(empty);
    }
}

void ScenarioPage::addLeaf(Group& group, EntityRef entity) {
    Section* section = makeSection(
        keyOf(entity), 1, [this, entity]() -> QWidget* { return makeEntityForm(context_, {entity}); });
    section->addButton(u"delete"_s, removeText(group.kind),
                       [this, entity] { commands::removeEntities(context_.document, {entity}); });
    section->setTitle(titleOf(context_.document.scenario(), entity));
    group.entries->addWidget(section);
    leaves_.push_back({entity, section});
    section->setOpen(open_.contains(section->key()));
}

void ScenarioPage::refreshGroup(Group& group) {
    if (!group.entries || group.shown == refsOf(context_.document.scenario(), group.kind))
        return;
    removeLeaves(group);
    while (QLayoutItem* item = group.entries->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    fillGroup(group);
}

void ScenarioPage::removeLeaves(const Group& group) {
    std::erase_if(leaves_, [&](const Leaf& leaf) { return leaf.entity.kind == group.kind; });
}

void ScenarioPage::refresh() {
    for (const auto& group : groups_)
        refreshGroup(*group);
    for (const Leaf& leaf : leaves_) {
        if (auto* form = static_cast<Form*>(leaf.section->content()))
            form->refresh();
        if (leaf.entity.kind != EntityKind::assumptions && leaf.entity.kind != EntityKind::properties)
            leaf.section->setTitle(titleOf(context_.document.scenario(), leaf.entity));
    }
}

void ScenarioPage::addEntity(EntityKind kind) {
    Document& document = context_.document;
    const EntityRef fresh = kind == EntityKind::carrier    ? commands::addCarrier(document)
                            : kind == EntityKind::workload ? commands::addWorkload(document)
                                                           : commands::addDeployment(document);
    if (fresh)
        reveal(fresh);
}

QWidget* ScenarioPage::reveal(EntityRef entity) {
    for (const auto& group : groups_)
        if (group->kind == entity.kind)
            group->section->setOpen(true);
    for (const Leaf& leaf : leaves_)
        if (leaf.entity == entity) {
            leaf.section->setOpen(true);
            return leaf.section->content();
        }
    return nullptr;
}

} // namespace cellwright
