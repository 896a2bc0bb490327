// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/quantity/text.h"
#include "app/cli/command.h"
#include "app/cli/devices/calibration.h"
#include "app/cli/devices/library.h"
#include "app/cli/measure.h"
#include "app/cli/options.h"
#include "app/cli/predict/measured_device.h"
#include "app/cli/predict/prediction_output.h"
#include "app/cli/shared.h"
#include "data/catalogue/devices.h"
#include "data/catalogue/model_files.h"
#include "data/exchange/file.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>

namespace cellwright::cli {
namespace {

struct Options {
    std::string model, runtime;
    std::string device = "this";
    Request request;
    bool weightsGiven = false; ///< else those of the weight file
    Scheme kv = Scheme::f16;
    int threads = 0; ///< 0: as many as were measured
    std::vector<std::string> calibration;
    bool json = false;
};

/// What is measured where the device is this computer.
std::vector<compute::Task> tasksOf(const Request& request, const llm::Model& model,
                                   const llm::Accounting& accounting) {
    std::vector<compute::Task> tasks;
    if (request.generate > 0)
        tasks.push_back(taskOf(request, model, accounting, false));
    if (request.prompt > 0)
        tasks.push_back(taskOf(request, model, accounting, true));
    return tasks;
}

Expected<compute::Device> deviceOf(const Options& options, const std::vector<compute::Task>& tasks,
                                   std::uint64_t seed) {
    if (options.device == "this")
        return measuredDevice(tasks, options.runtime, options.threads, seed);
    return deviceNamed(options.device, options.threads);
}

/// With the runtime asked for. A catalogue device stands for all its cores.
compute::Device fitted(const Options& options, const compute::Device& device) {
    auto chosen = options.runtime.empty() ? Expected<compute::Device>(device)
                                          : compute::withRuntime(device, options.runtime);
    if (!chosen)
        throw WrongUsage("--runtime: " + chosen.error().message() +
                         " (leave it out or choose another device)");
    const auto& runtime = compute::runtimeOf(*chosen);
    const bool counted = !runtime.points.empty() && runtime.points.front().threads == options.threads;
    if (options.threads > 0 && !runtime.measured && !counted)
        throw WrongUsage(
            "--threads: the figures of " + device.id +
            " hold for all its cores (leave it out, or give a profile or a result of llama-bench as "
            "--device)");
    return std::move(*chosen);
}

/// Moves the device by the rates of --calibrate, if any, and says by how much.
std::optional<compute::Calibration> calibrate(compute::Device& device,
                                              const std::vector<std::string>& rates) {
    if (rates.empty())
        return std::nullopt;
    auto done = calibrated(device, rates);
    if (!done)
        throw WrongUsage("--calibrate: " + done.error().message());
    device = done->device;
    return std::move(*done);
}

Status verdict(const Prediction& p, const compute::Device& device) {
    if (p.memory <= device.memoryCapacity.value)
        return Status::done;
    warn("it does not fit: needs " + toDisplay(p.memory) + ", " + device.name + " has " +
         toDisplay(device.memoryCapacity.value) +
         " (use fewer bits per weight, a smaller batch or a smaller model)");
    return Status::negative;
}

/// The formats of the weights: as asked, or as the weight file has them.
llm::Precision precisionOf(Options& options, const weights::ModelFile& file) {
    if (!options.weightsGiven && file.files.empty())
        throw WrongUsage(
            "--weights is required (give a scheme such as q4_0; only weight files have their own)");
    llm::Precision precision{options.request.weights, options.kv, Scheme::f16, {}};
    if (!options.weightsGiven) {
        options.request.weights = precision.weights = file.scheme;
        precision.mix = file.mix;
    }
    return precision;
}

Expected<Status> predictCommand(Options options, std::uint64_t seed) {
    const auto file = catalogue::resolveModelFile(options.model);
    if (!file)
        return tl::make_unexpected(file.error());
    const auto* model = &file->model;
    options.request = requestFor(options.request, *model);
    for (const auto& note : file->notes)
        warn(note);
    const auto accounting = llm::Accounting::of(*model, precisionOf(options, *file));
    if (!accounting)
        throw WrongUsage(accounting.error().message());
    const auto known = deviceOf(options, tasksOf(options.request, *model, *accounting), seed);
    if (!known)
        return tl::make_unexpected(known.error());
    auto device = fitted(options, *known);
    const auto calibration = calibrate(device, options.calibration);
    const auto& request = options.request;
    const auto context = request.depth + request.prompt + request.generate;
    const bool tooLong = context > model->maxContext;
    if (tooLong)
        warn(std::to_string(context) + " tokens are more than the " + std::to_string(model->maxContext) +
             " that " + model->name + " handles (shorten the prompt or the answer)");
    auto prediction = predict(request, device, *model, *accounting);
    if (!model->generates())
        prediction.notes.emplace_back("an encoder: one pass over the prompt, no token is generated");
    else if (model->isEncoderDecoder())
        prediction.notes.emplace_back("the prompt is what the encoder reads, " +
                                      std::to_string(request.encoded) +
                                      " vectors; the decoder starts from one token");
    else if (!model->towers.empty())
        prediction.notes.emplace_back(
            "the prompt is tokens only: encoding images or sound to tokens takes time beside it");
    const Subject subject{*model, *accounting, device};
    if (options.json) {
        auto json = predictionJson(request, subject, prediction);
        if (calibration)
            json["calibration"] = calibrationJson(*calibration);
        printJson(json);
    } else
        printPrediction(request, subject, prediction);
    const auto fits = verdict(prediction, device);
    return tooLong ? Status::negative : fits;
}

void addRequest(CLI::App& command, Request& request) {
    addCount(command, "--prompt", request.prompt, 0, 100'000'000, "Prompt tokens; 0: the answer alone");
    addCount(command, "--generate", request.generate, 1, 100'000'000, "Tokens of the answer");
    addCount(command, "--depth", request.depth, 0, 100'000'000, "Tokens in the KV cache before the prompt");
    addCount(command, "--batch", request.batch, 1, 100'000, "Sequences processed together");
}

} // namespace

void addPredict(CLI::App& program, Action& action) {
    auto options = std::make_shared<Options>();
    auto* command = program.add_subcommand("predict", "Time, memory and energy of one model on one device");
    command->add_option("--model", options->model, "Id of the catalogue, a config.json or a weight file")
        ->required()
        ->type_name("SPEC");
    const auto* weights = addScheme(*command, "--weights", options->request.weights,
                                    "How weights are kept; weight files have their own")
                              ->default_str("");
    addScheme(*command, "--kv", options->kv, "How keys and values are kept");
    command
        ->add_option("--device", options->device,
                     "Id of the catalogue or of your library, a file (a device, a profile, a result of "
                     "llama-bench), or this: measure this computer")
        ->type_name("DEVICE")
        ->capture_default_str();
    command
        ->add_option("--runtime", options->runtime,
                     "Runtime of the device: llama.cpp, TensorRT-LLM, MLC, ... (default: its first)")
        ->type_name("R");
    command
        ->add_option(
            "--calibrate", options->calibration,
            "Measured tokens/s of the device, MODEL,WEIGHTS,decode=RATE[,prefill=RATE][,depth=N], or a "
            "file of llama-bench; may be repeated")
        ->type_name("POINT");
    addCount(*command, "--threads", options->threads, 1, 4096,
             "Threads of the profile that count (default: the most)")
        ->default_str("");
    addRequest(*command, options->request);
    addJsonFlag(*command, options->json);
    command->footer(
        "Rates are those of llama-bench: prefill is ppP at -d DEPTH, in micro-batches of 512; decode is the "
        "mean over the tokens of the answer, tgG at -d DEPTH+P. Exits with 1 when the model does "
        "not fit into the device's memory.");
    command->callback([options, weights, &action, &program] {
        options->weightsGiven = weights->count() > 0;
        action = [options, seed = seedOf(program)] { return predictCommand(*options, seed); };
    });
}

} // namespace cellwright::cli
