// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/serving/speculation_panel.h"

#include "analytics/quantity/text.h"
#include "widgets/charts/curve_plot.h"

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

constexpr double milliseconds = 1e3;

QString shown(Seconds time) {
    return QString::fromStdString(toDisplay(time, 3));
}

QString ratio(double value) {
    return QString::fromStdString(roundedText(value, 3));
}

std::vector<Curve> lengthCurves(const SpeculationCurve& curve) {
    Curve drafts{SpeculationPanel::tr("With drafts"), {}, 0, false, true};
    Curve plain{SpeculationPanel::tr("Without"), {}, 1, true, false};
    for (const DraftPoint& point : curve.byLength) {
        drafts.points.emplace_back(point.draftLength, milliseconds * point.perToken.si());
        plain.points.emplace_back(point.draftLength, milliseconds * curve.plain.si());
    }
    return {drafts, plain};
}

std::vector<Curve> channelCurves(const SpeculationCurve& curve) {
    Curve best{SpeculationPanel::tr("Best length"), {}, 0, false, false};
    Curve chosen{SpeculationPanel::tr("This length"), {}, 2, true, false};
    for (const ChannelPoint& point : curve.byChannel) {
        best.points.emplace_back(point.sinrDownlink.db(), milliseconds * point.best.perToken.si());
        chosen.points.emplace_back(point.sinrDownlink.db(), milliseconds * point.chosen.perToken.si());
    }
    return {best, chosen};
}

} // namespace

QString SpeculationPanel::verdict(const SpeculationCurve& curve) {
    const DraftPoint* used = nullptr;
    for (const DraftPoint& point : curve.byLength)
        if (point.draftLength == curve.chosen)
            used = &point;
    if (!used || used->draftLength == 0)
        return tr("Drafts lose at every length: %1 per token without them. The best of lengths is none.")
            .arg(shown(curve.plain));
    const double gain = curve.plain / used->perToken;
    QString text = gain >= 1.0
                       ? tr("Drafts of %1 tokens: %2 per token, %3 times as fast as without (%4).")
                             .arg(used->draftLength)
                             .arg(shown(used->perToken), ratio(gain), shown(curve.plain))
                       : tr("Drafts of %1 tokens lose: %2 per token, %3 times as long as without (%4).")
                             .arg(used->draftLength)
                             .arg(shown(used->perToken), ratio(1.0 / gain), shown(curve.plain));
    if (const DraftPoint& best = curve.best(); best.draftLength != used->draftLength)
        text +=
            u' ' +
            (best.draftLength == 0
                 ? tr("Best: no drafts.")
                 : tr("Best: drafts of %1, %2 per token.").arg(best.draftLength).arg(shown(best.perToken)));
    return text;
}

SpeculationPanel::SpeculationPanel(Document& document, QWidget* parent)
    : GroupJobPanel(
          document,
          [](const Scenario& scenario, const Facts& facts, std::size_t group) {
              return speculationCurve(scenario, facts, group);
          },
          parent)
    , byLength_(new CurvePlot)
    , byChannel_(new CurvePlot) {
    group()->setAccessibleName(tr("Whose requests"));
    byLength_->setAccessibleName(tr("Time per token by draft length"));
    byChannel_->setAccessibleName(tr("Time per token by SINR"));
    byLength_->setEmptyText(
        tr("Choose speculative decoding for the deployment of these users, under “Small and "
           "large model” in its properties."));
    auto* plots = new QHBoxLayout;
    plots->addWidget(byLength_, 1);
    plots->addWidget(byChannel_, 1);
    layout_->addLayout(plots, 1);
}

void SpeculationPanel::showAnswer() {
    if (!answer()) {
        byLength_->setCurves({}, {}, {});
        return byChannel_->setCurves({}, {}, {});
    }
    message()->setText(verdict(*answer()));
    byLength_->setCurves(lengthCurves(*answer()), {tr("Draft length"), true, false, true},
                         {tr("Time per token (ms)"), true, false, false});
    byChannel_->setCurves(channelCurves(*answer()), {tr("Downlink SINR (dB)"), false, false, false},
                          {tr("Time per token (ms)"), true, false, false});
}

} // namespace cellwright
