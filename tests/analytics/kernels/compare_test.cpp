// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/compare.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>

namespace cellwright::kernels {

namespace {

KernelTiming product(int rows, double milliseconds, double spread = 0.02) {
    KernelTiming k;
    k.kernel = matVec;
    k.weights = Scheme::q4_0;
    k.rows = rows;
    k.cols = 4096;
    k.median = Seconds(1e-3 * milliseconds);
    k.p10 = k.median * (1.0 - spread);
    k.p90 = k.median * (1.0 + spread);
    k.samples = 9;
    return k;
}

OperationTiming operation(std::string_view kernel, double milliseconds) {
    OperationTiming o;
    o.kernel = kernel;
    o.hidden = 2048;
    o.median = o.p10 = o.p90 = Seconds(1e-3 * milliseconds);
    return o;
}

Profile profileOf(std::vector<KernelTiming> kernels) {
    Profile profile;
    profile.readBandwidth = {{1, BytesPerSecond(20e9), 0.1, 9}};
    profile.peaks = {{"int8", 2, FlopPerSecond(900e9), 0.1, 9}};
    profile.kernels = std::move(kernels);
    return profile;
}

} // namespace

class CompareTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theSameProfileDoesNotDiffer() {
        const auto profile = profileOf({product(1024, 1.0), product(2048, 2.0)});
        const auto result = compare(profile, profile);
        QCOMPARE(result.cases.size(), std::size_t(4)); // two limits besides
        QCOMPARE(result.kernels, 2);
        QCOMPARE(result.difference, 0.0);
        QCOMPARE(result.beyondNoise, 0);
        QVERIFY(result.onlyInFirst.empty() && result.onlyInSecond.empty());
        QCOMPARE(result.summary(), std::string("median difference 0 %, 0 of 2 cases beyond their noise"));
    }
    void theLargestDifferenceComesFirst() {
        const auto first = profileOf({product(1024, 1.0), product(2048, 2.0), product(4096, 4.0)});
        const auto second = profileOf({product(4096, 2.0), product(2048, 2.02), product(1024, 1.1)});
        const auto result = compare(first, second);
        QCOMPARE(result.cases[0].what, std::string("q4_0 4096 × 4096 × 1, 1 thread"));
        QCOMPARE(result.cases[0].ratio, 0.5); // twice as fast counts as much as twice as slow
        QVERIFY(result.cases[0].beyondNoise);
        QCOMPARE(result.cases[1].ratio, 1.1);
        QVERIFY(result.cases[1].beyondNoise);
        QVERIFY(!result.cases[2].beyondNoise); // 1 % in ranges of 4 %
        QVERIFY(std::abs(result.difference - 0.1) < 1e-9);
        QCOMPARE(result.beyondNoise, 2);
        QCOMPARE(result.summary(), std::string("median difference 10 %, 2 of 3 cases beyond their noise"));
    }
    void noisyCasesMayDifferMore() {
        const auto first = profileOf({product(1024, 1.0, 0.2)}),
                   second = profileOf({product(1024, 1.2, 0.2)});
        QCOMPARE(compare(first, second).beyondNoise, 0);
    }
    void limitsAreComparedAndNotCounted() {
        auto first = profileOf({product(1024, 1.0)}), second = first;
        second.readBandwidth[0].bandwidth = BytesPerSecond(10e9);
        const auto result = compare(first, second);
        QCOMPARE(result.cases.front().kernel, std::string("read"));
        QCOMPARE(result.cases.front().ratio, 2.0); // each byte takes twice as long
        QVERIFY(result.cases.front().beyondNoise);
        QCOMPARE(result.difference, 0.0);
        QCOMPARE(result.beyondNoise, 0);
    }
    void everythingThatMakesACaseMatters() {
        const auto first = profileOf({product(1024, 1.0)});
        const auto differs = [&](auto change) {
            auto second = profileOf({product(1024, 1.0)});
            change(second.kernels[0]);
            const auto result = compare(first, second);
            return result.kernels == 0 && result.onlyInFirst.size() == 1 && result.onlyInSecond.size() == 1;
        };
        QVERIFY(differs([](KernelTiming& k) { k.provider = "ggml"; }));
        QVERIFY(differs([](KernelTiming& k) { k.weights = Scheme::q8_0; }));
        QVERIFY(differs([](KernelTiming& k) { k.cols = 2048; }));
        QVERIFY(differs([](KernelTiming& k) { k.tokens = 2; }));
        QVERIFY(differs([](KernelTiming& k) { k.threads = 2; }));
        QVERIFY(!differs([](KernelTiming& k) { k.samples = 5; }));
    }
    void operationsAreToldApartByTheirSizes() {
        auto first = profileOf({}), second = first;
        first.operations = {operation(normKernel, 1.0), operation(layerKernel, 3.0)};
        second.operations = first.operations;
        second.operations[0].heads = 8;  // a norm has none
        second.operations[1].heads = 16; // a layer has
        const auto result = compare(first, second);
        QCOMPARE(result.kernels, 1);
        QCOMPARE(result.onlyInFirst.size(), std::size_t(1));
        QVERIFY(result.onlyInFirst.front().starts_with("cellwright layer q4_0"));
        second.operations = first.operations;
        second.operations[1].gated = !second.operations[1].gated;
        second.operations[1].intermediate = first.operations[1].intermediate = 8192;
        QCOMPARE(compare(first, second).kernels, 1);
    }
    void classesHaveTheirOwnMedians() {
        auto first = profileOf({product(1, 1.0), product(2, 1.0), product(3, 1.0)}), second = first;
        for (auto& k : second.kernels)
            k.median = k.p10 = k.p90 = k.median * 1.5;
        first.operations = second.operations = {operation(normKernel, 1.0)};
        const auto result = compare(first, second);
        const auto vectors = std::ranges::find(result.classes, "matvec", &ComparedClass::kernel);
        QVERIFY(vectors != result.classes.end());
        QCOMPARE(vectors->cases, 3);
        QCOMPARE(vectors->ratio, 1.5);
        QVERIFY(std::abs(vectors->difference - 0.5) < 1e-9);
        QCOMPARE(std::ranges::find(result.classes, "norm", &ComparedClass::kernel)->ratio, 1.0);
    }
    void twiceTheSameCaseCountsOnce() {
        const auto first = profileOf({product(1024, 1.0), product(1024, 7.0)});
        const auto result = compare(first, profileOf({product(1024, 1.0)}));
        QCOMPARE(result.kernels, 1);
        QCOMPARE(result.difference, 0.0);
    }
    void nothingInCommonIsNoDifference() {
        const auto result = compare(profileOf({product(1, 1.0)}), {});
        QCOMPARE(result.kernels, 0);
        QCOMPARE(result.difference, 0.0);
        QCOMPARE(result.onlyInFirst.size(), std::size_t(3));
        QVERIFY(result.summary().find("nothing can be compared") != std::string::npos);
    }
};

} // namespace cellwright::kernels

CELLWRIGHT_TEST(cellwright::kernels::CompareTest)
#include "compare_test.moc"
