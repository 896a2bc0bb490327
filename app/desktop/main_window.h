// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/assessor.h"
#include "data/store/project_store.h"
#include "widgets/document/selection.h"

#include <QMainWindow>

#include <functional>
#include <map>
#include <optional>

class QComboBox;
class QDockWidget;
class QMenu;
class QLabel;

namespace cellwright {

class CanvasView;
class ExplainPanel;
class FailurePanel;
class InspectorPanel;
class MapPanel;
class MediaPanel;
class ModelPanel;
class ModelStrip;
class ObjectList;
class PathView;
class PciPanel;
class ProfileView;
class ResultCharts;
class SimulationPanel;
class SiteTable;
class SpeculationPanel;
class StoreJournal;
class ThemeController;
class TimelinePanel;
class ViolationsPanel;
struct CursorReadout;
struct Overlay;
enum class ToolKind;

/// The window of one open project: canvas in the middle, editors on the left, answers on the right, the model
/// strip below. Assembled from parts; what it adds is wiring.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(ProjectStore store, ThemeController& theme, QWidget* parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] QString path() const;
    [[nodiscard]] Document& document() { return *document_; }
    [[nodiscard]] CanvasView& canvas() { return *canvas_; }
    /// The answers shown, for tests.
    [[nodiscard]] const std::vector<Assessment>& assessments() const { return assessments_; }
    [[nodiscard]] bool assessing() const { return assessor_->busy(); }

    /// Writes the report of the current scenario or, while comparing, of all of them.
    bool writeReport(const QString& path);
    bool importTable(const QString& kind, const QString& path);
    /// Asks how to read a file of sites, users, links or places, and imports it.
    void importFile(const QString& path);
    /// Writes the map on show (.tif, or .png with a world file); the scenario as KML, GeoJSON, CSV or SVG.
    bool writeMap(const QString& path);
    bool writeData(const QString& path);
    /// Reads a config.json, GGUF or safetensors file as a model of this project; its id.
    Expected<std::string> importModel(const QString& path);
    /// Opens the window about measured computers, beside this one.
    ProfileView& showProfiles();
    /// Opens the list of all models, to choose one for the deployment that the strip shows.
    void browseModels();

Q_SIGNALS:
    void newRequested();
    void openRequested();
    void fileRequested(const QString& path);
    void startPageRequested();
    void closed();

protected:
    void closeEvent(QCloseEvent* event) override;
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void makeDocument(ProjectStore store);
    void makePanels();
    void makeDocks();
    void makeFileActions();
    void makeEditActions();
    void makeViewActions();
    void makeToolActions();
    void makeScenarioActions();
    void makePlanningPanels();
    void makePlanningDocks();
    void makePlanningActions();
    void connectPlanning();
    void addGrid();
    void makeServingPanels();
    void makeServingDocks();
    void makeServingActions(QMenu* menu);
    void compareModes();
    void makeExchangeActions(QMenu* menu);
    void chooseImport();
    void chooseBackground();
    void chooseMapFile();
    void chooseDataFile();
    void refreshBackdrops();
    void showDock(QDockWidget* dock);
    void showReadout(const CursorReadout& at);
    void makeHelpActions();
    void makeToolBar();
    void connectParts();
    void connectHistory();

    QAction* addAction(const QString& id, const QString& icon, const QString& text,
                       const QKeySequence& shortcut, std::function<void()> run);
    [[nodiscard]] QAction* action(const QString& id) const { return actions_.at(id); }

    void refreshFacts();
    void reassess();
    void onAssessed(const std::vector<Assessment>& assessments);
    void showDerivation(const QString& path, ScenarioId scenario);
    void refreshDerivation();
    void fitToScreen();
    void showEntity(EntityRef ref, ScenarioId scenario);
    void onChanged(const ChangeEvent& event);
    void fillScenarios();
    void showError(const Error& error);
    void updateTitle();

    void saveCopy();
    void exportReport();
    void exportPicture();
    void chooseModel();
    void browseModelsFor(const QString& what, const QString& current,
                         std::function<void(const QString&)> choose);
    void fitModelDock(int page);
    void makeProfileView();
    void refreshProfiles();
    bool attachDevice(const QString& id, const QString& text);
    void renameScenario();
    bool attach(const Project::Attachment& attachment, const QString& label);

    ThemeController& theme_;
    StoreJournal* journal_ = nullptr; ///< owned by document_
    std::unique_ptr<Document> document_;
    std::unique_ptr<Selection> selection_;
    SharedFacts facts_;
    Assessor* assessor_;
    std::vector<Assessment> assessments_;
    std::map<QString, QAction*> actions_;
    CanvasView* canvas_ = nullptr;
    InspectorPanel* inspector_ = nullptr;
    ObjectList* objects_ = nullptr;
    ModelPanel* model_ = nullptr;
    ModelStrip* strip_ = nullptr; ///< of model_
    ResultCharts* results_ = nullptr;
    ExplainPanel* explain_ = nullptr;
    ViolationsPanel* issues_ = nullptr;
    SiteTable* sites_ = nullptr;
    MapPanel* mapPanel_ = nullptr;
    PciPanel* pci_ = nullptr;
    PathView* pathView_ = nullptr;
    FailurePanel* failures_ = nullptr;
    TimelinePanel* timeline_ = nullptr;
    SimulationPanel* simulation_ = nullptr;
    SpeculationPanel* speculation_ = nullptr;
    MediaPanel* media_ = nullptr;
    std::unique_ptr<ProfileView> profiles_; ///< a window of its own, made when first asked for
    QDockWidget *explainDock_ = nullptr, *inspectorDock_ = nullptr, *resultsDock_ = nullptr,
                *issuesDock_ = nullptr, *modelDock_ = nullptr, *sitesDock_ = nullptr, *mapDock_ = nullptr,
                *pciDock_ = nullptr, *pathDock_ = nullptr, *failuresDock_ = nullptr,
                *timelineDock_ = nullptr, *simulationDock_ = nullptr,
                *speculationDock_ = nullptr, *mediaDock_ = nullptr;
    QComboBox* scenarios_ = nullptr;
    QLabel *hint_ = nullptr, *readout_ = nullptr, *state_ = nullptr;
    bool compare_ = false;
    std::optional<std::pair<QString, ScenarioId>> explained_; ///< the figure that the explanation shows
};

} // namespace cellwright
