// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/roofline/limits.h"
#include "widgets/report/content.h"
#include "widgets/report/table.h"
#include "widgets/report/writer.h"

/// The parts of the report, in the order of its pages.
namespace cellwright::report {

// title.cpp
/// Name, description, date, version and hash.
void addTitle(Writer& writer, const Content& content);
/// Names and pages of the parts; drawn from the flow's marks once they are known.
void addContents(Writer& writer, std::size_t entries);

// summary.cpp
/// The verdict of each scenario, and the scenarios beside each other where there are several.
void addSummary(Writer& writer, const Content& content);
TableData verdictTable(const Content& content);
TableData comparisonTable(const Content& content);

// scenario.cpp
/// One scenario: verdict, drawing, results with charts, hosts, cells and links.
void addScenario(Writer& writer, const Content& content, std::size_t plan);

// map_page.cpp
/// The map that the options ask for, with its statistics; nothing where they ask for none.
void addMap(Writer& writer, const Content& content, std::size_t plan);

// groups.cpp
/// What one group of users gets.
void addGroup(Writer& writer, const Content& content, std::size_t plan, std::size_t group);
TableData timesTable(const GroupResult& group, const Workload* workload, const Style& style);
TableData energyTable(const GroupResult& group);
TableData requestTable(const GroupResult& group, const Style& style);
TableData ledgerTable(const Assessment& assessment, UserGroupId group);

// models.cpp
/// The model of each deployment that serves users: its cut, and where bytes and FLOP go. What an earlier
/// plan has shown is not repeated.
void addModels(Writer& writer, const Content& content, std::size_t plan);

// computers.cpp
/// The computers whose measurements the plans were computed with: roofline, machine, date, noise and what
/// their kernels reach of their limits. Nothing where no plan uses one.
void addComputers(Writer& writer, const Content& content);
/// A profile that a plan uses as a device.
struct UsedProfile {
    std::string id;
    kernels::Profile profile;
    int threads = 0; ///< that the predictions use
};
std::vector<UsedProfile> usedProfiles(const Content& content);
/// One row per format, kernel and provider: how many shapes were measured and what share of the limit they
/// reach.
TableData limitsTable(const RooflineData& data);

// network_results.cpp
/// Hosts, cells and links. Of many cells and links the busiest `busiestShown` are shown and the rest counted.
inline constexpr std::size_t busiestShown = 15;
void addNetworkResults(Writer& writer, const Content& content, const Assessment& assessment);
TableData hostTable(const Content& content, const Assessment& assessment);
TableData cellTable(const Assessment& assessment);
TableData linkTable(const Assessment& assessment);

// inputs.cpp
/// Everything that was typed, from the field descriptions of schema.h.
void addInputs(Writer& writer, const Content& content);
void addAssumptions(Writer& writer, const Content& content);

// sources.cpp
/// Models and devices with their sources, and every source and formula that the results were derived with.
void addSources(Writer& writer, const Content& content);
void addMethod(Writer& writer);

} // namespace cellwright::report
