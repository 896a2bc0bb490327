// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/canvas_private.h"
#include "widgets/canvas/geometry.h"
#include "widgets/document/commands.h"
#include "widgets/theme/icons.h"

#include <QMenu>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

void addAction(QMenu& menu, const QString& icon, const QString& text, auto&& run) {
    QObject::connect(menu.addAction(themedIcon(icon), text), &QAction::triggered, &menu,
                     std::forward<decltype(run)>(run));
}

void addSiteActions(QMenu& menu, Document& document, EntityRef ref) {
    const auto* site = find<Site>(document.scenario(), ref);
    if (!site)
        return;
    const bool enable = !site->enabled;
    addAction(menu, u"site"_s, enable ? CanvasView::tr("Switch on air") : CanvasView::tr("Switch off air"),
              [&document, ref, enable] {
                  commands::setField(
                      document, enable ? CanvasView::tr("Switch site on") : CanvasView::tr("Switch site off"),
                      {ref}, &Site::enabled, enable);
              });
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
    if (selection_.refs().size() == 1)
        addSiteActions(*menu, document_, selection_.primary());
    addAction(*menu, u"zoom-fit"_s, CanvasView::tr("Zoom to selection"), [this] { view_.zoomToSelection(); });
    menu->addSeparator();
    addAction(*menu, u"duplicate"_s, CanvasView::tr("Duplicate"), [this] { view_.duplicateSelection(); });
    addAction(*menu, u"delete"_s, CanvasView::tr("Delete"), [this] { view_.deleteSelection(); });
    return menu;
}

} // namespace cellwright
