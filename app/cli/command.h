// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"

#include <functional>
#include <stdexcept>
#include <string>

namespace CLI {
class App;
}

/// The commands of cellwright-cli, one file each. `add…` declares a command and its options on the program;
/// when the command line chooses it, `action` is set to what it does.
namespace cellwright::cli {

/// How the program ends.
enum class Status {
    done = 0,
    negative = 1, ///< done, and the answer is no: an infeasible scenario, a file that does not validate
    usage = 2,    ///< wrong command line
    input = 3,    ///< an input cannot be read
    fault = 4,    ///< a mistake of ours
};

/// Runs the chosen command. An error is an input that cannot be read (or an output that cannot be written).
using Action = std::function<Expected<Status>()>;

/// A command line that turns out to be wrong only once the input is known: a scenario that is not there.
class WrongUsage : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

void addEvaluate(CLI::App& program, Action& action);
void addCoverage(CLI::App& program, Action& action);
void addExplain(CLI::App& program, Action& action);
void addModel(CLI::App& program, Action& action);
void addProfile(CLI::App& program, Action& action);
void addPredict(CLI::App& program, Action& action);
void addRadio(CLI::App& program, Action& action);
void addPrivacy(CLI::App& program, Action& action);
void addImport(CLI::App& program, Action& action);
void addExport(CLI::App& program, Action& action);
void addValidate(CLI::App& program, Action& action);
void addCatalogue(CLI::App& program, Action& action);
void addWhatIf(CLI::App& program, Action& action);
void addSimulate(CLI::App& program, Action& action);
void addSweep(CLI::App& program, Action& action);
void addSample(CLI::App& program, Action& action);
/// Pictures need Qt: these two are there only in builds with the window.
void addRender(CLI::App& program, Action& action);
void addReport(CLI::App& program, Action& action);

} // namespace cellwright::cli
