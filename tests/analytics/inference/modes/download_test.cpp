// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/inference/modes/download.h"
#include "analytics/inference/modes/tensor_parallel.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <array>
#include <cmath>
#include <limits>
#include <random>

namespace cellwright::inference {

class DownloadTest : public QObject {
    Q_OBJECT

    static std::vector<DownloadedLayer> layers(std::mt19937_64& random, int count) {
        std::uniform_real_distribution<double> size(0.1e6, 40e6), time(0.0, 0.3);
        std::vector<DownloadedLayer> all;
        for (int i = 0; i < count; ++i)
            all.push_back({Bytes(size(random)), Seconds(time(random))});
        return all;
    }

private Q_SLOTS:
    void neverSlowerThanOneAfterTheOther() {
        std::mt19937_64 random(1);
        for (int i = 0; i < 500; ++i) {
            const auto all = layers(random, 1 + i % 40);
            const BytesPerSecond rate(1e6 * double(1 + i));
            const double together = downloadWhileComputing(all, rate).si(),
                         apart = downloadThenCompute(all, rate).si();
            QVERIFY(together <= apart * (1.0 + 1e-12));
            if (all.size() == 1)
                QVERIFY(std::abs(together - apart) <= 1e-12 * apart);
            // No shorter than the longer of the two.
            QVERIFY(together >= apart -
                                    std::min(apart - downloadThenCompute(all, BytesPerSecond(1e300)).si(),
                                             downloadThenCompute(all, BytesPerSecond(1e300)).si()) -
                                    1e-9);
        }
    }
    void threeLayersByHand() {
        const std::array all{DownloadedLayer{Bytes(1e6), Seconds(3.0)},
                             DownloadedLayer{Bytes(1e6), Seconds(0.5)},
                             DownloadedLayer{Bytes(4e6), Seconds(1.0)}};
        // Arrive at 1, 2, 6 s; computed at 4, 4.5, 7 s.
        QCOMPARE(downloadWhileComputing(all, BytesPerSecond(1e6)).si(), 7.0);
        QCOMPARE(downloadThenCompute(all, BytesPerSecond(1e6)).si(), 10.5);
    }
    void theLeastRateJustMeetsTheDeadline() {
        std::mt19937_64 random(2);
        for (int i = 0; i < 50; ++i) {
            const auto all = layers(random, 24);
            const double computing = downloadThenCompute(all, BytesPerSecond(1e300)).si();
            const Seconds deadline(computing * 1.5);
            const auto rate = leastRate(all, deadline);
            QVERIFY(downloadWhileComputing(all, rate) <= deadline);
            QVERIFY(downloadWhileComputing(all, rate * 0.999) > deadline);
            QVERIFY(std::isinf(leastRate(all, Seconds(0.9 * computing)).si()));
        }
        QCOMPARE(leastRate({}, Seconds(1.0)).si(), 0.0);
    }
    void whatDoesNotFitIsReadForEveryToken() {
        const BytesPerSecond flash(2e9);
        QCOMPARE(streamedStep(Seconds(0.1), Bytes(4e9), Bytes(6e9), flash).si(), 0.1);
        QCOMPARE(streamedStep(Seconds(0.1), Bytes(8e9), Bytes(6e9), flash).si(), 1.0);
        QCOMPARE(streamedStep(Seconds(0.1), Bytes(8e9), Bytes(-1.0), flash).si(), 4.0);
    }
    void allReducesMoveTwiceTheBytesOfManyHosts() {
        NullRecorder none;
        QCOMPARE(allReduceBytes(none, 1.0, Bytes(8192.0)).si(), 0.0);
        QCOMPARE(allReduceBytes(none, 4.0, Bytes(8192.0)).si(), 1.5 * 8192.0);
        const auto time =
            tensorParallelTime(none, 2.0, 32.0, Bytes(8192.0), BytesPerSecond(125e6), Seconds(50e-6));
        QVERIFY(std::abs(time.si() - 64.0 * (8192.0 / 125e6 + 2 * 50e-6)) < 1e-12);
    }
    void theSlowestExpertDecides() {
        const ExpertLoad near{
            10, Bytes(8192), BytesPerSecond(1e8), BytesPerSecond(1e8), Seconds(1e-4), Seconds(1e-3)};
        auto far = near;
        far.back = BytesPerSecond(1e6);
        auto idle = far;
        idle.tokens = 0.0;
        QCOMPARE(expertLayerTime(std::array{near, far}).si(), expertLayerTime(std::array{far}).si());
        QCOMPARE(expertLayerTime(std::array{near, idle}).si(), expertLayerTime(std::array{near}).si());
        QVERIFY(std::abs(expertLayerTime(std::array{near}).si() - (1e-3 + 2 * 81920.0 / 1e8 + 1e-3)) < 1e-12);
        QCOMPARE(expertLayerTime({}).si(), 0.0);
    }
};

} // namespace cellwright::inference

CELLWRIGHT_TEST(cellwright::inference::DownloadTest)
#include "download_test.moc"
