// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/network/graphml.h"
#include "data/exchange/network/layout.h"
#include "tests/data/exchange/file_samples.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

namespace cellwright {

class NetworkTest : public QObject {
    Q_OBJECT
private:
    static std::string graph(const std::string& inside) {
        return std::string(test::graphMlHead) + inside + "</graph></graphml>";
    }
    static std::string node(const char* id, const char* label, const char* latitude = nullptr,
                            const char* longitude = nullptr) {
        std::string text = std::string("<node id=\"") + id + "\"><data key=\"d3\">" + label + "</data>";
        if (latitude)
            text += std::string("<data key=\"d1\">") + latitude + "</data><data key=\"d2\">" + longitude +
                    "</data>";
        return text + "</node>";
    }
    static std::string edge(const char* from, const char* to, const char* data = "") {
        return std::string("<edge source=\"") + from + "\" target=\"" + to + "\">" + data + "</edge>";
    }
    static bool says(const std::vector<std::string>& lines, const char* text) {
        return std::ranges::any_of(lines,
                                   [&](const auto& line) { return line.find(text) != std::string::npos; });
    }
    static std::string errorOf(const std::string& text) {
        Scenario scenario;
        const auto before = scenario;
        const auto result = importGraphMl(text, "g.graphml", scenario);
        return result || !(scenario == before) ? std::string() : result.error().message();
    }
    static double apart(const Position& a, const Position& b) {
        return std::hypot((a.x - b.x).si(), (a.y - b.y).si());
    }

private Q_SLOTS:
    void nodesAndEdgesBecomeSitesAndLinks() {
        Scenario scenario;
        const auto result = importGraphMl(
            graph(node("0", "A", "52", "13") + node("1", "A", "52.1", "13") + node("2", "C") +
                  edge("0", "1", "<data key=\"d4\">2.5e9</data>") +
                  edge("0", "1", "<data key=\"d5\">OC-48</data>") + edge("1", "2") + edge("2", "2")),
            "g", scenario);
        QVERIFY2(result.has_value(), result ? "" : result.error().message().c_str());
        const auto& t = scenario.topology;
        QCOMPARE(t.sites.size(), std::size_t(3));
        QCOMPARE(t.links.size(), std::size_t(3));
        std::set<std::string> names;
        for (const auto& site : t.sites) {
            QVERIFY(site.sectors.empty());
            QVERIFY(names.insert(site.name).second);
        }
        for (const auto& link : t.links)
            QVERIFY(names.insert(link.name).second); // parallel links stay apart
        QCOMPARE(t.links[0].capacity.si(), 2.5e9);
        QVERIFY(std::abs(t.links[1].capacity.si() - 48 * 51.84e6) < 1.0);
        QCOMPARE(t.links[2].capacity.si(), Link{}.capacity.si());
        QVERIFY(std::abs(apart(t.sites[0].position, t.sites[1].position) - 11.126e3) < 20.0);
        QVERIFY(says(result->warnings, "1 of 3 nodes have no coordinates"));
        QVERIFY(says(result->warnings, "1 of 3 links say no capacity"));
        QVERIFY(says(result->skipped, "leads back to where it starts"));
    }
    void continentsAreDrawnToScale() {
        Scenario scenario;
        const auto result = importGraphMl(graph(node("0", "Lisbon", "38.72", "-9.14") +
                                                node("1", "Tokyo", "35.68", "139.69") + edge("0", "1")),
                                          "g", scenario);
        QVERIFY(result.has_value());
        QVERIFY(!scenario.topology.origin);
        QVERIFY(says(result->warnings, "drawn at a scale of 1:"));
        // 11,140 km along the ground, times the detour of fibre.
        QVERIFY(std::abs(scenario.topology.links[0].length->si() / 1.5 - 11.14e6) < 0.05e6);
        for (const auto& site : scenario.topology.sites)
            QVERIFY(std::abs(site.position.x.si()) <= 1e6 && std::abs(site.position.y.si()) <= 1e6);
    }
    void wrongGraphsAreRefused() {
        const std::pair<std::string, const char*> bad[] = {
            {"<graphml><graph>", "g.graphml:1:"},
            {"<gexf/>", "it starts with <gexf>"},
            {"<graphml/>", "has no <graph>"},
            {graph(""), "the graph has no nodes"},
            {graph(node("0", "A") + node("0", "B")), "node \"0\": the id is given twice"},
            {graph(node("0", "A", "97", "0")), "node \"0\", latitude: \"97\" is no latitude"},
            {graph(node("0", "A", "x", "0")), "\"x\" is no latitude"},
            {graph(node("0", "A") + edge("0", "7")),
             "edge \"0\" to \"7\": the edge ends at a node that does not exist"},
        };
        for (const auto& [text, message] : bad)
            QVERIFY2(errorOf(text).find(message) != std::string::npos,
                     (errorOf(text) + " / " + message).c_str());
    }
    void speedsInLabels() {
        const std::pair<const char*, double> known[] = {
            {"10 Gbps", 10e9},
            {"2.5G", 2.5e9},
            {"<155 Mbit/s>", 155e6},
            {"OC-192", 192 * 51.84e6},
            {"OC3", 3 * 51.84e6},
            {"STM-16", 16 * 155.52e6},
            {"622Mb/s", 622e6},
            {"100 Mbps", 100e6},
            {"10G", 10e9},
            {"T3", 44.736e6},
            {"E1", 2.048e6},
            {"Fibre, 40 Gb", 40e9},
            {"1GE", 1e9},
        };
        for (const auto& [label, rate] : known) {
            const auto speed = speedInLabel(label);
            QVERIFY2(speed.has_value(), label);
            QVERIFY2(std::abs(speed->si() / rate - 1.0) < 1e-12, label);
        }
        for (const char* unknown : {"", "dark fibre", "3", "Route 66 mainland", "OC-", "10 x"})
            QVERIFY2(!speedInLabel(unknown), unknown);
    }
    void layoutsAreSoundAndRepeatable() {
        GraphToPlace graphs[3];
        graphs[0].places = {std::nullopt, std::nullopt, std::nullopt, std::nullopt}; // nobody knows
        graphs[0].edges = {{0, 1}, {0, 2}, {2, 3}};
        graphs[1].places = {GeoOrigin{50, 8}, std::nullopt, std::nullopt, GeoOrigin{50.5, 8}, std::nullopt};
        graphs[1].edges = {{0, 1}, {0, 2}, {1, 3}};  // two neighbours, one alone
        graphs[2].places.assign(2000, std::nullopt); // a long chain and lone nodes
        for (std::size_t i = 1; i < 1000; ++i)
            graphs[2].edges.emplace_back(i - 1, i);
        for (const auto& graph : graphs) {
            const auto layout = layOut(graph, {}), again = layOut(graph, {});
            QCOMPARE(layout.positions.size(), graph.places.size());
            std::set<std::pair<double, double>> used;
            for (std::size_t i = 0; i < layout.positions.size(); ++i) {
                const auto& p = layout.positions[i];
                QVERIFY(p == again.positions[i]);
                QVERIFY(std::isfinite(p.x.si()) && std::abs(p.x.si()) <= 1e6 && std::abs(p.y.si()) <= 1e6);
                QVERIFY(used.insert({p.x.si(), p.y.si()}).second); // none upon another
            }
        }
        QCOMPARE(layOut(graphs[1], {}).guessed, 3);
    }
    void layoutsStayOnThePlane() {
        GraphToPlace graphs[3];
        graphs[0].places.assign(100'000, std::nullopt); // nobody knows any, and none is joined
        graphs[1].places.assign(6000, std::nullopt);    // chains of 3
        for (std::size_t i = 2; i < 6000; i += 3)
            graphs[1].edges.insert(graphs[1].edges.end(), {{i - 2, i - 1}, {i - 1, i}});
        graphs[2].places.assign(3000, std::nullopt); // beside places at the edge of the plane
        graphs[2].places[0] = GeoOrigin{50.0, 2.0};
        graphs[2].places[1] = GeoOrigin{50.0, 29.0};
        for (std::size_t i = 2; i < 1000; ++i)
            graphs[2].edges.emplace_back(1, i);
        for (const auto& graph : graphs) {
            const auto layout = layOut(graph, {});
            std::set<std::pair<double, double>> used;
            for (const auto& p : layout.positions) {
                QVERIFY(std::abs(p.x.si()) <= 1e6 && std::abs(p.y.si()) <= 1e6);
                QVERIFY(used.insert({p.x.si(), p.y.si()}).second);
            }
        }
    }
    void furtherGraphsAreNamed() {
        Scenario scenario;
        const auto result =
            importGraphMl(std::string(test::graphMlHead) + "<node id=\"0\"><graph/></node></graph>" +
                              "<graph><node id=\"1\"/></graph></graphml>",
                          "g", scenario);
        QVERIFY2(result.has_value(), result ? "" : result.error().message().c_str());
        QCOMPARE(scenario.topology.sites.size(), std::size_t(1));
        QVERIFY(says(result->skipped, "2 further graphs"));
    }
    void manyOfOneNameAreToldApart() {
        std::string nodes;
        for (int i = 0; i < 20'000; ++i)
            nodes += node(std::to_string(i).c_str(), "Same");
        Scenario scenario;
        QVERIFY(importGraphMl(graph(nodes), "g", scenario));
        std::set<std::string> names;
        for (const auto& site : scenario.topology.sites)
            QVERIFY(names.insert(site.name).second);
        QVERIFY(names.contains("Same (20000)"));
    }
    void linksBetweenEqualNamesAreRefused() {
        Scenario scenario;
        QVERIFY(importSites("SITE_ID,X,Y\n1,0,0\n2,1000,0\n3,0,900\n", "s", scenario));
        for (auto& site : scenario.topology.sites)
            site.name = site.position.x.si() > 0.0 ? "A" : "B";
        const auto result = importLinks("FROM,TO\nA,B\n", "l.csv", scenario);
        QVERIFY(!result);
        QVERIFY(result.error().message().find("l.csv:2: several places are called \"B\"") !=
                std::string::npos);
        QVERIFY(scenario.topology.links.empty());
    }
    void linkTablesAmongSites() {
        Scenario scenario;
        QVERIFY(importSites("NAME,X,Y\nA,0,0\nB,1000,0\nC,0,900\n", "s", scenario));
        const auto result = importLinks(
            "NAME,FROM,TO,MEDIUM,CAPACITY,LENGTH,FREQUENCY\n"
            "One,A,B,microwave,400 Mbit/s,1.2 km,18 GHz\nTwo,B,C,,,,\nBack,B,A,,,,\nLoop,A,A,,,,\n",
            "l.csv", scenario);
        QVERIFY2(result.has_value(), result ? "" : result.error().message().c_str());
        const auto& links = scenario.topology.links;
        QCOMPARE(links.size(), std::size_t(2));
        QCOMPARE(links[0].medium, Medium::microwave);
        QCOMPARE(links[0].capacity.si(), 400e6);
        QCOMPARE(links[0].length->si(), 1200.0);
        QCOMPARE(links[0].frequency->si(), 18e9);
        QCOMPARE(result->skipped.size(), std::size_t(2));
        QVERIFY(says(result->warnings, "1 links say no capacity"));
        const auto before = scenario;
        const auto missing = importLinks("FROM,TO\nA,Z\n", "l.csv", scenario);
        QVERIFY(missing.error().message().find("l.csv:2: there is no site or host \"Z\"") !=
                std::string::npos);
        const auto strange = importLinks("FROM,TO,MEDIUM\nA,B,string\n", "l.csv", scenario);
        QVERIFY(strange.error().message().find("l.csv:2, column MEDIUM") != std::string::npos);
        QVERIFY(scenario == before);
    }
    void linkTablesAloneAreGraphs() {
        Scenario scenario;
        const auto result = importLinks("sites\nPOP --> DN1\nDN1 --> CN1\n", "l.csv", scenario);
        QVERIFY2(result.has_value(), result ? "" : result.error().message().c_str());
        QCOMPARE(scenario.topology.sites.size(), std::size_t(3));
        QCOMPARE(scenario.topology.links.size(), std::size_t(2));
        const auto half = importLinks("sites\nPOP\n", "l.csv", scenario);
        QVERIFY(half.error().message().find("write them as A --> B") != std::string::npos);
    }
    void cellsAreGroupedIntoSites() {
        const std::string lines = "NR,262,1,100,8193,0,13.0,52.0,1000,10,1,0,0,0\n"
                                  "NR,262,1,100,8194,0,13.002,52.0,1000,30,1,0,0,0\n"
                                  "LTE,262,1,100,8193,0,13.01,52.01,1000,1,1,0,0,0\n"
                                  "NR,262,2,100,8193,0,13.02,52.0,1000,1,1,0,0,0\n";
        for (const bool header : {true, false}) {
            Scenario scenario;
            const auto text = (header ? "radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,"
                                        "created,updated,averageSignal\n"
                                      : "") +
                              lines;
            const auto result = importOpenCellId(text, "o.csv", scenario);
            QVERIFY2(result.has_value(), result ? "" : result.error().message().c_str());
            QCOMPARE(scenario.topology.sites.size(), std::size_t(3));
            const auto site =
                std::ranges::find(scenario.topology.sites, std::string("NR 262-1-100-2"), &Site::name);
            QVERIFY(site != scenario.topology.sites.end());
            QCOMPARE(site->sectors.size(), std::size_t(2));
            QVERIFY(says(result->warnings, "4 cells are grouped into 3 sites"));
            QVERIFY(says(result->warnings, "LTE"));
        }
        Scenario filtered;
        ImportSettings settings;
        settings.mcc = 262;
        settings.mnc = 1;
        settings.radio = "nr";
        const auto result = importOpenCellId(lines, "o.csv", filtered, settings);
        QCOMPARE(filtered.topology.sites.size(), std::size_t(1));
        QVERIFY(says(result->skipped, "2 of 4 cells"));
        settings.mcc = 1;
        QVERIFY(importOpenCellId(lines, "o.csv", filtered, settings)
                    .error()
                    .message()
                    .find("none of its 4 cells") != std::string::npos);
    }
    void wrongCellsAreRefused() {
        const std::pair<const char*, const char*> bad[] = {
            {"NR,262,1\n", "o.csv:1: the line has 3 cells"},
            {"WIFI,262,1,100,8193,0,13.0,52.0,1000,10\n", "o.csv:1, column radio: \"WIFI\" is no radio type"},
            {"NR,262,1,100,8193,0,213.0,52.0,1000,10\n", "column lon: \"213.0\" is no lon"},
            {"radio,mcc,net,area,cell,unit,lat,lon,range,samples\n", "column 7 is \"lat\", not \"lon\""},
            {"\x1F\x8B\x08", "packed with gzip"},
            {"", "the file holds no cells"},
        };
        for (const auto& [text, message] : bad) {
            Scenario scenario;
            const auto result = importOpenCellId(text, "o.csv", scenario);
            QVERIFY(!result);
            QVERIFY2(result.error().message().find(message) != std::string::npos,
                     result.error().message().c_str());
        }
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::NetworkTest)
#include "network_test.moc"
