// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/widgets/canvas/demo.h"
#include "widgets/canvas/geometry.h"
#include "widgets/canvas/view_mapping.h"

using namespace cellwright;
using namespace cellwright::test;

class GeometryTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void mappingIsItsOwnInverse() {
        const ViewMapping mapping{at(1e6, -2e6), 0.37, QRectF(10, 20, 800, 600)};
        for (const Position p : {at(1e6, -2e6), at(1e6 + 123.4, -2e6 - 55.5), at(0, 0)}) {
            const Position back = mapping.toPlane(mapping.toSurface(p));
            QVERIFY(distanceBetween(p, back) < 1e-6);
        }
        QCOMPARE(mapping.toSurface(at(1e6, -2e6)), QPointF(410, 320));
        QVERIFY2(mapping.toSurface(at(1e6, -2e6 + 10)).y() < 320, "north is up");
    }

    void fittingShowsEverything() {
        const QRectF plane(-300, 100, 1000, 400), surface(0, 0, 640, 480);
        const ViewMapping mapping = ViewMapping::fitting(plane, surface, 20);
        QVERIFY(mapping.visiblePlane().contains(plane));
        QVERIFY(qFuzzyCompare(mapping.scale, 0.6));
    }

    void roundLengths_data() {
        QTest::addColumn<double>("length");
        QTest::addColumn<double>("above");
        QTest::addColumn<double>("below");
        QTest::newRow("1") << 1.0 << 1.0 << 1.0;
        QTest::newRow("1.1") << 1.1 << 2.0 << 1.0;
        QTest::newRow("4.9") << 4.9 << 5.0 << 2.0;
        QTest::newRow("70") << 70.0 << 100.0 << 50.0;
        QTest::newRow("0.03") << 0.03 << 0.05 << 0.02;
    }
    void roundLengths() {
        QFETCH(double, length);
        QFETCH(double, above);
        QFETCH(double, below);
        QCOMPARE(roundLengthAbove(length), above);
        QCOMPARE(roundLengthBelow(length), below);
    }

    void gridLinesStayApart() {
        for (double scale = 1e-5; scale < 50; scale *= 1.7)
            QVERIFY(gridStep(scale) * scale >= 15.9 && gridStep(scale) * scale <= 50);
    }

    void bearings() {
        QCOMPARE(bearingBetween(at(0, 0), at(0, 5)), 0.0);
        QCOMPARE(bearingBetween(at(0, 0), at(5, 0)), 90.0);
        QCOMPARE(bearingBetween(at(0, 0), at(-5, 0)), 270.0);
        QCOMPARE(distanceBetween(at(0, 0), at(3, 4)), 5.0);
    }

    void farCloudDoesNotShrinkTheNetwork() {
        Scenario scenario = demoScenario();
        const QRectF before = extentOf(scenario.topology);
        scenario.topology.hosts.push_back({.id = {900}, .position = at(1e6, 0), .tier = HostTier::cloud});
        QCOMPARE(extentOf(scenario.topology), before);
        QVERIFY(before.contains(1500, 900));
        QVERIFY(!extentOf(Topology{}).isEmpty());
    }

    void hitsTheTopmost() {
        const Scenario scenario = demoScenario();
        const auto& topology = scenario.topology;
        QVERIFY(entityAt(scenario, topology.sites[0].position, 0.5) ==
                (EntityRef{EntityKind::site, topology.sites[0].id.value}));
        QVERIFY(entityAt(scenario, at(350, 250), 0.5) == (EntityRef{EntityKind::host, 2}));
        QVERIFY(entityAt(scenario, at(925, 575), 0.5).kind == EntityKind::link);
        QVERIFY(entityAt(scenario, at(-400, -300), 0.5) == (EntityRef{EntityKind::userGroup, 6}));
        QVERIFY(entityAt(scenario, at(650, -350), 0.5) == (EntityRef{EntityKind::userGroup, 7}));
        QVERIFY(!entityAt(scenario, at(-2000, 2000), 0.5));
        QVERIFY(!nodeAt(scenario, at(925, 575), 0.5));
    }

    void rectangleTakesWhatLiesWhollyInside() {
        const Scenario scenario = demoScenario();
        const EntityRefs refs = entitiesIn(scenario, QRectF(-710, -610, 700, 600));
        QVERIFY(std::ranges::find(refs, EntityRef{EntityKind::userGroup, 6}) != refs.end());
        QVERIFY(std::ranges::find(refs, EntityRef{EntityKind::userGroup, 7}) == refs.end());
        QCOMPARE(entitiesIn(scenario, QRectF(-1e5, -1e5, 2e5, 2e5)).size(), drawnEntities(scenario).size());
    }

    void linkWithoutEndIsNowhere() {
        Scenario scenario = demoScenario(1);
        scenario.topology.links.push_back({.id = {77}, .from = {.site = {999}}, .to = {.host = {2}}});
        QVERIFY(!anchorOf(scenario, {EntityKind::link, 77}));
        QVERIFY(!positionOf(scenario.topology, {}));
        QVERIFY(!anchorOf(scenario, {EntityKind::workload, 4}));
    }
};

CELLWRIGHT_TEST(GeometryTest)
#include "geometry_test.moc"
