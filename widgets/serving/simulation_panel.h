// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/assess.h"
#include "analytics/simulation/simulation.h"
#include "widgets/document/document.h"
#include "widgets/planning/newest_job.h"

#include <QWidget>

#include <atomic>
#include <memory>
#include <optional>

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QTimer;
class QTreeWidget;
class QTreeWidgetItem;

namespace cellwright {

class CurvePlot;
class QuantityEdit;

/// Plays the scenario's requests one by one, and shows what the formulas say, what the simulation found, with
/// its confidence interval, and the difference. One click; computed away from the window's thread; a change
/// of the scenario marks the answer as old.
class SimulationPanel : public QWidget {
    Q_OBJECT
public:
    explicit SimulationPanel(Document& document, QWidget* parent = nullptr);
    ~SimulationPanel() override;

    void setFacts(std::shared_ptr<const Facts> facts);
    void run();
    void cancel();
    [[nodiscard]] bool running() const { return job_.busy() && wanted_; }
    [[nodiscard]] const std::optional<SimulationResult>& result() const { return result_; }

Q_SIGNALS:
    void finished();

private:
    QWidget* makeControls();
    QWidget* makeCurve();
    void take(const Expected<SimulationResult>& result);
    void fill();
    void fillGroup(QTreeWidgetItem* parent, const SimulatedGroup& group);
    void fillCurve();
    void say(const QString& text, bool bad = false);
    void showRunning(bool on);

    Document& document_;
    std::shared_ptr<const Facts> facts_;
    std::optional<SimulationResult> result_;
    NewestJob<Expected<SimulationResult>> job_;
    std::shared_ptr<std::atomic<double>> progress_ = std::make_shared<std::atomic<double>>(0.0);
    bool wanted_ = false;
    QuantityEdit* duration_;
    QSpinBox* seed_;
    QPushButton *run_, *cancel_;
    QProgressBar* bar_;
    QTimer* tick_;
    QLabel *message_, *notes_;
    QTreeWidget* table_;
    QComboBox *group_, *figure_;
    CurvePlot* curve_;
};

} // namespace cellwright
