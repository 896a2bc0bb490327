// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever the bytes are, importing them ends with sites or users in a sound place, or with an error and an
// untouched scenario.
#include "analytics/scenario/json.h"
#include "data/exchange/export.h"
#include "data/exchange/import.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace cellwright;

static void require(bool holds) {
    if (!holds)
        std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const auto& importer : importers()) {
        Scenario scenario;
        scenario.id = {1};
        const auto before = scenario;
        const auto result = importer.read(text, "fuzz.csv", scenario, {});
        if (!result) {
            require(scenario == before && !result.error().what.empty());
            continue;
        }
        // What came in can be stored, read back and written as a table.
        require(scenarioFromJson(toJsonText(scenario), "again") == scenario);
        static_cast<void>(sitesToCsv(scenario));
        static_cast<void>(usersToCsv(scenario));
    }
    return 0;
}
