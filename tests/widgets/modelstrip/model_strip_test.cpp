// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/widgets/modelstrip/sample_models.h"
#include "widgets/document/commands.h"
#include "widgets/modelstrip/model_strip.h"
#include "widgets/modelstrip/strip_view.h"
#include "widgets/theme/theme.h"

#include <QComboBox>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

using test::llama;

struct Fixture {
    Document document{project(), std::make_unique<MemoryJournal>()};
    ModelStrip strip{document};
    StripView* view = strip.findChild<StripView*>();

    static Project project() {
        Project project;
        Scenario& scenario = project.scenarios.emplace_back();
        scenario.id = ScenarioId{1};
        scenario.topology.hosts.push_back({});
        scenario.topology.hosts.back().id = HostId{5};
        scenario.topology.hosts.back().name = "Edge";
        Deployment& deployment = scenario.deployments.emplace_back();
        deployment.id = DeploymentId{7};
        deployment.name = "Split";
        deployment.host = HostId{5};
        return project;
    }
    explicit Fixture(int layers = 32) {
        const Models models{{"llama-3.1-8b", llama(layers)}};
        strip.setModels(std::make_shared<const Models>(models));
        strip.resize(1280, strip.sizeHint().height());
        strip.show();
    }
    [[nodiscard]] int cut() const { return document.recorded().scenarios.front().deployments.front().cut; }
    [[nodiscard]] QPoint handle(int at) const {
        return QPointF(view->cutPosition(at), view->blockRectangle(1).center().y()).toPoint();
    }
    [[nodiscard]] QComboBox* combo(const QString& name) const {
        for (QComboBox* each : strip.findChildren<QComboBox*>())
            if (each->accessibleName() == name)
                return each;
        return nullptr;
    }
};

} // namespace

class ModelStripTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void draggingPreviewsAndLettingGoEditsOnce() {
        Fixture f;
        const Project before = f.document.project();
        const QSignalSpy previewed(&f.strip, &ModelStrip::cutPreviewed);
        const QSignalSpy chosen(&f.strip, &ModelStrip::cutChosen);
        QTest::mousePress(f.view, Qt::LeftButton, {}, f.handle(8));
        QTest::mouseMove(f.view, f.handle(11));
        QTest::mouseMove(f.view, f.handle(20));
        QCOMPARE(previewed.count(), 2);
        QCOMPARE(f.cut(), 8);
        QCOMPARE(f.document.scenario().deployments.front().cut, 20);
        QTest::mouseRelease(f.view, Qt::LeftButton, {}, f.handle(20));
        QCOMPARE(f.cut(), 20);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.front().front().toInt(), 20);
        QVERIFY(f.document.undo());
        QVERIFY(f.document.project() == before);
        QCOMPARE(f.view->data().layersOnDevice(), 8);
    }
    void escapeGivesUpADrag() {
        Fixture f;
        QTest::mousePress(f.view, Qt::LeftButton, {}, f.handle(8));
        QTest::mouseMove(f.view, f.handle(30));
        QTest::keyClick(f.view, Qt::Key_Escape);
        QTest::mouseRelease(f.view, Qt::LeftButton, {}, f.handle(30));
        QCOMPARE(f.cut(), 8);
        QVERIFY(!f.document.previewing());
        QVERIFY(!f.document.canUndo());
    }
    void aClickSelectsABlockAndChangesNothing() {
        Fixture f;
        const QSignalSpy selected(&f.strip, &ModelStrip::blockSelected);
        QTest::mouseClick(f.view, Qt::LeftButton, {}, f.view->blockRectangle(25).center().toPoint());
        QCOMPARE(selected.count(), 1);
        QCOMPARE(selected.front().front().toInt(), 25);
        QCOMPARE(f.strip.selectedBlock(), 25);
        QVERIFY(!f.document.canUndo());
    }
    void aDoubleClickOnALayerTakesTheCutThere() {
        Fixture f;
        QTest::mouseDClick(f.view, Qt::LeftButton, {}, f.handle(25));
        QCOMPARE(f.cut(), 25);
        QTest::mouseDClick(f.view, Qt::LeftButton, {}, f.handle(25));
        QCOMPARE(f.cut(), 25);
    }
    void aDragFromAnywhereMovesTheCut() {
        Fixture f;
        QTest::mousePress(f.view, Qt::LeftButton, {}, f.handle(20));
        QTest::mouseMove(f.view, f.handle(22));
        QTest::mouseRelease(f.view, Qt::LeftButton, {}, f.handle(22));
        QCOMPARE(f.cut(), 22);
        QCOMPARE(f.strip.selectedBlock(), -1);
    }
    void ctrlWithArrowsSelectsTheNextBlock() {
        Fixture f;
        for (const int expected : {0, 1, 2}) {
            QTest::keyClick(f.view, Qt::Key_Right, Qt::ControlModifier);
            QCOMPARE(f.strip.selectedBlock(), expected);
        }
        QTest::keyClick(f.view, Qt::Key_Left, Qt::ControlModifier);
        QCOMPARE(f.strip.selectedBlock(), 1);
        QCOMPARE(f.cut(), 8);
    }
    void keysMoveTheCut() {
        Fixture f;
        f.view->setFocus();
        const std::pair<Qt::Key, int> steps[] = {
            {Qt::Key_Right, 9}, {Qt::Key_Left, 8},   {Qt::Key_PageUp, 12}, {Qt::Key_PageDown, 8},
            {Qt::Key_End, 32},  {Qt::Key_Right, 32}, {Qt::Key_Home, 0},    {Qt::Key_Left, 0}};
        for (const auto& [key, cut] : steps) {
            QTest::keyClick(f.view, key);
            QCOMPARE(f.cut(), cut);
        }
    }
    void legendGivesWeightsExactly() {
        Fixture f;
        const auto accounting =
            llm::Accounting::of(llama(), {Scheme::f16, Scheme::f16, Scheme::f16, {{{0, 9}, Scheme::q4_0}}});
        QVERIFY(accounting.has_value());
        const StripData& data = f.view->data();
        QCOMPARE(data.weights(data.parts.front()).si(), accounting->weightBytes({0, 9}).si());
        QCOMPARE(data.weights(data.parts.back()).si(), accounting->weightBytes({9, 34}).si());
        QVERIFY2(partText(data, data.parts.front()).startsWith(u"Device: Q4_0, "_s),
                 qPrintable(partText(data, data.parts.front())));
        QVERIFY2(partText(data, data.parts.back()).startsWith(u"Edge: FP16, "_s),
                 qPrintable(partText(data, data.parts.back())));
        QCOMPARE(data.crossingPerToken(data.cuts.front()).si(), 8192.0);
        QCOMPARE(crossingText(data), u"Cut after layer 8 of 32: 8.19 kB per token cross it."_s);
        QVERIFY(f.view->accessibleDescription().contains(u"8.19 kB"_s));
    }
    void blocksTellTheirParameters() {
        Fixture f;
        QVERIFY(blockText(f.view->data(), 0).contains(u"525336576"_s) ||
                blockText(f.view->data(), 0).contains(u"525,336,576"_s));
        QVERIFY(blockText(f.view->data(), 1).startsWith(u"Layer 1 of 32"_s));
        QVERIFY(blockText(f.view->data(), 33).startsWith(u"Output head"_s));
        QVERIFY(blockText(f.view->data(), 34).isEmpty());
        const QPoint place = f.view->blockRectangle(12).center().toPoint();
        QCOMPARE(f.view->blockAt(place), 12);
    }
    void placementDecidesWhoHasTheLayers() {
        Fixture f;
        QComboBox* placement = f.combo(u"Placement"_s);
        placement->setFocus();
        placement->setCurrentIndex(0);
        Q_EMIT placement->activated(0);
        QCOMPARE(f.document.scenario().deployments.front().placement, Placement::device);
        QCOMPARE(f.view->data().parts.size(), std::size_t(1));
        QVERIFY(f.view->data().parts.front().onDevice);
        QVERIFY(!f.combo(u"Host weights"_s)->isEnabled());
        const Project before = f.document.project();
        QTest::mouseClick(f.view, Qt::LeftButton, {}, f.handle(3));
        QTest::keyClick(f.view, Qt::Key_Right);
        QVERIFY(f.document.project() == before);
    }
    void combosChooseFormats() {
        Fixture f;
        QComboBox* weights = f.combo(u"Device weights"_s);
        const int row = weights->findText(u"Q4_K_M"_s);
        QVERIFY(row >= 0);
        Q_EMIT weights->activated(row);
        QCOMPARE(f.document.scenario().deployments.front().deviceWeights, Scheme::q4_k_m);
        QVERIFY(f.combo(u"KV cache"_s)->findText(u"Q4_K_M"_s) < 0);
    }
    void fitsEveryModelAt1280Pixels_data() {
        QTest::addColumn<int>("layers");
        for (const int layers : {1, 12, 32, 80, 128})
            QTest::newRow(qPrintable(QString::number(layers))) << layers;
    }
    void fitsEveryModelAt1280Pixels() {
        QFETCH(int, layers);
        const Fixture f(layers);
        QTest::qWait(1);
        QVERIFY2(f.strip.minimumSizeHint().width() <= 1280,
                 qPrintable(QString::number(f.strip.minimumSizeHint().width())));
        QVERIFY(f.view->blockRectangle(layers + 1).right() <= f.view->width());
        QVERIFY(f.view->blockRectangle(1).width() >= 4.0);
        const auto metrics = f.view->fontMetrics();
        QVERIFY(metrics.horizontalAdvance(crossingText(f.view->data())) < f.view->width());
        for (const QLabel* label : f.strip.findChildren<QLabel*>())
            QVERIFY2(!label->isVisible() || label->width() >= label->sizeHint().width(),
                     qPrintable(label->text()));
        for (const QComboBox* combo : f.strip.findChildren<QComboBox*>())
            QVERIFY(!combo->accessibleName().isEmpty());
    }
    void theTwoSidesDifferInColour() {
        const Fixture f;
        const QImage image = f.view->grab().toImage();
        const auto at = [&](int block) {
            return image.pixelColor(QPoint(int(f.view->blockRectangle(block).left()) + 4,
                                           int(f.view->blockRectangle(block).top()) + 4));
        };
        QCOMPARE(at(1), Theme::of(f.view->palette()).precision(Scheme::q4_0));
        QCOMPARE(at(20), Theme::of(f.view->palette()).precision(Scheme::f16));
    }
    void unknownModelAndNoDeploymentAreSaid() {
        Fixture f;
        f.strip.setModels(std::make_shared<const Models>());
        QVERIFY(QString::fromStdString(f.view->data().problem).contains(u"llama-3.1-8b"_s));
        QVERIFY(commands::removeEntities(f.document, {{EntityKind::deployment, 7}}));
        QCOMPARE(f.strip.deployment(), DeploymentId{});
        QTest::keyClick(f.view, Qt::Key_Right);
        f.view->grab();
    }
    void towersStandBeforeTheDecoderAndAreNeverCut() {
        StripView view;
        view.resize(1200, 200);
        view.setData(test::stripOf(test::seeing(6, 8)));
        const StripData& data = view.data();
        QCOMPARE(data.blocks(), 8 + 10);
        QCOMPARE(data.layers(), 8);
        QCOMPARE(blockName(data, 0), u"Vision input"_s);
        QCOMPARE(blockName(data, 3), u"Vision layer 3"_s);
        QCOMPARE(blockName(data, 7), u"Vision output"_s);
        QCOMPARE(blockName(data, 8), u"Embedding"_s);
        QCOMPARE(blockName(data, 9), u"Layer 1"_s);
        QCOMPARE(blockName(data, 17), u"Output head"_s);
        for (int block = 1; block < data.blocks(); ++block)
            QVERIFY(view.blockRectangle(block).left() >= view.blockRectangle(block - 1).right() - 0.5);
        QVERIFY(view.blockRectangle(17).right() <= view.width());
        // Everything up to the third decoder layer is on the device.
        QCOMPARE(data.parts.front().range, (llm::BlockRange{0, 12}));
        QVERIFY(data.partOf(11).onDevice);
        QVERIFY(!data.partOf(12).onDevice);
        QCOMPARE(view.cutPosition(3), view.blockRectangle(11).right());
        QCOMPARE(data.crossingPerToken(data.cuts.front()).si(), 8192.0);
        QVERIFY2(blockText(data, 3).contains(u"336 × 336"_s), qPrintable(blockText(data, 3)));
        QVERIFY(blockText(data, 9).startsWith(u"Layer 1 of 8"_s));
        QSignalSpy stepped(&view, &StripView::cutStepped);
        QTest::mouseDClick(&view, Qt::LeftButton, {}, view.blockRectangle(2).center().toPoint());
        QCOMPARE(stepped.count(), 0);
        view.grab();
    }
    void bothSidesOfATowerModelHaveTheirFormat() {
        const StripData data = test::stripOf(test::seeing(6, 8));
        llm::Precision precision{Scheme::f16, Scheme::f16, Scheme::f16, {{{0, 12}, Scheme::q4_0}}};
        const auto accounting = llm::Accounting::of(*data.model, precision);
        QVERIFY(accounting.has_value());
        QCOMPARE(data.weights(data.parts.front()).si(), accounting->weightBytes({0, 12}).si());
        QCOMPARE(data.weights(data.parts.back()).si(), accounting->weightBytes({12, 18}).si());
    }
    void anEncoderHasNoCut() {
        StripView view;
        view.resize(1200, 200);
        view.setData(test::stripOf(test::encoder()));
        QVERIFY(view.data().cuts.empty());
        QVERIFY2(crossingText(view.data()).contains(u"encoder"_s, Qt::CaseInsensitive),
                 qPrintable(crossingText(view.data())));
        const QSignalSpy stepped(&view, &StripView::cutStepped);
        QTest::keyClick(&view, Qt::Key_End);
        QCOMPARE(stepped.count(), 0);
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(view.selected(), 0);
        view.grab();
    }
    void stateSpaceAndExpertsAreNamed() {
        const StripData data = test::stripOf(test::hybrid());
        QVERIFY2(blockText(data, 1).contains(u"Mamba"_s), qPrintable(blockText(data, 1)));
        QVERIFY2(blockText(data, 2).contains(u"16 experts, 2 per token"_s), qPrintable(blockText(data, 2)));
        StripView view;
        view.resize(1200, 200);
        const int plain = view.sizeHint().height();
        view.setData(data);
        QVERIFY(view.sizeHint().height() > plain);
        view.grab();
    }
    void everyCutOfAPlanOverSeveralHostsCanBeMoved() {
        Fixture f;
        commands::editEntities<Deployment>(f.document, u"Hosts"_s, {{EntityKind::deployment, 7}},
                                           [](Deployment& deployment) {
                                               deployment.addedHosts = {{.host = {5}, .fromLayer = 16}};
                                               deployment.tailLayers = 4;
                                           });
        const auto deployment = [&] { return f.document.recorded().scenarios.front().deployments.front(); };
        const StripData& data = f.view->data();
        QCOMPARE(data.parts.size(), std::size_t(4));
        QVERIFY(data.parts.front().onDevice && data.parts.back().onDevice);
        QCOMPARE(data.parts[1].range, (llm::BlockRange{9, 17}));
        QCOMPARE(data.parts[3].range, (llm::BlockRange{29, 34}));
        QCOMPARE(data.schemeOf(data.partOf(33)), Scheme::q4_0);
        const auto dragTo = [&](int from, int to) {
            QTest::mousePress(f.view, Qt::LeftButton, {}, f.handle(from));
            QTest::mouseMove(f.view, f.handle(to));
            QTest::mouseRelease(f.view, Qt::LeftButton, {}, f.handle(to));
        };
        dragTo(16, 20);
        QCOMPARE(deployment().addedHosts.front().fromLayer, 20);
        dragTo(28, 30);
        QCOMPARE(deployment().tailLayers, 2);
        dragTo(8, 25); // not beyond the next cut
        QCOMPARE(deployment().cut, 20);
        dragTo(20, 18); // of two at one place, the first goes left
        QCOMPARE(deployment().cut, 18);
        QCOMPARE(deployment().addedHosts.front().fromLayer, 20);
        QTest::keyClick(f.view, Qt::Key_Space); // the next cut
        QTest::keyClick(f.view, Qt::Key_Right);
        QCOMPARE(deployment().addedHosts.front().fromLayer, 21);
        QVERIFY2(crossingText(f.view->data()).startsWith(u"Cuts after layers 18, 21, 30 of 32"_s),
                 qPrintable(crossingText(f.view->data())));
    }
    void hostsWithoutLayersOfTheirOwnAreNamed() {
        Fixture f;
        commands::editEntities<Deployment>(
            f.document, u"Hosts"_s, {{EntityKind::deployment, 7}}, [](Deployment& deployment) {
                deployment.addedHosts = {{.host = {5}, .role = HostRole::tensor},
                                         {.host = {5}, .role = HostRole::experts, .share = 0.25}};
            });
        QCOMPARE(f.view->data().cuts.size(), std::size_t(1));
        QCOMPARE(f.view->data().helpers, u"Edge shares every layer; Edge keeps 25 % of the experts"_s);
    }
    void severalDeploymentsCanBeChosen() {
        Fixture f;
        QVERIFY(!f.combo(u"Deployment"_s)->isVisible());
        const EntityRef second = commands::addDeployment(f.document);
        QVERIFY(f.combo(u"Deployment"_s)->isVisible());
        f.strip.setDeployment(DeploymentId{second.id});
        QTest::keyClick(f.view, Qt::Key_End);
        QCOMPARE(f.cut(), 8);
        QCOMPARE(f.document.scenario().deployments[1].cut, 32);
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::ModelStripTest)
#include "model_strip_test.moc"
