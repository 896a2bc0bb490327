// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/transport/graph.h"
#include "analytics/transport/medium.h"
#include "analytics/transport/traffic.h"
#include "tests/analytics/transport/places.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright::transport {

using test::atHost;
using test::atSite;
using test::linkOf;

class TrafficTest : public QObject {
    Q_OBJECT
private:
    static Topology star(Medium medium) {
        auto topology = test::places(3);
        for (int i = 1; i <= 3; ++i)
            topology.links.push_back(linkOf(i, atSite(i), atHost(100), 1000.0, medium));
        return topology;
    }
    static Route over(std::int64_t link, bool forward = true) { return {{{{link}, forward}}}; }
    static double load(const Topology& topology, const Traffic& traffic, std::size_t link) {
        NullRecorder rec;
        return utilisation(rec, topology, Assumptions{}, traffic, topology.links[link]);
    }
    static double wait(const Topology& topology, const Traffic& traffic, std::size_t link) {
        NullRecorder rec;
        return queueingDelay(rec, topology, Assumptions{}, traffic, topology.links[link]).si();
    }

private Q_SLOTS:
    void theBusierDirectionCounts() {
        const auto topology = star(Medium::fibre);
        Traffic traffic(topology);
        traffic.add(over(1), BitsPerSecond(1e9), BitsPerSecond(3e9));
        traffic.add(over(1, false), BitsPerSecond(1e9), BitsPerSecond(0.0)); // joins the second direction
        QCOMPARE(traffic.on({1}).forward.si(), 1e9);
        QCOMPARE(traffic.on({1}).backward.si(), 4e9);
        QVERIFY(std::abs(load(topology, traffic, 0) - (0.2 + 0.4)) < 1e-12);
        QVERIFY(std::abs(load(topology, traffic, 1) - 0.2) < 1e-12);
        QCOMPARE(traffic.on({77}).busier().si(), 0.0);
    }
    void aDeadLinkWithTrafficIsInfinitelyFull() {
        auto topology = star(Medium::fibre);
        topology.links[0].capacity = BitsPerSecond(0.0);
        Traffic traffic(topology);
        QCOMPARE(load(topology, traffic, 0), 0.2);
        traffic.add(over(1), BitsPerSecond(1.0), BitsPerSecond(0.0));
        QVERIFY(std::isinf(load(topology, traffic, 0)));
        QVERIFY(std::isinf(wait(topology, traffic, 0)));
    }
    void queuesAreMD1() {
        auto topology = star(Medium::fibre);
        topology.links[0].capacity = BitsPerSecond(1e9);
        topology.links[0].backgroundLoad = 0.5;
        Traffic traffic(topology);
        QVERIFY(std::abs(wait(topology, traffic, 0) - 0.5 / (2.0 * 0.5) * 12e-6) < 1e-15);
        traffic.add(over(1), BitsPerSecond(0.4e9), BitsPerSecond(0.0));
        QVERIFY(std::abs(wait(topology, traffic, 0) - 0.9 / (2.0 * 0.1) * 12e-6) < 1e-12);
        traffic.add(over(1), BitsPerSecond(0.2e9), BitsPerSecond(0.0));
        QVERIFY(std::isinf(wait(topology, traffic, 0)));
        topology.links[0].backgroundLoad = 0.0;
        QCOMPARE(wait(topology, Traffic(topology), 0), 0.0);
    }
    void opticalTreesShareTheirCapacity() {
        const auto topology = star(Medium::pon);
        Traffic traffic(topology);
        traffic.add(over(1), BitsPerSecond(1e9), BitsPerSecond(2e9));
        traffic.add(over(2), BitsPerSecond(3e9), BitsPerSecond(1e9));
        QCOMPARE(traffic.sharers({3}), 3);
        QCOMPARE(traffic.on({3}).busier().si(), 0.0);
        QCOMPARE(traffic.shared({3}).forward.si(), 4e9);
        QVERIFY(std::abs(load(topology, traffic, 2) - (0.2 + 0.4)) < 1e-12);
        auto turned = topology; // a link drawn from the terminal belongs to the tree all the same
        std::swap(turned.links[1].from, turned.links[1].to);
        Traffic again(turned);
        again.add(over(1), BitsPerSecond(1e9), BitsPerSecond(2e9));
        again.add(over(2, false), BitsPerSecond(3e9), BitsPerSecond(1e9));
        QCOMPARE(again.shared({1}).forward.si(), 4e9);
        QCOMPARE(again.shared({2}).backward.si(), 4e9);
        const auto fibres = star(Medium::fibre);
        QCOMPARE(Traffic(fibres).sharers({1}), 1);
    }
    void twoTreesAreApart() {
        auto topology = star(Medium::pon);
        topology.hosts.push_back({.id = {101}, .name = "H2"});
        for (int i = 4; i <= 5; ++i)
            topology.links.push_back(linkOf(i, atSite(i - 3), atHost(101), 1000.0, Medium::pon));
        // Sites 1 and 2 have two links each, the terminals three and two: the ends with more are terminals.
        const Traffic traffic(topology);
        QCOMPARE(traffic.sharers({1}), 3);
        QCOMPARE(traffic.sharers({4}), 2);
    }
    void grantsTakeTime() {
        NullRecorder rec;
        const auto topology = star(Medium::pon);
        const auto fibre = star(Medium::fibre);
        const double more =
            linkDelay(rec, topology, topology.links[0]).si() - linkDelay(rec, fibre, fibre.links[0]).si();
        QVERIFY(std::abs(more - 0.75 * 0.5e-3) < 1e-12);
        QCOMPARE(accessDelay(rec, fibre.links[0]).si(), 0.0);
    }
    void satellitesAreFarAway() {
        NullRecorder rec;
        auto topology = star(Medium::satellite);
        auto& link = topology.links[0];
        link.length.reset();
        const double low = propagationDelay(rec, topology, link).si();
        // Slant range to 550 km at 45 degrees, by the law of cosines: 750 km; twice that at light speed.
        QVERIFY2(low > 4.9e-3 && low < 5.1e-3, qPrintable(QString::number(low)));
        link.length = Metres(2 * 35786e3);
        QVERIFY(std::abs(propagationDelay(rec, topology, link).si() - 0.2387) < 1e-3);
        QCOMPARE(orbitOf(*link.length), std::string_view("GEO"));
        QCOMPARE(orbitOf(Metres(1.5e6)), std::string_view("LEO"));
        QCOMPARE(orbitOf(Metres(2e7)), std::string_view("MEO"));
        Trace trace;
        TracingRecorder tracer(trace);
        link.length.reset();
        const auto text = toPlainText(tracer.derivation(linkLength(tracer, topology, link)));
        QVERIFY(text.find("assumed") != std::string::npos);
    }
    void cheapRoutesMayBeSlow() {
        auto topology = test::places(2);
        topology.links = {linkOf(1, atSite(1), atHost(100), 1e3), linkOf(2, atSite(1), atSite(2), 1e6),
                          linkOf(3, atSite(2), atHost(100), 1e6)};
        topology.links[0].cost = 10.0;
        Assumptions assumptions;
        QCOMPARE(Graph(topology, assumptions).shortestRoute(atSite(1), atHost(100))->hops.size(),
                 std::size_t(1));
        assumptions.routing = Routing::cost;
        QCOMPARE(Graph(topology, assumptions).shortestRoute(atSite(1), atHost(100))->hops.size(),
                 std::size_t(2));
    }
    void whatIsOffIsNoRoute() {
        auto topology = test::places(1);
        topology.links = {linkOf(1, atSite(1), atHost(100), 1e3)};
        QVERIFY(Graph(topology).shortestRoute(atSite(1), atHost(100)));
        topology.sites[0].enabled = false; // only its radio
        QVERIFY(Graph(topology).shortestRoute(atSite(1), atHost(100)));
        topology.hosts[0].enabled = false;
        QVERIFY(!Graph(topology).shortestRoute(atSite(1), atHost(100)));
        topology.hosts[0].enabled = true;
        topology.links[0].enabled = false;
        QVERIFY(!Graph(topology).shortestRoute(atSite(1), atHost(100)));
    }
};

} // namespace cellwright::transport

CELLWRIGHT_TEST(cellwright::transport::TrafficTest)
#include "traffic_test.moc"
