// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quality/quality.h"

#include <QWidget>

class QLabel;
class QTreeWidget;
class QTreeWidgetItem;

namespace cellwright {

/// The published rows of a deployment's model and of the format, or the two formats, that it keeps its
/// weights in.
class QualityPanel : public QWidget {
    Q_OBJECT
public:
    explicit QualityPanel(QWidget* parent = nullptr);

    /// Looks a deployment and its model up in the shipped tables; without a model, says so.
    void setPlan(const llm::Model* model, const Deployment& deployment);
    /// Shows one answer, or two under their sides where the formats differ.
    void setAnswer(const quality::CutAnswer& answer);
    void clear();

private:
    void addTables(const quality::Answer& answer, QTreeWidgetItem* parent);
    void addSide(const QString& side, const quality::Answer& answer);

    QLabel* statement_;
    QTreeWidget* tree_;
};

} // namespace cellwright
