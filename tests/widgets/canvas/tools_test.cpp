// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/widgets/canvas/demo.h"
#include "widgets/canvas/tools/area_tool.h"
#include "widgets/canvas/tools/link_tool.h"
#include "widgets/canvas/tools/measure_tool.h"
#include "widgets/canvas/tools/place_tool.h"
#include "widgets/canvas/tools/profile_tool.h"
#include "widgets/canvas/tools/select_tool.h"

using namespace cellwright;
using namespace cellwright::test;

namespace {

/// A canvas without a window, at one pixel per metre (grid lines every 20 m).
struct FakeHost : CanvasHost {
    explicit FakeHost(Scenario scenario)
        : document_(documentOf(std::move(scenario)))
        , selection_(*document_) {}
    Document& document() override { return *document_; }
    Selection& selection() override { return selection_; }
    [[nodiscard]] double pixelsPerMetre() const override { return 1.0; }
    [[nodiscard]] bool snapping() const override { return snap; }
    void setFeedback(const ToolFeedback& shown) override { feedback = shown; }
    void setHint(const QString& text) override { hint = text; }
    void openProperties(EntityRef ref) override { opened = ref; }
    void openProfile(Position from, Position to) override { profile = std::pair(from, to); }
    [[nodiscard]] const Topology& topology() const { return document_->scenario().topology; }

    std::unique_ptr<Document> document_;
    Selection selection_;
    ToolFeedback feedback;
    QString hint;
    EntityRef opened;
    std::optional<std::pair<Position, Position>> profile;
    bool snap = true;
};

PointerEvent spot(double x, double y, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    return {at(x, y), modifiers};
}

void click(Tool& tool, const PointerEvent& where) {
    tool.press(where);
    tool.release(where);
}

void drag(Tool& tool, const PointerEvent& from, const PointerEvent& to) {
    tool.press(from);
    tool.move(to);
    tool.release(to);
}

} // namespace

class ToolsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void clickSelects() {
        FakeHost host(demoScenario());
        SelectTool tool(host);
        const EntityRef first{EntityKind::site, host.topology().sites[0].id.value};
        click(tool, spot(1, 1));
        QCOMPARE(host.selection().refs(), EntityRefs{first});
        click(tool, spot(350, 250, Qt::ShiftModifier));
        QCOMPARE(host.selection().refs().size(), std::size_t(2));
        click(tool, spot(350, 250, Qt::ShiftModifier));
        QCOMPARE(host.selection().refs(), EntityRefs{first});
        click(tool, spot(-3000, 3000));
        QVERIFY(host.selection().empty());
        QVERIFY(!host.document().canUndo());
    }

    void clickOnOneOfManySelectsIt() {
        FakeHost host(demoScenario());
        SelectTool tool(host);
        host.selection().set(EntityRefs{{EntityKind::host, 2}, {EntityKind::host, 3}});
        tool.press(spot(350, 250));
        QCOMPARE(host.selection().refs().size(), std::size_t(2));
        tool.release(spot(350, 250));
        QCOMPARE(host.selection().refs(), (EntityRefs{{EntityKind::host, 2}}));
    }

    void dragMovesInOneStepOnTheGrid() {
        FakeHost host(demoScenario());
        SelectTool tool(host);
        const Project before = host.document().project();
        tool.press(spot(352, 252));
        tool.move(spot(370, 260));
        QVERIFY(host.document().previewing());
        tool.move(spot(455, 309));
        tool.release(spot(455, 309));
        QVERIFY2(host.topology().hosts[0].position == at(460, 300), "wanted (453, 307), grid 20 m");
        QVERIFY(host.document().undo());
        QVERIFY(host.document().project() == before);
        QVERIFY(!host.document().canUndo());
    }

    void altOverridesTheGrid() {
        FakeHost host(demoScenario());
        SelectTool tool(host);
        drag(tool, spot(350, 250), spot(461, 309, Qt::AltModifier));
        QVERIFY(host.topology().hosts[0].position == at(461, 309));
    }

    void lockedSitesStayAndSayWhy() {
        Scenario scenario = demoScenario();
        scenario.topology.sites[0].locked = true;
        FakeHost host(std::move(scenario));
        SelectTool tool(host);
        const Project before = host.document().project();
        drag(tool, spot(0, 0), spot(200, 100));
        QVERIFY(host.document().project() == before);
        QVERIFY2(host.hint.contains(QStringLiteral("locked")), qPrintable(host.hint));
        host.selection().set(
            EntityRefs{{EntityKind::site, host.topology().sites[0].id.value}, {EntityKind::host, 2}});
        drag(tool, spot(350, 250), spot(450, 250));
        QVERIFY2(host.topology().sites[0].position == at(0, 0), "the locked one stays");
        QVERIFY2(host.topology().hosts[0].position == at(450, 250) ||
                     host.topology().hosts[0].position == at(460, 260),
                 "the other moves");
    }

    void smallShakeIsNoDrag() {
        FakeHost host(demoScenario());
        SelectTool tool(host);
        drag(tool, spot(350, 250), spot(352, 251));
        QVERIFY(!host.document().canUndo());
    }

    void escapeCancelsTheDrag() {
        FakeHost host(demoScenario());
        SelectTool tool(host);
        const Project before = host.document().project();
        tool.press(spot(350, 250));
        tool.move(spot(500, 250));
        QVERIFY(tool.cancel());
        tool.release(spot(500, 250));
        QVERIFY(host.document().project() == before);
        QVERIFY(!host.document().canUndo());
        QVERIFY(!tool.cancel());
    }

    void rubberBandSelects() {
        FakeHost host(demoScenario());
        SelectTool tool(host);
        tool.press(spot(-750, -650));
        tool.move(spot(-90, -90));
        QVERIFY(host.feedback.band.has_value());
        tool.release(spot(-90, -90));
        QVERIFY(!host.feedback.band.has_value());
        QVERIFY(host.selection().contains({EntityKind::userGroup, 6}));
        tool.press(spot(560, -400, Qt::ShiftModifier));
        tool.release(spot(740, -200, Qt::ShiftModifier));
        QVERIFY(host.selection().contains({EntityKind::userGroup, 6}));
        QVERIFY(host.selection().contains({EntityKind::userGroup, 7}));
    }

    void cornerOfSelectedAreaCanBeDragged() {
        FakeHost host(demoScenario());
        SelectTool tool(host);
        host.selection().set(EntityRef{EntityKind::userGroup, 6});
        drag(tool, spot(-700, -500), spot(-820, -560));
        QVERIFY(host.topology().groups[0].area[0] == at(-820, -560));
        QVERIFY(host.topology().groups[0].area[1] == at(-150, -600));
    }

    void doubleClickOpensProperties() {
        FakeHost host(demoScenario());
        SelectTool tool(host);
        tool.doubleClick(spot(350, 250));
        QVERIFY(host.opened == (EntityRef{EntityKind::host, 2}));
    }

    void siteToolPlacesOnTheGrid() {
        FakeHost host(emptyScenario());
        SiteTool tool(host);
        tool.activate();
        QVERIFY(!host.hint.isEmpty());
        tool.move(spot(33, 47));
        QVERIFY(host.feedback.ghostSite && host.feedback.ghostSite->position == at(40, 40));
        click(tool, spot(33, 47));
        QCOMPARE(host.topology().sites.size(), std::size_t(1));
        QVERIFY(host.topology().sites[0].position == at(40, 40));
        QCOMPARE(host.topology().sites[0].sectors.size(), std::size_t(3));
        QCOMPARE(host.topology().carriers.size(), std::size_t(1));
        QCOMPARE(host.selection().primary().id, host.topology().sites[0].id.value);
        host.snap = false;
        click(tool, spot(133, 47));
        QVERIFY(host.topology().sites[1].position == at(133, 47));
        QCOMPARE(host.topology().carriers.size(), std::size_t(1));
    }

    void hostToolPlacesEdgeAndCloud() {
        FakeHost host(emptyScenario());
        HostTool tool(host);
        click(tool, spot(0, 0));
        click(tool, spot(100, 0, Qt::ShiftModifier));
        QVERIFY(host.topology().hosts[0].tier == HostTier::edge);
        QVERIFY(host.topology().hosts[1].tier == HostTier::cloud);
    }

    void linkByDragAndByClicks() {
        FakeHost host(demoScenario());
        const std::size_t before = host.topology().links.size();
        LinkTool tool(host);
        const Site& last = host.topology().sites.back();
        const PointerEvent end{last.position, {}};
        drag(tool, spot(350, 250), end);
        QCOMPARE(host.topology().links.size(), before + 1);
        QVERIFY(host.topology().links.back().to.site == last.id);
        QCOMPARE(host.selection().primary().kind, EntityKind::link);
        click(tool, end);
        QVERIFY(host.feedback.line.size() == 2);
        click(tool, spot(1500, 900));
        QCOMPARE(host.topology().links.size(), before + 2);
    }

    void linkEndsNowhereWithoutNode() {
        FakeHost host(demoScenario());
        const Project before = host.document().project();
        LinkTool tool(host);
        drag(tool, spot(-3000, 0), spot(350, 250));
        QVERIFY(host.document().project() == before);
        drag(tool, spot(350, 250), spot(-3000, 0));
        QVERIFY(host.document().project() == before);
        QVERIFY(tool.cancel());
        QVERIFY(!tool.cancel());
    }

    void areaByClicks() {
        FakeHost host(emptyScenario());
        AreaTool tool(host);
        click(tool, spot(0, 0));
        click(tool, spot(100, 0));
        QVERIFY(!tool.enter(std::nullopt));
        click(tool, spot(100, 100));
        click(tool, spot(300, 300));
        QVERIFY(tool.stepBack());
        tool.doubleClick(spot(100, 100));
        QCOMPARE(host.topology().groups.size(), std::size_t(1));
        QCOMPARE(host.topology().groups[0].area.size(), std::size_t(3));
        QVERIFY(host.document().undo());
        QVERIFY(!host.document().canUndo());
    }

    void areaClosesOnItsFirstCorner() {
        FakeHost host(emptyScenario());
        AreaTool tool(host);
        for (const auto& corner : {spot(0, 0), spot(100, 0), spot(100, 100), spot(2, 2)})
            click(tool, corner);
        QCOMPARE(host.topology().groups.size(), std::size_t(1));
    }

    void areaByKeyboard() {
        FakeHost host(emptyScenario());
        AreaTool tool(host);
        for (const auto& corner : {spot(0, 0), spot(100, 0), spot(100, 100)})
            QVERIFY(tool.enter(corner));
        QVERIFY(host.topology().groups.empty());
        QVERIFY(tool.enter(spot(100, 100)));
        QCOMPARE(host.topology().groups.size(), std::size_t(1));
    }

    void profileBeginsAtTheSite() {
        FakeHost host(demoScenario());
        ProfileTool tool(host);
        drag(tool, spot(3, -4), spot(303, 396));
        QVERIFY(host.profile);
        QVERIFY2(host.profile->first == at(0, 0), "the site, not where the button went down");
        QVERIFY(host.profile->second == at(303, 396));
        host.profile.reset();
        click(tool, spot(900, 900));
        QVERIFY(!host.profile);
        tool.move(spot(1000, 900));
        QVERIFY(host.feedback.text.contains(QStringLiteral("100 m")));
        click(tool, spot(1000, 900));
        QVERIFY(host.profile->first == at(900, 900));
        QVERIFY(!host.document().canUndo());
    }

    void measureTellsDistanceAndBearing() {
        FakeHost host(emptyScenario());
        MeasureTool tool(host);
        drag(tool, spot(0, 0), spot(300, 400));
        QVERIFY2(host.feedback.text.contains(QStringLiteral("500 m")), qPrintable(host.feedback.text));
        QVERIFY2(host.feedback.text.contains(QStringLiteral("36.9°")), qPrintable(host.feedback.text));
        click(tool, spot(0, 0));
        tool.move(spot(0, -1000));
        QVERIFY2(host.feedback.text.contains(QStringLiteral("180.0°")), qPrintable(host.feedback.text));
        QVERIFY(tool.cancel());
        QVERIFY(host.feedback == ToolFeedback{});
        QVERIFY(!host.document().canUndo());
    }
};

CELLWRIGHT_TEST(ToolsTest)
#include "tools_test.moc"
