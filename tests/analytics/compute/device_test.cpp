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
    void aProfileBecomesADevice() {
        const auto d = deviceFromProfile(test::roundProfile());
        QVERIFY2(d.has_value(), d ? "" : d.error().message().c_str());
        QCOMPARE(d->runtimes.size(), std::size_t(2));
        const auto& ours = d->runtimes[0];
        QCOMPARE(ours.name, std::string("Cellwright kernels"));
        QVERIFY(ours.measured.has_value());
        QCOMPARE(ours.measured->threads(), 2);
        QCOMPARE(ours.measured->readBandwidth().si(), 32e9);
        QCOMPARE(d->memoryBandwidth.value.si(), 32e9);
        QCOMPARE(ours.measured->source(), std::string("measured on Test processor, 2 threads, 2026-03-01"));
        QCOMPARE(runtimeOf(*deviceFromProfile(test::roundProfile(), 1)).measured->readBandwidth().si(), 25e9);
        const auto none = deviceFromProfile(test::roundProfile(), 3);
        QVERIFY(!none.has_value());
        QVERIFY(none.error().what.find("3 threads") != std::string::npos);
        QVERIFY(!deviceFromProfile(kernels::Profile{}).has_value());
        auto nameless = test::roundProfile(), empty = test::roundProfile();
        nameless.machine.cpu.clear();
        empty.machine.memory = Bytes(0.0);
        QVERIFY(deviceFromProfile(nameless).error().what.find("cpu") != std::string::npos);
        QVERIFY(deviceFromProfile(empty).error().what.find("memory_bytes") != std::string::npos);
    }
    void withoutGgmlOurKernelsStandForLlama() {
        const auto d = withRuntime(*deviceFromProfile(test::roundProfile()), "LLAMA.CPP");
        QVERIFY(d.has_value());
        const auto& llama = runtimeOf(*d);
        QCOMPARE(llama.name, std::string("llama.cpp"));
        QVERIFY(llama.measured->choice().asLlama && llama.measured->choice().llamaGraph);
        const auto unknown = withRuntime(*d, "Fortran");
        QVERIFY(!unknown.has_value());
        QVERIFY(unknown.error().remedy.find("Cellwright kernels") != std::string::npos);
    }
    void eachProviderIsARuntime() {
        auto profile = test::roundProfile();
        auto theirs = profile.kernels;
        for (auto& k : theirs)
            k.provider = "ggml";
        profile.kernels.insert(profile.kernels.begin(), theirs.begin(), theirs.end());
        for (auto& k : theirs)
            k.provider = "onednn";
        profile.kernels.insert(profile.kernels.end(), theirs.begin(), theirs.end());
        profile.providers = {{"onednn", "oneDNN", "2.6.3", {}, {}}};
        const auto d = deviceFromProfile(profile);
        QVERIFY(d.has_value());
        QCOMPARE(d->runtimes.size(), std::size_t(3));
        QCOMPARE(d->runtimes[0].name, std::string("Cellwright kernels"));
        QCOMPARE(d->runtimes[1].name, std::string("llama.cpp"));
        QVERIFY(!d->runtimes[1].measured->choice().asLlama && d->runtimes[1].measured->choice().llamaGraph);
        QCOMPARE(d->runtimes[2].name, std::string("oneDNN"));
        std::erase_if(profile.kernels, [](const auto& k) { return k.provider != "ggml"; });
        QCOMPARE(deviceFromProfile(profile)->runtimes.front().name, std::string("llama.cpp"));
    }
};

} // namespace cellwright::compute

CELLWRIGHT_TEST(cellwright::compute::DeviceTest)
#include "device_test.moc"
