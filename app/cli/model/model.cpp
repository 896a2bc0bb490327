// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/quantity/text.h"
#include "app/cli/command.h"
#include "app/cli/model/model_output.h"
#include "app/cli/options.h"
#include "app/cli/shared.h"
#include "app/cli/table.h"
#include "data/catalogue/model_entries.h"

#include <array>
#include <iostream>
#include <memory>
#include <utility>

namespace cellwright::cli {
namespace {

/// Of a model without public architecture only its size is known.
Status statedModel(const ModelOptions& options, const catalogue::ModelEntry& entry) {
    const Scheme scheme = options.weights.value_or(Scheme::f16);
    const bool known = entry.statedParameters.has_value();
    const Bytes bytes = known ? catalogue::weightBytesOfCount(*entry.statedParameters, scheme) : Bytes();
    if (options.json) {
        printJson({{"id", entry.id},
                   {"name", entry.name},
                   {"stated", true},
                   {"note", entry.note},
                   {"licence", entry.licence},
                   {"source", entry.source},
                   {"parameters", {{"total", known ? Json(*entry.statedParameters) : Json(nullptr)}}},
                   {"weights",
                    {{"scheme", llm::schemeName(scheme)}, {"bytes", known ? whole(bytes) : Json(nullptr)}}}});
        return Status::done;
    }
    printPairs(
        std::cout,
        {{"model", entry.name + " (" + entry.id + ")"},
         {"source", entry.source},
         {"parameters", known ? std::to_string(*entry.statedParameters) + ", as stated" : "not published"},
         {"weights", known ? toDisplay(bytes) + " in " + std::string(llm::schemeName(scheme)) : "unknown"},
         {"architecture", "not published, so nothing else can be counted"}});
    if (!entry.note.empty())
        std::cout << "note: " << printable(entry.note) << '\n';
    return Status::done;
}

Expected<Status> modelCommand(const ModelOptions& options) {
    if (const auto* stated = catalogue::findStatedModel(options.spec))
        return statedModel(options, *stated);
    auto source = modelSource(options.spec);
    if (!source)
        return tl::make_unexpected(source.error());
    const ModelSubject subject(options, std::move(*source));
    if (subject.context > subject.model.maxContext)
        warn(std::to_string(subject.context) + " tokens are more than the " +
             std::to_string(subject.model.maxContext) + " that " + subject.model.name + " handles");
    if (options.json)
        printJson(modelJson(subject));
    else
        printModel(subject);
    return Status::done;
}

/// An option whose text a function reads; it returns Expected<T>.
template <class T, class Parse>
CLI::Option* addParsed(CLI::App& command, const std::string& name, T& value, const Parse& parse,
                       const std::string& type, const std::string& help) {
    const auto read = [name, &value, parse](const std::string& text) {
        auto parsed = parse(text);
        if (!parsed)
            throw CLI::ValidationError(name, parsed.error().message());
        value = std::move(*parsed);
    };
    return command.add_option_function<std::string>(name, read, help)->type_name(type);
}

template <class T>
CLI::Option* addOneOf(CLI::App& command, const std::string& name, T& value,
                      std::vector<std::pair<std::string, T>> choices, const std::string& help) {
    std::string known;
    for (const auto& [text, choice] : choices)
        known += (known.empty() ? "" : ", ") + text;
    const auto parse = [choices = std::move(choices), known](const std::string& text) -> Expected<T> {
        for (const auto& [choice, meant] : choices)
            if (choice == text)
                return meant;
        return failure("\"" + text + "\" is not known", "command line", "one of " + known);
    };
    return addParsed(command, name, value, parse, "NAME", help + ": " + known);
}

CLI::Option* addCountIfGiven(CLI::App& command, const std::string& name, std::optional<std::int64_t>& value,
                             std::int64_t min, std::int64_t max, const std::string& help) {
    return command
        .add_option_function<std::int64_t>(
            name, [&value](std::int64_t given) { value = given; }, help)
        ->check(CLI::Range(min, max).description(""))
        ->type_name("N");
}

/// "336x336"
Expected<std::pair<std::int64_t, std::int64_t>> parseImage(const std::string& text) {
    const auto x = text.find('x');
    const auto side = [](const std::string& digits) {
        const bool plain = !digits.empty() && digits.size() <= 5 &&
                           digits.find_first_not_of("0123456789") == std::string::npos;
        return plain ? std::stoll(digits) : 0;
    };
    const auto width = side(text.substr(0, x)),
               height = x == std::string::npos ? 0 : side(text.substr(x + 1));
    if (width < 1 || height < 1)
        return failure("\"" + text + "\" is no image size", "command line",
                       "pixels such as 336x336, at most 99999");
    return std::pair{width, height};
}

void addPrecision(CLI::App& command, ModelOptions& o) {
    addParsed(
        command, "--weights", o.weights, [](const std::string& t) { return llm::parseScheme(t); }, "SCHEME",
        "How weights are kept (default: as in the file, else f16)");
    addScheme(command, "--kv", o.kv, "How keys and values are kept");
    addScheme(command, "--activations", o.activations, "How activations are kept, and what crosses a cut");
    addCountIfGiven(command, "--cut", o.cut, 0, llm::Limits::layers,
                    "Decoder layers below a cut: two sides are shown");
    addParsed(
        command, "--cut-weights", o.cutWeights, [](const std::string& t) { return llm::parseScheme(t); },
        "SCHEME", "How weights below the cut are kept");
    const auto read = [&o](const std::vector<std::string>& texts) {
        for (const auto& text : texts) {
            auto layers = parseLayerFormats(text);
            if (!layers)
                throw CLI::ValidationError("--layers", layers.error().message());
            o.layerFormats.push_back(*layers);
        }
    };
    command
        .add_option_function<std::vector<std::string>>("--layers", read,
                                                       "Decoder layers kept otherwise, such as 0-7=q8_0, or "
                                                       "0-7=q8_0,q8_0 for their KV cache too; may be "
                                                       "repeated, later ones win")
        ->type_name("FIRST-LAST=SCHEME")
        ->allow_extra_args(false);
}

void addLoad(CLI::App& command, ModelOptions& o) {
    addCountIfGiven(command, "--prompt", o.prompt, 1, llm::Limits::context,
                    "Prompt tokens (default 512; models with a text encoder read them there)");
    addCount(command, "--generate", o.generate, 1, llm::Limits::context, "Tokens of the answer");
    addCount(command, "--batch", o.batch, 1, 100'000, "Sequences processed together");
    addCount(command, "--context", o.context, 1, llm::Limits::context,
             "Tokens in the KV cache during the decode step (default: prompt and answer)")
        ->default_str("");
    addCountIfGiven(command, "--encoded", o.encoded, 1, llm::Limits::context,
                    "Vectors that an encoder hands to its decoder (default: the prompt, or all sound)");
    command
        .add_option_function<std::string>(
            "--image",
            [&o](const std::string& text) {
                const auto size = parseImage(text);
                if (!size)
                    throw CLI::ValidationError("--image", size.error().message());
                std::tie(o.imageWidth, o.imageHeight) = *size;
            },
            "Image for vision towers, in pixels")
        ->type_name("WxH")
        ->default_str("336x336");
    addQuantity(command, "--audio-seconds", o.audioSeconds, Bounds{0.0, 1e6, true}, "Sound for audio towers");
}

void addMemory(CLI::App& command, ModelOptions& o) {
    addQuantity(command, "--memory", o.memory, positive, "Say which batch and which context fit into it");
    addOneOf(command, "--kv-layout", o.layout,
             {{"contiguous", llm::KvLayout::contiguous}, {"paged", llm::KvLayout::paged}},
             "How the cache is allocated")
        ->default_str("contiguous");
    addCount(command, "--page", o.page, 1, 1'000'000, "Tokens in a page of the cache");
    addParsed(
        command, "--runtime", o.runtime, [](const std::string& t) { return llm::parseRuntime(t); }, "NAME",
        "Whose rule for workspace and overhead holds: cellwright, llama.cpp, fastertransformer")
        ->default_str("cellwright");
}

void addTraining(CLI::App& command, TrainingOptions& o) {
    const auto adaptation = [](const std::string& text) { return llm::parseAdaptation(text); };
    auto* train = command.add_flag("--train", o.asked, "Account for one training step too");
    addParsed(
        command, "--optimizer", o.optimizer, [](const std::string& t) { return llm::parseOptimizer(t); },
        "NAME", "sgd, momentum, adam, adamw or adam8bit")
        ->default_str("adamw")
        ->needs(train);
    addParsed(command, "--peft", o.peft, adaptation, "HOW",
              "What is trained: full, last:K, head, none, lora:R[:q,k,v,o,gate,up,down,ssm,experts or all], "
              "adapter:M[:pfeiffer], prefix:P, prompt:P")
        ->default_str("full")
        ->needs(train);
    addParsed(command, "--cut-peft", o.cutPeft, adaptation, "HOW",
              "What is trained below the cut, if not the same")
        ->needs(train);
    addCountIfGiven(command, "--tokens", o.tokens, 1, llm::Limits::context,
                    "Tokens of a training sequence (default: as in the prompt)")
        ->needs(train);
    addOneOf(command, "--recompute", o.recompute,
             {{"none", llm::Recompute::none},
              {"selective", llm::Recompute::selective},
              {"full", llm::Recompute::full}},
             "What the backward pass computes again")
        ->default_str("none")
        ->needs(train);
    command.add_flag("--master-weights", o.masterWeights, "Keep an f32 copy of trained weights")
        ->needs(train);
    addOneOf<std::optional<bool>>(command, "--dropout", o.dropout, {{"yes", true}, {"no", false}},
                                  "Keep dropout masks (default: as the family is trained)")
        ->needs(train);
}

void checkTogether(const ModelOptions& options) {
    if (!options.cut && (options.cutWeights || options.training.cutPeft))
        throw CLI::ValidationError("--cut-weights and --cut-peft need --cut N");
}

} // namespace

void addModel(CLI::App& program, Action& action) {
    auto options = std::make_shared<ModelOptions>();
    auto* command =
        program.add_subcommand("model", "Parameters, operations, memory and training of one language model");
    command
        ->add_option("SPEC", options->spec,
                     "Id of the catalogue, a Hugging Face config.json, a .gguf or a .safetensors file")
        ->required()
        ->type_name("");
    addPrecision(*command, *options);
    addLoad(*command, *options);
    addMemory(*command, *options);
    addTraining(*command, options->training);
    command->add_flag("--operations", options->operations, "Every operation of every layer");
    addJsonFlag(*command, options->json);
    command->callback([options, &action] {
        checkTogether(*options);
        action = [options] { return modelCommand(*options); };
    });
}

} // namespace cellwright::cli
