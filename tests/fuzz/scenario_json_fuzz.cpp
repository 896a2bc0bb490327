// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever the bytes are, reading them as a document or an edit ends with a value or an error, and what was
// accepted writes and reads back the same.
#include "analytics/scenario/edit.h"
#include "analytics/scenario/json.h"
#include "analytics/scenario/validate.h"

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
    if (const auto project = projectFromJson(text, "fuzz")) {
        require(projectFromJson(toJsonText(*project), "again") == *project);
        for (const auto& scenario : project->scenarios)
            static_cast<void>(validate(scenario));
        const auto edit = difference(Project{}, *project, "all");
        Project built;
        require(apply(built, edit).has_value() && built == *project);
        require(apply(built, inverse(edit)).has_value() && built == Project{});
    } else {
        require(!project.error().what.empty());
    }
    if (const auto scenario = scenarioFromJson(text, "fuzz"))
        require(scenarioFromJson(toJsonText(*scenario), "again") == *scenario);
    if (const auto edit = editFromJson(text, "fuzz")) {
        require(editFromJson(toJsonText(*edit), "again") == *edit);
        Project project;
        if (!apply(project, *edit))
            require(project == Project{});
    }
    return 0;
}
