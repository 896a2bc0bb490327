// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/predict.h"
#include "data/catalogue/devices.h"
#include "data/catalogue/models.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace cellwright::catalogue {

namespace {

NullRecorder none;

llm::Accounting accounting(const std::string& model, Scheme weights) {
    llm::Precision precision;
    precision.weights = weights;
    return llm::Accounting::of(*findModel(model), precision).value();
}

Seconds decodeTime(const std::string& device, const std::string& model, Scheme weights, int context) {
    const auto account = accounting(model, weights);
    const auto work = compute::record(none, account.decode(account.whole(), context), account.layers());
    return compute::rooflineTime(none, *findDevice(device), work, weights, "decode step");
}

Seconds prefillTime(const std::string& device, const std::string& model, Scheme weights, int tokens) {
    const auto account = accounting(model, weights);
    const auto work = compute::record(none, account.prefill(account.whole(), tokens), account.layers());
    return compute::rooflineTime(none, *findDevice(device), work, weights, "prefill");
}

/// Names in measured_llm_performance.csv of what the catalogue knows.
const std::map<std::string, std::string> deviceIds{
    {"RTX 4090", "nvidia-rtx-4090"},
    {"4090 24GB", "nvidia-rtx-4090"},
    {"3090 24GB", "nvidia-rtx-3090"},
    {"A100 80GB", "nvidia-a100-80gb"},
    {"A100 SXM 80GB", "nvidia-a100-80gb"},
    {"H100 80GB (SXM)", "nvidia-h100-sxm"},
    {"L40S 48GB", "nvidia-l40s"},
    {"AMD Radeon RX 7900 XT", "amd-rx-7900-xt"},
    {"Dell Pro Max with GB10 (Nvidia Spark) [GPU]", "nvidia-gb10"},
    {"Jetson AGX Orin 64GB", "jetson-agx-orin-64gb"},
    {"Jetson Orin Nano Super (25W)", "jetson-orin-nano-8gb"},
    {"Pi 5 - 8GB [CPU]", "raspberry-pi-5"},
    {"Pi 5 - 16GB [CPU]", "raspberry-pi-5"},
    {"Apple M2 Ultra (76-core GPU)", "apple-m2-ultra"},
    {"Apple M4 (10-core GPU)", "apple-m4"},
    {"Apple M4 Max (40-core GPU)", "apple-m4-max"},
    {"Snapdragon 8 Elite QRD (NPU)", "snapdragon-8-elite-npu"},
    {"OnePlus 12 (Snapdragon 8 Gen 3, CPU)", "snapdragon-8-gen-3-cpu"}};
const std::map<std::string, std::string> modelIds{{"Llama-2-7B", "llama-2-7b"},
                                                  {"LLaMA-2-7B", "llama-2-7b"},
                                                  {"Llama-3-8B", "llama-3.1-8b"}, // the same shapes
                                                  {"LLaMA-3-8B", "llama-3.1-8b"},
                                                  {"Llama-3.1-8B", "llama-3.1-8b"},
                                                  {"Meta-Llama-3.1-8B-Instruct-Q4_K_M.gguf", "llama-3.1-8b"},
                                                  {"llama_v3_1_8b_instruct", "llama-3.1-8b"},
                                                  {"llama_v3_2_3b_instruct", "llama-3.2-3b"},
                                                  {"Llama 3.2:3b", "llama-3.2-3b"},
                                                  {"Llama-3.2-3B", "llama-3.2-3b"},
                                                  {"Llama-3.2-1B", "llama-3.2-1b"}};
const std::map<std::string, Scheme> schemes{{"F16", Scheme::f16},
                                            {"FP16", Scheme::f16},
                                            {"BF16", Scheme::bf16},
                                            {"Q8_0", Scheme::q8_0},
                                            {"Q4_0", Scheme::q4_0},
                                            {"Q4_K_M", Scheme::q4_k_m},
                                            {"AWQ INT4 g128", Scheme::awq4},
                                            {"w4a16", Scheme::int4},
                                            {"MLC INT4 (q4f16_ft)", Scheme::q4_0},
                                            {"SpinQuant int4", Scheme::q4_0}};

template <class Map>
const typename Map::mapped_type* lookUp(const Map& map, const std::string& key) {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
}

double medianOf(std::vector<double> values) {
    std::ranges::sort(values);
    return values.empty() ? 1e9 : values[values.size() / 2];
}

} // namespace

class DevicesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyFigureHasASource() {
        QVERIFY(devices().size() >= 18);
        std::set<std::string> ids;
        const auto sourced = [](const auto& figure) { return !figure.source.empty(); };
        for (const auto& d : devices()) {
            QVERIFY2(ids.insert(d.id).second, d.id.c_str());
            QVERIFY2(compute::check(d).has_value(), d.id.c_str());
            QVERIFY2(!d.vendor.empty() && !d.runtimes.empty(), d.id.c_str());
            QVERIFY2(sourced(d.memoryBandwidth) && sourced(d.memoryCapacity) && sourced(d.power.idle) &&
                         sourced(d.power.perFlop) && sourced(d.power.perByte),
                     d.id.c_str());
            QVERIFY2(d.power.active || d.power.base, d.id.c_str());
            for (const auto& runtime : d.runtimes) {
                QVERIFY2(!runtime.name.empty() && sourced(runtime.error), d.id.c_str());
                QVERIFY2(std::ranges::all_of(runtime.rooflines, sourced), d.id.c_str());
            }
            QVERIFY2(std::ranges::all_of(d.peaks, [&](const auto& p) { return sourced(p.rate); }),
                     d.id.c_str());
        }
    }
    void theIdsOfTheScenarioDefaultsExist() {
        for (const char* id : {"snapdragon-8-elite-gpu", "snapdragon-8-elite-npu", "nvidia-l4",
                               "nvidia-h100-sxm", "nvidia-a100-80gb", "jetson-agx-orin-64gb",
                               "jetson-orin-nano-8gb", "raspberry-pi-5", "nvidia-rtx-4090"})
            QVERIFY2(findDevice(id).has_value(), id);
    }
    void anUnknownIdNamesSimilarOnes() {
        const auto missing = findDevice("nvidia-l41");
        QVERIFY(!missing.has_value());
        QVERIFY(missing.error().remedy.find("nvidia-l4") != std::string::npos);
        QVERIFY(!findDevice("").has_value());
    }
    void devicesComeBackEqual() {
        for (const auto& d : devices()) {
            const auto back = deviceFromText(deviceToText(d), "test");
            QVERIFY2(back.has_value(), back ? "" : back.error().message().c_str());
            QVERIFY2(*back == d, d.id.c_str());
        }
    }
    void readsAttachmentsFirst() {
        compute::Device mine = *findDevice("nvidia-l4");
        mine.memoryBandwidth.value = BytesPerSecond(123e9);
        const Project::Attachment attachment{"nvidia-l4", "device", deviceToText(mine)};
        QCOMPARE(resolveDevice("nvidia-l4", std::span(&attachment, 1))->memoryBandwidth.value.si(), 123e9);
        QCOMPARE(resolveDevice("nvidia-l4")->memoryBandwidth.value.si(), 300e9);
    }
    void readsAProfile() {
        kernels::Profile profile;
        profile.machine.cpu = "Some processor";
        profile.machine.memory = Bytes(8e9);
        profile.kernels = {{std::string(kernels::matVec), Scheme::q4_0, 64, 64, 1, 2, Seconds(1e-6),
                            Seconds(1e-6), Seconds(1e-6), 3, FlopPerSecond(8.192e9),
                            BytesPerSecond(2.304e9)}};
        const auto device = deviceFromText(kernels::toJsonText(profile), "profile.json");
        QVERIFY2(device.has_value(), device ? "" : device.error().message().c_str());
        QVERIFY(runtimeOf(*device).measured.has_value());
        const auto back = deviceFromText(deviceToText(*device), "test");
        QVERIFY(back.has_value() && *back == *device);
        QVERIFY(!deviceFromText(kernels::toJsonText(profile), "profile.json", 7).has_value());
    }
    void readsRatesThatWereWrittenBeforeDevicesKeptTheirProfiles() {
        auto json = nlohmann::json::parse(deviceToText(*findDevice("nvidia-l4")));
        json["runtimes"][0]["measured"] = {{"points",
                                            {{{"weights", "q4_0"},
                                              {"tokens", 1},
                                              {"flop_per_s", 100e9},
                                              {"bytes_per_s", 28e9},
                                              {"spread", 0.1}}}},
                                           {"read_bandwidth", 32e9},
                                           {"dispatch_s", 4e-6},
                                           {"noise", 0.02},
                                           {"threads", 2},
                                           {"source", "mine"}};
        const auto old = deviceFromText(json.dump(), "old.json");
        QVERIFY2(old.has_value(), old ? "" : old.error().message().c_str());
        const auto& kernels = *runtimeOf(*old).measured;
        QCOMPARE(kernels.threads(), 2);
        const auto product = kernels.product(llm::TensorFormat::q4_0, 4096, 4096, 1);
        QVERIFY(std::abs(product.seconds / (2.0 * 4096 * 4096 / 100e9) - 1.0) < 1e-12);
        QVERIFY(*deviceFromText(deviceToText(*old), "new.json") == *old);
        json["runtimes"][0]["measured"]["points"][0]["tokens"] = 0;
        QVERIFY(!deviceFromText(json.dump(), "old.json").has_value());
        json["runtimes"][0]["measured"] = {
            {"provider", "cellwright"}, {"threads", 2}, {"as_llama", false}, {"llama_graph", false}};
        const auto without = deviceFromText(json.dump(), "old.json");
        QVERIFY(!without && without.error().message().find("profile") != std::string::npos);
    }
    void readsWhatWasWrittenBeforeDevicesHadSeveralRuntimes() {
        const compute::Device shipped = *findDevice("nvidia-l4");
        auto json = nlohmann::json::parse(deviceToText(shipped));
        auto runtime = json["runtimes"][0];
        json.erase("runtimes");
        json["runtime"] = runtime["name"];
        json["rooflines"] = runtime["rooflines"];
        json["error"] = runtime["error"];
        const auto old = deviceFromText(json.dump(), "old.json");
        QVERIFY2(old.has_value(), old ? "" : old.error().message().c_str());
        QCOMPARE(old->runtimes.size(), std::size_t(1));
        QVERIFY(old->runtimes[0] == shipped.runtimes[0]);
        json.erase("error");
        QVERIFY(deviceFromText(json.dump(), "old.json").error().message().find("error is missing") !=
                std::string::npos);
    }
    void keepsSeveralRuntimesAndTheirPoints() {
        auto device = *findDevice("nvidia-l4");
        auto& second = device.runtimes.emplace_back(device.runtimes[0]);
        second.name = "vLLM";
        compute::BenchPoint point{"llama 8B",
                                  Scheme::q4_0,
                                  Bytes(4.6e9),
                                  8e9,
                                  compute::BenchPoint::Phase::prefill,
                                  512,
                                  1024,
                                  1,
                                  4,
                                  99,
                                  1234.5,
                                  6.5,
                                  "build 1",
                                  Scheme::q8_0,
                                  2048,
                                  true};
        second.points = {point};
        const auto back = deviceFromText(deviceToText(device), "test");
        QVERIFY2(back.has_value(), back ? "" : back.error().message().c_str());
        QVERIFY(*back == device);
        auto json = nlohmann::json::parse(deviceToText(device));
        const std::size_t last = device.runtimes.size() - 1;
        json["runtimes"][last]["points"][0]["tokens_per_s"] = -3;
        QVERIFY(deviceFromText(json.dump(), "test")
                    .error()
                    .message()
                    .find("runtimes[" + std::to_string(last) + "].points[0].tokens_per_s is -3") !=
                std::string::npos);
    }
    void namesWhatIsWrong() {
        const auto message = [](const char* pointer, const char* value) {
            auto json = nlohmann::json::parse(deviceToText(*findDevice("nvidia-l4")));
            json[nlohmann::json::json_pointer(pointer)] = nlohmann::json::parse(value);
            const auto result = deviceFromText(json.dump(), "mine.json");
            return result ? std::string("accepted") : result.error().message();
        };
        QCOMPARE(message("/name", "\"My L4\""), std::string("accepted"));
        const std::pair<const char*, const char*> wrong[] = {{"/peaks/0/value", "-1"},
                                                             {"/memory_bandwidth/value", "null"},
                                                             {"/runtimes/0/rooflines/1/exponent", "0"},
                                                             {"/kind", "\"toaster\""},
                                                             {"/runtimes/0/rooflines/1/schemes", "[\"q99\"]"},
                                                             {"/power/idle", "\"much\""},
                                                             {"/runtimes/0/error/decode", "1e9"},
                                                             {"/memory_capacity/label", "\"true\""}};
        for (const auto& [pointer, value] : wrong) {
            const std::string text = message(pointer, value);
            std::string field = pointer + std::string(pointer).rfind('/') + 1;
            QVERIFY2(text.starts_with("mine.json: ") && text.find(field) != std::string::npos, text.c_str());
        }
        for (const char* text : {"", "[]", "{", "{}", "\xff"})
            QVERIFY(!deviceFromText(text, "mine.json").has_value());
    }
    // Single-stream decode rates that others measured, with whatever runtime they used.
    void decodeAgreesWithMeasurements() {
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        std::map<std::string, std::vector<double>> errors;
        std::vector<double> all;
        for (const auto& row : test::readCsv(*shared / "reference" / "measured_llm_performance.csv")) {
            const auto* const device = lookUp(deviceIds, row.at("device"));
            const auto* const model = lookUp(modelIds, row.at("model"));
            const auto* const scheme = lookUp(schemes, row.at("quant"));
            if (!device || !model || !scheme || row.at("tg_tok_s").empty() ||
                (row.at("batch") != "1" && !row.at("batch").empty()))
                continue;
            const double generated = row.at("n_gen").empty() ? 128.0 : std::stod(row.at("n_gen"));
            const double measured = 1.0 / std::stod(row.at("tg_tok_s"));
            const double predicted = decodeTime(*device, *model, *scheme, int(generated / 2)).si();
            errors[*device].push_back(std::abs(predicted / measured - 1.0));
            all.push_back(errors[*device].back());
        }
        for (const auto& [device, own] : errors)
            qInfo("%-26s %3zu rows, median error of decode %.3f", device.c_str(), own.size(), medianOf(own));
        qInfo("all: %zu rows, median %.3f", all.size(), medianOf(all));
        QVERIFY(errors.size() >= 14);
        QVERIFY(all.size() >= 50);
        QVERIFY(medianOf(all) < 0.12);
        for (const auto& [device, own] : errors)
            QVERIFY2(medianOf(own) < 0.45, device.c_str());
    }
    // TensorRT-LLM times composed from measured kernels (aiconfigurator), in ms.
    void datacentreGpusAgreeWithComposedKernels_data() {
        QTest::addColumn<QString>("device");
        QTest::addColumn<QString>("model");
        QTest::addColumn<bool>("fourBit");
        QTest::addColumn<int>("prefillTokens"); // 0: decode at 1,024
        QTest::addColumn<double>("milliseconds");
        QTest::newRow("A100 prefill 512") << "nvidia-a100-80gb"
                                          << "llama-2-7b" << false << 512 << 32.4;
        QTest::newRow("A100 prefill 2048") << "nvidia-a100-80gb"
                                           << "llama-2-7b" << false << 2048 << 121.4;
        QTest::newRow("A100 decode") << "nvidia-a100-80gb"
                                     << "llama-2-7b" << false << 0 << 9.94;
        QTest::newRow("A100 decode w4") << "nvidia-a100-80gb"
                                        << "llama-2-7b" << true << 0 << 5.09;
        QTest::newRow("A100 8B prefill 2048") << "nvidia-a100-80gb"
                                              << "llama-3.1-8b" << false << 2048 << 130.1;
        QTest::newRow("A100 8B decode") << "nvidia-a100-80gb"
                                        << "llama-3.1-8b" << false << 0 << 10.75;
        QTest::newRow("H100 8B prefill 512") << "nvidia-h100-sxm"
                                             << "llama-3.1-8b" << false << 512 << 12.7;
        QTest::newRow("H100 8B prefill 2048") << "nvidia-h100-sxm"
                                              << "llama-3.1-8b" << false << 2048 << 47.7;
        QTest::newRow("H100 8B decode") << "nvidia-h100-sxm"
                                        << "llama-3.1-8b" << false << 0 << 6.54;
    }
    void datacentreGpusAgreeWithComposedKernels() {
        QFETCH(QString, device);
        QFETCH(QString, model);
        QFETCH(bool, fourBit);
        QFETCH(int, prefillTokens);
        QFETCH(double, milliseconds);
        const Scheme scheme = fourBit ? Scheme::gptq4 : Scheme::f16;
        const auto id = device.toStdString(), name = model.toStdString();
        const Seconds t = prefillTokens > 0 ? prefillTime(id, name, scheme, prefillTokens)
                                            : decodeTime(id, name, scheme, 1024);
        const double error = t.si() * 1e3 / milliseconds - 1.0;
        qInfo("%.2f ms for %.2f ms: %+.1f %%", t.si() * 1e3, milliseconds, error * 100);
        QVERIFY(std::abs(error) < compute::runtimeOf(*findDevice(id)).error.prefill);
    }
};

} // namespace cellwright::catalogue

CELLWRIGHT_TEST(cellwright::catalogue::DevicesTest)
#include "devices_test.moc"
