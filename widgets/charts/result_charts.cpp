// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/result_charts.h"

#include "analytics/quantity/text.h"
#include "widgets/charts/chart_box.h"
#include "widgets/charts/chart_data.h"
#include "widgets/charts/chart_panel.h"
#include "widgets/charts/figure_card.h"
#include "widgets/charts/figures.h"
#include "widgets/charts/ledger_model.h"
#include "widgets/explain/badge_delegate.h"
#include "widgets/theme/theme.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QSet>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>
#include <QTimer>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

enum Role { PathRole = Qt::UserRole, ScenarioRole };

/// What stands below the ledger of a group: its guarantee, with a link to its derivation, and what to know.
QStringList privacyLines(const Assessment& assessment, std::size_t index) {
    const PrivacyResult& privacy = assessment.groups[index].privacy;
    QStringList lines;
    if (privacy.ledger.empty())
        lines += ResultCharts::tr("Nothing leaves the user's device.");
    if (privacy.epsilon) {
        const QString link = u"groups[%1].privacy.guarantee.epsilon|%2"_s.arg(index).arg(assessment.id.value);
        lines += ResultCharts::tr("Guarantee: <a href=\"%1\">ε = %2</a> at δ = %3. %4")
                     .arg(link, QString::fromStdString(roundedText(*privacy.epsilon, 3)),
                          QString::fromStdString(exactText(privacy.delta)),
                          QString::fromStdString(privacy.adjacency).toHtmlEscaped());
    }
    for (const std::string& note : privacy.notes)
        lines += QString::fromStdString(note).toHtmlEscaped();
    return lines;
}

} // namespace

class ResultCharts::Private {
public:
    explicit Private(ResultCharts& panel)
        : panel_(panel) {}

    void build();
    void show();

    std::vector<Assessment> assessments_;
    Targets targets_;

private:
    void buildTabs();
    QWidget* makeLedger();
    QTreeWidget* makeNumbers();
    void connectChart(ChartPanel* chart);
    void showGroups();
    void showCards();
    void showTab();
    void showLedger();
    void showNumbers();
    void addNumbers(const Assessment& assessment, QTreeWidgetItem* parent);
    [[nodiscard]] UserGroupId group() const { return UserGroupId{groups_->currentData().toLongLong()}; }

    ResultCharts& panel_;
    QStackedWidget* pages_ = nullptr;
    QWidget* groupRow_ = nullptr;
    QComboBox* groups_ = nullptr;
    CardRow* cardRow_ = nullptr;
    std::vector<FigureCard*> cards_;
    QTabWidget* tabs_ = nullptr;
    struct Chart {
        QWidget* tab;
        ChartKind kind;
        ChartPanel* panel;
    };
    std::vector<Chart> charts_;
    QWidget* ledgerTab_ = nullptr;
    LedgerModel* ledger_ = nullptr;
    QTableView* ledgerView_ = nullptr;
    QLabel* ledgerNotes_ = nullptr;
    QTreeWidget* numbers_ = nullptr;
};

void ResultCharts::Private::build() {
    auto* outer = new QVBoxLayout(&panel_);
    outer->setContentsMargins(0, 0, 0, 0);
    pages_ = new QStackedWidget;
    outer->addWidget(pages_);
    auto* empty =
        new QLabel(ResultCharts::tr("No results yet. Draw a site and a user area on the canvas, and choose a "
                                    "model and where it runs: the figures appear by themselves."));
    empty->setAlignment(Qt::AlignCenter);
    empty->setWordWrap(true);
    empty->setMargin(24);
    pages_->addWidget(empty);

    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    groupRow_ = new QWidget;
    auto* row = new QHBoxLayout(groupRow_);
    row->setContentsMargins(0, 0, 0, 0);
    auto* label = new QLabel(ResultCharts::tr("Users"));
    groups_ = new QComboBox;
    groups_->setAccessibleName(ResultCharts::tr("User group of the figures"));
    label->setBuddy(groups_);
    row->addWidget(label);
    row->addWidget(groups_);
    row->addStretch(1);
    cardRow_ = new CardRow;
    tabs_ = new QTabWidget;
    tabs_->setDocumentMode(true);
    layout->addWidget(groupRow_);
    layout->addWidget(cardRow_);
    layout->addWidget(tabs_, 1);
    pages_->addWidget(page);
    buildTabs();
    QObject::connect(groups_, &QComboBox::activated, &panel_, [this] {
        showCards();
        showTab();
    });
    QObject::connect(tabs_, &QTabWidget::currentChanged, &panel_, [this] { showTab(); });
}

void ResultCharts::Private::buildTabs() {
    const auto addCharts = [this](const QString& title, std::initializer_list<ChartKind> kinds) {
        std::vector<ChartPanel*> charts;
        for ([[maybe_unused]] const ChartKind kind : kinds)
            connectChart(charts.emplace_back(new ChartPanel));
        auto* box = new ChartBox(charts);
        std::size_t next = 0;
        for (const ChartKind kind : kinds)
            charts_.push_back({box, kind, charts[next++]});
        tabs_->addTab(box, title);
    };
    addCharts(ResultCharts::tr("Latency"), {ChartKind::timeToFirstToken, ChartKind::timePerToken});
    addCharts(ResultCharts::tr("Energy"), {ChartKind::energy});
    addCharts(ResultCharts::tr("Memory"), {ChartKind::memory});
    tabs_->addTab(ledgerTab_ = makeLedger(), ResultCharts::tr("Privacy"));
    tabs_->addTab(numbers_ = makeNumbers(), ResultCharts::tr("All numbers"));
}

void ResultCharts::Private::connectChart(ChartPanel* chart) {
    QObject::connect(chart, &ChartPanel::explainRequested, &panel_, &ResultCharts::explainRequested);
}

QWidget* ResultCharts::Private::makeLedger() {
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 4, 0, 0);
    ledger_ = new LedgerModel(&panel_);
    ledgerView_ = new QTableView;
    ledgerView_->setModel(ledger_);
    ledgerView_->setItemDelegateForColumn(LedgerModel::Kind, new BadgeDelegate(ledgerView_));
    ledgerView_->setAccessibleName(ResultCharts::tr("What crosses trust boundaries, per request"));
    ledgerView_->verticalHeader()->hide();
    ledgerView_->verticalHeader()->setDefaultSectionSize(panel_.fontMetrics().height() + 10);
    ledgerView_->setAlternatingRowColors(true);
    ledgerView_->setShowGrid(false);
    ledgerView_->setSelectionBehavior(QAbstractItemView::SelectRows);
    ledgerView_->setTabKeyNavigation(false);
    ledgerView_->setMinimumHeight(90);
    ledgerView_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    ledgerView_->horizontalHeader()->setStretchLastSection(true);
    ledgerNotes_ = new QLabel;
    ledgerNotes_->setWordWrap(true);
    ledgerNotes_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::LinksAccessibleByMouse |
                                          Qt::LinksAccessibleByKeyboard);
    QObject::connect(ledgerNotes_, &QLabel::linkActivated, &panel_, [this](const QString& link) {
        const auto parts = link.split(u'|');
        Q_EMIT panel_.explainRequested(parts.value(0), ScenarioId{parts.value(1).toLongLong()});
    });
    layout->addWidget(ledgerView_, 1);
    layout->addWidget(ledgerNotes_);
    return page;
}

QTreeWidget* ResultCharts::Private::makeNumbers() {
    auto* tree = new QTreeWidget;
    tree->setColumnCount(2);
    tree->setHeaderLabels({ResultCharts::tr("Figure"), ResultCharts::tr("Value")});
    tree->setAccessibleName(ResultCharts::tr("All numbers"));
    tree->setAlternatingRowColors(true);
    tree->setUniformRowHeights(true);
    tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    tree->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    tree->header()->setStretchLastSection(false);
    const auto explain = [this](const QTreeWidgetItem* item) {
        const QString path = item->data(0, PathRole).toString();
        if (!path.isEmpty())
            Q_EMIT panel_.explainRequested(path, ScenarioId{item->data(0, ScenarioRole).toLongLong()});
    };
    QObject::connect(tree, &QTreeWidget::itemActivated, &panel_, explain);
    QObject::connect(tree, &QTreeWidget::itemClicked, &panel_, explain);
    return tree;
}

void ResultCharts::Private::show() {
    bool any = false;
    for (const Assessment& assessment : assessments_)
        any = any || !assessment.groups.empty() || !assessment.hosts.empty() || !assessment.cells.empty();
    pages_->setCurrentIndex(any ? 1 : 0);
    if (!any)
        return;
    showGroups();
    showCards();
    showTab();
}

/// All groups of all scenarios once; a group keeps its id when a scenario is duplicated.
void ResultCharts::Private::showGroups() {
    const qlonglong before = groups_->currentData().toLongLong();
    groups_->clear();
    for (const Assessment& assessment : assessments_)
        for (const GroupResult& each : assessment.groups)
            if (groups_->findData(qlonglong(each.id.value)) < 0)
                groups_->addItem(QString::fromStdString(each.name), qlonglong(each.id.value));
    groups_->setCurrentIndex(std::max(0, groups_->findData(before)));
    groupRow_->setVisible(groups_->count() > 1);
}

void ResultCharts::Private::showCards() {
    std::vector<std::vector<FigureCard::Entry>> entries;
    for (const Assessment& assessment : assessments_)
        for (std::size_t i = 0; i < assessment.groups.size(); ++i) {
            const GroupResult& each = assessment.groups[i];
            if (each.id != group())
                continue;
            const auto targets = targets_.find({assessment.id, each.id});
            const auto figures =
                keyFigures(each, i, targets == targets_.end() ? GroupTargets{} : targets->second);
            entries.resize(figures.size());
            for (std::size_t card = 0; card < figures.size(); ++card)
                entries[card].push_back(
                    {figures[card], QString::fromStdString(assessment.scenario), assessment.id});
        }
    while (cards_.size() < entries.size()) {
        auto* card = cards_.emplace_back(new FigureCard);
        QObject::connect(card, &FigureCard::explainRequested, &panel_, &ResultCharts::explainRequested);
    }
    for (std::size_t card = 0; card < entries.size(); ++card)
        cards_[card]->setEntries(groups_->currentText(), entries[card]);
    cardRow_->setVisible(!entries.empty());
    cardRow_->setCards(entries.empty() ? std::vector<FigureCard*>{} : cards_);
}

/// Only what can be seen is brought up to date, so that dragging stays quick.
void ResultCharts::Private::showTab() {
    QWidget* shown = tabs_->currentWidget();
    for (const auto& [tab, kind, chart] : charts_)
        if (tab == shown)
            chart->setData(chartData(kind, assessments_));
    if (shown == ledgerTab_)
        showLedger();
    if (shown == numbers_)
        showNumbers();
}

void ResultCharts::Private::showLedger() {
    ledger_->setAssessments(assessments_, group());
    ledgerView_->setColumnHidden(LedgerModel::ScenarioName, assessments_.size() < 2);
    ledgerView_->setVisible(ledger_->rowCount() > 0);
    QStringList lines;
    for (const Assessment& assessment : assessments_)
        for (std::size_t i = 0; i < assessment.groups.size(); ++i)
            if (assessment.groups[i].id == group())
                for (const QString& line : privacyLines(assessment, i))
                    lines += assessments_.size() > 1
                                 ? u"<b>%1</b>: %2"_s.arg(
                                       QString::fromStdString(assessment.scenario).toHtmlEscaped(), line)
                                 : line;
    ledgerNotes_->setText(lines.join(u"<br>"_s));
}

void ResultCharts::Private::showNumbers() {
    QSet<QString> open;
    for (int i = 0; i < numbers_->topLevelItemCount(); ++i)
        if (numbers_->topLevelItem(i)->isExpanded())
            open.insert(numbers_->topLevelItem(i)->text(0));
    const bool first = numbers_->topLevelItemCount() == 0;
    numbers_->clear();
    for (const Assessment& assessment : assessments_) {
        auto* item = assessments_.size() > 1
                         ? new QTreeWidgetItem(numbers_, {QString::fromStdString(assessment.scenario)})
                         : nullptr;
        addNumbers(assessment, item);
    }
    for (int i = 0; i < numbers_->topLevelItemCount(); ++i)
        numbers_->topLevelItem(i)->setExpanded(open.contains(numbers_->topLevelItem(i)->text(0)) ||
                                               (first && i == 0));
}

void ResultCharts::Private::addNumbers(const Assessment& assessment, QTreeWidgetItem* parent) {
    QTreeWidgetItem* subject = nullptr;
    for (const Figure& figure : allFigures(assessment)) {
        if (!subject || subject->text(0) != figure.subject) {
            subject = parent ? new QTreeWidgetItem(parent) : new QTreeWidgetItem(numbers_);
            subject->setText(0, figure.subject);
        }
        auto* item = new QTreeWidgetItem(subject, {figure.name, figure.value});
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        item->setData(0, PathRole, figure.path);
        item->setData(0, ScenarioRole, qlonglong(assessment.id.value));
        if (!figure.path.isEmpty())
            item->setToolTip(1, ResultCharts::tr("Click to see how it is computed."));
    }
}

ResultCharts::ResultCharts(QWidget* parent)
    : QWidget(parent)
    , d_(std::make_unique<Private>(*this)) {
    d_->build();
    d_->show();
}

ResultCharts::~ResultCharts() = default;

void ResultCharts::setAssessments(std::vector<Assessment> assessments, Targets targets) {
    d_->assessments_ = std::move(assessments);
    d_->targets_ = std::move(targets);
    d_->show();
}

const std::vector<Assessment>& ResultCharts::assessments() const {
    return d_->assessments_;
}

void ResultCharts::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    // Colours of states are set text by text; children learn the new palette before this event is over.
    if (event->type() == QEvent::PaletteChange)
        QTimer::singleShot(0, this, [this] { d_->show(); });
}

} // namespace cellwright
