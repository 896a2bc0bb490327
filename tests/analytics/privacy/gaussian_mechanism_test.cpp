// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/privacy/gaussian_mechanism.h"
#include "analytics/privacy/normal.h"
#include "tests/support/key_values.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright::privacy {

using test::keyValues;
using test::numberOf;
using test::relativeError;

class GaussianMechanismTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void agreesWithTheReference() {
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        int rows = 0;
        for (const auto& row : test::readCsv(*shared / "reference" / "dp.csv")) {
            const auto computed = valueFor(row.at("kind"), row.at("output"), keyValues(row.at("inputs")));
            if (!computed)
                continue;
            ++rows;
            const double expected = std::stod(row.at("value"));
            QVERIFY2(computed->has_value(), row.at("inputs").c_str());
            QVERIFY2(relativeError(**computed, expected) < 1e-9,
                     qPrintable(QString::fromStdString(row.at("kind") + " " + row.at("inputs")) +
                                QString::number(**computed, 'g', 15)));
        }
        QVERIFY2(rows >= 95, qPrintable(QString::number(rows)));
    }
    void extremesAgreeWith400DigitArithmetic_data() {
        QTest::addColumn<double>("mu");
        QTest::addColumn<double>("delta");
        QTest::addColumn<double>("epsilon");
        // The formula evaluated with 400 digits and bisected.
        QTest::newRow("much noise") << 1e-6 << 1e-7 << 9.02346593466159015e-7;
        QTest::newRow("much noise, tiny delta") << 1e-6 << 1e-300 << 3.65743125142488889e-5;
        QTest::newRow("noise nearly enough") << 1e-6 << 3.98e-7 << 1.88598055987383317e-9;
        QTest::newRow("some noise") << 1e-3 << 1e-5 << 0.00193872496986010996;
        QTest::newRow("below the seam of the formulas") << 0.49 << 1e-12 << 3.3762846611513858;
        QTest::newRow("tiny delta") << 1.0 << 1e-300 << 37.4488479121391049;
        QTest::newRow("large delta") << 1.0 << 0.3 << 0.27661739889684951;
        QTest::newRow("little noise") << 1e3 << 1e-5 << 504263.89292065408;
        QTest::newRow("hardly any noise") << 1e6 << 1e-300 << 500037047095.29938;
    }
    void extremesAgreeWith400DigitArithmetic() {
        QFETCH(double, mu);
        QFETCH(double, delta);
        QFETCH(double, epsilon);
        QVERIFY(relativeError(*gaussianEpsilon(1.0, mu, delta), epsilon) < 1e-11);
        QVERIFY(relativeError(*gaussianSigma(epsilon, mu, delta), 1.0) < 1e-11);
    }
    void deltaMatchesTheFormulaWhereThatIsAccurate() {
        for (const double mu : {0.3, 0.499, 0.501, 1.0, 2.5})
            for (const double epsilon : {0.0, 0.01, 0.3, 1.0, 2.0}) {
                const double direct =
                    normalCdf(mu / 2 - epsilon / mu) - std::exp(epsilon) * normalCdf(-mu / 2 - epsilon / mu);
                if (direct > 1e-6) {
                    QVERIFY(relativeError(std::exp(logGaussianDelta(epsilon, mu)), direct) < 1e-9);
                }
            }
        QVERIFY(relativeError(*gaussianDelta(0.0, 1.0, 1.0), std::erf(1.0 / std::sqrt(8.0))) < 1e-14);
        QVERIFY(relativeError(*gaussianDelta(0.0, 1e6, 1.0), std::erf(1e-6 / std::sqrt(8.0))) < 1e-13);
    }
    void epsilonAndSigmaInvertEachOther() {
        for (const double delta : {1e-300, 1e-12, 1e-5, 0.1})
            for (const double sigma : {1e-6, 1e-3, 0.1, 1.0, 30.0, 1e3, 1e6}) {
                const auto epsilon = gaussianEpsilon(sigma, 1.0, delta);
                QVERIFY(epsilon.has_value());
                if (*epsilon == 0.0)
                    continue;
                const auto back = gaussianSigma(*epsilon, 1.0, delta);
                QVERIFY(back.has_value());
                QVERIFY2(relativeError(*back, sigma) < 1e-8,
                         qPrintable(QStringLiteral("%1 %2 %3").arg(delta).arg(sigma).arg(*back, 0, 'g', 15)));
            }
    }
    void epsilonFallsWithNoiseAndGrowsWithReleases() {
        double before = INFINITY;
        for (double sigma = 1e-6; sigma < 1e7; sigma *= 1.7) {
            const double epsilon = *gaussianEpsilon(sigma, 1.0, 1e-5);
            QVERIFY(epsilon <= before);
            QVERIFY(epsilon < before || epsilon == 0.0);
            before = epsilon;
        }
        QCOMPARE(before, 0.0);
        double last = 0.0;
        for (double releases = 1.0; releases < 1e7; releases *= 3.0) {
            const double epsilon = *composedGaussianEpsilon(10.0, 1.0, releases, 1e-6);
            QVERIFY(epsilon > last);
            last = epsilon;
        }
        QVERIFY(*gaussianEpsilon(1.0, 1.0, 1e-9) > *gaussianEpsilon(1.0, 1.0, 1e-5));
    }
    void enoughNoiseNeedsNoEpsilon() {
        QCOMPARE(*gaussianEpsilon(1e6, 1.0, 1e-5), 0.0);
        const double sigma = *gaussianSigma(0.0, 1.0, 1e-5);
        QVERIFY(relativeError(*gaussianDelta(0.0, sigma, 1.0), 1e-5) < 1e-12);
    }
    void differentReleasesCompose() {
        const GaussianRelease releases[] = {{2.0, 1.0, 16.0}, {0.5, 1.5, 1.0}};
        QVERIFY(relativeError(*composedMu(releases), std::sqrt(16.0 / 4.0 + 9.0)) < 1e-15);
        QCOMPARE(*composedMu({}), 0.0);
        QVERIFY(relativeError(*composedGaussianEpsilon(10, 1, 128, 1e-5), 5.05278767405) < 1e-9);
    }
    void extremesAreFiniteAndQuick() {
        QElapsedTimer timer;
        timer.start();
        for (const double delta : {1e-300, 1e-5, 0.999})
            for (const double sigma : {1e-6, 1.0, 1e6})
                for (const double sensitivity : {1e-6, 1.0, 1e6}) {
                    const auto epsilon = gaussianEpsilon(sigma, sensitivity, delta);
                    QVERIFY(epsilon && std::isfinite(*epsilon) && *epsilon >= 0.0);
                    QVERIFY(gaussianSigma(sigma, sensitivity, delta).has_value());
                }
        QVERIFY2(timer.elapsed() < 1000, "54 roots take far less than a second");
    }
    void wrongArgumentsAreErrors() {
        for (const double bad : {0.0, -1.0, double(NAN), double(INFINITY)}) {
            QVERIFY(!gaussianEpsilon(bad, 1.0, 1e-5) && !gaussianEpsilon(1.0, bad, 1e-5));
            QVERIFY(!gaussianSigma(1.0, bad, 1e-5) && !gaussianDelta(1.0, bad, 1.0));
            QVERIFY(!gaussianEpsilon(1.0, 1.0, bad) && !composedGaussianEpsilon(1.0, 1.0, bad, 1e-5));
        }
        QVERIFY(!gaussianSigma(-1.0, 1.0, 1e-5) && !gaussianEpsilon(1.0, 1.0, 1.0));
        QVERIFY(!gaussianEpsilon(1e-300, 1e300, 1e-5));
        QVERIFY(!maximumTruePositiveRate(1.1, 1.0) && !maximumTruePositiveRate(0.1, -1.0));
        QVERIFY(!maximumTruePositiveRate(0.1, 1.0, 2.0) && !maximumBalancedAccuracy(NAN, 0.0));
        const auto error = gaussianEpsilon(-1.0, 1.0, 1e-5).error();
        QCOMPARE(error.message(),
                 std::string(
                     "Gaussian mechanism: sigma must be positive, found -1 (give a finite number above 0)"));
    }
    void attackersGainNothingWithoutSignal() {
        for (const double fpr : {0.0, 1e-6, 0.5, 1.0})
            QVERIFY(std::abs(*maximumTruePositiveRate(fpr, 0.0) - fpr) < 1e-15);
        NullRecorder none;
        QCOMPARE(*maximumBalancedAccuracy(none, 0.0), 0.5);
        QCOMPARE(*maximumTruePositiveRate(0.25, 800.0, 1e-5) <= 1.0, true);
        // What (epsilon, delta) says is never stronger than what the exact curve says.
        const double epsilon = *gaussianEpsilon(1.0, 1.0, 1e-5);
        for (double fpr = 1e-6; fpr < 1.0; fpr *= 2.0)
            QVERIFY(*maximumTruePositiveRate(fpr, epsilon, 1e-5) >=
                    *maximumTruePositiveRate(fpr, 1.0) * (1 - 1e-12));
    }
    void theDerivationOpensDownToTheNoise() {
        Trace trace;
        TracingRecorder rec(trace);
        const Traced sensitivity = rec.input(2.0, "Δ", "sensitivity", Label::assumed, "test");
        const Traced sigma = rec.input(4.0, "σ", "noise", Label::assumed, "test");
        const auto mu = gaussianMu(rec, sensitivity, sigma);
        const auto epsilon = gaussianEpsilonOfMu(rec, *mu, Traced(1e-5));
        QCOMPARE(valueOf(*epsilon), *gaussianEpsilon(4.0, 2.0, 1e-5));
        const auto tree = rec.derivation(*epsilon);
        QCOMPARE(tree.label, Label::guarantee);
        QVERIFY(tree.formula.find("exactEpsilon(µ") != std::string::npos);
        QCOMPARE(tree.inputs.at(0).formula, std::string("Δ / σ"));
        QCOMPARE(tree.inputs.at(0).inputs.size(), std::size_t(2));
    }

private:
    using Values = std::map<std::string, std::string>;
    /// The computed counterpart of a reference row, or nothing for rows of other mechanisms.
    static std::optional<Expected<double>> valueFor(const std::string& kind, const std::string& output,
                                                    const Values& in) {
        NullRecorder none;
        const double delta = numberOf(in, "delta"), fpr = numberOf(in, "fpr"), eps = numberOf(in, "eps");
        if (kind == "gauss_eps")
            return gaussianEpsilon(numberOf(in, "sigma"), numberOf(in, "sens"), delta);
        if (kind == "gauss_sigma" && output == "sigma_analytic")
            return gaussianSigma(eps, numberOf(in, "sens"), delta);
        if (kind == "gauss_compose" && output == "eps_exact")
            return composedGaussianEpsilon(numberOf(in, "sigma"), numberOf(in, "sens"), numberOf(in, "k"),
                                           delta);
        if (kind == "mia_gauss_tpr")
            return maximumTruePositiveRate(fpr, numberOf(in, "mu"));
        if (kind == "mia_gauss_acc")
            return maximumBalancedAccuracy(none, numberOf(in, "mu"));
        if (kind == "mia_epsdelta_tpr")
            return maximumTruePositiveRate(fpr, eps, delta);
        if (kind == "mia_epsdelta_acc")
            return maximumBalancedAccuracy(eps, delta);
        return std::nullopt;
    }
};

} // namespace cellwright::privacy

CELLWRIGHT_TEST(cellwright::privacy::GaussianMechanismTest)
#include "gaussian_mechanism_test.moc"
