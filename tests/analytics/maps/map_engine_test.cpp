// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/exposure.h"
#include "analytics/assess/results.h"
#include "analytics/maps/map_engine.h"
#include "analytics/radio/link_budget.h"
#include "tests/analytics/assess/bench_scenario.h"
#include "tests/analytics/radio/sample_network.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>
#include <thread>

namespace cellwright::maps {

static std::vector<Layer> everyLayer() {
    std::vector<Layer> layers;
    for (const auto& info : allLayers())
        layers.push_back(info.layer);
    return layers;
}

static MapEngine engineOf(const Scenario& scenario, std::vector<Layer> layers, UserGroupId group = {}) {
    auto engine = MapEngine::make(scenario, test::facts(), {.layers = std::move(layers), .group = group});
    if (!engine)
        qFatal("%s", engine.error().message().c_str());
    return std::move(*engine);
}

class MapEngineTest : public QObject {
    Q_OBJECT

    static bool close(float found, double expected, double tolerance) {
        return std::abs(double(found) - expected) <= tolerance * std::max(std::abs(expected), 1e-9);
    }
    /// What assess() says of each user of a group, against the map at the users' places.
    static void compareWithAssess(const Scenario& scenario, std::size_t group) {
        const auto& facts = test::facts();
        const assessing::World world(scenario, facts);
        QVERIFY(world.usable());
        const auto working = assessing::work(world);
        const auto& users = working.users[group];
        QVERIFY(!users.results.empty());
        const auto engine = engineOf(scenario, everyLayer(), scenario.topology.groups[group].id);
        const auto places = engine.users();
        MapColumns map;
        engine.evaluate(places, map);
        const double tokens = double(world.plans()[group]->workload->outputTokens);
        int served = 0;
        for (std::size_t i = 0; i < places.size(); ++i)
            served += std::isnan((*map.find(Layer::ttft))[i]) ? 0 : 1;
        QCOMPARE(served, int(users.results.size()));
        for (std::size_t k = 0; k < users.index.size(); ++k) {
            const auto i = users.index[k];
            const auto& exact = users.results[k];
            QCOMPARE(map.cell[i], exact.link.cell);
            const auto is = [&](Layer layer, double expected, double tolerance) {
                return close((*map.find(layer))[i], expected, tolerance);
            };
            QVERIFY(std::abs(double((*map.find(Layer::sinr))[i]) - exact.link.down.sinr.db()) < 0.01);
            QVERIFY(std::abs(double((*map.find(Layer::rsrp))[i]) - exact.link.rsrp.db()) < 0.01);
            QVERIFY(is(Layer::rateUp, exact.link.up.rateShared.si(), 0.01));
            QVERIFY(is(Layer::rateDown, exact.link.down.rateShared.si(), 0.01));
            QVERIFY(is(Layer::ttft, exact.timing.ttft.si(), 0.01));
            QVERIFY(is(Layer::tpot, exact.timing.tpot.si(), 0.01));
            QVERIFY(is(Layer::energy, exact.energy.total.si() / tokens, 0.01));
        }
    }

private Q_SLOTS:
    void everyGroupOfASampleIsAsAssessed_data() {
        QTest::addColumn<int>("scenario");
        QTest::addColumn<int>("group");
        const auto project = samples::hospitalCampus();
        for (int s = 0; s < int(project.scenarios.size()); ++s)
            for (int g = 0; g < int(project.scenarios[std::size_t(s)].topology.groups.size()); ++g)
                QTest::addRow("%d %d", s, g) << s << g;
    }
    void everyGroupOfASampleIsAsAssessed() {
        QFETCH(int, scenario);
        QFETCH(int, group);
        compareWithAssess(samples::hospitalCampus().scenarios[std::size_t(scenario)], std::size_t(group));
    }
    void randomPlacesAreAsAssessed() {
        auto scenario = test::splitHospital();
        auto& group = scenario.topology.groups.front();
        group.points = test::randomPoints(60, 500.0, 31);
        compareWithAssess(scenario, 0);
    }
    void radioLayersNeedNoUsers() {
        Scenario scenario{.id = {1}};
        scenario.topology = test::sampleTopology(3);
        const auto engine =
            engineOf(scenario, {Layer::rsrp, Layer::sinr, Layer::bestServer, Layer::overlap, Layer::rateUp});
        MapColumns map;
        const auto places = test::randomPoints(50, 400.0);
        engine.evaluate(places, map);
        QCOMPARE(map.places(), places.size());
        NullRecorder rec;
        for (std::size_t i = 0; i < places.size(); ++i) {
            const auto exact = radio::downlink(rec, engine.network(), places[i], radio::Receiver{},
                                               radio::PathChoice::expected);
            QVERIFY(std::abs(double((*map.find(Layer::rsrp))[i]) - exact.rsrp.db()) < 0.01);
            QCOMPARE((*map.find(Layer::bestServer))[i], float(map.cell[i]));
            QVERIFY((*map.find(Layer::overlap))[i] >= 1.0f && (*map.find(Layer::overlap))[i] <= 9.0f);
            QVERIFY((*map.find(Layer::rateUp))[i] > 0.0f);
        }
        QVERIFY(engine.users().empty());
        QVERIFY(map.find(Layer::ttft) == nullptr);
    }
    void overlapCountsByHand() {
        Scenario scenario{.id = {1}};
        scenario.topology = test::sampleTopology(4);
        MapOptions options{.layers = {Layer::overlap, Layer::rsrp}, .overlapMargin = Decibels(10.0)};
        options.overlapThreshold = DecibelMilliwatts(-95.0);
        const auto engine = MapEngine::make(scenario, {}, options).value();
        const auto places = test::randomPoints(40, 600.0);
        MapColumns map;
        engine.evaluate(places, map);
        const auto field = radio::CellField::make(scenario.topology).value();
        const double elements = 10.0 * std::log10(12.0 * 273.0);
        for (std::size_t i = 0; i < places.size(); ++i) {
            int count = 0;
            for (int m = 0; m < 4; ++m)
                for (const float gain : field.mastGains(m, std::span(&places[i], 1), {})) {
                    const double rsrp = 44.0 + 10.0 * std::log10(double(gain)) - elements;
                    count += rsrp >= std::max(double(map.values[1][i]) - 10.0, -95.0) ? 1 : 0;
                }
            QCOMPARE(int(map.values[0][i]), count);
        }
    }
    void nobodyIsServedWithoutCoverage() {
        auto scenario = test::oneUser(Placement::host);
        scenario.topology.sites[0].sectors[0].enabled = true;
        const auto engine = engineOf(scenario, everyLayer());
        const std::vector<Position> far{{Metres(90e3), Metres(0.0)}};
        MapColumns map;
        engine.evaluate(far, map);
        QVERIFY(std::isnan((*map.find(Layer::ttft))[0]) && std::isnan((*map.find(Layer::exposure))[0]));
        QCOMPARE((*map.find(Layer::rateDown))[0], 0.0f);
        scenario.topology.links.clear(); // nor without a way to the host
        const auto cut = engineOf(scenario, {Layer::ttft});
        cut.evaluate(std::vector<Position>{{Metres(0.0), Metres(100.0)}}, map);
        QVERIFY(std::isnan(map.values[0][0]));
    }
    void theDeviceAloneNeedsNoCoverageAndExposesNothing() {
        const auto engine = engineOf(test::oneUser(Placement::device), everyLayer());
        MapColumns map;
        engine.evaluate(std::vector<Position>{{Metres(90e3), Metres(0.0)}, {Metres(9.0), Metres(90.0)}}, map);
        QVERIFY((*map.find(Layer::ttft))[0] > 0.0f);
        QCOMPARE((*map.find(Layer::ttft))[0], (*map.find(Layer::ttft))[1]);
        QCOMPARE((*map.find(Layer::exposure))[0], 0.0f);
        QCOMPARE((*map.find(Layer::exposedTokens))[1], 0.0f);
    }
    void exposureIsTheLedgers() {
        const auto scenario = test::oneUser(Placement::host);
        const auto assessment = assess(scenario, test::facts());
        const auto engine = engineOf(scenario, {Layer::exposure, Layer::exposedTokens});
        MapColumns map;
        engine.evaluate(scenario.topology.groups[0].points, map);
        double bytes = 0.0;
        for (const auto& flow : assessment.groups[0].privacy.ledger)
            if (flow.from == TrustZone::userDevice && flow.to != flow.from)
                bytes += flow.bytes.si();
        QVERIFY(close(map.values[0][0], bytes, 1e-6));
        const auto& workload = scenario.workloads[0];
        QVERIFY(close(map.values[1][0], double(workload.promptTokens + workload.outputTokens), 1e-6));
    }
    void theCursorReadsOut() {
        const auto engine = engineOf(test::oneUser(Placement::host), {Layer::sinr, Layer::ttft});
        const auto reading = engine.at({Metres(30.0), Metres(40.0)});
        QCOMPARE(reading.cell, 0);
        QCOMPARE(reading.site, SiteId{10});
        QCOMPARE(reading.server, std::string("Site A"));
        QVERIFY(std::abs(reading.distance.si() - 50.0) < 1e-9);
        QVERIFY(std::abs(reading.bearing.degrees() - (180.0 + std::atan2(30.0, 40.0) * 180.0 / M_PI)) < 1e-9);
        QCOMPARE(reading.values.size(), std::size_t(2));
        const auto nowhere = engine.at({Metres(std::nan("")), Metres(0.0)});
        QCOMPARE(nowhere.cell, -1);
        QVERIFY(nowhere.values.empty());
    }
    void failuresSayWhy() {
        auto scenario = test::oneUser(Placement::host);
        const auto facts = test::facts();
        const auto unknown = MapEngine::make(scenario, facts, {.layers = {Layer::sinr}, .group = {99}});
        QVERIFY(!unknown && unknown.error().what.find("99") != std::string::npos);
        scenario.deployments[0].model = "nobody-has-it";
        QVERIFY(MapEngine::make(scenario, facts, {.layers = {Layer::rateDown}}).has_value());
        const auto model = MapEngine::make(scenario, facts, {.layers = {Layer::ttft}});
        QVERIFY(!model && model.error().what.find("nobody-has-it") != std::string::npos);
        scenario.topology.groups.clear();
        QVERIFY(!MapEngine::make(scenario, facts, {.layers = {Layer::tpot}}));
        scenario.topology.carriers[0].bandwidth = Hertz(99e6);
        QVERIFY(!MapEngine::make(scenario, facts, {.layers = {Layer::rsrp}}));
    }
    void manyThreadsMayAsk() {
        const auto engine = engineOf(test::splitHospital(), everyLayer());
        const auto places = test::randomPoints(64, 400.0);
        MapColumns alone;
        engine.evaluate(places, alone);
        std::vector<MapColumns> found(3);
        {
            std::vector<std::jthread> threads;
            for (auto& each : found)
                threads.emplace_back([&] { engine.evaluate(places, each); });
        }
        for (const auto& each : found) {
            QVERIFY(each.cell == alone.cell);
            for (std::size_t c = 0; c < alone.values.size(); ++c)
                for (std::size_t i = 0; i < places.size(); ++i)
                    QVERIFY(each.values[c][i] == alone.values[c][i] ||
                            (std::isnan(each.values[c][i]) && std::isnan(alone.values[c][i])));
        }
    }
    void layersAreNamedOnce() {
        for (std::size_t i = 0; i < layerCount; ++i) {
            const auto& info = allLayers()[i];
            QCOMPARE(std::size_t(info.layer), i);
            QVERIFY(layerFromKey(info.key) == info.layer);
            QVERIFY(info.low < info.high && !info.name.empty() && !info.help.empty());
            QVERIFY(!info.logarithmic || info.low > 0.0);
        }
        const auto unknown = layerFromKey("height");
        QVERIFY(!unknown && unknown.error().remedy.find("best-server") != std::string::npos);
    }
};

} // namespace cellwright::maps

CELLWRIGHT_TEST(cellwright::maps::MapEngineTest)
#include "map_engine_test.moc"
