// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/energy/compute_energy.h"
#include "tests/support/key_values.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>
#include <set>

namespace cellwright::energy {

using test::relativeError;

class ComputeEnergyTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void energyPerTokenAgreesWithTheReference() {
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        int rows = 0;
        for (const auto& row : test::readCsv(*shared / "reference" / "energy.csv")) {
            if (row.at("kind") != "gpu_2param")
                continue;
            ++rows;
            const auto in = test::keyValues(row.at("inputs"));
            const auto fit =
                publishedFit(in.contains("H100") ? FittedAccelerator::h100 : FittedAccelerator::b200);
            const auto energy = energyPerToken(none_, fit.coefficients, test::numberOf(in, "n"),
                                               Hertz(test::numberOf(in, "tps")), test::numberOf(in, "P_act"));
            QVERIFY(energy.has_value());
            QVERIFY2(relativeError(energy->si(), std::stod(row.at("value"))) < 1e-4,
                     row.at("inputs").c_str());
        }
        QCOMPARE(rows, 6);
    }
    void theThreeTermsAddUp() {
        const ComputeCoefficients c{
            Watts(10.0), JoulesPerFlop(1e-12),   JoulesPerByte(1e-10), std::nullopt, Label::assumed,
            "test",      Boundary::deviceCompute};
        const auto energy = computeEnergy(none_, c, 2.0, Seconds(3.0), Flop(5e12), Bytes(7e10));
        QVERIFY(relativeError(energy->si(), 60.0 + 5.0 + 7.0) < 1e-14);
    }
    void theBoardLimitIsNeverExceeded() {
        auto c = publishedFit(FittedAccelerator::h100).coefficients;
        const auto energy = computeEnergy(none_, c, 1.0, Seconds(1.0), Flop(1e16), Bytes(0.0));
        QCOMPARE(energy->si(), 700.0);
        c.limit.reset();
        QVERIFY(computeEnergy(none_, c, 1.0, Seconds(1.0), Flop(1e16), Bytes(0.0))->si() > 10000.0);
    }
    void fitsCarryTheirResidualAndBeatTheirNull() {
        for (const auto which :
             {FittedAccelerator::h100, FittedAccelerator::b200, FittedAccelerator::b200WithBytes}) {
            const auto fit = publishedFit(which);
            QVERIFY(fit.meanRelativeError > 0.0 && fit.meanRelativeError < fit.nullMeanRelativeError);
            QCOMPARE(fit.coefficients.label, Label::published);
            QCOMPARE(fit.coefficients.boundary, Boundary::chip);
            QVERIFY(!fit.coefficients.source.empty() && !fit.setting.empty());
        }
    }
    void smallDevicesAreTheirPowerTimesTime() {
        const auto c = constantPower(Watts(6.0), Label::measured, "bench", Boundary::deviceWhole);
        QCOMPARE(computeEnergy(none_, c, 1.0, Seconds(2.5), Flop(1e12), Bytes(1e9))->si(), 15.0);
    }
    void surroundingsMultiply() {
        const auto wall = atTheWall(none_, Joules(100.0));
        QCOMPARE(wall->si(), 160.0);
        // Google's shares 58/25/10 give the same multiplier within its rounding.
        QVERIFY(relativeError(wall->si() / 100.0, (58.0 + 25.0 + 10.0) / 58.0) < 3e-3);
        QCOMPARE(atTheSite(none_, *wall, 1.25)->si(), 200.0);
        QCOMPARE(idleShare(none_, Watts(100.0), 0.2, Seconds(3.0))->si(), 100.0 * 4.0 * 3.0);
        QCOMPARE(idleShare(none_, Watts(100.0), 1.0, Seconds(3.0))->si(), 0.0);
    }
    void wrongArgumentsAreErrors() {
        const auto c = publishedFit(FittedAccelerator::h100).coefficients;
        for (const double bad : {-1.0, double(NAN), double(INFINITY)}) {
            QVERIFY(!computeEnergy(none_, c, bad, Seconds(1.0), Flop(1.0), Bytes(1.0)));
            QVERIFY(!computeEnergy(none_, c, 1.0, Seconds(bad), Flop(1.0), Bytes(1.0)));
            QVERIFY(!computeEnergy(none_, c, 1.0, Seconds(1.0), Flop(bad), Bytes(1.0)));
            QVERIFY(!computeEnergy(none_, c, 1.0, Seconds(1.0), Flop(1.0), Bytes(bad)));
            QVERIFY(!energyPerToken(none_, c, 1.0, Hertz(bad), 1e9) && !atTheWall(none_, Joules(bad)));
            QVERIFY(!idleShare(none_, Watts(1.0), bad, Seconds(1.0)));
        }
        QVERIFY(!energyPerToken(none_, c, 1.0, Hertz(0.0), 1e9) && !atTheSite(none_, Joules(1.0), 0.9));
        QVERIFY(!idleShare(none_, Watts(1.0), 0.0, Seconds(1.0)) &&
                !idleShare(none_, Watts(1.0), 1.1, Seconds(1.0)));
    }
    void everyBoundaryHasItsNameAndSentence() {
        std::set<std::string_view> names, sentences;
        for (int i = 0; i <= int(Boundary::transportAverage); ++i) {
            names.insert(toText(Boundary(i)));
            sentences.insert(describe(Boundary(i)));
        }
        QCOMPARE(names.size(), std::size_t(Boundary::transportAverage) + 1);
        QCOMPARE(sentences.size(), names.size());
        QVERIFY(!names.contains("") && !sentences.contains(""));
    }
    void theDerivationNamesTheBoundaryAndTheFit() {
        Trace trace;
        TracingRecorder rec(trace);
        const auto c = publishedFit(FittedAccelerator::b200WithBytes).coefficients;
        const auto energy = computeEnergy(rec, c, Traced(2.0), Seconds(0.5), Flop(1e14), Bytes(1e11));
        QCOMPARE(plain(*energy), *computeEnergy(none_, c, 2.0, Seconds(0.5), Flop(1e14), Bytes(1e11)));
        const auto tree = rec.derivation(*energy);
        QCOMPARE(tree.source, std::string(describe(Boundary::chip)));
        QVERIFY(toPlainText(tree).find("ML.ENERGY") != std::string::npos);
    }

private:
    NullRecorder none_;
};

} // namespace cellwright::energy

CELLWRIGHT_TEST(cellwright::energy::ComputeEnergyTest)
#include "compute_energy_test.moc"
