// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/weights/safetensors_model.h"

#include "analytics/llm/config_fields.h"
#include "data/weights/header_json.h"

#include <algorithm>

namespace cellwright::weights {
namespace {

constexpr const char* configName = "config.json";
constexpr std::uint64_t configBytes = std::uint64_t(1) << 20;

/// The counts that shapes do not tell, under the names that most families use.
ModelNumbers numbersFrom(llm::ConfigFields& fields, const TensorTable& table) {
    ModelNumbers numbers = numbersOf(table);
    numbers.architecture = fields.text("model_type", "unknown");
    const auto count = [&](const char* name) {
        return fields.optionalInteger(name, 1, llm::Limits::context);
    };
    if (const auto heads = count("num_attention_heads"))
        numbers.heads = {*heads};
    if (const auto shared = count("num_key_value_heads"))
        numbers.kvHeads = {*shared};
    if (const auto layers = count("num_hidden_layers"))
        numbers.layers = std::size_t(*layers);
    numbers.headDim = count("head_dim");
    numbers.expertsPerToken = count("num_experts_per_tok");
    numbers.context = count("max_position_embeddings").value_or(2048);
    return numbers;
}

/// The scheme of packed weights, as quantization_config calls its method; empty if it says nothing known.
std::string packedScheme(const nlohmann::json& config) {
    const auto found = config.find("quantization_config");
    if (found == config.end() || !found->is_object())
        return {};
    llm::ConfigFields fields(*found, configName);
    const auto method = fields.text("quant_method", "");
    const auto bits = fields.optionalInteger("bits", 1, 64).value_or(4);
    if ((method == "gptq" || method == "awq") && bits == 4)
        return method + "4";
    if (method == "bitsandbytes")
        return fields.boolean("load_in_8bit", false) ? "int8" : "nf4";
    return method == "mxfp4" ? method : "";
}

/// A model, and the numbers that it was derived with where the configuration's reader does not know it.
struct Found {
    llm::Model model;
    std::optional<ModelNumbers> numbers;
};

/// The configuration's model, or for an unknown architecture the one that the tensors show.
Expected<Found> modelFrom(const std::string& text, const nlohmann::json& config, const TensorTable& table,
                          const std::string& where) {
    auto known = llm::fromHuggingFaceConfig(text, where);
    if (known)
        return Found{std::move(*known), {}};
    llm::ConfigFields fields(config, where);
    const auto numbers = numbersFrom(fields, table);
    auto derived = deriveModel(table, numbers, where);
    if (fields.error() || !derived || !llm::check(*derived) || !compare(table, *derived).none())
        return tl::make_unexpected(known.error());
    derived->family = numbers.architecture;
    return Found{std::move(*derived), numbers};
}

void comparePublished(const TensorTable& table, ModelFile& file) {
    // Some files store a tied output head once more.
    if (file.model.tiedEmbeddings && table.outside.has("output")) {
        file.parameters -= table.outside.elements("output");
        file.notes.push_back("the output head is stored although it is the embedding table");
    }
    const auto described = llm::countParameters(file.model).total;
    if (!table.packed.empty()) {
        file.parameters = described;
        file.notes.push_back("the weights are packed; their number is that of config.json");
    } else if (described != file.parameters) {
        file.notes.push_back("the tensors hold " + std::to_string(file.parameters) +
                             " parameters, config.json describes " + std::to_string(described));
    }
}

} // namespace

ModelNumbers numbersOf(const TensorTable& table) {
    ModelNumbers numbers;
    numbers.architecture = "unknown";
    numbers.headsField = "field num_attention_heads";
    numbers.expertsField = "field num_experts_per_tok";
    numbers.rms = !table.outside.has("output_norm_bias");
    return numbers;
}

Expected<ModelFile> withConfig(const Folder& folder, const TensorTable& table, ModelFile file) {
    const auto where = folder.shown(configName);
    const auto text = readWhole(folder, configName, configBytes);
    if (!text)
        return tl::make_unexpected(text.error());
    const auto config = llm::parseConfig(*text, where);
    if (!config)
        return tl::make_unexpected(config.error());
    auto model = modelFrom(*text, *config, table, where);
    if (!model)
        return tl::make_unexpected(model.error());
    file.model = std::move(model->model);
    // Tensors of some families are not sorted by layer; where they are, all layers must be there.
    if (!table.layers.empty() && table.layers.size() < file.model.layers.size())
        return failure("the files hold " + std::to_string(table.layers.size()) +
                           " layers, config.json describes " + std::to_string(file.model.layers.size()),
                       where, "put all files of the model and its own config.json into one folder");
    file.projectText = model->numbers ? headerJson(file, table, *model->numbers) : *text;
    comparePublished(table, file);
    if (const auto scheme = packedScheme(*config); !table.packed.empty() && !scheme.empty())
        file.schemeName = scheme;
    return file;
}

} // namespace cellwright::weights
