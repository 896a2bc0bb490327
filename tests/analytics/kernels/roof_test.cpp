// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/roof.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright::kernels {

namespace {

Profile machine() {
    Profile profile;
    profile.readBandwidth = {{1, BytesPerSecond(20e9), 0.0, 9}, {2, BytesPerSecond(30e9), 0.0, 9}};
    profile.peaks = {{"f32", 2, FlopPerSecond(200e9), 0.0, 9}, {"int8", 2, FlopPerSecond(900e9), 0.0, 9}};
    profile.providers = {{"opencl", "OpenCL", "", "a GPU", ""}};
    return profile;
}

KernelTiming product(double seconds, double flop, double bytes) {
    KernelTiming k;
    k.weights = Scheme::q4_0;
    k.threads = 2;
    k.median = Seconds(seconds);
    k.flopRate = FlopPerSecond(flop / seconds);
    k.byteRate = BytesPerSecond(bytes / seconds);
    return k;
}

bool near(double a, double b) {
    return std::abs(a / b - 1.0) < 1e-9;
}

} // namespace

class RoofTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readingOrMultiplyingBounds() {
        const auto vector = roofOf(machine(), product(1e-3, 30e6, 15e6)); // 0.5 ms to read
        QVERIFY(vector.has_value());
        QCOMPARE(vector->limit, std::string_view("read"));
        QVERIFY(near(vector->least.si(), 5e-4) && near(vector->share, 0.5));
        const auto matrix = roofOf(machine(), product(0.05, 9e9, 15e6)); // 10 ms to multiply
        QCOMPARE(matrix->limit, std::string_view("int8"));
        QVERIFY(near(matrix->share, 0.2));
    }
    void eachSchemeHasItsUnit() {
        auto profile = machine();
        QCOMPARE(unitOf(profile, Scheme::f16), std::string_view("f32"));
        QCOMPARE(unitOf(profile, Scheme::int8), std::string_view("int8"));
        QCOMPARE(unitOf(profile, Scheme::bf16), std::string_view("f32"));
        profile.peaks.push_back({"bf16", 2, FlopPerSecond(400e9), 0.0, 9});
        QCOMPARE(unitOf(profile, Scheme::bf16), std::string_view("bf16"));
    }
    void withoutLimitThereIsNone() {
        auto one = product(1e-3, 30e6, 15e6);
        one.threads = 1; // no peak was measured
        QVERIFY(!roofOf(machine(), one).has_value());
        one.threads = 4;
        QVERIFY(!roofOf(machine(), one).has_value());
        one.threads = 2;
        one.provider = "opencl"; // the processor's limits are not a GPU's
        QVERIFY(!roofOf(machine(), one).has_value());
        QVERIFY(!roofOf({}, product(1e-3, 30e6, 15e6)).has_value());
    }
    void layersAndAttentionHaveLimits() {
        OperationTiming o;
        o.threads = 2;
        o.median = Seconds(1e-3);
        o.flopRate = FlopPerSecond(20e9);
        o.byteRate = BytesPerSecond(15e9);
        for (const auto kernel : operationKernels) {
            o.kernel = kernel;
            QCOMPARE(roofOf(machine(), o).has_value(), kernel == layerKernel || kernel == attentionKernel);
        }
        o.kernel = attentionKernel;
        QVERIFY(near(roofOf(machine(), o)->share, 0.5));
    }
};

} // namespace cellwright::kernels

CELLWRIGHT_TEST(cellwright::kernels::RoofTest)
#include "roof_test.moc"
