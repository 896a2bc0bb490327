// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"
#include "analytics/scenario/scenario.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace cellwright {

/// What a text from outside may ask for at most, so that reading it takes bounded memory.
struct JsonLimits {
    static constexpr std::size_t textBytes = 128u << 20;
    static constexpr std::size_t values = 6'000'000; ///< numbers, texts, arrays and objects together
    static constexpr int depth = 32;
    static constexpr std::size_t scenarios = 1'000;
    static constexpr std::size_t entitiesPerList = 100'000;
    static constexpr std::size_t sectorsPerSite = 100;
    static constexpr std::size_t hostsPerDeployment = 100;
    static constexpr std::size_t pointsPerGroup = 1'000'000;
    static constexpr std::size_t numbersPerField = 3'600; ///< such as the directions of an antenna
    static constexpr std::size_t attachments = 1'000;
    static constexpr std::size_t stringBytes = 64u << 10;   ///< names and catalogue ids
    static constexpr std::size_t longTextBytes = 16u << 20; ///< the description, the text of an attachment
    static constexpr std::int64_t maxId = 1ll << 53;        ///< every JSON reader keeps it exact
};

/// The JSON text of a scenario or project: SI numbers in exact form, keys as in schema.h. A project is
/// {"format": "cellwright-project", "version": 1, "name", "description", "scenarios": [{"id", "name",
/// "topology":
/// {"origin", "carriers", "sites", "groups", "hosts", "links", "antennas"}, "workloads", "deployments",
/// "assumptions"}], "attachments"}; a position is [east, north], an endpoint {"site": 3} or {"host": 4}.
std::string toJsonText(const Scenario& scenario, int indent = -1);
std::string toJsonText(const Project& project, int indent = -1);

/// Reads what toJsonText wrote. Text is untrusted: wrong types, non-finite or out-of-range numbers, invalid
/// UTF-8, duplicate ids and texts beyond the limits are refused with the path of the field
/// ("$.topology.sites[3].height_m"). Absent fields take their defaults, unknown ones are ignored; ids and a
/// project's "scenarios" must be there. `where` names the file in messages.
Expected<Scenario> scenarioFromJson(std::string_view text, const std::string& where);
Expected<Project> projectFromJson(std::string_view text, const std::string& where);

} // namespace cellwright
