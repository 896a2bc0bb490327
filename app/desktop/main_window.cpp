// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/main_window.h"

#include "app/desktop/choices.h"
#include "app/desktop/docks.h"
#include "app/desktop/object_list.h"
#include "app/desktop/project_files.h"
#include "app/desktop/settings.h"
#include "data/catalogue/facts.h"
#include "widgets/canvas/canvas_view.h"
#include "widgets/charts/result_charts.h"
#include "widgets/charts/violations_panel.h"
#include "widgets/document/commands.h"
#include "widgets/document/store_journal.h"
#include "widgets/explain/explain_panel.h"
#include "widgets/inspector/inspector_panel.h"
#include "widgets/models/model_panel.h"
#include "widgets/planning/failure_panel.h"
#include "widgets/planning/path_view.h"
#include "widgets/profile/profile_view.h"
#include "widgets/serving/media_panel.h"
#include "widgets/serving/simulation_panel.h"
#include "widgets/serving/speculation_panel.h"
#include "widgets/serving/timeline_panel.h"
#include "widgets/theme/theme_controller.h"

#include <QApplication>
#include <QCloseEvent>
#include <QComboBox>
#include <QDockWidget>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QScreen>
#include <QSignalBlocker>
#include <QStatusBar>
#include <QTimer>

#include <algorithm>

namespace cellwright {

using namespace Qt::StringLiterals;

namespace {

/// Bumped when docks are added or renamed, so that an old stored arrangement is not applied.
constexpr int arrangement = 2;

/// Pixels of height from which the table of layers is open at once.
constexpr int roomForLayers = 1000;

} // namespace

MainWindow::MainWindow(ProjectStore store, ThemeController& theme, QWidget* parent)
    : QMainWindow(parent)
    , theme_(theme)
    , assessor_(new Assessor(this)) {
    setAttribute(Qt::WA_DeleteOnClose);
    makeDocument(std::move(store));
    makePanels();
    makeFileActions();
    makeEditActions();
    makeToolActions();
    makeScenarioActions();
    makePlanningActions();
    makeDocks();
    makeViewActions();
    makeHelpActions();
    makeToolBar();
    connectParts();
    connectHistory();
    fillScenarios();
    updateTitle();
    refreshFacts();
    fitToScreen();
    restoreGeometry(Settings::windowGeometry());
    restoreState(Settings::windowState(), arrangement);
    if (height() >= roomForLayers)
        model_->openPage(ModelPanel::Layers);
    canvas_->setFocus();
    qApp->installEventFilter(this);
}

MainWindow::~MainWindow() {
    // Panels hold references to the document: they go first.
    for (auto* dock : findChildren<QDockWidget*>(Qt::FindDirectChildrenOnly))
        delete dock;
    delete takeCentralWidget();
    // A draft that nobody changed is not worth keeping: the sample or the empty project can be made again.
    // A window that only reads has no say: another one may be editing the file.
    const bool untouched = !journal_->store().readOnly() && project_files::isDraft(path()) &&
                           !document_->canUndo() && !document_->canRedo();
    const QString draft = path();
    selection_.reset();
    document_.reset();
    if (untouched)
        project_files::discard(draft);
}

QString MainWindow::path() const {
    return QString::fromStdU16String(journal_->store().path().u16string());
}

void MainWindow::makeDocument(ProjectStore store) {
    Project project = store.project();
    for (const auto& notice : store.notices())
        statusBar()->showMessage(QString::fromStdString(notice), 15000);
    auto journal = std::make_unique<StoreJournal>(std::move(store));
    journal_ = journal.get();
    document_ = std::make_unique<Document>(std::move(project), std::move(journal));
    selection_ = std::make_unique<Selection>(*document_);
}

void MainWindow::makePanels() {
    canvas_ = new CanvasView(*document_, *selection_, this);
    setCentralWidget(canvas_);
    inspector_ = new InspectorPanel(*document_, *selection_, this);
    inspector_->setModelBrowser(
        [this](const QString& current, const std::function<void(const QString&)>& choose) {
            browseModelsFor(tr("the selected deployment"), current, choose);
        });
    objects_ = new ObjectList(*document_, *selection_, this);
    model_ = new ModelPanel(*document_, this);
    strip_ = &model_->strip();
    results_ = new ResultCharts(this);
    explain_ = new ExplainPanel(this);
    issues_ = new ViolationsPanel(this);
    makePlanningPanels();
    hint_ = new QLabel(this);
    readout_ = new QLabel(this);
    state_ = new QLabel(this);
    statusBar()->addWidget(hint_, 1);
    statusBar()->addPermanentWidget(readout_);
    statusBar()->addPermanentWidget(state_);
}

void MainWindow::makeDocks() {
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    inspectorDock_ = makeDock(this, u"inspector"_s, tr("Properties"), inspector_);
    auto* objectsDock = makeDock(this, u"objects"_s, tr("Objects"), objects_);
    modelDock_ = makeDock(this, u"strip"_s, tr("Model"), model_);
    resultsDock_ = makeDock(this, u"results"_s, tr("Results"), scrolled(results_));
    explainDock_ = makeDock(this, u"explain"_s, tr("Explanation"), explain_);
    issuesDock_ = makeDock(this, u"issues"_s, tr("Issues"), issues_);
    addDockWidget(Qt::LeftDockWidgetArea, inspectorDock_);
    tabifyDockWidget(inspectorDock_, objectsDock);
    addDockWidget(Qt::RightDockWidgetArea, resultsDock_);
    tabifyDockWidget(resultsDock_, explainDock_);
    tabifyDockWidget(explainDock_, issuesDock_);
    addDockWidget(Qt::BottomDockWidgetArea, modelDock_);
    makePlanningDocks();
    inspectorDock_->raise();
    resultsDock_->raise();
    resizeDocks({inspectorDock_, resultsDock_}, {300, 430}, Qt::Horizontal);
}

void MainWindow::connectParts() {
    connect(document_.get(), &Document::changed, this, &MainWindow::onChanged);
    connect(document_.get(), &Document::failed, this, &MainWindow::showError);
    connect(assessor_, &Assessor::assessed, this, &MainWindow::onAssessed);
    connect(assessor_, &Assessor::derived, this,
            [this](const QString&, const Expected<Derivation>& derivation) {
                if (derivation)
                    explain_->setDerivation(*derivation);
                else
                    explain_->setProblem(QString::fromStdString(derivation.error().message()));
            });
    connect(strip_, &ModelStrip::browseRequested, this, &MainWindow::browseModels);
    connect(model_, &ModelPanel::opened, this, &MainWindow::fitModelDock);
    connect(results_, &ResultCharts::explainRequested, this, &MainWindow::showDerivation);
    connect(issues_, &ViolationsPanel::entityRequested, this, &MainWindow::showEntity);
    connect(canvas_, &CanvasView::propertiesRequested, this,
            [this](EntityRef ref) { showEntity(ref, document_->currentScenario()); });
    connect(objects_, &ObjectList::activatedEntity, this,
            [this](EntityRef ref) { showEntity(ref, document_->currentScenario()); });
    connect(canvas_, &CanvasView::hintChanged, this, [this](const QString& hint) {
        hint_->setText(hint);
        hint_->setToolTip(hint); // whole, where the window is too narrow for it
    });
    connect(canvas_, &CanvasView::cursorMoved, this, &MainWindow::showReadout);
    connectPlanning();
}

void MainWindow::onChanged(const ChangeEvent& event) {
    if (!event.transient && (event.structural || event.scenarioSwitched || event.projectProperties ||
                             event.touches(EntityKind::properties)))
        fillScenarios();
    if (event.projectProperties)
        refreshFacts();
    else
        reassess();
    if (!event.transient)
        refreshDerivation();
    updateTitle();
}

void MainWindow::refreshFacts() {
    auto facts = catalogue::factsFor(document_->project().attachments);
    if (!facts) {
        showError(facts.error());
        facts = catalogue::factsFor();
    }
    facts_ = std::make_shared<const Facts>(std::move(*facts));
    inspector_->setChoiceProvider(choicesOf(facts_));
    strip_->setModels({facts_, &facts_->models});
    canvas_->setFacts(facts_);
    refreshBackdrops();
    failures_->setFacts(facts_);
    pathView_->setFacts(facts_);
    timeline_->setFacts(facts_);
    simulation_->setFacts(facts_);
    speculation_->setFacts(facts_);
    media_->setFacts(facts_);
    refreshProfiles();
    reassess();
}

void MainWindow::reassess() {
    std::vector<Scenario> scenarios;
    if (compare_)
        scenarios = document_->project().scenarios;
    else if (document_->currentScenario())
        scenarios.push_back(document_->scenario());
    state_->setText(tr("Computing…"));
    assessor_->request(std::move(scenarios), facts_);
}

void MainWindow::onAssessed(const std::vector<Assessment>& assessments) {
    assessments_ = assessments;
    results_->setAssessments(assessments, targetsOf(document_->project()));
    issues_->setAssessments(assessments);
    timeline_->setAssessments(assessments);
    const int count = issues_->count();
    issuesDock_->setWindowTitle(count == 0 ? tr("Issues") : tr("Issues (%1)").arg(count));
    const bool served = std::any_of(assessments.begin(), assessments.end(),
                                    [](const Assessment& assessment) { return !assessment.groups.empty(); });
    state_->setText(count == 1  ? tr("1 issue")
                    : count > 0 ? tr("%1 issues").arg(count)
                    : served    ? tr("Feasible")
                                : tr("Nothing to assess yet"));
}

void MainWindow::showDerivation(const QString& path, ScenarioId id) {
    explained_ = {path, id};
    explainDock_->show();
    explainDock_->raise();
    refreshDerivation();
}

void MainWindow::refreshDerivation() {
    if (!explained_)
        return;
    const auto* scenario = findById(document_->project().scenarios, explained_->second);
    if (scenario)
        assessor_->requestDerivation(*scenario, facts_, explained_->first);
    else
        explain_->clear();
}

void MainWindow::fitToScreen() {
    const QSize room =
        screen()->availableGeometry().size() - QSize(0, 40); // the frame that a window manager adds
    resize(QSize(1440, 900).boundedTo(room));
}

/// An open page takes room from the canvas, the table of layers least, and gives it back when it is closed.
void MainWindow::fitModelDock(int page) {
    const int share = page == ModelPanel::Layers ? 45 : 58;
    // The dock learns the new least height of its content with the next layout, and is no smaller until then.
    QTimer::singleShot(0, this, [this, page, share] {
        const int strip = model_->minimumSizeHint().height();
        resizeDocks({modelDock_}, {page < 0 ? strip : std::max(strip, height() * share / 100)}, Qt::Vertical);
    });
}

void MainWindow::showEntity(EntityRef ref, ScenarioId scenario) {
    if (scenario && scenario != document_->currentScenario())
        document_->setCurrentScenario(scenario);
    canvas_->reveal(ref);
    inspectorDock_->show();
    inspectorDock_->raise();
    inspector_->showEntity(ref);
}

void MainWindow::fillScenarios() {
    const QSignalBlocker quiet(scenarios_);
    scenarios_->clear();
    for (const auto& scenario : document_->project().scenarios) {
        scenarios_->addItem(QString::fromStdString(scenario.name), qlonglong(scenario.id.value));
        if (scenario.id == document_->currentScenario())
            scenarios_->setCurrentIndex(scenarios_->count() - 1);
    }
    action(u"scenario.remove"_s)->setEnabled(scenarios_->count() > 1);
    action(u"scenario.compare"_s)->setEnabled(scenarios_->count() > 1);
}

void MainWindow::showError(const Error& error) {
    QMessageBox box(QMessageBox::Warning, tr("Cellwright"), QString::fromStdString(error.what),
                    QMessageBox::Ok, this);
    QString details = QString::fromStdString(error.where);
    if (!error.remedy.empty())
        details += (details.isEmpty() ? QString() : u"\n"_s) + QString::fromStdString(error.remedy);
    box.setInformativeText(details);
    box.exec();
}

void MainWindow::updateTitle() {
    const auto name = QString::fromStdString(document_->project().name);
    const QString file =
        project_files::isDraft(path()) ? tr("draft, saved automatically") : QFileInfo(path()).fileName();
    setWindowTitle(tr("%1 (%2) – Cellwright").arg(name, file));
}

/// In a field that nobody has typed into, Ctrl+Z belongs to the document, not to the field.
bool MainWindow::eventFilter(QObject* object, QEvent* event) {
    if (event->type() != QEvent::ShortcutOverride)
        return QMainWindow::eventFilter(object, event);
    const auto* widget = qobject_cast<QWidget*>(object);
    const auto* combo = qobject_cast<QComboBox*>(object);
    const auto* line = combo ? combo->lineEdit() : qobject_cast<QLineEdit*>(object);
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool history = key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo);
    if (!history || !line || !widget || widget->window() != this || line->isModified())
        return QMainWindow::eventFilter(object, event);
    event->ignore();
    return true;
}

void MainWindow::closeEvent(QCloseEvent* event) {
    Settings::setWindow(saveGeometry(), saveState(arrangement));
    profiles_.reset();
    Q_EMIT closed();
    QMainWindow::closeEvent(event);
}

} // namespace cellwright
