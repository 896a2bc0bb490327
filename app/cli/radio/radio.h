// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/options.h"
#include "app/cli/shared.h"
#include "app/cli/table.h"

#include <iostream>
#include <map>

/// What the subcommands of `radio` share.
namespace cellwright::cli {

/// An option that is one of some names.
template <class Value>
CLI::Option* addChoice(CLI::App& command, const std::string& name, Value& value,
                       const std::map<std::string, Value>& choices, const std::string& help) {
    std::string known;
    for (const auto& [key, meaning] : choices)
        known += (known.empty() ? "" : ", ") + key;
    const auto read = [name, choices, known, &value](const std::string& text) {
        const auto found = choices.find(text);
        if (found == choices.end())
            throw CLI::ValidationError(name, "\"" + text + "\" is unknown (use one of: " + known + ")");
        value = found->second;
    };
    return command.add_option_function<std::string>(name, read, help + ": " + known)->type_name("NAME");
}

/// Prints the pairs, or the document.
inline Status answer(bool json, const Json& document,
                     const std::vector<std::pair<std::string, std::string>>& pairs) {
    if (json)
        printJson(document);
    else
        printPairs(std::cout, pairs);
    return Status::done;
}

void addPathLoss(CLI::App& radio, Action& action);
void addCalibrate(CLI::App& radio, Action& action);
void addBands(CLI::App& radio, Action& action);
void addChannel(CLI::App& radio, Action& action);
void addSlots(CLI::App& radio, Action& action);
void addPci(CLI::App& radio, Action& action);
void addBudget(CLI::App& radio, Action& action);
void addLoad(CLI::App& radio, Action& action);
void addGrid(CLI::App& radio, Action& action);

} // namespace cellwright::cli
