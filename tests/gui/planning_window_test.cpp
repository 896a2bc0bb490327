// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/main_window.h"
#include "data/samples/samples.h"
#include "tests/support/registry.h"
#include "widgets/canvas/canvas_view.h"
#include "widgets/document/commands.h"
#include "widgets/maps/map_panel.h"
#include "widgets/planning/failure_panel.h"
#include "widgets/planning/path_view.h"
#include "widgets/planning/pci_panel.h"
#include "widgets/sites/hex_grid_dialog.h"
#include "widgets/sites/site_table.h"
#include "widgets/theme/theme_controller.h"

#include <QAction>
#include <QDockWidget>
#include <QFile>
#include <QLabel>
#include <QMenuBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace cellwright {

using namespace Qt::StringLiterals;

/// What the window has for radio planners, wired together.
class PlanningWindowTest : public QObject {
    Q_OBJECT

    std::unique_ptr<MainWindow> open() {
        auto store = ProjectStore::create(
            std::filesystem::path(folder_.filePath(u"%1.cellwright"_s.arg(++files_)).toStdU16String()),
            samples::hospitalCampus());
        auto window = std::make_unique<MainWindow>(std::move(*store), *theme_);
        window->setAttribute(Qt::WA_DeleteOnClose, false);
        window->resize(1280, 800);
        window->show();
        return window;
    }
    static QAction* action(MainWindow& window, const QString& id) { return window.findChild<QAction*>(id); }
    static bool mapped(MainWindow& window) {
        return QTest::qWaitFor([&] { return window.canvas().mapSettled() && !window.canvas().map().empty(); },
                               30000);
    }

private Q_SLOTS:
    void initTestCase() {
        theme_ = std::make_unique<ThemeController>();
        qputenv("CELLWRIGHT_LIBRARY", folder_.path().toUtf8());
    }
    void cleanupTestCase() { theme_.reset(); }

    void aGridIsDescribedAndAddedInOneStep() {
        auto window = open();
        const Project before = window->document().project();
        const auto sites = window->document().scenario().topology.sites.size();
        action(*window, u"plan.grid"_s)->trigger();
        auto* dialog = window->findChild<HexGridDialog*>();
        QVERIFY(dialog && dialog->isVisible());
        QVERIFY(window->document().previewing());
        dialog->accept();
        QCOMPARE(window->document().scenario().topology.sites.size(), sites + 19);
        window->document().undo();
        QVERIFY(window->document().project() == before);
    }

    void theTableOfSitesSharesTheSelection() {
        auto window = open();
        action(*window, u"plan.sites"_s)->trigger();
        auto* table = window->findChild<SiteTable*>();
        QVERIFY(table->isVisible());
        const auto& site = window->document().scenario().topology.sites.front();
        window->canvas().selectAll();
        QVERIFY(table->selectedText().contains(QString::fromStdString(site.name)));
        QVERIFY(action(*window, u"plan.switch"_s)->isEnabled());
        QVERIFY(action(*window, u"plan.lock"_s)->isEnabled());
    }

    void commandsSayWhyTheyAreOff() {
        auto window = open();
        for (const auto& id : {u"plan.switch"_s, u"plan.lock"_s}) {
            QVERIFY(!action(*window, id)->isEnabled());
            QVERIFY(!action(*window, id)->statusTip().isEmpty());
        }
    }

    void theMapPanelSteersTheDrawing() {
        auto window = open();
        QVERIFY(mapped(*window));
        auto* panel = window->findChild<MapPanel*>();
        QVERIFY(QTest::qWaitFor([&] { return panel->shares().area.places > 0; }, 10000));
        MapSettings settings = panel->settings();
        settings.question.layer = maps::Layer::rsrp;
        Q_EMIT panel->settingsChanged(settings);
        QVERIFY(QTest::qWaitFor(
            [&] {
                return window->canvas().mapSettled() && window->canvas().map().layer() == maps::Layer::rsrp;
            },
            30000));
        QVERIFY(panel->settings().layer() == maps::Layer::rsrp);
        action(*window, u"view.heatmap"_s)->trigger();
        QVERIFY(!panel->settings().shown);
    }

    void everyLayerOfTheSampleHasAMap() {
        auto window = open();
        for (const auto& info : maps::allLayers()) {
            CanvasOptions options = window->canvas().options();
            options.map.question.layer = info.layer;
            window->canvas().setOptions(options);
            QVERIFY2(QTest::qWaitFor(
                         [&] {
                             return window->canvas().mapSettled() &&
                                    window->canvas().map().layer() == info.layer;
                         },
                         60000),
                     qPrintable(layerName(info.layer) + window->canvas().mapProblem()));
            QVERIFY2(window->canvas().mapProblem().isEmpty(), qPrintable(window->canvas().mapProblem()));
            const auto values = maps::distributionOf(window->canvas().map().values);
            QVERIFY2(values.valued > 0, qPrintable(layerName(info.layer)));
        }
    }

    void aPathIsShown() {
        auto window = open();
        const Position site = window->document().scenario().topology.sites.front().position;
        auto* view = window->findChild<PathView*>();
        QSignalSpy computed(view, &PathView::computed);
        Q_EMIT window->canvas().profileRequested(site, {site.x + Metres(200), site.y});
        QVERIFY(computed.wait(30000));
        QVERIFY(view->isVisible());
        QVERIFY(view->profile());
    }

    void failuresAndIdentitiesAreDrawn() {
        auto window = open();
        auto* failures = window->findChild<FailurePanel*>();
        QSignalSpy answered(failures, &FailurePanel::answered);
        const auto& host = window->document().scenario().topology.hosts.front();
        Q_EMIT window->canvas().failureRequested({EntityKind::host, host.id.value});
        QVERIFY(answered.wait(30000));
        QVERIFY(!window->canvas().overlay().marks.empty());
        auto* pci = window->findChild<PciPanel*>();
        QSignalSpy checked(pci, &PciPanel::checked);
        action(*window, u"plan.pci"_s)->trigger();
        QVERIFY(checked.wait(30000));
        QVERIFY(pci->report().cells > 0);
    }

    void mapsAndNetworksAreWritten() {
        auto window = open();
        QVERIFY(mapped(*window));
        QVERIFY(window->writeMap(folder_.filePath(u"map.png"_s)));
        QVERIFY(QFile::exists(folder_.filePath(u"map.pgw"_s)));
        QVERIFY(window->writeMap(folder_.filePath(u"map.tif"_s)));
        QVERIFY(window->writeData(folder_.filePath(u"sites.csv"_s)));
        QVERIFY(window->writeData(folder_.filePath(u"drawing.svg"_s)));
        QVERIFY(QFile(folder_.filePath(u"drawing.svg"_s)).size() > 200);
    }

private:
    QTemporaryDir folder_;
    int files_ = 0;
    std::unique_ptr<ThemeController> theme_;
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::PlanningWindowTest)
#include "planning_window_test.moc"
