// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/profile.h"
#include "tests/analytics/radio/sample_network.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright::radio {

class ProfileTest : public QObject {
    Q_OBJECT
private:
    static PathProfile profile(const Topology& topology, Position at, std::int64_t sector = 1000) {
        return pathProfile(topology, {}, {sector}, at, UserGroup{}).value();
    }
    static const BudgetTerm* term(const std::vector<BudgetTerm>& terms, std::string_view key) {
        const auto found = std::ranges::find(terms, key, &BudgetTerm::key);
        return found == terms.end() ? nullptr : &*found;
    }

private Q_SLOTS:
    void geometryOfThePath() {
        auto topology = test::sampleTopology(1);
        const auto p = profile(topology, {Metres(300.0), Metres(-400.0)});
        QCOMPARE(p.ground.si(), 500.0);
        QVERIFY(std::abs(p.direct.si() - std::hypot(500.0, 23.5)) < 1e-9);
        QVERIFY(std::abs(p.bearing.degrees() - 143.1301) < 1e-3); // south-east
        QVERIFY(std::abs(p.elevation.degrees() + std::atan2(23.5, 500.0) * 180.0 / M_PI) < 1e-9);
        QVERIFY(std::abs(p.offAzimuth.degrees() - 113.1301) < 1e-3); // sector at 30 degrees
        QVERIFY(p.losProbability > 0.0 && p.losProbability < 1.0);
    }
    void fresnelZoneByHand() {
        auto topology = test::sampleTopology(1);
        const auto p = profile(topology, {Metres(0.0), Metres(1000.0)});
        QCOMPARE(p.points.size(), std::size_t(65));
        QCOMPARE(p.points.front().ray.si(), 25.0);
        QCOMPARE(p.points.back().ray.si(), 1.5);
        QCOMPARE(p.points.front().fresnel.si(), 0.0);
        const auto& middle = p.points[32];
        QCOMPARE(middle.along.si(), 500.0);
        QVERIFY(std::abs(middle.fresnel.si() - 0.5 * std::sqrt(299792458.0 / 3.5e9 * 1000.0)) < 1e-9);
        QVERIFY(std::abs(middle.bulge.si() - 500.0 * 500.0 / (2.0 * 4.0 / 3.0 * 6371e3)) < 1e-12);
        double least = 1e9;
        for (const auto& point : p.points)
            if (point.fresnel.si() > 0.0)
                least = std::min(least, (point.ray - point.bulge) / point.fresnel);
        QCOMPARE(p.clearance, least);
    }
    void freeSpaceByHand() {
        const auto p = profile(test::sampleTopology(1), {Metres(0.0), Metres(1000.0)});
        const double expected = 20.0 * std::log10(p.direct.si()) + 20.0 * std::log10(3.5e9) - 147.5522;
        QVERIFY(std::abs(p.freeSpace.db() - expected) < 1e-3);
        QVERIFY(p.pathLoss > p.freeSpace);
    }
    void budgetsAddUp() {
        const auto p = profile(test::sampleTopology(3), {Metres(120.0), Metres(260.0)});
        for (const auto* terms : {&p.down, &p.up}) {
            double sum = 0.0;
            for (const auto& line : *terms) {
                if (line.key == "received_power") {
                    QVERIFY(std::abs(line.value - sum) < 1e-9);
                    break;
                }
                sum += line.value;
            }
            const double received = term(*terms, "received_power")->value;
            const double disturbance = term(*terms, "disturbance")->value;
            QVERIFY(std::abs(received - disturbance - term(*terms, "sinr")->value) < 1e-9);
            QVERIFY(disturbance >= term(*terms, "noise")->value - 1e-9);
            // The downlink may put its power on as many blocks as the next scheme needs.
            const double borrowed = terms == &p.down ? 3.0 : 1e-6;
            QVERIFY(term(*terms, "required_sinr")->value <= term(*terms, "sinr")->value + borrowed);
        }
        QCOMPARE(term(p.down, "rsrp")->value, p.link.rsrp.db());
        QVERIFY(std::abs(term(p.down, "path_loss")->value + p.pathLoss.db()) < 1e-12);
    }
    void servedByTheAskedCellOnly() {
        const auto topology = test::sampleTopology(3);
        const Position at{Metres(40.0), Metres(70.0)}; // in front of sector 1000
        const auto own = profile(topology, at), behind = profile(topology, at, 1001);
        QVERIFY(own.strongest && !behind.strongest);
        QVERIFY(own.link.rsrp > behind.link.rsrp);
        QCOMPARE(behind.link.sector.value, 1001);
        const auto users = UserField::make(topology).value();
        NullRecorder rec;
        const auto usual = evaluateUser(rec, users, at, UserGroup{}, 1.0);
        QVERIFY(std::abs(usual.down.sinr.db() - own.link.down.sinr.db()) < 1e-12);
    }
    void derivationsLeadToInputs() {
        const auto p = profile(test::sampleTopology(3), {Metres(120.0), Metres(260.0)});
        QVERIFY(std::abs(p.downDerivation.value / p.link.down.rateAlone.si() - 1.0) < 1e-9);
        QVERIFY(std::abs(p.upDerivation.value / p.link.up.rateAlone.si() - 1.0) < 1e-9);
        const auto text = toPlainText(p.downDerivation);
        for (const char* part : {"SINR_DL", "antenna gain", "TS 38.306", "Sionna"})
            QVERIFY2(text.find(part) != std::string::npos, part);
    }
    void bodyLossHasItsLine() {
        UserGroup device;
        device.bodyLoss = Decibels(8.0);
        const auto p =
            pathProfile(test::sampleTopology(1), {}, {1000}, {Metres(0.0), Metres(200.0)}, device).value();
        QCOMPARE(term(p.down, "body_loss")->value, -8.0);
    }
    void wallsAndAirHaveTheirLines() {
        UserGroup device;
        device.enclosure = Enclosure::car;
        RadioOptions options;
        const Position at{Metres(0.0), Metres(200.0)};
        const auto clear = pathProfile(test::sampleTopology(1), {}, {1000}, at, UserGroup{}).value();
        QVERIFY(!term(clear.down, "penetration_loss") && !term(clear.down, "air_loss"));
        options.weather.rainRate = 50.0;
        const auto p = pathProfile(test::sampleTopology(1), options, {1000}, at, device).value();
        QVERIFY(std::abs(term(p.down, "penetration_loss")->value + 9.0) < 1e-9);
        QVERIFY(term(p.up, "air_loss")->value < 0.0);
        QVERIFY(std::abs((p.pathLoss - clear.pathLoss).db()) < 1e-9);
        QVERIFY(std::abs((p.link.coupling - clear.link.coupling + p.penetration + p.air).db()) < 1e-9);
    }
    /// Sight is judged outside the building, as the loss itself is: at 300 m less a third of 25 m.
    void sightEndsAtTheWall() {
        UserGroup device;
        device.enclosure = Enclosure::lowLossBuilding;
        const Position at{Metres(0.0), Metres(300.0)};
        const auto p = pathProfile(test::sampleTopology(1), {}, {1000}, at, device).value();
        const double outside = 300.0 - 25.0 / 3.0;
        const double sight = 18.0 / outside + std::exp(-outside / 63.0) * (1.0 - 18.0 / outside);
        QVERIFY(std::abs(p.losProbability - sight) < 1e-9);
    }
    void wrongQuestionsAreRefused() {
        const auto topology = test::sampleTopology(1);
        QVERIFY(!pathProfile(topology, {}, {77}, {}, UserGroup{}));
        QVERIFY(!pathProfile(topology, {}, {1000}, {Metres(std::nan("")), Metres(0.0)}, UserGroup{}));
        // At the foot of the mast nothing is divided by zero.
        const auto p = profile(topology, {});
        QVERIFY(std::isfinite(p.link.rsrp.db()) && std::isfinite(p.freeSpace.db()));
    }
    void farPathsWarn() {
        const auto p = profile(test::sampleTopology(1), {Metres(0.0), Metres(20e3)});
        QVERIFY(!p.warning.empty());
    }
};

} // namespace cellwright::radio

CELLWRIGHT_TEST(cellwright::radio::ProfileTest)
#include "profile_test.moc"
