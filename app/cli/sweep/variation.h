// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"
#include "analytics/scenario/scenario.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace cellwright::cli {

/// One field and the values that it takes.
struct Variation {
    std::string path; ///< in the JSON of a scenario: "deployments[0].cut"
    std::vector<nlohmann::ordered_json> values;
};

/// Reads PATH=RANGE, where RANGE is FIRST:LAST (steps of 1), FIRST:LAST:STEP, or values separated by commas:
/// numbers, true, false, null (what is absent) or words such as q4_0. The last value of a range is taken
/// where a step meets it to 1e-9 of the step. Errors say which part cannot be read.
Expected<Variation> parseVariation(const std::string& text);

/// The most candidates of one sweep.
inline constexpr std::size_t mostCandidates = 10'000'000;

/// A scenario that can be made again with other values of some fields.
class Variations {
public:
    /// Fails for a path that is not a field of the scenario, and for more candidates than mostCandidates.
    static Expected<Variations> of(const Scenario& scenario, std::vector<Variation> fields);

    [[nodiscard]] std::size_t count() const;
    [[nodiscard]] const std::vector<Variation>& fields() const { return fields_; }
    /// Which value each field has in a candidate; the last field changes fastest.
    [[nodiscard]] std::vector<std::size_t> choice(std::size_t candidate) const;
    /// Fails where a field does not take the value: out of its range, or of another kind.
    [[nodiscard]] Expected<Scenario> make(std::size_t candidate) const;

private:
    nlohmann::ordered_json base_;
    std::vector<Variation> fields_;
    std::vector<nlohmann::ordered_json::json_pointer> places_;
};

} // namespace cellwright::cli
