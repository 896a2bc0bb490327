// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/transport/graph.h"
#include "analytics/transport/medium.h"
#include "analytics/transport/traffic.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>
#include <limits>
#include <random>
#include <set>

namespace cellwright::transport {

class TransportTest : public QObject {
    Q_OBJECT
private:
    static Endpoint site(std::int64_t id) { return {{id}, {}}; }
    static Endpoint host(std::int64_t id) { return {{}, {id}}; }
    static Link link(std::int64_t id, Endpoint from, Endpoint to, double metres, double hop = 0.0) {
        Link made;
        made.id = {id};
        made.name = "L" + std::to_string(id);
        made.from = from;
        made.to = to;
        made.length = Metres(metres);
        made.hopDelay = Seconds(hop);
        return made;
    }
    /// Sites 1 and 2 three and four kilometres apart from host 10, which reaches host 11.
    static Topology chain() {
        Topology topology;
        for (int i = 1; i <= 2; ++i) {
            Site place;
            place.id = {i};
            place.name = "A" + std::to_string(i);
            topology.sites.push_back(place);
        }
        topology.sites[1].position = {Metres(3000.0), Metres(4000.0)};
        for (int i = 10; i <= 11; ++i) {
            Host place;
            place.id = {i};
            place.name = "H" + std::to_string(i);
            topology.hosts.push_back(place);
        }
        topology.links = {link(1, site(1), host(10), 1000.0, 1e-4), link(2, site(2), host(10), 2000.0, 2e-4),
                          link(3, host(10), host(11), 5e5, 5e-4)};
        topology.links[0].capacity = BitsPerSecond(1e9);
        topology.links[2].backgroundLoad = 0.95;
        return topology;
    }
    template <class R>
    static RouteMetrics<R> metrics(R& rec, const Topology& topology, const Route& route) {
        return routeMetrics(rec, topology, Assumptions{}, Traffic(topology), route);
    }
    static double delay(const Topology& topology, const Route& route) {
        NullRecorder rec;
        return metrics(rec, topology, route).emptyDelay.si();
    }
    /// The least delay over all simple paths, by exhaustive search.
    static double bruteForce(const Topology& topology, const Endpoint& at, const Endpoint& to,
                             std::set<std::int64_t> seen) {
        if (at == to)
            return 0.0;
        seen.insert(at.site.value);
        double best = std::numeric_limits<double>::infinity();
        NullRecorder rec;
        for (const auto& one : topology.links)
            for (const bool forward : {true, false}) {
                const auto& start = forward ? one.from : one.to;
                const auto& next = forward ? one.to : one.from;
                if (start == at && !seen.contains(next.site.value))
                    best = std::min(best, linkDelay(rec, topology, one).si() +
                                              bruteForce(topology, next, to, seen));
            }
        return best;
    }

private Q_SLOTS:
    void delaysByHand() {
        NullRecorder rec;
        const auto topology = chain();
        const double fibre = 1.468 / 299792458.0;
        QVERIFY(std::abs(linkDelay(rec, topology, topology.links[0]).si() - (1e-4 + 1000.0 * fibre)) < 1e-15);
        auto radio = topology.links[0];
        radio.medium = Medium::microwave;
        QVERIFY(std::abs(propagationDelay(rec, topology, radio).si() - 1000.0 * 1.000315 / 299792458.0) <
                1e-15);
        radio.medium = Medium::copper;
        QVERIFY(std::abs(propagationDelay(rec, topology, radio).si() - 1000.0 / 0.66 / 299792458.0) < 1e-15);
    }
    void unknownLengthIsTheDetouredLine() {
        NullRecorder rec;
        auto topology = chain();
        auto& one = topology.links[0];
        one.to = site(2);
        one.length.reset();
        QCOMPARE(linkLength(rec, topology, one).si(), 5000.0 * mediumFacts(Medium::fibre).detour);
        one.medium = Medium::microwave;
        QCOMPARE(linkLength(rec, topology, one).si(), 5000.0);
        Trace trace;
        TracingRecorder tracer(trace);
        one.medium = Medium::fibre;
        const auto text = toPlainText(tracer.derivation(linkLength(tracer, topology, one)));
        QVERIFY(text.find("assumed") != std::string::npos);
    }
    void routeAndMetrics() {
        NullRecorder rec;
        const auto topology = chain();
        const auto route = Graph(topology).shortestRoute(site(1), host(11));
        QVERIFY(route.has_value());
        QCOMPARE(route->hops, (std::vector<Route::Hop>{{{1}, true}, {{3}, true}}));
        const auto back = Graph(topology).shortestRoute(host(11), site(1));
        QCOMPARE(back->hops, (std::vector<Route::Hop>{{{3}, false}, {{1}, false}}));
        const auto offers = metrics(rec, topology, *route);
        QVERIFY(std::abs(offers.bottleneck.si() - 0.5e9) < 1.0); // 5 % of 10 Gbit/s
        QVERIFY(std::abs(offers.emptyDelay.si() - delay(topology, *back)) < 1e-15);
        QVERIFY(offers.delay > offers.emptyDelay); // the background makes packets wait
        const auto time = transferTime(rec, offers, Bytes(1e6));
        QVERIFY(std::abs(time.si() - offers.delay.si() - 8e6 / offers.bottleneck.si()) < 1e-12);
    }
    void aPlaceReachesItselfForNothing() {
        NullRecorder rec;
        const auto topology = chain();
        const auto route = Graph(topology).shortestRoute(host(10), host(10));
        QVERIFY(route && route->hops.empty());
        QCOMPARE(transferTime(rec, metrics(rec, topology, *route), Bytes(1e9)).si(), 0.0);
    }
    void disconnectionIsExplained() {
        auto topology = chain();
        topology.links.pop_back();
        const auto none = Graph(topology).shortestRoute(site(1), host(11));
        QVERIFY(!none);
        QVERIFY(none.error().message().find("site \"A1\" and host \"H11\"") != std::string::npos);
        QVERIFY(!none.error().remedy.empty());
        QVERIFY(!Graph(topology).shortestRoute(site(9), host(11)));
        QVERIFY(!Graph(topology).shortestRoute(Endpoint{}, host(11)));
        QVERIFY(!Graph(Topology{}).shortestRoute(site(1), site(1)));
    }
    void unusableLinksAreAvoided() {
        for (const int how : {0, 1, 2, 3}) {
            auto topology = chain();
            auto& one = topology.links[0];
            if (how == 0)
                one.backgroundLoad = 1.0;
            else if (how == 1)
                one.capacity = BitsPerSecond(0.0);
            else if (how == 2)
                one.hopDelay = Seconds(std::nan(""));
            else
                one.to = host(99);
            QVERIFY(!Graph(topology).shortestRoute(site(1), host(10)));
        }
    }
    void equalDelaysTakeFewerHops() {
        auto topology = chain();
        topology.links = {link(1, site(1), site(2), 500.0), link(2, site(2), host(10), 500.0),
                          link(3, site(1), host(10), 1000.0)};
        QCOMPARE(Graph(topology).shortestRoute(site(1), host(10))->hops.size(), std::size_t(1));
    }
    void shortestMatchesBruteForce() {
        std::mt19937 random(11);
        for (int round = 0; round < 200; ++round) {
            Topology topology;
            const int places = 2 + int(random() % 6);
            for (int i = 1; i <= places; ++i) {
                Site place;
                place.id = {i};
                topology.sites.push_back(place);
            }
            const int links = int(random() % 12);
            for (int i = 1; i <= links; ++i)
                topology.links.push_back(link(
                    i, site(1 + int(random() % unsigned(places))), site(1 + int(random() % unsigned(places))),
                    1000.0 * (1 + double(random() % 100)), 1e-6 * double(random() % 50)));
            const double best = bruteForce(topology, site(1), site(places), {});
            const auto route = Graph(topology).shortestRoute(site(1), site(places));
            QCOMPARE(route.has_value(), std::isfinite(best));
            if (route)
                QVERIFY(std::abs(delay(topology, *route) - best) < 1e-15);
        }
    }
    void explainsATransfer() {
        const auto topology = chain();
        Trace trace;
        TracingRecorder rec(trace);
        const auto route = *Graph(topology).shortestRoute(site(1), host(11));
        const Of<Bytes, TracingRecorder> message =
            rec.input(Bytes(2048.0), "D", "message", Label::assumed, "test");
        const auto time = transferTime(rec, metrics(rec, topology, route), message);
        NullRecorder plainly;
        const auto same = transferTime(plainly, metrics(plainly, topology, route), Bytes(2048.0));
        QVERIFY(std::abs(valueOf(time.si()) - same.si()) < 1e-15);
        const auto text = toPlainText(rec.derivation(time));
        for (const char* part : {"L1", "L3", "group index", "background load", "message"})
            QVERIFY2(text.find(part) != std::string::npos, part);
    }
};

} // namespace cellwright::transport

CELLWRIGHT_TEST(cellwright::transport::TransportTest)
#include "graph_test.moc"
