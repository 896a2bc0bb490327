// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/accounting.h"
#include "analytics/llm/formats/scheme.h"
#include "tests/analytics/llm/samples.h"
#include "tests/support/reference.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

namespace cellwright::llm {
namespace {

constexpr double GiB = 1073741824.0;

Model llama2_13b() {
    return parsed(llamaConfig(5120, 40, 40, 40, 13824, 32000));
}
Model llama2_70b() {
    return parsed(llamaConfig(8192, 80, 64, 8, 28672, 32000));
}
Model llama31_70b() {
    return parsed(llamaConfig(8192, 80, 64, 8, 28672, 128256));
}
Model llama32_3b() {
    return parsed(
        llamaConfig(3072, 28, 24, 8, 8192, 128256, ",\"head_dim\":128,\"tie_word_embeddings\":true"));
}
Model tinyLlama() {
    return parsed(llamaConfig(2048, 22, 32, 4, 5632, 32000));
}
Model smolLm135m() {
    return parsed(llamaConfig(576, 30, 9, 3, 1536, 49152, ",\"tie_word_embeddings\":true"));
}
Model mistral7b() {
    return parsed(llamaConfig(4096, 32, 32, 8, 14336, 32000));
}
Model qwen25(int hidden, int layers, int heads, int kvHeads, int width, int vocabulary, bool tied) {
    std::string config = llamaConfig(hidden, layers, heads, kvHeads, width, vocabulary,
                                     tied ? ",\"tie_word_embeddings\":true" : "");
    return parsed(config.replace(config.find("llama"), 5, "qwen2"));
}
Model mixtral8x7b() {
    return parsed(
        R"({"model_type":"mixtral","hidden_size":4096,"num_hidden_layers":32,"num_attention_heads":32,
        "num_key_value_heads":8,"intermediate_size":14336,"vocab_size":32000,"max_position_embeddings":32768,
        "num_local_experts":8,"num_experts_per_tok":2})");
}
Model gptOss(int layers, int experts) {
    return parsed(R"({"model_type":"gpt_oss","hidden_size":2880,"num_attention_heads":64,"head_dim":64,
        "num_key_value_heads":8,"intermediate_size":2880,"vocab_size":201088,"max_position_embeddings":131072,
        "num_experts_per_tok":4,"sliding_window":128,"attention_bias":true,"num_hidden_layers":)" +
                  std::to_string(layers) + ",\"num_local_experts\":" + std::to_string(experts) + "}");
}
Model qwen3_30bA3b() {
    return parsed(R"({"model_type":"qwen3_moe","hidden_size":2048,"num_hidden_layers":48,
        "num_attention_heads":32,"num_key_value_heads":4,"head_dim":128,"intermediate_size":6144,
        "moe_intermediate_size":768,"num_experts":128,"num_experts_per_tok":8,"vocab_size":151936,
        "max_position_embeddings":40960,"decoder_sparse_step":1,"mlp_only_layers":[]})");
}
Model deepSeekV2Lite() {
    return parsed(R"({"model_type":"deepseek_v2","hidden_size":2048,"num_hidden_layers":27,
        "num_attention_heads":16,"num_key_value_heads":16,"q_lora_rank":null,"kv_lora_rank":512,
        "qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"intermediate_size":10944,
        "moe_intermediate_size":1408,"n_routed_experts":64,"n_shared_experts":2,"num_experts_per_tok":6,
        "first_k_dense_replace":1,"moe_layer_freq":1,"vocab_size":102400,"max_position_embeddings":163840})");
}
Model deepSeekV3() {
    return parsed(R"({"model_type":"deepseek_v3","hidden_size":7168,"num_hidden_layers":61,
        "num_attention_heads":128,"num_key_value_heads":128,"q_lora_rank":1536,"kv_lora_rank":512,
        "qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"intermediate_size":18432,
        "moe_intermediate_size":2048,"n_routed_experts":256,"n_shared_experts":1,"num_experts_per_tok":8,
        "first_k_dense_replace":3,"moe_layer_freq":1,"vocab_size":129280,"max_position_embeddings":163840})");
}
Model gpt2Small() {
    return parsed(
        R"({"model_type":"gpt2","n_embd":768,"n_layer":12,"n_head":12,"n_positions":1024,"vocab_size":50257})");
}

Model whisper(int width, int encoders, int decoders, int vocabulary, int bins) {
    const auto both = [](const std::string& name, int of, int value) {
        return ",\"encoder_" + name + "\":" + std::to_string(of) + ",\"decoder_" + name +
               "\":" + std::to_string(value);
    };
    return parsed(R"({"model_type":"whisper","max_target_positions":448,"d_model":)" + std::to_string(width) +
                  both("layers", encoders, decoders) + both("attention_heads", width / 64, width / 64) +
                  both("ffn_dim", 4 * width, 4 * width) + ",\"vocab_size\":" + std::to_string(vocabulary) +
                  ",\"num_mel_bins\":" + std::to_string(bins) + "}");
}

/// What is kept, from the configuration alone.
double bytesOf(const Model& model, Scheme scheme) {
    const auto accounting = Accounting::of(model, {scheme}).value();
    return accounting.weightBytes(accounting.whole()).si();
}
double bitsOf(const Model& model, Scheme scheme) {
    const auto accounting = Accounting::of(model, {scheme}).value();
    return accounting.bitsPerWeight(accounting.whole());
}
/// As people quote it: so many digits after the point.
bool rounds(double value, double quoted, int digits) {
    return std::abs(value - quoted) <= 0.5 * std::pow(10.0, -digits) + 1e-9;
}

void addModels() {
    QTest::addColumn<Model>("model");
    QTest::addColumn<int>("scheme");
    QTest::addColumn<double>("published");
    QTest::addColumn<int>("digits");
}
void addRow(const char* source, const Model& model, Scheme scheme, double published, int digits) {
    QTest::addRow("%s %s, %s", source, std::string(schemeName(scheme)).c_str(),
                  std::to_string(published).c_str())
        << model << int(scheme) << published << digits;
}

} // namespace

/// llama.cpp's published sizes: tensors without the header and the tokenizer, as llama-bench and
/// llama-quantize print them.
class PublishedSizesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void bitsPerWeight_data() {
        addModels();
        const auto tools = [](Scheme scheme, double bits) {
            addRow("Llama-3.1-8B, tools/quantize/README.md", llama31_8b(), scheme, bits, 4);
        };
        tools(Scheme::q2_k, 3.1593);
        tools(Scheme::iq4_xs, 4.4597);
        tools(Scheme::q4_k_s, 4.6672);
        tools(Scheme::q4_k_m, 4.8944);
        tools(Scheme::q5_k_m, 5.7036);
        tools(Scheme::q6_k, 6.5633);
        tools(Scheme::q8_0, 8.5008);
        addRow("Llama-3-8B, tools/perplexity/README.md", llama31_8b(), Scheme::q3_k_m, 3.9960, 3);
        // The same README until 2025; its q2_k is of 2023 and larger than today's, as are other layers of the
        // small mixes of 70B.
        const auto older = [](const char* name, const Model& model, Scheme scheme, double bits) {
            addRow(name, model, scheme, bits, 2);
        };
        older("Llama-2-7B", llama2_7b(), Scheme::q3_k_m, 3.91);
        older("Llama-2-7B", llama2_7b(), Scheme::q4_k_s, 4.58);
        older("Llama-2-7B", llama2_7b(), Scheme::q4_k_m, 4.84);
        older("Llama-2-7B", llama2_7b(), Scheme::q5_k_m, 5.68);
        older("Llama-2-7B", llama2_7b(), Scheme::q6_k, 6.56);
        older("Llama-2-13B", llama2_13b(), Scheme::q3_k_m, 3.89);
        older("Llama-2-13B", llama2_13b(), Scheme::q4_k_s, 4.56);
        older("Llama-2-13B", llama2_13b(), Scheme::q4_k_m, 4.83);
        older("Llama-2-13B", llama2_13b(), Scheme::q5_k_m, 5.67);
        older("Llama-2-70B", llama2_70b(), Scheme::q4_k_m, 4.80);
        older("Llama-2-70B", llama2_70b(), Scheme::q5_k_m, 5.65);
        older("Llama-2-70B", llama2_70b(), Scheme::q6_k, 6.56);
    }
    void bitsPerWeight() {
        QFETCH(Model, model);
        QFETCH(int, scheme);
        QFETCH(double, published);
        QFETCH(int, digits);
        const double bits = bitsOf(model, Scheme(scheme));
        QVERIFY2(rounds(bits, published, digits), std::to_string(bits).c_str());
    }
    void gibibytes_data() {
        addModels();
        const auto tools = [](Scheme scheme, double size) {
            addRow("Llama-3.1-8B, tools/quantize/README.md", llama31_8b(), scheme, size, 2);
        };
        tools(Scheme::q2_k, 2.95);
        tools(Scheme::iq4_xs, 4.17);
        tools(Scheme::q4_k_s, 4.36);
        tools(Scheme::q4_k_m, 4.58);
        tools(Scheme::q5_k_m, 5.33);
        tools(Scheme::q6_k, 6.14);
        tools(Scheme::q8_0, 7.95);
        const auto bench = [](const char* name, const Model& model, Scheme scheme, double size) {
            addRow((std::string(name) + ", llama-bench").c_str(), model, scheme, size, 2);
        };
        bench("llama 7B", llama2_7b(), Scheme::q4_0, 3.56);
        bench("llama 7B", llama2_7b(), Scheme::f16, 12.55);
        bench("llama 7B v0.2", mistral7b(), Scheme::q4_k_m, 4.07);
        bench("llama 70B", llama31_70b(), Scheme::q4_k_m, 39.59);
        bench("qwen2 7B", qwen25(3584, 28, 28, 4, 18944, 152064, false), Scheme::q4_k_m, 4.36);
        bench("qwen2 14B", qwen25(5120, 48, 40, 8, 13824, 152064, false), Scheme::q5_k_m, 9.78);
        bench("llama 8x7B", mixtral8x7b(), Scheme::q4_k_m, 26.49);
        bench("qwen3moe 30B.A3B", qwen3_30bA3b(), Scheme::q4_k_m, 17.28);
        bench("qwen3moe 30B.A3B", qwen3_30bA3b(), Scheme::q2_k, 10.48);
        bench("deepseek2 16B", deepSeekV2Lite(), Scheme::q4_k_m, 9.65);
        bench("deepseek2 671B", deepSeekV3(), Scheme::q4_k_m, 376.65);
        bench("gpt-oss 20B", gptOss(24, 32), Scheme::mxfp4, 11.27);
        bench("gpt-oss 120B", gptOss(36, 128), Scheme::mxfp4, 59.02);
    }
    void gibibytes() {
        QFETCH(Model, model);
        QFETCH(int, scheme);
        QFETCH(double, published);
        QFETCH(int, digits);
        const double size = bytesOf(model, Scheme(scheme)) / GiB;
        QVERIFY2(rounds(size, published, digits), std::to_string(size).c_str());
    }
    /// The files of TheBloke's model cards, in GB.
    void gigabytesOfGroupWiseCheckpoints_data() {
        addModels();
        addRow("TheBloke/Llama-2-7b-Chat-GPTQ", llama2_7b(), Scheme::gptq4, 3.90, 2);
        addRow("TheBloke/Mistral-7B-Instruct-v0.1-GPTQ", mistral7b(), Scheme::gptq4, 4.16, 2);
        addRow("TheBloke/LLaMA2-13B-Tiefighter-GPTQ", llama2_13b(), Scheme::gptq4, 7.26, 2);
        addRow("TheBloke/Xwin-LM-70B-V0.1-GPTQ", llama2_70b(), Scheme::gptq4, 36.65, 2);
        addRow("TheBloke/TinyLlama-1.1B-Chat-v1.0-GPTQ", tinyLlama(), Scheme::gptq4, 0.77, 2);
        addRow("TheBloke/meditron-7B-AWQ", llama2_7b(), Scheme::awq4, 3.89, 2);
        addRow("TheBloke/Mistral-7B-v0.1-AWQ", mistral7b(), Scheme::awq4, 4.15, 2);
        addRow("TheBloke/LLaMA2-13B-Tiefighter-AWQ", llama2_13b(), Scheme::awq4, 7.25, 2);
        addRow("TheBloke/Upstage-Llama-2-70B-instruct-v2-AWQ", llama2_70b(), Scheme::awq4, 36.61, 2);
        addRow("TheBloke/TinyLlama-1.1B-Chat-v1.0-AWQ", tinyLlama(), Scheme::awq4, 0.77, 2);
    }
    void gigabytesOfGroupWiseCheckpoints() {
        QFETCH(Model, model);
        QFETCH(int, scheme);
        QFETCH(double, published);
        QFETCH(int, digits);
        const double size = bytesOf(model, Scheme(scheme)) / 1e9;
        QVERIFY2(rounds(size, published, digits), std::to_string(size).c_str());
    }
    /// Files of huggingface.co/ggerganov/whisper.cpp in bytes; they hold 0.4 to 0.7 MB of vocabulary, filters
    /// and names besides.
    void whisperFilesHoldQuantizedEncoders() {
        const auto rest = [](const Model& model, Scheme scheme, double file) {
            return file - bytesOf(model, scheme);
        };
        const auto turbo = whisper(1280, 32, 4, 51866, 128);
        for (const double more :
             {rest(whisper(512, 6, 6, 51865, 80), Scheme::q8_0, 81'768'585.0),
              rest(whisper(768, 12, 12, 51865, 80), Scheme::q8_0, 264'464'607.0),
              rest(turbo, Scheme::q8_0, 874'188'075.0), rest(turbo, Scheme::q5_0, 574'041'195.0),
              rest(whisper(1024, 24, 24, 51865, 80), Scheme::q5_0, 539'212'467.0)})
            QVERIFY2(more > 4e5 && more < 7e5, std::to_string(more).c_str());
    }
    /// The tensors that llama-bench counted, to the byte. Llama-3 files hold a table of rotary frequencies in
    /// f32 beside what the configuration says; llama-bench counts its elements as parameters.
    void bytesEqualThoseThatLlamaBenchPrinted() {
        const auto shared = test::sharedFolder();
        if (!shared)
            QSKIP("no shared reference data beside the checkout");
        const std::map<std::string, Model> known{
            {"gpt2-124m", gpt2Small()},     {"llama-3.2-1b", llama32_1b()},
            {"llama-3.2-3b", llama32_3b()}, {"qwen2.5-0.5b", qwen25(896, 24, 14, 2, 4864, 151936, true)},
            {"smollm-135m", smolLm135m()},  {"tinyllama-1.1b", tinyLlama()}};
        int compared = 0;
        for (const auto& row : test::readCsv(*shared / "reference" / "llamacpp_bench.csv")) {
            std::string name = row.at("quant");
            std::ranges::transform(name, name.begin(), [](unsigned char c) { return char(std::tolower(c)); });
            const auto scheme = parseScheme(name);
            if (!scheme || *scheme == Scheme::f16 || *scheme == Scheme::bf16 ||
                !known.contains(row.at("model")))
                continue;
            const Model& model = known.at(row.at("model"));
            const double extra = 4.0 * double(std::stoll(row.at("n_params")) - countParameters(model).total);
            QCOMPARE(bytesOf(model, *scheme) + extra, std::stod(row.at("size_bytes")));
            ++compared;
        }
        QVERIFY(compared > 20);
    }
};

} // namespace cellwright::llm

CELLWRIGHT_TEST(cellwright::llm::PublishedSizesTest)
#include "published_sizes_test.moc"
