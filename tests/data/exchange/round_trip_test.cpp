// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/export.h"
#include "data/exchange/geo/geojson.h"
#include "data/exchange/geo/kml.h"
#include "data/exchange/import.h"
#include "data/exchange/lost.h"
#include "tests/analytics/scenario/random_project.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>

namespace cellwright {

/// What is written comes back: everything, or it is said what does not.
class RoundTripTest : public QObject {
    Q_OBJECT
private:
    static bool says(const std::vector<std::string>& lines, const std::string& text) {
        return std::ranges::any_of(lines,
                                   [&](const auto& line) { return line.find(text) != std::string::npos; });
    }
    static std::string all(const std::vector<std::string>& lines) {
        std::string text;
        for (const auto& line : lines)
            text += line + "; ";
        return text;
    }
    /// At random in all fields, but with names that tell things apart and ends that are there.
    static Scenario sample(std::uint64_t seed, bool located = true) {
        test::RandomProject random(seed);
        const auto drawn = random.scenario({1});
        Scenario scenario;
        auto& t = scenario.topology;
        if (located)
            t.origin = GeoOrigin{51.34, 12.375};
        scenario.workloads = {{{1}, "Chat"}, {{2}, "Control, \"fast\""}};
        scenario.deployments = {{{3}, "Split"}, {{4}, "Edge"}};
        t.carriers.emplace_back().id = {5};
        t.carriers.back().name = "n78";
        for (int i = 0; i < 3; ++i) {
            Site site;
            site.id = {10 + i};
            site.name = "Site " + std::to_string(i);
            site.position = {Metres(400.0 * i + 1.0 / 3.0), Metres(-70.0 * i)};
            site.sectors.emplace_back().id = {20 + i};
            site.sectors.back().carrier = {5};
            site.sectors.back().name = "A";
            t.sites.push_back(site);
        }
        t.hosts = drawn.topology.hosts;
        for (std::size_t i = 0; i < t.hosts.size(); ++i) {
            t.hosts[i].id = {100 + std::int64_t(i)};
            t.hosts[i].name = "Host " + std::to_string(i);
            t.hosts[i].device = i % 2 == 0 ? "nvidia-l4" : "nvidia-h100";
            t.hosts[i].position = {Metres(-50.0 * double(i)), Metres(900.0 + 0.1)};
        }
        t.links = drawn.topology.links;
        for (std::size_t i = 0; i < t.links.size(); ++i) {
            auto& link = t.links[i];
            link.id = {200 + std::int64_t(i)};
            link.name = "Link " + std::to_string(i);
            link.from = {t.sites[i % 3].id, {}};
            link.to = t.hosts.empty() ? Endpoint{t.sites[(i + 1) % 3].id, {}}
                                      : Endpoint{{}, t.hosts[i % t.hosts.size()].id};
        }
        t.groups = drawn.topology.groups;
        for (std::size_t i = 0; i < t.groups.size(); ++i)
            settle(t.groups[i], i);
        return scenario;
    }
    static void settle(UserGroup& group, std::size_t i) {
        group.id = {300 + std::int64_t(i)};
        group.name = "Group " + std::to_string(9 - i); // not in the order of their names
        group.device = i % 2 == 0 ? "snapdragon-8-elite-gpu" : "apple-m4";
        group.workload = {1 + std::int64_t(i % 2)};
        group.deployment = {4 - std::int64_t(i % 2)};
        group.area.clear();
        group.points.clear();
        if (i % 2 == 0) {
            group.points = {{Metres(1.0 / 7.0), Metres(30.0 * double(i))}, {Metres(-5.5), Metres(1e3)}};
            group.count = 2;
        } else {
            group.area = {
                {Metres(0.0), Metres(0.0)}, {Metres(300.0), Metres(1.0)}, {Metres(9.0), Metres(200.0)}};
        }
    }
    static Scenario emptyLike(const Scenario& scenario) {
        Scenario empty;
        empty.topology.origin = scenario.topology.origin;
        empty.workloads = scenario.workloads;
        empty.deployments = scenario.deployments;
        return empty;
    }
    static bool near(const Position& a, const Position& b) {
        return std::hypot((a.x - b.x).si(), (a.y - b.y).si()) < 1e-6;
    }
    static void taken(const Expected<ImportResult>& result) {
        QVERIFY2(result.has_value(), result ? "" : result.error().message().c_str());
    }
    /// The same but for ids, and for the last digits of places that went through degrees.
    static void compareGroups(std::vector<UserGroup> was, std::vector<UserGroup> is) {
        QCOMPARE(is.size(), was.size());
        for (std::size_t i = 0; i < was.size(); ++i) {
            QVERIFY(std::ranges::equal(was[i].points, is[i].points, near));
            QVERIFY(std::ranges::equal(was[i].area, is[i].area, near));
            is[i].id = was[i].id;
            is[i].points = was[i].points;
            is[i].area = was[i].area;
            QVERIFY2(is[i] == was[i], was[i].name.c_str());
        }
    }
    static void compareHosts(const std::vector<Host>& was, std::vector<Host> is) {
        QCOMPARE(is.size(), was.size());
        for (std::size_t i = 0; i < was.size(); ++i) {
            QVERIFY(near(was[i].position, is[i].position));
            is[i].id = was[i].id;
            is[i].position = was[i].position;
            QVERIFY2(is[i] == was[i], was[i].name.c_str());
        }
    }
    static std::string endName(const Topology& t, const Endpoint& end) {
        return end.host ? findById(t.hosts, end.host)->name : findById(t.sites, end.site)->name;
    }
    static void compareLinks(const Topology& was, const Topology& is) {
        QCOMPARE(is.links.size(), was.links.size());
        for (std::size_t i = 0; i < was.links.size(); ++i) {
            auto link = is.links[i];
            QCOMPARE(endName(is, link.from), endName(was, was.links[i].from));
            QCOMPARE(endName(is, link.to), endName(was, was.links[i].to));
            link.id = was.links[i].id;
            link.from = was.links[i].from;
            link.to = was.links[i].to;
            QVERIFY2(link == was.links[i], link.name.c_str());
        }
    }

private Q_SLOTS:
    void tablesHoldAllFields_data() {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 20; ++seed)
            QTest::newRow(std::to_string(seed).c_str()) << seed;
    }
    void tablesHoldAllFields() {
        QFETCH(int, seed);
        for (const bool located : {true, false}) {
            const auto scenario = sample(std::uint64_t(seed), located);
            auto back = emptyLike(scenario);
            back.topology.sites = scenario.topology.sites;
            if (!scenario.topology.hosts.empty())
                taken(importHosts(hostsToCsv(scenario), "h.csv", back));
            QVERIFY(back.topology.hosts.size() == scenario.topology.hosts.size());
            compareHosts(scenario.topology.hosts, back.topology.hosts);
            for (std::size_t i = 0; i < back.topology.hosts.size(); ++i) // no degrees on the way
                QVERIFY(back.topology.hosts[i].position == scenario.topology.hosts[i].position);
            if (!scenario.topology.links.empty())
                taken(importLinks(linksToCsv(scenario), "l.csv", back));
            compareLinks(scenario.topology, back.topology);
            auto standing = scenario.topology.groups;
            std::erase_if(standing, [](const auto& group) { return group.points.empty(); });
            if (!standing.empty())
                taken(importUsers(usersToCsv(scenario), "u.csv", back));
            compareGroups(standing, back.topology.groups);
            QVERIFY2(lostInHostTable(scenario).empty(), all(lostInHostTable(scenario)).c_str());
            QVERIFY2(lostInLinkTable(scenario).empty(), all(lostInLinkTable(scenario)).c_str());
            QCOMPARE(lostInUserTable(scenario).empty(), standing.size() == scenario.topology.groups.size());
        }
    }
    void mapsHoldAllFields_data() { tablesHoldAllFields_data(); }
    void mapsHoldAllFields() {
        QFETCH(int, seed);
        const auto scenario = sample(std::uint64_t(seed));
        for (auto* const write : {&toGeoJson, &toKml}) {
            auto back = emptyLike(scenario);
            const auto text = (*write)(scenario);
            QVERIFY(text.has_value());
            taken(importAnything(*text, "map", back));
            compareHosts(scenario.topology.hosts, back.topology.hosts);
            compareLinks(scenario.topology, back.topology);
            compareGroups(scenario.topology.groups, back.topology.groups);
        }
        QVERIFY2(lostOnMap(scenario).empty(), all(lostOnMap(scenario)).c_str());
    }
    void whatComesAgainChangesNothing_data() { tablesHoldAllFields_data(); }
    void whatComesAgainChangesNothing() {
        QFETCH(int, seed);
        const auto scenario = sample(std::uint64_t(seed));
        auto again = scenario;
        taken(importGeoJson(*toGeoJson(scenario), "s.geojson", again));
        QVERIFY(again == scenario);
        taken(importKml(*toKml(scenario), "s.kml", again));
        QVERIFY(again == scenario);
        if (!scenario.topology.hosts.empty())
            taken(importHosts(hostsToCsv(scenario), "h.csv", again));
        if (!scenario.topology.links.empty())
            taken(importLinks(linksToCsv(scenario), "l.csv", again));
        if (std::ranges::any_of(scenario.topology.groups, [](const auto& g) { return !g.points.empty(); }))
            taken(importUsers(usersToCsv(scenario), "u.csv", again));
        QVERIFY(again == scenario);
    }
    /// By name and, for links, by their ends; users at points and areas are two kinds.
    void whatIsKnownIsUpdated() {
        auto scenario = sample(3);
        auto& t = scenario.topology;
        t.hosts = {{{100}, "Edge"}, {{101}, "Cloud"}};
        t.hosts[1].position = {Metres(40e3), Metres(0.0)};
        t.links.resize(1);
        t.links[0] = {{200}, "Trunk", {t.sites[0].id, {}}, {{}, {100}}};
        t.groups.resize(2);
        for (std::size_t i = 0; i < 2; ++i) {
            settle(t.groups[i], i);
            t.groups[i].name = "Ward";
        }
        auto changed = scenario;
        changed.topology.hosts[1].count = 7;
        changed.topology.hosts[1].position.x = Metres(41e3);
        changed.topology.links[0].capacity = BitsPerSecond(123e6);
        changed.topology.links[0].hopDelay = Seconds(0.25);
        changed.topology.groups[0].points.push_back({Metres(17.0), Metres(4.0)});
        changed.topology.groups[0].count = 3;
        changed.topology.groups[1].speed = MetresPerSecond(12.5);
        const auto result = importGeoJson(*toGeoJson(changed), "s", scenario);
        taken(result);
        QCOMPARE(t.hosts.size(), std::size_t(2));
        QCOMPARE(t.hosts[1].count, 7);
        QVERIFY(near(t.hosts[1].position, changed.topology.hosts[1].position));
        QCOMPARE(t.links.size(), std::size_t(1));
        QVERIFY(t.links[0] == changed.topology.links[0]);
        QCOMPARE(t.groups.size(), std::size_t(2));
        QCOMPARE(t.groups[0].points.size(), std::size_t(3));
        QCOMPARE(t.groups[0].count, 3);
        QCOMPARE(t.groups[1].speed.si(), 12.5);
        QVERIFY(says(result->warnings, "2 hosts are in the scenario already"));
        QVERIFY(says(result->warnings, "1 links are in the scenario already"));
        // The same name between other ends is another link.
        const auto other = importLinks("NAME,FROM,TO\nTrunk,Site 1,Cloud\n", "l.csv", scenario);
        taken(other);
        QCOMPARE(t.links.size(), std::size_t(2));
        QVERIFY(t.links[0] == changed.topology.links[0] && t.links[1].name != "Trunk");
    }
    void lossesAreSaid() {
        auto scenario = sample(5);
        auto& t = scenario.topology;
        t.groups.resize(1);
        settle(t.groups[0], 1);
        QVERIFY(says(lostInUserTable(scenario), "1 user groups are spread over areas"));
        t.groups[0].area.resize(2);
        QVERIFY(says(lostOnMap(scenario), "1 of 1 user groups are not in the file"));
        t.links.assign(2, Link{{200}, "Twin", {t.sites[0].id, {}}, {t.sites[1].id, {}}});
        t.links[1].id = {201};
        QVERIFY2(says(lostInLinkTable(scenario), "link: Name is not in the file as it is here (1 time)"),
                 all(lostInLinkTable(scenario)).c_str());
        std::swap(t.links[1].from, t.links[1].to);
        QVERIFY(says(lostInLinkTable(scenario), "1 of 2 links are not in the file"));
        t.sites[2].name = t.sites[0].name;
        QVERIFY(says(lostInLinkTable(scenario), "several places are called \"Site 0\""));
        t.carriers.push_back(t.carriers.front());
        t.carriers.back().id = {6};
        t.sites[2].sectors[0].pattern = {99};
        QVERIFY(says(lostInSiteTable(scenario), "1 carriers that no sector uses"));
        QVERIFY(says(lostInSiteTable(scenario), "sector: Imported pattern"));
    }
    void wrongWordsNameTheirPlace() {
        const auto refuses = [](const Expected<ImportResult>& result, const char* words) {
            QVERIFY2(!result, words);
            QVERIFY2(result.error().message().find(words) != std::string::npos,
                     result.error().message().c_str());
        };
        Scenario scenario;
        refuses(importHosts("NAME,X,Y,PUE\nA,0,0,9\n", "h.csv", scenario),
                "h.csv:2, column PUE: \"9\" is not from 1 to 5");
        refuses(importHosts("NAME,X,Y,COUNT\nA,0,0,1.5\n", "h.csv", scenario), "not a whole number");
        refuses(importHosts("NAME,X,Y,TIER\nA,0,0,moon\n", "h.csv", scenario),
                "h.csv:2, column TIER: unknown value");
        refuses(importHosts("NAME,X,Y\n,0,0\n", "h.csv", scenario), "the host has no name");
        refuses(importUsers("GROUP,X,Y,SPEED\nA,0,0,-1\n", "u.csv", scenario), "u.csv:2, column SPEED");
        refuses(importUsers("GROUP,X,Y\n,0,0\n", "u.csv", scenario), "u.csv:2, column GROUP");
        refuses(importLinks("FROM,TO,IN_SERVICE\nA,B,maybe\n", "l.csv", scenario),
                "l.csv:2, column IN_SERVICE: \"maybe\" is neither yes nor no");
        refuses(importLinks("FROM,TO,BACKGROUND_LOAD\nA,B,1.5\n", "l.csv", scenario),
                "column BACKGROUND_LOAD");
        QVERIFY(scenario == Scenario{});
    }
    /// Names of workloads that are not there are said; users who differ within a group too.
    void namesAndDifferencesAreSaid() {
        Scenario scenario;
        scenario.workloads = {{{1}, "Chat"}};
        const auto result =
            importUsers("GROUP,X,Y,SPEED,WORKLOAD,COLOUR\nA,0,0,3 m/s,Maps,red\nA,1,1,4,Maps,blue\n"
                        "B,2,2,,Chat,red\n",
                        "u.csv", scenario);
        taken(result);
        QVERIFY(says(result->warnings, "no workload \"Maps\""));
        QVERIFY(says(result->warnings, "1 users differ from the first of their group"));
        QVERIFY(says(result->warnings, "columns ignored: COLOUR"));
        const auto& groups = scenario.topology.groups;
        QCOMPARE(groups.size(), std::size_t(2));
        QCOMPARE(groups[0].speed.si(), 3.0);
        QCOMPARE(groups[0].count, 2);
        QCOMPARE(groups[1].speed.si(), 0.0);
        QCOMPARE(groups[1].workload.value, std::int64_t(1));
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::RoundTripTest)
#include "round_trip_test.moc"
