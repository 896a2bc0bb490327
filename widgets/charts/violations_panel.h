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

/// What the plans break: where, by how much, and what would mend it; below, where models are used beyond what
/// they vouch for. Activating a line asks for its entity.
class ViolationsPanel : public QWidget {
    Q_OBJECT
public:
    explicit ViolationsPanel(QWidget* parent = nullptr);
    void setAssessments(const std::vector<Assessment>& assessments);
    /// Broken constraints; doubts about what the figures rest on do not count.
    [[nodiscard]] int count() const { return violations_; }

Q_SIGNALS:
    void entityRequested(cellwright::EntityRef entity, cellwright::ScenarioId scenario);

private:
    template <class Finding>
    void add(const Assessment& assessment, bool nameScenario, const QString& kind, const Finding& finding,
             const QString& icon);
    [[nodiscard]] QString summary() const;
    void activate(const QListWidgetItem& item);

    QLabel* summary_;
    QListWidget* list_;
    int violations_ = 0;
};

} // namespace cellwright
