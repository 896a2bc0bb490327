// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/transport/detour.h"
#include "analytics/transport/weak_points.h"
#include "tests/analytics/transport/places.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

namespace cellwright::transport {

using test::atHost;
using test::atSite;
using test::linkOf;

class DetourTest : public QObject {
    Q_OBJECT
private:
    static Topology random(std::mt19937& dice, int sites, int links) {
        auto topology = test::places(sites);
        const auto end = [&] {
            const int place = int(dice() % unsigned(sites + 1));
            return place == sites ? atHost(100) : atSite(place + 1);
        };
        for (int i = 1; i <= links; ++i)
            topology.links.push_back(linkOf(i, end(), end(), 1000.0 * double(1 + dice() % 50)));
        return topology;
    }
    static double delayTo(const Graph& graph, int place) {
        const auto tree = graph.treeTo(atHost(100));
        const auto& cost = tree.steps[std::size_t(place)].cost;
        return cost.reached() ? cost.delay : INFINITY;
    }
    /// Parts that the places of the graph fall into.
    static int parts(const Graph& graph) {
        std::vector<int> mark(std::size_t(graph.places()), -1);
        int count = 0;
        for (int start = 0; start < graph.places(); ++start) {
            if (mark[std::size_t(start)] >= 0)
                continue;
            std::vector<int> open{start};
            mark[std::size_t(start)] = count;
            while (!open.empty()) {
                const int at = open.back();
                open.pop_back();
                for (const auto& edge : graph.edges(at))
                    if (mark[std::size_t(edge.to)] < 0) {
                        mark[std::size_t(edge.to)] = count;
                        open.push_back(edge.to);
                    }
            }
            ++count;
        }
        return count;
    }
    static Topology without(Topology topology, const Endpoint& end) {
        for (auto& link : topology.links)
            if (link.from == end || link.to == end)
                link.enabled = false;
        return topology;
    }
    /// Every detour is what a full search finds, and nobody else changes.
    static void compare(const Graph& whole, const Graph& broken, const std::vector<Detour>& detours,
                        int gone) {
        std::vector<char> told(std::size_t(whole.places()), 0);
        for (const auto& detour : detours) {
            told[std::size_t(detour.place)] = 1;
            const double expected = detour.place == gone ? INFINITY : delayTo(broken, detour.place);
            const double found = detour.after.reached() ? detour.after.delay : INFINITY;
            QVERIFY(expected == found || std::abs(expected - found) < 1e-15);
        }
        for (int place = 0; place < whole.places(); ++place)
            if (!told[std::size_t(place)] && place != gone) {
                const double is = delayTo(broken, place), was = delayTo(whole, place);
                QVERIFY(is == was || std::abs(is - was) < 1e-15);
            }
    }

private Q_SLOTS:
    void repairedRoutesAreThoseOfAFullSearch() {
        std::mt19937 dice(5);
        for (int round = 0; round < 60; ++round) {
            const auto topology = random(dice, 3 + int(dice() % 8), int(dice() % 20));
            const Graph whole(topology);
            Detours detours(whole, atHost(100));
            for (std::size_t i = 0; i < topology.links.size(); ++i) {
                auto down = topology;
                down.links[i].enabled = false;
                compare(whole, Graph(down), detours.withoutLink(topology.links[i].id), -1);
            }
            for (const auto& site : topology.sites) {
                const int place = whole.place(atSite(site.id.value));
                compare(whole, Graph(without(topology, atSite(site.id.value))), detours.withoutPlace(place),
                        place);
            }
        }
    }
    void weakPointsAreThoseOfACount() {
        std::mt19937 dice(9);
        for (int round = 0; round < 60; ++round) {
            const auto topology = random(dice, 3 + int(dice() % 7), int(dice() % 16));
            const Graph whole(topology);
            const auto weak = weakPoints(whole);
            for (std::size_t i = 0; i < topology.links.size(); ++i) {
                auto down = topology;
                down.links[i].enabled = false;
                QCOMPARE(std::ranges::count(weak.bridges, topology.links[i].id) > 0,
                         parts(Graph(down)) > parts(whole));
            }
            for (const auto& site : topology.sites) {
                // Taken out, a place with neighbours is one part of its own more.
                const Graph broken(without(topology, atSite(site.id.value)));
                const int place = whole.place(atSite(site.id.value));
                const bool alone = std::ranges::all_of(whole.edges(place),
                                                       [&](const auto& edge) { return edge.to == place; });
                QCOMPARE(std::ranges::count(weak.cutPlaces, place) > 0,
                         !alone && parts(broken) > parts(whole) + 1);
            }
        }
    }
    void withoutTheRootNobodyArrives() {
        auto topology = test::places(2);
        topology.links = {linkOf(1, atSite(1), atHost(100), 1e3), linkOf(2, atSite(2), atSite(1), 1e3)};
        const Graph graph(topology);
        Detours detours(graph, atHost(100));
        const auto cut = detours.withoutPlace(graph.place(atHost(100)));
        QCOMPARE(cut.size(), std::size_t(3));
        for (const auto& detour : cut)
            QVERIFY(!detour.after.reached());
        QVERIFY(detours.withoutPlace(-1).empty());
        QVERIFY(detours.withoutLink({77}).empty());
        Detours nowhere(graph, atHost(5));
        QVERIFY(nowhere.withoutLink({1}).empty());
    }
    void longChainsNeedNoStack() {
        constexpr int length = 20000;
        auto topology = test::places(length);
        for (int i = 1; i < length; ++i)
            topology.links.push_back(linkOf(i, atSite(i), atSite(i + 1), 10.0));
        topology.links.push_back(linkOf(length, atSite(length), atHost(100), 10.0));
        const Graph graph(topology);
        const auto weak = weakPoints(graph);
        QCOMPARE(weak.bridges.size(), std::size_t(length));
        QCOMPARE(weak.cutPlaces.size(), std::size_t(length - 1));
    }
};

} // namespace cellwright::transport

CELLWRIGHT_TEST(cellwright::transport::DetourTest)
#include "detour_test.moc"
