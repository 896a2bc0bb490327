// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/catalogue/devices.h"
#include "data/catalogue/facts.h"
#include "data/catalogue/runtime_choice.h"
#include "tests/support/registry.h"

#include <QTest>

namespace cellwright {
namespace {

/// A shipped device with a second runtime, twice as good at reading.
compute::Device twoRuntimes() {
    compute::Device device = catalogue::devices().front();
    device.id = "two";
    device.runtimes.resize(1);
    device.runtimes[0].name = "llama.cpp CUDA";
    device.runtimes.push_back(device.runtimes[0]);
    device.runtimes[1].name = "TensorRT-LLM 1.3";
    device.runtimes[1].rooflines[0].memoryEfficiency = 0.99;
    return device;
}

Project::Attachment attachmentOf(const compute::Device& device) {
    return {device.id, "device", catalogue::deviceToText(device)};
}

} // namespace

class RuntimeChoiceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void idsAreTakenApart() {
        const auto plain = catalogue::splitDeviceId("nvidia-l4");
        QCOMPARE(plain.device, std::string_view("nvidia-l4"));
        QVERIFY(plain.runtime.empty());
        const auto full = catalogue::splitDeviceId("nvidia-l4#mlc");
        QCOMPARE(full.device, std::string_view("nvidia-l4"));
        QCOMPARE(full.runtime, std::string_view("mlc"));
    }
    void idsArePutTogether() {
        QCOMPARE(catalogue::idWithRuntime("a", "TensorRT-LLM 1.3"), std::string("a#tensorrt-llm-1.3"));
        QCOMPARE(catalogue::idWithRuntime("a", "ExecuTorch (XNNPACK + KleidiAI)"),
                 std::string("a#executorch-xnnpack-kleidiai"));
    }
    void factsHaveEveryRuntime() {
        const std::vector attachments{attachmentOf(twoRuntimes())};
        const auto facts = catalogue::factsFor(attachments);
        QVERIFY(facts.has_value());
        QCOMPARE(compute::runtimeOf(facts->devices.at("two")).name, std::string("llama.cpp CUDA"));
        const auto& other = facts->devices.at("two#tensorrt-llm-1.3");
        QCOMPARE(compute::runtimeOf(other).name, std::string("TensorRT-LLM 1.3"));
        QCOMPARE(other.id, std::string("two#tensorrt-llm-1.3"));
        QVERIFY(other.name.ends_with(", TensorRT-LLM 1.3"));
        QVERIFY(!facts->devices.contains("two#llama.cpp-cuda")); // that is plain "two"
    }
    void resolvingUnderstandsRuntimes() {
        const std::vector attachments{attachmentOf(twoRuntimes())};
        const auto found = catalogue::resolveDevice("two#trtllm", attachments);
        QVERIFY(found.has_value());
        QCOMPARE(compute::runtimeOf(*found).name, std::string("TensorRT-LLM 1.3"));
        QCOMPARE(compute::runtimeOf(*found).rooflines[0].memoryEfficiency, 0.99);
        const auto unknown = catalogue::resolveDevice("two#mlc", attachments);
        QVERIFY(!unknown.has_value());
        QVERIFY(unknown.error().message().find("TensorRT-LLM 1.3") != std::string::npos);
        QVERIFY(catalogue::resolveDevice("two", attachments).has_value());
        QVERIFY(!catalogue::resolveDevice("three#mlc", attachments).has_value());
    }
    void everyShippedRuntimeCanBeChosen() {
        const auto facts = catalogue::factsFor();
        QVERIFY(facts.has_value());
        for (const auto& device : catalogue::devices())
            for (const auto& other : catalogue::otherRuntimes(device)) {
                QVERIFY(facts->devices.contains(other.id));
                QVERIFY(catalogue::resolveDevice(other.id).has_value());
            }
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::RuntimeChoiceTest)
#include "runtime_choice_test.moc"
