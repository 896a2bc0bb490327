// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/load/cell_time.h"
#include "analytics/radio/load/coupling.h"
#include "analytics/radio/load/uplink.h"
#include "analytics/radio/user_link.h"
#include "tests/analytics/radio/sample_network.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>

namespace cellwright::radio {

class CouplingTest : public QObject {
    Q_OBJECT
private:
    static UserField users(int sites = 5, int count = 250) {
        auto topology = test::sampleTopology(sites);
        topology.groups = {test::squareGroup(1, 600.0, count)};
        return UserField::make(topology).value();
    }
    /// The same traffic for every user who hears a cell.
    static Demands demands(const UserField& field, double down, double up) {
        Demands all;
        for (const auto& group : field.groups())
            all.emplace_back(group.positions.size(), UserDemand{BitsPerSecond(down), BitsPerSecond(up)});
        return all;
    }
    /// f(ρ) from the links that the field gives at loads ρ: the other way round to the same numbers.
    static std::vector<double> demandAt(UserField field, const Demands& wanted, const CellLoads& loads,
                                        bool down) {
        field.setLoads(loads.down.load, loads.up.load);
        std::vector<double> sum(field.network().cells.size(), 0.0);
        NullRecorder rec;
        for (std::size_t g = 0; g < wanted.size(); ++g)
            for (std::size_t u = 0; u < wanted[g].size(); ++u) {
                const auto& group = field.groups()[g];
                const auto link = evaluateUser(rec, field, group.positions[u], group.group,
                                               field.sharing(group.levels.cell[u], g));
                if (link.cell < 0)
                    continue;
                const auto& way = down ? link.down : link.up;
                const auto bits = down ? wanted[g][u].down : wanted[g][u].up;
                sum[std::size_t(link.cell)] += bits / way.rateBusy * way.shareBusy;
            }
        return sum;
    }

private Q_SLOTS:
    void loadsAgreeWithTheInterferenceTheyMake() {
        const auto field = users();
        const auto wanted = demands(field, 2e6, 3e5);
        const auto loads = coupleLoads(field, wanted);
        QVERIFY(loads.converged());
        QVERIFY(loads.down.iterations > 2 && loads.up.iterations > 2);
        for (const bool down : {true, false}) {
            const auto& way = down ? loads.down : loads.up;
            const auto again = demandAt(field, wanted, loads, down);
            for (std::size_t i = 0; i < again.size(); ++i) {
                QVERIFY(std::abs(again[i] - way.demand[i]) < 1e-6 * std::max(1.0, way.demand[i]));
                QVERIFY(std::abs(std::min(1.0, again[i]) - way.load[i]) < 1e-6);
                QVERIFY(way.load[i] >= 0.0 && way.load[i] <= 1.0);
            }
        }
    }
    void aCellAloneIsAClosedForm() {
        auto topology = test::sampleTopology(1);
        topology.sites[0].sectors.resize(1);
        UserGroup group;
        group.points = {{Metres(60.0), Metres(100.0)}, {Metres(120.0), Metres(200.0)}};
        topology.groups = {group};
        const auto field = UserField::make(topology).value();
        const auto loads = coupleLoads(field, demands(field, 5e6, 1e6));
        double down = 0.0, up = 0.0;
        NullRecorder rec;
        for (const auto& at : group.points) {
            const auto link = evaluateUser(rec, field, at, group, 1.0);
            down += 5e6 / link.down.rateAlone.si();
            up += 1e6 / link.up.rateAlone.si() * link.up.share;
        }
        QVERIFY(std::abs(loads.down.load[0] - down) < 1e-9);
        QVERIFY(std::abs(loads.up.load[0] - up) < 1e-9);
        QCOMPARE(loads.down.iterations, 2); // nothing to couple with
        QVERIFY(loads.down.unique && loads.down.overloaded().empty());
    }
    /// Two cells that mirror each other have one load, the root of ρ = d / R(S / (N + ρ S')).
    void twoEqualCellsHaveOneLoad() {
        auto topology = test::sampleTopology(2);
        topology.sites[0].position = {Metres(-300.0), Metres(0.0)};
        topology.sites[1].position = {Metres(300.0), Metres(0.0)};
        for (auto& site : topology.sites)
            site.sectors.resize(1);
        topology.sites[0].sectors[0].azimuth = Degrees(90.0);
        topology.sites[1].sectors[0].azimuth = Degrees(270.0);
        UserGroup group;
        group.points = {{Metres(-120.0), Metres(10.0)}, {Metres(120.0), Metres(10.0)}};
        topology.groups = {group};
        const auto field = UserField::make(topology).value();
        const auto loads = coupleLoads(field, demands(field, 60e6, 1e6));
        QVERIFY(loads.converged());
        QVERIFY(std::abs(loads.down.load[0] - loads.down.load[1]) < 1e-9);
        const auto wanted = demands(field, 60e6, 1e6);
        const auto again = demandAt(field, wanted, loads, true);
        QVERIFY(std::abs(again[0] - loads.down.load[0]) < 1e-6);
        QVERIFY(loads.down.load[0] > 60e6 / 2.4e9);
    }
    void noTrafficNoLoad() {
        const auto field = users();
        const auto loads = coupleLoads(field, demands(field, 0.0, 0.0));
        for (const auto* way : {&loads.down, &loads.up}) {
            QVERIFY(way->converged && way->unique && way->overloaded().empty());
            for (const double load : way->load)
                QCOMPARE(load, 0.0);
        }
        QVERIFY(coupleLoads(users(0, 3), {}).down.load.empty());
    }
    void moreTrafficNeverLowersALoad() {
        const auto field = users();
        std::vector<double> before(field.network().cells.size(), 0.0), beforeUp = before;
        for (const double bits : {1e5, 5e5, 1e6, 2e6, 4e6, 8e6, 3e7}) {
            const auto loads = coupleLoads(field, demands(field, bits, bits / 5.0));
            QVERIFY(loads.converged());
            for (std::size_t i = 0; i < before.size(); ++i) {
                QVERIFY(loads.down.load[i] >= before[i] - 1e-7);
                QVERIFY(loads.up.load[i] >= beforeUp[i] - 1e-7);
            }
            before = loads.down.load;
            beforeUp = loads.up.load;
        }
    }
    void overloadIsReportedWithItsCells() {
        const auto field = users();
        const auto loads = coupleLoads(field, demands(field, 1e9, 1e8));
        QVERIFY(loads.converged()); // at full load: a cell cannot send on more than it has
        const auto over = loads.down.overloaded();
        QVERIFY(!over.empty() && !loads.up.overloaded().empty());
        for (const int cell : over) {
            QVERIFY(loads.down.demand[std::size_t(cell)] > 1.0);
            QCOMPARE(loads.down.load[std::size_t(cell)], 1.0);
        }
        const auto light = coupleLoads(field, demands(field, 1e5, 1e4));
        QVERIFY(light.down.overloaded().empty() && light.up.overloaded().empty());
    }
    void theIterationThatMayNotEndSaysSo() {
        const auto field = users();
        const auto loads = coupleLoads(field, demands(field, 4e6, 1e6), {.mostIterations = 2});
        QVERIFY(!loads.converged());
    }
    /// The interference of every other cell, user by user, with fixed loads and without.
    void switchingACellOffNeverRaisesOthersInterference() {
        auto topology = test::sampleTopology(4);
        topology.groups = {test::squareGroup(1, 500.0, 120)};
        const auto before = UserField::make(topology).value();
        topology.sites[3].sectors[1].enabled = false;
        const auto after = UserField::make(topology).value();
        const SectorId off{1010};
        NullRecorder rec;
        for (std::size_t u = 0; u < before.groups()[0].positions.size(); ++u) {
            const auto& group = before.groups()[0];
            const int old = group.levels.cell[u];
            const auto id = before.network().cells[std::size_t(old)].sector.id;
            if (id == off)
                continue;
            const auto& cells = after.network().cells;
            const auto same = std::ranges::find(cells, id, [](const Cell& cell) { return cell.sector.id; });
            const auto now = downlinkFrom(rec, after.network(), int(same - cells.begin()), group.positions[u],
                                          Receiver{}, PathChoice::expected);
            const auto was = downlinkFrom(rec, before.network(), old, group.positions[u], Receiver{},
                                          PathChoice::expected);
            QVERIFY(now.rssi.db() <= was.rssi.db() + 1e-9);
            QVERIFY(now.sinr.db() >= was.sinr.db() - 1e-9);
        }
    }
    /// A silent cell takes its interference along; the others' loads fall or stay where they keep their
    /// users.
    void aCellThatCarriesNothingDisturbsNobody() {
        const auto field = users();
        auto wanted = demands(field, 3e6, 4e5);
        const auto all = coupleLoads(field, wanted);
        const auto& group = field.groups()[0];
        const int quiet = group.levels.cell[0];
        for (std::size_t u = 0; u < wanted[0].size(); ++u)
            if (group.levels.cell[u] == quiet)
                wanted[0][u] = {};
        const auto fewer = coupleLoads(field, wanted);
        for (std::size_t i = 0; i < all.down.load.size(); ++i) {
            QVERIFY(fewer.down.load[i] <= all.down.load[i] + 1e-7);
            QVERIFY(fewer.up.load[i] <= all.up.load[i] + 1e-7);
        }
        QCOMPARE(fewer.down.load[std::size_t(quiet)], 0.0);
    }
    /// Alone in a network a user's own rate never falls with power or bandwidth.
    void morePowerOrBandwidthNeverLowersOnesOwnRate() {
        for (const double at : {80.0, 250.0, 600.0, 1500.0}) {
            double before = 0.0, beforeUp = 0.0;
            for (const double power : {20.0, 30.0, 38.0, 44.0, 49.0}) {
                const auto link = alone(power, 100e6, at);
                QVERIFY(link.down.rateAlone.si() >= before * (1.0 - 1e-12));
                before = link.down.rateAlone.si();
            }
            before = 0.0;
            for (const double width : {10e6, 20e6, 40e6, 60e6, 80e6, 100e6}) {
                const auto link = alone(44.0, width, at);
                // The same power over more hertz: the rate of a scheme is a step, its envelope rises.
                QVERIFY(link.up.rateAlone.si() >= beforeUp * (1.0 - 1e-9));
                QVERIFY(link.down.rateAlone.si() >= before * (1.0 - 1e-9));
                before = link.down.rateAlone.si();
                beforeUp = link.up.rateAlone.si();
            }
        }
    }
    /// The tables of the fixed point give what every link says: shareBusy / rateBusy.
    void cellTimesAreThoseOfTheLinks_data() {
        QTest::addColumn<int>("mapping");
        QTest::addColumn<int>("table");
        for (int mapping = 0; mapping < 3; ++mapping)
            for (int table = 1; table <= 4; ++table)
                QTest::addRow("mapping %d, table %d", mapping, table) << mapping << table;
    }
    void cellTimesAreThoseOfTheLinks() {
        QFETCH(int, mapping);
        QFETCH(int, table);
        for (const bool controlled : {false, true})
            for (const int layers : {1, 2, 4}) {
                auto topology = test::sampleTopology(3);
                auto& carrier = topology.carriers[0];
                carrier.mcsTable = table;
                carrier.downlinkLayers = layers;
                carrier.uplinkLayers = std::min(layers, 2);
                carrier.scheduler = layers == 2 ? Scheduler::proportionalFair : Scheduler::roundRobin;
                if (layers == 4)
                    carrier.bandwidthPart = Hertz(20e6);
                if (controlled)
                    carrier.uplinkTarget = DecibelMilliwatts(-95.0);
                topology.groups = {test::squareGroup(1, 2500.0, 150)};
                topology.groups[0].activeShare = 0.9;
                compareCellTimes(UserField::make(topology, {.mapping = SinrMapping(mapping)}).value());
            }
    }
    /// Outside of the calculator's own words: the rate formula of TS 38.306 at one scheme.
    void aCellTimeByHand() {
        auto topology = test::sampleTopology(1);
        topology.carriers[0].downlinkLayers = 1;
        UserGroup group;
        group.points = {{Metres(60.0), Metres(100.0)}};
        topology.groups = {group};
        const auto field = UserField::make(topology).value();
        const CellTime time(field, field.groups()[0].levels.cell[0], 0);
        // MCS 20 of table 2 (256QAM, 682.5/1024) from 18.51 dB on; 273 blocks, 0.75 of 28 000 symbols/s.
        const double rate = 8 * 682.5 / 1024 * 273 * 12 * 28000 * 0.86 * 0.75 * 0.9;
        QVERIFY(std::abs(time.down(std::pow(10.0, 1.8511)).si() * rate - 1.0) < 1e-12);
        QVERIFY(std::isinf(time.down(0.0).si()));
    }
    void derivationsCallCoupledLoadsComputed() {
        auto field = users();
        const auto loads = coupleLoads(field, demands(field, 2e6, 3e5));
        field.setLoads(loads.down.load, loads.up.load);
        Trace trace;
        TracingRecorder rec(trace);
        const auto link =
            evaluateUser(rec, field, {Metres(150.0), Metres(90.0)}, field.groups()[0].group, 1.0);
        const auto text = toPlainText(rec.derivation(link.down.rateShared));
        QVERIFY(text.find("fixed point of loads and interference") != std::string::npos);
    }

private:
    static void compareCellTimes(UserField field) {
        const std::vector<double> half(field.network().cells.size(), 0.5);
        field.setLoads(half, half);
        const auto& group = field.groups()[0];
        NullRecorder rec;
        for (std::size_t u = 0; u < group.positions.size(); ++u) {
            const int cell = group.levels.cell[u];
            const auto link =
                evaluateUser(rec, field, group.positions[u], group.group, field.sharing(cell, 0));
            const CellTime time(field, link.cell, 0);
            const double down = time.down(toLinear(link.down.sinr)).si();
            QVERIFY(std::abs(down * link.down.rateBusy.si() / link.down.shareBusy - 1.0) < 1e-9);
            const double up = upTime(field, link, group.group, time);
            QVERIFY(std::abs(up * link.up.rateBusy.si() / link.up.shareBusy - 1.0) < 1e-9);
        }
    }
    static double upTime(const UserField& field, const UserLink& link, const UserGroup& group,
                         const CellTime& time) {
        NullRecorder rec;
        const auto& cell = field.network().cells[std::size_t(link.cell)];
        const auto& carrier = field.network().carriers[std::size_t(cell.carrier)];
        const double noise = toWatts(noisePower(rec, carrier.occupied(), cell.sector.noiseFigure)).si();
        const double disturbance = noise + field.uplinkInterference()[std::size_t(link.cell)].total.si();
        const auto sinr = [&](DecibelMilliwatts power) {
            return toWatts(power + link.coupling).si() * carrier.up.blocks / disturbance;
        };
        if (!carrier.carrier.uplinkTarget)
            return time.up(sinr(group.power)).si();
        return time.up(sinr(group.power), sinr(blockPower(rec, carrier.carrier, link.coupling))).si();
    }
    static UserLink alone(double power, double bandwidth, double at) {
        auto topology = test::sampleTopology(1);
        topology.sites[0].sectors.resize(1);
        topology.sites[0].sectors[0].power = DecibelMilliwatts(power);
        topology.carriers[0].bandwidth = Hertz(bandwidth);
        const auto field = UserField::make(topology).value();
        NullRecorder rec;
        return evaluateUser(rec, field, {Metres(at / 2.0), Metres(at * 0.866)}, UserGroup{}, 1.0);
    }
};

} // namespace cellwright::radio

CELLWRIGHT_TEST(cellwright::radio::CouplingTest)
#include "coupling_test.moc"
