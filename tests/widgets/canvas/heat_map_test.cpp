// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/widgets/canvas/demo.h"
#include "widgets/canvas/heat_map_source.h"
#include "widgets/theme/theme.h"

#include <QSignalSpy>

using namespace cellwright;
using namespace cellwright::test;

namespace {

constexpr QRectF plane(-1200, -900, 2400, 1800);

HeatMap ramp() {
    HeatMap map{{.origin = at(0, 0), .resolution = Metres(10), .width = 2, .height = 2}, {}};
    map.sinr = {0.0F, 10.0F, 20.0F, -std::numeric_limits<float>::infinity()};
    return map;
}

} // namespace

class HeatMapTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void valuesLieWhereTheyBelong() {
        const HeatMap map = ramp();
        QCOMPARE(map.at(at(5, 5)).value(), 0.0);
        QCOMPARE(map.at(at(15, 5)).value(), 10.0);
        QCOMPARE(map.at(at(5, 15)).value(), 20.0);
        QVERIFY2(!map.at(at(15, 15)), "nothing heard");
        QVERIFY(!map.at(at(25, 5)));
        QVERIFY(!map.at(at(-1, 5)));
        QVERIFY(!map.at(at(std::nan(""), 5)));
        QVERIFY(!HeatMap{}.at(at(0, 0)));
    }

    void imageIsNorthUp() {
        const QImage image = ramp().image(0, 20);
        QCOMPARE(image.pixel(0, 1), sequentialColour(0.0));
        QCOMPARE(image.pixel(1, 1), sequentialColour(0.5));
        QCOMPARE(image.pixel(0, 0), sequentialColour(1.0));
        QCOMPARE(qAlpha(image.pixel(1, 0)), 0);
    }

    void fadesBelowTheRange() {
        const QImage image = ramp().image(5, 20); // 0 dB is 5 dB below the range
        QCOMPARE_GT(qAlpha(image.pixel(0, 1)), 100);
        QCOMPARE_LT(qAlpha(image.pixel(0, 1)), 155);
        QCOMPARE(qAlpha(ramp().image(15, 20).pixel(0, 1)), 0);
        QCOMPARE(qAlpha(image.pixel(1, 1)), 255);
    }

    void frameCoversThePlane() {
        const auto frame = frameFor(QRectF(-100, 50, 333, 77), 5000);
        QVERIFY(frame.width * frame.resolution.si() >= 333 - 1e-9);
        QVERIFY(frame.height * frame.resolution.si() >= 77 - 1e-9);
        QVERIFY(std::abs(double(frame.size()) - 5000) < 400);
    }

    void computedMapAgreesWithTheRadioModel() {
        const Scenario scenario = demoScenario();
        const auto map = computeHeatMap(scenario, frameFor(plane, 3000));
        QVERIFY(map);
        const auto field =
            radio::CellField::make(scenario.topology, radio::radioOptions(scenario.assumptions));
        QVERIFY(field);
        for (const Position place : {at(30, 40), at(-500, 200), at(800, -700)}) {
            const double pixel = map->frame.resolution.si();
            const int column = int((place.x.si() - plane.left()) / pixel),
                      row = int((place.y.si() - plane.top()) / pixel);
            const Position centre = map->frame.centre(column, row);
            const auto levels = field->evaluate(std::array{centre}, {});
            QVERIFY(std::abs(map->at(place).value() - double(levels.sinr[0])) < 1e-3);
        }
    }

    void stops() {
        QVERIFY(!computeHeatMap(demoScenario(), frameFor(plane, 3000), [] { return true; }));
    }

    void sourceBecomesFineAndFollows() {
        HeatMapSource source;
        QSignalSpy changed(&source, &HeatMapSource::changed);
        Scenario scenario = demoScenario();
        source.request(scenario, plane, false);
        QVERIFY(!source.settled());
        QTRY_VERIFY_WITH_TIMEOUT(source.settled(), 20000);
        QVERIFY2(changed.count() >= 2, "coarse, then fine");
        const std::size_t fine = source.map().frame.size();
        QVERIFY(source.followCost() >= 0);

        scenario.topology.sites[0].position = at(300, -400);
        const auto before = source.map().at(at(300, -390));
        source.request(scenario, plane, true);
        if (source.followCost() <= HeatMapSource::followBudget)
            QVERIFY2(source.map().frame.size() < fine, "the coarse map is there when request() returns");
        QTRY_VERIFY_WITH_TIMEOUT(source.settled(), 20000);
        QCOMPARE(source.map().frame.size(), fine);
        QVERIFY(source.map().at(at(300, -390)) != before);
        const auto fresh = computeHeatMap(scenario, source.map().frame);
        QCOMPARE(source.map().sinr, fresh->sinr);
    }

    void newerRequestWins() {
        HeatMapSource source;
        Scenario scenario = demoScenario();
        for (int i = 0; i < 20; ++i) {
            scenario.topology.sites[1].position = at(10.0 * i, 0);
            source.request(scenario, plane, true);
        }
        QTRY_VERIFY_WITH_TIMEOUT(source.settled(), 20000);
        QCOMPARE(source.map().sinr, computeHeatMap(scenario, source.map().frame)->sinr);
    }

    void largeNetworkIsNotStarvedByALongDrag() {
        HeatMapSource source;
        QSignalSpy changed(&source, &HeatMapSource::changed);
        Scenario scenario = demoScenario(150);
        // A newer request every few milliseconds, for as long as it takes: coarse maps must keep coming.
        for (int i = 0; i < 4000 && changed.count() < 4; ++i) {
            scenario.topology.sites[0].position = at(i, 0);
            source.request(scenario, QRectF(-6000, -6000, 12000, 12000), true);
            QTest::qWait(5);
        }
        QVERIFY(changed.count() >= 4);
        QTRY_VERIFY_WITH_TIMEOUT(source.settled(), 60000);
        QCOMPARE(source.map().sinr, computeHeatMap(scenario, source.map().frame)->sinr);
    }

    void clearForgets() {
        HeatMapSource source;
        source.request(demoScenario(), plane, false);
        source.clear();
        QVERIFY(source.settled());
        QTest::qWait(50);
        QVERIFY2(source.map().empty(), "an answer that came too late is dropped");
    }

    void refusedTopologyIsExplained() {
        HeatMapSource source;
        Scenario scenario = demoScenario();
        scenario.topology.carriers.clear();
        source.request(scenario, plane, false);
        QTRY_VERIFY_WITH_TIMEOUT(source.settled(), 20000);
        QVERIFY(source.map().empty());
        QVERIFY(source.error());
    }
};

CELLWRIGHT_TEST(HeatMapTest)
#include "heat_map_test.moc"
