// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/mobility/handover.h"
#include "tests/analytics/radio/sample_network.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright::radio {

class HandoverTest : public QObject {
    Q_OBJECT
private:
    static UserField users(int sites = 7, double half = 600.0) {
        auto topology = test::sampleTopology(sites);
        topology.groups = {test::squareGroup(1, half, 300)};
        return UserField::make(topology).value();
    }
    static constexpr HandoverOptions immediate{.hysteresis = Decibels(0.0), .timeToTrigger = Seconds(0.0)};
    /// Cell changes per metre along lines east and north over the group's square.
    static double crossings(const UserField& field, double half) {
        constexpr int lines = 60, steps = 600;
        int count = 0;
        for (const bool east : {true, false})
            for (int line = 0; line < lines; ++line) {
                std::vector<Position> path;
                for (int s = 0; s < steps; ++s) {
                    const Metres along(-half + 2.0 * half * (s + 0.5) / steps);
                    const Metres across(-half + 2.0 * half * (line + 0.5) / lines);
                    path.push_back(east ? Position{along, across} : Position{across, along});
                }
                const auto levels = field.field().evaluate(path, Receiver{});
                for (int s = 1; s < steps; ++s)
                    count += levels.cell[std::size_t(s)] != levels.cell[std::size_t(s - 1)];
            }
        return count / (2.0 * lines * 2.0 * half);
    }

private Q_SLOTS:
    /// Walks in all directions cross borders as often as lines east and north do (Cauchy and Crofton).
    void immediateHandoversAreBorderCrossings() {
        const double half = 600.0;
        const auto field = users(7, half);
        const auto counted = countHandovers(field, 0, MetresPerSecond(1.0), immediate);
        QVERIFY(counted.counted > 200);
        const double expected = crossings(field, half);
        QVERIFY2(std::abs(counted.perMetre / expected - 1.0) < 0.15,
                 std::to_string(counted.perMetre / expected).c_str());
    }
    void thresholdsOnlySuppress() {
        const auto field = users();
        double before = countHandovers(field, 0, MetresPerSecond(1.0), immediate).perMetre;
        for (const double hysteresis : {1.0, 3.0, 6.0, 12.0}) {
            const double now =
                countHandovers(field, 0, MetresPerSecond(1.0),
                               {.hysteresis = Decibels(hysteresis), .timeToTrigger = Seconds(0.0)})
                    .perMetre;
            QVERIFY(now <= before);
            before = now;
        }
        QVERIFY(before < countHandovers(field, 0, MetresPerSecond(1.0), immediate).perMetre);
        const HandoverOptions slow{.hysteresis = Decibels(0.0), .timeToTrigger = Seconds(2.0)};
        QVERIFY(countHandovers(field, 0, MetresPerSecond(50.0), slow).perMetre <
                countHandovers(field, 0, MetresPerSecond(1.0), slow).perMetre);
    }
    /// How finely a walk is looked at decides nothing: 128 and 1017 places on the same walks.
    void theTriggerDoesNotDependOnTheSteps() {
        const auto field = users();
        int before = 0;
        for (const double seconds : {0.0, 1.0, 3.0, 5.0, 9.0, 14.0, 30.0}) {
            HandoverOptions coarse{.hysteresis = Decibels(3.0), .timeToTrigger = Seconds(seconds)};
            auto fine = coarse;
            fine.stepsPerWalk = 1017;
            const auto a = countHandovers(field, 0, MetresPerSecond(1.0), coarse);
            const auto b = countHandovers(field, 0, MetresPerSecond(1.0), fine);
            QVERIFY(std::abs(a.walked.si() - b.walked.si()) < 1e-6);
            QVERIFY2(std::abs(a.counted - b.counted) <= 0.02 * b.counted + 2,
                     (std::to_string(seconds) + " s: " + std::to_string(a.counted) + " and " +
                      std::to_string(b.counted))
                         .c_str());
            QVERIFY(seconds == 0.0 || a.counted <= before);
            before = a.counted;
        }
    }
    /// A straight street between two masts: each crossing is lost once the hold is longer than what is left.
    void theTriggerIsALength() {
        auto topology = test::sampleTopology(2);
        topology.sites[0].position = {Metres(-300.0), Metres(0.0)};
        topology.sites[1].position = {Metres(300.0), Metres(0.0)};
        for (auto& site : topology.sites) {
            site.sectors.resize(1);
            site.sectors[0].antenna = Antenna::omni;
        }
        UserGroup group;
        group.points = {{Metres(-250.0), Metres(20.0)}, {Metres(250.0), Metres(20.0)}};
        topology.groups = {group};
        const auto field = UserField::make(topology).value();
        const auto counted = [&](double seconds) {
            return countHandovers(
                       field, 0, MetresPerSecond(1.0),
                       {.hysteresis = Decibels(3.0), .timeToTrigger = Seconds(seconds), .walkers = 12})
                .counted;
        };
        QVERIFY(counted(0.0) >= 6);
        QCOMPARE(counted(1e6), 0);
        int last = counted(0.0);
        for (double seconds = 0.0; seconds < 600.0; seconds += 1.3) {
            QVERIFY(counted(seconds) <= last);
            last = counted(seconds);
        }
    }
    /// Walkers are served by the strongest beam, as users are: borders are those of the map.
    void beamsAreThoseThatUsersGet() {
        auto topology = test::sampleTopology(7);
        for (auto& site : topology.sites)
            for (auto& sector : site.sectors) {
                sector.panelRows = 4;
                sector.panelColumns = 8;
                sector.beams = 8;
            }
        const double half = 600.0;
        topology.groups = {test::squareGroup(1, half, 300)};
        const auto field = UserField::make(topology).value();
        const auto counted = countHandovers(field, 0, MetresPerSecond(1.0), immediate);
        const double expected = crossings(field, half);
        QVERIFY2(std::abs(counted.perMetre / expected - 1.0) < 0.15,
                 std::to_string(counted.perMetre / expected).c_str());
    }
    void changesAddUp() {
        const auto counted = countHandovers(users(), 0, MetresPerSecond(1.4), {});
        double sum = 0.0;
        for (const auto& change : counted.changes) {
            QVERIFY(change.from != change.to && change.perMetre > 0.0);
            sum += change.perMetre;
        }
        QVERIFY(std::abs(sum - counted.perMetre) < 1e-12);
        QVERIFY(std::abs(counted.perMetre * counted.walked.si() - counted.counted) < 1e-6);
        QCOMPARE(countHandovers(users(), 0, MetresPerSecond(1.4), {}).perMetre, counted.perMetre);
    }
    void usersWhoStayInOneCellNeverChange() {
        auto topology = test::sampleTopology(3);
        topology.groups = {test::squareGroup(1, 600.0, 50)};
        for (auto& corner : topology.groups[0].area)
            corner = {Metres(60.0 + corner.x.si() * 0.01), Metres(100.0 + corner.y.si() * 0.01)};
        const auto field = UserField::make(topology).value();
        QCOMPARE(countHandovers(field, 0, MetresPerSecond(10.0), immediate).counted, 0);
    }
    void nothingToCount() {
        QCOMPARE(countHandovers(users(), 0, MetresPerSecond(0.0), {}).perMetre, 0.0);
        auto topology = test::sampleTopology(1);
        topology.sites[0].sectors.resize(1);
        topology.groups = {test::squareGroup(1, 100.0, 5)};
        QCOMPARE(countHandovers(UserField::make(topology).value(), 0, MetresPerSecond(1.0), {}).perMetre,
                 0.0);
        topology.sites.clear();
        QCOMPARE(countHandovers(UserField::make(topology).value(), 0, MetresPerSecond(1.0), {}).perMetre,
                 0.0);
        topology = test::sampleTopology(2);
        UserGroup nobody;
        topology.groups = {nobody};
        QCOMPARE(countHandovers(UserField::make(topology).value(), 0, MetresPerSecond(1.0), {}).perMetre,
                 0.0);
    }
    void biasMovesBorders() {
        auto topology = test::sampleTopology(3);
        topology.groups = {test::squareGroup(1, 400.0, 100)};
        const auto others = [&] {
            const auto field = UserField::make(topology).value();
            int count = 0;
            for (const auto& change : countHandovers(field, 0, MetresPerSecond(1.0), immediate).changes)
                count += field.network().cells[std::size_t(change.to)].site.value != 100;
            return count;
        };
        const int before = others();
        for (auto& sector : topology.sites[0].sectors)
            sector.bias = Decibels(24.0);
        QVERIFY(others() < before); // its neighbours are left with little ground
    }
};

} // namespace cellwright::radio

CELLWRIGHT_TEST(cellwright::radio::HandoverTest)
#include "handover_test.moc"
