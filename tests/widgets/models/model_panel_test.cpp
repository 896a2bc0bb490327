// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/widgets/modelstrip/sample_models.h"
#include "widgets/charts/chart_panel.h"
#include "widgets/charts/stacked_bar_chart.h"
#include "widgets/document/document.h"
#include "widgets/models/layers_panel.h"
#include "widgets/models/model_panel.h"
#include "widgets/modelstrip/strip_view.h"

#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

struct Fixture {
    Document document{project(), std::make_unique<MemoryJournal>()};
    ModelPanel panel{document};

    static Project project() {
        Project project;
        Scenario& scenario = project.scenarios.emplace_back();
        scenario.id = ScenarioId{1};
        Deployment& deployment = scenario.deployments.emplace_back();
        deployment.id = DeploymentId{7};
        return project;
    }
    Fixture() {
        const Models models{{"llama-3.1-8b", test::llama()}};
        panel.strip().setModels(std::make_shared<const Models>(models));
        panel.resize(1280, 500);
        panel.show();
    }
    [[nodiscard]] QToolButton* button(const QString& name) const {
        for (auto* each : panel.findChildren<QToolButton*>())
            if (each->accessibleName() == name)
                return each;
        return nullptr;
    }
};

} // namespace

class ModelPanelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aButtonOpensItsPageAndClosesItAgain() {
        Fixture f;
        const QSignalSpy opened(&f.panel, &ModelPanel::opened);
        QCOMPARE(f.panel.openedPage(), -1);
        f.button(u"Layers"_s)->click();
        QCOMPARE(f.panel.openedPage(), int(ModelPanel::Layers));
        QVERIFY(f.panel.findChild<LayersPanel*>()->isVisible());
        f.button(u"Bytes and FLOP"_s)->click();
        QCOMPARE(f.panel.openedPage(), int(ModelPanel::Charts));
        QVERIFY(!f.button(u"Layers"_s)->isChecked());
        QVERIFY(!f.panel.findChild<LayersPanel*>()->isVisible());
        f.button(u"Bytes and FLOP"_s)->click();
        QCOMPARE(f.panel.openedPage(), -1);
        QCOMPARE(opened.count(), 3);
    }
    void stripAndTableShareTheSelection() {
        Fixture f;
        f.panel.openPage(ModelPanel::Layers);
        auto* view = f.panel.findChild<StripView*>();
        auto* table = f.panel.findChild<LayersPanel*>();
        QTest::mouseClick(view, Qt::LeftButton, {}, view->blockRectangle(20).center().toPoint());
        QCOMPARE(table->selectedBlock(), 20);
        table->findChild<QTableView*>()->selectRow(5);
        QCOMPARE(view->selected(), 5);
        f.panel.openPage(ModelPanel::Charts);
        QTest::mouseClick(view, Qt::LeftButton, {}, view->blockRectangle(9).center().toPoint());
        f.panel.openPage(ModelPanel::Layers);
        QCOMPARE(table->selectedBlock(), 9);
    }
    void noPageTakesRoomFromTheStrip() {
        Fixture f;
        f.panel.resize(1280, f.panel.minimumSizeHint().height() + 130);
        auto* view = f.panel.findChild<StripView*>();
        for (const int page : {ModelPanel::Layers, ModelPanel::Charts, ModelPanel::Quality}) {
            f.panel.openPage(page);
            f.panel.resize(1280, 340);
            QTest::qWait(1);
            QVERIFY2(view->height() >= view->sizeHint().height(), qPrintable(QString::number(page)));
        }
    }
    void chartsFollowADraggedCut() {
        Fixture f;
        f.panel.openPage(ModelPanel::Charts);
        auto* chart = f.panel.findChild<ChartPanel*>();
        QVERIFY(chart->chart());
        const QString before = chart->chart()->data().inWords();
        f.document.preview([](Scenario& scenario) { scenario.deployments.front().cut = 20; });
        QVERIFY(chart->chart()->data().inWords() != before);
        f.document.cancelPreview();
        QCOMPARE(chart->chart()->data().inWords(), before);
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::ModelPanelTest)
#include "model_panel_test.moc"
