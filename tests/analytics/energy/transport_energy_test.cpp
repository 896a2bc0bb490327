// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/energy/transport_energy.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright::energy {

using test::relativeError;

class TransportEnergyTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void publishedIntensitiesAgreeWithTheReference() {
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        int rows = 0;
        for (const auto& row : test::readCsv(*shared / "reference" / "energy.csv")) {
            if (row.at("kind") != "net_intensity")
                continue;
            ++rows;
            const double expected = std::stod(row.at("value"));
            const bool perToken = row.at("output") == "J/token";
            bool found = false;
            for (const auto& entry : publishedIntensities()) {
                const auto perBit = *intensityPerBit(none_, entry.kilowattHoursPerGigabyte);
                const double value = perToken ? (perBit * Bits(1792 * 8.0)).si() : perBit.si() * 1e6;
                found = found || relativeError(value, expected) < 1e-9;
            }
            QVERIFY2(found, row.at("inputs").c_str());
        }
        QCOMPARE(rows, 8);
        for (const auto& entry : publishedIntensities())
            QVERIFY(!entry.source.empty() && !entry.id.empty());
    }
    void energyIsBitsTimesHops() {
        QVERIFY(relativeError(transportEnergy(none_, Bits(1e9), 3.0, JoulesPerBit(5e-9))->si(), 15.0) <
                1e-14);
        QCOMPARE(transportEnergy(none_, Bits(0.0), 3.0, JoulesPerBit(5e-9))->si(), 0.0);
    }
    void atTheBreakEvenBothPlacesCostTheSame() {
        const Joules saved(2.0);
        const Bytes moved(3e6);
        const double intensity = *breakEvenIntensity(none_, saved, moved);
        const Joules spent = toBits(moved) * *intensityPerBit(none_, intensity);
        QVERIFY(relativeError(spent.si(), saved.si()) < 1e-12);
        QCOMPARE(*breakEvenIntensity(none_, Joules(-1.0), moved), 0.0);
    }
    void wrongArgumentsAreErrors() {
        for (const double bad : {-1.0, double(NAN), double(INFINITY)}) {
            QVERIFY(!transportEnergy(none_, Bits(bad), 1.0, JoulesPerBit(1e-9)));
            QVERIFY(!transportEnergy(none_, Bits(1.0), bad, JoulesPerBit(1e-9)));
            QVERIFY(!transportEnergy(none_, Bits(1.0), 1.0, JoulesPerBit(bad)));
            QVERIFY(!intensityPerBit(none_, bad) && !breakEvenIntensity(none_, Joules(1.0), Bytes(bad)));
        }
        QVERIFY(!breakEvenIntensity(none_, Joules(1.0), Bytes(0.0)) &&
                !breakEvenIntensity(none_, Joules(NAN), Bytes(1.0)));
    }
    void theNoteTellsOfTheDisagreement() {
        QVERIFY(transportNote().find("break-even") != std::string_view::npos);
        Trace trace;
        TracingRecorder rec(trace);
        const Of<Bits, TracingRecorder> bits = rec.input(Bits(8.0), "b", "bits", Label::computed, "flow");
        const auto tree = rec.derivation(*transportEnergy(rec, bits, Traced(2.0), JoulesPerBit(5e-9)));
        QCOMPARE(tree.source, std::string(describe(Boundary::transportMarginal)));
        QCOMPARE(tree.unit, std::string("J"));
    }

private:
    NullRecorder none_;
};

} // namespace cellwright::energy

CELLWRIGHT_TEST(cellwright::energy::TransportEnergyTest)
#include "transport_energy_test.moc"
