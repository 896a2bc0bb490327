// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/serving/modes_dialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cellwright {

ModesDialog::ModesDialog(Document& document, std::shared_ptr<const KnownModels> models, QWidget* parent)
    : QDialog(parent)
    , document_(document)
    , models_(std::move(models))
    , small_(new ChoiceCombo)
    , buttons_(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel)) {
    setWindowTitle(tr("Compare ways to serve"));
    auto* layout = new QVBoxLayout(this);
    auto* intro = new QLabel(tr("A copy of “%1” is made for each of these, and all are shown side by side.")
                                 .arg(QString::fromStdString(document_.scenario().name)));
    intro->setWordWrap(true);
    layout->addWidget(intro);
    for (const ServingMode mode : allServingModes) {
        auto* box = new QCheckBox(modeName(mode));
        connect(box, &QCheckBox::toggled, this, &ModesDialog::refresh);
        layout->addWidget(box);
        boxes_.push_back(box);
    }
    auto* form = new QFormLayout;
    std::vector<Choice> choices;
    for (const auto& id : smallerModels(document_.scenario(), *models_))
        choices.push_back({QString::fromStdString(id), QString::fromStdString(models_->at(id).name), {}});
    small_->setChoices(choices);
    small_->setAccessibleName(tr("Small model"));
    if (!choices.empty())
        small_->setCurrentId(choices.back().id);
    small_->setEnabled(!choices.empty());
    small_->setToolTip(choices.empty() ? tr("No smaller model of the catalogue has the vocabulary of the "
                                            "scenario's models.")
                                       : tr("Smaller models with a vocabulary of the same size."));
    form->addRow(tr("&Small model"), small_);
    layout->addLayout(form);
    layout->addWidget(buttons_);
    buttons_->button(QDialogButtonBox::Ok)->setText(tr("&Compare"));
    connect(small_, &ChoiceCombo::idChosen, this, &ModesDialog::refresh);
    connect(buttons_, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons_, &QDialogButtonBox::rejected, this, &QDialog::reject);
    setMinimumWidth(380); // the title is whole
    refresh();
    for (const ServingMode usual : {ServingMode::device, ServingMode::host, ServingMode::split})
        setChosen(usual, true);
}

void ModesDialog::refresh() {
    for (std::size_t i = 0; i < boxes_.size(); ++i) {
        const ServingMode mode = allServingModes[i];
        const QString reason =
            whyNot(document_.scenario(), *models_, mode, small_->currentId().toStdString());
        boxes_[i]->setEnabled(reason.isEmpty());
        boxes_[i]->setToolTip(reason.isEmpty() ? modeHelp(mode) : reason);
        if (!reason.isEmpty())
            boxes_[i]->setChecked(false);
    }
    auto* compare = buttons_->button(QDialogButtonBox::Ok);
    compare->setEnabled(!chosen().empty());
    compare->setToolTip(chosen().empty() ? tr("Choose at least one way.") : QString());
}

std::vector<ServingMode> ModesDialog::chosen() const {
    std::vector<ServingMode> modes;
    for (std::size_t i = 0; i < boxes_.size(); ++i)
        if (boxes_[i]->isEnabled() && boxes_[i]->isChecked())
            modes.push_back(allServingModes[i]);
    return modes;
}

void ModesDialog::setChosen(ServingMode mode, bool chosen) {
    if (isOffered(mode))
        boxes_[std::size_t(mode)]->setChecked(chosen);
}

bool ModesDialog::isOffered(ServingMode mode) const {
    return boxes_[std::size_t(mode)]->isEnabled();
}

void ModesDialog::accept() {
    added_ = addModes(document_, *models_, chosen(), small_->currentId().toStdString());
    QDialog::accept();
}

} // namespace cellwright
