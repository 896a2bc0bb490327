// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/accounting.h"
#include "analytics/llm/model.h"
#include "tests/analytics/llm/samples.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <nlohmann/json.hpp>

#include <random>

namespace cellwright::llm {
namespace {

std::string without(const std::string& config, const char* field) {
    auto json = nlohmann::json::parse(config);
    json.erase(field);
    return json.dump();
}
std::string with(const std::string& config, const char* field, const nlohmann::json& value) {
    auto json = nlohmann::json::parse(config);
    json[field] = value;
    return json.dump();
}
const std::string small = llamaConfig(64, 2, 4, 2, 128, 1000);
std::string nested(int depth) {
    return "{\"x\":" + std::string(std::size_t(depth), '[') + std::string(std::size_t(depth), ']') + "}";
}

} // namespace

class HuggingFaceTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void familiesHaveTheirParameterCounts_data() {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<qint64>("expected");
        const auto row = [](const char* name, qint64 expected, const std::string& config) {
            QTest::newRow(name) << QByteArray::fromStdString(config) << expected;
        };
        row("Llama-3.1-8B", 8030261248, llamaConfig(4096, 32, 32, 8, 14336, 128256));
        row("Llama-3.2-1B", 1235814400,
            llamaConfig(2048, 16, 32, 8, 8192, 128256, ",\"tie_word_embeddings\":true"));
        row("TinyLlama", 1100048384, llamaConfig(2048, 22, 32, 4, 5632, 32000));
        row("GPT-2 medium", 354823168,
            R"({"model_type":"gpt2","n_embd":1024,"n_layer":24,"n_head":16,"n_ctx":1024,"n_inner":null,"vocab_size":50257})");
        row("OPT-125M", 125239296,
            R"({"model_type":"opt","hidden_size":768,"num_hidden_layers":12,"num_attention_heads":12,"ffn_dim":3072,
                "vocab_size":50272,"max_position_embeddings":2048,"word_embed_proj_dim":768,"do_layer_norm_before":true})");
        row("Qwen2.5-0.5B", 494032768,
            R"({"model_type":"qwen2","hidden_size":896,"num_hidden_layers":24,"num_attention_heads":14,
                "num_key_value_heads":2,"intermediate_size":4864,"vocab_size":151936,"tie_word_embeddings":true})");
        row("Qwen3-8B", 8190735360,
            R"({"model_type":"qwen3","hidden_size":4096,"num_hidden_layers":36,"num_attention_heads":32,
                "num_key_value_heads":8,"head_dim":128,"intermediate_size":12288,"vocab_size":151936})");
        row("Phi-2", 2779683840,
            R"({"model_type":"phi","hidden_size":2560,"num_hidden_layers":32,"num_attention_heads":32,
                "num_key_value_heads":null,"intermediate_size":10240,"vocab_size":51200})");
        row("Phi-3-mini", 3821079552,
            R"({"model_type":"phi3","hidden_size":3072,"num_hidden_layers":32,"num_attention_heads":32,
                "num_key_value_heads":32,"intermediate_size":8192,"vocab_size":32064,"sliding_window":2047})");
        row("Pythia-1.4B", 1414647808,
            R"({"model_type":"gpt_neox","hidden_size":2048,"num_hidden_layers":24,"num_attention_heads":16,
                "intermediate_size":8192,"vocab_size":50304})");
        row("Falcon-7B", 6921720704,
            R"({"model_type":"falcon","hidden_size":4544,"num_hidden_layers":32,"num_attention_heads":71,
                "multi_query":true,"parallel_attn":true,"new_decoder_architecture":false,"vocab_size":65024})");
        row("BLOOM-560M", 559214592,
            R"({"model_type":"bloom","n_embed":1024,"n_layer":24,"num_attention_heads":16,"vocab_size":250880})");
        row("Gemma-2B", 2506172416,
            R"({"model_type":"gemma","hidden_size":2048,"num_hidden_layers":18,"num_attention_heads":8,
                "num_key_value_heads":1,"head_dim":256,"intermediate_size":16384,"vocab_size":256000})");
        row("Gemma-3-1B", 999885952,
            R"({"model_type":"gemma3_text","hidden_size":1152,"num_hidden_layers":26,"num_attention_heads":4,
                "num_key_value_heads":1,"head_dim":256,"intermediate_size":6912,"vocab_size":262144,"sliding_window":512})");
    }
    void familiesHaveTheirParameterCounts() {
        QFETCH(QByteArray, config);
        QFETCH(qint64, expected);
        const auto model = fromHuggingFaceConfig(config.toStdString());
        QVERIFY2(model.has_value(), model ? "" : model.error().message().c_str());
        const auto count = countParameters(*model);
        QCOMPARE(qint64(count.total), expected);
        std::int64_t sum = 0;
        for (int i = 0; i < int(model->layers.size()); ++i)
            sum += layerParameters(*model, i);
        QVERIFY(sum + count.embedding <= count.total && sum + count.embedding > count.total * 99 / 100);
    }
    void factsBeyondCountsAreRead() {
        const auto gemma = gemma2_2b();
        QVERIFY(gemma.tiedEmbeddings && gemma.layers[0].postNorms);
        QCOMPARE(gemma.activation, std::string("gelu_pytorch_tanh"));
        QCOMPARE(gemma.layers[0].attention()->window.value(), std::int64_t(4096));
        QVERIFY(!gemma.layers[1].attention()->window);
        QCOMPARE(gpt2Medium().learnedPositions, std::int64_t(1024));
        QVERIFY(gpt2Medium().positions == PositionEmbedding::learned);
        QCOMPARE(llama31_8b().maxContext, std::int64_t(131072));
        QCOMPARE(llama31_8b().layers[31].attention()->kvHeads, std::int64_t(8));
    }
    void layerTypesOverrideTheFamilysPattern() {
        const auto config =
            R"({"model_type":"qwen3","hidden_size":64,"num_hidden_layers":3,"num_attention_heads":4,
            "num_key_value_heads":4,"intermediate_size":128,"vocab_size":100,"use_sliding_window":true,"sliding_window":16,
            "layer_types":["full_attention","sliding_attention","full_attention"]})";
        const auto model = fromHuggingFaceConfig(config).value();
        QVERIFY(!model.layers[0].attention()->window);
        QCOMPARE(model.layers[1].attention()->window.value(), std::int64_t(16));
    }
    void keyValueHeadsLeftOutAreThoseOfTheFamily() {
        const auto heads = [](const char* family, const char* more) {
            auto config = nlohmann::json::parse(small);
            config["hidden_size"] = 2048;
            config["num_attention_heads"] = 32;
            config.erase("num_key_value_heads");
            config["model_type"] = family;
            config.update(nlohmann::json::parse(more));
            return fromHuggingFaceConfig(config.dump()).value().layers[0].attention()->kvHeads;
        };
        QCOMPARE(heads("llama", "{}"), std::int64_t(32));
        QCOMPARE(heads("mistral", "{}"), std::int64_t(8));
        QCOMPARE(heads("mistral", "{\"num_key_value_heads\":null}"), std::int64_t(32));
        QCOMPARE(heads("mistral", "{\"num_key_value_heads\":2}"), std::int64_t(2));
        QCOMPARE(heads("qwen2", "{}"), std::int64_t(32));
        QCOMPARE(heads("gemma", "{}"), std::int64_t(16));
        QCOMPARE(heads("gemma2", "{\"sliding_window\":16}"), std::int64_t(4));
    }
    void unknownFieldsAreIgnoredAndNullCountsAsAbsent() {
        const auto plainModel = fromHuggingFaceConfig(small).value();
        QCOMPARE(fromHuggingFaceConfig(with(small, "torch_dtype", {{"a", {1, 2}}})).value(), plainModel);
        QCOMPARE(fromHuggingFaceConfig(with(small, "head_dim", nullptr)).value(), plainModel);
        QCOMPARE(fromHuggingFaceConfig(with(small, "hidden_size", 64.0)).value(), plainModel);
    }
    void badConfigurationsAreRefusedByField_data() {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<QByteArray>("where");
        QTest::addColumn<QByteArray>("what");
        const auto row = [](const char* name, const std::string& config, const char* where,
                            const char* what) {
            QTest::newRow(name) << QByteArray::fromStdString(config) << QByteArray(where) << QByteArray(what);
        };
        row("empty", "", "byte", "not JSON");
        row("truncated", small.substr(0, small.size() / 2), "byte", "not JSON");
        row("binary", std::string("GGUF\x03\0\0\0", 8), "byte", "not JSON");
        row("list", "[1,2]", "c.json", "a list");
        row("number", "7", "c.json", "7");
        row("NaN", R"({"model_type":"llama","hidden_size":NaN})", "byte", "not JSON");
        row("beyond double", R"({"model_type":"llama","hidden_size":1e999})", "c.json", "too large");
        row("bad UTF-8", "{\"model_type\":\"\xff\xfe\"}", "byte", "not JSON");
        row("deep", nested(100000), "c.json", "nested");
        row("no type", without(small, "model_type"), "model_type", "missing");
        row("unknown type", with(small, "model_type", "hal9000"), "model_type",
            "\"hal9000\" is not supported");
        row("type of wrong type", with(small, "model_type", 3), "model_type", "is 3");
        for (const char* field :
             {"hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size", "vocab_size"}) {
            row((std::string("no ") + field).c_str(), without(small, field), field, "missing");
            row((std::string("zero ") + field).c_str(), with(small, field, 0), field, "is 0");
            row((std::string("negative ") + field).c_str(), with(small, field, -4), field, "is -4");
            row((std::string("huge ") + field).c_str(), with(small, field, 1e15), field, "is 1e");
            row((std::string("overflowing ") + field).c_str(), with(small, field, UINT64_MAX), field,
                "is 18446744073709551615");
            row((std::string("fractional ") + field).c_str(), with(small, field, 2.5), field, "is 2.5");
            row((std::string("text ") + field).c_str(), with(small, field, "64"), field, "the text \"64\"");
            row((std::string("list ") + field).c_str(), with(small, field, {64}), field, "a list");
        }
        row("flag of wrong type", with(small, "tie_word_embeddings", "yes"), "tie_word_embeddings",
            "\"yes\"");
        row("indivisible heads", with(small, "num_attention_heads", 7), "num_attention_heads",
            "cannot be shared");
        row("indivisible groups", with(small, "num_key_value_heads", 3), "key-value heads", "cannot share");
        row("more groups than heads", with(small, "num_key_value_heads", 8), "key-value heads",
            "cannot share");
        row("huge attention", with(with(small, "num_attention_heads", 1000000), "head_dim", 1000000),
            "attention heads times head dimension", "1000000000000");
        row("layer types", with(with(small, "model_type", "qwen2"), "layer_types", {"full_attention"}),
            "layer_types", "another length");
        row("odd layer type", with(with(small, "model_type", "qwen2"), "layer_types", {"mamba", "mamba"}),
            "layer_types", "\"mamba\"");
        row("GPT-2 without positions",
            R"({"model_type":"gpt2","n_embd":64,"n_layer":2,"n_head":4,"vocab_size":100})", "n_ctx",
            "missing");
        row("unknown class", R"({"architectures":["HalForCausalLM"]})", "architectures",
            "\"HalForCausalLM\"");
        row("known refusal", with(small, "model_type", "falcon_h1"), "model_type", "side by side");
    }
    void badConfigurationsAreRefusedByField() {
        QFETCH(QByteArray, config);
        QFETCH(QByteArray, where);
        QFETCH(QByteArray, what);
        const auto model = fromHuggingFaceConfig(config.toStdString(), "c.json");
        QVERIFY(!model);
        QVERIFY2(QByteArray::fromStdString(model.error().where).contains(where),
                 model.error().message().c_str());
        QVERIFY2(QByteArray::fromStdString(model.error().what).contains(what),
                 model.error().message().c_str());
        QVERIFY(model.error().where.starts_with("c.json"));
        QVERIFY(!model.error().remedy.empty());
    }
    void aMegabyteIsTheLimit() {
        const auto model = fromHuggingFaceConfig(std::string(std::size_t(2) << 20, ' '));
        QVERIFY(!model && model.error().what.find("2097152 bytes") != std::string::npos);
    }
    void mutatedConfigurationsNeverCrash() {
        const std::vector<std::string> seeds{
            small, with(small, "model_type", "qwen2"), with(small, "model_type", "gemma2"),
            R"({"model_type":"falcon","hidden_size":64,"num_hidden_layers":2,"num_attention_heads":4,"vocab_size":100})"};
        std::mt19937 random(1);
        const std::string alphabet = "0123456789-+.eE\"{}[],:truefalsn\\\xff\x01 ";
        int accepted = 0;
        for (int round = 0; round < 8000; ++round) {
            std::string text = seeds[std::size_t(round) % seeds.size()];
            for (unsigned edits = 1 + random() % 4; edits > 0; --edits) {
                const std::size_t at = random() % text.size();
                const char with = alphabet[random() % alphabet.size()];
                if (random() % 3 == 0)
                    text.insert(at, 1 + random() % 8, with);
                else if (random() % 2 == 0)
                    text.erase(at, 1 + random() % 6);
                else
                    text[at] = with;
            }
            if (const auto model = fromHuggingFaceConfig(text)) {
                ++accepted;
                QVERIFY(check(*model).has_value());
                QVERIFY(countParameters(*model).total > 0);
                const auto accounting = Accounting::of(*model, {Scheme::q4_k_m});
                QVERIFY(accounting && accounting->weightBytes(accounting->whole()) > Bytes(0.0));
            } else {
                QVERIFY(!model.error().what.empty() && !model.error().where.empty());
            }
        }
        QVERIFY2(accepted > 100, std::to_string(accepted).c_str());
    }
    void theLargestModelWithinTheLimitsStaysWithin64Bits() {
        auto model = parsed(small);
        model.hidden = Limits::hidden;
        model.vocabulary = Limits::vocabulary;
        model.layers[0].attention()->heads = model.layers[0].attention()->kvHeads = Limits::hidden;
        model.layers[0].attention()->headDim = 1;
        model.layers[0].feedForward.width = Limits::feedForward;
        model.layers.assign(std::size_t(Limits::layers), model.layers[0]);
        QVERIFY(check(model).has_value());
        // 2 tables of 1e13, and 1000 layers of 4 + 3·10 times 1e12 and two norms, and the last norm.
        QCOMPARE(qint64(countParameters(model).total),
                 qint64(20'000'000'000'000 + 34'000'000'000'000'000 + 2'001'000'000));
        const auto accounting = Accounting::of(model, {Scheme::f32}).value();
        QCOMPARE(accounting.weightBytes(accounting.whole()).si(), 4.0 * double(countParameters(model).total));
    }
    void modelsMadeByHandAreCheckedToo() {
        auto model = llama31_8b();
        model.layers[7].feedForward.width = -1;
        const auto refused = Accounting::of(model);
        QVERIFY(!refused);
        QVERIFY(refused.error().where.find("layer 7 feed-forward width") != std::string::npos);
        model.layers.clear();
        QVERIFY(!Accounting::of(model));
        QVERIFY(!Accounting::of(Model{}));
    }
};

} // namespace cellwright::llm

CELLWRIGHT_TEST(cellwright::llm::HuggingFaceTest)
#include "huggingface_test.moc"
