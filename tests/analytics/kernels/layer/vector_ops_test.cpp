// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/layer/vector_ops.h"
#include "analytics/kernels/products/simd.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

namespace cellwright::kernels {

namespace {

using Floats = std::vector<float>;

Floats randomFloats(std::size_t count, unsigned seed, float scale = 1.0f) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal(0.3f, scale);
    Floats values(count);
    std::ranges::generate(values, [&] { return normal(random); });
    return values;
}

Floats poisoned(std::size_t count) {
    return Floats(count, std::numeric_limits<float>::quiet_NaN());
}

/// Every result lies within `tolerance` of the reference, relative to values of about one.
bool close(const Floats& found, const std::vector<double>& expected, double tolerance = 2e-6) {
    if (found.size() != expected.size())
        return false;
    for (std::size_t i = 0; i < found.size(); ++i)
        if (!(std::abs(double(found[i]) - expected[i]) <=
              tolerance * (1.0 + std::abs(expected[i])))) // NaN: no
            return false;
    return true;
}

const std::vector<std::size_t> sizes{1, 3, 8, 15, 16, 17, 64, 67, 1000, 4096};

} // namespace

class VectorOpsTest : public QObject {
    Q_OBJECT

    template <class Check>
    void everywhere(const Check& check) {
        for (const auto& target : simd::targets()) {
            simd::forceTarget(target.bit);
            for (const std::size_t n : sizes)
                QVERIFY2(check(n), (target.name + " " + std::to_string(n)).c_str());
        }
    }

private Q_SLOTS:
    void cleanup() { simd::forceTarget(0); }

    void rmsNormDividesByTheRoot() {
        everywhere([](std::size_t n) {
            const Floats x = randomFloats(n, 1), w = randomFloats(n, 2);
            Floats y = poisoned(n);
            rmsNorm(x, w, 1e-5f, y);
            double squares = 0.0;
            for (const float v : x)
                squares += double(v) * v;
            std::vector<double> expected;
            for (std::size_t i = 0; i < n; ++i)
                expected.push_back(x[i] / std::sqrt(squares / double(n) + 1e-5) * w[i]);
            return close(y, expected);
        });
    }
    void layerNormCentres() {
        everywhere([](std::size_t n) {
            const Floats x = randomFloats(n, 3), w = randomFloats(n, 4), b = randomFloats(n, 5);
            Floats y = poisoned(n);
            layerNorm(x, w, b, 1e-3f, y);
            const double mean = std::accumulate(x.begin(), x.end(), 0.0) / double(n);
            double variance = 0.0;
            for (const float v : x)
                variance += (v - mean) * (v - mean) / double(n);
            std::vector<double> expected;
            for (std::size_t i = 0; i < n; ++i)
                expected.push_back((x[i] - mean) / std::sqrt(variance + 1e-3) * w[i] + b[i]);
            return close(y, expected, 1e-5);
        });
    }
    void softmaxAddsUpToOne() {
        everywhere([](std::size_t n) {
            Floats x = randomFloats(n, 6, 5.0f);
            x[n / 2] = -1e30f; // masked
            x.back() = 300.0f; // would overflow without the maximum
            const Floats before = x;
            std::vector<double> expected;
            double sum = 0.0;
            for (const float v : before)
                sum += std::exp(double(v) - 300.0);
            for (const float v : before)
                expected.push_back(std::exp(double(v) - 300.0) / sum);
            softmax(x);
            return close(x, expected);
        });
    }
    void swiGluAndGelu() {
        everywhere([](std::size_t n) {
            Floats gate = randomFloats(n, 7, 4.0f);
            const Floats up = randomFloats(n, 8);
            gate.front() = -200.0f; // e^200 is no f32
            gate.back() = 90.0f;
            Floats glu = poisoned(n), bell = poisoned(n);
            swiGlu(gate, up, glu);
            gelu(gate, bell);
            std::vector<double> expectedGlu, expectedBell;
            for (std::size_t i = 0; i < n; ++i) {
                const double g = gate[i];
                expectedGlu.push_back(g / (1.0 + std::exp(-g)) * up[i]);
                expectedBell.push_back(
                    0.5 * g *
                    (1.0 + std::tanh(std::sqrt(2.0 / std::acos(-1.0)) * (g + 0.044715 * g * g * g))));
            }
            return close(glu, expectedGlu) && close(bell, expectedBell, 4e-6);
        });
    }
    void addsAndAddsScaled() {
        everywhere([](std::size_t n) {
            const Floats a = randomFloats(n, 9), b = randomFloats(n, 10);
            Floats y = poisoned(n);
            add(a, b, y);
            std::vector<double> sum, scaled;
            for (std::size_t i = 0; i < n; ++i) {
                sum.push_back(double(a[i]) + b[i]);
                scaled.push_back(double(a[i]) + b[i] - 0.25 * a[i]);
            }
            const bool plain = close(y, sum);
            addScaled(-0.25f, a, y);
            return plain && close(y, scaled);
        });
    }
    // The angle between two rotated vectors depends on the distance of their positions only.
    void rotationKnowsDistances() {
        for (const auto& target : simd::targets()) {
            simd::forceTarget(target.bit);
            for (const RotaryPairs pairs : {RotaryPairs::neighbours, RotaryPairs::halves}) {
                const auto product = [&](int p, int q) {
                    Floats a = randomFloats(96, 11), b = randomFloats(96, 12);
                    RotaryAngles(p, 96, 10000.0f).rotate(a, 96, pairs);
                    RotaryAngles(q, 96, 10000.0f).rotate(b, 96, pairs);
                    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
                };
                QVERIFY(std::abs(product(7, 3) - product(104, 100)) < 1e-3);
                QVERIFY(std::abs(product(7, 3) - product(7, 4)) > 1e-2);
            }
        }
    }
    void rotationTurnsTheRightPairs() {
        Floats x{1.0f, 0.0f, 0.0f, 1.0f, 5.0f, 1.0f, 0.0f, 0.0f, 1.0f, 6.0f}; // two heads of 5, 4 rotated
        Floats y = x;
        const RotaryAngles angles(2, 4, 100.0f); // angles 2 and 0.2
        angles.rotate(x, 5, RotaryPairs::neighbours);
        QVERIFY(close(x, {std::cos(2.0), std::sin(2.0), -std::sin(0.2), std::cos(0.2), 5.0, std::cos(2.0),
                          std::sin(2.0), -std::sin(0.2), std::cos(0.2), 6.0}));
        angles.rotate(y, 5, RotaryPairs::halves);
        QVERIFY(close(y, {std::cos(2.0), -std::sin(0.2), std::sin(2.0), std::cos(0.2), 5.0, std::cos(2.0),
                          -std::sin(0.2), std::sin(2.0), std::cos(0.2), 6.0}));
    }
};

} // namespace cellwright::kernels

CELLWRIGHT_TEST(cellwright::kernels::VectorOpsTest)
#include "vector_ops_test.moc"
