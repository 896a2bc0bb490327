// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/privacy/bracketed_root.h"
#include "analytics/privacy/normal.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright::privacy {

using test::relativeError;

class NormalTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theTailIsAccurate_data() {
        QTest::addColumn<double>("x");
        QTest::addColumn<double>("logCdf");
        // 50-digit values of ln Phi(x).
        QTest::newRow("0") << 0.0 << -0.69314718055994530942;
        QTest::newRow("1") << 1.0 << -0.17275377902344988;
        QTest::newRow("-1") << -1.0 << -1.8410216450092636;
        QTest::newRow("-5") << -5.0 << -15.064998393988726;
        QTest::newRow("-10") << -10.0 << -53.231285150512471;
        QTest::newRow("-37") << -37.0 << -689.03058557689059;
        QTest::newRow("-1000") << -1000.0 << -500007.82669481218;
    }
    void theTailIsAccurate() {
        QFETCH(double, x);
        QFETCH(double, logCdf);
        QVERIFY2(relativeError(logNormalCdf(x), logCdf) < 1e-13,
                 qPrintable(QString::number(logNormalCdf(x), 'g', 17)));
    }
    void theQuantileInvertsTheCdf() {
        for (double exponent = -307.0; exponent < 0.0; exponent += 0.37) {
            const double p = std::pow(10.0, exponent);
            QVERIFY(relativeError(logNormalCdf(normalQuantile(p)), std::log(p)) < 1e-12);
            if (p > 1e-15) {
                QCOMPARE(normalQuantile(1.0 - p), -normalQuantile(1.0 - (1.0 - p)));
            }
        }
        QCOMPARE(std::abs(normalQuantile(0.5)) < 1e-15, true);
        QVERIFY(std::isinf(normalQuantile(0.0)) && std::isinf(normalQuantile(1.0)));
        QVERIFY(std::isnan(normalQuantile(-0.1)) && std::isnan(normalQuantile(1.5)));
    }
    void theMillsRatioIsSmoothWhereItsFormulasMeet() {
        for (const double x : {-10.0, -1.0}) {
            const double left = millsRatio(std::nextafter(x, -20.0)), right = millsRatio(x);
            QVERIFY(relativeError(left, right) < 1e-13);
            QVERIFY(relativeError(millsRatioSlope(std::nextafter(x, -20.0)), millsRatioSlope(x)) < 1e-11);
        }
        for (double x = -40.0; x < 0.0; x += 0.1) {
            const double difference = (millsRatio(x + 1e-4) - millsRatio(x - 1e-4)) / 2e-4;
            QVERIFY(relativeError(millsRatioSlope(x), difference) < 1e-6);
        }
    }
    void aBracketedRootIsFoundToTheLastDigits() {
        QVERIFY(relativeError(bracketedRoot([](double x) { return x * x - 2.0; }, 0.0, 2.0), std::sqrt(2.0)) <
                1e-15);
        QVERIFY(relativeError(bracketedRoot([](double x) { return 1e-200 - x; }, 0.0, 1e10), 1e-200) < 1e-14);
        QCOMPARE(bracketedRoot([](double x) { return x; }, 0.0, 5.0), 0.0);
        int calls = 0;
        bracketedRoot([&](double x) { return ++calls, std::exp(x) - 1e5; }, -50.0, 50.0);
        QVERIFY2(calls < 40, qPrintable(QString::number(calls)));
    }
};

} // namespace cellwright::privacy

CELLWRIGHT_TEST(cellwright::privacy::NormalTest)
#include "normal_test.moc"
