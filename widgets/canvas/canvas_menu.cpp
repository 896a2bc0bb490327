// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/quantity/text.h"
#include "widgets/canvas/canvas_private.h"
#include "widgets/canvas/geometry.h"
#include "widgets/document/commands.h"
#include "widgets/document/site_commands.h"
#include "widgets/theme/icons.h"

#include <QCoreApplication>
#include <QKeySequence>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

void addAction(QMenu& menu, const QString& icon, const QString& text, auto&& run) {
    QObject::connect(menu.addAction(themedIcon(icon), text), &QAction::triggered, &menu,
                     std::forward<decltype(run)>(run));
}

/// "A, 120°, n78": checked while it is on the air.
void addSectorMenu(QMenu& menu, Document& document, EntityRef ref, const Site& site) {
    if (site.sectors.empty())
        return;
    auto* sectors = menu.addMenu(themedIcon(u"carrier"_s), CanvasView::tr("Sectors on air"));
    for (const auto& sector : site.sectors) {
        const auto* carrier = findById(document.scenario().topology.carriers, sector.carrier);
        auto* action = sectors->addAction(u"%1, %2, %3"_s.arg(
            QString::fromStdString(sector.name), QString::fromStdString(toDisplay(sector.azimuth)),
            carrier ? QString::fromStdString(carrier->name) : CanvasView::tr("no carrier")));
        action->setCheckable(true);
        action->setChecked(sector.enabled);
        QObject::connect(action, &QAction::triggered, sectors, [&document, ref, id = sector.id](bool on) {
            commands::setSectorOn(document, ref, id, on);
        });
    }
    if (!site.enabled) {
        sectors->setEnabled(false);
        sectors->setTitle(CanvasView::tr("Sectors on air (the site is off)"));
    }
}

void addStatusMenu(QMenu& menu, Document& document, const EntityRefs& refs, SiteStatus present) {
    auto* status = menu.addMenu(CanvasView::tr("Status"));
    for (const auto& entry : EnumText<SiteStatus>::entries) {
        auto* action = status->addAction(
            QCoreApplication::translate("Schema", std::string(entry.label).c_str()),
            [&document, refs, value = entry.value] { commands::setStatus(document, refs, value); });
        action->setCheckable(true);
        action->setChecked(entry.value == present);
    }
}

/// On and off, status and lock: of everything selected, by the primary one where they differ.
void addSwitchActions(QMenu& menu, Document& document, const Selection& selection) {
    const EntityRefs refs = selection.refs();
    const Scenario& scenario = document.scenario();
    const auto shown = [](const QString& text, const char* keys) {
        return text + u'\t' + QKeySequence(QLatin1StringView(keys)).toString(QKeySequence::NativeText);
    };
    if (commands::canSwitch(scenario, refs))
        addAction(menu, u"site"_s,
                  shown(commands::areOn(scenario, refs) ? CanvasView::tr("Switch off")
                                                        : CanvasView::tr("Switch on"),
                        "Ctrl+T"),
                  [&document, refs] { commands::toggleOn(document, refs); });
    const auto* site = find<Site>(scenario, selection.primary());
    if (!site)
        return;
    if (refs.size() == 1)
        addSectorMenu(menu, document, refs.front(), *site);
    addStatusMenu(menu, document, refs, site->status);
    addAction(menu, u"lock"_s,
              shown(site->locked ? CanvasView::tr("Unlock") : CanvasView::tr("Lock"), "Ctrl+L"),
              [&document, refs] { commands::toggleLocked(document, refs); });
}

void addPlacingActions(QMenu& menu, Document& document, Selection& selection, Position at) {
    const auto select = [&selection](EntityRef ref) {
        if (ref)
            selection.set(ref);
    };
    addAction(menu, u"site"_s, CanvasView::tr("Add site here"),
              [&document, select, at] { select(commands::addSite(document, at)); });
    addAction(menu, u"host"_s, CanvasView::tr("Add edge host here"),
              [&document, select, at] { select(commands::addHost(document, at)); });
    addAction(menu, u"cloud"_s, CanvasView::tr("Add cloud here"),
              [&document, select, at] { select(commands::addHost(document, at, HostTier::cloud)); });
    menu.addSeparator();
}

} // namespace

QMenu* CanvasPrivate::makeMenu(Position at) {
    auto* menu = new QMenu(&view_);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (selection_.empty()) {
        addPlacingActions(*menu, document_, selection_, snapped(at, Qt::NoModifier));
        addAction(*menu, u"select"_s, CanvasView::tr("Select all"), [this] { view_.selectAll(); });
        addAction(*menu, u"zoom-fit"_s, CanvasView::tr("Zoom to fit"), [this] { view_.zoomToFit(); });
        return menu;
    }
    addAction(*menu, u"settings"_s, CanvasView::tr("Properties"),
              [this] { openProperties(selection_.primary()); });
    addSwitchActions(*menu, document_, selection_);
    if (const EntityRef ref = selection_.primary(); commands::canSwitch(document_.scenario(), {ref}))
        addAction(*menu, u"warning"_s, CanvasView::tr("What if it fails?"),
                  [this, ref] { Q_EMIT view_.failureRequested(ref); });
    addAction(*menu, u"zoom-fit"_s, CanvasView::tr("Zoom to selection"), [this] { view_.zoomToSelection(); });
    menu->addSeparator();
    addAction(*menu, u"duplicate"_s, CanvasView::tr("Duplicate"), [this] { view_.duplicateSelection(); });
    addAction(*menu, u"delete"_s, CanvasView::tr("Delete"), [this] { view_.deleteSelection(); });
    return menu;
}

} // namespace cellwright
