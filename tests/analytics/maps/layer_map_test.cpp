// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/maps/layer_map.h"
#include "tests/analytics/radio/sample_network.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright::maps {

class LayerMapTest : public QObject {
    Q_OBJECT

    static MapEngine engine() {
        Scenario scenario{.id = {1}};
        scenario.topology = test::sampleTopology(3);
        return MapEngine::make(scenario, {}, {.layers = {Layer::sinr, Layer::bestServer}}).value();
    }
    static Frame frame(int width, int height) {
        return {{Metres(-210.0), Metres(-150.0)}, Metres(9.0), width, height};
    }
    static MapColumns wholeOf(const MapEngine& engine, const Frame& frame) {
        std::vector<Position> places;
        for (int row = 0; row < frame.height; ++row)
            for (int column = 0; column < frame.width; ++column)
                places.push_back(frame.centre(column, row));
        MapColumns columns;
        engine.evaluate(places, columns);
        return columns;
    }

private Q_SLOTS:
    void refinedMapEqualsTheWhole_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("coarsest");
        for (const int width : {1, 3, 16, 37})
            for (const int height : {1, 5, 33})
                for (const int coarsest : {0, 1, 4, 16, 64})
                    QTest::addRow("%d %d %d", width, height, coarsest) << width << height << coarsest;
    }
    void refinedMapEqualsTheWhole() {
        QFETCH(int, width);
        QFETCH(int, height);
        QFETCH(int, coarsest);
        const auto field = engine();
        ProgressiveMap map(field, frame(width, height), coarsest);
        QVERIFY(map.finish());
        QVERIFY(map.done() && map.blockSide() == 1 && !map.refine());
        const auto whole = wholeOf(field, frame(width, height));
        QVERIFY(map.map().columns.cell == whole.cell);
        QVERIFY(map.map().columns.values == whole.values);
    }
    void everyLevelCoversTheFrame() {
        const auto field = engine();
        const auto area = frame(50, 41);
        const auto whole = wholeOf(field, area);
        ProgressiveMap map(field, area);
        QCOMPARE(map.blockSide(), 0);
        QVERIFY(std::isnan(map.map().columns.values[0][0]));
        for (int side = 16; side >= 1; side /= 2) {
            QVERIFY(map.refine());
            QCOMPARE(map.blockSide(), side);
            for (int row = 0; row < area.height; ++row)
                for (int column = 0; column < area.width; ++column) {
                    const auto at = [&](int c, int r) { return std::size_t(r) * 50 + std::size_t(c); };
                    QCOMPARE(map.map().columns.values[0][at(column, row)],
                             whole.values[0][at(column / side * side, row / side * side)]);
                }
        }
        QVERIFY(map.done());
    }
    void stoppedWorkGoesOn() {
        const auto field = engine();
        const auto area = frame(40, 40);
        ProgressiveMap map(field, area);
        int asked = 0;
        const auto impatient = [&asked] { return ++asked % 3 == 0; };
        int calls = 0;
        while (!map.done() && calls < 1000) {
            map.refine(impatient);
            ++calls;
        }
        QVERIFY(map.done() && calls > 10);
        QVERIFY(map.map().columns.values == wholeOf(field, area).values);
        ProgressiveMap never(field, area);
        QVERIFY(!never.finish([] { return true; }) && never.blockSide() == 0 && !never.done());
    }
    void placesAreFound() {
        const auto area = frame(30, 20);
        ProgressiveMap map(engine(), area);
        map.finish();
        const auto& made = map.map();
        QCOMPARE(made.pixelAt(area.centre(7, 3)), std::optional<std::size_t>(3 * 30 + 7));
        QVERIFY(!made.pixelAt({Metres(-211.0), Metres(0.0)}));
        QVERIFY(!made.pixelAt({Metres(-210.0 + 30 * 9.0), Metres(0.0)}));
        QVERIFY(!made.pixelAt({Metres(std::nan("")), Metres(0.0)}));
        QCOMPARE(made.at(Layer::sinr, area.centre(7, 3)), std::optional(double(made.columns.values[0][97])));
        QVERIFY(!made.at(Layer::rsrp, area.centre(7, 3)));
    }
    void anEmptyFrameIsDone() {
        ProgressiveMap map(engine(), {{}, Metres(1.0), 0, 5});
        QVERIFY(map.done() && !map.refine() && map.map().columns.places() == 0);
        QVERIFY(!map.map().at(Layer::sinr, {}));
        QVERIFY(ProgressiveMap(engine(), {{}, Metres(0.0), 5, 5}).done());
    }
};

} // namespace cellwright::maps

CELLWRIGHT_TEST(cellwright::maps::LayerMapTest)
#include "layer_map_test.moc"
