// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/planning/failure_panel.h"

#include "analytics/quantity/text.h"
#include "widgets/document/site_commands.h"
#include "widgets/maps/map_data.h"
#include "widgets/planning/failure_words.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/theme.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSplitter>
#include <QTextBrowser>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

constexpr int rowRole = Qt::UserRole;

bool canFail(EntityRef ref) {
    return ref &&
           (ref.kind == EntityKind::site || ref.kind == EntityKind::host || ref.kind == EntityKind::link);
}

/// Sorts its columns of numbers as numbers.
class FailureItem : public QTreeWidgetItem {
public:
    using QTreeWidgetItem::QTreeWidgetItem;
    bool operator<(const QTreeWidgetItem& other) const override {
        const int column = treeWidget() ? treeWidget()->sortColumn() : 0;
        const QVariant mine = data(column, Qt::UserRole + 1), its = other.data(column, Qt::UserRole + 1);
        return mine.isValid() ? mine.toDouble() < its.toDouble() : text(column) < other.text(column);
    }
    void setNumber(int column, const QString& text, double number) {
        setText(column, text);
        setData(column, Qt::UserRole + 1, number);
        setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    }
};

} // namespace

FailurePanel::FailurePanel(Document& document, Selection& selection, QWidget* parent)
    : QWidget(parent)
    , document_(document)
    , selection_(selection)
    , one_(this)
    , all_(this)
    , message_(new QLabel)
    , table_(new QTreeWidget)
    , details_(new QTextBrowser)
    , ask_(new QPushButton(tr("What if the &selected one fails?")))
    , askAll_(new QPushButton(themedIcon(u"play"_s), tr("&All single failures")))
    , stop_(new QPushButton(themedIcon(u"stop"_s), tr("S&top")))
    , switch_(new QPushButton(tr("Switch it &off in the scenario"))) {
    auto* split = new QSplitter(Qt::Horizontal);
    split->addWidget(table_);
    split->addWidget(details_);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 6);
    layout->setSpacing(4);
    layout->addWidget(makeTop());
    layout->addWidget(split, 1);
    table_->setHeaderLabels({tr("What fails"), tr("Users lost"), tr("Served another way"),
                             tr("Requests lost"), tr("Worst delay"), tr("Only way"), tr("Targets broken")});
    table_->setRootIsDecorated(false);
    table_->setAlternatingRowColors(true);
    table_->setUniformRowHeights(true);
    table_->setSortingEnabled(true);
    table_->sortByColumn(1, Qt::DescendingOrder);
    table_->setAccessibleName(tr("Single failures and what they do"));
    details_->setAccessibleName(tr("Who notices the chosen failure"));
    details_->setFrameShape(QFrame::NoFrame);
    connect(table_, &QTreeWidget::itemSelectionChanged, this, [this] {
        if (const auto chosen = table_->selectedItems(); !chosen.isEmpty())
            ask(rows_[chosen.front()->data(0, rowRole).toUInt()].failed);
    });
    connect(table_, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem* item) {
        Q_EMIT revealRequested(rows_[item->data(0, rowRole).toUInt()].failed);
    });
    connect(&document_, &Document::changed, this, [this](const ChangeEvent&) { outdate(); });
    connect(&selection_, &Selection::changed, this, &FailurePanel::showButtons);
    say(tr("Choose a link, a site or a host on the drawing, or look at all single failures."));
    showButtons();
}

FailurePanel::~FailurePanel() = default;

QWidget* FailurePanel::makeTop() {
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    message_->setWordWrap(true);
    row->addWidget(message_, 1);
    for (auto* button : {switch_, ask_, askAll_, stop_})
        row->addWidget(button);
    stop_->hide();
    connect(ask_, &QPushButton::clicked, this, [this] { ask(selection_.primary()); });
    connect(askAll_, &QPushButton::clicked, this, &FailurePanel::askAll);
    connect(stop_, &QPushButton::clicked, this, [this] {
        all_.cancel();
        stop_->hide();
        askAll_->show();
        say(tr("Stopped."));
    });
    connect(switch_, &QPushButton::clicked, this, [this] {
        if (impact_)
            commands::toggleOn(document_, {impact_->failed});
    });
    return box;
}

void FailurePanel::setFacts(std::shared_ptr<const Facts> facts) {
    facts_ = std::move(facts);
    outdate();
}

void FailurePanel::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    setSeen(false);
}

void FailurePanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    setSeen(true);
}

void FailurePanel::setSeen(bool seen) {
    if (seen == seen_)
        return;
    seen_ = seen;
    drawOverlay();
}

void FailurePanel::say(const QString& text) {
    message_->setText(text);
}

void FailurePanel::showButtons() {
    const bool can = canFail(selection_.primary());
    ask_->setEnabled(can);
    ask_->setToolTip(can ? QString() : tr("Select a link, a site or a host first."));
    switch_->setEnabled(impact_.has_value());
    switch_->setToolTip(impact_ ? QString() : tr("First choose a failure."));
}

/// The answers are those of an earlier scenario.
void FailurePanel::outdate() {
    one_.cancel();
    all_.cancel();
    stop_->hide();
    askAll_->show();
    if (rows_.empty() && !impact_)
        return;
    rows_.clear();
    impact_.reset();
    fill();
    details_->clear();
    drawOverlay();
    showButtons();
    say(tr("The scenario has changed: ask again."));
}

void FailurePanel::ask(EntityRef entity) {
    if (!facts_ || !canFail(entity))
        return;
    say(tr("Computing…"));
    one_.run([scenario = document_.scenario(), facts = facts_,
              entity](const auto&) { return failureImpact(scenario, *facts, entity); },
             [this](const Expected<FailureImpact>& impact) { takeImpact(impact); });
}

void FailurePanel::takeImpact(const Expected<FailureImpact>& impact) {
    impact_ = impact ? std::optional(*impact) : std::nullopt;
    say(impact ? QString() : QString::fromStdString(impact.error().message()));
    details_->setHtml(impact_ ? impactText(*impact_) : QString());
    showButtons();
    drawOverlay();
    Q_EMIT answered();
}

void FailurePanel::askAll() {
    if (!facts_)
        return;
    say(tr("Computing all single failures…"));
    askAll_->hide();
    stop_->show();
    all_.run(
        [scenario = document_.scenario(), facts = facts_](const auto& wanted) {
            return allFailures(scenario, *facts, [&wanted](const FailureRow&) { return wanted(); });
        },
        [this](const Expected<std::vector<FailureRow>>& rows) {
            stop_->hide();
            askAll_->show();
            rows_ = rows ? *rows : std::vector<FailureRow>{};
            const auto harmful =
                std::ranges::count_if(rows_, [](const FailureRow& row) { return row.lost > 0; });
            say(rows
                    ? tr("%1 of %2 single failures cost somebody the service.").arg(harmful).arg(rows_.size())
                    : QString::fromStdString(rows.error().message()));
            fill();
            Q_EMIT answeredAll();
        });
}

void FailurePanel::fill() {
    const QSignalBlocker quiet(table_);
    table_->setSortingEnabled(false);
    table_->clear();
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const FailureRow& row = rows_[i];
        auto* item = new FailureItem(table_);
        item->setData(0, rowRole, qulonglong(i));
        item->setText(0, QString::fromStdString(row.name));
        item->setNumber(1, QString::number(row.lost), row.lost);
        item->setNumber(2, QString::number(row.rerouted), row.rerouted);
        item->setNumber(3, tr("%1/s").arg(QString::fromStdString(roundedText(row.requestsLost.si(), 3))),
                        row.requestsLost.si());
        item->setNumber(4, delayChangeText(row.worstDelayChange), row.worstDelayChange.si());
        item->setText(5, row.onlyWay ? tr("yes") : QString());
        QStringList broken;
        for (const auto& target : row.brokenTargets)
            broken << QString::fromStdString(target);
        item->setText(6, broken.join(u", "_s));
        if (row.lost > 0)
            item->setForeground(1, Theme::of(palette()).bad);
    }
    table_->setSortingEnabled(true);
    for (int column = 0; column < table_->columnCount(); ++column)
        table_->resizeColumnToContents(column);
}

/// What fails, and the groups that notice.
void FailurePanel::drawOverlay() {
    Overlay overlay;
    if (impact_ && seen_) {
        overlay.marks.push_back({impact_->failed, Gravity::critical, tr("fails")});
        for (const auto& group : impact_->groups)
            overlay.marks.push_back({{EntityKind::userGroup, group.id.value},
                                     group.lost > 0 ? Gravity::critical : Gravity::warning,
                                     impactSentences(group).value(0)});
    }
    Q_EMIT overlayChanged(overlay);
}

} // namespace cellwright
