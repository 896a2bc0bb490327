// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/profile/measure_panel.h"

#include "widgets/profile/profile_words.h"
#include "widgets/theme/icons.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSizePolicy>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cellwright {

MeasurePanel::MeasurePanel(Measurement& measurement, QWidget* parent)
    : QFrame(parent)
    , measurement_(measurement)
    , faces_(new QStackedWidget) {
    setFrameShape(QFrame::StyledPanel);
    auto* layout = new QVBoxLayout(this);
    faces_->addWidget(makeChoices());
    faces_->addWidget(makeProgress());
    faces_->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    layout->addWidget(faces_);
    connect(&measurement_, &Measurement::started, this, [this] {
        progress_->setValue(0);
        what_->setText(tr("Preparing…"));
        left_->clear();
        cancel_->setEnabled(true);
        showFace(1);
        cancel_->setFocus();
    });
    connect(&measurement_, &Measurement::progressed, this, &MeasurePanel::showProgress);
    connect(&measurement_, &Measurement::ended, this, [this] { showFace(0); });
    showFace(0);
    setChoices({}, 1);
}

/// Only the face on show asks for height.
void MeasurePanel::showFace(int index) {
    for (int i = 0; i < faces_->count(); ++i)
        faces_->widget(i)->setSizePolicy(QSizePolicy::Preferred,
                                         i == index ? QSizePolicy::Preferred : QSizePolicy::Ignored);
    faces_->setCurrentIndex(index);
    faces_->updateGeometry();
}

QWidget* MeasurePanel::makeChoices() {
    auto* face = new QWidget;
    auto* layout = new QVBoxLayout(face);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* row = new QHBoxLayout;
    quick_ = new QRadioButton(tr("&Quick (20 s)"));
    full_ = new QRadioButton(tr("&Full (3 min)"));
    quick_->setChecked(true);
    auto* threadsLabel = new QLabel(tr("&Threads:"));
    threads_ = new QComboBox;
    threads_->setAccessibleName(tr("Threads to measure with"));
    threadsLabel->setBuddy(threads_);
    start_ = new QPushButton(themedIcon(u"play"_s), tr("&Start measuring"));
    auto* away = new QPushButton(tr("Not now"));
    for (QWidget* each : {static_cast<QWidget*>(quick_), static_cast<QWidget*>(full_),
                          static_cast<QWidget*>(threadsLabel), static_cast<QWidget*>(threads_)})
        row->addWidget(each);
    row->addStretch(1);
    row->addWidget(start_);
    row->addWidget(away);
    layout->addLayout(row);
    providerRow_ = new QHBoxLayout;
    providerLabel_ = new QLabel(tr("Kernels of:"));
    providerRow_->addWidget(providerLabel_);
    providerRow_->addStretch(1);
    layout->addLayout(providerRow_);
    auto* hint = new QLabel(
        tr("Close other programs first, and leave the computer alone meanwhile: they would make the "
           "figures worse and less certain."));
    hint->setWordWrap(true);
    layout->addWidget(hint);
    connect(start_, &QPushButton::clicked, this, &MeasurePanel::start);
    connect(away, &QPushButton::clicked, this, &MeasurePanel::dismissed);
    return face;
}

QWidget* MeasurePanel::makeProgress() {
    auto* face = new QWidget;
    auto* layout = new QVBoxLayout(face);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* row = new QHBoxLayout;
    progress_ = new QProgressBar;
    progress_->setRange(0, 1000);
    progress_->setAccessibleName(tr("Progress of the measurement"));
    cancel_ = new QPushButton(themedIcon(u"stop"_s), tr("&Cancel"));
    row->addWidget(progress_, 1);
    row->addWidget(cancel_);
    layout->addLayout(row);
    auto* words = new QHBoxLayout;
    what_ = new QLabel;
    left_ = new QLabel;
    what_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    words->addWidget(what_, 1);
    words->addWidget(left_);
    layout->addLayout(words);
    layout->addStretch(1);
    connect(cancel_, &QPushButton::clicked, this, [this] {
        cancel_->setEnabled(false);
        what_->setText(tr("Stopping…"));
        measurement_.cancel();
    });
    return face;
}

void MeasurePanel::setChoices(const std::vector<kernels::ProviderInfo>& providers, int cores) {
    threads_->clear();
    threads_->addItem(cores > 1 ? tr("one, and all %1 cores").arg(cores) : tr("one"), 0);
    for (int threads = 1; threads <= cores && cores > 1;
         threads = threads < cores && 2 * threads > cores ? cores : 2 * threads)
        threads_->addItem(QString::number(threads), threads);
    for (QCheckBox* box : std::exchange(providers_, {}))
        delete box;
    for (const kernels::ProviderInfo& info : providers) {
        auto* box = new QCheckBox(QString::fromStdString(info.name));
        box->setObjectName(QString::fromStdString(info.id));
        const bool usable = info.unavailable.empty();
        box->setEnabled(usable);
        box->setChecked(usable);
        box->setToolTip(QString::fromStdString(usable ? info.name + " " + info.version +
                                                            (info.device.empty() ? "" : ", " + info.device)
                                                      : info.unavailable));
        box->setAccessibleDescription(box->toolTip());
        providerRow_->insertWidget(providerRow_->count() - 1, box);
        providers_.push_back(box);
    }
    providerLabel_->setVisible(!providers_.empty());
}

kernels::ProfileOptions MeasurePanel::options() const {
    kernels::ProfileOptions options;
    options.quick = quick_->isChecked();
    if (const int threads = threads_->currentData().toInt(); threads > 0)
        options.threads = {threads};
    for (const QCheckBox* box : providers_)
        if (box->isChecked())
            options.providers.push_back(box->objectName().toStdString());
    return options;
}

void MeasurePanel::focusFirst() {
    (measurement_.running() ? cancel_ : start_)->setFocus();
}

void MeasurePanel::start() {
    measurement_.start(options());
}

void MeasurePanel::showProgress(double fraction, const QString& what, double left) {
    if (!cancel_->isEnabled()) // it is being stopped, and says so
        return;
    progress_->setValue(int(fraction * 1000.0));
    what_->setText(tr("Measuring: %1").arg(what));
    left_->setText(timeLeftText(left));
}

} // namespace cellwright
