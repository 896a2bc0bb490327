// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/assessment.h"
#include "widgets/serving/gantt_chart.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QLabel;

namespace cellwright {

/// The parts of a time that follow each other, each beginning where the one before it ends.
std::vector<GanttRow> waterfallRows(const std::vector<Part<Seconds>>& parts);

/// How the time of one request of a group passes: as a waterfall of the first token's phases, or of a later
/// token's.
class TimelinePanel : public QWidget {
    Q_OBJECT
public:
    explicit TimelinePanel(QWidget* parent = nullptr);

    void setAssessments(std::vector<Assessment> assessments);
    [[nodiscard]] const GanttChart& chart() const { return *chart_; }

private:
    void fillGroups();
    void refresh();
    [[nodiscard]] const GroupResult* group() const;

    std::vector<Assessment> assessments_;
    QComboBox *group_, *view_;
    QLabel* words_;
    GanttChart* chart_;
};

} // namespace cellwright
