// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cstdint>
#include <set>

namespace cellwright {
namespace {

using nlohmann::json;
using test::cli;
using test::relativeError;

/// The facts that Hugging Face publishes for Llama 3.1 8B.
constexpr const char* llamaConfig =
    R"({"model_type": "llama", "hidden_size": 4096, "intermediate_size": 14336,
    "num_hidden_layers": 32, "num_attention_heads": 32, "num_key_value_heads": 8, "vocab_size": 128256,
    "max_position_embeddings": 131072, "tie_word_embeddings": false})";

double sumOf(const json& layers, const char* key) {
    double sum = 0.0;
    for (const auto& layer : layers)
        sum += layer.at(key).get<double>();
    return sum;
}

} // namespace

class ModelsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void parametersAreExact_data() {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<qint64>("total");
        QTest::newRow("llama") << QStringLiteral("llama-3.1-8b") << qint64(8030261248);
        QTest::newRow("qwen") << QStringLiteral("qwen2.5-7b") << qint64(7615616512);
        QTest::newRow("gpt2") << QStringLiteral("gpt2-medium") << qint64(354823168);
    }
    void parametersAreExact() {
        QFETCH(QString, spec);
        QFETCH(qint64, total);
        const auto result = cli(QStringLiteral("model %1 --json").arg(spec));
        CELLWRIGHT_STATUS(result, 0);
        const auto parameters = result.json().at("parameters");
        QCOMPARE(parameters.at("total").get<qint64>(), total);
        QCOMPARE(parameters.at("active").get<qint64>(), total);
        QVERIFY(parameters.at("embedding").get<qint64>() > 0);
    }

    void aConfigIsTheSameModel() {
        const test::Workplace place;
        place.write("config.json", llamaConfig);
        const auto file = place.run("model config.json --json").json();
        const auto catalogue = place.run("model llama-3.1-8b --json").json();
        for (const char* key : {"parameters", "layers", "weights", "kv_cache", "prefill", "decode", "layer"})
            QVERIFY2(file.at(key) == catalogue.at(key), key);
    }

    void accountingAddsUp() {
        const auto all =
            cli(QStringLiteral("model llama-3.1-8b --weights q4_0 --kv q8_0 --prompt 300 --generate 20 "
                               "--batch 3 --context 400 --json"))
                .json();
        const auto& layers = all.at("layer");
        QCOMPARE(layers.size(), std::size_t(34)); // embedding, 32 layers, head
        QCOMPARE(layers.front().at("name").get<std::string>(), std::string("embedding"));
        QCOMPARE(sumOf(layers, "parameters"), 8030261248.0);
        QCOMPARE(sumOf(layers, "weight_bytes"), all.at("weights").at("bytes").get<double>());
        QVERIFY(relativeError(sumOf(layers, "prefill_flop"), all.at("prefill").at("flop")) < 1e-12);
        QVERIFY(relativeError(sumOf(layers, "decode_flop"), all.at("decode").at("flop")) < 1e-12);
        // 2 x 8 heads x 128 x 32 layers in q8_0: 34 bytes for 32 numbers.
        const double perToken = 2.0 * 8 * 128 * 32 * 34 / 32;
        QCOMPARE(all.at("kv_cache").at("bytes_per_token").get<double>(), perToken);
        QCOMPARE(all.at("kv_cache").at("bytes").get<double>(), perToken * 400 * 3);
        const double bits = all.at("weights").at("bits_per_weight");
        QVERIFY(bits > 4.5 && bits < 5.0); // the head of a GGUF file is q6_k
        for (const char* key : {"index", "name", "parameters", "weight_bytes", "prefill_flop", "decode_flop",
                                "output_bytes_per_token"})
            QVERIFY2(layers.back().contains(key), key);
    }

    void longContextsAreNoticed() {
        const auto result = cli(QStringLiteral("model gpt2 --context 5000"));
        CELLWRIGHT_STATUS(result, 0);
        QVERIFY(result.err.contains("1024"));
        QVERIFY(result.out.contains("layer 11"));
    }

    void predictionHangsTogether() {
        const auto result =
            cli(QStringLiteral("predict --model llama-3.1-8b --weights q4_0 --device nvidia-rtx-4090 "
                               "--prompt 512 --generate 128 --json"));
        CELLWRIGHT_STATUS(result, 0);
        const auto p = result.json();
        QVERIFY(relativeError(p.at("prefill_tokens_per_s"), 512.0 / p.at("ttft_s").get<double>()) < 1e-12);
        QVERIFY(relativeError(p.at("decode_tokens_per_s"), 1.0 / p.at("tpot_s").get<double>()) < 1e-12);
        QVERIFY(p.at("memory_bytes").get<double>() > 4.5e9); // the weights alone
        QVERIFY(p.at("fits").get<bool>());
        QVERIFY(p.at("energy_j").get<double>() > 0.0);
        QVERIFY(p.at("uncertainty").at("prefill_rel").get<double>() > 0.0);
        QVERIFY(p.at("uncertainty").at("decode_rel").get<double>() > 0.0);
        double decode = 0.0;
        for (const auto& part : p.at("breakdown"))
            if (part.at("phase") == "decode")
                decode += part.at("seconds").get<double>();
        // Parts overlap at most: alone and one after the other they cannot be faster than together.
        QVERIFY(decode >= p.at("tpot_s").get<double>() * 0.999);
    }

    void aCutLetsTheEncodersOutputCross() {
        const auto cut = cli(QStringLiteral("model t5-small --prompt 100 --cut 2 --json")).json().at("cut");
        QCOMPARE(cut.at("encoded_bytes").get<double>(), 100.0 * 512 * 2);
        QCOMPARE(cut.at("prefill_bytes").get<double>(), 101.0 * 512 * 2); // and the token that begins
        QCOMPARE(cut.at("decode_bytes").get<double>(), 512.0 * 2);
    }
    void trainingAMultimodalModelRunsItsTower() {
        const auto trained = [](const char* peft) {
            return cli(QStringLiteral("model llava-1.5-7b --train --tokens 600 --peft %1 --json")
                           .arg(QString::fromUtf8(peft)))
                .json();
        };
        const auto frozen = trained("lora:8"), none = trained("none");
        const double tower = frozen.at("towers").at(0).at("encode").at("flop");
        QCOMPARE(none.at("training").at("encoded").get<int>(), 577);
        // 600 tokens of the decoder at two operations per parameter, and one image.
        const auto& parameters = none.at("parameters");
        const double decoder = parameters.at("total").get<double>() - parameters.at("towers").get<double>();
        const double least = 2.0 * 600 * (decoder - parameters.at("embedding").get<double>() / 2) + tower;
        const double forward = none.at("training").at("flop").at("forward");
        QVERIFY(forward > least && forward < 1.02 * least);
        // Frozen below the decoder: no gradients pass the tower.
        QVERIFY(frozen.at("training").at("flop").at("backward_activations").get<double>() < forward);
    }
    void predictionsOfTextSayThatTheyHoldNoImages() {
        const auto notes = [](const char* model) {
            const auto result =
                cli(QStringLiteral("predict --model %1 --weights q4_0 --device nvidia-h200 --json")
                        .arg(QString::fromUtf8(model)));
            return result.json().at("uncertainty").at("notes").dump();
        };
        QVERIFY(notes("llava-1.5-7b").find("images") != std::string::npos);
        QVERIFY(notes("llama-2-7b").find("images") == std::string::npos);
    }

    void deeperContextsDecodeSlower() {
        const auto tpot = [](const char* depth) {
            return cli(QStringLiteral(
                           "predict --model llama-3.1-8b --weights q4_0 --device nvidia-rtx-4090 --prompt 1 "
                           "--generate 64 --depth %1 --json")
                           .arg(QString::fromUtf8(depth)))
                .json()
                .at("tpot_s")
                .get<double>();
        };
        QVERIFY(tpot("16000") > tpot("0"));
    }

    void whatDoesNotFitIsANo() {
        const auto result = cli(QStringLiteral(
            "predict --model llama-3.1-8b --weights f16 --device jetson-orin-nano-8gb --json"));
        CELLWRIGHT_STATUS(result, 1);
        QVERIFY(!result.json().at("fits").get<bool>());
        QVERIFY(result.err.contains("6 GB"));
    }

    void catalogueHasSources_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("least");
        QTest::newRow("models") << QStringLiteral("models") << 12;
        QTest::newRow("devices") << QStringLiteral("devices") << 15;
        QTest::newRow("radios") << QStringLiteral("radios") << 5;
        QTest::newRow("quantizations") << QStringLiteral("quantizations") << 14;
    }
    void catalogueHasSources() {
        QFETCH(QString, kind);
        QFETCH(int, least);
        const auto result = cli(QStringLiteral("catalogue %1 --json").arg(kind));
        CELLWRIGHT_STATUS(result, 0);
        const auto entries = result.json().at("entries");
        QVERIFY(int(entries.size()) >= least);
        std::set<std::string> ids;
        for (const auto& entry : entries) {
            const auto id = entry.at("id").get<std::string>();
            QVERIFY2(ids.insert(id).second, id.c_str());
            const auto& sourced =
                kind == QLatin1String("devices") ? entry.at("memory_bandwidth_bytes_per_s") : entry;
            QVERIFY2(!sourced.at("source").get<std::string>().empty(), id.c_str());
        }
        const auto table = cli(QStringLiteral("catalogue %1").arg(kind));
        QCOMPARE(table.out.count('\n'), qsizetype(entries.size()) + 1);
    }

    void everyCommandExplainsItself_data() {
        QTest::addColumn<QString>("command");
        for (const char* command : {"",
                                    "evaluate",
                                    "explain",
                                    "model",
                                    "profile",
                                    "predict",
                                    "radio",
                                    "radio pathloss",
                                    "radio rate",
                                    "radio tbs",
                                    "radio peak-rate",
                                    "privacy",
                                    "privacy dp",
                                    "privacy dp gaussian",
                                    "privacy recovery-cap",
                                    "import",
                                    "export",
                                    "validate",
                                    "catalogue",
                                    "catalogue devices",
                                    "sample"})
            QTest::newRow(command) << QString::fromUtf8(command);
    }
    void everyCommandExplainsItself() {
        QFETCH(QString, command);
        const auto result = cli(command + QStringLiteral(" --help"));
        CELLWRIGHT_STATUS(result, 0);
        QVERIFY(result.out.contains("Usage: cellwright-cli " + command.toUtf8()));
        QVERIFY(result.err.isEmpty());
        for (const auto& line : result.out.split('\n'))
            QVERIFY2(!line.trimmed().isEmpty() || line.isEmpty(), "a line of blanks");
    }
};

CELLWRIGHT_TEST(ModelsTest)

} // namespace cellwright

#include "models_test.moc"
