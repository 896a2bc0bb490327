// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/widgets/canvas/demo.h"
#include "widgets/canvas/canvas_view.h"
#include "widgets/theme/theme.h"

#include <QMenu>
#include <QSignalSpy>
#include <QWheelEvent>

using namespace cellwright;
using namespace cellwright::test;

namespace {

struct Window {
    explicit Window(Scenario scenario)
        : document(documentOf(std::move(scenario)))
        , selection(*document)
        , view(*document, selection) {
        view.resize(800, 600);
        view.show();
    }
    [[nodiscard]] QPoint pixel(Position position) const { return view.toPixels(position).toPoint(); }
    void click(Position position, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::mouseClick(view.viewport(), Qt::LeftButton, modifiers, pixel(position));
    }
    void drag(QPoint from, QPoint to, Qt::MouseButton button = Qt::LeftButton) {
        QTest::mousePress(view.viewport(), button, {}, from);
        QTest::mouseMove(view.viewport(), (from + to) / 2);
        QTest::mouseMove(view.viewport(), to);
        QTest::mouseRelease(view.viewport(), button, {}, to);
    }
    [[nodiscard]] const Topology& topology() const { return document->scenario().topology; }

    std::unique_ptr<Document> document;
    Selection selection;
    CanvasView view;
};

void wheel(CanvasView& view, QPoint at, int delta) {
    QWheelEvent event(at, view.viewport()->mapToGlobal(at), {}, {0, delta}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(view.viewport(), &event);
}

void sendContextMenu(CanvasView& view, QPoint at) {
    if (QGuiApplication::platformName() == u"offscreen") {
        QTest::ignoreMessage(QtWarningMsg, "This plugin does not support raise()");
        QTest::ignoreMessage(QtWarningMsg, "This plugin does not support grabbing the keyboard");
    }
    QContextMenuEvent event(QContextMenuEvent::Mouse, at, view.viewport()->mapToGlobal(at));
    QCoreApplication::sendEvent(view.viewport(), &event);
}

} // namespace

class CanvasViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void startsFitted() {
        Window window(demoScenario());
        QVERIFY(QTest::qWaitForWindowExposed(&window.view));
        for (const auto& site : window.topology().sites)
            QVERIFY(window.view.viewport()->rect().contains(window.pixel(site.position)));
        QVERIFY(!window.view.accessibleName().isEmpty());
    }

    void mappedClickSelectsAndDragMoves() {
        Window window(demoScenario());
        const EntityRef mec{EntityKind::host, 2};
        window.click(at(350, 250));
        QCOMPARE(window.selection.refs(), EntityRefs{mec});
        QVERIFY(window.view.accessibleDescription().contains(QStringLiteral("MEC")));
        const QPoint from = window.pixel(at(350, 250)), to = window.pixel(at(900, -100));
        window.drag(from, to);
        const Position moved = window.topology().hosts[0].position;
        QVERIFY(std::abs(moved.x.si() - 900) < 60 && std::abs(moved.y.si() + 100) < 60);
        QVERIFY(window.document->undo());
        QVERIFY(window.topology().hosts[0].position == at(350, 250));
    }

    void siteToolPlacesWhereClicked() {
        Window window(emptyScenario());
        QSignalSpy hints(&window.view, &CanvasView::hintChanged);
        window.view.setTool(ToolKind::site);
        QCOMPARE(hints.count(), 1);
        window.click(at(300, 200));
        QCOMPARE(window.topology().sites.size(), std::size_t(1));
        QVERIFY(window.topology().sites[0].position == at(300, 200));
    }

    void wheelZoomsAtThePointer() {
        Window window(demoScenario());
        const QPoint at(600, 150);
        const Position before = window.view.toPlane(at);
        const double scale = window.view.pixelsPerMetre();
        wheel(window.view, at, 120);
        QVERIFY(window.view.pixelsPerMetre() > 1.1 * scale);
        const Position after = window.view.toPlane(at);
        QVERIFY(std::abs((after.x - before.x).si()) < 1e-6 && std::abs((after.y - before.y).si()) < 1e-6);
        for (int i = 0; i < 300; ++i)
            wheel(window.view, at, i < 150 ? 1200 : -1200);
        QVERIFY(std::isfinite(window.view.pixelsPerMetre()) && window.view.pixelsPerMetre() > 0);
    }

    void middleDragAndSpaceDragPan() {
        Window window(demoScenario());
        const Position before = window.view.centre();
        window.drag({400, 300}, {300, 300}, Qt::MiddleButton);
        QVERIFY(window.view.centre().x > before.x);
        const Position middle = window.view.centre();
        QTest::keyPress(&window.view, Qt::Key_Space);
        window.drag({400, 300}, {400, 200});
        QTest::keyRelease(&window.view, Qt::Key_Space);
        QVERIFY(window.view.centre().y < middle.y);
        QVERIFY(!window.document->canUndo());
        QVERIFY(window.selection.empty());
    }

    void cursorReadout() {
        Window window(demoScenario());
        std::optional<CursorReadout> last;
        connect(&window.view, &CanvasView::cursorMoved, this,
                [&](const CursorReadout& readout) { last = readout; });
        QTRY_VERIFY_WITH_TIMEOUT(window.view.mapSettled(), 20000);
        QTest::mouseMove(window.view.viewport(), window.pixel(at(350, 250)));
        QVERIFY(last);
        QVERIFY(last->entity == (EntityRef{EntityKind::host, 2}));
        QVERIFY(std::abs(last->position.x.si() - 350) < 5);
        QVERIFY(last->value.has_value());
        QVERIFY(*last->value > -30 && *last->value < 60);
    }

    void contextMenuActsOnWhatIsUnderIt() {
        Window window(demoScenario());
        sendContextMenu(window.view, window.pixel(at(350, 250)));
        auto* menu = window.view.findChild<QMenu*>();
        QVERIFY(menu);
        QVERIFY(window.selection.contains({EntityKind::host, 2}));
        const auto actions = menu->actions();
        const auto remove = std::ranges::find(actions, CanvasView::tr("Delete"), &QAction::text);
        QVERIFY(remove != actions.end());
        (*remove)->trigger();
        QCOMPARE(window.topology().hosts.size(), std::size_t(1));
        menu->close();
    }

    void contextMenuOnNothingAdds() {
        Window window(emptyScenario());
        sendContextMenu(window.view, {200, 200});
        auto* menu = window.view.findChild<QMenu*>();
        QVERIFY(menu);
        menu->actions().first()->trigger();
        QCOMPARE(window.topology().sites.size(), std::size_t(1));
        menu->close();
    }

    void overlaysAreDrawn() {
        Window window(demoScenario());
        CanvasOptions options = window.view.options();
        options.map.shown = false;
        window.view.setOptions(options);
        const QImage before = window.view.grab().toImage();
        Overlay overlay;
        overlay.lines = {{at(-500, -500), at(500, 500), Gravity::critical, QStringLiteral("collision: 7")}};
        overlay.marks = {{{EntityKind::host, 2}, Gravity::warning, QStringLiteral("fails")},
                         {{EntityKind::host, 999}, Gravity::warning, {}}};
        window.view.setOverlay(overlay);
        QVERIFY(window.view.grab().toImage() != before);
        window.view.setOverlay({});
        QVERIFY(window.view.grab().toImage() == before);
    }

    void anotherLayerIsAnotherMap() {
        Window window(demoScenario());
        QTRY_VERIFY_WITH_TIMEOUT(window.view.mapSettled(), 20000);
        QVERIFY(window.view.map().layer() == maps::Layer::sinr);
        CanvasOptions options = window.view.options();
        options.map.question.layer = maps::Layer::rsrp;
        window.view.setOptions(options);
        QTRY_VERIFY_WITH_TIMEOUT(window.view.mapSettled() && window.view.map().layer() == maps::Layer::rsrp,
                                 20000);
        QVERIFY(window.view.mapProblem().isEmpty());
        options.map.style().palette = Palette::grey;
        QSignalSpy computed(&window.view, &CanvasView::mapChanged);
        const QImage before = window.view.grab().toImage();
        window.view.setOptions(options);
        QVERIFY(window.view.grab().toImage() != before);
        QVERIFY2(computed.isEmpty(), "colours need no new values");
    }

    void lockedSitesAreNotNudged() {
        Scenario scenario = demoScenario();
        scenario.topology.sites[0].locked = true;
        Window window(std::move(scenario));
        QString hint;
        connect(&window.view, &CanvasView::hintChanged, this, [&](const QString& text) { hint = text; });
        window.selection.set(EntityRef{EntityKind::site, window.topology().sites[0].id.value});
        QTest::keyClick(&window.view, Qt::Key_Right);
        QVERIFY(window.topology().sites[0].position == at(0, 0));
        QVERIFY(!window.document->canUndo());
        QVERIFY(hint.contains(QStringLiteral("locked")));
        QTest::keyClick(&window.view, Qt::Key_L, Qt::ControlModifier);
        QVERIFY(!window.topology().sites[0].locked);
        QTest::keyClick(&window.view, Qt::Key_T, Qt::ControlModifier);
        QVERIFY(!window.topology().sites[0].enabled);
    }

    void optionsAreTold() {
        Window window(demoScenario());
        QSignalSpy spy(&window.view, &CanvasView::optionsChanged);
        CanvasOptions options = window.view.options();
        options.map.shown = false;
        window.view.setOptions(options);
        window.view.setOptions(options);
        QCOMPARE(spy.count(), 1);
        QVERIFY(window.view.mapSettled());
    }

    void followsTheTheme() {
        Window window(demoScenario());
        CanvasOptions options = window.view.options();
        options.map.shown = false;
        window.view.setOptions(options);
        window.view.setPalette(Theme::light().palette());
        const QColor light = window.view.grab().toImage().pixelColor(3, 3);
        window.view.setPalette(Theme::dark().palette());
        const QColor dark = window.view.grab().toImage().pixelColor(3, 3);
        QVERIFY(light.lightness() > 200);
        QVERIFY(dark.lightness() < 60);
    }

    void fitAndRevealBringObjectsIntoView() {
        Window window(demoScenario());
        window.view.setView(at(1e5, 1e5), 1.0);
        window.view.reveal({EntityKind::host, 2});
        QVERIFY(window.view.viewport()->rect().contains(window.pixel(at(350, 250))));
        window.view.setView(at(1e5, 1e5), 1.0);
        window.view.zoomToFit();
        QVERIFY(window.view.viewport()->rect().contains(window.pixel(at(0, 0))));
        window.selection.set(EntityRef{EntityKind::userGroup, 6});
        window.view.zoomToSelection();
        QVERIFY(window.view.viewport()->rect().contains(window.pixel(at(-700, -500))));
    }
};

CELLWRIGHT_TEST(CanvasViewTest)
#include "canvas_view_test.moc"
