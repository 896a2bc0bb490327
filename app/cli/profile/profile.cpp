// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/measuring/cases.h"
#include "analytics/kernels/providers/provider.h"
#include "analytics/llm/formats/scheme.h"
#include "app/cli/command.h"
#include "app/cli/measure.h"
#include "app/cli/options.h"
#include "app/cli/profile/layer_parts.h"
#include "app/cli/profile/model_work.h"
#include "app/cli/profile/profile_tables.h"
#include "app/cli/shared.h"
#include "data/catalogue/model_files.h"
#include "data/exchange/file.h"
#include "data/library/library.h"

#include <charconv>
#include <iostream>
#include <memory>
#include <utility>

namespace cellwright::cli {
namespace {

struct Options {
    bool quick = false;
    bool sweep = false;
    bool listProviders = false;
    std::vector<std::string> providers;
    std::vector<int> threads;
    std::vector<std::string> kernels, weights, shapes;
    std::string model, save;
    Scheme kv = Scheme::f16;
    Load load;
    OutputFile output;
    bool json = false;
};

/// "4096x4096x1"
kernels::Shape parseShape(const std::string& text) {
    kernels::Shape shape;
    const char* at = text.data();
    const char* const end = at + text.size();
    for (int* field : {&shape.rows, &shape.cols, &shape.tokens}) {
        const auto [stop, problem] = std::from_chars(at, end, *field);
        const bool last = field == &shape.tokens;
        if (problem != std::errc{} || (last ? stop != end : stop == end || *stop != 'x'))
            throw CLI::ValidationError(
                "--shape", "\"" + text + "\" is no shape (give ROWSxCOLSxTOKENS, as 4096x4096x1)");
        at = stop + 1;
    }
    return shape;
}

Scheme parseWeights(const std::string& text) {
    if (text == "q4_k") // the blocks of which q4_k_m mostly consists
        return Scheme::q4_k_m;
    const auto scheme = llm::parseScheme(text);
    if (!scheme)
        throw CLI::ValidationError("--weights", scheme.error().message());
    return *scheme;
}

kernels::ProfileOptions profilerOptions(const Options& options, std::uint64_t seed) {
    kernels::ProfileOptions result;
    result.quick = options.quick;
    result.sweep = options.sweep;
    result.kernels = options.kernels;
    result.threads = options.threads;
    result.seed = seed;
    for (const auto& name : options.providers)
        result.providers.push_back(name == "cpu" ? std::string(kernels::ownProvider) : name);
    for (const auto& name : options.weights)
        result.weights.push_back(parseWeights(name));
    for (const auto& text : options.shapes)
        result.shapes.push_back(parseShape(text));
    return result;
}

/// Measures what the model does instead of the usual shapes: in the formats asked for, or those of its file.
Expected<void> addModelWork(const Options& options, kernels::ProfileOptions& what) {
    const auto file = catalogue::resolveModelFile(options.model);
    if (!file)
        return tl::make_unexpected(file.error());
    if (what.weights.empty() && file->files.empty())
        throw WrongUsage(
            "--weights is required with --model (give schemes such as q4_0; only weight files have "
            "their own)");
    const auto providers = kernels::chooseProviders(what);
    if (!providers)
        return tl::make_unexpected(providers.error());
    const auto abilities = abilitiesOf(*providers);
    auto schemes = std::exchange(what.weights, {});
    const bool ofFile = schemes.empty();
    if (ofFile)
        schemes = {file->scheme};
    for (const Scheme scheme : schemes) {
        llm::Precision precision{scheme, options.kv, Scheme::f16, {}};
        if (ofFile)
            precision.mix = file->mix;
        const auto accounting = llm::Accounting::of(file->model, precision);
        if (!accounting)
            return tl::make_unexpected(accounting.error());
        const auto work = workOf(file->model, *accounting, scheme, options.load, abilities);
        for (const auto& note : work.notes)
            warn(note);
        what.products.insert(what.products.end(), work.products.begin(), work.products.end());
        what.layers.insert(what.layers.end(), work.layers.begin(), work.layers.end());
    }
    if (what.products.empty())
        throw WrongUsage("--weights: there is no kernel for any matrix of " + file->model.name +
                         " in these formats (use f32, f16, bf16, q8_0, q4_0, q4_k_m or q6_k)");
    return {};
}

Expected<Status> listProviders(const Options& options) {
    std::vector<kernels::ProviderInfo> all;
    Json list = Json::array();
    for (const auto& provider : kernels::providers()) {
        all.push_back(provider->info());
        const auto& p = all.back();
        list.push_back({{"id", p.id},
                        {"name", p.name},
                        {"version", p.version},
                        {"device", p.device},
                        {"available", p.unavailable.empty()},
                        {"unavailable", p.unavailable}});
    }
    if (options.json)
        printJson({{"providers", std::move(list)}});
    else
        printProviders(all);
    return Status::done;
}

Expected<Status> profileCommand(const Options& options, kernels::ProfileOptions what) {
    if (options.listProviders)
        return listProviders(options);
    const bool toFile = !options.output.path.empty();
    if (toFile)
        if (const auto free = checkOutput(options.output); !free)
            return tl::make_unexpected(free.error());
    if (!options.save.empty())
        if (const auto free = library::checkFree(options.save, options.output.force); !free)
            return tl::make_unexpected(free.error());
    if (!options.model.empty())
        if (const auto added = addModelWork(options, what); !added)
            return tl::make_unexpected(added.error());
    const auto profile = measure(what);
    auto json = kernels::toJson(profile);
    json["composition"] = compositionJson(profile);
    const auto text = json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    if (toFile)
        if (const auto written = writeText(options.output, text); !written)
            return tl::make_unexpected(written.error());
    if (!options.save.empty())
        if (const auto saved = library::save(options.save, text, options.output.force); !saved)
            return tl::make_unexpected(saved.error());
    if (options.json) {
        std::cout << text;
        return Status::done;
    }
    printProfile(profile);
    printComposition(profile);
    return Status::done;
}

Expected<kernels::Profile> readProfile(const std::string& path) {
    return readFile(path).and_then(
        [&](const std::string& text) { return kernels::profileFromJson(text, path); });
}

Expected<Status> compareCommand(const std::string& firstPath, const std::string& secondPath, bool json) {
    const auto first = readProfile(firstPath), second = readProfile(secondPath);
    for (const auto* one : {&first, &second})
        if (!*one)
            return tl::make_unexpected(one->error());
    const auto comparison = kernels::compare(*first, *second);
    for (const auto& [path, profile] : {std::pair(&firstPath, &*first), std::pair(&secondPath, &*second)})
        for (const auto& reason : profile->noise.reasons)
            warn(*path + " was disturbed: " + reason);
    if (json)
        printJson(toJson(comparison));
    else
        printComparison(comparison);
    return Status::done;
}

void addCompare(CLI::App& profile, Action& action) {
    struct Files {
        std::string first, second;
        bool json = false;
    };
    auto files = std::make_shared<Files>();
    auto* command =
        profile.add_subcommand("compare", "Two profiles, case by case, the largest difference first");
    command->add_option("FIRST", files->first, "A profile")->required();
    command->add_option("SECOND", files->second, "Another profile")->required();
    addJsonFlag(*command, files->json);
    command->callback([files, &action] {
        action = [files] { return compareCommand(files->first, files->second, files->json); };
    });
}

std::vector<std::string> kernelNames() {
    std::vector<std::string> names{std::string(kernels::matVec), std::string(kernels::matMat)};
    names.insert(names.end(), kernels::operationKernels.begin(), kernels::operationKernels.end());
    return names;
}

void addCases(CLI::App& command, Options& options) {
    auto* threads =
        command.add_option("--threads", options.threads, "Numbers of threads (default: one, and all cores)")
            ->delimiter(',')
            ->check(CLI::Range(1, 4096).description(""))
            ->type_name("N,..");
    command.add_flag("--sweep", options.sweep, "1, 2, 4, .. threads up to all cores")->excludes(threads);
    command
        .add_option(
            "--kernel", options.kernels,
            "matvec (one token), matmat (several), layer, attention, norm, rope, softmax, activation, add, "
            "embedding, gather, quantize, dequantize, graph; default all")
        ->delimiter(',')
        ->check(CLI::IsMember(kernelNames()).description(""))
        ->type_name("K,..");
    command
        .add_option(
            "--weights", options.weights,
            "Formats: f32, f16, bf16, q8_0, q4_0, q4_k, q6_k; default f32,f16,q8_0,q4_0 when quick, else all")
        ->delimiter(',')
        ->type_name("SCHEME,..");
    command.add_option("--shape", options.shapes, "Sizes of the products, as 4096x4096x1")
        ->delimiter(',')
        ->type_name("ROWSxCOLSxTOKENS,..");
}

void addModelOptions(CLI::App& command, Options& options) {
    auto* model = command.add_option(
        "--model", options.model,
        "Measure the matrices, layers and attention of this model: a catalogue id, a config.json "
        "or a weight file");
    addScheme(command, "--kv", options.kv, "Format of its keys and values: f16, q8_0")->needs(model);
    addCount(command, "--prompt", options.load.prompt, 1, 4096, "Tokens of its prefill")->needs(model);
    addCount(command, "--depth", options.load.depth, 0, 131072, "Tokens before a decode step")->needs(model);
}

} // namespace

void addProfile(CLI::App& program, Action& action) {
    auto options = std::make_shared<Options>();
    auto* command = program.add_subcommand("profile", "Measure the kernels of this computer");
    command->add_flag("--quick", options->quick,
                      "At most 20 seconds, else up to 3 minutes; less where all medians are known");
    command
        ->add_option("--provider", options->providers,
                     "What computes, side by side: cellwright (or cpu), all, or what --list-providers names")
        ->delimiter(',')
        ->type_name("P,..");
    command->add_flag("--list-providers", options->listProviders,
                      "What could compute here, and what cannot and why");
    addCases(*command, *options);
    addModelOptions(*command, *options);
    addCompare(*command, action);
    addOutput(*command, options->output, "Write the profile here, for predict --device FILE");
    command
        ->add_option("--save", options->save, "Keep the profile in your library, for predict --device NAME")
        ->type_name("NAME");
    addJsonFlag(*command, options->json);
    command->footer("Run it on an idle computer. The profile says how much other programs disturbed it.");
    command->callback([options, command, &action, &program] {
        if (!command->get_subcommands().empty()) // compare has set its own
            return;
        action = [options, what = profilerOptions(*options, seedOf(program))] {
            return profileCommand(*options, what);
        };
    });
}

} // namespace cellwright::cli
