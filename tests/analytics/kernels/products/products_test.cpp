// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/formats/blocks.h"
#include "analytics/kernels/machine.h"
#include "analytics/kernels/products/limits.h"
#include "analytics/kernels/products/products.h"
#include "analytics/kernels/products/simd.h"
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

/// Columns that share a scale when activations meet weights of a format; 0: they are not quantized.
int activationBlock(Format format) {
    switch (format) {
    case Format::q8_0:
    case Format::q4_0:
        return 32;
    case Format::q4_k:
    case Format::q6_k:
        return 256;
    default:
        return 0;
    }
}

/// What activations become before they meet the weights: bytes and a scale, or bf16.
std::vector<double> arranged(Format format, const std::vector<float>& x) {
    std::vector<double> result(x.begin(), x.end());
    if (format == Format::bf16)
        std::ranges::transform(x, result.begin(), [](float v) { return fromBrain(toBrain(v)); });
    const auto length = std::size_t(activationBlock(format));
    for (std::size_t i = 0; length > 0 && i < x.size(); i += length) {
        float largest = 0.0f;
        for (std::size_t j = i; j < i + length; ++j)
            largest = std::max(largest, std::abs(x[j]));
        const float inverse = largest > 0.0f ? 127.0f / largest : 0.0f;
        for (std::size_t j = i; j < i + length; ++j)
            result[j] = double(std::nearbyint(x[j] * inverse)) * double(largest / 127.0f);
    }
    return result;
}

struct Case {
    Format format;
    int rows, cols, tokens, threads;
    [[nodiscard]] std::string text() const {
        return std::string(formatName(format)) + " " + std::to_string(rows) + "x" + std::to_string(cols) +
               "x" + std::to_string(tokens) + " on " + std::to_string(threads);
    }
};

/// The largest |y - reference| over all outputs, as a share of the sum of |w x| of that output.
double worstError(const Case& c, unsigned seed) {
    const auto weights = randomFloats(std::size_t(c.rows) * std::size_t(c.cols), seed, 0.05f);
    const auto x = randomFloats(std::size_t(c.tokens) * std::size_t(c.cols), seed + 1, 1.0f);
    const auto tensor = encode(c.format, weights);
    const float poison = std::numeric_limits<float>::quiet_NaN();
    constexpr std::size_t guard = 32; // after the end, nothing may be written
    std::vector<float> y(std::size_t(c.rows) * std::size_t(c.tokens) + guard, poison);
    const PackedMatrix packed = PackedMatrix::fromTensor(c.format, c.rows, c.cols, tensor);
    ThreadPool pool(c.threads);
    Scratch scratch;
    if (!multiply(packed.view(), {x.data(), c.tokens, y.data()}, pool, scratch))
        return std::numeric_limits<double>::infinity();
    const auto w = decode(c.format, tensor);
    const auto in = arranged(c.format, x);
    double worst = 0.0;
    for (int t = 0; t < c.tokens; ++t)
        for (int r = 0; r < c.rows; ++r) {
            double sum = 0.0, magnitude = 1e-30;
            for (int k = 0; k < c.cols; ++k) {
                const double term = double(w[std::size_t(r) * std::size_t(c.cols) + std::size_t(k)]) *
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

/// Every number of tokens around the tiles, rows that fill no group, columns that fill no tile, 1 to 4
/// threads.
std::vector<Case> cases() {
    std::vector<Case> all;
    for (const Format format : allFormats()) {
        const int block = columnMultiple(format);
        const int odd = block == 1 ? 77 : 3 * block;
        for (int tokens = 1; tokens <= 14; ++tokens)
            all.push_back({format, 37, odd, tokens, 1 + tokens % 3});
        all.push_back({format, 1, block, 1, 1});
        all.push_back({format, 1, block, 9, 2});
        all.push_back({format, 16, 2 * block, 16, 2});
        all.push_back({format, 250, 1024 + block, 1, 2});
        all.push_back({format, 129, 2048, 25, 2});
        all.push_back({format, 70, 4096 + 2 * block, 10, 3}); // more than one strip's columns
        all.push_back({format, 1600, 256, 3, 4});
    }
    for (const int cols : {1, 3, 31, 513}) // no blocks to fill
        for (const int tokens : {1, 8, 11})
            for (const Format format : {Format::f32, Format::f16, Format::bf16})
                all.push_back({format, 33, cols, tokens, 2});
    all.push_back({Format::q4_0, 40, 64, 800, 2}); // more than one block of tokens
    all.push_back({Format::f16, 40, 40, 800, 2});
    return all;
}

/// Sets every binary16 scale of random bytes to 1/64, so that sums stay finite.
void calmScales(Format format, std::vector<std::byte>& tensor) {
    const std::uint16_t calm = toHalf(1.0f / 64);
    for (std::size_t at = 0; at < tensor.size(); at += blockBytes(format)) {
        std::memcpy(tensor.data() + at + (format == Format::q6_k ? 208 : 0), &calm, 2);
        if (format == Format::q4_k)
            std::memcpy(tensor.data() + at + 2, &calm, 2);
    }
}

} // namespace

class ProductsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() {
        simd::forceTarget(0);
        simd::useExtensions(true);
    }

    void agreesWithDoubles_data() {
        QTest::addColumn<qint64>("target");
        QTest::addColumn<bool>("extensions");
        for (const auto& target : simd::targets()) {
            simd::forceTarget(target.bit);
            QTest::newRow(target.name.c_str()) << qint64(target.bit) << false;
            if (const auto more = simd::extensionNames(); !more.empty())
                QTest::newRow((target.name + " and " + more).c_str()) << qint64(target.bit) << true;
        }
    }
    void agreesWithDoubles() {
        QFETCH(qint64, target);
        QFETCH(bool, extensions);
        simd::forceTarget(target);
        simd::useExtensions(extensions);
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
        const PackedMatrix packed =
            PackedMatrix::fromTensor(Format::q8_0, 16, 128, std::as_bytes(std::span(blocks)));
        const std::vector<float> x(128 * 9, -127.0f);
        for (const auto& target : simd::targets())
            for (const int tokens : {1, 9}) {
                simd::forceTarget(target.bit);
                std::vector<float> y(16 * std::size_t(tokens), 0.0f);
                ThreadPool pool(1);
                Scratch scratch;
                multiply(packed.view(), {x.data(), tokens, y.data()}, pool, scratch);
                for (const float value : y)
                    QCOMPARE(value, 128.0f * 127.0f * 128.0f);
            }
    }
    void threadsDoNotChangeTheResult() {
        const auto weights = randomFloats(300 * 256, 3, 0.1f);
        const auto x = randomFloats(17 * 256, 4, 1.0f);
        for (const Format format : allFormats()) {
            const PackedMatrix packed = PackedMatrix::fromFloats(format, 300, 256, weights);
            for (const int tokens : {1, 17}) {
                std::vector<std::vector<float>> results;
                for (const int threads : {1, 2, 3, 5}) {
                    ThreadPool pool(threads);
                    Scratch scratch;
                    results.emplace_back(300 * std::size_t(tokens));
                    multiply(packed.view(), {x.data(), tokens, results.back().data()}, pool, scratch);
                }
                if (format == Format::f32) // Eigen orders its sums by the rows it gets
                    continue;
                for (const auto& result : results)
                    QVERIFY(result == results.front());
            }
        }
    }
    // Whatever bytes a file holds: every path gives the same numbers, finite where the scales are.
    void anyBytesAreWeights() {
        std::mt19937 random(11);
        for (const Format format : {Format::q8_0, Format::q4_0, Format::q4_k, Format::q6_k}) {
            std::vector<std::byte> tensor(formatBytes(format, 32, 512));
            std::ranges::generate(tensor, [&] { return std::byte(random() & 0xFF); });
            calmScales(format, tensor);
            const auto x = randomFloats(512 * 9, 12, 1.0f);
            const PackedMatrix packed = PackedMatrix::fromTensor(format, 32, 512, tensor);
            const auto w = decode(format, tensor);
            const auto in = arranged(format, x);
            for (const int tokens : {1, 9}) {
                std::vector<float> y(32 * std::size_t(tokens));
                ThreadPool pool(2);
                Scratch scratch;
                multiply(packed.view(), {x.data(), tokens, y.data()}, pool, scratch);
                for (std::size_t r = 0; r < 32; ++r) {
                    double sum = 0.0, magnitude = 0.0;
                    for (std::size_t k = 0; k < 512; ++k) {
                        sum += double(w[r * 512 + k]) * in[k];
                        magnitude += std::abs(double(w[r * 512 + k]) * in[k]);
                    }
                    // q4_k subtracts its offsets apart from the rest, which is larger than the difference
                    QVERIFY2(std::abs(double(y[r]) - sum) <= 1e-4 * magnitude,
                             std::string(formatName(format)).c_str());
                }
            }
        }
    }
    void stopsWhenAsked() {
        const PackedMatrix packed =
            PackedMatrix::fromFloats(Format::f16, 64, 64, randomFloats(4096, 1, 1.0f));
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
    void unitsMultiplyInRegisters() {
        for (const auto& target : simd::targets()) {
            simd::forceTarget(target.bit);
            for (const auto unit : {simd::Unit::f32, simd::Unit::int8}) {
                const double operations = simd::multiplyInRegisters(unit);
                QVERIFY(operations > 9e6 && operations <= 1e7);
            }
            const bool has = simd::extensionNames() == "AVX512-BF16";
            QCOMPARE(simd::multiplyInRegisters(simd::Unit::bf16) > 0.0, has);
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
