// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/calibrate.h"
#include "analytics/compute/fit.h"
#include "analytics/compute/runtime_class.h"
#include "tests/analytics/compute/samples.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright::compute {

namespace {

NullRecorder none;

bool near(double a, double b, double tolerance) {
    return std::abs(a / b - 1.0) < tolerance;
}

} // namespace

class FitTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsWhatMadeThePoints() {
        // log t = a + b x with a = 2, b = -0.5; one outlier that soft L1 does not follow
        const std::vector<double> x{0, 1, 2, 3, 4, 5, 6, 7};
        std::vector<double> measured;
        for (const double at : x)
            measured.push_back(2.0 - 0.5 * at);
        measured[3] += 3.0;
        const std::vector<LogPrior> priors{{0.0, 10.0}, {0.0, 10.0}};
        const auto fit = fitLogs([&](std::span<const double> p, std::size_t i) { return p[0] + p[1] * x[i]; },
                                 measured, {}, priors);
        QVERIFY(std::abs(fit.parameters[0] - 2.0) < 0.1 && std::abs(fit.parameters[1] + 0.5) < 0.03);
        QVERIFY(std::abs(fit.residuals[3] + 3.0) < 0.1);
    }
    void keepsToWhatIsBelievedWithoutPoints() {
        const std::vector<LogPrior> priors{{1.5, 0.1}};
        const auto model = [](std::span<const double> p, std::size_t) { return p[0]; };
        QCOMPARE(fitLogs(model, {}, {}, priors).parameters[0], 1.5);
        const std::vector<double> one{2.5};
        const double moved = fitLogs(model, one, {}, priors, 0.1).parameters[0];
        QVERIFY(moved > 1.5 && moved < 2.5);
        const std::vector<double> little{1e-6};
        QVERIFY(std::abs(fitLogs(model, one, little, priors, 0.1).parameters[0] - 1.5) < 1e-3);
    }
    void quantilesLieBetweenNeighbours() {
        QCOMPARE(quantile({3.0, 1.0, 2.0}, 0.5), 2.0);
        QCOMPARE(quantile({0.0, 1.0}, 0.8), 0.8);
        QCOMPARE(quantile({}, 0.5), 0.0);
        QCOMPARE(quantile({4.0}, 1.0), 4.0);
    }
    void aClassIsItsRooflines() {
        for (const auto& of : runtimeClasses()) {
            Device device = test::roundDevice();
            device.peaks[0].format = of.format;
            device.runtimes = {figuresOf(of, "test")};
            QVERIFY2(check(device).has_value(), std::string(of.name).c_str());
            for (const Scheme scheme : {Scheme::f16, Scheme::q8_0, Scheme::q4_k_m}) {
                auto w = test::work(3e12, 4e9, 0.3e9, 0.1e9, 500, 32);
                w.sequences = 8;
                const ClassPoint point{
                    w, scheme, device.peaks[0].rate.value, device.memoryBandwidth.value, Seconds(1), 1.0};
                QVERIFY(near(rooflineTime(none, device, w, scheme, "t").si(),
                             timeBy(of.constants, point).si(), 1e-12));
            }
        }
    }
    void fitsAClassToItsPoints() {
        const ClassConstants truth{0.7, 0.65, 0.6, 0.5, 1.2, 100e-6, 30e-6, 3.0};
        std::vector<ClassPoint> points;
        for (const double size : {0.5e9, 1e9, 4e9, 16e9})
            for (const Scheme scheme : {Scheme::f16, Scheme::q8_0, Scheme::q4_0})
                for (const bool prefill : {false, true}) {
                    const double tokens = prefill ? 512.0 : 1.0;
                    ClassPoint point{test::work(2.0 * size * tokens, size, 0, 0, 16.0 * 30, 30),
                                     scheme,
                                     FlopPerSecond(50e12),
                                     BytesPerSecond(500e9),
                                     {},
                                     1.0};
                    point.time = timeBy(truth, point);
                    points.push_back(point);
                }
        const auto fit = fitFamily(points, 3.0);
        QVERIFY(near(fit.wide, 0.7, 0.05) && near(fit.eight, 0.65, 0.05) && near(fit.four, 0.6, 0.05));
        QVERIFY(near(fit.computeEfficiency, 0.5, 0.05) && near(fit.perLayer, 100e-6, 0.15));
        const auto again = fitClass(points, fit);
        QVERIFY(near(again.wide, 0.7, 0.03));
        QVERIFY(near(fitClass({}, fit).wide, fit.wide, 1e-12));
    }
    void choosesTheClassByRuntimeAndName_data() {
        QTest::addColumn<QString>("device");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("runtime");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* device, DeviceKind kind, const char* runtime, const char* expected) {
            QTest::addRow("%s, %s", device, runtime) << device << int(kind) << runtime << expected;
        };
        row("NVIDIA GeForce RTX 4070", DeviceKind::gpu, "llama.cpp", "llama.cpp CUDA");
        row("NVIDIA H200 SXM", DeviceKind::gpu, "llama.cpp CUDA", "llama.cpp CUDA, HBM");
        row("NVIDIA GeForce GTX 1080", DeviceKind::gpu, "ollama", "llama.cpp CUDA, before Turing");
        row("NVIDIA Jetson AGX Orin", DeviceKind::sbc, "llama.cpp CUDA", "llama.cpp CUDA, shared memory");
        row("Apple M1 Max", DeviceKind::laptop, "llama.cpp Metal", "llama.cpp Metal, M1");
        row("Apple M3 Ultra", DeviceKind::server, "llama.cpp", "llama.cpp Metal, Ultra");
        row("Apple M4", DeviceKind::laptop, "MLX", "MLX");
        row("AMD Radeon RX 7800 XT", DeviceKind::gpu, "llama.cpp ROCm", "llama.cpp Vulkan");
        row("Intel Arc B580", DeviceKind::gpu, "llama.cpp SYCL", "llama.cpp SYCL");
        row("Intel Xeon", DeviceKind::server, "llama.cpp", "llama.cpp CPU");
        row("Some NPU", DeviceKind::npu, "Qualcomm Genie", "Genie NPU");
        row("NVIDIA B200", DeviceKind::gpu, "vLLM 0.14", "vLLM");
        row("Anything", DeviceKind::gpu, "Fortran", "");
    }
    void choosesTheClassByRuntimeAndName() {
        QFETCH(QString, device);
        QFETCH(int, kind);
        QFETCH(QString, runtime);
        QFETCH(QString, expected);
        Device d;
        d.name = device.toStdString();
        d.kind = DeviceKind(kind);
        const auto* const found = classOf(d, runtime.toStdString());
        QCOMPARE(found ? QString::fromStdString(std::string(found->name)) : QString(), expected);
    }
    void onePointMovesADeviceTowardsIt() {
        const Device d = test::roundDevice();
        const auto w = test::work(1e9, 4e9, 0, 0, 0, 30);
        const auto before = rooflineTime(none, d, w, Scheme::f16, "t");
        const CalibrationPoint point{w, Scheme::f16, true, before * 1.5, "somebody"};
        const auto after = calibrate(d, {&point, 1});
        QVERIFY2(after.has_value(), after ? "" : after.error().message().c_str());
        const auto moved = rooflineTime(none, after->device, w, Scheme::f16, "t");
        // Most of the way: a point may be off as well.
        QVERIFY(moved.si() > (before + 0.6 * (point.time - before)).si() && moved < point.time);
        QVERIFY(after->memoryFactor < 1.0 && after->overheadFactor > 1.0);
        QVERIFY(near(after->computeFactor, 1.0, 0.01)); // decode does not say
        QVERIFY(runtimeOf(after->device).rooflines[0].label == Label::measured);
        QVERIFY(runtimeOf(after->device).error.source.find("somebody") != std::string::npos);
        QCOMPARE(runtimeOf(after->device).error.prefill, runtimeOf(d).error.prefill);
    }
    void pointsOfSeveralSequencesMoveTheirOwnOverhead() {
        Device d = test::roundDevice();
        d.runtimes[0].rooflines[0].perSequence = Seconds(50e-6);
        auto w = test::work(1e9, 1e9, 0, 0, 0, 10);
        w.sequences = 200;
        const auto before = rooflineTime(none, d, w, Scheme::f16, "t");
        const CalibrationPoint point{w, Scheme::f16, true, before * 1.3, "a server"};
        const auto after = calibrate(d, {&point, 1});
        QVERIFY(after.has_value() && after->sequenceFactor > 1.1);
        QVERIFY(after->overheadFactor < after->sequenceFactor); // 10 layers take 1 ms of 13
        auto single = w;
        single.sequences = 1;
        const auto alone = rooflineTime(none, d, single, Scheme::f16, "t");
        QVERIFY(near(rooflineTime(none, after->device, single, Scheme::f16, "t").si(), alone.si(), 0.1));
    }
    void aStrongBeliefHoldsOn() {
        const Device d = test::roundDevice();
        const auto w = test::work(1e9, 4e9, 0, 0, 0, 30);
        const auto time = rooflineTime(none, d, w, Scheme::f16, "t");
        const CalibrationPoint point{w, Scheme::f16, true, time * 1.5, "somebody"};
        const auto held = calibrate(d, {&point, 1}, {1e-4, 1e-4, 1e-4, 1e-4, 0.06});
        QVERIFY(near(rooflineTime(none, held->device, w, Scheme::f16, "t").si(), time.si(), 1e-3));
    }
    void pointsThatDisagreeWidenTheInterval() {
        const Device d = test::roundDevice();
        const auto w = test::work(1e9, 4e9, 0, 0, 0, 30);
        const auto time = rooflineTime(none, d, w, Scheme::f16, "t");
        const std::vector<CalibrationPoint> agree{{w, Scheme::f16, true, time, "a"},
                                                  {w, Scheme::f16, true, time, "b"}};
        auto differ = agree;
        differ[1].time = time * 2.0;
        QVERIFY(runtimeOf(calibrate(d, differ)->device).error.decode >
                runtimeOf(calibrate(d, agree)->device).error.decode);
    }
    void refusesWhatCannotCalibrate() {
        const Device d = test::roundDevice();
        QVERIFY(!calibrate(d, {}).has_value());
        const CalibrationPoint point{test::work(1e9, 1e9), Scheme::f16, true, Seconds(0), "zero"};
        QCOMPARE(calibrate(d, {&point, 1}).error().where, std::string("zero"));
        Device bare = d;
        bare.runtimes[0].rooflines.clear();
        QVERIFY(!calibrate(bare, {&point, 1}).has_value());
    }
};

} // namespace cellwright::compute

CELLWRIGHT_TEST(cellwright::compute::FitTest)
#include "fit_test.moc"
