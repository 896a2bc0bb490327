// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/formats/blocks.h"
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
    void brainsKeepTheUpperHalf() {
        QCOMPARE(toBrain(1.0f), std::uint16_t(0x3F80));
        QCOMPARE(toBrain(1.00390625f), std::uint16_t(0x3F80)); // halfway between two: to the even one
        QCOMPARE(toBrain(1.01171875f), std::uint16_t(0x3F82));
        QCOMPARE(fromBrain(0xC040), -3.0f);
        QVERIFY(std::isinf(fromBrain(toBrain(3.4028235e38f))));
        QVERIFY(std::isnan(fromBrain(toBrain(std::nanf("")))));
    }
    // Part 5 has scale 0x2D = 45 and offset 0x1B = 27, whose bits lie in three bytes.
    void q4KReadsTheBitsOfGguf() {
        BlockQ4K block{toHalf(0.5f), toHalf(0.25f), {}, {}};
        block.scales[9] = 0xBD;           // low 4 bits of 45 (0xD), of 27 (0xB) above
        block.scales[1] = 0x80 | 7;       // high 2 bits of 45 (2); the scale of part 1 is 7
        block.scales[5] = 0x40 | 9;       // high 2 bits of 27 (1); the offset of part 1 is 9
        block.nibbles[32 * 2 + 3] = 0xA0; // weight 163 = 64 * 2 + 32 + 3, of part 5
        block.nibbles[4] = 0x60;          // weight 36, of part 1
        std::array<float, 256> weights{};
        dequantize(block, weights);
        QCOMPARE(weights[163], 0.5f * 45 * 10 - 0.25f * 27);
        QCOMPARE(weights[160], -0.25f * 27);
        QCOMPARE(weights[36], 0.5f * 7 * 6 - 0.25f * 9);
        QCOMPARE(weights[0], 0.0f);
    }
    void q6KReadsTheBitsOfGguf() {
        BlockQ6K block{{}, {}, {}, toHalf(0.5f)};
        block.scales[14] = -3;         // weights 224 to 239
        block.low[64 + 32 + 5] = 0x70; // high nibble of weight 128 + 96 + 5
        block.high[32 + 5] = 0x80;     // its bits 6 and 7: 2
        block.scales[2] = 4;           // weights 32 to 47
        block.low[32 + 1] = 0x09;      // weight 33
        block.high[1] = 0x0C;          // its bits 2 and 3: 3
        std::array<float, 256> weights{};
        dequantize(block, weights);
        QCOMPARE(weights[229], 0.5f * -3 * float((2 * 16 + 7) - 32));
        QCOMPARE(weights[33], 0.5f * 4 * float((3 * 16 + 9) - 32));
        QCOMPARE(weights[34], 0.5f * 4 * -32);
        QCOMPARE(weights[0], 0.0f);
    }
    void twoLevelsRoundWithinAStep() {
        std::mt19937 random(6);
        std::normal_distribution<float> normal(0.0f, 0.05f);
        for (int i = 0; i < 200; ++i) {
            std::array<float, 256> weights{}, q4{}, q6{};
            std::ranges::generate(weights, [&] { return normal(random); });
            dequantize(quantizeQ4K(weights), q4);
            dequantize(quantizeQ6K(weights), q6);
            const float largest =
                std::abs(*std::ranges::max_element(weights, {}, [](float w) { return std::abs(w); }));
            for (std::size_t j = 0; j < 256; ++j) {
                // half a step of the part, and what the 6-bit (8-bit) scales of all parts lose
                QVERIFY(std::abs(q4[j] - weights[j]) <= 2 * largest / 15 * 0.5f + 2 * largest / 63);
                QVERIFY(std::abs(q6[j] - weights[j]) <= largest / 32 * 1.1f + largest / 128);
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
        const std::array<float, 256> many{};
        std::array<float, 256> manyBack{};
        manyBack.fill(1.0f);
        dequantize(quantizeQ4K(many), manyBack);
        QVERIFY(std::ranges::all_of(manyBack, [](float w) { return w == 0.0f; }));
        manyBack.fill(1.0f);
        dequantize(quantizeQ6K(many), manyBack);
        QVERIFY(std::ranges::all_of(manyBack, [](float w) { return w == 0.0f; }));
    }
};

} // namespace cellwright::kernels

CELLWRIGHT_TEST(cellwright::kernels::BlocksTest)
#include "blocks_test.moc"
