// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/maps/statistics.h"
#include "tests/analytics/radio/sample_network.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>
#include <limits>
#include <numeric>

namespace cellwright::maps {

constexpr float none = std::numeric_limits<float>::quiet_NaN();

class StatisticsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void percentilesAreNearestRanks() {
        std::vector<float> values(100);
        std::iota(values.rbegin(), values.rend(), 1.0f);
        values.push_back(none);
        const auto d = distributionOf(values);
        QCOMPARE(d.places, std::size_t(101));
        QCOMPARE(d.valued, std::size_t(100));
        QCOMPARE(d.mean, 50.5);
        QCOMPARE(d.minimum, 1.0);
        QCOMPARE(d.maximum, 100.0);
        QCOMPARE(d.p5, 5.0);
        QCOMPARE(d.p25, 25.0);
        QCOMPARE(d.p50, 50.0);
        QCOMPARE(d.p75, 75.0);
        QCOMPARE(d.p95, 95.0);
        const std::vector<float> empty{none};
        QCOMPARE(distributionOf(empty).valued, std::size_t(0));
        QVERIFY(cdfOf(empty).empty());
    }
    void theCdfRises() {
        const std::vector<float> values{3.0f, 1.0f, none, 2.0f, 4.0f};
        const auto cdf = cdfOf(values, 5);
        QCOMPARE(cdf.size(), std::size_t(5));
        const double expected[] = {1.0, 1.0, 2.0, 3.0, 4.0};
        for (std::size_t i = 0; i < 5; ++i) {
            QCOMPARE(cdf[i].share, 0.25 * double(i));
            QCOMPARE(cdf[i].value, expected[i]);
        }
    }
    void histogramsCountEveryValue() {
        const std::vector<float> values{-9.0f, 0.0f, 0.9f, 1.0f, 3.99f, 4.0f, 99.0f, none};
        const auto histogram = histogramOf(values, 0.0, 4.0, 4);
        QCOMPARE(histogram.counts, (std::vector<std::size_t>{3, 1, 0, 3}));
        QVERIFY(histogramOf(values, 1.0, 1.0, 4).counts.empty());
        QVERIFY(histogramOf(values, 0.0, 1.0, 0).counts.empty());
    }
    void targetsPointTheRightWay() {
        const std::vector<float> values{1.0f, 2.0f, 3.0f, none};
        QCOMPARE(shareMeeting(Layer::sinr, values, 2.0), 0.5);
        QCOMPARE(shareMeeting(Layer::ttft, values, 2.0), 0.5);
        QCOMPARE(shareMeeting(Layer::ttft, values, 0.5), 0.0);
        QCOMPARE(shareMeeting(Layer::ttft, {}, 0.5), 0.0);
        QVERIFY(!meets(Layer::ttft, double(none), 1.0) && !meets(Layer::sinr, double(none), -99.0));
    }
    void aMapIsSummedUp() {
        Scenario scenario{.id = {1}};
        scenario.topology = test::sampleTopology(1);
        scenario.topology.groups = {test::squareGroup(5, 100.0, 40)};
        const auto engine = MapEngine::make(scenario, {}, {.layers = {Layer::rsrp}}).value();
        ProgressiveMap map(engine, {{Metres(-1000.0), Metres(-1000.0)}, Metres(20.0), 100, 100});
        QVERIFY(map.finish());
        const auto all = statisticsOf(engine, map.map(), Layer::rsrp, -200.0);
        QCOMPARE(all.areaShare, 1.0);
        QCOMPARE(all.squareMetres, 4e6);
        QCOMPARE(all.userShare, 1.0);
        QCOMPARE(all.users.places, std::size_t(40));
        QVERIFY(std::abs(all.range.si() - 990.0 * std::sqrt(2.0)) < 1e-6); // a corner's centre
        double before = 1.1;
        for (const double target : {-120.0, -90.0, -80.0, -70.0, -60.0}) {
            const auto some = statisticsOf(engine, map.map(), Layer::rsrp, target);
            QVERIFY(some.areaShare <= before);
            QVERIFY(some.range <= all.range);
            QVERIFY(some.userShare >= some.areaShare); // users stand close to the site
            before = some.areaShare;
        }
        const auto absent = statisticsOf(engine, map.map(), Layer::sinr, 0.0);
        QCOMPARE(absent.areaShare, 0.0);
        QCOMPARE(absent.area.places, std::size_t(0));
    }
};

} // namespace cellwright::maps

CELLWRIGHT_TEST(cellwright::maps::StatisticsTest)
#include "statistics_test.moc"
