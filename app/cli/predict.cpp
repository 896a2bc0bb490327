// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/compute/predict.h"

#include "analytics/llm/accounting.h"
#include "analytics/quantity/text.h"
#include "app/cli/command.h"
#include "app/cli/measure.h"
#include "app/cli/options.h"
#include "app/cli/shared.h"
#include "app/cli/table.h"
#include "data/catalogue/devices.h"
#include "data/catalogue/model_files.h"
#include "data/exchange/file.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>

namespace cellwright::cli {
namespace {

struct Options {
    std::string model, runtime;
    std::string device = "this";
    Scheme weights = Scheme::f16;
    bool weightsGiven = false; ///< else those of the weight file
    Scheme kv = Scheme::f16;
    int threads = 0; ///< 0: as many as were measured
    std::int64_t prompt = 512;
    std::int64_t generate = 128;
    std::int64_t depth = 0;
    std::int64_t batch = 1;
    bool json = false;
};

/// One phase: a prefill of the batch, or one decode step at the mean context.
struct Phase {
    Seconds time;
    Joules energy;
    std::vector<compute::TimePart> parts;
};

struct Prediction {
    Phase prefill, decode;
    Seconds endToEnd;
    Joules energy; ///< of the whole batch
    Bytes memory;
    compute::Uncertainty uncertainty;
};

Expected<compute::Device> measuredDevice(const Options& options, std::uint64_t seed) {
    warn("measuring this computer for up to 20 s; keep the result with: cellwright-cli profile --quick -o "
         "FILE");
    kernels::ProfileOptions what;
    what.seed = seed;
    if (options.threads > 0)
        what.threads = {options.threads};
    return compute::deviceFromProfile(measure(what), options.threads);
}

Expected<compute::Device> deviceOf(const Options& options, std::uint64_t seed) {
    if (options.device == "this")
        return measuredDevice(options, seed);
    const auto known = catalogue::findDevice(options.device);
    std::error_code unknown;
    const bool path = options.device.find('/') != std::string::npos || options.device.ends_with(".json");
    if (known || (!path && !std::filesystem::exists(options.device, unknown)))
        return known;
    return readFile(options.device).and_then([&](const std::string& text) {
        return catalogue::deviceFromText(text, options.device, options.threads);
    });
}

/// With the runtime asked for. A catalogue device stands for all its cores.
compute::Device fitted(const Options& options, const compute::Device& device) {
    auto chosen = options.runtime.empty() ? Expected<compute::Device>(device)
                                          : compute::withRuntime(device, options.runtime);
    if (!chosen)
        throw WrongUsage("--runtime: " + chosen.error().message() +
                         " (leave it out or choose another device)");
    if (options.threads > 0 && !compute::runtimeOf(*chosen).measured)
        throw WrongUsage("--threads: the figures of " + device.id +
                         " hold for all its cores (leave it out, or give a profile as --device)");
    return std::move(*chosen);
}

Phase phase(const Options& options, const compute::Device& device, const llm::Accounting& accounting,
            bool prefill) {
    NullRecorder none;
    const auto range = accounting.whole();
    const auto context = options.depth + options.prompt + (options.generate + 1) / 2;
    const auto done = prefill ? accounting.prefill(range, options.prompt, options.batch, options.depth)
                              : accounting.decode(range, context, options.batch);
    const double tokens = double(options.batch) * (prefill ? double(options.prompt) : 1.0);
    const auto work = compute::record(none, done, accounting.layers());
    const auto time = prefill ? compute::predictPrefill(none, device, work, options.weights, tokens)
                              : compute::predictDecode(none, device, work, options.weights, tokens);
    return {time, compute::predictEnergy(none, device, work, time),
            compute::breakdown(device, work, options.weights, tokens, prefill)};
}

Prediction predict(const Options& options, const compute::Device& device, const llm::Accounting& accounting) {
    Prediction result;
    result.prefill = phase(options, device, accounting, true);
    result.decode = phase(options, device, accounting, false);
    const double steps = double(options.generate - 1);
    result.endToEnd = result.prefill.time + steps * result.decode.time;
    result.energy = result.prefill.energy + steps * result.decode.energy;
    const auto range = accounting.whole();
    result.memory =
        accounting.weightBytes(range) +
        accounting.kvBytes(range, options.depth + options.prompt + options.generate, options.batch) +
        accounting.workspaceBytes(range, options.prompt, options.batch);
    const auto batch = double(options.batch);
    result.uncertainty = compute::uncertainty(device, options.weights, batch * double(options.prompt), batch);
    return result;
}

double prefillRate(const Options& options, const Prediction& p) {
    return double(options.prompt) * double(options.batch) / p.prefill.time.si();
}
double decodeRate(const Options& options, const Prediction& p) {
    return double(options.batch) / p.decode.time.si();
}

void addParts(Json& list, const char* name, const Phase& phase) {
    for (const auto& part : phase.parts)
        list.push_back({{"phase", name}, {"name", part.name}, {"seconds", part.time.si()}});
}

Json toJson(const Options& options, const llm::Model& model, const compute::Device& device,
            const Prediction& p) {
    Json breakdown = Json::array();
    addParts(breakdown, "prefill", p.prefill);
    addParts(breakdown, "decode", p.decode);
    return {{"model", model.id},
            {"device", device.id},
            {"runtime", compute::runtimeOf(device).name},
            {"weights", llm::schemeName(options.weights)},
            {"prompt", options.prompt},
            {"generate", options.generate},
            {"depth", options.depth},
            {"batch", options.batch},
            {"prefill_tokens_per_s", prefillRate(options, p)},
            {"decode_tokens_per_s", decodeRate(options, p)},
            {"ttft_s", p.prefill.time.si()},
            {"tpot_s", p.decode.time.si()},
            {"e2e_s", p.endToEnd.si()},
            {"memory_bytes", p.memory.si()},
            {"memory_capacity_bytes", device.memoryCapacity.value.si()},
            {"fits", p.memory <= device.memoryCapacity.value},
            {"energy_j", p.energy.si()},
            {"energy_boundary", device.power.boundary},
            {"uncertainty",
             {{"prefill_rel", p.uncertainty.prefill},
              {"decode_rel", p.uncertainty.decode},
              {"notes", p.uncertainty.notes}}},
            {"breakdown", std::move(breakdown)}};
}

std::string plusMinus(double share) {
    return ", give or take " + percent(share, 2);
}

void printPrediction(const Options& options, const llm::Model& model, const compute::Device& device,
                     const Prediction& p) {
    printPairs(
        std::cout,
        {{"model", model.name + " in " + std::string(llm::schemeName(options.weights))},
         {"device", device.name + ", " + compute::runtimeOf(device).name},
         {"prefill", roundedText(prefillRate(options, p)) + " tokens/s" + plusMinus(p.uncertainty.prefill)},
         {"decode", roundedText(decodeRate(options, p)) + " tokens/s" + plusMinus(p.uncertainty.decode)},
         {"time to first token", toDisplay(p.prefill.time)},
         {"time per later token", toDisplay(p.decode.time)},
         {"end to end", toDisplay(p.endToEnd)},
         {"memory", toDisplay(p.memory) + " of " + toDisplay(device.memoryCapacity.value)},
         {"energy", toDisplay(p.energy) + " (" + device.power.boundary + ")"}});
    Table table({text("What it would take alone"), number("Prefill"), number("Decode step")});
    for (std::size_t i = 0; i < std::min(p.prefill.parts.size(), p.decode.parts.size()); ++i)
        table.add(
            {p.prefill.parts[i].name, toDisplay(p.prefill.parts[i].time), toDisplay(p.decode.parts[i].time)});
    std::cout << '\n';
    table.print(std::cout, 0);
    for (const auto& note : p.uncertainty.notes)
        std::cout << "note: " << printable(note) << '\n';
}

Status verdict(const Prediction& p, const compute::Device& device) {
    if (p.memory <= device.memoryCapacity.value)
        return Status::done;
    warn("it does not fit: needs " + toDisplay(p.memory) + ", " + device.name + " has " +
         toDisplay(device.memoryCapacity.value) +
         " (use fewer bits per weight, a smaller batch or a smaller model)");
    return Status::negative;
}

/// A prompt that is continued token by token, of text, is what can be predicted.
void checkContinues(const llm::Model& model) {
    if (!model.generates() || model.isEncoderDecoder())
        throw WrongUsage("--model: " + model.name + " does not continue a prompt: it is an encoder" +
                         (model.generates() ? " with a decoder that attends to it" : "") +
                         " (choose a decoder; the model command counts what encoders do)");
}

/// The formats of the weights: as asked, or as the weight file has them.
llm::Precision precisionOf(Options& options, const weights::ModelFile& file) {
    if (!options.weightsGiven && file.files.empty())
        throw WrongUsage(
            "--weights is required (give a scheme such as q4_0; only weight files have their own)");
    llm::Precision precision{options.weights, options.kv, Scheme::f16, {}};
    if (!options.weightsGiven) {
        options.weights = precision.weights = file.scheme;
        precision.mix = file.mix;
    }
    return precision;
}

Expected<Status> predictCommand(Options options, std::uint64_t seed) {
    const auto file = catalogue::resolveModelFile(options.model);
    if (!file)
        return tl::make_unexpected(file.error());
    const auto* model = &file->model;
    checkContinues(*model);
    for (const auto& note : file->notes)
        warn(note);
    const auto accounting = llm::Accounting::of(*model, precisionOf(options, *file));
    if (!accounting)
        throw WrongUsage(accounting.error().message());
    const auto known = deviceOf(options, seed);
    if (!known)
        return tl::make_unexpected(known.error());
    const auto device = fitted(options, *known);
    const auto context = options.depth + options.prompt + options.generate;
    const bool tooLong = context > model->maxContext;
    if (tooLong)
        warn(std::to_string(context) + " tokens are more than the " + std::to_string(model->maxContext) +
             " that " + model->name + " handles (shorten the prompt or the answer)");
    auto prediction = predict(options, device, *accounting);
    if (!model->towers.empty())
        prediction.uncertainty.notes.emplace_back(
            "the prompt is tokens only: encoding images or sound to tokens takes time beside it");
    if (options.json)
        printJson(toJson(options, *model, device, prediction));
    else
        printPrediction(options, *model, device, prediction);
    const auto fits = verdict(prediction, device);
    return tooLong ? Status::negative : fits;
}

void addRequest(CLI::App& command, Options& options) {
    addCount(command, "--prompt", options.prompt, 1, 100'000'000, "Prompt tokens");
    addCount(command, "--generate", options.generate, 1, 100'000'000, "Tokens of the answer");
    addCount(command, "--depth", options.depth, 0, 100'000'000, "Tokens in the KV cache before the prompt");
    addCount(command, "--batch", options.batch, 1, 100'000, "Sequences processed together");
}

} // namespace

void addPredict(CLI::App& program, Action& action) {
    auto options = std::make_shared<Options>();
    auto* command = program.add_subcommand("predict", "Time, memory and energy of one model on one device");
    command->add_option("--model", options->model, "Id of the catalogue, a config.json or a weight file")
        ->required()
        ->type_name("SPEC");
    const auto* weights = addScheme(*command, "--weights", options->weights,
                                    "How weights are kept; weight files have their own")
                              ->default_str("");
    addScheme(*command, "--kv", options->kv, "How keys and values are kept");
    command
        ->add_option("--device", options->device,
                     "Id of the catalogue, a profile, or this: measure this computer")
        ->type_name("DEVICE")
        ->capture_default_str();
    command
        ->add_option("--runtime", options->runtime,
                     "Runtime of the device: llama.cpp, TensorRT-LLM, MLC, ... (default: its first)")
        ->type_name("R");
    addCount(*command, "--threads", options->threads, 1, 4096,
             "Threads of the profile that count (default: the most)")
        ->default_str("");
    addRequest(*command, *options);
    addJsonFlag(*command, options->json);
    command->footer("Exits with 1 when the model does not fit into the device's memory.");
    command->callback([options, weights, &action, &program] {
        options->weightsGiven = weights->count() > 0;
        action = [options, seed = seedOf(program)] { return predictCommand(*options, seed); };
    });
}

} // namespace cellwright::cli
