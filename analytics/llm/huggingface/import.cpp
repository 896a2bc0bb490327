// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Which family a configuration is of, and what is the same for all of them.
#include "analytics/llm/huggingface/families.h"

#include <algorithm>
#include <array>

namespace cellwright::llm {
namespace huggingface {
namespace {

using Group = std::span<const Family> (*)();
constexpr std::array<Group, 10> groups{
    llamaFamilies,    earlyFamilies,      expertFamilies,     latentFamilies, encoderFamilies,
    sequenceFamilies, multimodalFamilies, qwenVisionFamilies, robotFamilies,  stateFamilies};
/// Those that may stand behind a vision tower.
constexpr auto decoders = std::span(groups).first<4>();

const Family* familyOf(std::string_view type, std::span<const Group> among = groups) {
    for (const auto group : among)
        for (const auto& family : group())
            if (family.type == type)
                return &family;
    return nullptr;
}

/// "LlamaForCausalLM" belongs to "Llama", not to "Llama4"; the longest name that fits is the family's.
const Family* familyOfClass(std::string_view architecture) {
    const Family* best = nullptr;
    for (const auto group : groups)
        for (const auto& family : group())
            if (architecture.starts_with(family.className) &&
                (!best || family.className.size() > best->className.size()))
                best = &family;
    return best;
}

std::string supportedFamilies() {
    std::string all;
    for (const auto group : groups)
        for (const auto& family : group())
            all += (all.empty() ? "one of " : " ") + std::string(family.type);
    return all;
}

void refuseType(ConfigFields& fields, const std::string& type) {
    const auto known = refusals();
    const auto found = std::ranges::find(known, type, &Refusal::type);
    const auto architecture = fields.firstText("architectures");
    std::string what = "the architecture " + inQuotes(type) + " is not supported";
    if (found != known.end())
        what += ": " + std::string(found->reason);
    else if (!architecture.empty())
        what += " (architectures: " + inQuotes(architecture) + ")";
    fields.refuse("model_type", what, supportedFamilies());
}

Model readFamily(ConfigFields& fields) {
    const auto architecture = fields.firstText("architectures");
    const Family* family = nullptr;
    if (fields.has("model_type") || architecture.empty()) {
        const auto type = fields.text("model_type");
        family = familyOf(type);
        if (!family && !fields.error())
            refuseType(fields, type);
    } else if (family = familyOfClass(architecture); !family) {
        fields.refuse("architectures",
                      "model_type is missing, and the architecture " + inQuotes(architecture) +
                          " is not known",
                      "a model_type, " + supportedFamilies());
    }
    if (!family)
        return {};
    Model model = family->read(fields);
    if (model.family.empty())
        model.family = family->type;
    return model;
}

/// Which numbers are published: gptq, awq, bitsandbytes, fp8, mxfp4.
void noteQuantization(ConfigFields& fields, Model& model) {
    if (!fields.isObject("quantization_config"))
        return;
    auto quantization = fields.nested("quantization_config");
    const auto method = quantization.isText("quant_method") ? quantization.text("quant_method") : "";
    const auto bits = quantization.has("bits") ? quantization.optionalInteger("bits", 1, 32) : std::nullopt;
    if (method.empty())
        return;
    addNote(model, "The published weights are quantized (" + inQuotes(method) +
                       (bits ? ", " + std::to_string(*bits) + " bits" : "") + ").");
}

/// A decoder that is published without its head makes embeddings ("MistralModel").
void removeHead(ConfigFields& fields, Model& model) {
    const auto architecture = fields.firstText("architectures");
    constexpr std::array families{"llama", "mistral", "qwen2", "qwen3", "gemma", "gemma2", "gemma3_text"};
    if (std::ranges::find(families, model.family) != families.end() && architecture.ends_with("Model"))
        model.head = Head::none;
}

} // namespace

Model readAs(std::string_view type, ConfigFields& fields, bool complete) {
    const Family* family = familyOf(type, decoders);
    if (!family) {
        fields.refuse("model_type", "the language model " + inQuotes(type) + " is not supported here",
                      "a dense decoder or a mixture of experts, such as llama or qwen2");
        return {};
    }
    const auto defaults = nlohmann::json::parse(complete ? family->defaults : "{}");
    auto completed = fields.completedBy(defaults);
    return family->read(completed);
}

Model readDecoder(ConfigFields& fields, std::string_view absentType, std::optional<bool> tiedIfAbsent) {
    auto inner = fields.required("text_config");
    Model model = readAs(inner.text("model_type", std::string(absentType)), inner, true);
    if (fields.has("tie_word_embeddings") || tiedIfAbsent)
        model.tiedEmbeddings = fields.boolean("tie_word_embeddings", tiedIfAbsent.value_or(false));
    return model;
}

} // namespace huggingface

Expected<Model> fromHuggingFaceConfig(std::string_view json, std::string_view where) {
    const auto parsed = parseConfig(json, where);
    if (!parsed)
        return tl::make_unexpected(parsed.error());
    ConfigFields fields(*parsed, where);
    Model model = huggingface::readFamily(fields);
    model.name = fields.text("_name_or_path", "");
    model.source = where;
    model.verified = true; // The facts are those of the file that was just read.
    huggingface::noteQuantization(fields, model);
    huggingface::removeHead(fields, model);
    if (fields.error())
        return tl::make_unexpected(*fields.error());
    if (model.name.empty())
        model.name = model.family;
    if (auto sound = check(model, where); !sound)
        return tl::make_unexpected(sound.error());
    return model;
}

} // namespace cellwright::llm
