// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cellwright::catalogue {

/// One result of llama-bench as texts by name; what its table abbreviates has the names of its JSON.
struct LlamaBenchRow {
    std::string place; ///< "bench.csv:3"
    std::map<std::string, std::string, std::less<>> fields;
};

enum class LlamaBenchText { none, json, jsonLines, csv, table };
LlamaBenchText formatOf(std::string_view text);
Expected<std::vector<LlamaBenchRow>> llamaBenchRows(std::string_view text, std::string_view where);

} // namespace cellwright::catalogue
