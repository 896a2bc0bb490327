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

namespace {

/// Colours: processing a prompt, a later token, transfers, waiting.
int categoryOf(SlotKind kind) {
    switch (kind) {
    case SlotKind::prompt:
        return 0;
    case SlotKind::token:
        return 2;
    case SlotKind::transfer:
        return 1;
    case SlotKind::delay:
        break;
    }
    return 3;
}

QString rowName(const TimelineLane& lane) {
    return QString::fromStdString(lane.name);
}

} // namespace

std::vector<GanttRow> ganttRows(const Timeline& timeline) {
    std::vector<GanttRow> rows;
    for (const auto& lane : timeline.lanes)
        rows.push_back({rowName(lane), {}});
    GanttRow delays{TimelinePanel::tr("Waiting, on the way"), {}};
    for (const auto& slot : timeline.bars) {
        GanttRow& row = slot.kind == SlotKind::delay ? delays : rows[std::size_t(slot.lane)];
        row.bars.push_back(
            {slot.begin.si(), slot.end.si(), QString::fromStdString(slot.name), categoryOf(slot.kind)});
    }
    if (!delays.bars.empty()) {
        delays.resting = true;
        rows.push_back(std::move(delays));
    }
    return rows;
}

TimelinePanel::TimelinePanel(Document& document, QWidget* parent)
    : QWidget(parent)
    , document_(document)
    , job_(this)
    , group_(new QComboBox)
    , view_(new QComboBox)
    , words_(new QLabel)
    , chart_(new GanttChart) {
    group_->setAccessibleName(tr("Whose requests"));
    group_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    view_->setAccessibleName(tr("What is shown"));
    view_->addItems({tr("Until the first token"), tr("Each next token"), tr("Gantt chart of one request")});
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

std::optional<TimelinePanel::Place> TimelinePanel::place() const {
    if (group_->currentIndex() < 0)
        return std::nullopt;
    const QPoint at = group_->currentData().toPoint();
    return Place{&assessments_[std::size_t(at.x())], std::size_t(at.y())};
}

void TimelinePanel::refresh() {
    job_.cancel();
    const auto shown = place();
    if (!shown || shown->result().covered == 0) {
        words_->clear();
        chart_->setEmptyText(shown ? tr("No user of this group is served.")
                                   : tr("No user group: draw an area of users (F4)."));
        return chart_->setRows({});
    }
    if (view_->currentIndex() < 2)
        showWaterfall(shown->result(), view_->currentIndex() == 0);
    else
        askTimeline(*shown);
}

void TimelinePanel::showWaterfall(const GroupResult& group, bool first) {
    const auto& parts = first ? group.ttftParts : group.tpotParts;
    QStringList unbounded;
    for (const auto& part : parts)
        if (std::isinf(part.value.si()))
            unbounded += text(part.name);
    words_->setText(unbounded.isEmpty()
                        ? tr("Mean over %1 users; from left to right as it happens").arg(group.covered)
                        : tr("Without bound, and left out: %1").arg(unbounded.join(u", "_s)));
    chart_->setEmptyText(tr("This time is not known: see Issues."));
    chart_->setRows(waterfallRows(parts));
}

void TimelinePanel::askTimeline(const Place& place) {
    const auto* scenario = findById(document_.project().scenarios, place.assessment->id);
    if (!facts_ || !scenario)
        return chart_->setRows({});
    job_.run([copy = *scenario, facts = facts_,
              group = place.group](const auto&) { return timeline(copy, *facts, group); },
             [this](const Expected<Timeline>& found) {
                 words_->setText(
                     found ? tr("The user whose time to first token is the median; %1 to the first token")
                                 .arg(QString::fromStdString(toDisplay(found->firstToken, 4)))
                           : QString());
                 chart_->setEmptyText(found ? QString() : QString::fromStdString(found.error().message()));
                 chart_->setRows(found ? ganttRows(*found) : std::vector<GanttRow>{});
                 Q_EMIT drawn();
             });
}

} // namespace cellwright
