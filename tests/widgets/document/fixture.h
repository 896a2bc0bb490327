// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/document/commands.h"
#include "widgets/document/document.h"

#include <memory>

namespace cellwright::test {

inline Position at(double x, double y) {
    return {Metres(x), Metres(y)};
}

/// Two sites, an edge host and a cloud, a link each, a user area, all that refers to each other.
inline Scenario smallScenario() {
    Scenario scenario{.id = {1}, .name = "Base"};
    auto& topology = scenario.topology;
    topology.carriers = {{.id = {1}, .name = "n78"}};
    topology.sites = {
        {.id = {2}, .name = "North", .position = at(0, 300), .sectors = {{.id = {3}, .carrier = {1}}}},
        {.id = {4}, .name = "South", .position = at(0, -300), .sectors = {{.id = {5}, .carrier = {1}}}}};
    topology.hosts = {{.id = {6}, .name = "MEC", .position = at(200, 0)},
                      {.id = {7}, .name = "Cloud", .position = at(5000, 0), .tier = HostTier::cloud}};
    topology.links = {{.id = {8}, .name = "L1", .from = {.site = {2}}, .to = {.host = {6}}},
                      {.id = {9}, .name = "L2", .from = {.host = {6}}, .to = {.host = {7}}}};
    scenario.workloads = {{.id = {10}, .name = "Chat"}};
    scenario.deployments = {{.id = {11}, .name = "Split", .host = {6}}};
    topology.groups = {{.id = {12},
                        .name = "Users",
                        .area = {at(-100, -100), at(100, -100), at(100, 100), at(-100, 100)},
                        .workload = {10},
                        .deployment = {11}}};
    return scenario;
}

inline Project smallProject() {
    Project project{.name = "Test"};
    project.scenarios = {smallScenario()};
    return project;
}

/// A journal that can be told to fail, as a full disk does.
class StubbornJournal : public MemoryJournal {
public:
    explicit StubbornJournal(const bool& full)
        : full_(full) {}
    Expected<void> record(const Edit& edit) override {
        return full_ ? Expected<void>(failure("the disk is full", "project.cellwright", "free some space"))
                     : MemoryJournal::record(edit);
    }
    Expected<Edit> undo() override {
        return full_ ? Expected<Edit>(failure("the disk is full", "project.cellwright", "free some space"))
                     : MemoryJournal::undo();
    }

private:
    const bool& full_;
};

inline std::unique_ptr<Document> smallDocument() {
    return std::make_unique<Document>(smallProject(), std::make_unique<MemoryJournal>());
}

} // namespace cellwright::test
