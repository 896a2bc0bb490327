// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Every command of the window, declared once with its id, icon, words and shortcut; menus and the tool bar
// are made from the same actions.
#include "app/desktop/main_window.h"
#include "app/desktop/project_files.h"
#include "app/desktop/settings.h"
#include "widgets/canvas/canvas_view.h"
#include "widgets/document/commands.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/theme_controller.h"

#include <QActionGroup>
#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QMenuBar>
#include <QMessageBox>
#include <QToolBar>

#include "cellwright/version.h"

namespace cellwright {

using namespace Qt::StringLiterals;

QAction* MainWindow::addAction(const QString& id, const QString& icon, const QString& text,
                               const QKeySequence& shortcut, std::function<void()> run) {
    auto* made = new QAction(text, this);
    made->setObjectName(id);
    if (!icon.isEmpty())
        made->setIcon(themedIcon(icon));
    made->setShortcut(shortcut);
    if (!shortcut.isEmpty())
        made->setToolTip(tr("%1 (%2)").arg(QString(text).remove(u'&').remove(u'…'),
                                           shortcut.toString(QKeySequence::NativeText)));
    connect(made, &QAction::triggered, this, [run = std::move(run)] { run(); });
    actions_.emplace(id, made);
    return made;
}

void MainWindow::makeFileActions() {
    auto* menu = menuBar()->addMenu(tr("&File"));
    const auto add = [&](const char* id, const char* icon, const QString& text, const QKeySequence& key,
                         auto run) {
        menu->addAction(addAction(QLatin1StringView(id), QLatin1StringView(icon), text, key, run));
    };
    add("file.new", "new", tr("&New project"), QKeySequence::New, [this] { Q_EMIT newRequested(); });
    add("file.open", "open", tr("&Open…"), QKeySequence::Open, [this] { Q_EMIT openRequested(); });
    add("file.start", "", tr("&Start page and samples"), {}, [this] { Q_EMIT startPageRequested(); });
    auto* recent = menu->addMenu(tr("Open &recent"));
    connect(recent, &QMenu::aboutToShow, this, [this, recent] {
        recent->clear();
        for (const auto& file : Settings::recentFiles())
            recent->addAction(project_files::displayName(file), this,
                              [this, file] { Q_EMIT fileRequested(file); });
        recent->setToolTipsVisible(true);
    });
    menu->addSeparator();
    add("file.save", "save", tr("&Save a copy as…"), QKeySequence::SaveAs, [this] { saveCopy(); });
    menu->addSeparator();
    makeExchangeActions(menu);
    add("file.model", "import", tr("Import a &model (config.json, GGUF, safetensors)…"), {},
        [this] { chooseModel(); });
    menu->addSeparator();
    add("file.report", "report", tr("&Export the report as PDF…"), QKeySequence::Print,
        [this] { exportReport(); });
    add("file.picture", "export", tr("Export the &drawing…"), {}, [this] { exportPicture(); });
    menu->addSeparator();
    add("file.close", "", tr("&Close"), QKeySequence::Close, [this] { close(); });
    add("file.quit", "", tr("&Quit"), QKeySequence::Quit, [] { QApplication::closeAllWindows(); });
}

void MainWindow::makeEditActions() {
    auto* menu = menuBar()->addMenu(tr("&Edit"));
    const auto add = [&](const char* id, const char* icon, const QString& text, const QKeySequence& key,
                         auto run) {
        menu->addAction(addAction(QLatin1StringView(id), QLatin1StringView(icon), text, key, run));
    };
    add("edit.undo", "undo", tr("&Undo"), QKeySequence::Undo, [this] { document_->undo(); });
    add("edit.redo", "redo", tr("&Redo"), QKeySequence::Redo, [this] { document_->redo(); });
    menu->addSeparator();
    add("edit.duplicate", "duplicate", tr("&Duplicate"), QKeySequence(u"Ctrl+D"_s),
        [this] { canvas_->duplicateSelection(); });
    add("edit.delete", "delete", tr("De&lete"), {}, [this] { canvas_->deleteSelection(); });
    add("edit.all", "", tr("Select &all"), {}, [this] { canvas_->selectAll(); });
    menu->addSeparator();
    add("edit.carrier", "carrier", tr("Add a &carrier"), {}, [this] { commands::addCarrier(*document_); });
    add("edit.workload", "workload", tr("Add a &workload"), {},
        [this] { commands::addWorkload(*document_); });
    add("edit.deployment", "model", tr("Add a de&ployment"), {},
        [this] { commands::addDeployment(*document_); });
}

void MainWindow::makeToolActions() {
    struct Tool {
        ToolKind kind;
        const char* id;
        const char* icon;
        QString text;
        QKeySequence key;
    };
    const Tool tools[] = {{ToolKind::select, "tool.select", "select", tr("&Select and move"), u"F2"_s},
                          {ToolKind::site, "tool.site", "site", tr("Place a s&ite"), u"F3"_s},
                          {ToolKind::area, "tool.area", "area", tr("Draw a &user area"), u"F4"_s},
                          {ToolKind::host, "tool.host", "host", tr("Place a &host"), u"F5"_s},
                          {ToolKind::link, "tool.link", "link", tr("Draw a &link"), u"F6"_s},
                          {ToolKind::measure, "tool.measure", "measure", tr("&Measure"), u"F7"_s},
                          {ToolKind::profile, "tool.path", "path", tr("&Path profile"), u"F8"_s}};
    auto* menu = menuBar()->addMenu(tr("&Tools"));
    auto* group = new QActionGroup(this);
    std::map<ToolKind, QAction*> byKind;
    for (const auto& tool : tools) {
        auto* made = addAction(QLatin1StringView(tool.id), QLatin1StringView(tool.icon), tool.text, tool.key,
                               [this, kind = tool.kind] {
                                   canvas_->setTool(kind);
                                   canvas_->setFocus();
                               });
        made->setCheckable(true);
        group->addAction(made);
        menu->addAction(made);
        byKind[tool.kind] = made;
    }
    byKind[canvas_->tool()]->setChecked(true);
    connect(canvas_, &CanvasView::toolChanged, this,
            [byKind](ToolKind kind) { byKind.at(kind)->setChecked(true); });
    menu->addSeparator();
    menu->addAction(addAction(u"tool.models"_s, u"model"_s, tr("&Browse models…"), QKeySequence(u"Ctrl+M"_s),
                              [this] { browseModels(); }));
    menu->addAction(addAction(u"tool.profile"_s, u"profile"_s, tr("Measured com&puters…"),
                              QKeySequence(u"Ctrl+Shift+P"_s), [this] { showProfiles(); }));
}

void MainWindow::makeScenarioActions() {
    auto* menu = menuBar()->addMenu(tr("&Scenario"));
    const auto add = [&](const char* id, const char* icon, const QString& text, const QKeySequence& key,
                         auto run) {
        auto* made = addAction(QLatin1StringView(id), QLatin1StringView(icon), text, key, run);
        menu->addAction(made);
        return made;
    };
    add("scenario.duplicate", "duplicate", tr("&Duplicate this scenario"), QKeySequence(u"Ctrl+Shift+D"_s),
        [this] {
            const auto made = commands::duplicateScenario(*document_, document_->currentScenario());
            document_->setCurrentScenario(made);
        });
    add("scenario.rename", "", tr("&Rename…"), {}, [this] { renameScenario(); });
    add("scenario.remove", "remove", tr("R&emove this scenario"), {},
        [this] { commands::removeScenario(*document_, document_->currentScenario()); });
    menu->addSeparator();
    auto* next = add("scenario.next", "", tr("&Next scenario"), QKeySequence(u"Ctrl+PgDown"_s), [this] {
        scenarios_->setCurrentIndex((scenarios_->currentIndex() + 1) % std::max(1, scenarios_->count()));
    });
    next->setStatusTip(tr("Shows the next alternative"));
    auto* compare =
        add("scenario.compare", "", tr("&Compare all scenarios"), QKeySequence(u"Ctrl+K"_s), [this] {
            compare_ = action(u"scenario.compare"_s)->isChecked();
            reassess();
        });
    compare->setCheckable(true);
    makeServingActions(menu);
}

void MainWindow::makeViewActions() {
    auto* menu = menuBar()->addMenu(tr("&View"));
    const auto add = [&](const char* id, const char* icon, const QString& text, const QKeySequence& key,
                         auto run) {
        auto* made = addAction(QLatin1StringView(id), QLatin1StringView(icon), text, key, run);
        menu->addAction(made);
        return made;
    };
    add("view.fit", "zoom-fit", tr("Zoom to &fit"), QKeySequence(u"Ctrl+0"_s),
        [this] { canvas_->zoomToFit(); });
    add("view.in", "zoom-in", tr("Zoom &in"), QKeySequence::ZoomIn, [this] { canvas_->zoomIn(); });
    add("view.out", "zoom-out", tr("Zoom &out"), QKeySequence::ZoomOut, [this] { canvas_->zoomOut(); });
    menu->addSeparator();
    const auto option = [&](const char* id, const char* icon, const QString& text, const QKeySequence& key,
                            bool CanvasOptions::*member) {
        auto* made = add(id, icon, text, key, [this, member, name = QString(QLatin1StringView(id))] {
            auto options = canvas_->options();
            options.*member = action(name)->isChecked();
            canvas_->setOptions(options);
        });
        made->setCheckable(true);
        made->setChecked(canvas_->options().*member);
    };
    auto* map =
        add("view.heatmap", "heat-map", tr("&Map over the ground"), QKeySequence(u"Ctrl+H"_s), [this] {
            auto options = canvas_->options();
            options.map.shown = action(u"view.heatmap"_s)->isChecked();
            canvas_->setOptions(options);
        });
    map->setCheckable(true);
    map->setChecked(canvas_->options().map.shown);
    connect(canvas_, &CanvasView::optionsChanged, map,
            [this, map] { map->setChecked(canvas_->options().map.shown); });
    option("view.grid", "grid", tr("&Grid"), QKeySequence(u"Ctrl+G"_s), &CanvasOptions::grid);
    option("view.labels", "labels", tr("&Labels"), {}, &CanvasOptions::labels);
    option("view.snap", "snap", tr("&Snap to grid"), {}, &CanvasOptions::snap);
    menu->addSeparator();
    auto* wedges = menu->addMenu(tr("Colour of the &sectors"));
    auto* wedgeGroup = new QActionGroup(this);
    const std::pair<SectorColour, QString> colours[] = {{SectorColour::plain, tr("&Plain")},
                                                        {SectorColour::azimuth, tr("By &azimuth")},
                                                        {SectorColour::band, tr("By &band")},
                                                        {SectorColour::status, tr("By &status")}};
    for (const auto& [colour, text] : colours) {
        auto* made = wedges->addAction(text, this, [this, colour = colour] {
            auto options = canvas_->options();
            options.sectorColour = colour;
            canvas_->setOptions(options);
        });
        made->setCheckable(true);
        made->setChecked(canvas_->options().sectorColour == colour);
        wedgeGroup->addAction(made);
    }
    menu->addSeparator();
    auto* theme = menu->addMenu(themedIcon(u"theme"_s), tr("&Theme"));
    auto* group = new QActionGroup(this);
    const std::pair<ThemeChoice, QString> choices[] = {{ThemeChoice::system, tr("Follow the &system")},
                                                       {ThemeChoice::light, tr("&Light")},
                                                       {ThemeChoice::dark, tr("&Dark")}};
    for (const auto& [choice, text] : choices) {
        auto* made = theme->addAction(text, this, [this, choice = choice] {
            theme_.setChoice(choice);
            Settings::setTheme(choice);
        });
        made->setCheckable(true);
        made->setChecked(theme_.choice() == choice);
        group->addAction(made);
    }
    auto* panels = menu->addMenu(tr("&Panels"));
    for (auto* dock : findChildren<QDockWidget*>(Qt::FindDirectChildrenOnly))
        panels->addAction(dock->toggleViewAction());
}

void MainWindow::makeHelpActions() {
    auto* menu = menuBar()->addMenu(tr("&Help"));
    menu->addAction(addAction(u"help.about"_s, {}, tr("&About Cellwright"), {}, [this] {
        QMessageBox::about(
            this, tr("About Cellwright"),
            tr("<b>Cellwright %1</b><p>Plans large language models over cellular networks and the compute "
               "behind them.</p><p>Free software under the GNU General Public License, version 3 or later. "
               "Uses Qt, Eigen, SQLite, Highway, hwloc and nlohmann-json.</p>")
                .arg(QLatin1StringView(version)));
    }));
    menu->addAction(tr("About &Qt"), qApp, &QApplication::aboutQt);
}

void MainWindow::makeToolBar() {
    auto* bar = addToolBar(tr("Tools"));
    bar->setObjectName(u"tools"_s);
    bar->setIconSize({20, 20});
    for (const char* id : {"edit.undo", "edit.redo", "", "tool.select", "tool.site", "tool.area", "tool.host",
                           "tool.link", "tool.measure", "tool.path", "", "view.fit", "view.heatmap", "",
                           "tool.models", "tool.profile", "file.report", ""})
        if (*id)
            bar->addAction(action(QLatin1StringView(id)));
        else
            bar->addSeparator();
    scenarios_ = new QComboBox(bar);
    scenarios_->setAccessibleName(tr("Scenario"));
    scenarios_->setToolTip(tr("The alternative that is shown and edited"));
    scenarios_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    scenarios_->setMaximumWidth(320);
    bar->addWidget(scenarios_);
    bar->addAction(action(u"scenario.compare"_s));
    connect(scenarios_, &QComboBox::currentIndexChanged, this, [this](int index) {
        if (index >= 0)
            document_->setCurrentScenario({scenarios_->itemData(index).toLongLong()});
    });
}

void MainWindow::connectHistory() {
    const auto refresh = [this] {
        const auto words = [](const QString& verb, const QString& what) {
            return what.isEmpty() ? verb : verb + u": "_s + what;
        };
        action(u"edit.undo"_s)->setEnabled(document_->canUndo());
        action(u"edit.redo"_s)->setEnabled(document_->canRedo());
        action(u"edit.undo"_s)->setText(words(tr("&Undo"), document_->undoText()));
        action(u"edit.redo"_s)->setText(words(tr("&Redo"), document_->redoText()));
    };
    const auto refreshSelection = [this] {
        action(u"edit.duplicate"_s)->setEnabled(!selection_->empty());
        action(u"edit.delete"_s)->setEnabled(!selection_->empty());
    };
    connect(document_.get(), &Document::historyChanged, this, refresh);
    connect(selection_.get(), &Selection::changed, this, refreshSelection);
    refresh();
    refreshSelection();
}

} // namespace cellwright
