// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/widgets/canvas/demo.h"
#include "widgets/canvas/canvas_view.h"
#include "widgets/canvas/geometry.h"
#include "widgets/canvas/view_mapping.h"

#include <QSignalSpy>

using namespace cellwright;
using namespace cellwright::test;

namespace {

struct Keyboard {
    explicit Keyboard(Scenario scenario)
        : document(documentOf(std::move(scenario)))
        , selection(*document)
        , view(*document, selection) {
        view.resize(800, 600);
        view.show();
        view.setView(at(0, 0), 0.5); // grid lines every 50 m
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier, int times = 1) {
        for (int i = 0; i < times; ++i)
            QTest::keyClick(&view, key, modifiers);
    }
    [[nodiscard]] const Topology& topology() const { return document->scenario().topology; }

    std::unique_ptr<Document> document;
    Selection selection;
    CanvasView view;
};

} // namespace

class CanvasKeyboardTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tabVisitsEveryObjectAndLeaves() {
        Keyboard keyboard(demoScenario());
        EntityRefs visited;
        for (std::size_t i = 0; i < drawnEntities(keyboard.document->scenario()).size(); ++i) {
            keyboard.press(Qt::Key_Tab);
            visited.push_back(keyboard.selection.primary());
        }
        QCOMPARE(visited, drawnEntities(keyboard.document->scenario()));
        keyboard.press(Qt::Key_Backtab, Qt::ShiftModifier);
        QCOMPARE(keyboard.selection.primary(), visited[visited.size() - 2]);
    }

    void arrowsMoveTheSelection() {
        Keyboard keyboard(demoScenario());
        keyboard.selection.set(EntityRef{EntityKind::host, 2});
        keyboard.press(Qt::Key_Right);
        QVERIFY(keyboard.topology().hosts[0].position == at(400, 250));
        keyboard.press(Qt::Key_Up, Qt::ControlModifier);
        QVERIFY(keyboard.topology().hosts[0].position == at(400, 255));
        QVERIFY(keyboard.document->undo());
        QVERIFY(keyboard.document->undo());
        QVERIFY(keyboard.topology().hosts[0].position == at(350, 250));
    }

    void heldArrowIsOneEdit() {
        Keyboard keyboard(demoScenario());
        keyboard.selection.set(EntityRef{EntityKind::host, 2});
        for (int i = 0; i < 4; ++i)
            QTest::keyPress(&keyboard.view, Qt::Key_Left);
        QVERIFY(keyboard.document->previewing());
        QTest::keyRelease(&keyboard.view, Qt::Key_Left);
        QVERIFY(keyboard.topology().hosts[0].position == at(150, 250));
        QVERIFY(keyboard.document->undo());
        QVERIFY(!keyboard.document->canUndo());
    }

    void escapeTakesTheNudgeBack() {
        Keyboard keyboard(demoScenario());
        keyboard.selection.set(EntityRef{EntityKind::host, 2});
        QTest::keyPress(&keyboard.view, Qt::Key_Left);
        keyboard.press(Qt::Key_Escape);
        QTest::keyRelease(&keyboard.view, Qt::Key_Left);
        QVERIFY(keyboard.topology().hosts[0].position == at(350, 250));
        QVERIFY(!keyboard.document->canUndo());
        keyboard.press(Qt::Key_Escape);
        QVERIFY(keyboard.selection.empty());
    }

    void arrowsPanWithoutSelection() {
        Keyboard keyboard(demoScenario());
        keyboard.press(Qt::Key_Right);
        QVERIFY(keyboard.view.centre().x.si() > 0);
        keyboard.press(Qt::Key_Up);
        QVERIFY(keyboard.view.centre().y.si() > 0);
    }

    void drawsANetworkWithoutAMouse() {
        Keyboard keyboard(emptyScenario());
        keyboard.view.setTool(ToolKind::site);
        keyboard.press(Qt::Key_Right); // the crosshair appears in the middle
        keyboard.press(Qt::Key_Right, Qt::NoModifier, 2);
        keyboard.press(Qt::Key_Return);
        QCOMPARE(keyboard.topology().sites.size(), std::size_t(1));
        QVERIFY(keyboard.topology().sites[0].position == at(100, 0));

        keyboard.view.setTool(ToolKind::host);
        keyboard.press(Qt::Key_Up, Qt::NoModifier, 4);
        keyboard.press(Qt::Key_Return);
        QVERIFY(keyboard.topology().hosts.at(0).position == at(0, 150));

        keyboard.view.setTool(ToolKind::link);
        keyboard.press(Qt::Key_Tab);
        keyboard.press(Qt::Key_Return);
        keyboard.press(Qt::Key_Tab);
        keyboard.press(Qt::Key_Return);
        QCOMPARE(keyboard.topology().links.size(), std::size_t(1));
        QVERIFY(keyboard.topology().links[0].from.site == keyboard.topology().sites[0].id);
        QVERIFY(keyboard.topology().links[0].to.host == keyboard.topology().hosts[0].id);

        keyboard.view.setTool(ToolKind::area);
        keyboard.press(Qt::Key_Left);
        for (const Qt::Key way : {Qt::Key_Left, Qt::Key_Down, Qt::Key_Right}) {
            keyboard.press(Qt::Key_Return);
            keyboard.press(way, Qt::NoModifier, 2);
        }
        keyboard.press(Qt::Key_Return);
        keyboard.press(Qt::Key_Return);
        QCOMPARE(keyboard.topology().groups.size(), std::size_t(1));
        QCOMPARE(keyboard.topology().groups[0].area.size(), std::size_t(4));
        keyboard.press(Qt::Key_Escape);
        QCOMPARE(keyboard.view.tool(), ToolKind::select);
        for (int step = 0; step < 4; ++step)
            QVERIFY(keyboard.document->undo());
        QVERIFY(keyboard.document->scenario() == emptyScenario());
    }

    void selectAllDuplicateDelete() {
        Keyboard keyboard(demoScenario());
        const std::size_t links = keyboard.topology().links.size();
        keyboard.press(Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(keyboard.selection.refs().size(), drawnEntities(keyboard.document->scenario()).size());
        keyboard.press(Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(keyboard.topology().links.size(), 2 * links);
        keyboard.press(Qt::Key_Delete);
        QVERIFY(keyboard.document->scenario() == [] {
            Scenario scenario = demoScenario();
            return scenario;
        }());
    }

    void enterOpensProperties() {
        Keyboard keyboard(demoScenario());
        QSignalSpy spy(&keyboard.view, &CanvasView::propertiesRequested);
        keyboard.press(Qt::Key_Return);
        QCOMPARE(spy.count(), 0);
        keyboard.press(Qt::Key_Tab);
        keyboard.press(Qt::Key_Return);
        QCOMPARE(spy.count(), 1);
    }

    void crosshairTakesTheViewAlong() {
        Keyboard keyboard(emptyScenario());
        keyboard.view.setTool(ToolKind::site);
        keyboard.press(Qt::Key_Right, Qt::NoModifier, 40);
        QVERIFY(keyboard.view.centre().x.si() > 500);
        keyboard.press(Qt::Key_Return);
        QVERIFY(keyboard.topology().sites[0].position == at(1950, 0));
    }

    void keysZoom() {
        Keyboard keyboard(demoScenario());
        keyboard.press(Qt::Key_Plus);
        QVERIFY(keyboard.view.pixelsPerMetre() > 0.5);
        keyboard.press(Qt::Key_Minus, Qt::NoModifier, 2);
        QVERIFY(keyboard.view.pixelsPerMetre() < 0.5);
        keyboard.press(Qt::Key_0);
        QVERIFY(keyboard.view.viewport()->rect().contains(keyboard.view.toPixels(at(350, 250)).toPoint()));
    }
};

CELLWRIGHT_TEST(CanvasKeyboardTest)
#include "canvas_keyboard_test.moc"
