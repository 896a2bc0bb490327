// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/cell_field.h"
#include "analytics/radio/link_budget.h"
#include "analytics/radio/sinr_raster.h"
#include "analytics/scenario/schema.h"
#include "tests/analytics/radio/sample_network.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>
#include <limits>

namespace cellwright::radio {

class CellFieldTest : public QObject {
    Q_OBJECT
private:
    static CellField field(const Topology& topology, PathChoice choice = PathChoice::expected) {
        RadioOptions options;
        options.path = choice;
        return CellField::make(topology, options).value();
    }
    /// Two carriers, a switched-off site, odd heights, tilts and powers.
    static Topology varied(Propagation propagation) {
        Topology topology = test::sampleTopology(7, propagation);
        Carrier low;
        low.id = {2};
        low.frequency = Hertz(0.7e9);
        low.bandwidth = Hertz(20e6);
        low.subcarrierSpacing = Hertz(15e3);
        topology.carriers.push_back(low);
        topology.sites[2].enabled = false;
        topology.sites[3].sectors[1].carrier = low.id;
        topology.sites[3].height = Metres(31.0);
        topology.sites[4].sectors[0].downtilt = Degrees(-3.0);
        topology.sites[4].sectors[0].load = 0.9;
        topology.sites[5].sectors[2].power = DecibelMilliwatts(31.0);
        topology.sites[6].propagation = propagation == Propagation::uma ? Propagation::umi : Propagation::uma;
        return topology;
    }
    static SinrRaster::Frame frame() { return {{Metres(-800.0), Metres(-500.0)}, Metres(10.0), 160, 100}; }
    static bool same(const RadioLevels& a, const RadioLevels& b) {
        return a.cell == b.cell && a.rsrp == b.rsrp && a.sinr == b.sinr;
    }

private Q_SLOTS:
    void fastLoopsEqualTheTemplate_data() {
        QTest::addColumn<int>("propagation");
        QTest::addColumn<int>("choice");
        QTest::addColumn<double>("height");
        for (int propagation = 0; propagation < int(EnumText<Propagation>::entries.size()); ++propagation)
            for (int choice = 0; choice < 3; ++choice)
                for (const double height : {0.5, 1.5, 13.0, 22.5})
                    QTest::addRow("%d %d %g", propagation, choice, height) << propagation << choice << height;
    }
    void fastLoopsEqualTheTemplate() {
        QFETCH(int, propagation);
        QFETCH(int, choice);
        QFETCH(double, height);
        const auto cells = field(varied(Propagation(propagation)), PathChoice(choice));
        const Receiver receiver{Metres(height), Decibels(7.0), Decibels(3.0)};
        auto points = test::randomPoints(1200, 1500.0);
        for (const auto& mast : cells.network().masts)
            points.push_back(mast.position); // right under the antenna
        points.push_back({Metres(30e3), Metres(-20e3)});
        const auto fast = cells.evaluate(points, receiver);
        int other = 0;
        for (std::size_t i = 0; i < points.size(); ++i) {
            NullRecorder rec;
            const auto exact = downlink(rec, cells.network(), points[i], receiver, cells.options().path);
            QVERIFY(std::abs(double(fast.rsrp[i]) - exact.rsrp.db()) < 0.01);
            if (fast.cell[i] != exact.cell)
                ++other; // a tie within rounding
            else
                QVERIFY(std::abs(double(fast.sinr[i]) - exact.sinr.db()) < 0.01);
        }
        QVERIFY(other <= 2 + int(cells.network().masts.size()));
    }
    void tracedEqualsPlain() {
        const auto cells = field(varied(Propagation::uma));
        for (const auto& at : test::randomPoints(20, 900.0)) {
            NullRecorder rec;
            const auto exact = downlink(rec, cells.network(), at, Receiver{}, PathChoice::expected);
            Trace trace;
            TracingRecorder tracer(trace);
            const auto traced = downlink(tracer, cells.network(), at, Receiver{}, PathChoice::expected);
            QCOMPARE(traced.cell, exact.cell);
            QVERIFY(std::abs(valueOf(traced.sinr.db()) - exact.sinr.db()) < 1e-9);
            QVERIFY(std::abs(valueOf(traced.rsrp.db()) - exact.rsrp.db()) < 1e-9);
        }
    }
    void oneCellByHand() {
        auto topology = test::sampleTopology(1);
        topology.sites[0].sectors.resize(1);
        auto& sector = topology.sites[0].sectors[0];
        sector.azimuth = Degrees(90.0);
        sector.downtilt = Degrees(0.0);
        const std::vector<Position> at{{Metres(500.0), Metres(0.0)}};
        const auto levels = field(topology, PathChoice::nlos).evaluate(at, Receiver{});
        const double zenith = 90.0 + std::atan2(23.5, 500.0) * 180.0 / M_PI;
        const double gain = 8.0 - 12.0 * std::pow((zenith - 90.0) / 65.0, 2.0);
        const double received = 44.0 + gain - 129.916;
        QVERIFY(std::abs(double(levels.rsrp[0]) - (received - 10.0 * std::log10(12.0 * 273.0))) < 0.005);
        const double noise = -174.0 + 10.0 * std::log10(273.0 * 12.0 * 30e3) + 9.0;
        QVERIFY(std::abs(double(levels.sinr[0]) - (received - noise)) < 0.005);
    }
    void servesFromTheStrongestEnabledSector() {
        const auto cells = field(varied(Propagation::uma));
        for (const auto& cell : cells.network().cells)
            QVERIFY(cell.site != SiteId{102}); // switched off
        const auto fast = cells.evaluate(test::randomPoints(300, 1000.0), Receiver{});
        for (const auto cell : fast.cell)
            QVERIFY(cell >= 0 && cell < int(cells.network().cells.size()));
    }
    void switchingASiteOffNeverHurtsItsNeighbours() {
        auto topology = test::sampleTopology(5);
        const auto points = test::randomPoints(500, 900.0);
        const auto before = field(topology).evaluate(points, Receiver{});
        const auto all = field(topology);
        topology.sites[4].enabled = false;
        const auto without = field(topology);
        const auto after = without.evaluate(points, Receiver{});
        for (std::size_t i = 0; i < points.size(); ++i) {
            const auto& served = all.network().cells[std::size_t(before.cell[i])];
            if (served.site != topology.sites[4].id)
                QVERIFY(after.sinr[i] >= before.sinr[i] - 1e-4f);
            QVERIFY(after.rsrp[i] <= before.rsrp[i]);
        }
    }
    void morePowerNeverLowersOwnSinr() {
        auto topology = test::sampleTopology(4);
        const auto points = test::randomPoints(500, 700.0);
        const auto before = field(topology).evaluate(points, Receiver{});
        topology.sites[1].sectors[0].power = DecibelMilliwatts(47.0);
        const auto after = field(topology).evaluate(points, Receiver{});
        for (std::size_t i = 0; i < points.size(); ++i)
            if (before.cell[i] == 3)
                QVERIFY(after.cell[i] == 3 && after.sinr[i] > before.sinr[i]);
    }
    void idleNeighboursLeaveOnlyNoise() {
        auto topology = test::sampleTopology(4);
        for (auto& site : topology.sites)
            for (auto& sector : site.sectors)
                sector.load = 0.0;
        const auto cells = field(topology);
        const auto points = test::randomPoints(200, 700.0);
        const auto levels = cells.evaluate(points, Receiver{});
        const double noise =
            10.0 * std::log10(double(noiseMilliwatts(cells.network().carriers[0], Decibels(9.0))));
        for (std::size_t i = 0; i < points.size(); ++i) {
            const double received = double(levels.rsrp[i]) + 10.0 * std::log10(12.0 * 273.0);
            QVERIFY(std::abs(double(levels.sinr[i]) - (received - noise)) < 0.001);
        }
    }
    void carriersDoNotInterfere() {
        auto topology = test::sampleTopology(2);
        Carrier other = topology.carriers[0];
        other.id = {2};
        topology.carriers.push_back(other);
        const auto shared = field(topology).evaluate(test::randomPoints(200, 500.0), Receiver{});
        for (auto& sector : topology.sites[1].sectors)
            sector.carrier = other.id;
        const auto apart = field(topology).evaluate(test::randomPoints(200, 500.0), Receiver{});
        for (std::size_t i = 0; i < shared.sinr.size(); ++i)
            QVERIFY(apart.sinr[i] >= shared.sinr[i] - 1e-4f);
    }
    void emptyAndInvalidPlacesHearNothing() {
        const double nan = std::nan(""), infinite = std::numeric_limits<double>::infinity();
        const std::vector<Position> points{{Metres(nan), Metres(0.0)},
                                           {Metres(0.0), Metres(infinite)},
                                           {Metres(50.0), Metres(50.0)},
                                           {Metres(1e300), Metres(0.0)}};
        const auto none = field(Topology{}).evaluate(points, Receiver{});
        const auto some = field(test::sampleTopology(2)).evaluate(points, Receiver{});
        for (std::size_t i = 0; i < points.size(); ++i) {
            QCOMPARE(none.cell[i], -1);
            QVERIFY(std::isinf(none.sinr[i]) && none.sinr[i] < 0.0f);
        }
        QCOMPARE(some.cell[0], -1);
        QCOMPARE(some.cell[1], -1);
        QVERIFY(some.cell[2] >= 0 && std::isfinite(some.sinr[2]));
        QVERIFY(!std::isnan(some.sinr[3]));
        QVERIFY(field(Topology{}).evaluate({}, Receiver{}).cell.empty());
    }
    void wrongCarriersAreExplained() {
        auto topology = test::sampleTopology(1);
        topology.sites[0].sectors[1].carrier = {77};
        const auto missing = CellField::make(topology);
        QVERIFY(!missing && missing.error().where.find("Site 0") != std::string::npos);
        topology = test::sampleTopology(1);
        topology.carriers[0].bandwidth = Hertz(99e6);
        const auto odd = CellField::make(topology);
        QVERIFY(!odd && odd.error().where.find("n78") != std::string::npos);
    }
    void rasterEqualsThePointwiseField() {
        const auto topology = varied(Propagation::uma);
        const auto raster = SinrRaster::make(topology, frame()).value();
        std::vector<Position> centres;
        for (int row = 0; row < 100; ++row)
            for (int column = 0; column < 160; ++column)
                centres.push_back(frame().centre(column, row));
        QCOMPARE(centres.front(), (Position{Metres(-795.0), Metres(-495.0)}));
        QVERIFY(same(raster.levels(), field(topology).evaluate(centres, Receiver{})));
    }
    void rasterFollowsEdits() {
        auto topology = varied(Propagation::uma);
        auto raster = SinrRaster::make(topology, frame()).value();
        const auto expect = [&](int recomputed) {
            QCOMPARE(raster.update(topology).value(), recomputed);
            QVERIFY(same(raster.levels(), SinrRaster::make(topology, frame()).value().levels()));
        };
        expect(0);
        topology.sites[0].position.x += Metres(33.0);
        expect(3);
        topology.sites[1].sectors[0].power = DecibelMilliwatts(30.0);
        topology.sites[1].sectors[1].load = 0.1;
        expect(0);
        topology.sites[1].sectors[2].azimuth = Degrees(12.0);
        expect(1);
        topology.sites[2].enabled = true;
        expect(3);
        topology.sites[0].enabled = false;
        expect(0);
        topology.sites.erase(topology.sites.begin() + 4);
        expect(0);
        topology.carriers[0].frequency = Hertz(3.6e9);
        expect(14);
    }
    void rasterSurvivesAFailedUpdate() {
        auto topology = test::sampleTopology(2);
        auto raster = SinrRaster::make(topology, frame()).value();
        const auto before = raster.levels();
        topology.carriers[0].bandwidth = Hertz(1.0);
        QVERIFY(!raster.update(topology));
        QVERIFY(same(raster.levels(), before));
        QVERIFY(!SinrRaster::make(topology, {{}, Metres(0.0), 10, 10}));
        QVERIFY(!SinrRaster::make(topology, {{}, Metres(1.0), 0, 10}));
    }
};

} // namespace cellwright::radio

CELLWRIGHT_TEST(cellwright::radio::CellFieldTest)
#include "field_test.moc"
