// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/profile/comparison_page.h"

#include "widgets/profile/comparison_model.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSignalBlocker>
#include <QTableView>
#include <QVBoxLayout>

#include <utility>

namespace cellwright {

ComparisonPage::ComparisonPage(QWidget* parent)
    : QWidget(parent)
    , model_(new ComparisonModel(this))
    , others_(new QComboBox)
    , words_(new QLabel)
    , table_(new QTableView) {
    auto* layout = new QVBoxLayout(this);
    auto* row = new QHBoxLayout;
    auto* label = new QLabel(tr("Compare &with:"));
    label->setBuddy(others_);
    others_->setAccessibleName(tr("Profile to compare with"));
    others_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    words_->setWordWrap(true);
    row->addWidget(label);
    row->addWidget(others_);
    row->addSpacing(12);
    row->addWidget(words_, 1);
    layout->addLayout(row);
    table_->setModel(model_);
    table_->setAccessibleName(tr("Comparison"));
    table_->setAlternatingRowColors(true);
    table_->setShowGrid(false);
    table_->setTabKeyNavigation(false);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setSectionResizeMode(ComparisonModel::Case, QHeaderView::Stretch);
    layout->addWidget(table_, 1);
    connect(others_, &QComboBox::currentIndexChanged, this, &ComparisonPage::compare);
    compare();
}

void ComparisonPage::setProfiles(const kernels::Profile* shown, std::vector<Other> others) {
    const QSignalBlocker quiet(others_);
    const QString before = others_->currentText();
    shown_ = shown;
    profiles_ = std::move(others);
    others_->clear();
    for (const Other& other : profiles_)
        others_->addItem(other.name);
    if (const int same = others_->findText(before); same >= 0)
        others_->setCurrentIndex(same);
    compare();
}

void ComparisonPage::compare() {
    const int index = others_->currentIndex();
    const bool possible = shown_ && index >= 0;
    others_->setEnabled(possible);
    table_->setVisible(possible);
    if (!possible) {
        model_->clear();
        words_->setText(tr("There is no other profile yet: measure again, or import one."));
        return;
    }
    model_->compare(*shown_, *profiles_[std::size_t(index)].profile);
    words_->setText(model_->summary());
}

} // namespace cellwright
