// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/antenna/antenna_kernel.h"
#include "analytics/radio/cell_kernel.h"
#include "analytics/radio/link_budget.h"
#include "tests/analytics/radio/sample_network.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <array>
#include <cmath>

namespace cellwright::radio {

class LinkBudgetTest : public QObject {
    Q_OBJECT
private:
    static Downlink<NullRecorder> hear(const Topology& topology, Position at, const Receiver& receiver = {}) {
        NullRecorder rec;
        return downlink(rec, makeNetwork(topology).value(), at, receiver, PathChoice::expected);
    }

private Q_SLOTS:
    void noiseByHand() {
        NullRecorder rec;
        QVERIFY(std::abs(noisePower(rec, Hertz(1e6), Decibels(9.0)).db() - -105.0) < 1e-12);
        QVERIFY(std::abs(noisePower(rec, Hertz(100e6), Decibels(5.0)).db() - -89.0) < 1e-12);
    }
    void rsrpByHand() {
        NullRecorder rec;
        QVERIFY(std::abs(rsrp(rec, DecibelMilliwatts(-50.0), 273.0).db() -
                         (-50.0 - 10.0 * std::log10(3276.0))) < 1e-12);
    }
    void sinrFromItsPowers() {
        // The sum over interferers, done a second time with nothing but the coupling gains.
        const auto topology = test::sampleTopology(3);
        const auto network = makeNetwork(topology).value();
        NullRecorder rec;
        for (const auto& at : test::randomPoints(40, 500.0)) {
            double best = 0.0, total = 0.0;
            for (std::size_t i = 0; i < network.cells.size(); ++i) {
                const auto link =
                    mastLink(rec, network, network.cells[i].mast, at, Receiver{}, PathChoice::expected);
                const auto gain = couplingGain(rec, network, int(i), link, Receiver{});
                const double watts = toWatts(DecibelMilliwatts(44.0) + gain).si();
                total += watts;
                best = std::max(best, watts);
            }
            const double noise = toWatts(noisePower(rec, Hertz(273.0 * 12.0 * 30e3), Decibels(9.0))).si();
            const double sinr = 10.0 * std::log10(best / (noise + 0.5 * (total - best)));
            QVERIFY(std::abs(hear(topology, at).sinr.db() - sinr) < 1e-6);
        }
    }
    void servingIsTheStrongestPerElementNotInTotal() {
        // 100 MHz at 44 dBm spreads over 10 times the elements of 10 MHz at 40 dBm: the narrow one is heard
        // better.
        auto topology = test::sampleTopology(1);
        Carrier narrow = topology.carriers[0];
        narrow.id = {2};
        narrow.bandwidth = Hertz(10e6);
        topology.carriers.push_back(narrow);
        auto& sectors = topology.sites[0].sectors;
        sectors.resize(2);
        sectors[1] = sectors[0];
        sectors[1].id = {5000};
        sectors[1].carrier = narrow.id;
        sectors[1].power = DecibelMilliwatts(40.0);
        const auto heard = hear(topology, {Metres(100.0), Metres(120.0)});
        QCOMPARE(makeNetwork(topology)->cells[std::size_t(heard.cell)].sector.id, SectorId{5000});
    }
    void worseReceiversHearLess() {
        const auto topology = test::sampleTopology(2);
        for (const auto& at : test::randomPoints(40, 600.0)) {
            const auto good = hear(topology, at, {Metres(1.5), Decibels(5.0), Decibels(0.0)});
            const auto noisy = hear(topology, at, {Metres(1.5), Decibels(12.0), Decibels(0.0)});
            const auto indoors = hear(topology, at, {Metres(1.5), Decibels(5.0), Decibels(20.0)});
            QCOMPARE(noisy.rsrp, good.rsrp);
            QVERIFY(noisy.sinr < good.sinr);
            QVERIFY(std::abs((good.rsrp - indoors.rsrp).db() - 20.0) < 1e-9);
            QVERIFY(indoors.sinr < good.sinr);
        }
    }
    void rsrpFallsAlongTheBoresight() {
        auto topology = test::sampleTopology(1);
        topology.sites[0].sectors.resize(1);
        topology.sites[0].sectors[0].azimuth = Degrees(90.0);
        double before = 1e9;
        for (double d = 170.0; d < 5000.0; d *= 1.1) { // beyond where the tilted beam meets the ground
            const double now = hear(topology, {Metres(d), Metres(0.0)}).rsrp.db();
            QVERIFY(now < before);
            before = now;
        }
    }
    void rangeIsThatOfTheServingPath() {
        auto topology = test::sampleTopology(1);
        QVERIFY(hear(topology, {Metres(300.0), Metres(0.0)}).range.ok());
        QVERIFY(!hear(topology, {Metres(6000.0), Metres(0.0)}).range.distance);
        QVERIFY(!hear(topology, {Metres(300.0), Metres(0.0)}, {Metres(0.5), {}, {}}).range.userHeight);
        topology.sites[0].height = Metres(60.0);
        QVERIFY(!hear(topology, {Metres(300.0), Metres(0.0)}).range.siteHeight);
    }
    void kernelsSurviveAbsurdConstants() {
        // What a hostile project may hold: nothing may crash, and no gain may be a NaN where the inputs are
        // numbers.
        Mast mast;
        mast.height = Metres(1e6);
        Sector sector;
        sector.antennaGain = Decibels(1e6);
        const float east[] = {0.0f, 1e7f, -1e7f, 1.0f}, north[] = {0.0f, 1e7f, 0.0f, -1e-30f};
        float path[4], inverse[4], gain[4], meant[4];
        mastGain(mastKernel(mast, Hertz(3.5e9), Receiver{}, PathChoice::expected), east, north, path, 4);
        for (const auto [rows, columns, beams] : {std::array{1, 1, 1}, std::array{64, 64, 63}}) {
            sector.panelRows = rows;
            sector.panelColumns = columns;
            sector.beams = beams;
            const Metres up(1.5 - 1e6);
            inverseDistances(float(up.si()), east, north, inverse, 4);
            antennaGain(antennaKernel(sector, nullptr, up, Decibels(0.0)), {east, north, inverse}, path, gain,
                        meant, 4);
            for (int i = 0; i < 4; ++i)
                QVERIFY(!std::isnan(path[i]) && path[i] >= 0.0f && !std::isnan(gain[i]) &&
                        !std::isnan(meant[i]));
        }
    }
};

} // namespace cellwright::radio

CELLWRIGHT_TEST(cellwright::radio::LinkBudgetTest)
#include "link_budget_test.moc"
