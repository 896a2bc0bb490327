// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What the window has for radio planners: the table of sites, maps, grids, checks and what-ifs.
#include "analytics/quantity/text.h"
#include "app/desktop/docks.h"
#include "app/desktop/main_window.h"
#include "widgets/canvas/canvas_view.h"
#include "widgets/document/site_commands.h"
#include "widgets/explain/explain_panel.h"
#include "widgets/maps/map_panel.h"
#include "widgets/planning/failure_panel.h"
#include "widgets/planning/path_view.h"
#include "widgets/planning/pci_panel.h"
#include "widgets/sites/hex_grid_dialog.h"
#include "widgets/sites/site_table.h"

#include <QLabel>
#include <QMenuBar>

#include <algorithm>

namespace cellwright {

using namespace Qt::StringLiterals;

namespace {

constexpr int bottomHeight = 240; ///< pixels for tables below the drawing

bool canFail(EntityRef ref) {
    return ref.kind == EntityKind::site || ref.kind == EntityKind::host || ref.kind == EntityKind::link;
}

} // namespace

void MainWindow::makePlanningPanels() {
    sites_ = new SiteTable(*document_, *selection_, this);
    mapPanel_ = new MapPanel(*document_, this);
    pci_ = new PciPanel(*document_, this);
    pathView_ = new PathView(*document_, this);
    failures_ = new FailurePanel(*document_, *selection_, this);
    makeServingPanels();
}

/// Tables lie below the drawing, behind the model; the map's legend and numbers beside it.
void MainWindow::makePlanningDocks() {
    sitesDock_ = makeDock(this, u"sites"_s, tr("Sites"), sites_);
    pathDock_ = makeDock(this, u"path"_s, tr("Path"), pathView_);
    pciDock_ = makeDock(this, u"pci"_s, tr("Cell identities"), pci_);
    failuresDock_ = makeDock(this, u"failures"_s, tr("Failures"), failures_);
    mapDock_ = makeDock(this, u"map"_s, tr("Map"), scrolled(mapPanel_));
    QDockWidget* before = modelDock_;
    for (auto* dock : {sitesDock_, pathDock_, pciDock_, failuresDock_}) {
        addDockWidget(Qt::BottomDockWidgetArea, dock);
        tabifyDockWidget(before, dock);
        before = dock;
    }
    for (auto* dock : {pathDock_, pciDock_, failuresDock_})
        dock->hide();
    makeServingDocks();
    addDockWidget(Qt::RightDockWidgetArea, mapDock_);
    tabifyDockWidget(issuesDock_, mapDock_);
    modelDock_->raise();
}

void MainWindow::showDock(QDockWidget* dock) {
    dock->show();
    dock->raise();
    if (dockWidgetArea(dock) == Qt::BottomDockWidgetArea && !dock->isFloating() &&
        dock->height() < bottomHeight)
        resizeDocks({dock}, {bottomHeight}, Qt::Vertical);
}

void MainWindow::makePlanningActions() {
    auto* menu = menuBar()->addMenu(tr("&Plan"));
    const auto add = [&](const char* id, const char* icon, const QString& text, const QKeySequence& key,
                         auto run) {
        menu->addAction(addAction(QLatin1StringView(id), QLatin1StringView(icon), text, key, run));
    };
    add("plan.grid", "grid-sites", tr("&Hexagonal grid of sites…"), {}, [this] { addGrid(); });
    add("plan.sites", "table", tr("&Table of sites"), QKeySequence(u"Ctrl+Shift+T"_s), [this] {
        showDock(sitesDock_);
        sites_->setFocus();
    });
    menu->addSeparator();
    add("plan.switch", "site", tr("Switch the selection &on or off"), QKeySequence(u"Ctrl+T"_s),
        [this] { commands::toggleOn(*document_, selection_->refs()); });
    add("plan.lock", "lock", tr("&Lock or unlock the selected sites"), QKeySequence(u"Ctrl+L"_s),
        [this] { commands::toggleLocked(*document_, selection_->refs()); });
    menu->addSeparator();
    add("plan.map", "heat-map", tr("&Map, legend and statistics"), QKeySequence(u"Ctrl+Shift+M"_s), [this] {
        showDock(mapDock_);
        auto options = canvas_->options();
        options.map.shown = true;
        canvas_->setOptions(options);
    });
    add("plan.pci", "check", tr("Check cell &identities (PCI)"), QKeySequence(u"Ctrl+Shift+I"_s),
        [this] { showDock(pciDock_); });
    add("plan.failure", "warning", tr("What if the selection &fails?"), QKeySequence(u"Ctrl+Shift+F"_s),
        [this] {
            showDock(failuresDock_);
            if (canFail(selection_->primary()))
                failures_->ask(selection_->primary());
        });
}

void MainWindow::addGrid() {
    auto* dialog = new HexGridDialog(*document_, canvas_->centre(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        selection_->set(dialog->added());
        canvas_->zoomToFit();
    });
    connect(dialog, &QDialog::rejected, this,
            [this, centre = canvas_->centre(), scale = canvas_->pixelsPerMetre()] {
                canvas_->setView(centre, scale);
            });
    // Beside the drawing, so that the grid is seen while it is described.
    dialog->adjustSize();
    dialog->move(mapToGlobal(QPoint(12, menuBar()->height() + 48)));
    dialog->open();
    canvas_->zoomToFit();
}

void MainWindow::connectPlanning() {
    const auto reveal = [this](EntityRef ref) {
        selection_->set(ref);
        canvas_->reveal(ref);
    };
    connect(sites_, &SiteTable::gridRequested, this, &MainWindow::addGrid);
    connect(sites_, &SiteTable::revealRequested, this, reveal);
    connect(pci_, &PciPanel::revealRequested, this, reveal);
    connect(failures_, &FailurePanel::revealRequested, this, reveal);
    connect(pciDock_, &QDockWidget::visibilityChanged, pci_, &PciPanel::setSeen);
    connect(failuresDock_, &QDockWidget::visibilityChanged, failures_, &FailurePanel::setSeen);
    connect(pci_, &PciPanel::overlayChanged, canvas_, &CanvasView::setOverlay);
    connect(failures_, &FailurePanel::overlayChanged, canvas_, &CanvasView::setOverlay);
    connect(pathView_, &PathView::explainRequested, this, [this](const Derivation& derivation) {
        explained_.reset();
        explain_->setDerivation(derivation);
        showDock(explainDock_);
    });
    connect(canvas_, &CanvasView::failureRequested, this, [this](EntityRef ref) {
        showDock(failuresDock_);
        failures_->ask(ref);
    });
    connect(canvas_, &CanvasView::profileRequested, this, [this](Position from, Position to) {
        showDock(pathDock_);
        pathView_->setPath(from, to);
    });
    connect(mapPanel_, &MapPanel::exportRequested, this, &MainWindow::chooseMapFile);
    connect(mapPanel_, &MapPanel::settingsChanged, this, [this](const MapSettings& settings) {
        auto options = canvas_->options();
        options.map = settings;
        canvas_->setOptions(options);
    });
    connect(canvas_, &CanvasView::optionsChanged, this,
            [this] { mapPanel_->setSettings(canvas_->options().map); });
    connect(canvas_, &CanvasView::mapChanged, this, [this] {
        mapPanel_->setMap(std::make_shared<const MapData>(canvas_->map()), canvas_->mapSettled(),
                          canvas_->mapProblem());
    });
    const auto refresh = [this] {
        const EntityRefs& refs = selection_->refs();
        const bool can = commands::canSwitch(document_->scenario(), refs);
        const bool site =
            std::ranges::any_of(refs, [](EntityRef ref) { return ref.kind == EntityKind::site; });
        action(u"plan.switch"_s)->setEnabled(can);
        action(u"plan.switch"_s)
            ->setStatusTip(can ? tr("Takes sites, hosts and links out of service without deleting them")
                               : tr("Select sites, hosts or links first."));
        action(u"plan.lock"_s)->setEnabled(site);
        action(u"plan.lock"_s)
            ->setStatusTip(site ? tr("Locked sites are not moved, by nobody") : tr("Select sites first."));
    };
    connect(selection_.get(), &Selection::changed, this, refresh);
    refresh();
}

void MainWindow::showReadout(const CursorReadout& at) {
    QStringList parts{
        tr("%1 m east, %2 m north").arg(at.position.x.si(), 0, 'f', 0).arg(at.position.y.si(), 0, 'f', 0)};
    if (at.value && !maps::infoOf(at.layer).categories)
        parts << tr("%1 %2").arg(layerName(at.layer), layerText(at.layer, *at.value));
    if (at.reading && at.reading->cell >= 0)
        parts << tr("%1, %2, bearing %3°")
                     .arg(QString::fromStdString(at.reading->server),
                          QString::fromStdString(toDisplay(at.reading->distance, 3)))
                     .arg(at.reading->bearing.degrees(), 0, 'f', 0);
    readout_->setText(parts.join(u"   "_s));
}

} // namespace cellwright
