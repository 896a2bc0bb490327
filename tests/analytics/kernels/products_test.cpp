// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/machine.h"
#include "analytics/kernels/products.h"
#include "analytics/kernels/simd.h"
#include "analytics/scenario/schema.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace cellwright::kernels {

namespace {

std::vector<float> randomFloats(std::size_t count, unsigned seed, float scale) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal(0.0f, scale);
    std::vector<float> values(count);
    std::ranges::generate(values, [&] { return normal(random); });
    return values;
}

/// What a scheme keeps of weights.
std::vector<double> kept(Scheme scheme, const std::vector<float>& weights) {
    std::vector<double> result(weights.begin(), weights.end());
    for (std::size_t i = 0; i < weights.size();
         i += scheme == Scheme::f16 || scheme == Scheme::f32 ? 1 : 32) {
        if (scheme == Scheme::f16)
            result[i] = fromHalf(toHalf(weights[i]));
        if (scheme != Scheme::q8_0 && scheme != Scheme::q4_0)
            continue;
        const std::span<const float, 32> block(weights.data() + i, 32);
        std::array<float, 32> back{};
        scheme == Scheme::q8_0 ? dequantize(quantizeQ8(block), back) : dequantize(quantizeQ4(block), back);
        std::ranges::copy(back, result.begin() + std::ptrdiff_t(i));
    }
    return result;
}

/// What activations become before they meet block weights: 32 bytes and a scale.
std::vector<double> quantized(Scheme scheme, const std::vector<float>& x) {
    std::vector<double> result(x.begin(), x.end());
    if (scheme != Scheme::q8_0 && scheme != Scheme::q4_0)
        return result;
    for (std::size_t i = 0; i < x.size(); i += 32) {
        float largest = 0.0f;
        for (std::size_t j = i; j < i + 32; ++j)
            largest = std::max(largest, std::abs(x[j]));
        for (std::size_t j = i; j < i + 32; ++j) {
            const float inverse = largest > 0.0f ? 127.0f / largest : 0.0f;
            result[j] = double(std::nearbyint(x[j] * inverse)) * double(largest / 127.0f);
        }
    }
    return result;
}

struct Case {
    Scheme scheme;
    int rows, cols, tokens, threads;
    [[nodiscard]] std::string text() const {
        return std::string(enumKey(scheme)) + " " + std::to_string(rows) + "x" + std::to_string(cols) + "x" +
               std::to_string(tokens) + " on " + std::to_string(threads);
    }
};

/// The largest |y - reference| over all outputs, as a share of the sum of |w x| of that output.
double worstError(const Case& c, unsigned seed) {
    const auto weights = randomFloats(std::size_t(c.rows) * std::size_t(c.cols), seed, 0.05f);
    const auto x = randomFloats(std::size_t(c.tokens) * std::size_t(c.cols), seed + 1, 1.0f);
    const float poison = std::numeric_limits<float>::quiet_NaN();
    constexpr std::size_t guard = 32; // after the end, nothing may be written
    std::vector<float> y(std::size_t(c.rows) * std::size_t(c.tokens) + guard, poison);
    const PackedMatrix packed = PackedMatrix::fromFloats(c.scheme, c.rows, c.cols, weights);
    ThreadPool pool(c.threads);
    Scratch scratch;
    if (!multiply(packed.view(), {x.data(), c.tokens, y.data()}, pool, scratch))
        return std::numeric_limits<double>::infinity();
    const auto w = kept(c.scheme, weights);
    const auto in = quantized(c.scheme, x);
    double worst = 0.0;
    for (int t = 0; t < c.tokens; ++t)
        for (int r = 0; r < c.rows; ++r) {
            double sum = 0.0, magnitude = 1e-30;
            for (int k = 0; k < c.cols; ++k) {
                const double term = w[std::size_t(r) * std::size_t(c.cols) + std::size_t(k)] *
                                    in[std::size_t(t) * std::size_t(c.cols) + std::size_t(k)];
                sum += term;
                magnitude += std::abs(term);
            }
            const double error =
                std::abs(double(y[std::size_t(t) * std::size_t(c.rows) + std::size_t(r)]) - sum);
            worst = error <= magnitude * worst ? worst : error / magnitude; // NaN stays
        }
    for (std::size_t i = y.size() - guard; i < y.size(); ++i)
        if (!std::isnan(y[i]))
            return std::numeric_limits<double>::infinity();
    return worst;
}

std::vector<Case> cases() {
    std::vector<Case> all;
    for (const Scheme scheme : {Scheme::f32, Scheme::f16, Scheme::q8_0, Scheme::q4_0}) {
        for (int tokens = 1; tokens <= 9; ++tokens)
            all.push_back({scheme, 37, 96, tokens, 1 + tokens % 3});
        all.push_back({scheme, 1, 32, 1, 1});
        all.push_back({scheme, 16, 64, 16, 2});
        all.push_back({scheme, 250, 1056, 1, 2});
        all.push_back({scheme, 129, 2048, 19, 2});
        all.push_back({scheme, 1600, 160, 3, 4});
    }
    for (const int cols : {1, 3, 31, 77}) // no blocks to fill
        for (const int tokens : {1, 8, 11}) {
            all.push_back({Scheme::f16, 33, cols, tokens, 2});
            all.push_back({Scheme::f32, 33, cols, tokens, 2});
        }
    return all;
}

} // namespace

class ProductsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { simd::forceTarget(0); }

    void agreesWithDoubles_data() {
        QTest::addColumn<qint64>("target");
        for (const auto& target : simd::targets())
            QTest::newRow(target.name.c_str()) << qint64(target.bit);
    }
    void agreesWithDoubles() {
        QFETCH(qint64, target);
        simd::forceTarget(target);
        unsigned seed = 1;
        for (const auto& c : cases()) {
            const double error = worstError(c, seed += 2);
            // binary32 sums of up to 2,048 terms in a few chains: far below 1e-5 of their magnitude
            QVERIFY2(error < 1e-5, (c.text() + ": " + std::to_string(error)).c_str());
        }
    }
    // Sums of bytes are exact, so instruction sets may differ only in how the scales are added up.
    void extremeBytesDoNotOverflow() {
        std::vector<BlockQ8> blocks(16 * 4);
        for (auto& block : blocks) {
            block.scale = toHalf(1.0f);
            std::ranges::fill(block.q, std::int8_t(-128));
        }
        const PackedMatrix packed = PackedMatrix::fromBlocks(16, 128, blocks);
        const std::vector<float> x(128, -127.0f);
        for (const auto& target : simd::targets()) {
            simd::forceTarget(target.bit);
            std::vector<float> y(16, 0.0f);
            ThreadPool pool(1);
            Scratch scratch;
            multiply(packed.view(), {x.data(), 1, y.data()}, pool, scratch);
            for (const float value : y)
                QCOMPARE(value, 128.0f * 127.0f * 128.0f);
        }
    }
    void threadsDoNotChangeTheResult() {
        const auto weights = randomFloats(300 * 256, 3, 0.1f);
        const auto x = randomFloats(17 * 256, 4, 1.0f);
        for (const Scheme scheme : {Scheme::f16, Scheme::q8_0, Scheme::q4_0}) {
            const PackedMatrix packed = PackedMatrix::fromFloats(scheme, 300, 256, weights);
            std::vector<std::vector<float>> results;
            for (const int threads : {1, 2, 3, 5}) {
                ThreadPool pool(threads);
                Scratch scratch;
                results.emplace_back(300 * 17);
                multiply(packed.view(), {x.data(), 17, results.back().data()}, pool, scratch);
            }
            for (const auto& result : results)
                QVERIFY(result == results.front());
        }
    }
    void packsBlocksAsTheyAre() {
        const auto weights = randomFloats(20 * 96, 9, 1.0f);
        std::vector<BlockQ4> blocks;
        for (std::size_t i = 0; i < weights.size(); i += 32)
            blocks.push_back(quantizeQ4(std::span<const float, 32>(weights.data() + i, 32)));
        const PackedMatrix a = PackedMatrix::fromBlocks(20, 96, blocks);
        const PackedMatrix b = PackedMatrix::fromFloats(Scheme::q4_0, 20, 96, weights);
        QCOMPARE(std::memcmp(a.view().data, b.view().data, packedBytes(Scheme::q4_0, 20, 96)), 0);
        QCOMPARE(formatBytes(Scheme::q4_0, 20, 96), blocks.size() * 18);
        // The first tile begins with the scales of block 0 of rows 0 to 15.
        std::uint16_t scale = 0;
        std::memcpy(&scale, a.view().data + 2, 2);
        QCOMPARE(scale, blocks[3].scale);
    }
    void stopsWhenAsked() {
        const PackedMatrix packed =
            PackedMatrix::fromFloats(Scheme::f16, 64, 64, randomFloats(4096, 1, 1.0f));
        const std::vector<float> x(64 * 16, 1.0f);
        std::vector<float> y(64 * 16);
        ThreadPool pool(2);
        Scratch scratch;
        std::stop_source source;
        QVERIFY(multiply(packed.view(), {x.data(), 16, y.data()}, pool, scratch, source.get_token()));
        source.request_stop();
        QVERIFY(!multiply(packed.view(), {x.data(), 16, y.data()}, pool, scratch, source.get_token()));
    }
    void readingDependsOnEveryByte() {
        Buffer memory((3u << 20) + 512);
        for (const auto& target : simd::targets()) {
            simd::forceTarget(target.bit);
            ThreadPool pool(2);
            const auto before = readBytes(memory.data(), memory.size(), pool);
            for (const std::size_t at : {std::size_t(0), std::size_t(1u << 20), memory.size() - 1}) {
                memory.data()[at] ^= std::byte(1);
                QVERIFY(readBytes(memory.data(), memory.size(), pool) != before);
                memory.data()[at] ^= std::byte(1);
            }
        }
    }
    void theBestTargetIsChosenAndNamed() {
        QVERIFY(!simd::targets().empty());
        QCOMPARE(simd::targetName(), simd::targets().front().name);
        simd::forceTarget(simd::targets().back().bit);
        QCOMPARE(simd::targetName(), simd::targets().back().name);
        if (!simd::wide()) // the fallback says so
            QVERIFY(!describeMachine().warnings.empty());
    }
};

} // namespace cellwright::kernels

CELLWRIGHT_TEST(cellwright::kernels::ProductsTest)
#include "products_test.moc"
