// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/violations_panel.h"

#include "widgets/theme/icons.h"

#include <QLabel>
#include <QListWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

enum Role { KindRole = Qt::UserRole, IdRole, ScenarioRole };

QString kindName(ViolationKind kind) {
    switch (kind) {
    case ViolationKind::invalid:
        return ViolationsPanel::tr("Input");
    case ViolationKind::coverage:
        return ViolationsPanel::tr("Coverage");
    case ViolationKind::memory:
        return ViolationsPanel::tr("Memory");
    case ViolationKind::unstable:
        return ViolationsPanel::tr("Overload");
    case ViolationKind::disconnected:
        return ViolationsPanel::tr("Connection");
    case ViolationKind::target:
        return ViolationsPanel::tr("Target");
    }
    return {};
}

} // namespace

ViolationsPanel::ViolationsPanel(QWidget* parent)
    : QWidget(parent)
    , summary_(new QLabel)
    , list_(new QListWidget) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    summary_->setWordWrap(true);
    layout->addWidget(summary_);
    layout->addWidget(list_, 1);
    list_->setWordWrap(true);
    list_->setAccessibleName(tr("Problems of the plan"));
    list_->setAlternatingRowColors(true);
    list_->setSpacing(1);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(list_, &QListWidget::itemClicked, this, [this](const QListWidgetItem* item) { activate(*item); });
    connect(list_, &QListWidget::itemActivated, this,
            [this](const QListWidgetItem* item) { activate(*item); });
    setAssessments({});
}

void ViolationsPanel::setAssessments(const std::vector<Assessment>& assessments) {
    list_->clear();
    violations_ = 0;
    const bool several = assessments.size() > 1;
    for (const Assessment& assessment : assessments)
        for (const Violation& violation : assessment.violations) {
            const auto icon = violation.kind == ViolationKind::target ? u"warning"_s : u"error"_s;
            add(assessment, several, kindName(violation.kind), violation, icon);
            ++violations_;
        }
    for (const Assessment& assessment : assessments)
        for (const Warning& warning : assessment.warnings)
            add(assessment, several, tr("Doubt"), warning, u"warning"_s);
    list_->setVisible(list_->count() > 0);
    summary_->setText(assessments.empty() ? tr("Nothing has been assessed yet.") : summary());
    summary_->setAlignment(list_->count() > 0 ? Qt::AlignLeft : Qt::AlignCenter);
}

QString ViolationsPanel::summary() const {
    const int doubts = list_->count() - violations_;
    QString text;
    if (violations_ == 0)
        text = tr("✓ This plan works: everything fits, every queue is stable and every target is met.");
    else
        text = violations_ == 1 ? tr("One problem. Choose it to go to its object.")
                                : tr("%1 problems. Choose one to go to its object.").arg(violations_);
    if (doubts > 0)
        text += u' ' + tr("What the figures rest on is in doubt where it says so below.");
    return text;
}

template <class Finding>
void ViolationsPanel::add(const Assessment& assessment, bool nameScenario, const QString& kind,
                          const Finding& finding, const QString& icon) {
    QString text = u"%1: %2"_s.arg(kind, QString::fromStdString(finding.what));
    if (nameScenario)
        text = u"%1. %2"_s.arg(QString::fromStdString(assessment.scenario), text);
    if (!finding.remedy.empty())
        text += u"\n→ "_s + QString::fromStdString(finding.remedy);
    auto* item = new QListWidgetItem(themedIcon(icon), text, list_);
    item->setToolTip(tr("Click to go to the object."));
    item->setData(KindRole, int(finding.entity.kind));
    item->setData(IdRole, qlonglong(finding.entity.id));
    item->setData(ScenarioRole, qlonglong(assessment.id.value));
}

void ViolationsPanel::activate(const QListWidgetItem& item) {
    const EntityRef entity{EntityKind(item.data(KindRole).toInt()), item.data(IdRole).toLongLong()};
    if (entity)
        Q_EMIT entityRequested(entity, ScenarioId{item.data(ScenarioRole).toLongLong()});
}

} // namespace cellwright
