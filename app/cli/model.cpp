// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/accounting.h"
#include "analytics/quantity/text.h"
#include "app/cli/command.h"
#include "app/cli/model_quality.h"
#include "app/cli/options.h"
#include "app/cli/shared.h"
#include "app/cli/table.h"
#include "data/catalogue/models.h"

#include <iostream>
#include <memory>

namespace cellwright::cli {
namespace {

struct Options {
    std::string spec;
    Scheme weights = Scheme::f16;
    Scheme kv = Scheme::f16;
    std::int64_t prompt = 512;
    std::int64_t generate = 128;
    std::int64_t batch = 1;
    std::int64_t context = 0; ///< 0: prompt and output together
    bool json = false;
};

/// A model at the chosen precision and size of request.
struct Subject {
    const Options& options;
    const llm::Model& model;
    const llm::Accounting& accounting;
    std::int64_t context;

    [[nodiscard]] llm::Work prefill(llm::BlockRange range) const {
        return accounting.prefill(range, options.prompt, options.batch);
    }
    [[nodiscard]] llm::Work decode(llm::BlockRange range) const {
        return accounting.decode(range, context, options.batch);
    }
};

/// Counts are whole numbers in the JSON wherever doubles keep them exact.
Json whole(double value) {
    return value < 9007199254740992.0 ? Json(std::int64_t(value)) : Json(value);
}

Json workJson(const llm::Work& work) {
    return {{"flop", work.flop.si()},
            {"bytes", whole(work.bytes().si())},
            {"weight_bytes", whole(work.weightBytes.si())},
            {"kv_bytes", whole((work.kvBytesRead + work.kvBytesWritten).si())},
            {"activation_bytes", whole(work.activationBytes.si())}};
}

Json layersJson(const Subject& s) {
    Json layers = Json::array();
    for (int block = 0; block < s.accounting.blocks(); ++block) {
        const llm::BlockRange range{block, block + 1};
        layers.push_back({{"index", block},
                          {"name", s.accounting.blockName(block)},
                          {"parameters", s.accounting.parameters(range)},
                          {"weight_bytes", whole(s.accounting.weightBytes(range).si())},
                          {"prefill_flop", s.prefill(range).flop.si()},
                          {"decode_flop", s.decode(range).flop.si()},
                          {"output_bytes_per_token", whole(s.accounting.outputBytesPerToken(block).si())}});
    }
    return layers;
}

Json weightsJson(const Subject& s) {
    const auto range = s.accounting.whole();
    return {{"scheme", llm::schemeName(s.options.weights)},
            {"bits_per_weight", s.accounting.bitsPerWeight(range)},
            {"bytes", whole(s.accounting.weightBytes(range).si())}};
}

Json cacheJson(const Subject& s) {
    const auto range = s.accounting.whole();
    return {{"scheme", llm::schemeName(s.options.kv)},
            {"context", s.context},
            {"bytes_per_token", whole(s.accounting.kvBytesPerToken(range).si())},
            {"bytes", whole(s.accounting.kvBytes(range, s.context, s.options.batch).si())}};
}

Json toJson(const Subject& s) {
    const auto count = llm::countParameters(s.model);
    return {
        {"id", s.model.id},
        {"name", s.model.name},
        {"family", s.model.family},
        {"licence", s.model.licence},
        {"source", s.model.source},
        {"verified", s.model.verified},
        {"parameters", {{"total", count.total}, {"active", count.active}, {"embedding", count.embedding}}},
        {"layers", s.accounting.layers()},
        {"hidden", s.model.hidden},
        {"vocabulary", s.model.vocabulary},
        {"max_context", s.model.maxContext},
        {"tied_embeddings", s.model.tiedEmbeddings},
        {"weights", weightsJson(s)},
        {"kv_cache", cacheJson(s)},
        {"prompt", s.options.prompt},
        {"generate", s.options.generate},
        {"batch", s.options.batch},
        {"prefill", workJson(s.prefill(s.accounting.whole()))},
        {"decode", workJson(s.decode(s.accounting.whole()))},
        {"quality", qualityJson(s.model, s.options.weights)},
        {"layer", layersJson(s)}};
}

void printSummary(const Subject& s) {
    const auto range = s.accounting.whole();
    const auto count = llm::countParameters(s.model);
    const auto prefill = s.prefill(range), decode = s.decode(range);
    printPairs(
        std::cout,
        {{"model", s.model.name.empty() ? s.model.id : s.model.name + " (" + s.model.id + ")"},
         {"source", s.model.source},
         {"parameters",
          std::to_string(count.total) + ", of them embedding and head " + std::to_string(count.embedding)},
         {"layers", std::to_string(s.accounting.layers()) + " of width " + std::to_string(s.model.hidden)},
         {"weights", toDisplay(s.accounting.weightBytes(range)) + " in " +
                         std::string(llm::schemeName(s.options.weights)) + ", " +
                         roundedText(s.accounting.bitsPerWeight(range)) + " bits per weight"},
         {"KV cache", toDisplay(s.accounting.kvBytes(range, s.context, s.options.batch)) + " for " +
                          std::to_string(s.context) + " tokens, " +
                          toDisplay(s.accounting.kvBytesPerToken(range)) + " per token"},
         {"prefill", toDisplay(prefill.flop) + ", " + toDisplay(prefill.bytes()) + " for " +
                         std::to_string(s.options.prompt) + " tokens"},
         {"decode", toDisplay(decode.flop) + ", " + toDisplay(decode.bytes()) + " per step at " +
                        std::to_string(s.context) + " tokens"}});
}

void printLayers(const Subject& s) {
    Table table({number("Block"), text("Name"), number("Parameters"), number("Weights"), number("Prefill"),
                 number("Decode"), number("Output per token")});
    for (int block = 0; block < s.accounting.blocks(); ++block) {
        const llm::BlockRange range{block, block + 1};
        table.add({std::to_string(block), s.accounting.blockName(block),
                   std::to_string(s.accounting.parameters(range)), toDisplay(s.accounting.weightBytes(range)),
                   toDisplay(s.prefill(range).flop), toDisplay(s.decode(range).flop),
                   toDisplay(s.accounting.outputBytesPerToken(block))});
    }
    std::cout << '\n';
    table.print(std::cout, 0);
}

Expected<Status> modelCommand(const Options& options) {
    const auto model = catalogue::resolveModel(options.spec);
    if (!model)
        return tl::make_unexpected(model.error());
    const auto accounting = llm::Accounting::of(*model, {options.weights, options.kv, Scheme::f16, {}});
    if (!accounting)
        throw WrongUsage(accounting.error().message());
    const auto context = options.context > 0 ? options.context : options.prompt + options.generate;
    if (context > model->maxContext)
        warn(std::to_string(context) + " tokens are more than the " + std::to_string(model->maxContext) +
             " that " + model->name + " handles");
    const Subject subject{options, *model, *accounting, context};
    if (options.json) {
        printJson(toJson(subject));
    } else {
        printSummary(subject);
        printLayers(subject);
        printQuality(std::cout, *model, options.weights);
    }
    return Status::done;
}

} // namespace

void addModel(CLI::App& program, Action& action) {
    auto options = std::make_shared<Options>();
    auto* command = program.add_subcommand("model", "Parameters, operations and bytes of one language model");
    command->add_option("SPEC", options->spec, "Id of the catalogue, or a Hugging Face config.json")
        ->required()
        ->type_name("");
    addScheme(*command, "--weights", options->weights, "How weights are kept");
    addScheme(*command, "--kv", options->kv, "How keys and values are kept");
    addCount(*command, "--prompt", options->prompt, 1, llm::Limits::context, "Prompt tokens");
    addCount(*command, "--generate", options->generate, 1, llm::Limits::context, "Tokens of the answer");
    addCount(*command, "--batch", options->batch, 1, 100'000, "Sequences processed together");
    addCount(*command, "--context", options->context, 1, llm::Limits::context,
             "Tokens in the KV cache during the decode step (default: prompt and answer)")
        ->default_str("");
    addJsonFlag(*command, options->json);
    command->callback([options, &action] { action = [options] { return modelCommand(*options); }; });
}

} // namespace cellwright::cli
