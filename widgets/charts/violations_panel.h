// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/assessment.h"

#include <QWidget>

#include <vector>

class QLabel;
class QListWidget;
class QListWidgetItem;

namespace cellwright {

/// What the plans break: where, by how much, and what would mend it. Activating a line asks for its entity.
class ViolationsPanel : public QWidget {
    Q_OBJECT
public:
    explicit ViolationsPanel(QWidget* parent = nullptr);
    void setAssessments(const std::vector<Assessment>& assessments);
    [[nodiscard]] int count() const;

Q_SIGNALS:
    void entityRequested(cellwright::EntityRef entity, cellwright::ScenarioId scenario);

private:
    void add(const Assessment& assessment, const Violation& violation, bool nameScenario);
    void activate(const QListWidgetItem& item);

    QLabel* summary_;
    QListWidget* list_;
};

} // namespace cellwright
