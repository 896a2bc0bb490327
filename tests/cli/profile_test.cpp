// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QProcess>
#include <QTest>

#include <csignal>
#include <set>
#include <string>

namespace cellwright {

class ProfileTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void measuresAndPredicts() {
        const test::Workplace place;
        const auto result =
            place.run("profile --quick --threads 1 --weights q4_0 --shape 512x512x1,512x512x32 --seed 7 "
                      "-o p.json --json");
        CELLWRIGHT_STATUS(result, 0);
        QVERIFY(!result.err.contains('\r')); // progress is for terminals
        const auto profile = result.json();
        QVERIFY(nlohmann::json::parse(place.read("p.json").toStdString()) == profile);
        QVERIFY(profile.contains("machine"));
        QVERIFY(profile.at("read_bandwidth")[0].at("bytes_per_s").get<double>() > 0.0);
        QCOMPARE(profile.at("kernels").size(), std::size_t(2));
        QVERIFY(profile.at("operations").empty()); // just what was asked for
        QCOMPARE(profile.at("kernels")[0].at("provider").get<std::string>(), std::string("cellwright"));
        for (const char* key :
             {"virtual_machine", "numa_nodes", "core_kinds", "smt", "pinned", "operating_system",
              "kernel_release", "compiler", "build", "governor", "quota_cores"})
            QVERIFY2(profile.at("machine").contains(key), key);
        for (const char* key :
             {"steal_share", "other_cores", "load_before", "load_after", "throttling", "reasons"})
            QVERIFY2(profile.at("noise").contains(key), key);
        for (const auto& kernel : profile.at("kernels"))
            for (const char* key : {"kernel", "weights", "rows", "cols", "tokens", "threads", "median_s",
                                    "p10_s", "p90_s", "samples", "flop_per_s", "bytes_per_s"})
                QVERIFY2(kernel.contains(key), key);
        const auto prediction = place.run("predict --model gpt2 --weights q4_0 --device p.json --json");
        CELLWRIGHT_STATUS(prediction, 0);
        QVERIFY(prediction.json().at("decode_tokens_per_s").get<double>() > 0.0);
        QCOMPARE(place.run("predict --model gpt2 --weights q4_0 --device p.json --threads 64").status, 3);
        CELLWRIGHT_STATUS(place.run("import device p.json --id here -o with-device.cellwright"), 0);
        const auto before = place.read("p.json");
        QCOMPARE(place.run("profile --quick -o p.json").status, 3); // refused before measuring
        QCOMPARE(place.read("p.json"), before);
    }

    void measuresJustTheShapesInEachOfTheWeights() {
        const auto result = test::cli(QStringLiteral(
            "profile --shape 256x512x1,256x256x32 --weights q4_0,q8_0,f16 --threads 1 --quick --json"));
        CELLWRIGHT_STATUS(result, 0);
        const auto profile = result.json();
        QCOMPARE(profile.at("kernels").size(), std::size_t(6));
        QVERIFY(profile.at("operations").empty());
        std::set<std::string> seen;
        for (const auto& k : profile.at("kernels")) {
            QCOMPARE(k.at("threads").get<int>(), 1);
            seen.insert(k.at("weights").get<std::string>() + "x" + std::to_string(k.at("cols").get<int>()));
        }
        QCOMPARE(seen.size(), std::size_t(6));
    }
    void tablesShowTheLimits() {
        const auto result = test::cli(QStringLiteral(
            "profile --shape 512x512x1 --weights q4_0 --kernel matvec,norm --threads 1 --quick"));
        CELLWRIGHT_STATUS(result, 0);
        for (const char* words : {"Read bandwidth", "Peak", "Limit", "Provider", "matvec", "norm", "canary",
                                  "other programs", "system", "program"})
            QVERIFY2(result.out.contains(words), words);
        QVERIFY(result.out.contains(" % of read") || result.out.contains(" % of int8"));
    }
    void listsAndUsesProviders() {
        const auto list = test::cli(QStringLiteral("profile --list-providers --json"));
        CELLWRIGHT_STATUS(list, 0);
        const auto providers = list.json().at("providers");
        QCOMPARE(providers[0].at("id").get<std::string>(), std::string("cellwright"));
        for (const auto& p : providers)
            QCOMPARE(p.at("available").get<bool>(), p.at("unavailable").get<std::string>().empty());
        QVERIFY(test::cli(QStringLiteral("profile --list-providers")).out.contains("cellwright"));
        const auto both = test::cli(QStringLiteral(
            "profile --provider cpu,eigen --shape 128x128x1 --weights f32 --threads 1 --quick --json"));
        CELLWRIGHT_STATUS(both, 0);
        QCOMPARE(both.json().at("kernels").size(), std::size_t(2));
        QCOMPARE(both.json().at("kernels")[1].at("provider").get<std::string>(), std::string("eigen"));
        QVERIFY(both.json().at("providers").size() == providers.size());
        const auto unknown = test::cli(QStringLiteral("profile --quick --provider fftw"));
        QCOMPARE(unknown.status, 2);
        QVERIFY(unknown.err.contains("fftw") && unknown.err.contains("eigen"));
    }
    void measuresTheWorkOfAModel() {
        const test::Workplace place;
        place.write(
            "config.json",
            R"({"model_type": "llama", "hidden_size": 128, "intermediate_size": 256, "vocab_size": 512,
                        "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2,
                        "max_position_embeddings": 512, "tie_word_embeddings": false})");
        const auto result = place.run(
            "profile --model config.json --weights q8_0 --threads 1 --prompt 16 --depth 64 --quick --json");
        CELLWRIGHT_STATUS(result, 0);
        const auto profile = result.json();
        std::set<std::string> shapes;
        for (const auto& k : profile.at("kernels"))
            shapes.insert(std::to_string(k.at("rows").get<int>()) + "x" +
                          std::to_string(k.at("cols").get<int>()) + "x" +
                          std::to_string(k.at("tokens").get<int>()));
        for (const char* shape : {"128x128x1", "64x128x1", "256x128x16", "128x256x16", "512x128x1"})
            QVERIFY2(shapes.contains(shape), shape);
        QVERIFY(!shapes.contains("512x128x16")); // the head meets the last token only
        int layers = 0;
        for (const auto& o : profile.at("operations")) {
            layers += o.at("kernel") == "layer";
            const auto kernel = o.at("kernel").get<std::string>(); // the others are the same at any depth
            const bool deep = kernel == "layer" || kernel == "attention" || kernel == "rope";
            QCOMPARE(o.at("depth").get<int>(), deep && o.at("tokens").get<int>() == 1 ? 64 : 0);
        }
        QCOMPARE(layers, 2);
        QCOMPARE(place.run("profile --model config.json --quick").status, 2); // which formats?
        QCOMPARE(place.run("profile --model nothing-of-this-name --weights q8_0").status, 3);
        QCOMPARE(place.run("profile --depth 64 --quick").status, 2); // of which model?
    }
    void comparesTwoProfiles() {
        const test::Workplace place;
        place.prepare("profile --quick --threads 1 --weights q4_0 --shape 256x256x1,256x256x16 -o a.json");
        auto other = nlohmann::json::parse(place.read("a.json").toStdString());
        for (const char* key : {"median_s", "p10_s", "p90_s"})
            other["kernels"][1][key] = 2.0 * other["kernels"][1][key].get<double>();
        other["kernels"][0]["provider"] = "ggml";
        place.write("b.json", QByteArray::fromStdString(other.dump()));
        const auto same = place.run("profile compare a.json a.json --json");
        CELLWRIGHT_STATUS(same, 0);
        QCOMPARE(same.json().at("difference_rel").get<double>(), 0.0);
        QCOMPARE(same.json().at("beyond_noise").get<int>(), 0);
        const auto result = place.run("profile compare a.json b.json --json");
        CELLWRIGHT_STATUS(result, 0);
        QCOMPARE(result.json().at("kernels").get<int>(), 1);
        QCOMPARE(result.json().at("cases")[0].at("ratio").get<double>(), 2.0);
        QCOMPARE(result.json().at("only_in_first").size(), std::size_t(1));
        QCOMPARE(result.json().at("only_in_second").size(), std::size_t(1));
        const auto table = place.run("profile compare a.json b.json");
        QVERIFY(table.out.contains("median difference 100 %, ") &&
                table.out.contains("only in the second: ggml"));
        other["kernels"][0]["provider"] = 7;
        place.write("broken.json", QByteArray::fromStdString(other.dump()));
        const auto refused = place.run("profile compare a.json broken.json");
        QCOMPARE(refused.status, 3);
        QVERIFY(refused.err.contains("broken.json") && refused.err.contains("kernels[0].provider"));
        QCOMPARE(place.run("profile compare a.json missing.json").status, 3);
        QCOMPARE(place.run("profile compare a.json").status, 2);
    }
    void refusesWhatDoesNotGoTogether() {
        QCOMPARE(test::cli(QStringLiteral("profile --sweep --threads 2")).status, 2);
        QCOMPARE(test::cli(QStringLiteral("profile --kernel fft")).status, 2);
        QCOMPARE(test::cli(QStringLiteral("profile --prompt 16")).status, 2);
        QCOMPARE(test::cli(QStringLiteral("profile --shape 64x33x1 --weights q8_0")).status, 2);
    }

    void interruptionLeavesNothing() {
        const test::Workplace place;
        QProcess process;
        process.setWorkingDirectory(place.path("."));
        process.start(test::programPath(),
                      {QStringLiteral("profile"), QStringLiteral("-o"), QStringLiteral("p.json")});
        QVERIFY(process.waitForStarted());
        QTest::qWait(4000); // also on a busy machine it has begun to measure
        kill(pid_t(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(20'000));
        QCOMPARE(process.exitStatus(), QProcess::CrashExit); // ended by the signal, as shells expect
        QVERIFY(process.readAllStandardError().contains("cancelled"));
        QVERIFY(place.files().isEmpty());
    }
};

CELLWRIGHT_TEST(ProfileTest)

} // namespace cellwright

#include "profile_test.moc"
