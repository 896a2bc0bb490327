// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/formats/scheme.h"
#include "analytics/quantity/text.h"
#include "app/cli/command.h"
#include "app/cli/measure.h"
#include "app/cli/options.h"
#include "app/cli/shared.h"
#include "app/cli/table.h"

#include <charconv>
#include <iostream>
#include <memory>

namespace cellwright::cli {
namespace {

struct Options {
    bool quick = false;
    std::string provider = "cpu";
    std::vector<int> threads;
    std::vector<std::string> kernels, weights, shapes;
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
    result.kernels = options.kernels;
    result.threads = options.threads;
    result.seed = seed;
    for (const auto& name : options.weights)
        result.weights.push_back(parseWeights(name));
    for (const auto& text : options.shapes)
        result.shapes.push_back(parseShape(text));
    return result;
}

void printMachine(const kernels::Profile& profile) {
    const auto& machine = profile.machine;
    printPairs(std::cout, {{"processor", machine.cpu},
                           {"cores", std::to_string(machine.cores)},
                           {"instructions", machine.simd},
                           {"memory", toDisplay(machine.memory)},
                           {"spread", percent(profile.noise.medianSpread) + " of the time, in the middle"}});
    for (const auto& warning : machine.warnings)
        warn(warning);
    if (profile.noise.disturbed)
        warn("other programs disturbed the measurement; measure again on an idle computer");
}

void printTables(const kernels::Profile& profile) {
    Table bandwidth({number("Threads"), number("Read bandwidth"), number("Spread")});
    for (const auto& row : profile.readBandwidth)
        bandwidth.add({std::to_string(row.threads), toDisplay(row.bandwidth), percent(row.spread)});
    Table peaks({text("Unit"), number("Threads"), number("Peak"), number("Spread")});
    for (const auto& row : profile.peaks)
        peaks.add({row.unit, std::to_string(row.threads), toDisplay(row.rate), percent(row.spread)});
    Table timings({text("Kernel"), text("Weights"), number("Rows"), number("Columns"), number("Tokens"),
                   number("Threads"), number("Median"), number("Spread"), number("Operations"),
                   number("Weights read")});
    for (const auto& k : profile.kernels)
        timings.add({k.kernel, std::string(llm::schemeName(k.weights)), std::to_string(k.rows),
                     std::to_string(k.cols), std::to_string(k.tokens), std::to_string(k.threads),
                     toDisplay(k.median), percent(k.spread()), toDisplay(k.flopRate), toDisplay(k.byteRate)});
    std::cout << '\n';
    bandwidth.print(std::cout, 0);
    std::cout << '\n';
    peaks.print(std::cout, 0);
    std::cout << '\n';
    timings.print(std::cout, 0);
    if (profile.operations.empty())
        return;
    Table operations({text("Operation"), text("Weights"), text("Cache"), number("Tokens"), number("Depth"),
                      number("Threads"), number("Median"), number("Spread"), number("Operations"),
                      number("Read")});
    for (const auto& o : profile.operations)
        operations.add({o.kernel,
                        o.kernel == kernels::layerKernel ? std::string(llm::schemeName(o.weights)) : "",
                        std::string(llm::schemeName(o.cache)), std::to_string(o.tokens),
                        std::to_string(o.depth), std::to_string(o.threads), toDisplay(o.median),
                        percent(o.spread()), toDisplay(o.flopRate), toDisplay(o.byteRate)});
    std::cout << '\n';
    operations.print(std::cout, 0);
}

Expected<Status> profileCommand(const Options& options, const kernels::ProfileOptions& what) {
    const bool toFile = !options.output.path.empty();
    if (toFile)
        if (const auto free = checkOutput(options.output); !free)
            return tl::make_unexpected(free.error());
    const auto profile = measure(what);
    const auto text = kernels::toJsonText(profile) + "\n";
    if (toFile)
        if (const auto written = writeText(options.output, text); !written)
            return tl::make_unexpected(written.error());
    if (options.json) {
        std::cout << text;
    } else {
        printMachine(profile);
        printTables(profile);
    }
    return Status::done;
}

void addCases(CLI::App& command, Options& options) {
    command.add_option("--threads", options.threads, "Numbers of threads (default: one, and all cores)")
        ->delimiter(',')
        ->check(CLI::Range(1, 4096).description(""))
        ->type_name("N,..");
    command
        .add_option("--kernel", options.kernels,
                    "matvec (one token), matmat (several), attention, layer; default all")
        ->delimiter(',')
        ->check(CLI::IsMember({"matvec", "matmat", "attention", "layer"}).description(""))
        ->type_name("K,..");
    command
        .add_option("--weights", options.weights,
                    "Formats: f32, f16, bf16, q8_0, q4_0, q4_k, q6_k; default f32,f16,q8_0,q4_0")
        ->delimiter(',')
        ->type_name("SCHEME,..");
    command.add_option("--shape", options.shapes, "Sizes of the products, as 4096x4096x1")
        ->delimiter(',')
        ->type_name("ROWSxCOLSxTOKENS,..");
}

} // namespace

void addProfile(CLI::App& program, Action& action) {
    auto options = std::make_shared<Options>();
    auto* command = program.add_subcommand("profile", "Measure the kernels of this computer");
    command->add_flag("--quick", options->quick, "At most 20 seconds, else up to 3 minutes");
    command->add_option("--provider", options->provider, "What computes: cpu")
        ->check(CLI::IsMember({"cpu"}).description(""))
        ->type_name("PROVIDER");
    addCases(*command, *options);
    addOutput(*command, options->output, "Write the profile here, for predict --device FILE");
    addJsonFlag(*command, options->json);
    command->footer("Run it on an idle computer. The profile says how much other programs disturbed it.");
    command->callback([options, &action, &program] {
        action = [options, what = profilerOptions(*options, seedOf(program))] {
            return profileCommand(*options, what);
        };
    });
}

} // namespace cellwright::cli
