// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/main_window.h"
#include "app/desktop/object_list.h"
#include "app/desktop/project_files.h"
#include "data/samples/samples.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"
#include "tests/support/sample_profile.h"
#include "widgets/canvas/canvas_view.h"
#include "widgets/charts/result_charts.h"
#include "widgets/charts/violations_panel.h"
#include "widgets/document/commands.h"
#include "widgets/explain/explain_panel.h"
#include "widgets/inspector/inspector_panel.h"
#include "widgets/models/model_browser.h"
#include "widgets/models/model_panel.h"
#include "widgets/modelstrip/model_strip.h"
#include "widgets/modelstrip/strip_data.h"
#include "widgets/profile/profile_view.h"
#include "widgets/theme/theme_controller.h"

#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QFile>
#include <QLineEdit>
#include <QMenuBar>
#include <QObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace cellwright {

using namespace Qt::StringLiterals;

/// The whole window on real projects: what a user does, through the same signals and keys.
class MainWindowTest : public QObject {
    Q_OBJECT

    std::unique_ptr<MainWindow> open(const Project& project) {
        auto store = ProjectStore::create(
            std::filesystem::path(folder_.filePath(u"%1.cellwright"_s.arg(++files_)).toStdU16String()),
            project);
        if (!store)
            return nullptr;
        auto window = std::make_unique<MainWindow>(std::move(*store), *theme_);
        window->setAttribute(Qt::WA_DeleteOnClose, false);
        window->resize(1280, 800);
        window->show();
        return window;
    }
    static bool settled(MainWindow& window) {
        return QTest::qWaitFor([&] { return !window.assessing() && !window.assessments().empty(); }, 20000);
    }
    static QAction* action(MainWindow& window, const QString& id) { return window.findChild<QAction*>(id); }

private Q_SLOTS:
    void initTestCase() {
        theme_ = std::make_unique<ThemeController>();
        qputenv("CELLWRIGHT_LIBRARY", library_.path().toUtf8()); // not the tester's own
    }
    void cleanupTestCase() { theme_.reset(); }

    void aMeasuredComputerIsKeptForAllProjects() {
        auto window = open(samples::hospitalCampus());
        ProfileView& view = window->showProfiles();
        QVERIFY(!view.shown());
        Q_EMIT view.saveRequested(u"my-computer"_s, sampleProfile());
        QVERIFY(view.shown() && view.shown()->place == ProfilePlace::library);
        QCOMPARE(view.shown()->id, u"my-computer"_s);
        QVERIFY(view.shown()->profile == sampleProfile());
        Q_EMIT view.saveRequested(u"my-computer"_s, sampleProfile()); // taken
        Q_EMIT view.renameRequested(u"my-computer"_s, u"desk"_s);
        QCOMPARE(view.shown()->id, u"desk"_s);
        auto other = open(samples::hospitalCampus());
        QVERIFY(other->showProfiles().shown());
        Q_EMIT view.removeRequested(u"desk"_s);
        QVERIFY(!view.shown());
    }
    void aMeasuredComputerBecomesADevice() {
        auto window = open(samples::hospitalCampus());
        QVERIFY(settled(*window));
        ProfileView& view = window->showProfiles();
        QVERIFY(view.isVisible());
        QVERIFY(!view.isModal());
        QVERIFY(!view.shown());
        Q_EMIT view.profileChosen(u"this-computer"_s, sampleProfile());
        QVERIFY(view.shown());
        QCOMPARE(view.shown()->place, ProfilePlace::project);
        QCOMPARE(window->document().project().attachments.back().id, std::string("this-computer"));
        window->document().edit(u"Serve on this computer"_s, [](Scenario& scenario) {
            for (Host& host : scenario.topology.hosts)
                host.device = "this-computer";
        });
        QVERIFY(settled(*window));
        for (const Violation& violation : window->assessments().front().violations)
            QVERIFY2(violation.kind != ViolationKind::invalid, violation.what.c_str());
        for (const HostResult& host : window->assessments().front().hosts)
            QCOMPARE(host.capacity, Bytes(sampleProfile().machine.memory * 0.8));
        window->document().undo();
        window->document().undo();
        QVERIFY(!view.shown()); // the project has it no longer
        window->close();
    }
    void aSampleIsAssessedAndShown() {
        auto window = open(samples::hospitalCampus());
        QVERIFY(window);
        QVERIFY(settled(*window));
        QCOMPARE(window->assessments().size(), std::size_t(1));
        QVERIFY(window->assessments().front().feasible);
        QCOMPARE(window->findChild<ResultCharts*>()->assessments().size(), std::size_t(1));
        QCOMPARE(window->findChild<ViolationsPanel*>()->count(), 0);
    }
    void comparingShowsEveryScenario() {
        auto window = open(samples::hospitalCampus());
        QVERIFY(settled(*window));
        action(*window, u"scenario.compare"_s)->trigger();
        QVERIFY(QTest::qWaitFor([&] { return window->assessments().size() == 4; }, 20000));
    }
    void anEditChangesTheNumbersAndUndoBringsThemBack() {
        auto window = open(samples::hospitalCampus());
        QVERIFY(settled(*window));
        const auto before = window->assessments().front();
        const auto project = window->document().project();
        window->document().edit(u"Cut deeper"_s, [](Scenario& s) { s.deployments[0].cut = 10; });
        QVERIFY(QTest::qWaitFor([&] {
            return !window->assessing() &&
                   window->assessments().front().groups[0].ttft.mean != before.groups[0].ttft.mean;
        }));
        action(*window, u"edit.undo"_s)->trigger();
        QVERIFY(window->document().project() == project);
        QVERIFY(
            QTest::qWaitFor([&] { return !window->assessing() && window->assessments().front() == before; }));
    }
    void draggingTheCutMovesTheNumbersBeforeTheFile() {
        auto window = open(samples::hospitalCampus());
        QVERIFY(settled(*window));
        const auto before = window->assessments().front();
        const auto project = window->document().project();
        window->document().preview(
            [](Scenario& s) { s.deployments[0].cut = 12; }); // what the strip does in a drag
        QVERIFY(QTest::qWaitFor([&] {
            return window->assessments().front().groups[0].deviceMemory != before.groups[0].deviceMemory;
        }));
        QVERIFY(window->document().recorded() == project);
        window->document().cancelPreview();
        QVERIFY(window->document().project() == project);
    }
    void aClickedNumberOpens() {
        auto window = open(samples::hospitalCampus());
        QVERIFY(settled(*window));
        Q_EMIT window->findChild<ResultCharts*>()->explainRequested(u"groups[0].ttft_s.p95"_s,
                                                                    window->document().currentScenario());
        auto* panel = window->findChild<ExplainPanel*>();
        QVERIFY(QTest::qWaitFor([&] { return panel->text().contains(u"prefill on the device"_s); }, 20000));
        QVERIFY(panel->text().contains(u"TR 38.901"_s));
        // A later edit is followed: the explanation never shows a number that the plan no longer has.
        const QString old = panel->text();
        window->document().edit(u"Longer prompt"_s, [](Scenario& s) { s.workloads[0].promptTokens = 700; });
        QVERIFY(
            QTest::qWaitFor([&] { return panel->text() != old && panel->text().contains(u"700"_s); }, 20000));
    }
    void everythingIsDrawnByKeyboard() {
        auto window = open(project_files::emptyProject());
        window->activateWindow();
        auto& canvas = window->canvas();
        canvas.setFocus();
        const auto sites = [&] { return window->document().scenario().topology.sites.size(); };
        // The first arrow key after choosing a tool shows the crosshair in the middle, the others move it.
        const auto walk = [&](int key, int steps) {
            for (int i = 0; i < steps; ++i)
                QTest::keyClick(&canvas, Qt::Key(key));
        };
        action(*window, u"tool.site"_s)->trigger();
        walk(Qt::Key_Right, 1);
        QTest::keyClick(&canvas, Qt::Key_Return);
        QCOMPARE(sites(), std::size_t(1));
        action(*window, u"tool.host"_s)->trigger();
        walk(Qt::Key_Right, 5);
        QTest::keyClick(&canvas, Qt::Key_Return);
        QCOMPARE(window->document().scenario().topology.hosts.size(), std::size_t(1));
        action(*window, u"tool.area"_s)->trigger();
        walk(Qt::Key_Down, 4);
        for (const auto key : {Qt::Key_Right, Qt::Key_Down, Qt::Key_Left}) {
            QTest::keyClick(&canvas, Qt::Key_Return);
            walk(key, 5);
        }
        QTest::keyClick(&canvas, Qt::Key_Return); // the fourth corner
        QTest::keyClick(&canvas, Qt::Key_Return); // again at the same place: closed
        QCOMPARE(window->document().scenario().topology.groups.size(), std::size_t(1));
        while (window->document().canUndo())
            action(*window, u"edit.undo"_s)->trigger();
        QVERIFY(window->document().project() == project_files::emptyProject());
    }
    void theMelbourneNetworkComesInThroughTheWindow() {
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared data beside the checkout");
        auto window = open(project_files::emptyProject());
        const auto eua = QString::fromStdU16String((*shared / "data/eua").u16string());
        QVERIFY(window->importTable(u"sites"_s, eua + u"/site-optus-melbCBD.csv"_s));
        QVERIFY(window->importTable(u"users"_s, eua + u"/users-melbcbd-generated.csv"_s));
        const auto& topology = window->document().scenario().topology;
        QCOMPARE(topology.sites.size(), std::size_t(125));
        QCOMPARE(topology.groups.at(0).points.size(), std::size_t(816));
        window->document().edit(u"Split"_s, [](Scenario& s) {
            s.deployments.at(0).model = "llama-3.1-8b";
            s.deployments.at(0).placement = Placement::split;
            s.deployments.at(0).cut = 4;
        });
        QVERIFY(QTest::qWaitFor(
            [&] {
                return !window->assessing() && !window->assessments().empty() &&
                       !window->assessments().front().groups.empty() &&
                       window->assessments().front().groups[0].users == 816;
            },
            30000));
        QVERIFY(window->assessments().front().groups[0].covered > 400);
        QVERIFY(QTest::qWaitFor([&] { return window->canvas().mapSettled(); }, 60000));
        const QString pdf = folder_.filePath(u"melbourne.pdf"_s);
        QVERIFY(window->writeReport(pdf));
        QVERIFY(QFile(pdf).size() > 20000);
    }
    void everyCommandHasWordsAndMenusHaveNoDoubleShortcuts() {
        auto window = open(samples::humanoidFactory());
        QHash<QKeySequence, QString> taken;
        for (const auto* each : window->findChildren<QAction*>()) {
            if (each->objectName().isEmpty() || !each->objectName().contains(u'.'))
                continue;
            QVERIFY2(!each->text().isEmpty(), qPrintable(each->objectName()));
            for (const auto& key : each->shortcuts()) {
                QVERIFY2(!taken.contains(key), qPrintable(key.toString() + u" of "_s + each->objectName()));
                taken.insert(key, each->objectName());
            }
        }
        QVERIFY(taken.size() > 10);
    }
    void focusableWidgetsHaveNames() {
        auto window = open(samples::hospitalCampus());
        QVERIFY(settled(*window));
        for (auto* panel : {static_cast<QWidget*>(&window->canvas()),
                            static_cast<QWidget*>(window->findChild<ObjectList*>())})
            QVERIFY(!panel->accessibleName().isEmpty());
    }
    void theListAndTheCanvasShareTheSelection() {
        auto window = open(samples::hospitalCampus());
        auto* list = window->findChild<ObjectList*>();
        auto* item = list->topLevelItem(0)->child(1);
        list->setCurrentItem(item);
        item->setSelected(true);
        QTest::keyClick(&window->canvas(), Qt::Key_Delete);
        QCOMPARE(window->document().scenario().topology.sites.size(), std::size_t(2));
        QCOMPARE(list->topLevelItem(0)->childCount(), 2);
    }
    void aClosedWindowLeavesEverythingInItsFile() {
        QString path;
        Project edited;
        {
            auto window = open(samples::hospitalCampus());
            path = window->path();
            commands::addSite(window->document(), {Metres(300.0), Metres(200.0)});
            edited = window->document().project();
            window->close();
        }
        const auto back = project_files::open(path);
        QVERIFY(back.has_value());
        QVERIFY(back->project() == edited);
        QVERIFY(back->canUndo());
    }

    void aReadingWindowNeverRemovesADraftThatAnotherEdits() {
        auto first = project_files::draft(project_files::emptyProject());
        QVERIFY(first.has_value());
        auto editing = std::make_unique<MainWindow>(std::move(*first), *theme_);
        const QString path = editing->path();
        auto second = project_files::open(path);
        QVERIFY(second.has_value() && second->readOnly());
        auto reading = std::make_unique<MainWindow>(std::move(*second), *theme_);
        commands::addSite(editing->document(), {});
        reading.reset();
        QVERIFY(QFile::exists(path));
        editing.reset();
        QCOMPARE(project_files::open(path)->project().scenarios[0].topology.sites.size(), std::size_t(1));
        project_files::discard(path);
    }
    void undoWorksFromAField() {
        auto window = open(samples::hospitalCampus());
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        const auto before = window->document().project();
        auto* field = window->findChild<InspectorPanel*>()->findChild<QLineEdit*>();
        QVERIFY(field);
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, u"Another name"_s);
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(window->document().project() != before);
        QTest::keyClick(field, Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(window->document().project() == before);
    }
    void aModelIsFoundChosenAndTakenBack() {
        auto window = open(samples::hospitalCampus());
        QVERIFY(settled(*window));
        const auto before = window->document().project();
        action(*window, u"tool.models"_s)->trigger();
        auto* browser = window->findChild<ModelBrowser*>();
        QVERIFY(browser && browser->isVisible());
        QVERIFY(browser->selected());
        QCOMPARE(browser->selected()->id, window->document().scenario().deployments[0].model);
        auto* search = browser->findChild<FilterBar*>()->search();
        QTest::keyClicks(search, u"qwen2.5-0.5b"_s);
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(window->document().scenario().deployments[0].model, std::string("qwen2.5-0.5b"));
        QCOMPARE(window->findChild<ModelStrip*>()->data().layers(), 24);
        action(*window, u"edit.undo"_s)->trigger();
        QVERIFY(window->document().project() == before);
    }
    void aConfigurationBecomesAModelOfTheProject() {
        auto window = open(samples::hospitalCampus());
        const auto before = window->document().project();
        QFile file(folder_.filePath(u"my-model.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({"model_type": "llama", "hidden_size": 512, "num_hidden_layers": 6,
            "num_attention_heads": 8, "num_key_value_heads": 2, "intermediate_size": 1024,
            "vocab_size": 1000, "max_position_embeddings": 2048})");
        file.close();
        action(*window, u"tool.models"_s)->trigger();
        auto* browser = window->findChild<ModelBrowser*>();
        browser->importFile(folder_.filePath(u"no-such-file.json"_s));
        QVERIFY(window->document().project() == before);
        browser->importFile(file.fileName());
        QVERIFY(browser->selected());
        QCOMPARE(browser->selected()->id, std::string("my-model"));
        QCOMPARE(browser->selected()->model->layers.size(), std::size_t(6));
        QCOMPARE(window->document().project().attachments.size(), before.attachments.size() + 1);
        QTest::keyClick(browser->findChild<FilterBar*>()->search(), Qt::Key_Return);
        QCOMPARE(window->document().scenario().deployments[0].model, std::string("my-model"));
        QCOMPARE(window->findChild<ModelStrip*>()->data().layers(), 6);
        while (window->document().canUndo())
            action(*window, u"edit.undo"_s)->trigger();
        QVERIFY(window->document().project() == before);
    }
    void theModelDockGrowsForItsPages() {
        auto window = open(samples::hospitalCampus());
        QVERIFY(settled(*window));
        auto* panel = window->findChild<ModelPanel*>();
        const int strip = panel->height();
        panel->openPage(ModelPanel::Layers);
        QVERIFY(QTest::qWaitFor([&] { return panel->height() > strip + 80; }));
        panel->openPage(-1);
        QVERIFY(QTest::qWaitFor([&] { return panel->height() <= strip + 10; }));
    }
    void onlyATouchedDraftIsKept() {
        for (const bool touched : {false, true}) {
            auto store = project_files::draft(samples::hospitalCampus());
            QVERIFY(store.has_value());
            auto window = std::make_unique<MainWindow>(std::move(*store), *theme_);
            window->setAttribute(Qt::WA_DeleteOnClose, false);
            const QString path = window->path();
            QVERIFY(project_files::isDraft(path));
            if (touched)
                commands::addSite(window->document(), {});
            window.reset();
            QCOMPARE(QFile::exists(path), touched);
            project_files::discard(path);
        }
    }

private:
    QTemporaryDir folder_;
    int files_ = 0;
    std::unique_ptr<ThemeController> theme_;
    QTemporaryDir library_;
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::MainWindowTest)
#include "main_window_test.moc"
