// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/profile/measurements_page.h"

#include "widgets/charts/roofline/limit_bars.h"
#include "widgets/charts/roofline/roofline_view.h"
#include "widgets/profile/measurement_filter.h"
#include "widgets/profile/profile_model.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace cellwright {
namespace {

QScrollArea* scrolled(QWidget* content) {
    auto* area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(content);
    return area;
}

} // namespace

MeasurementsPage::MeasurementsPage(QWidget* parent)
    : QWidget(parent)
    , model_(new ProfileModel(this))
    , filter_(new MeasurementFilter(*model_, this))
    , threads_(new QComboBox)
    , tabs_(new QTabWidget)
    , roofline_(new RooflineView)
    , bars_(new LimitBars)
    , table_(new QTableView) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* splitter = new QSplitter(Qt::Vertical);
    makeTabs();
    makeTable();
    splitter->addWidget(tabs_);
    splitter->addWidget(table_);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setChildrenCollapsible(false);
    layout->addWidget(splitter, 1);
    const auto choose = [this](std::size_t row) { select(row); };
    connect(roofline_, &RooflineView::rowSelected, this, choose);
    connect(bars_, &LimitBars::rowSelected, this, choose);
    connect(threads_, &QComboBox::currentIndexChanged, this, &MeasurementsPage::showThreads);
}

void MeasurementsPage::makeTabs() {
    tabs_->addTab(roofline_, tr("&Roofline"));
    tabs_->addTab(scrolled(bars_), tr("Against the &limits"));
    tabs_->setDocumentMode(true);
    auto* corner = new QWidget;
    auto* row = new QHBoxLayout(corner);
    row->setContentsMargins(0, 0, 4, 2);
    auto* label = new QLabel(tr("Measured with &threads:"));
    label->setBuddy(threads_);
    threads_->setAccessibleName(tr("Number of threads to show"));
    row->addWidget(label);
    row->addWidget(threads_);
    tabs_->setCornerWidget(corner);
}

void MeasurementsPage::makeTable() {
    table_->setModel(filter_);
    table_->setAccessibleName(tr("Measurements"));
    table_->setAlternatingRowColors(true);
    table_->setShowGrid(false);
    table_->setTabKeyNavigation(false);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setSectionResizeMode(ProfileModel::What, QHeaderView::Stretch);
    table_->setMinimumHeight(6 * fontMetrics().height());
    table_->setSortingEnabled(true);
    table_->sortByColumn(-1, Qt::AscendingOrder); // as measured, until somebody asks for another order
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& now) {
                if (now.isValid())
                    select(std::size_t(filter_->mapToSource(now).row()));
            });
}

void MeasurementsPage::setProfile(const kernels::Profile& profile) {
    selected_.reset();
    model_->setProfile(profile);
    const QSignalBlocker quiet(threads_);
    const int before = threads_->currentData().toInt();
    threads_->clear();
    for (const int threads : measuredThreads(profile))
        threads_->addItem(QString::number(threads), threads);
    const int same = threads_->findData(before);
    threads_->setCurrentIndex(same >= 0 ? same : threads_->count() - 1);
    showThreads();
}

const kernels::Profile& MeasurementsPage::profile() const {
    return model_->profile();
}

void MeasurementsPage::setThreads(int threads) {
    threads_->setCurrentIndex(threads_->findData(threads));
}

void MeasurementsPage::showThreads() {
    const int threads = threads_->currentData().toInt();
    const RooflineData roofline = rooflineData(model_->profile(), threads);
    filter_->setThreads(threads);
    roofline_->setData(roofline);
    bars_->setData(roofline);
    if (selected_ && !filter_->mapFromSource(model_->index(int(*selected_), 0)).isValid())
        selected_.reset();
}

void MeasurementsPage::select(std::optional<std::size_t> row) {
    if (row == selected_)
        return;
    selected_ = row;
    roofline_->select(row);
    bars_->select(row);
    if (!row)
        return table_->clearSelection();
    const QModelIndex shown = filter_->mapFromSource(model_->index(int(*row), 0));
    if (shown.isValid() && table_->currentIndex().row() != shown.row()) {
        table_->setCurrentIndex(shown);
        table_->scrollTo(shown);
    }
}

} // namespace cellwright
