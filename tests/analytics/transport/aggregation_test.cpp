// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/transport/aggregation.h"
#include "analytics/transport/graph.h"
#include "analytics/transport/medium.h"
#include "analytics/transport/weak_points.h"
#include "tests/analytics/transport/places.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <random>
#include <set>

namespace cellwright::transport {

class AggregationTest : public QObject {
    Q_OBJECT
private:
    static Topology scattered(int sites, unsigned seed) {
        std::mt19937 dice(seed);
        auto topology = test::places(sites);
        for (auto& site : topology.sites)
            site.position = {Metres(double(dice() % 10000)), Metres(double(dice() % 10000))};
        return topology;
    }
    static Topology gathered(Topology topology, Aggregation shape) {
        topology.links = aggregate(topology, {100}, shape, Link{}, 1000);
        return topology;
    }
    static double total(const Topology& topology) {
        NullRecorder rec;
        double sum = 0.0;
        for (const auto& link : topology.links)
            sum += linkLength(rec, topology, link).si();
        return sum;
    }

private Q_SLOTS:
    void everySiteReachesTheHost() {
        for (const auto& [name, shape] : aggregations)
            for (const int sites : {0, 1, 2, 3, 25}) {
                const auto topology = gathered(scattered(sites, 3), shape);
                const Graph graph(topology);
                for (const auto& site : topology.sites)
                    QVERIFY(graph.shortestRoute({site.id, {}}, test::atHost(100)));
                const bool closed = shape == Aggregation::ring && sites > 1;
                QCOMPARE(int(topology.links.size()), sites + (closed ? 1 : 0));
                std::set<std::int64_t> ids;
                for (const auto& link : topology.links)
                    QVERIFY(ids.insert(link.id.value).second && link.id.value >= 1000);
            }
        QVERIFY(aggregate(scattered(3, 1), {7}, Aggregation::star, {}, 1).empty());
    }
    void treesAreShortestAndRingsSurvive() {
        for (unsigned seed = 1; seed < 20; ++seed) {
            const auto places = scattered(12, seed);
            const double tree = total(gathered(places, Aggregation::tree));
            for (const auto shape : {Aggregation::star, Aggregation::chain, Aggregation::ring})
                QVERIFY(tree <= total(gathered(places, shape)) + 1e-6);
            QVERIFY(weakPoints(Graph(gathered(places, Aggregation::ring))).bridges.empty());
            QCOMPARE(weakPoints(Graph(gathered(places, Aggregation::tree))).bridges.size(), std::size_t(12));
        }
    }
    void linksAreLikeTheirPrototype() {
        Link prototype;
        prototype.medium = Medium::microwave;
        prototype.capacity = BitsPerSecond(1e9);
        prototype.frequency = Hertz(18e9);
        const auto places = scattered(4, 1);
        for (const auto& link : aggregate(places, {100}, Aggregation::chain, prototype, 5)) {
            QCOMPARE(link.medium, Medium::microwave);
            QCOMPARE(link.capacity.si(), 1e9);
            QVERIFY(link.frequency == prototype.frequency);
            QVERIFY(!link.name.empty());
        }
    }
};

} // namespace cellwright::transport

CELLWRIGHT_TEST(cellwright::transport::AggregationTest)
#include "aggregation_test.moc"
