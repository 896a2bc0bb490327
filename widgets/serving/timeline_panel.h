// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/timeline.h"
#include "widgets/document/document.h"
#include "widgets/planning/newest_job.h"
#include "widgets/serving/gantt_chart.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QComboBox;
class QLabel;

namespace cellwright {

/// The parts of a time that follow each other, each beginning where the one before it ends.
std::vector<GanttRow> waterfallRows(const std::vector<Part<Seconds>>& parts);

/// A row for each computer and way, with what it does; a row of delays at the end.
std::vector<GanttRow> ganttRows(const Timeline& timeline);

/// How the time of one request of a group passes: as a waterfall of the phases, which are means over the
/// users, or as a Gantt chart of one user's request, chunk by chunk through the hosts, with their bubbles.
class TimelinePanel : public QWidget {
    Q_OBJECT
public:
    explicit TimelinePanel(Document& document, QWidget* parent = nullptr);

    void setFacts(std::shared_ptr<const Facts> facts) { facts_ = std::move(facts); }
    void setAssessments(std::vector<Assessment> assessments);
    [[nodiscard]] const GanttChart& chart() const { return *chart_; }

Q_SIGNALS:
    void drawn(); ///< a Gantt chart has been computed and is there

private:
    struct Place {
        const Assessment* assessment = nullptr;
        std::size_t group = 0;
        [[nodiscard]] const GroupResult& result() const { return assessment->groups[group]; }
    };
    void fillGroups();
    void refresh();
    void showWaterfall(const GroupResult& group, bool first);
    void askTimeline(const Place& place);
    [[nodiscard]] std::optional<Place> place() const;

    Document& document_;
    std::shared_ptr<const Facts> facts_;
    NewestJob<Expected<Timeline>> job_;

    std::vector<Assessment> assessments_;
    QComboBox *group_, *view_;
    QLabel* words_;
    GanttChart* chart_;
};

} // namespace cellwright
