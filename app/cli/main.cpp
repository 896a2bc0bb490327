// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/shared.h"

#include <CLI/CLI.hpp>

#include "cellwright/version.h"
#include <cstdint>
#include <exception>
#include <iostream>
#include <limits>

namespace cellwright::cli {
namespace {

constexpr const char* about = "Assesses large language models over cellular networks and edge compute.\n"
                              "Results go to standard output, messages to standard error. A quantity takes a "
                              "unit (3.5GHz, 100m, 43dBm, 16GiB)\n"
                              "or is a plain SI number.";
constexpr const char* statuses =
    "Exit status: 0 done; 1 done, and the answer is no; 2 wrong usage; 3 an input cannot be "
    "read; 4 a fault of the program.";

void addCommands(CLI::App& program, Action& action) {
    addEvaluate(program, action);
    addExplain(program, action);
    addCoverage(program, action);
    addModel(program, action);
    addProfile(program, action);
    addPredict(program, action);
    addRadio(program, action);
    addPrivacy(program, action);
#ifdef CELLWRIGHT_CLI_PICTURES
    addRender(program, action);
    addReport(program, action);
#endif
    addImport(program, action);
    addExport(program, action);
    addValidate(program, action);
    addCatalogue(program, action);
    addWhatIf(program, action);
    addSimulate(program, action);
    addSweep(program, action);
    addSample(program, action);
}

Status complain(Status status, const std::string& message) {
    warn(message);
    return status;
}

/// Says which commands there are where none was recognised.
std::string complaint(const CLI::App& program, const CLI::ParseError& problem) {
    const auto* reached = &program;
    while (!reached->get_subcommands().empty())
        reached = reached->get_subcommands().front();
    const auto commands =
        reached->get_subcommands([](const CLI::App* command) { return !command->get_name().empty(); });
    if (commands.empty() || reached->get_require_subcommand_min() == 0)
        return problem.what();
    const auto strangers = program.remaining(true);
    std::string text = strangers.empty() ? "Which command?" : "\"" + strangers.front() + "\" is unknown.";
    for (const auto* command : commands)
        text += (command == commands.front() ? " Use one of: " : ", ") + command->get_name();
    return text;
}

/// Wrong command lines end here, and so do --help and --version.
Status parsed(CLI::App& program, const CLI::ParseError& result) {
    if (result.get_exit_code() == 0) {
        program.exit(result);
        return Status::done;
    }
    complain(Status::usage, complaint(program, result));
    std::cerr << "Run with --help for the options.\n";
    return Status::usage;
}

Status finish(Status status) {
    std::cout.flush();
    if (!std::cout)
        return complain(Status::fault, "the results cannot be written to standard output");
    return status;
}

Status run(int argc, char** argv) {
    CLI::App program(about, "cellwright-cli");
    program.footer(statuses);
    program.set_version_flag("--version", std::string("cellwright-cli ") + version);
    program.require_subcommand(1);
    program.fallthrough();
    std::int64_t seed = 1;
    addCount(program, "--seed", seed, 0, std::numeric_limits<std::int64_t>::max(),
             "Makes anything random repeatable");
    Action action;
    addCommands(program, action);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& result) {
        return finish(parsed(program, result));
    }
    const auto status = action();
    return status ? finish(*status) : complain(Status::input, status.error().message());
}

Status guarded(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const WrongUsage& wrong) {
        return complain(Status::usage, wrong.what());
    } catch (const std::exception& fault) {
        return complain(Status::fault, std::string("a fault of the program: ") + fault.what());
    }
}

} // namespace
} // namespace cellwright::cli

int main(int argc, char** argv) {
    return int(cellwright::cli::guarded(argc, argv));
}
