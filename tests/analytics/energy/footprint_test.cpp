// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/energy/footprint.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright::energy {

using test::relativeError;

class FootprintTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theBatteryExampleIsExact() {
        // 700 tokens of 0.7 J from a battery of 50 kJ: 0.98 %.
        QVERIFY(relativeError(*batteryShare(none_, Joules(700 * 0.7), Joules(50e3)), 0.0098) < 1e-15);
    }
    void oneKilowattHourIsItsIntensity() {
        QCOMPARE(*carbonGrams(none_, Joules(3.6e6), 300.0), 300.0);
        QCOMPARE(*carbonGrams(none_, Joules(0.0), 300.0), 0.0);
        QCOMPARE(*electricityCost(none_, Joules(7.2e6), 0.2), 0.4);
        QCOMPARE(*rentalCost(none_, 4.0, 2.5, Seconds(1800.0)), 5.0);
    }
    void embodiedCarbonIsSpreadOverTheLifetime() {
        const Seconds year(365.0 * 86400.0);
        QVERIFY(relativeError(*embodiedGrams(none_, 164e3, year, year * 3.0, 1.0), 164e3 / 3.0) < 1e-14);
        QVERIFY(relativeError(*embodiedGrams(none_, 164e3, year, year * 3.0, 0.25), 164e3 / 12.0) < 1e-14);
    }
    void costsAgreeWithTheReference() {
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        OwnedHardware<NullRecorder> own;
        own.capital = 30000.0;
        own.interest = 0.08;
        own.years = 4.0;
        own.power = Watts(600.0);
        own.pue = 1.2;
        own.pricePerKilowattHour = 0.15;
        own.utilisation = 0.5;
        const std::map<std::string, double> computed = {
            {"CRF i=0.07 n=15", *capitalRecovery(none_, 0.07, 15.0)},
            {"CRF i=0.08 n=4", *capitalRecovery(none_, 0.08, 4.0)},
            {"spectrum 0.94", *spectrumCostPerMegahertzHour(none_, 0.94, 1000.0, 0.07, 15.0)},
            {"GPU 2.5 $/h", *costPerMillionTokens(none_, 2.5, Hertz(7000.0))},
            {"own: capex", *costPerMillionTokens(none_, *ownedHourlyCost(none_, own), Hertz(7000.0))}};
        int rows = 0;
        for (const auto& row : test::readCsv(*shared / "reference" / "energy.csv"))
            for (const auto& [start, value] : computed)
                if (row.at("kind") == "cost" && row.at("inputs").starts_with(start)) {
                    ++rows;
                    QVERIFY2(relativeError(value, std::stod(row.at("value"))) < 1e-7,
                             qPrintable(QString::fromStdString(start) +
                                        QStringLiteral(" %1").arg(value, 0, 'g', 12)));
                }
        QCOMPARE(rows, 5);
    }
    void waterCountsPueOnce() {
        QVERIFY(relativeError(*waterLitres(none_, Joules(3.6e6), 0.569, 1.2, 3.13), 4.325) < 1e-12);
    }
    void capitalRecoveryHasItsLimits() {
        QCOMPARE(*capitalRecovery(none_, 0.0, 8.0), 1.0 / 8.0);
        QVERIFY(relativeError(*capitalRecovery(none_, 1e-9, 8.0), 1.0 / 8.0) < 1e-6);
        QVERIFY(relativeError(*capitalRecovery(none_, 0.05, 1000.0), 0.05) < 1e-12);
    }
    void wrongArgumentsAreErrors() {
        for (const double bad : {-1.0, double(NAN), double(INFINITY)}) {
            QVERIFY(!carbonGrams(none_, Joules(bad), 1.0) && !carbonGrams(none_, Joules(1.0), bad));
            QVERIFY(!batteryShare(none_, Joules(1.0), Joules(bad)) &&
                    !electricityCost(none_, Joules(1.0), bad));
            QVERIFY(!rentalCost(none_, bad, 1.0, Seconds(1.0)) && !capitalRecovery(none_, bad, 1.0));
            QVERIFY(!waterLitres(none_, Joules(1.0), bad, 1.2, 1.0) &&
                    !costPerMillionTokens(none_, bad, Hertz(1.0)));
            QVERIFY(!spectrumCostPerMegahertzHour(none_, bad, 1.0, 0.1, 10.0));
        }
        QVERIFY(!batteryShare(none_, Joules(1.0), Joules(0.0)) && !capitalRecovery(none_, 0.1, 0.0));
        QVERIFY(!embodiedGrams(none_, 1.0, Seconds(1.0), Seconds(0.0), 1.0));
        QVERIFY(!embodiedGrams(none_, 1.0, Seconds(1.0), Seconds(1.0), 1.5));
        QVERIFY(!costPerMillionTokens(none_, 1.0, Hertz(0.0)));
        OwnedHardware<NullRecorder> own;
        own.years = 1.0;
        own.utilisation = 0.0;
        QVERIFY(!ownedHourlyCost(none_, own));
    }
    void derivationsOpen() {
        Trace trace;
        TracingRecorder rec(trace);
        const Of<Joules, TracingRecorder> energy =
            rec.input(Joules(490.0), "E", "energy", Label::computed, "model");
        const Of<Joules, TracingRecorder> capacity =
            rec.input(Joules(50e3), "Q", "battery", Label::assumed, "user");
        const auto tree = rec.derivation(*batteryShare(rec, energy, capacity));
        QCOMPARE(tree.formula, std::string("E / Q"));
        QCOMPARE(tree.value, 490.0 / 50e3);
        QCOMPARE(rec.derivation(*carbonGrams(rec, energy, Traced(300.0))).inputs.size(), std::size_t(1));
    }

private:
    NullRecorder none_;
};

} // namespace cellwright::energy

CELLWRIGHT_TEST(cellwright::energy::FootprintTest)
#include "footprint_test.moc"
