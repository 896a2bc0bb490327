// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/fading/normal.h"
#include "analytics/radio/fading/shadow_field.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

namespace cellwright::radio {

class ShadowFieldTest : public QObject {
    Q_OBJECT
private:
    static constexpr float length = 50.0f;

    struct Places {
        std::vector<float> east, north;
        explicit Places(std::size_t n) {
            std::mt19937 random(3);
            std::uniform_real_distribution<float> place(-20000.0f, 20000.0f);
            for (std::size_t i = 0; i < n; ++i) {
                east.push_back(place(random));
                north.push_back(place(random));
            }
        }
        [[nodiscard]] Places moved(float away, float degrees) const {
            Places other = *this;
            const float angle = degrees * std::numbers::pi_v<float> / 180.0f;
            for (std::size_t i = 0; i < east.size(); ++i) {
                other.east[i] += away * std::cos(angle);
                other.north[i] += away * std::sin(angle);
            }
            return other;
        }
    };
    static std::vector<float> values(const FieldSeeds& seeds, const Places& places, float distance = length) {
        std::vector<float> found(places.east.size());
        shadowField(seeds, distance, places.east.data(), places.north.data(), found.data(), found.size());
        return found;
    }
    static double mean(const std::vector<float>& v) {
        double sum = 0.0;
        for (const float x : v)
            sum += double(x);
        return sum / double(v.size());
    }
    static double correlation(const std::vector<float>& a, const std::vector<float>& b) {
        const double ma = mean(a), mb = mean(b);
        double ab = 0.0, aa = 0.0, bb = 0.0;
        for (std::size_t i = 0; i < a.size(); ++i) {
            const double x = double(a[i]) - ma, y = double(b[i]) - mb;
            ab += x * y;
            aa += x * x;
            bb += y * y;
        }
        return ab / std::sqrt(aa * bb);
    }

private Q_SLOTS:
    void isStandardNormal() {
        auto z = values({1, 2}, Places(200000));
        double squares = 0.0, fourth = 0.0;
        for (const float x : z) {
            squares += double(x) * double(x);
            fourth += std::pow(double(x), 4.0);
        }
        const double n = double(z.size());
        QVERIFY(std::abs(mean(z)) < 0.01);
        QVERIFY(std::abs(squares / n - 1.0) < 0.01);
        QVERIFY(std::abs(fourth / n - 3.0) < 0.1); // kurtosis of the normal distribution
        std::ranges::sort(z);
        for (const double p : {0.01, 0.1, 0.5, 0.9, 0.99})
            QVERIFY(std::abs(double(z[std::size_t(p * n)]) - normalQuantile(p)) < 0.03);
    }
    void isCorrelatedExponentially_data() {
        QTest::addColumn<double>("lengths");
        for (const double lengths : {0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0})
            QTest::addRow("%g", lengths) << lengths;
    }
    /// TR 38.901 eq. 7.4-5, along every direction on average.
    void isCorrelatedExponentially() {
        QFETCH(double, lengths);
        const Places places(100000);
        const auto here = values({5, 9}, places);
        double sum = 0.0;
        for (int k = 0; k < 12; ++k)
            sum += correlation(here, values({5, 9}, places.moved(float(lengths) * length, 30.0f * float(k))));
        QVERIFY(std::abs(sum / 12.0 - std::exp(-lengths)) < 0.045);
    }
    void atItsLengthTheCorrelationIsOneOverE() {
        const Places places(100000);
        for (const float own : {7.0f, 13.0f, 37.0f, 120.0f}) {
            const auto here = values({11, 4}, places, own);
            double sum = 0.0;
            for (int k = 0; k < 12; ++k)
                sum += correlation(here, values({11, 4}, places.moved(own, 30.0f * float(k)), own));
            QVERIFY(std::abs(sum / 12.0 - std::exp(-1.0)) < 0.02);
        }
    }
    void sharingASeedIsHalfACorrelation() {
        const Places places(100000);
        const auto one = values({7, 100}, places);
        QVERIFY(std::abs(correlation(one, values({7, 101}, places)) - 0.5) < 0.02);
        QVERIFY(std::abs(correlation(one, values({8, 102}, places))) < 0.02);
        QCOMPARE(values({7, 100}, places), one);
    }
    void neighbouringSeedsAreIndependent() {
        const Places places(20000);
        for (std::uint32_t seed = 0; seed < 8; ++seed)
            QVERIFY(std::abs(correlation(values({mixSeed(seed, 1), mixSeed(seed, 2)}, places),
                                         values({mixSeed(seed + 1, 1), mixSeed(seed + 1, 2)}, places))) <
                    0.04);
    }
    void aPlaceHasOneValue() {
        const Places places(1003);
        const auto together = values({3, 6}, places);
        for (std::size_t i = 0; i < places.east.size(); i += 97) {
            float alone = 0.0f;
            shadowField({3, 6}, length, &places.east[i], &places.north[i], &alone, 1);
            QVERIFY(std::abs(alone - together[i]) < 1e-5f);
        }
    }
    void hasNoJumps() {
        Places line(4000);
        for (std::size_t i = 0; i < line.east.size(); ++i) {
            line.east[i] = -200.0f + 0.1f * float(i);
            line.north[i] = 3.0f;
        }
        const auto z = values({2, 2}, line);
        for (std::size_t i = 1; i < z.size(); ++i)
            QVERIFY(std::abs(z[i] - z[i - 1]) < 0.08f); // steepest: 4.9 deviates over a fifth of the length
    }
    void quantilesInvertTheDistribution() {
        QCOMPARE(normalQuantile(0.5), 0.0);
        QVERIFY(std::abs(normalQuantile(0.975) - 1.959963984540054) < 1e-12);
        for (double p = 1e-11; p < 1.0; p = p < 0.9 ? p * 1.7 : 0.5 + 0.55 * p) {
            QVERIFY(std::abs(0.5 * std::erfc(-normalQuantile(p) / std::numbers::sqrt2) - p) <
                    1e-13 + 1e-10 * p);
            if (p > 0.999999)
                break;
        }
        QCOMPARE(normalQuantile(0.0), -7.0);
        QCOMPARE(normalQuantile(1.0), 7.0);
    }
};

CELLWRIGHT_TEST(ShadowFieldTest)

} // namespace cellwright::radio
#include "shadow_field_test.moc"
