// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/modes/speculation_curve.h"
#include "widgets/serving/group_job_panel.h"

namespace cellwright {

class CurvePlot;

/// Where drafts of a small model pay and where they lose: time per token over their length and over the
/// channel, with the time without drafts beside it.
class SpeculationPanel : public GroupJobPanel<SpeculationCurve> {
    Q_OBJECT
public:
    explicit SpeculationPanel(Document& document, QWidget* parent = nullptr);
    /// "Drafts of 4 tokens: 31 ms per token, 1.42 times as fast as without", or that they lose.
    [[nodiscard]] static QString verdict(const SpeculationCurve& curve);

protected:
    void showAnswer() override;

private:
    CurvePlot *byLength_, *byChannel_;
};

} // namespace cellwright
