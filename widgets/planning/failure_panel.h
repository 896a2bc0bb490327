// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/failure.h"
#include "widgets/canvas/overlay.h"
#include "widgets/document/document.h"
#include "widgets/document/selection.h"
#include "widgets/planning/newest_job.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTextBrowser;
class QTreeWidget;

namespace cellwright {

/// What happens when one link, site or host fails: a table of all single failures, and who loses service in
/// the chosen one.
class FailurePanel : public QWidget {
    Q_OBJECT
public:
    FailurePanel(Document& document, Selection& selection, QWidget* parent = nullptr);
    ~FailurePanel() override;

    void setFacts(std::shared_ptr<const Facts> facts);
    /// Shows what the failure of one thing does.
    void ask(EntityRef entity);
    /// Works out the table of all single failures.
    void askAll();

    [[nodiscard]] const std::vector<FailureRow>& rows() const { return rows_; }
    [[nodiscard]] const std::optional<FailureImpact>& impact() const { return impact_; }

    /// Whether anybody sees the panel: one behind another tab is not hidden, and still draws nothing.
    void setSeen(bool seen);

Q_SIGNALS:
    void answered();    ///< the impact of one failure is there
    void answeredAll(); ///< the table is there
    void overlayChanged(const cellwright::Overlay& overlay);
    void revealRequested(cellwright::EntityRef entity);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* makeTop();
    void fill();
    void takeImpact(const Expected<FailureImpact>& impact);
    void drawOverlay();
    void outdate();
    void say(const QString& words);
    void showButtons();

    bool seen_ = false;
    Document& document_;
    Selection& selection_;
    std::shared_ptr<const Facts> facts_;
    std::vector<FailureRow> rows_;
    std::optional<FailureImpact> impact_;
    NewestJob<Expected<FailureImpact>> one_;
    NewestJob<Expected<std::vector<FailureRow>>> all_;
    QLabel* message_;
    QTreeWidget* table_;
    QTextBrowser* details_;
    QPushButton *ask_, *askAll_, *stop_, *switch_;
};

} // namespace cellwright
