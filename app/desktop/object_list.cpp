// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/object_list.h"

#include "analytics/scenario/edit.h"
#include "widgets/theme/icons.h"

#include <QScopedValueRollback>

namespace cellwright {

using namespace Qt::StringLiterals;

namespace {

constexpr int kindRole = Qt::UserRole;
constexpr int idRole = Qt::UserRole + 1;

EntityRef refOf(const QTreeWidgetItem& item) {
    return {EntityKind(item.data(0, kindRole).toInt()), item.data(0, idRole).toLongLong()};
}

struct Section {
    EntityKind kind;
    const char* title;
    const char* icon;
};
constexpr Section sections[] = {
    {EntityKind::site, QT_TRANSLATE_NOOP("cellwright::ObjectList", "Sites"), "site"},
    {EntityKind::userGroup, QT_TRANSLATE_NOOP("cellwright::ObjectList", "User groups"), "area"},
    {EntityKind::host, QT_TRANSLATE_NOOP("cellwright::ObjectList", "Hosts"), "host"},
    {EntityKind::link, QT_TRANSLATE_NOOP("cellwright::ObjectList", "Links"), "link"}};

} // namespace

ObjectList::ObjectList(Document& document, Selection& selection, QWidget* parent)
    : QTreeWidget(parent)
    , document_(document)
    , selection_(selection) {
    setHeaderHidden(true);
    setSelectionMode(ExtendedSelection);
    setAccessibleName(tr("Objects of the scenario"));
    fill();
    connect(&document_, &Document::changed, this, [this](const ChangeEvent& event) {
        if (!event.transient && (event.structural || event.scenarioSwitched || event.touchesTopology()))
            fill();
    });
    connect(&selection_, &Selection::changed, this, &ObjectList::showSelection);
    connect(this, &QTreeWidget::itemSelectionChanged, this, &ObjectList::takeSelection);
    connect(this, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem* item) {
        if (const auto ref = refOf(*item))
            Q_EMIT activatedEntity(ref);
    });
}

void ObjectList::fill() {
    const QScopedValueRollback guard(following_, true);
    clear();
    for (const auto& section : sections) {
        auto* top = new QTreeWidgetItem(this, {tr(section.title)});
        top->setFlags(Qt::ItemIsEnabled);
        for (const auto& ref : entitiesOf(document_.scenario())) {
            if (ref.kind != section.kind)
                continue;
            const auto entity = entityOf(document_.scenario(), ref);
            auto* item = new QTreeWidgetItem(top, {QString::fromStdString(nameOf(*entity))});
            item->setIcon(0, themedIcon(QLatin1StringView(section.icon)));
            item->setData(0, kindRole, int(ref.kind));
            item->setData(0, idRole, qlonglong(ref.id));
        }
        top->setText(0, tr("%1 (%2)").arg(tr(section.title)).arg(top->childCount()));
        top->setExpanded(top->childCount() <= 50);
    }
    showSelection();
}

void ObjectList::showSelection() {
    const QScopedValueRollback guard(following_, true);
    clearSelection();
    for (int s = 0; s < topLevelItemCount(); ++s)
        for (int i = 0; i < topLevelItem(s)->childCount(); ++i) {
            auto* item = topLevelItem(s)->child(i);
            if (!selection_.contains(refOf(*item)))
                continue;
            item->setSelected(true);
            if (refOf(*item) == selection_.primary())
                scrollToItem(item);
        }
}

void ObjectList::takeSelection() {
    if (following_)
        return;
    EntityRefs refs;
    for (const auto* item : selectedItems())
        if (const auto ref = refOf(*item))
            refs.push_back(ref);
    selection_.set(std::move(refs));
}

} // namespace cellwright
