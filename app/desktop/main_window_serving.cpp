// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What the window has about how requests are served.
#include "app/desktop/docks.h"
#include "app/desktop/main_window.h"
#include "widgets/serving/media_panel.h"
#include "widgets/serving/modes_dialog.h"
#include "widgets/serving/simulation_panel.h"
#include "widgets/serving/speculation_panel.h"
#include "widgets/serving/timeline_panel.h"

#include <QAction>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace cellwright {

void MainWindow::makeServingPanels() {
    timeline_ = new TimelinePanel(*document_, this);
    simulation_ = new SimulationPanel(*document_, this);
    speculation_ = new SpeculationPanel(*document_, this);
    media_ = new MediaPanel(*document_, this);
}

/// Below the drawing, behind the tables of planning; hidden until they are asked for.
void MainWindow::makeServingDocks() {
    timelineDock_ = makeDock(this, u"timeline"_s, tr("Timeline"), timeline_);
    simulationDock_ = makeDock(this, u"simulation"_s, tr("Simulation"), simulation_);
    speculationDock_ = makeDock(this, u"speculation"_s, tr("Speculation"), speculation_);
    mediaDock_ = makeDock(this, u"media"_s, tr("Media"), media_);
    QDockWidget* before = failuresDock_;
    for (auto* dock : {timelineDock_, simulationDock_, speculationDock_, mediaDock_}) {
        addDockWidget(Qt::BottomDockWidgetArea, dock);
        tabifyDockWidget(before, dock);
        before = dock;
        dock->hide();
    }
}

void MainWindow::makeServingActions(QMenu* menu) {
    const auto add = [&](const char* id, const char* icon, const QString& text, const QKeySequence& key,
                         auto run) {
        menu->addAction(addAction(QLatin1StringView(id), QLatin1StringView(icon), text, key, run));
    };
    add("scenario.modes", "", tr("Compare &ways to serve…"), QKeySequence(u"Ctrl+Shift+K"_s),
        [this] { compareModes(); });
    menu->addSeparator();
    add("scenario.timeline", "", tr("&Timeline of a request"), QKeySequence(u"Ctrl+Shift+L"_s),
        [this] { showDock(timelineDock_); });
    add("scenario.simulate", "play", tr("&Simulate requests"), QKeySequence(u"Ctrl+Shift+R"_s), [this] {
        showDock(simulationDock_);
        simulation_->run();
    });
    add("scenario.speculation", "", tr("When s&peculation pays"), QKeySequence(u"Ctrl+Shift+Y"_s),
        [this] { showDock(speculationDock_); });
    add("scenario.media", "", tr("Ways for &media"), QKeySequence(u"Ctrl+Shift+U"_s),
        [this] { showDock(mediaDock_); });
}

void MainWindow::compareModes() {
    auto* dialog = new ModesDialog(*document_, {facts_, &facts_->models}, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this] {
        compare_ = true;
        action(u"scenario.compare"_s)->setChecked(true);
        reassess();
    });
    dialog->open();
}

} // namespace cellwright
