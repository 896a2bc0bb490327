// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/serving/timeline_panel.h"

#include "analytics/quantity/text.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

#include <cmath>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

QString text(std::string_view words) {
    return QString::fromUtf8(words.data(), qsizetype(words.size()));
}

} // namespace

std::vector<GanttRow> waterfallRows(const std::vector<Part<Seconds>>& parts) {
    std::vector<GanttRow> rows;
    double time = 0.0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const double length = parts[i].value.si();
        if (!(length > 0.0) || !std::isfinite(length))
            continue;
        rows.push_back(
            {text(parts[i].name),
             {{time, time + length, QString::fromStdString(toDisplay(parts[i].value, 3)), int(i)}}});
        time += length;
    }
    return rows;
}

TimelinePanel::TimelinePanel(QWidget* parent)
    : QWidget(parent)
    , group_(new QComboBox)
    , view_(new QComboBox)
    , words_(new QLabel)
    , chart_(new GanttChart) {
    group_->setAccessibleName(tr("Whose requests"));
    group_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    view_->setAccessibleName(tr("What is shown"));
    view_->addItems({tr("Until the first token"), tr("Each next token")});
    view_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    words_->setForegroundRole(QPalette::PlaceholderText);
    auto* row = new QHBoxLayout;
    row->addWidget(group_);
    row->addWidget(view_);
    row->addWidget(words_, 1);
    auto* area = new QScrollArea;
    area->setWidget(chart_);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 6);
    layout->addLayout(row);
    layout->addWidget(area, 1);
    chart_->setAccessibleName(tr("Phases of a request over time"));
    connect(group_, &QComboBox::activated, this, &TimelinePanel::refresh);
    connect(view_, &QComboBox::activated, this, &TimelinePanel::refresh);
    fillGroups();
}

void TimelinePanel::setAssessments(std::vector<Assessment> assessments) {
    assessments_ = std::move(assessments);
    fillGroups();
}

/// Groups of all scenarios on show; the chosen one stays chosen.
void TimelinePanel::fillGroups() {
    const QString chosen = group_->currentText();
    group_->clear();
    for (std::size_t scenario = 0; scenario < assessments_.size(); ++scenario)
        for (std::size_t i = 0; i < assessments_[scenario].groups.size(); ++i) {
            const QString name = QString::fromStdString(assessments_[scenario].groups[i].name);
            group_->addItem(
                assessments_.size() > 1
                    ? u"%1, %2"_s.arg(name, QString::fromStdString(assessments_[scenario].scenario))
                    : name,
                QPoint(int(scenario), int(i)));
        }
    group_->setCurrentIndex(std::max(0, group_->findText(chosen)));
    group_->setEnabled(group_->count() > 0);
    view_->setEnabled(group_->count() > 0);
    refresh();
}

const GroupResult* TimelinePanel::group() const {
    if (group_->currentIndex() < 0)
        return nullptr;
    const QPoint at = group_->currentData().toPoint();
    return &assessments_[std::size_t(at.x())].groups[std::size_t(at.y())];
}

void TimelinePanel::refresh() {
    const GroupResult* shown = group();
    if (!shown || shown->covered == 0) {
        words_->clear();
        chart_->setEmptyText(shown ? tr("No user of this group is served.")
                                   : tr("No user group: draw an area of users (F4)."));
        return chart_->setRows({});
    }
    const auto& parts = view_->currentIndex() == 0 ? shown->ttftParts : shown->tpotParts;
    QStringList unbounded;
    for (const auto& part : parts)
        if (std::isinf(part.value.si()))
            unbounded += text(part.name);
    words_->setText(unbounded.isEmpty()
                        ? tr("Mean over %1 users; from left to right as it happens").arg(shown->covered)
                        : tr("Without bound, and left out: %1").arg(unbounded.join(u", "_s)));
    chart_->setEmptyText(tr("This time is not known: see Issues."));
    chart_->setRows(waterfallRows(parts));
}

} // namespace cellwright
