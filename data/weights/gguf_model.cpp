// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/weights/gguf_model.h"

#include "analytics/llm/config_fields.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cellwright::weights {
namespace {

/// How the layers of an architecture take turns where the file does not say: of each `period` layers the last
/// sees everything, the others a window (llama.cpp, set_swa_pattern() in src/models).
struct Pattern {
    std::string_view architecture;
    std::int64_t period;
};
constexpr std::array patterns{Pattern{"gemma2", 2},  Pattern{"gemma3", 6},  Pattern{"gemma3n", 5},
                              Pattern{"gpt-oss", 2}, Pattern{"cohere2", 4}, Pattern{"exaone4", 4},
                              Pattern{"olmo2", 4},   Pattern{"llama4", 4},  Pattern{"plamo3", 8}};

struct Family {
    std::string_view gguf;
    std::string_view huggingFace;
    bool parallel = false; ///< attention and feed-forward read the same input
};
// llama.cpp, convert_hf_to_gguf.py.
constexpr std::array families{
    Family{"gptneox", "gpt_neox", true},
    Family{"gptj", "gptj", true},
    Family{"falcon", "falcon", true},
    Family{"phi2", "phi", true},
    Family{"command-r", "cohere", true},
    Family{"cohere2", "cohere2", true},
    Family{"gemma3", "gemma3_text"},
    Family{"gpt-oss", "gpt_oss"},
    Family{"qwen2moe", "qwen2_moe"},
    Family{"qwen3moe", "qwen3_moe"},
    Family{"qwen2vl", "qwen2_vl"},
    Family{"deepseek2", "deepseek_v3"},
    Family{"glm4moe", "glm4_moe"},
    Family{"granitemoe", "granitemoe"},
    Family{"jina-bert-v2", "bert"},
    Family{"starcoder", "gpt_bigcode"},
    Family{"olmo2", "olmo2"},
    Family{"nomic-bert", "nomic_bert"},
};

struct FileType {
    std::int64_t number;
    std::string_view name;
};
// llama.cpp, enum llama_ftype; 4 to 6 and 33 to 35 were withdrawn.
constexpr std::array fileTypes{
    FileType{0, "f32"},      FileType{1, "f16"},     FileType{2, "q4_0"},    FileType{3, "q4_1"},
    FileType{7, "q8_0"},     FileType{8, "q5_0"},    FileType{9, "q5_1"},    FileType{10, "q2_k"},
    FileType{11, "q3_k_s"},  FileType{12, "q3_k_m"}, FileType{13, "q3_k_l"}, FileType{14, "q4_k_s"},
    FileType{15, "q4_k_m"},  FileType{16, "q5_k_s"}, FileType{17, "q5_k_m"}, FileType{18, "q6_k"},
    FileType{19, "iq2_xxs"}, FileType{20, "iq2_xs"}, FileType{21, "q2_k_s"}, FileType{22, "iq3_xs"},
    FileType{23, "iq3_xxs"}, FileType{24, "iq1_s"},  FileType{25, "iq4_nl"}, FileType{26, "iq3_s"},
    FileType{27, "iq3_m"},   FileType{28, "iq2_s"},  FileType{29, "iq2_m"},  FileType{30, "iq4_xs"},
    FileType{31, "iq1_m"},   FileType{32, "bf16"},   FileType{36, "tq1_0"},  FileType{37, "tq2_0"},
    FileType{38, "mxfp4"},   FileType{39, "nvfp4"},  FileType{40, "q1_0"},
};

/// The keys of one architecture.
class Keys {
public:
    Keys(const GgufMetadata& metadata, std::string architecture)
        : metadata_(metadata)
        , architecture_(std::move(architecture)) {}

    [[nodiscard]] std::string key(std::string_view name) const {
        return architecture_ + "." + std::string(name);
    }
    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name) const {
        return metadata_.integer(key(name));
    }
    /// Only a number that means something: 0 stands for "none" in these files.
    [[nodiscard]] std::optional<std::int64_t> positive(std::string_view name) const {
        const auto value = integer(name);
        return value && *value > 0 ? value : std::nullopt;
    }
    [[nodiscard]] std::optional<double> number(std::string_view name) const {
        return metadata_.number(key(name));
    }
    [[nodiscard]] bool has(std::string_view name) const { return metadata_.has(key(name)); }
    /// One number for all layers, or one per layer.
    [[nodiscard]] std::vector<std::int64_t> perLayer(std::string_view name) const {
        if (const auto one = integer(name))
            return {*one};
        const auto* list = metadata_.array(key(name));
        return list ? list->integers : std::vector<std::int64_t>();
    }
    [[nodiscard]] bool boolean(std::string_view name, bool absent) const {
        return metadata_.boolean(key(name)).value_or(absent);
    }

private:
    const GgufMetadata& metadata_;
    std::string architecture_;
};

/// Which layers have the window: a list of the file, its period, or the architecture's.
std::vector<bool> windowedLayers(const Keys& keys, const std::string& architecture, std::size_t layers) {
    constexpr std::string_view name = "attention.sliding_window_pattern";
    const auto* known = std::ranges::find(patterns, architecture, &Pattern::architecture);
    auto given = keys.perLayer(name);
    if (given.empty() && known != patterns.end())
        given = {known->period};
    std::vector<bool> windowed(layers, true);
    if (given.empty())
        return windowed;
    const bool period = given.size() == 1 && given.front() != 1;
    for (std::size_t i = 0; i < layers; ++i)
        windowed[i] = period ? given.front() <= 0 || std::int64_t(i) % given.front() < given.front() - 1
                             : given[i % given.size()] != 0 && given.size() > 1;
    return windowed;
}

const Family* findFamily(const std::string& architecture) {
    const auto* found = std::ranges::find(families, architecture, &Family::gguf);
    return found == families.end() ? nullptr : found;
}

std::string kindOf(const GgufMetadata& metadata) {
    const auto kind = metadata.text("general.type");
    const auto architecture = metadata.text("general.architecture");
    if (kind == "mmproj" || architecture == "clip")
        return "a projector for images or sound";
    if (kind == "adapter")
        return "an adapter";
    if (kind == "vocab")
        return "a vocabulary";
    return kind == "imatrix" ? "an importance matrix" : "";
}

/// A file that lacks layers is part of a model: numbers of a part must not pass for those of the whole.
/// Layers that predict further tokens may have been left out (llama.cpp, LLM_KV_NEXTN_PREDICT_LAYERS).
Expected<void> checkLayers(const Keys& keys, std::size_t layers, const std::string& where) {
    const std::string_view name = keys.has("decoder_block_count") ? "decoder_block_count" : "block_count";
    const auto stated = keys.positive(name);
    if (layers == 0 || !stated ||
        *stated - keys.positive("nextn_predict_layers").value_or(0) <= std::int64_t(layers))
        return {};
    return failure("the file holds " + std::to_string(layers) + " layers and says that the model has " +
                       std::to_string(*stated),
                   where + ", key \"" + keys.key(name) + "\"",
                   "give the whole model; of a split one any part, with the others beside it");
}

void readAttention(const Keys& keys, ModelNumbers& numbers) {
    numbers.heads = keys.perLayer("attention.head_count");
    numbers.kvHeads = keys.perLayer("attention.head_count_kv");
    numbers.headDim = keys.positive("attention.key_length");
    numbers.headsField = "key \"" + keys.key("attention.head_count") + "\"";
    numbers.softCap = keys.number("attn_logit_softcapping");
    if (!(numbers.softCap.value_or(0.0) > 0.0) || !std::isfinite(*numbers.softCap))
        numbers.softCap.reset();
    numbers.rms = !keys.has("attention.layer_norm_epsilon") || keys.has("attention.layer_norm_rms_epsilon");
    numbers.causal = keys.boolean("attention.causal", true);
    numbers.alibi = keys.number("attention.max_alibi_bias").value_or(0.0) > 0.0;
}

} // namespace

Expected<ModelNumbers> numbersOf(const GgufMetadata& metadata, std::size_t layers, const std::string& where) {
    if (const auto kind = kindOf(metadata); !kind.empty())
        return failure("this file holds " + kind + ", no language model", where,
                       "give the file of the language model that it belongs to");
    ModelNumbers numbers;
    numbers.architecture = metadata.text("general.architecture");
    if (numbers.architecture.empty())
        return failure("the file does not name its architecture", where + ", key \"general.architecture\"",
                       "a text such as llama");
    const Keys keys(metadata, numbers.architecture);
    if (auto whole = checkLayers(keys, layers, where); !whole)
        return tl::make_unexpected(whole.error());
    readAttention(keys, numbers);
    numbers.window = keys.positive("attention.sliding_window");
    numbers.windowed = windowedLayers(keys, numbers.architecture, layers);
    numbers.context = keys.positive("context_length").value_or(2048);
    numbers.expertsPerToken = keys.positive("expert_used_count");
    numbers.expertsField = "key \"" + keys.key("expert_used_count") + "\"";
    numbers.stateSize = keys.positive("ssm.state_size");
    numbers.stateGroups = keys.positive("ssm.group_count");
    numbers.alibi = numbers.alibi || numbers.architecture == "bloom";
    // Hybrids whose state-space layers tell positions apart (Jamba, arXiv 2403.19887; Nemotron-H, arXiv
    // 2504.03624).
    numbers.rotary = numbers.architecture != "jamba" && !numbers.architecture.starts_with("nemotron_h");
    const auto* family = findFamily(numbers.architecture);
    numbers.parallel = keys.boolean("use_parallel_residual", family && family->parallel);
    // Of the stated layers the last may predict further tokens; they need not be in the file.
    const auto stated = keys.positive("block_count").value_or(std::int64_t(layers));
    const auto further = keys.positive("nextn_predict_layers");
    if (further && *further < stated)
        numbers.layers = std::min(layers, std::size_t(stated - *further));
    return numbers;
}

std::string fileTypeName(const GgufMetadata& metadata) {
    const auto number = metadata.integer("general.file_type");
    // 1024 is added where the quantizer guessed the type from the tensors.
    const auto* found = std::ranges::find(fileTypes, number.value_or(-1) & 1023, &FileType::number);
    return number && *number >= 0 && found != fileTypes.end() ? std::string(found->name) : std::string();
}

std::string familyOf(const std::string& architecture, bool experts) {
    if (architecture == "llama")
        return experts ? "mixtral" : "llama";
    const auto* family = findFamily(architecture);
    return family ? std::string(family->huggingFace) : architecture;
}

} // namespace cellwright::weights
