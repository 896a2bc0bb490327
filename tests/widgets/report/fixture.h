// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/catalogue/facts.h"
#include "data/samples/samples.h"
#include "widgets/report/content.h"
#include "widgets/report/pdf_bytes.h"

#include <vector>

namespace cellwright::test {

/// A project with its assessments, as the program would hand them to the report.
struct Assessed {
    Project project;
    Facts facts;
    std::vector<Assessment> assessments;

    explicit Assessed(Project made)
        : project(std::move(made))
        , facts(catalogue::factsFor(project.attachments).value()) {
        for (const Scenario& scenario : project.scenarios)
            assessments.push_back(assess(scenario, facts));
    }
    [[nodiscard]] report::Content content() const {
        std::vector<report::Plan> plans;
        for (std::size_t i = 0; i < assessments.size(); ++i)
            plans.push_back({&project.scenarios[i], &assessments[i]});
        return {project,        assessments, plans, facts, ReportOptions{}, report::creationDate({}),
                report::Style()};
    }
};

} // namespace cellwright::test
