// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/layer/cut.h"
#include "analytics/kernels/products/simd.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace cellwright::kernels {

class CutTest : public QObject {
    Q_OBJECT

    static std::vector<float> states(int rows, int cols) {
        std::mt19937 random(8);
        std::normal_distribution<float> normal;
        std::vector<float> x(std::size_t(rows) * std::size_t(cols));
        std::ranges::generate(x, [&] { return normal(random); });
        return x;
    }

private Q_SLOTS:
    void cleanup() { simd::forceTarget(0); }

    // The vectorised ways give the bytes of the plain ones.
    void writesTheFormat() {
        for (const auto& target : simd::targets()) {
            simd::forceTarget(target.bit);
            for (const Format format : allFormats())
                for (const int rows : {1, 5}) {
                    const int cols = columnMultiple(format) == 1 ? 50 : 768;
                    const auto x = states(rows, cols);
                    std::vector<std::byte> out(formatBytes(format, rows, cols), std::byte(0xEE));
                    ThreadPool pool(rows == 1 ? 1 : 3);
                    quantizeRows(format, x, cols, out, pool);
                    QVERIFY2(out == encode(format, x),
                             (target.name + " " + std::string(formatName(format))).c_str());
                }
            const auto x = states(3, 96);
            std::vector<std::byte> out(formatBytes(Format::f16, 3, 96));
            ThreadPool pool(2);
            quantizeRows(Format::f16, x, 96, out, pool);
            QVERIFY(out == encode(Format::f16, x));
        }
    }
    void readsTheFormat() {
        for (const auto& target : simd::targets()) {
            simd::forceTarget(target.bit);
            for (const Format format : allFormats()) {
                const auto tensor = encode(format, states(4, 512));
                std::vector<float> x(4 * 512, std::numeric_limits<float>::quiet_NaN());
                ThreadPool pool(2);
                dequantizeRows(format, tensor, 512, x, pool);
                QVERIFY2(x == decode(format, tensor),
                         (target.name + " " + std::string(formatName(format))).c_str());
            }
        }
    }
    void zerosStayZero() {
        const std::vector<float> zeros(64, 0.0f);
        std::vector<std::byte> out(formatBytes(Format::q8_0, 1, 64), std::byte(0xEE));
        ThreadPool pool(1);
        quantizeRows(Format::q8_0, zeros, 64, out, pool);
        QVERIFY(std::ranges::all_of(out, [](std::byte b) { return b == std::byte(0); }));
    }
};

} // namespace cellwright::kernels

CELLWRIGHT_TEST(cellwright::kernels::CutTest)
#include "cut_test.moc"
