// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/analytics/compute/samples.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>
#include <limits>

namespace cellwright::compute {

class DeviceTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsTheRooflineOfAScheme() {
        const Device d = test::roundDevice();
        QCOMPARE(rooflineFor(d, Scheme::q4_0).computeEfficiency, 0.25);
        QCOMPARE(rooflineFor(d, Scheme::f16).computeEfficiency, 0.5);
        QCOMPARE(rooflineFor(d, Scheme::nf4).computeEfficiency, 0.5);
    }
    void fallsBackToAWiderFormat() {
        Device d = test::roundDevice();
        QVERIFY(peakFor(d, NumberFormat::int8) == &d.peaks[0]);
        d.peaks.push_back({NumberFormat::int8, {FlopPerSecond(2e14), Label::assumed, "test"}});
        QVERIFY(peakFor(d, NumberFormat::int8) == &d.peaks[1]);
        QVERIFY(peakFor(d, NumberFormat::fp8) == &d.peaks[0]);
        d.peaks.clear();
        QVERIFY(peakFor(d, NumberFormat::f16) == nullptr);
    }
    void refusesImpossibleFigures() {
        QVERIFY(check(test::roundDevice()).has_value());
        const auto refused = [](auto&& spoil) {
            Device d = test::roundDevice();
            spoil(d);
            const auto result = check(d);
            return !result && result.error().where.find("round") != std::string::npos;
        };
        QVERIFY(refused([](Device& d) { d.memoryBandwidth.value = BytesPerSecond(0); }));
        QVERIFY(refused([](Device& d) { d.memoryCapacity.value = Bytes(-1); }));
        QVERIFY(refused([](Device& d) { d.peaks.clear(); }));
        QVERIFY(refused([](Device& d) { d.runtimes[0].rooflines.clear(); }));
        QVERIFY(refused([](Device& d) { d.runtimes[0].rooflines[0].exponent = 0.5; }));
        QVERIFY(refused([](Device& d) { d.runtimes[0].rooflines[1].memoryEfficiency = 2.0; }));
        QVERIFY(
            refused([](Device& d) { d.power.idle.value = Watts(std::numeric_limits<double>::quiet_NaN()); }));
        QVERIFY(refused([](Device& d) { d.runtimes.clear(); }));
        QVERIFY(refused([](Device& d) { d.runtimes.emplace_back(); }));
        QVERIFY(refused([](Device& d) { d.runtimes[0].points.emplace_back(); }));
        QVERIFY(refused([](Device& d) { d.runtimes[0].error.decode = 0.0; }));
        QVERIFY(refused([](Device& d) { d.runtimes[0].measured.emplace(); }));
    }
    void choosesAmongRuntimes() {
        Device d = test::roundDevice();
        const auto add = [&](const char* name) {
            d.runtimes.push_back(d.runtimes.front());
            d.runtimes.back().name = name;
        };
        for (const char* name : {"llama.cpp CUDA", "TensorRT-LLM 1.3", "llama.cpp Vulkan",
                                 "Cellwright kernels", "Qualcomm Genie"})
            add(name);
        const auto chosen = [&](const char* name) {
            const auto result = withRuntime(d, name);
            return result ? runtimeOf(*result).name : std::string();
        };
        QCOMPARE(runtimeOf(d).name, std::string("Round runtime"));
        QCOMPARE(chosen("LLAMA.CPP"), std::string("llama.cpp CUDA"));
        QCOMPARE(chosen("llama.cpp vulkan"), std::string("llama.cpp Vulkan"));
        QCOMPARE(chosen("vulkan"), std::string("llama.cpp Vulkan"));
        QCOMPARE(chosen("tensorrt-llm"), std::string("TensorRT-LLM 1.3"));
        QCOMPARE(chosen("trtllm"), std::string("TensorRT-LLM 1.3"));
        QCOMPARE(chosen("NPU"), std::string("Qualcomm Genie"));
        QCOMPARE(chosen("ours"), std::string("Cellwright kernels"));
        QCOMPARE(withRuntime(d, "MLC").error().remedy,
                 std::string("it has Round runtime, llama.cpp CUDA, TensorRT-LLM 1.3, llama.cpp Vulkan, "
                             "Cellwright kernels, Qualcomm Genie"));
        QVERIFY(!withRuntime(d, "") && !withRuntime(d, "--"));
        QCOMPARE(withRuntime(d, "ours")->runtimes.size(), d.runtimes.size());
        QVERIFY(runtimeOf(Device{}).rooflines.empty());
    }
    void condensesAProfile() {
        const auto d = deviceFromProfile(test::roundProfile());
        QVERIFY2(d.has_value(), d ? "" : d.error().message().c_str());
        QVERIFY(runtimeOf(*d).measured.has_value());
        QCOMPARE(runtimeOf(*d).measured->threads, 2);
        QCOMPARE(runtimeOf(*d).measured->points.size(), std::size_t(5));
        QCOMPARE(runtimeOf(*d).measured->readBandwidth.si(), 32e9);
        QCOMPARE(runtimeOf(*d).measured->source,
                 std::string("measured on Test processor, 2 threads, 2026-03-01"));
        QCOMPARE(runtimeOf(*deviceFromProfile(test::roundProfile(), 1)).measured->readBandwidth.si(), 25e9);
        const auto none = deviceFromProfile(test::roundProfile(), 3);
        QVERIFY(!none.has_value());
        QVERIFY(none.error().what.find("3 threads") != std::string::npos);
    }
    void takesTheLargestOfSeveralShapes() {
        auto profile = test::roundProfile();
        auto small = profile.kernels.back();
        small.rows = 64;
        small.flopRate = FlopPerSecond(1e9);
        profile.kernels.insert(profile.kernels.begin(), small);
        QCOMPARE(rateAt(*runtimeOf(*deviceFromProfile(profile)).measured, small.weights, small.tokens)
                     .flopRate.si(),
                 150e9);
    }
    void interpolatesBetweenPointsAndHoldsBeyond() {
        const MeasuredRates m = *runtimeOf(*deviceFromProfile(test::roundProfile())).measured;
        QCOMPARE(rateAt(m, Scheme::q4_0, 1).flopRate.si(), 100e9);
        QCOMPARE(rateAt(m, Scheme::q4_0, 8).flopRate.si(), 200e9);
        // halfway between 8 and 512 in the logarithm lies 64
        QVERIFY(std::abs(rateAt(m, Scheme::q4_0, 64).flopRate.si() / std::sqrt(200e9 * 400e9) - 1) < 1e-12);
        QCOMPARE(rateAt(m, Scheme::q4_0, 4096).flopRate.si(), 400e9);
        QVERIFY(rateAt(m, Scheme::q4_0, 4096).beyond);
        QVERIFY(!rateAt(m, Scheme::q4_0, 512).beyond);
        QCOMPARE(rateAt(m, Scheme::q4_0, 0.5).flopRate.si(), 100e9);
    }
    void theNearestSchemeStandsForOneNotMeasured() {
        const MeasuredRates m = *runtimeOf(*deviceFromProfile(test::roundProfile())).measured;
        QVERIFY(rateAt(m, Scheme::q4_k_m, 1).measured == Scheme::q4_0);
        QVERIFY(rateAt(m, Scheme::awq4, 1).measured == Scheme::q4_0);
        QVERIFY(rateAt(m, Scheme::bf16, 1).measured == Scheme::f16);
        QVERIFY(rateAt(m, Scheme::f32, 1).measured == Scheme::f16);
    }
};

} // namespace cellwright::compute

CELLWRIGHT_TEST(cellwright::compute::DeviceTest)
#include "device_test.moc"
