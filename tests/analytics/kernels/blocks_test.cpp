// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/blocks.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <random>

namespace cellwright::kernels {

namespace {
std::array<float, 32> randomWeights(std::mt19937& random, float scale) {
    std::normal_distribution<float> normal(0.0f, scale);
    std::array<float, 32> weights{};
    std::ranges::generate(weights, [&] { return normal(random); });
    return weights;
}
} // namespace

class BlocksTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void halvesKeepTheirBits() {
        QCOMPARE(toHalf(1.0f), std::uint16_t(0x3C00));
        QCOMPARE(toHalf(-2.0f), std::uint16_t(0xC000));
        QCOMPARE(toHalf(65504.0f), std::uint16_t(0x7BFF));
        QCOMPARE(toHalf(5.9604645e-8f), std::uint16_t(0x0001));
        for (unsigned bits = 0; bits < 0x7C00; ++bits)
            QCOMPARE(toHalf(fromHalf(std::uint16_t(bits))), std::uint16_t(bits));
    }
    // A q8_0 block byte by byte: scale 0.5 as binary16 (0x3800, little endian), then the values.
    void q8HasTheBytesOfGguf() {
        std::array<float, 32> weights{};
        weights[0] = 63.5f;
        weights[1] = -63.5f;
        weights[2] = 0.5f;
        weights[31] = -1.0f;
        const BlockQ8 block = quantizeQ8(weights);
        std::array<unsigned char, 34> bytes{};
        std::memcpy(bytes.data(), &block, 34);
        std::array<unsigned char, 34> expected{};
        expected[0] = 0x00;
        expected[1] = 0x38;
        expected[2] = 127;
        expected[3] = 0x81;
        expected[4] = 1;
        expected[33] = 0xFE;
        QVERIFY(bytes == expected);
    }
    // Byte i of a q4_0 block holds weight i in its low and weight i + 16 in its high nibble, both plus 8.
    void q4HasTheBytesOfGguf() {
        std::array<float, 32> weights{};
        weights[0] = -8.0f; // the largest magnitude: scale 1
        weights[1] = 7.0f;
        weights[16] = 1.0f;
        weights[31] = -3.0f;
        const BlockQ4 block = quantizeQ4(weights);
        std::array<unsigned char, 18> bytes{};
        std::memcpy(bytes.data(), &block, 18);
        std::array<unsigned char, 18> expected{};
        expected.fill(0x88);
        expected[0] = 0x00;
        expected[1] = 0x3C;
        expected[2] = 0x90;
        expected[3] = 0x8F;
        expected[17] = 0x58;
        QVERIFY(bytes == expected);
    }
    void readsLiteralBytes() {
        BlockQ4 q4{toHalf(0.25f), {}};
        q4.nibbles[3] = 0xF0;
        std::array<float, 32> weights{};
        dequantize(q4, weights);
        QCOMPARE(weights[3], -2.0f);
        QCOMPARE(weights[19], 1.75f);
        BlockQ8 q8{toHalf(2.0f), {}};
        q8.q[5] = -128;
        dequantize(q8, weights);
        QCOMPARE(weights[5], -256.0f);
    }
    void roundingStaysWithinHalfAStep() {
        std::mt19937 random(5);
        for (int i = 0; i < 500; ++i) {
            const auto weights = randomWeights(random, std::pow(10.0f, float(i % 7) - 4.0f));
            std::array<float, 32> q8{}, q4{};
            dequantize(quantizeQ8(weights), q8);
            dequantize(quantizeQ4(weights), q4);
            float largest = 0.0f;
            for (const float w : weights)
                largest = std::max(largest, std::abs(w));
            for (std::size_t j = 0; j < 32; ++j) {
                // half a step, and what the binary16 scale loses (2^-11 of the value, or half the smallest
                // number)
                QVERIFY(std::abs(q8[j] - weights[j]) <= largest * (0.5f / 127 + 1e-3f) + 127 * 3e-8f);
                QVERIFY(std::abs(q4[j] - weights[j]) <= largest * (1.0f / 8 + 1e-3f) + 8 * 3e-8f);
            }
        }
    }
    void zerosStayZero() {
        const std::array<float, 32> zeros{};
        std::array<float, 32> back{};
        back.fill(1.0f);
        dequantize(quantizeQ8(zeros), back);
        QVERIFY(back == zeros);
        back.fill(1.0f);
        dequantize(quantizeQ4(zeros), back);
        QVERIFY(std::ranges::all_of(back, [](float w) { return w == 0.0f; }));
    }
};

} // namespace cellwright::kernels

CELLWRIGHT_TEST(cellwright::kernels::BlocksTest)
#include "blocks_test.moc"
