// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/radio/pci.h"
#include "widgets/canvas/overlay.h"
#include "widgets/document/document.h"
#include "widgets/planning/newest_job.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QTimer;
class QTreeWidget;

namespace cellwright {

class QuantityEdit;

/// Checks the physical cell identities while it is on show, and proposes better ones: applied as one edit.
class PciPanel : public QWidget {
    Q_OBJECT
public:
    explicit PciPanel(Document& document, QWidget* parent = nullptr);
    ~PciPanel() override;

    /// The latest findings; `checked()` is emitted when they are those of the present scenario.
    [[nodiscard]] const radio::PciReport& report() const { return report_; }
    [[nodiscard]] const radio::PciPlan& plan() const { return plan_; }
    void suggest();
    bool apply();

    /// Whether anybody sees the panel: one behind another tab is not hidden, and still draws nothing.
    void setSeen(bool seen);

Q_SIGNALS:
    void checked();
    void suggested();
    void overlayChanged(const cellwright::Overlay& overlay);
    void revealRequested(cellwright::EntityRef site);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* makeTop();
    QWidget* makeBottom();
    [[nodiscard]] radio::PciOptions options() const;
    void check();
    void takeReport(const Expected<radio::PciReport>& report);
    void takePlan(const Expected<radio::PciPlan>& plan);
    void fill();
    void drawOverlay();
    void say(const QString& words, bool bad = false);
    [[nodiscard]] std::vector<const radio::PciFinding*> shownFindings() const;

    bool seen_ = false;
    Document& document_;
    radio::PciReport report_;
    radio::PciPlan plan_;
    NewestJob<Expected<radio::PciReport>> checking_;
    NewestJob<Expected<radio::PciPlan>> planning_;
    QLabel *summary_, *message_;
    QTreeWidget* table_;
    QComboBox* least_;
    QCheckBox* lines_;
    QuantityEdit* margin_;
    QPushButton *suggest_, *apply_;
    QTimer* pause_;
};

} // namespace cellwright
