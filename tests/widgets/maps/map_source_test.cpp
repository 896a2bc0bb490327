// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/widgets/canvas/demo.h"
#include "widgets/maps/map_source.h"

#include <QSignalSpy>

using namespace cellwright;
using namespace cellwright::test;
using maps::Layer;

namespace {

constexpr QRectF plane(-1200, -900, 2400, 1800);
constexpr MapQuestion sinr{Layer::sinr, {}};

/// Equal, nothing counted equal to nothing.
bool same(const std::vector<float>& a, const std::vector<float>& b) {
    return std::ranges::equal(a, b,
                              [](float x, float y) { return (std::isnan(x) && std::isnan(y)) || x == y; });
}

MapData fresh(const Scenario& scenario, const MapData& like) {
    auto map = computeMap(scenario, {}, like.question, like.frame);
    return map ? std::move(*map) : MapData{};
}

} // namespace

class MapSourceTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void computedMapAgreesWithTheRadioModel() {
        const Scenario scenario = demoScenario();
        const auto map = computeMap(scenario, {}, sinr, frameFor(plane, 3000));
        QVERIFY(map);
        const auto field =
            radio::CellField::make(scenario.topology, radio::radioOptions(scenario.assumptions));
        QVERIFY(field);
        for (const Position place : {at(30, 40), at(-500, 200), at(800, -700)}) {
            const double pixel = map->frame.resolution.si();
            const int column = int((place.x.si() - plane.left()) / pixel),
                      row = int((place.y.si() - plane.top()) / pixel);
            const Position centre = map->frame.centre(column, row);
            const auto levels =
                field->evaluate(std::array{centre}, radio::receiverOf(scenario.topology.groups.front()));
            QVERIFY(std::abs(map->at(place).value() - double(levels.sinr[0])) < 1e-3);
        }
    }

    void sourceBecomesFineAndFollows() {
        MapSource source;
        QSignalSpy changed(&source, &MapSource::changed);
        Scenario scenario = demoScenario();
        source.request(scenario, {}, sinr, plane, false);
        QVERIFY(!source.settled());
        QTRY_VERIFY_WITH_TIMEOUT(source.settled(), 20000);
        QVERIFY2(changed.count() >= 2, "coarse, then fine");
        const std::size_t fine = source.map().frame.size();
        QVERIFY(source.followCost() >= 0);

        scenario.topology.sites[0].position = at(300, -400);
        const auto before = source.map().at(at(300, -390));
        source.request(scenario, {}, sinr, plane, true);
        if (source.followCost() <= MapSource::followBudget)
            QVERIFY2(source.map().frame.size() < fine, "the coarse map is there when request() returns");
        QTRY_VERIFY_WITH_TIMEOUT(source.settled(), 20000);
        QCOMPARE(source.map().frame.size(), fine);
        QVERIFY(source.map().at(at(300, -390)) != before);
        QVERIFY(same(source.map().values, fresh(scenario, source.map()).values));
    }

    void coarseAndFineAreOfTheSameDevice() {
        MapSource source;
        Scenario scenario = demoScenario();
        scenario.topology.groups[0].bodyLoss = Decibels(20);
        QSignalSpy changed(&source, &MapSource::changed);
        source.request(scenario, {}, {Layer::rsrp, {}}, plane, false);
        QTRY_VERIFY_WITH_TIMEOUT(changed.count() >= 1, 20000);
        const double coarse = source.map().at(at(500, 400)).value();
        QTRY_VERIFY_WITH_TIMEOUT(source.settled(), 20000);
        QVERIFY2(std::abs(source.map().at(at(500, 400)).value() - coarse) < 6.0, "not 20 dB apart");
    }

    void newerRequestWins() {
        MapSource source;
        Scenario scenario = demoScenario();
        for (int i = 0; i < 20; ++i) {
            scenario.topology.sites[1].position = at(10.0 * i, 0);
            source.request(scenario, {}, sinr, plane, true);
        }
        QTRY_VERIFY_WITH_TIMEOUT(source.settled(), 20000);
        QVERIFY(same(source.map().values, fresh(scenario, source.map()).values));
    }

    void otherLayersComeFromBlocksToPixels() {
        MapSource source;
        QSignalSpy changed(&source, &MapSource::changed);
        const Scenario scenario = demoScenario();
        source.request(scenario, {}, {Layer::overlap, {}}, plane, false);
        QTRY_VERIFY_WITH_TIMEOUT(source.settled(), 20000);
        QVERIFY2(changed.count() >= 3, "several levels");
        QVERIFY(source.map().layer() == Layer::overlap);
        QVERIFY(same(source.map().values, fresh(scenario, source.map()).values));
        QVERIFY(source.map().engine);
        QCOMPARE(source.map().users.size(), std::size_t(60));
        QCOMPARE(source.map().userValues.size(), std::size_t(60));
    }

    void anotherQuestionIsAnotherMap() {
        MapSource source;
        const Scenario scenario = demoScenario();
        source.request(scenario, {}, sinr, plane, false);
        QTRY_VERIFY_WITH_TIMEOUT(source.settled(), 20000);
        const double ratio = source.map().at(at(100, 300)).value();
        source.request(scenario, {}, {Layer::rsrp, {}}, plane, false);
        QTRY_VERIFY_WITH_TIMEOUT(source.settled(), 20000);
        QVERIFY(source.map().layer() == Layer::rsrp);
        QVERIFY(source.map().at(at(100, 300)).value() < ratio - 20);
    }

    void largeNetworkIsNotStarvedByALongDrag() {
        MapSource source;
        QSignalSpy changed(&source, &MapSource::changed);
        Scenario scenario = demoScenario(150);
        // A newer request every few milliseconds, for as long as it takes: coarse maps must keep coming.
        for (int i = 0; i < 4000 && changed.count() < 4; ++i) {
            scenario.topology.sites[0].position = at(i, 0);
            source.request(scenario, {}, sinr, QRectF(-6000, -6000, 12000, 12000), true);
            QTest::qWait(5);
        }
        QVERIFY(changed.count() >= 4);
        QTRY_VERIFY_WITH_TIMEOUT(source.settled(), 60000);
        QVERIFY(same(source.map().values, fresh(scenario, source.map()).values));
    }

    void cellsKnowTheirSites() {
        const Scenario scenario = demoScenario();
        const auto map = computeMap(scenario, {}, {Layer::bestServer, {}}, frameFor(plane, 500));
        QVERIFY(map);
        QCOMPARE(map->mastOfCell.size(), std::size_t(21));
        QCOMPARE(*std::ranges::max_element(map->mastOfCell), 6);
        QCOMPARE(*std::ranges::max_element(map->faceOfCell), 2);
    }

    void clearForgets() {
        MapSource source;
        source.request(demoScenario(), {}, sinr, plane, false);
        source.clear();
        QVERIFY(source.settled());
        QTest::qWait(50);
        QVERIFY2(source.map().empty(), "an answer that came too late is dropped");
    }

    void refusedTopologyIsExplained() {
        MapSource source;
        Scenario scenario = demoScenario();
        scenario.topology.carriers.clear();
        source.request(scenario, {}, sinr, plane, false);
        QTRY_VERIFY_WITH_TIMEOUT(source.settled(), 20000);
        QVERIFY(source.map().empty());
        QVERIFY(source.error());
        source.request(demoScenario(), {}, sinr, plane, false);
        QTRY_VERIFY_WITH_TIMEOUT(source.settled() && !source.map().empty(), 20000);
        QVERIFY(!source.error());
    }

    void requestsNeedFactsAndSayWhich() {
        MapSource source;
        source.request(demoScenario(), std::make_shared<Facts>(), {Layer::ttft, {}}, plane, false);
        QTRY_VERIFY_WITH_TIMEOUT(source.settled(), 20000);
        QVERIFY(source.error());
        QVERIFY2(!source.error()->message().empty(), "the model or device that is not there");
    }
};

CELLWRIGHT_TEST(MapSourceTest)
#include "map_source_test.moc"
