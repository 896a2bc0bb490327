// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/load/uplink.h"
#include "analytics/radio/user_link.h"
#include "tests/analytics/radio/sample_network.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>

namespace cellwright::radio {

/// Schedulers, power control, bandwidth parts and the choice of the cell.
class SchedulerTest : public QObject {
    Q_OBJECT
private:
    static Topology populated(Scheduler scheduler = Scheduler::roundRobin, int users = 200) {
        auto topology = test::sampleTopology(4);
        topology.carriers[0].scheduler = scheduler;
        topology.groups = {test::squareGroup(1, 700.0, users), test::squareGroup(2, 400.0, users / 2)};
        return topology;
    }
    static UserLink linkAt(const UserField& users, Position at, const Sharing& sharing = 1.0) {
        NullRecorder rec;
        return evaluateUser(rec, users, at, users.groups()[0].group, sharing);
    }
    static double parts(Scheduler scheduler, const Sharing& sharing) {
        NullRecorder rec;
        return sharedParts(rec, scheduler, sharing);
    }
    static double gain(Scheduler scheduler, double active) {
        NullRecorder rec;
        return schedulingGain(rec, scheduler, active).db();
    }

private Q_SLOTS:
    void blocksAreConserved() {
        for (const auto scheduler :
             {Scheduler::roundRobin, Scheduler::proportionalFair, Scheduler::byPriority}) {
            const std::vector<double> priorities{1.0, 3.0};
            const auto users = UserField::make(populated(scheduler), {}, priorities).value();
            std::vector<double> given(users.network().cells.size(), 0.0);
            for (std::size_t g = 0; g < users.groups().size(); ++g)
                for (const auto cell : users.groups()[g].levels.cell)
                    if (cell >= 0)
                        given[std::size_t(cell)] +=
                            users.groups()[g].group.activeShare / parts(scheduler, users.sharing(cell, g));
            for (std::size_t c = 0; c < given.size(); ++c)
                if (users.cellUsers()[c].active > 1.0)
                    QVERIFY(std::abs(given[c] - 1.0) < 1e-9);
                else
                    QVERIFY(given[c] <= 1.0 + 1e-9);
        }
    }
    void prioritiesDivideBlocks() {
        QCOMPARE(parts(Scheduler::roundRobin, {6.0, 2.0, 9.0}), 6.0);
        QCOMPARE(parts(Scheduler::proportionalFair, {6.0, 2.0, 9.0}), 6.0);
        QCOMPARE(parts(Scheduler::byPriority, {6.0, 2.0, 9.0}), 4.5);
        QCOMPARE(parts(Scheduler::byPriority, {6.0, 20.0, 9.0}), 1.0);
        QCOMPARE(parts(Scheduler::roundRobin, {0.3}), 1.0);
        const auto users = UserField::make(populated(Scheduler::byPriority)).value();
        const Position at{Metres(90.0), Metres(80.0)};
        const auto low = linkAt(users, at, {4.0, 1.0, 8.0}), high = linkAt(users, at, {4.0, 2.0, 8.0});
        QVERIFY(std::abs(high.down.rateShared.si() / low.down.rateShared.si() - 2.0) < 1e-9);
    }
    void choosingAmongUsersGains() {
        QCOMPARE(gain(Scheduler::roundRobin, 5.0), 0.0);
        QCOMPARE(gain(Scheduler::byPriority, 5.0), 0.0);
        QCOMPARE(gain(Scheduler::proportionalFair, 1.0), 0.0);
        QVERIFY(std::abs(gain(Scheduler::proportionalFair, 2.0) - 10.0 * std::log10(1.5)) < 1e-12);
        QVERIFY(std::abs(gain(Scheduler::proportionalFair, 4.0) - 10.0 * std::log10(25.0 / 12.0)) < 1e-12);
        QCOMPARE(gain(Scheduler::proportionalFair, 8.0), gain(Scheduler::proportionalFair, 80.0));
        double before = 0.0;
        for (double n = 1.0; n <= 8.0; n += 0.25) {
            QVERIFY(gain(Scheduler::proportionalFair, n) >= before);
            before = gain(Scheduler::proportionalFair, n);
        }
    }
    void proportionalFairNeverLosesToRoundRobin() {
        const auto fair = UserField::make(populated(Scheduler::proportionalFair)).value();
        const auto equal = UserField::make(populated()).value();
        for (const auto& at : test::randomPoints(60, 650.0))
            for (const double active : {1.0, 2.5, 6.0, 30.0}) {
                const auto a = linkAt(fair, at, active), b = linkAt(equal, at, active);
                QVERIFY(a.down.rateShared >= b.down.rateShared * (1.0 - 1e-12));
                QVERIFY(a.up.rateShared >= b.up.rateShared * (1.0 - 1e-9));
                QCOMPARE(a.down.rateAlone, b.down.rateAlone);
                QVERIFY(a.down.rateBusy >= b.down.rateBusy &&
                        a.down.rateShared <= a.down.rateBusy * (1 + 1e-12));
            }
    }
    void bandwidthPartsLimitOneUserAndNotTheCell() {
        auto topology = populated();
        const auto whole = UserField::make(topology).value();
        topology.carriers[0].bandwidthPart = Hertz(20e6);
        const auto part = UserField::make(topology).value();
        const Position at{Metres(90.0), Metres(80.0)};
        const auto a = linkAt(whole, at), b = linkAt(part, at);
        QVERIFY(std::abs(b.down.rateAlone.si() / a.down.rateAlone.si() - 55.0 / 273.0) < 1e-12);
        QVERIFY(std::abs(b.down.share - 55.0 / 273.0) < 1e-12);
        // A bit takes as much of the cell either way, and among ten users nobody has more than a part anyway.
        QVERIFY(
            std::abs((b.down.shareBusy / b.down.rateBusy.si()) / (a.down.shareBusy / a.down.rateBusy.si()) -
                     1.0) < 1e-12);
        QCOMPARE(linkAt(part, at, 10.0).down.rateShared, linkAt(whole, at, 10.0).down.rateShared);
        QVERIFY(b.up.share <= 55.0 / 273.0 + 1e-12);
    }
    void openLoopPowerByHand() {
        auto topology = populated();
        auto& carrier = topology.carriers[0];
        NetworkCarrier made{carrier, *carrierShape(carrier, Direction::down),
                            *carrierShape(carrier, Direction::up)};
        const DecibelMilliwatts maximum(23.0);
        QCOMPARE(sentPower(made, maximum, Decibels(-100.0), 10.0), maximum);
        made.carrier.uplinkTarget = DecibelMilliwatts(-90.0);
        made.carrier.pathLossCompensation = 0.8;
        // -90 + 10 log10(2 * 10) + 0.8 * 100 at 30 kHz.
        QVERIFY(std::abs(sentPower(made, maximum, Decibels(-100.0), 10.0).db() - 3.0103) < 1e-4);
        QCOMPARE(sentPower(made, maximum, Decibels(-140.0), 10.0), maximum);
        made.carrier.pathLossCompensation = 0.0;
        QVERIFY(std::abs(sentPower(made, maximum, Decibels(-140.0), 1.0).db() - (-90.0 + 3.0103)) < 1e-4);
    }
    void powerControlHoldsTheSinrAtItsTarget() {
        auto topology = populated(Scheduler::roundRobin, 0);
        topology.sites.resize(1);
        topology.carriers[0].uplinkTarget = DecibelMilliwatts(-106.0);
        topology.carriers[0].pathLossCompensation = 1.0;
        const auto users = UserField::make(topology).value();
        // Full compensation: each block arrives at P0 + 3 dB, over -174 + 10 log10(360e3) + 5 of noise.
        const double target = -106.0 + 10.0 * std::log10(2.0) - (-174.0 + 10.0 * std::log10(360e3) + 5.0);
        for (const auto& at : {Position{Metres(50.0), Metres(60.0)}, Position{Metres(150.0), Metres(20.0)}}) {
            const auto link = linkAt(users, at);
            QVERIFY(std::abs(link.up.sinr.db() - target) < 1e-9);
            QVERIFY(link.up.power < DecibelMilliwatts(23.0));
            QVERIFY(std::abs(link.up.power.db() + link.coupling.db() - 10.0 * std::log10(273.0) -
                             (-106.0 + 10.0 * std::log10(2.0))) < 1e-6);
        }
        const auto far = linkAt(users, {Metres(1500.0), Metres(0.0)});
        QVERIFY(far.up.sinr.db() < target && std::abs(far.up.power.db() - 23.0) < 1e-9);
    }
    void powerControlLowersInterference() {
        auto topology = populated();
        const auto full = UserField::make(topology).value();
        topology.carriers[0].uplinkTarget = DecibelMilliwatts(-90.0);
        const auto controlled = UserField::make(topology).value();
        for (std::size_t i = 0; i < full.uplinkInterference().size(); ++i)
            QVERIFY(controlled.uplinkInterference()[i].total < full.uplinkInterference()[i].total);
    }
    void fastAndExactAgreeUnderPowerControl() {
        for (const double target : {-110.0, -95.0, -80.0}) {
            auto topology = populated(Scheduler::proportionalFair);
            topology.carriers[0].uplinkTarget = DecibelMilliwatts(target);
            topology.carriers[0].bandwidthPart = Hertz(40e6);
            topology.sites[1].sectors[0].bias = Decibels(6.0);
            const auto users = UserField::make(topology).value();
            const auto links = evaluateGroup(users, 0);
            for (std::size_t i = 0; i < links.size(); ++i) {
                const auto exact =
                    linkAt(users, users.groups()[0].positions[i], users.sharing(links[i].cell, 0));
                QCOMPARE(links[i].cell, exact.cell);
                QVERIFY(std::abs((links[i].up.sinr - exact.up.sinr).db()) < 0.01);
                QVERIFY(std::abs((links[i].up.power - exact.up.power).db()) < 0.02);
                QVERIFY(std::abs((links[i].rsrq - exact.rsrq).db()) < 0.01);
                QVERIFY(std::abs((links[i].rssi - exact.rssi).db()) < 0.01);
            }
        }
    }
    void tooWeakForTheLowestScheme() {
        auto topology = populated(Scheduler::roundRobin, 0);
        topology.sites.resize(1);
        topology.carriers[0].uplinkTarget = DecibelMilliwatts(-140.0); // far below noise
        topology.carriers[0].pathLossCompensation = 1.0;
        const auto users = UserField::make(topology).value();
        const auto link = linkAt(users, {Metres(100.0), Metres(60.0)});
        QVERIFY(link.up.repeated && !link.covered);
        QVERIFY(link.up.rateAlone.si() > 0.0);
        // Repetition over all blocks carries more than over one, while power control has power to spare.
        QVERIFY(std::abs(link.up.share - 1.0) < 1e-9);
    }
    void receivedSignalQuality() {
        auto topology = populated();
        for (auto& site : topology.sites)
            for (auto& sector : site.sectors)
                sector.load = 0.0;
        const auto users = UserField::make(topology).value();
        const auto near = linkAt(users, {Metres(30.0), Metres(52.0)});
        QVERIFY(std::abs(near.rsrq.db() + 10.0 * std::log10(12.0)) < 0.01); // nothing but the serving cell
        for (const auto& at : test::randomPoints(40, 900.0)) {
            const auto link = linkAt(users, at);
            QVERIFY(std::abs(link.rsrq.db() - (link.rsrp.db() + 10.0 * std::log10(273.0) - link.rssi.db())) <
                    1e-9);
            QVERIFY(link.rsrq.db() <= -10.0 * std::log10(12.0) + 1e-9);
        }
    }
    void biasMovesUsersAndNotTheirSignal() {
        auto topology = populated(Scheduler::roundRobin, 400);
        const auto plain = UserField::make(topology).value();
        topology.sites[1].sectors[0].bias = Decibels(9.0);
        const auto biased = UserField::make(topology).value();
        const auto before = evaluateGroup(plain, 0), after = evaluateGroup(biased, 0);
        int moved = 0;
        for (std::size_t i = 0; i < before.size(); ++i) {
            if (before[i].cell == after[i].cell) {
                QCOMPARE(before[i].rsrp, after[i].rsrp);
                continue;
            }
            ++moved;
            QCOMPARE(after[i].sector.value, 1003);
            QVERIFY(after[i].rsrp < before[i].rsrp && (before[i].rsrp - after[i].rsrp).db() < 9.01);
            QVERIFY(after[i].down.sinr < before[i].down.sinr);
        }
        QVERIFY(moved > 5);
    }
    void switchedOffSectorsAreGone() {
        auto topology = populated();
        topology.sites[0].sectors[1].enabled = false;
        const auto network = makeNetwork(topology).value();
        QCOMPARE(network.cells.size(), std::size_t(11));
        for (const auto& cell : network.cells)
            QVERIFY(cell.sector.id.value != 1001);
    }
    void explainsSchedulerAndPowerControl() {
        auto topology = populated(Scheduler::proportionalFair);
        topology.carriers[0].uplinkTarget = DecibelMilliwatts(-95.0);
        topology.carriers[0].tddPattern = "DDDSU 10:2:2";
        const auto users = UserField::make(topology).value();
        Trace trace;
        TracingRecorder rec(trace);
        const Position at{Metres(210.0), Metres(-80.0)};
        const auto traced = evaluateUser(rec, users, at, users.groups()[0].group, 4.0);
        const auto exact = linkAt(users, at, 4.0);
        QVERIFY(std::abs(valueOf(traced.up.rateShared.si()) / exact.up.rateShared.si() - 1.0) < 1e-9);
        QVERIFY(std::abs(valueOf(traced.down.rateShared.si()) / exact.down.rateShared.si() - 1.0) < 1e-9);
        const auto up = toPlainText(rec.derivation(traced.up.rateShared));
        for (const char* part : {"TS 38.213 clause 7.1.1", "uplink target", "DDDSU"})
            QVERIFY2(up.find(part) != std::string::npos, part);
        const auto down = toPlainText(rec.derivation(traced.down.rateShared));
        for (const char* part : {"multi-user diversity", "Viswanath", "DDDSU 10:2:2"})
            QVERIFY2(down.find(part) != std::string::npos, part);
    }
};

} // namespace cellwright::radio

CELLWRIGHT_TEST(cellwright::radio::SchedulerTest)
#include "scheduler_test.moc"
