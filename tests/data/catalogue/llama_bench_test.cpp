// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/catalogue/devices.h"
#include "data/catalogue/llama_bench.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>

namespace cellwright::catalogue {

namespace {

using compute::BenchPoint;

constexpr const char* table = "ggml_cuda_init: found 1 CUDA devices:\n"
                              "| model                          |       size |     params | backend    | ngl "
                              "|            test |                  t/s |\n"
                              "| ------------------------------ | ---------: | ---------: | ---------- | --: "
                              "| --------------: | -------------------: |\n"
                              "| llama 8B Q4_K - Medium         |   4.58 GiB |     8.03 B | CUDA       |  99 "
                              "|           pp512 |      4000.00 ± 10.00 |\n"
                              "| llama 8B Q4_K - Medium         |   4.58 GiB |     8.03 B | CUDA       |  99 "
                              "|  tg128 @ d4096 |         90.00 ± 0.10 |\n"
                              "| llama 8B Q4_K - Medium         |   4.58 GiB |     8.03 B | CUDA       |  99 "
                              "|     pp512+tg128 |        300.00 ± 0.10 |\n"
                              "\n"
                              "build: 8f1d81a0 (3000)\n";

std::string entry(const std::string& more) {
    return "{\"build_commit\": \"79c1160\", \"build_number\": 6123, \"cpu_info\": \"AMD Ryzen\", "
           "\"gpu_info\": \"\", \"backends\": \"CPU\",\n"
           " \"model_type\": \"llama 1B Q4_0\", \"model_size\": 727844736, \"model_n_params\": 1235814432, "
           "\"n_threads\": 8, \"n_gpu_layers\": 0,\n"
           " \"n_prompt\": 0, \"n_gen\": 128, \"n_depth\": 256, \"test_time\": \"2026-03-01T10:00:00Z\", "
           "\"avg_ts\": 40.5, \"stddev_ts\": 0.25" +
           more + "}";
}

std::string refusal(const std::string& text) {
    const auto read = llamaBenchFromText(text, "bench");
    return read ? "accepted" : read.error().message();
}

} // namespace

class LlamaBenchTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsJsonAndLinesAlike() {
        const auto list = llamaBenchFromText("[" + entry("") + "]", "bench.json");
        QVERIFY2(list.has_value(), list ? "" : list.error().message().c_str());
        std::string line = entry("");
        std::ranges::replace(line, '\n', ' ');
        const auto lines = llamaBenchFromText(line + "\n" + line + "\n", "bench.jsonl");
        QVERIFY2(lines.has_value(), lines ? "" : lines.error().message().c_str());
        QCOMPARE(lines->points.size(), std::size_t(2));
        QVERIFY(lines->points[1] == list->points[0]);
        const auto& p = list->points[0];
        QVERIFY(p.phase == BenchPoint::Phase::decode && p.weights == Scheme::q4_0);
        QCOMPARE(p.tokens, std::int64_t(128));
        QCOMPARE(p.depth, std::int64_t(256));
        QCOMPARE(p.threads, 8);
        QCOMPARE(p.rate, 40.5);
        QCOMPARE(p.deviation, 0.25);
        QCOMPARE(p.source, std::string("llama-bench build 6123 (79c1160), 2026-03-01"));
    }
    void readsCsv() {
        const auto read =
            llamaBenchFromText("build_commit,build_number,cpu_info,gpu_info,backends,model_type,model_size,"
                               "model_n_params,n_threads,"
                               "n_prompt,n_gen,test_time,avg_ts,stddev_ts\n"
                               "\"abc\",\"5\",\"A \"\"fast\"\" CPU, old\",\"\",\"CPU\",\"qwen2 1B "
                               "Q8_0\",\"675710816\",\"630167424\","
                               "\"4\",\"512\",\"0\",\"2025-01-02T03:04:05Z\",\"212.5\",\"1.5\"\n",
                               "bench.csv");
        QVERIFY2(read.has_value(), read ? "" : read.error().message().c_str());
        QCOMPARE(read->processor, std::string("A \"fast\" CPU, old"));
        QVERIFY(read->points[0].phase == BenchPoint::Phase::prefill);
        QVERIFY(read->points[0].weights == Scheme::q8_0);
        QCOMPARE(read->points[0].rate, 212.5);
    }
    void readsItsTable() {
        const auto read = llamaBenchFromText(table, "bench.md");
        QVERIFY2(read.has_value(), read ? "" : read.error().message().c_str());
        QCOMPARE(read->points.size(), std::size_t(2)); // the mixed test is left out
        QCOMPARE(read->backend, std::string("CUDA"));
        QCOMPARE(read->points[1].depth, std::int64_t(4096));
        QVERIFY(read->points[1].weights == Scheme::q4_k_m);
        QCOMPARE(read->points[0].gpuLayers, 99);
        QVERIFY(std::abs(read->points[0].modelBytes.si() / 4.58 / 1073741824.0 - 1.0) < 1e-6);
        QCOMPARE(read->build, std::string("llama-bench build 3000 (8f1d81a0)"));
    }
    void namesWhatIsWrong_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("named");
        const auto row = [](const char* name, const std::string& text, const char* named) {
            QTest::newRow(name) << QString::fromStdString(text) << QString::fromLatin1(named);
        };
        row("rate", "[" + entry(", \"avg_ts\": -3") + "]", "bench, entry 1: avg_ts");
        row("parameters", "[" + entry(", \"model_n_params\": \"many\"") + "]", "model_n_params");
        row("neither", "[" + entry(", \"n_gen\": 0") + "]", "n_prompt");
        row("nothing", "[]", "no rate");
        row("no objects", "[1, 2]", "entry 1");
        row("not JSON", "[nonsense", "not a JSON list");
        std::string broken = table;
        broken.replace(broken.find("pp512"), 5, "xx512");
        row("test", broken, "bench:4: test is \"xx512\"");
        broken = table;
        broken.replace(broken.find("4000.00"), 7, "fast...");
        row("speed", broken, "bench:4: t/s");
        row("csv", "n_prompt,n_gen,avg_ts\n1,2\n", "bench:2: has 2 cells");
        row("else", "hello", "not a result of llama-bench");
    }
    void namesWhatIsWrong() {
        QFETCH(QString, text);
        QFETCH(QString, named);
        const auto message = refusal(text.toStdString());
        QVERIFY2(message.find(named.toStdString()) != std::string::npos, message.c_str());
    }
    void becomesADeviceThatReproducesIt() {
        const std::string prompt =
            entry(", \"n_prompt\": 512, \"n_gen\": 0, \"n_depth\": 0, \"avg_ts\": 150.0");
        const auto device = deviceFromText("[" + entry("") + "," + prompt + "]", "bench.json");
        QVERIFY2(device.has_value(), device ? "" : device.error().message().c_str());
        QCOMPARE(compute::runtimeOf(*device).name, std::string("llama.cpp CPU"));
        QCOMPARE(compute::runtimeOf(*device).points.size(), std::size_t(2));
        for (const auto& point : compute::runtimeOf(*device).points) {
            const auto known = calibrationPoint(point);
            NullRecorder none;
            const auto time = compute::rooflineTime(none, *device, known.work, known.weights, "t");
            QVERIFY2(std::abs(time / known.time - 1.0) < 0.05, std::to_string(time / known.time).c_str());
        }
        const auto back = deviceFromText(deviceToText(*device), "test");
        QVERIFY2(back.has_value(), back ? "" : back.error().message().c_str());
        QVERIFY(back->runtimes[0].points == device->runtimes[0].points);
    }
    // Text of any length is refused or read, never too deep for the stack.
    void survivesLongText_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        const QString endless(400'000, QLatin1Char('1'));
        QTest::newRow("rate") << QStringLiteral("4000.00") << endless;
        QTest::newRow("test") << QStringLiteral("pp512+tg128") << QStringLiteral("pp512+tg") + endless;
        QTest::newRow("build") << QStringLiteral("8f1d81a0") << endless;
        QTest::newRow("size") << QStringLiteral("4.58 GiB") << endless;
    }
    void survivesLongText() {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QString text = QString::fromUtf8(table);
        text.replace(from, to);
        const auto read = llamaBenchFromText(text.toStdString(), "bench");
        QVERIFY(read ? read->points.size() == 2
                     : read.error().message().find("1000 characters") != std::string::npos);
    }
    // Rates of prompts alone say little about decoding, but not that memory were slow beyond measure.
    void readsPromptsAlone() {
        const std::string prompt =
            entry(", \"n_prompt\": 512, \"n_gen\": 0, \"n_depth\": 0, \"avg_ts\": 150.0");
        const auto device = deviceFromText("[" + prompt + "]", "bench.json");
        QVERIFY2(device.has_value(), device ? "" : device.error().message().c_str());
        QVERIFY(device->memoryBandwidth.label == Label::assumed);
        const auto& runtime = compute::runtimeOf(*device);
        QVERIFY(runtime.error.decode >= 1.0);
        NullRecorder none;
        for (auto point : runtime.points) {
            const auto prefill = calibrationPoint(point);
            const auto time = compute::rooflineTime(none, *device, prefill.work, prefill.weights, "t");
            QVERIFY2(std::abs(time / prefill.time - 1.0) < 0.1, std::to_string(time / prefill.time).c_str());
            point.phase = BenchPoint::Phase::decode;
            point.tokens = 128;
            const auto decode = calibrationPoint(point);
            const auto step = compute::rooflineTime(none, *device, decode.work, decode.weights, "t");
            QVERIFY2(step.si() > 1.0 / 150.0 && step.si() < 0.5, std::to_string(step.si()).c_str());
        }
    }
    void knowsTheCataloguesDevices() {
        const auto device = deviceFromText(
            "[" +
                entry(
                    ", \"gpu_info\": \"NVIDIA GeForce RTX 4090\", \"backends\": \"CUDA\", \"avg_ts\": 600") +
                "]",
            "b");
        QVERIFY2(device.has_value(), device ? "" : device.error().message().c_str());
        QCOMPARE(device->memoryBandwidth.value.si(),
                 findDevice("nvidia-rtx-4090")->memoryBandwidth.value.si());
    }
    // Rates of one size of model predict those of another on the same machine.
    void predictsOtherModels() {
        const auto shared = cellwright::test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        std::string list, other;
        std::vector<BenchPoint> rest;
        for (const auto& row : cellwright::test::readCsv(*shared / "reference" / "llamacpp_bench.csv")) {
            if (row.at("threads") != "2" || !row.at("test").starts_with("tg"))
                continue;
            const std::string text =
                "{\"build_commit\": \"de3ff81\", \"cpu_info\": \"AMD EPYC\", \"model_type\": \"" +
                row.at("model") + " " + row.at("quant") + "\", \"model_size\": " + row.at("size_bytes") +
                ", \"model_n_params\": " + row.at("n_params") +
                ", \"n_prompt\": 0, \"n_gen\": " + row.at("test").substr(2) +
                ", \"avg_ts\": " + row.at("tok_s_median") + "}";
            if (list.empty() || row.at("model") == rest.front().model.substr(0, row.at("model").size()))
                list += (list.empty() ? "" : ",") + text;
            rest.push_back(llamaBenchFromText("[" + text + "]", "row")->points[0]);
        }
        const auto device = deviceFromText("[" + list + "]", "bench");
        QVERIFY2(device.has_value(), device ? "" : device.error().message().c_str());
        std::vector<double> errors;
        for (const auto& point : rest) {
            const auto known = calibrationPoint(point);
            NullRecorder none;
            errors.push_back(std::abs(
                compute::rooflineTime(none, *device, known.work, known.weights, "t") / known.time - 1.0));
        }
        std::ranges::sort(errors);
        qInfo("%zu rates predicted from those of %s: median error %.3f, worst %.3f", errors.size(),
              rest.front().model.c_str(), errors[errors.size() / 2], errors.back());
        QVERIFY(errors[errors.size() / 2] < 0.3);
    }
};

} // namespace cellwright::catalogue

CELLWRIGHT_TEST(cellwright::catalogue::LlamaBenchTest)
#include "llama_bench_test.moc"
