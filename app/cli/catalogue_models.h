// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

namespace cellwright::cli {

/// `catalogue models`: the language models that are known, filtered and sized for a use.
void addCatalogueModels(CLI::App& catalogue, Action& action);

} // namespace cellwright::cli
