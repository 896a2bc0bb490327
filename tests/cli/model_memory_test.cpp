// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Memory, cuts, experts, encoders and training of `model`.
#include "tests/cli/program.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>
#include <cstdint>
#include <string>

namespace cellwright {
namespace {

using nlohmann::json;
using test::cli;
using test::relativeError;

json modelJson(const char* options) {
    return cli(QStringLiteral("model %1 --json").arg(QString::fromUtf8(options))).json();
}
double sumOf(const json& object, std::initializer_list<const char*> keys) {
    double sum = 0.0;
    for (const char* key : keys)
        sum += object.at(key).get<double>();
    return sum;
}
double sumOfOperations(const json& layer, const char* phase, const char* key) {
    double sum = 0.0;
    for (const auto& operation : layer.at("operations"))
        sum += operation.at(phase).at(key).get<double>();
    return sum;
}
constexpr const char* mixtralConfig =
    R"({"model_type": "mixtral", "hidden_size": 4096, "intermediate_size": 14336, "num_hidden_layers": 32,
    "num_attention_heads": 32, "num_key_value_heads": 8, "vocab_size": 32000, "max_position_embeddings": 32768,
    "num_local_experts": 8, "num_experts_per_tok": 2, "tie_word_embeddings": false})";
constexpr const char* bertConfig =
    R"({"model_type": "bert", "hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12,
    "num_attention_heads": 12, "vocab_size": 30522, "max_position_embeddings": 512, "type_vocab_size": 2})";
constexpr const char* mambaConfig =
    R"({"model_type": "mamba", "hidden_size": 768, "num_hidden_layers": 24, "state_size": 16, "conv_kernel": 4,
    "expand": 2, "intermediate_size": 1536, "time_step_rank": 48, "vocab_size": 50280, "use_conv_bias": true,
    "use_bias": false, "tie_word_embeddings": true})";
constexpr const char* t5Config =
    R"({"model_type": "t5", "d_model": 512, "d_ff": 2048, "d_kv": 64, "num_heads": 8, "num_layers": 6,
    "num_decoder_layers": 6, "vocab_size": 32128, "relative_attention_num_buckets": 32, "feed_forward_proj": "relu",
    "n_positions": 512, "tie_word_embeddings": true})";

} // namespace

class ModelMemoryTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void memoryHasParts() {
        const auto all = modelJson("llama-3.1-8b --prompt 500 --generate 13 --batch 2");
        const auto& memory = all.at("memory");
        QCOMPARE(memory.at("total").get<double>(),
                 sumOf(memory, {"weights", "kv_cache", "workspace", "logits", "overhead"}));
        QVERIFY(memory.at("weights") == all.at("weights").at("bytes"));
        QVERIFY(memory.at("kv_cache") == all.at("kv_cache").at("bytes"));
        QCOMPARE(memory.at("kv_waste").get<int>(), 0);
        const auto paged = modelJson("llama-3.1-8b --prompt 500 --generate 13 --batch 2 --kv-layout paged");
        QCOMPARE(paged.at("memory").at("kv_cache").get<double>(), 2 * 528 * 131072.0);
        QCOMPARE(paged.at("memory").at("kv_waste").get<double>(), 2 * 15 * 131072.0);
        QVERIFY(paged.at("kv_cache").at("bytes") == all.at("kv_cache").at("bytes"));
        const auto roomy = modelJson("llama-3.1-8b --prompt 500 --generate 13 --batch 2 --context 1024");
        QCOMPARE(roomy.at("memory").at("kv_waste").get<double>(), 2 * 511 * 131072.0);
    }
    void fitsAreTheLargest() {
        const auto need = [](const QString& options) {
            return cli(QStringLiteral(
                           "model llama-3.2-1b --weights q4_0 --prompt 100 --generate 50 %1 --json")
                           .arg(options))
                .json();
        };
        const double memory = 4e9;
        const auto fits = need(QStringLiteral("--memory 4GB")).at("fits");
        const auto batch = fits.at("max_batch").get<qint64>(), context = fits.at("max_context").get<qint64>();
        QVERIFY(batch > 1 && context > 1000);
        const auto total = [&](const char* option, qint64 value) {
            return need(QStringLiteral("%1 %2").arg(QString::fromUtf8(option)).arg(value))
                .at("memory")
                .at("total")
                .get<double>();
        };
        QVERIFY(total("--batch", batch) <= memory && total("--batch", batch + 1) > memory);
        QVERIFY(total("--context", context) <= memory && total("--context", context + 1) > memory);
        QCOMPARE(need(QStringLiteral("--memory 1MB")).at("fits").at("max_batch").get<int>(), 0);
    }
    void fasterTransformersTableComesBack() {
        // docs/gpt_guide.md of NVIDIA/FasterTransformer: GPT-6.7B, batch 64, 512 in, 32 out: 41.84 GB.
        const test::Workplace place;
        place.write("config.json", R"({"model_type": "gpt2", "n_embd": 4096, "n_layer": 32, "n_head": 32,
            "n_positions": 2048, "vocab_size": 51200})");
        const auto result = place
                                .run("model config.json --runtime fastertransformer --batch 64 --prompt 512 "
                                     "--generate 32 --json")
                                .json();
        QVERIFY(std::abs(result.at("memory").at("total").get<double>() - 41.84e9) < 0.15e9);
        QVERIFY(result.at("memory").at("overhead").get<double>() > 2e9);
    }
    void operationsAddUpToTheirLayer() {
        const test::Workplace place;
        place.write("config.json", mixtralConfig);
        const auto all = place.run("model config.json --operations --prompt 100 --batch 3 --json").json();
        QCOMPARE(all.at("parameters").at("total").get<qint64>(), qint64(46'702'792'704));
        for (const auto& layer : all.at("layer")) {
            QVERIFY(relativeError(sumOfOperations(layer, "prefill", "flop") + 1.0,
                                  layer.at("prefill_flop").get<double>() + 1.0) < 1e-12);
            QVERIFY(relativeError(sumOfOperations(layer, "decode", "flop") + 1.0,
                                  layer.at("decode_flop").get<double>() + 1.0) < 1e-12);
        }
        double bytes = 0.0;
        for (const auto& layer : all.at("layer"))
            bytes += sumOfOperations(layer, "decode", "bytes");
        QVERIFY(relativeError(bytes, all.at("decode").at("bytes").get<double>()) < 1e-9);
        QVERIFY(!modelJson("gpt2").at("layer").front().contains("operations"));
        const auto& experts = all.at("experts");
        QCOMPARE(experts.at("count").get<int>(), 8);
        QCOMPARE(experts.at("per_token").get<int>(), 2);
        QVERIFY(relativeError(experts.at("distinct_expected_decode"), 8 * (1 - std::pow(0.75, 3))) < 1e-12);
        QVERIFY(relativeError(experts.at("distinct_expected_prefill"), 8 * (1 - std::pow(0.75, 300))) <
                1e-12);
        const auto table = place.run("model config.json --operations");
        CELLWRIGHT_STATUS(table, 0);
        for (const char* word : {"ffn_down_exps", "experts", "active", "workspace"})
            QVERIFY2(table.out.contains(word), word);
    }
    void layersAreKeptInFormatsOfTheirOwn() {
        const auto plain = modelJson("llama-3.1-8b --weights q4_0");
        const auto all = modelJson("llama-3.1-8b --weights q4_0 --layers 0-3=q8_0 --layers 2=f16,q8_0");
        const auto bytes = [](const auto& json, std::size_t block) {
            return json.at("layer").at(block).at("weight_bytes").template get<double>();
        };
        QVERIFY(bytes(all, 1) > 1.8 * bytes(plain, 1) && bytes(all, 1) < 1.95 * bytes(plain, 1));
        QVERIFY(bytes(all, 3) > 3.5 * bytes(plain, 3));
        QCOMPARE(bytes(all, 5), bytes(plain, 5));
        // One of 32 layers keeps keys and values in 34 B per 32 elements instead of 64 B.
        QCOMPARE(all.at("kv_cache").at("bytes_per_token").get<double>(), 131072.0 - 4096 + 2048 * 34 / 32.0);
    }
    void aCutHasTwoSides() {
        const auto all = modelJson(
            "llama-3.1-8b --weights f16 --cut 8 --cut-weights q8_0 --activations int8 --batch 2 --prompt 10");
        const auto& cut = all.at("cut");
        const auto &below = cut.at("below"), &above = cut.at("above");
        QCOMPARE(below.at("scheme").get<std::string>(), std::string("q8_0"));
        QCOMPARE(sumOf(below, {"parameters"}) + sumOf(above, {"parameters"}), 8030261248.0);
        QCOMPARE(sumOf(below, {"weight_bytes"}) + sumOf(above, {"weight_bytes"}),
                 all.at("weights").at("bytes").get<double>());
        QVERIFY(relativeError(sumOf(below, {"decode_flop"}) + sumOf(above, {"decode_flop"}),
                              all.at("decode").at("flop")) < 1e-12);
        // One byte per element and an f32 scale.
        QCOMPARE(cut.at("bytes_per_token").get<double>(), 4100.0);
        QCOMPARE(cut.at("prefill_bytes").get<double>(), 20 * 4100.0);
        const double eightBit = below.at("weight_bytes").get<double>() / below.at("parameters").get<double>();
        QVERIFY(eightBit > 1.06 && eightBit < 1.07);
        QVERIFY(cli(QStringLiteral("model llama-3.1-8b --cut 8")).out.contains("cut after layer"));
    }
    void encodersDoNotDecode() {
        const test::Workplace place;
        place.write("config.json", bertConfig);
        const auto all = place.run("model config.json --prompt 128 --generate 1 --json").json();
        QVERIFY(all.at("decode").is_null());
        QVERIFY(!all.at("generates").get<bool>());
        QVERIFY(all.at("prefill").at("flop").get<double>() > 2.0 * 85e6 * 128);
        QVERIFY(place.run("model config.json").out.contains("does not generate"));
    }
    void stateDoesNotGrow() {
        const test::Workplace place;
        place.write("config.json", mambaConfig);
        const auto near = place.run("model config.json --prompt 50 --context 100 --json").json();
        const auto far = place.run("model config.json --prompt 50 --context 100000 --json").json();
        // 24 layers, f32: 16 states and three earlier inputs of 1536 channels.
        QCOMPARE(near.at("state_bytes").get<double>(), 24.0 * 4 * 1536 * (16 + 3));
        QCOMPARE(near.at("kv_cache").at("bytes_per_token").get<int>(), 0);
        QVERIFY(near.at("memory").at("total") == far.at("memory").at("total"));
    }
    void encoderDecodersReadWhatIsEncoded() {
        const test::Workplace place;
        place.write("config.json", t5Config);
        const auto all = place.run("model config.json --prompt 200 --generate 20 --json").json();
        QCOMPARE(all.at("parameters").at("total").get<qint64>(), qint64(60'506'624));
        QCOMPARE(all.at("encoded").get<int>(), 200);
        QCOMPARE(all.at("prompt").get<int>(), 1);
        QCOMPARE(all.at("encoder").at("vectors").get<int>(), 200);
        QCOMPARE(all.at("towers").size(), std::size_t(1));
        QVERIFY(all.at("encoder").at("encode").at("flop").get<double>() > 2.0 * 18e6 * 200);
        // Keys and values of 21 tokens and of 200 encoded vectors in six layers of 512.
        QCOMPARE(all.at("kv_cache").at("bytes").get<double>(), 2.0 * 2 * 512 * 6 * (21 + 200));
        const auto given = place.run("model config.json --encoded 300 --prompt 7 --json").json();
        QCOMPARE(given.at("encoded").get<int>(), 300);
        QCOMPARE(given.at("prompt").get<int>(), 7);
    }
    void trainingInFullTakesTwelveBytes() {
        const auto training =
            modelJson("llama-2-7b --train --optimizer adam --batch 2 --tokens 100").at("training");
        const double parameters = 6738415616.0;
        QCOMPARE(training.at("trainable_parameters").get<double>(), parameters);
        QCOMPARE(training.at("freezing_ratio").get<double>(), 0.0);
        const auto& memory = training.at("memory");
        QCOMPARE(sumOf(memory, {"weights", "gradients", "optimizer"}), 12.0 * parameters);
        QCOMPARE(memory.at("total").get<double>(),
                 sumOf(memory, {"weights", "gradients", "optimizer", "activations", "workspace"}));
        const auto& flop = training.at("flop");
        QVERIFY(relativeError(sumOf(flop, {"backward_activations", "backward_weights"}),
                              2.0 * flop.at("forward").get<double>()) < 1e-12);
        QVERIFY(training.at("smashed_bytes").is_null());
    }
    void freezingRatiosOfTheFoundingPaper() {
        for (const auto& [rank, percent] : {std::pair{1, 99.97}, {2, 99.945}, {4, 99.89}, {8, 99.78}}) {
            const auto training =
                cli(QStringLiteral("model gpt2-medium --train --peft lora:%1:q,v --json").arg(rank))
                    .json()
                    .at("training");
            QCOMPARE(training.at("trainable_parameters").get<qint64>(), qint64(98304) * rank);
            QVERIFY(std::abs(100.0 * training.at("freezing_ratio").get<double>() - percent) < 0.006);
            QCOMPARE(training.at("adapter_bytes").get<double>(), 2.0 * 98304 * rank);
        }
    }
    void splitTrainingSendsSmashedData() {
        const auto split =
            modelJson("gpt2-medium --train --peft lora:8 --cut 3 --cut-peft lora:2 --batch 100 --tokens 1024")
                .at("training");
        QCOMPARE(split.at("smashed_bytes").at("forward").get<double>(), 100.0 * 1024 * 1024 * 2);
        QVERIFY(split.at("smashed_bytes").at("backward") == split.at("smashed_bytes").at("forward"));
        QCOMPARE(split.at("below").at("trainable_parameters").get<int>(), 3 * 4096 * 2);
        QCOMPARE(split.at("above").at("trainable_parameters").get<int>(), 21 * 4096 * 8);
        QCOMPARE(split.at("trainable_parameters").get<int>(), 3 * 4096 * 2 + 21 * 4096 * 8);
        QVERIFY(relativeError(split.at("freezing_ratio"),
                              1.0 - (3 * 4096 * 2 + 21 * 4096 * 8) / 354823168.0) < 1e-12);
        const auto frozen =
            modelJson("gpt2-medium --train --peft lora:8 --cut 3 --cut-peft none").at("training");
        QCOMPARE(frozen.at("smashed_bytes").at("backward").get<int>(), 0);
        QVERIFY(frozen.at("smashed_bytes").at("only_first_epoch").get<bool>());
        const auto table =
            cli(QStringLiteral("model gpt2-medium --train --peft lora:8 --cut 3 --cut-peft none"));
        CELLWRIGHT_STATUS(table, 0);
        QVERIFY(table.out.contains("first epoch only"));
    }
    void trainingFits() {
        const auto training =
            modelJson("gpt2-medium --train --peft lora:8 --tokens 256 --memory 8GB").at("training");
        const auto batch = training.at("fits").at("max_batch").get<qint64>();
        QVERIFY(batch > 1);
        const auto total = [](qint64 n) {
            return cli(QStringLiteral(
                           "model gpt2-medium --train --peft lora:8 --tokens 256 --batch %1 --json")
                           .arg(n))
                .json()
                .at("training")
                .at("memory")
                .at("total")
                .get<double>();
        };
        QVERIFY(total(batch) <= 8e9 && total(batch + 1) > 8e9);
    }
    void nonsenseIsRefused_data() {
        QTest::addColumn<QString>("options");
        QTest::addColumn<QString>("word");
        QTest::newRow("peft") << QStringLiteral("--train --peft lora:0") << QStringLiteral("rank");
        QTest::newRow("peft without training")
            << QStringLiteral("--peft lora:8") << QStringLiteral("--train");
        QTest::newRow("optimizer") << QStringLiteral("--train --optimizer lion") << QStringLiteral("adamw");
        QTest::newRow("quantized training")
            << QStringLiteral("--train --weights q4_k_m") << QStringLiteral("cannot be trained");
        QTest::newRow("cut") << QStringLiteral("--cut 99") << QStringLiteral("12 layers");
        QTest::newRow("cut weights") << QStringLiteral("--cut-weights f16") << QStringLiteral("--cut");
        QTest::newRow("layers beyond") << QStringLiteral("--layers 3-12=q8_0") << QStringLiteral("12 layers");
        QTest::newRow("layers backwards")
            << QStringLiteral("--layers 3-2=q8_0") << QStringLiteral("FIRST-LAST");
        QTest::newRow("layers unknown") << QStringLiteral("--layers 0-1=q9") << QStringLiteral("q9");
        QTest::newRow("layers kv") << QStringLiteral("--layers 0-1=q8_0,nf4") << QStringLiteral("KV cache");
        QTest::newRow("runtime") << QStringLiteral("--runtime vllm") << QStringLiteral("llama.cpp");
        QTest::newRow("layout") << QStringLiteral("--kv-layout heap") << QStringLiteral("paged");
        QTest::newRow("image") << QStringLiteral("--image 3x") << QStringLiteral("336x336");
        QTest::newRow("activations") << QStringLiteral("--activations q4_k_m")
                                     << QStringLiteral("activations");
        QTest::newRow("matrices") << QStringLiteral("--train --peft lora:8:gate") << QStringLiteral("gate");
    }
    void nonsenseIsRefused() {
        QFETCH(QString, options);
        QFETCH(QString, word);
        const auto result = cli(QStringLiteral("model gpt2 %1").arg(options));
        QCOMPARE(result.status, 2);
        QVERIFY2(result.err.contains(word.toUtf8()) ||
                     options.startsWith(QStringLiteral("--train --peft lora:0")),
                 result.message());
        QVERIFY(result.out.isEmpty());
    }
};

CELLWRIGHT_TEST(ModelMemoryTest)

} // namespace cellwright

#include "model_memory_test.moc"
