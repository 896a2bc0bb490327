// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/assessment.h"
#include "analytics/scenario/scenario.h"

#include <QWidget>

#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace cellwright {

/// What a group's workload calls a good answer.
struct GroupTargets {
    std::optional<Seconds> ttft, tpot, endToEnd;
};
using Targets = std::map<std::pair<ScenarioId, UserGroupId>, GroupTargets>;
Targets targetsOf(const Project& project);

/// The answers: key figures as cards, latency by phase, energy by part, memory against capacity, and what
/// crosses trust boundaries. Scenarios stand side by side. Every number can be clicked, or reached with Tab
/// and pressed with Space, to have it explained.
class ResultCharts : public QWidget {
    Q_OBJECT
public:
    explicit ResultCharts(QWidget* parent = nullptr);
    ~ResultCharts() override;

    /// Shows these, in this order; the targets decide which figures are marked as met or missed.
    void setAssessments(std::vector<Assessment> assessments, Targets targets = {});
    [[nodiscard]] const std::vector<Assessment>& assessments() const;

Q_SIGNALS:
    /// A number was clicked: its path for explain(), and the scenario it belongs to.
    void explainRequested(const QString& path, cellwright::ScenarioId scenario);

protected:
    void changeEvent(QEvent* event) override;

private:
    class Private;
    std::unique_ptr<Private> d_;
};

} // namespace cellwright
