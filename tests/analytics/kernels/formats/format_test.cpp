// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/formats/blocks.h"
#include "analytics/kernels/formats/packed.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <random>

namespace cellwright::kernels {

namespace {

std::vector<float> randomWeights(std::size_t count) {
    std::mt19937 random(21);
    std::normal_distribution<float> normal(0.0f, 0.05f);
    std::vector<float> weights(count);
    std::ranges::generate(weights, [&] { return normal(random); });
    return weights;
}

double rootMeanSquareError(const std::vector<float>& a, const std::vector<float>& b) {
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += std::pow(double(a[i]) - double(b[i]), 2);
    return std::sqrt(sum / double(a.size()));
}

} // namespace

class FormatTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sizesAreThoseOfGguf() {
        QCOMPARE(formatBytes(Format::f32, 4, 256), std::size_t(4 * 256 * 4));
        QCOMPARE(formatBytes(Format::bf16, 3, 7), std::size_t(42));
        QCOMPARE(formatBytes(Format::q8_0, 4, 256), std::size_t(4 * 8 * 34));
        QCOMPARE(formatBytes(Format::q4_0, 4, 256), std::size_t(4 * 8 * 18));
        QCOMPARE(formatBytes(Format::q4_k, 4, 512), std::size_t(4 * 2 * 144));
        QCOMPARE(formatBytes(Format::q6_k, 4, 512), std::size_t(4 * 2 * 210));
    }
    void everyFormatHasItsName() {
        QCOMPARE(allFormats().size(), std::size_t(7));
        for (const Format format : allFormats())
            QVERIFY(!formatName(format).empty());
        QCOMPARE(formatName(Format::q6_k), std::string_view("q6_k"));
    }
    void schemesMeanTheFormatOfMostMatrices() {
        QCOMPARE(formatOf(Scheme::q4_k_m), std::optional(Format::q4_k));
        QCOMPARE(formatOf(Scheme::bf16), std::optional(Format::bf16));
        QCOMPARE(formatOf(Scheme::awq4), std::optional<Format>());
    }
    void moreBitsLoseLess() {
        const auto weights = randomWeights(64 * 256);
        const auto error = [&](Format format) {
            return rootMeanSquareError(weights, decode(format, encode(format, weights)));
        };
        QCOMPARE(error(Format::f32), 0.0);
        QVERIFY(error(Format::f16) < 3e-5);
        QVERIFY(error(Format::bf16) < 1.2e-4);
        QVERIFY(error(Format::q8_0) < error(Format::q6_k));
        QVERIFY(error(Format::q6_k) < 0.5 * error(Format::q4_k));
        QVERIFY(error(Format::q4_k) < 0.006); // of weights of 0.05
        QVERIFY(error(Format::q4_0) < 0.006);
    }
    void encodingTwiceChangesNothing() {
        const auto weights = randomWeights(8 * 256);
        for (const Format format : {Format::f32, Format::f16, Format::bf16, Format::q8_0}) {
            const auto once = decode(format, encode(format, weights));
            QVERIFY(decode(format, encode(format, once)) == once);
        }
    }
    // Packing moves every byte of the tensor to one place and adds zeros only.
    void packingKeepsAllBytes() {
        const auto weights = randomWeights(20 * 768);
        for (const Format format : allFormats()) {
            const auto tensor = encode(format, weights);
            const PackedMatrix packed = PackedMatrix::fromTensor(format, 20, 768, tensor);
            const std::size_t size = packedBytes(format, 20, 768);
            std::array<std::size_t, 256> before{}, after{};
            for (const std::byte b : tensor)
                ++before[std::size_t(b)];
            for (std::size_t i = 0; i < size; ++i)
                ++after[std::size_t(packed.view().data[i])];
            after[0] -= size - tensor.size();
            QVERIFY2(before == after, std::string(formatName(format)).c_str());
        }
    }
    void tilesHoldSixteenRows() {
        std::vector<BlockQ4> blocks(20 * 3);
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            blocks[i].scale = std::uint16_t(1000 + i);
            std::ranges::fill(blocks[i].nibbles, std::uint8_t(i));
        }
        const PackedMatrix packed =
            PackedMatrix::fromTensor(Format::q4_0, 20, 96, std::as_bytes(std::span(blocks)));
        // The first tile begins with the scales of block 0 of rows 0 to 15.
        std::uint16_t scale = 0;
        std::memcpy(&scale, packed.view().data + 2, 2);
        QCOMPARE(scale, std::uint16_t(1003));
        // Row 17's block 2 lies in the second group's second tile.
        const std::byte* const tile =
            packed.view().data + groupBytes(Format::q4_0, 96) + tileBytes(Format::q4_0);
        std::memcpy(&scale, tile + 2, 2);
        QCOMPARE(scale, std::uint16_t(1000 + 17 * 3 + 2));
        QCOMPARE(tile[64 + 4], std::byte(17 * 3 + 2));
    }
};

} // namespace cellwright::kernels

CELLWRIGHT_TEST(cellwright::kernels::FormatTest)
#include "format_test.moc"
