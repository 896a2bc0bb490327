// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/network.h"
#include "tests/analytics/radio/sample_network.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <set>

namespace cellwright::radio {

class NetworkTest : public QObject {
    Q_OBJECT
private:
    /// Three sites whose second sectors use another carrier; a third carrier is not used.
    static Topology mixed() {
        auto topology = test::sampleTopology(3);
        for (const std::int64_t id : {2, 3}) {
            Carrier other;
            other.id = {id};
            other.frequency = Hertz(0.7e9);
            other.bandwidth = Hertz(20e6);
            other.subcarrierSpacing = Hertz(15e3);
            topology.carriers.push_back(other);
        }
        topology.carriers[2].bandwidth = Hertz(1.0); // wrong, but nobody uses it
        for (auto& site : topology.sites)
            site.sectors[1].carrier = CarrierId{2};
        return topology;
    }

private Q_SLOTS:
    void everyEnabledSectorIsOneCell() {
        auto topology = mixed();
        auto network = makeNetwork(topology).value();
        std::set<std::int64_t> seen;
        for (const auto& cell : network.cells)
            seen.insert(cell.sector.id.value);
        QCOMPARE(seen.size(), std::size_t(9));
        QCOMPARE(network.cells.size(), std::size_t(9));
        topology.sites[1].enabled = false;
        network = makeNetwork(topology).value();
        QCOMPARE(network.cells.size(), std::size_t(6));
        for (const auto& cell : network.cells)
            QVERIFY(cell.site != topology.sites[1].id);
    }
    void itRainsOutsideOnly() {
        auto topology = test::sampleTopology(2);
        RadioOptions options;
        options.weather.rainRate = 50.0;
        options.weather.gases = true;
        for (const auto model : {Propagation::inhOpen, Propagation::infDenseHigh}) {
            topology.sites[1].propagation = model;
            const auto network = makeNetwork(topology, options).value();
            QVERIFY(network.masts[0].air.rain > 0.0);
            QCOMPARE(network.masts[1].air.rain, 0.0);
            QCOMPARE(network.masts[1].air.gas, network.masts[0].air.gas);
        }
    }
    void cellsAreSortedByCarrierAndMast() {
        const auto network = makeNetwork(mixed()).value();
        QCOMPARE(network.carriers.size(), std::size_t(2));
        QCOMPARE(network.masts.size(), std::size_t(6));
        int next = 0;
        for (std::size_t m = 0; m < network.masts.size(); ++m) {
            const auto& mast = network.masts[m];
            QCOMPARE(mast.firstCell, next);
            QVERIFY(m == 0 || network.masts[m - 1].carrier <= mast.carrier);
            for (int i = 0; i < mast.cellCount; ++i) {
                const auto& cell = network.cells[std::size_t(next++)];
                QCOMPARE(cell.mast, int(m));
                QCOMPARE(cell.carrier, mast.carrier);
                QCOMPARE(cell.site, mast.site);
            }
        }
        QCOMPARE(next, int(network.cells.size()));
    }
    void carriersBringTheirShapes() {
        const auto network = makeNetwork(mixed()).value();
        QCOMPARE(network.carriers[0].down.blocks, 273);
        QCOMPARE(network.carriers[1].down.blocks, 106);
        QCOMPARE(network.carriers[0].occupied().si(), 273.0 * 12.0 * 30e3);
        QCOMPARE(network.carriers[0].down.timeShare, 0.75);
        QCOMPARE(network.carriers[0].up.maxLayers, 1);
    }
    void nothingOnTheAirIsFine() {
        QVERIFY(makeNetwork({})->cells.empty());
        auto topology = test::sampleTopology(2);
        for (auto& site : topology.sites)
            site.enabled = false;
        topology.sites[0].sectors[0].carrier = CarrierId{99}; // wrong, but off the air
        QVERIFY(makeNetwork(topology)->masts.empty());
    }
    void aMissingCarrierNamesSiteAndSector() {
        auto topology = test::sampleTopology(2);
        topology.sites[1].sectors[2].carrier = CarrierId{};
        const auto failed = makeNetwork(topology);
        QVERIFY(!failed);
        QVERIFY(failed.error().where.find("Site 1") != std::string::npos);
        QVERIFY(failed.error().what.find("S1005") != std::string::npos);
        QVERIFY(!failed.error().remedy.empty());
    }
    void optionsAndReceiversFollowTheScenario() {
        Assumptions assumptions;
        assumptions.blockErrorRate = 0.02;
        assumptions.outageSinrDb = -3.0;
        const auto options = radioOptions(assumptions);
        QCOMPARE(options.blockErrorRate, 0.02);
        QCOMPARE(options.outageSinrDb, -3.0);
        UserGroup group;
        group.bodyLoss = Decibels(4.0);
        group.height = Metres(3.0);
        QCOMPARE(receiverOf(group), (Receiver{Metres(3.0), Decibels(9.0), Decibels(4.0)}));
    }
};

} // namespace cellwright::radio

CELLWRIGHT_TEST(cellwright::radio::NetworkTest)
#include "network_test.moc"
