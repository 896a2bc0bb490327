// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/propagation/enclosure.h"
#include "analytics/scenario/schema.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright::radio {

class EnclosureTest : public QObject {
    Q_OBJECT
private:
    static double loss(Enclosure enclosure, double gigahertz, double depth = 0.0, double deviation = 0.0,
                       bool varied = false, Propagation model = Propagation::uma) {
        NullRecorder rec;
        return penetrationLoss(rec, model, {enclosure, depth, deviation}, Hertz(gigahertz * 1e9), varied)
            .db();
    }
    static UserGroup group(Enclosure enclosure, double share) {
        UserGroup made;
        made.enclosure = enclosure;
        made.indoorShare = share;
        return made;
    }

private Q_SLOTS:
    /// TR 38.901 table 7.4.3-2, worked by hand at two carriers.
    void wallsByHand() {
        // 3.5 GHz: glass 2.7, concrete 19, coated glass 24.05 dB.
        QVERIFY(std::abs(loss(Enclosure::lowLossBuilding, 3.5) -
                         (5.0 - 10.0 * std::log10(0.3 * std::pow(10.0, -0.27) +
                                                  0.7 * std::pow(10.0, -1.9)))) < 1e-12);
        QVERIFY(std::abs(loss(Enclosure::lowLossBuilding, 3.5) - 12.698) < 1e-3);
        QVERIFY(std::abs(loss(Enclosure::highLossBuilding, 3.5) - 26.850) < 1e-3);
        // 28 GHz: glass 7.6, concrete 117, coated glass 31.4 dB: the windows are all that counts.
        QVERIFY(std::abs(loss(Enclosure::lowLossBuilding, 28) - (5.0 + 7.6 + 5.2288)) < 1e-3);
        QVERIFY(std::abs(loss(Enclosure::highLossBuilding, 28) - (5.0 + 31.4 + 1.5490)) < 1e-3);
        QCOMPARE(loss(Enclosure::car, 3.5), 9.0);
        QCOMPARE(loss(Enclosure::none, 3.5), 0.0);
    }
    void depthCostsHalfADecibelAMetre() {
        const double wall = loss(Enclosure::lowLossBuilding, 6.0);
        QVERIFY(std::abs(loss(Enclosure::lowLossBuilding, 6.0, 1.0) - wall - 12.5) < 1e-9);
        QVERIFY(std::abs(loss(Enclosure::lowLossBuilding, 6.0, 1.0, 0.0, false, Propagation::rma) - wall -
                         5.0) < 1e-9);
        QCOMPARE(loss(Enclosure::car, 6.0, 1.0), 9.0);
    }
    void deviationsCountUnderFadingOnly() {
        const double wall = loss(Enclosure::highLossBuilding, 6.0);
        QCOMPARE(loss(Enclosure::highLossBuilding, 6.0, 0.0, 2.0, false), wall);
        QVERIFY(std::abs(loss(Enclosure::highLossBuilding, 6.0, 0.0, 2.0, true) - wall - 13.0) < 1e-9);
        QVERIFY(std::abs(loss(Enclosure::lowLossBuilding, 6.0, 0.0, -1.0, true) + 4.4 -
                         loss(Enclosure::lowLossBuilding, 6.0)) < 1e-9);
        QVERIFY(std::abs(loss(Enclosure::car, 6.0, 0.0, 1.0, true) - 14.0) < 1e-9);
    }
    void aMixtureLiesBetweenItsKinds() {
        for (const double carrier : {0.7, 3.5, 28.0}) {
            const double low = loss(Enclosure::lowLossBuilding, carrier);
            const double high = loss(Enclosure::highLossBuilding, carrier);
            const double mixed = loss(Enclosure::mixedBuildings, carrier);
            const double gain = 0.5 * std::pow(10.0, -low / 10.0) + 0.5 * std::pow(10.0, -high / 10.0);
            QVERIFY(std::abs(mixed + 10.0 * std::log10(gain)) < 1e-9);
            QVERIFY(low < mixed && mixed < high);
        }
    }
    void noWallWithinTheSameHall() {
        for (const auto& entry : EnumText<Propagation>::entries) {
            const bool hall = entry.key.starts_with("inh") || entry.key.starts_with("inf");
            QCOMPARE(inBuilding(entry.value, Enclosure::highLossBuilding), !hall);
            QVERIFY(behindWall(entry.value, Enclosure::car));
            QVERIFY(!behindWall(entry.value, Enclosure::none));
            QCOMPARE(loss(Enclosure::highLossBuilding, 3.5, 0.5, 0.0, false, entry.value) > 0.0, !hall);
            QCOMPARE(meanDepth(entry.value, Enclosure::mixedBuildings) > Metres(), !hall);
        }
    }
    void lossGrowsWithTheCarrier() {
        for (const auto kind :
             {Enclosure::lowLossBuilding, Enclosure::highLossBuilding, Enclosure::mixedBuildings})
            for (double f = 0.5; f < 100.0; f *= 1.3)
                QVERIFY(loss(kind, f * 1.3) > loss(kind, f));
    }
    void sharesOfUsersAreAsAsked() {
        for (const double share : {0.0, 0.2, 0.8, 1.0}) {
            int inside = 0, low = 0;
            double depth = 0.0, deviation = 0.0, squares = 0.0;
            constexpr int users = 1000;
            for (std::size_t i = 0; i < users; ++i) {
                const auto user = indoorsOf(group(Enclosure::mixedBuildings, share), i);
                QVERIFY(user.enclosure != Enclosure::mixedBuildings);
                if (user.enclosure == Enclosure::none)
                    continue;
                ++inside;
                low += user.enclosure == Enclosure::lowLossBuilding;
                depth += user.depth;
                deviation += user.deviation;
                squares += user.deviation * user.deviation;
                QVERIFY(user.depth >= 0.0 && user.depth <= 1.0);
            }
            QVERIFY(std::abs(inside - share * users) <= 4.0);
            if (inside == 0)
                continue;
            QVERIFY(std::abs(low - 0.5 * inside) <= 12.0);
            QVERIFY(std::abs(depth / inside - 1.0 / 3.0) < 0.02); // mean of the lesser of two uniform numbers
            QVERIFY(std::abs(deviation / inside) < 0.05);
            QVERIFY(std::abs(squares / inside - 1.0) < 0.1);
        }
    }
    void choicesNeverChange() {
        const auto mixed = group(Enclosure::mixedBuildings, 0.8);
        auto larger = mixed;
        larger.count = 5000;
        for (std::size_t i = 0; i < 100; ++i)
            QCOMPARE(indoorsOf(mixed, i), indoorsOf(larger, i));
        QCOMPARE(indoorsOf(group(Enclosure::none, 1.0), 3), Indoors{});
        QCOMPARE(indoorsOf(group(Enclosure::car, 1.0), 3).enclosure, Enclosure::car);
    }
    void explainsTheWall() {
        Trace trace;
        TracingRecorder rec(trace);
        const auto frequency = rec.input(Hertz(3.5e9), "f_c", "carrier frequency", Label::assumed, "carrier");
        const auto traced =
            penetrationLoss(rec, Propagation::uma, {Enclosure::lowLossBuilding, 0.2, 1.0}, frequency, true);
        const auto derivation = rec.derivation(traced);
        QCOMPARE(derivation.symbol, std::string("L_O2I"));
        QVERIFY(std::abs(derivation.value - loss(Enclosure::lowLossBuilding, 3.5, 0.2, 1.0, true)) < 1e-12);
    }
};

CELLWRIGHT_TEST(EnclosureTest)

} // namespace cellwright::radio
#include "enclosure_test.moc"
