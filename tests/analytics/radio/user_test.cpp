// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/user_link.h"
#include "analytics/radio/user_positions.h"
#include "tests/analytics/radio/sample_network.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright::radio {

class UserTest : public QObject {
    Q_OBJECT
private:
    static Topology populated(int sites = 4, int users = 300) {
        auto topology = test::sampleTopology(sites);
        topology.groups.push_back(test::squareGroup(1, 700.0, users));
        return topology;
    }
    static UserField usersOf(const Topology& topology) { return UserField::make(topology).value(); }
    static UserLink linkAt(const UserField& users, Position at, const Sharing& active = 1.0) {
        NullRecorder rec;
        return evaluateUser(rec, users, at, users.groups()[0].group, active);
    }

private Q_SLOTS:
    void placesUsersInsideTheArea() {
        auto group = test::squareGroup(1, 100.0, 1000);
        group.area = {{Metres(0), Metres(0)},   {Metres(400), Metres(0)},  {Metres(400), Metres(50)},
                      {Metres(50), Metres(50)}, {Metres(50), Metres(300)}, {Metres(0), Metres(300)}}; // an L
        const auto users = userPositions(group);
        QCOMPARE(users.size(), std::size_t(1000));
        int upright = 0;
        for (const auto& at : users) {
            QVERIFY(contains(group.area, at));
            upright += at.y > Metres(50.0);
        }
        QVERIFY(std::abs(upright - 1000.0 * 12500.0 / 32500.0) < 20.0); // even: by area
        QCOMPARE(userPositions(group), users);
        group.count = 10;
        QCOMPARE(userPositions(group), std::vector<Position>(users.begin(), users.begin() + 10));
    }
    void awkwardAreas() {
        UserGroup group;
        QVERIFY(userPositions(group).empty());
        group.count = 5;
        group.area = {{Metres(1), Metres(2)}};
        QCOMPARE(userPositions(group).size(), std::size_t(5));
        group.area = {{Metres(0), Metres(0)}, {Metres(10), Metres(10)}, {Metres(20), Metres(20)}};
        QCOMPARE(userPositions(group).size(), std::size_t(5));
        group.area[0].x = Metres(std::nan(""));
        QVERIFY(userPositions(group).empty());
        group.points = {{Metres(7), Metres(8)}};
        QCOMPARE(userPositions(group), group.points);
        group.points.clear();
        group.area = test::squareGroup(1, 5, 1).area;
        group.count = -3;
        QVERIFY(userPositions(group).empty());
    }
    void fastAndExactLinksAgree() {
        const auto users = usersOf(populated());
        const auto links = evaluateGroup(users, 0);
        const auto& group = users.groups()[0];
        for (std::size_t i = 0; i < links.size(); ++i) {
            const auto exact = linkAt(users, group.positions[i], users.sharing(links[i].cell, 0));
            QCOMPARE(links[i].cell, exact.cell);
            QVERIFY(std::abs((links[i].rsrp - exact.rsrp).db()) < 0.01);
            QVERIFY(std::abs((links[i].down.sinr - exact.down.sinr).db()) < 0.01);
            QVERIFY(std::abs((links[i].up.sinr - exact.up.sinr).db()) < 0.01);
            QCOMPARE(links[i].range, exact.range);
        }
    }
    void sharingConservesBlocks() {
        const auto users = usersOf(populated());
        for (const auto& at : test::randomPoints(50, 600.0))
            for (const double active : {2.0, 7.0, 50.0, 1000.0}) {
                const auto alone = linkAt(users, at), shared = linkAt(users, at, active);
                QVERIFY(std::abs(shared.down.rateShared.si() * active / alone.down.rateAlone.si() - 1.0) <
                        1e-12);
                QCOMPARE(shared.down.rateAlone, alone.down.rateAlone);
                QVERIFY(shared.up.rateShared <= alone.up.rateAlone * (1.0 + 1e-6));
                // Narrow allocations are stronger, so equal parts of the uplink carry at least an equal part
                // of it.
                QVERIFY(shared.up.rateShared.si() * active >= alone.up.rateAlone.si() * (1.0 - 1e-6));
            }
    }
    void fewerThanOneActiveUserIsOne() {
        const auto users = usersOf(populated());
        const Position at{Metres(100.0), Metres(80.0)};
        QCOMPARE(linkAt(users, at, 0.0).down.rateShared, linkAt(users, at, 1.0).down.rateShared);
        QCOMPARE(linkAt(users, at).down.rateShared, linkAt(users, at).down.rateAlone);
    }
    void uplinkByHand() {
        auto topology = populated(1, 0);
        topology.sites[0].sectors.resize(1);
        const auto users = usersOf(topology);
        const Position at{Metres(30.0), Metres(52.0)};
        const auto link = linkAt(users, at);
        NullRecorder rec;
        const auto heard = downlink(rec, users.network(), at, Receiver{}, PathChoice::expected);
        const double noise = -174.0 + 10.0 * std::log10(273.0 * 12.0 * 30e3) + 5.0;
        QVERIFY(std::abs(link.up.sinr.db() - (23.0 + heard.coupling.db() - noise)) < 1e-9);
    }
    void distantDevicesSendNarrow() {
        auto topology = populated(1, 0);
        const auto users = usersOf(topology);
        const auto far = linkAt(users, {Metres(1500.0), Metres(0.0)});
        const double lowest = chooseMcs(defaultMapping, 2, -100.0, Direction::up).threshold;
        QVERIFY(std::abs(far.up.sinr.db() - lowest) < 1e-6); // as wide as the lowest scheme allows
        const auto lost = linkAt(users, {Metres(60e3), Metres(0.0)});
        QVERIFY(!lost.covered && lost.up.sinr.db() < lowest && lost.up.repeated);
        QVERIFY(!lost.range.distance);
    }
    void uplinkInterferenceIsTheMeanOfTheNeighboursUsers() {
        auto topology = test::sampleTopology(2);
        for (auto& site : topology.sites)
            site.sectors.resize(1);
        topology.sites[1].sectors[0].load = 0.25;
        UserGroup group;
        group.points = {topology.sites[1].position, topology.sites[1].position};
        group.points[0].x += Metres(40.0);
        group.points[0].y += Metres(60.0);
        group.points[1].y += Metres(80.0);
        topology.groups.push_back(group);
        const auto users = usersOf(topology);
        QCOMPARE(users.cellUsers()[1].users, 2.0);
        QCOMPARE(users.cellUsers()[1].active, 0.4);
        NullRecorder rec;
        double expected = 0.0;
        for (const auto& at : group.points) {
            const auto link = mastLink(rec, users.network(), 0, at, Receiver{}, PathChoice::expected);
            const auto gain = couplingGain(rec, users.network(), 0, link, Receiver{});
            expected += 0.25 * toWatts(DecibelMilliwatts(23.0) + gain).si() / 2.0;
        }
        QVERIFY(std::abs(users.uplinkInterference()[0].total.si() / expected - 1.0) < 0.002);
        QCOMPARE(users.uplinkInterference()[1].total.si(), 0.0);
    }
    void removingACellNeverRaisesUplinkInterferenceFromOthersUsers() {
        // Users of the removed cell move to others, so only an empty neighbour is comparable: it must not
        // matter at all.
        auto topology = populated(3, 0);
        UserGroup group;
        group.points = {{Metres(50.0), Metres(70.0)}};
        topology.groups = {group};
        const auto before = usersOf(topology).uplinkInterference();
        topology.sites[2].enabled = false;
        const auto after = usersOf(topology).uplinkInterference();
        for (std::size_t i = 0; i < after.size(); ++i)
            QVERIFY(after[i].total <= before[i].total);
    }
    void partsAddUpToTheTotal() {
        const auto topology = populated(6, 500);
        const auto users = usersOf(topology);
        double counted = 0.0;
        for (std::size_t i = 0; i < users.network().cells.size(); ++i) {
            const auto& heard = users.uplinkInterference()[i];
            double sum = heard.rest.si();
            for (const auto& part : heard.strongest)
                sum += part.mean.si() * users.network().cells[std::size_t(part.cell)].sector.load;
            QVERIFY(std::abs(sum - heard.total.si()) <= 1e-12 * heard.total.si());
            counted += users.cellUsers()[i].users;
        }
        QCOMPARE(counted, 500.0);
    }
    void morePowerNeverLowersOwnUplink() {
        auto topology = populated();
        const auto users = usersOf(topology);
        auto group = users.groups()[0].group;
        NullRecorder rec;
        for (const auto& at : test::randomPoints(50, 700.0)) {
            group.power = DecibelMilliwatts(20.0);
            const auto weak = evaluateUser(rec, users, at, group, 3.0);
            group.power = DecibelMilliwatts(26.0);
            const auto strong = evaluateUser(rec, users, at, group, 3.0);
            QVERIFY(strong.up.rateAlone >= weak.up.rateAlone * (1.0 - 1e-9));
            QVERIFY(strong.up.rateShared >= weak.up.rateShared * (1.0 - 1e-9));
        }
    }
    void bodyLossCostsBothDirections() {
        auto topology = populated(1, 0);
        const auto users = usersOf(topology);
        auto group = users.groups()[0].group;
        NullRecorder rec;
        const Position at{Metres(250.0), Metres(330.0)};
        const auto free = evaluateUser(rec, users, at, group, 1.0);
        group.bodyLoss = Decibels(10.0);
        const auto held = evaluateUser(rec, users, at, group, 1.0);
        QVERIFY(std::abs((free.rsrp - held.rsrp).db() - 10.0) < 1e-9);
        QVERIFY(held.up.rateAlone < free.up.rateAlone);
    }
    void nobodyServes() {
        auto topology = populated(0, 5);
        const auto users = usersOf(topology);
        for (const auto& link : evaluateGroup(users, 0)) {
            QCOMPARE(link.cell, -1);
            QVERIFY(!link.covered);
            QCOMPARE(link.down.rateShared.si(), 0.0);
        }
        Trace trace;
        TracingRecorder rec(trace);
        const auto traced = evaluateUser(rec, users, {}, topology.groups[0], 1.0);
        QCOMPARE(traced.cell, -1);
        const auto nowhere = linkAt(usersOf(populated()), {Metres(std::nan("")), Metres(0.0)});
        QCOMPARE(nowhere.cell, -1);
    }
    void explainsDownToInputs() {
        const auto users = usersOf(populated(6));
        Trace trace;
        TracingRecorder rec(trace);
        const Position at{Metres(210.0), Metres(-80.0)};
        const auto traced = evaluateUser(rec, users, at, users.groups()[0].group, 4.0);
        const auto exact = linkAt(users, at, 4.0);
        QVERIFY(std::abs(valueOf(traced.down.rateShared.si()) / exact.down.rateShared.si() - 1.0) < 1e-9);
        QVERIFY(std::abs(valueOf(traced.up.rateShared.si()) / exact.up.rateShared.si() - 1.0) < 1e-9);
        const auto down = toPlainText(rec.derivation(traced.down.rateShared));
        for (const char* part :
             {"SINR_DL", "interference from", "P_LOS", "TS 38.306", "weaker sectors", "transmit power"})
            QVERIFY2(down.find(part) != std::string::npos, part);
        const auto up = toPlainText(rec.derivation(traced.up.rateShared));
        for (const char* part :
             {"SINR_UL", "device power", "mean power from the active users", "gNB noise figure"})
            QVERIFY2(up.find(part) != std::string::npos, part);
        checkLeaves(rec.derivation(traced.down.rateShared));
    }

private:
    static void checkLeaves(const Derivation& derivation) {
        QVERIFY2(!derivation.symbol.empty(), derivation.formula.c_str());
        if (derivation.inputs.empty() && !derivation.repeated)
            QVERIFY2(!derivation.source.empty(), derivation.name.c_str());
        for (const auto& input : derivation.inputs)
            checkLeaves(input);
    }
};

} // namespace cellwright::radio

CELLWRIGHT_TEST(cellwright::radio::UserTest)
#include "user_test.moc"
