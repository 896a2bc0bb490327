// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/profile/profile_dialog.h"

#include "widgets/profile/profile_model.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMetaObject>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QTableView>
#include <QVBoxLayout>

#include <thread>
#include <utility>

namespace cellwright {

class ProfileDialog::Private {
public:
    Private(ProfileDialog& dialog, Profiler profiler)
        : dialog_(dialog)
        , profiler_(std::move(profiler)) {}

    void build();
    void start();
    void finish(Expected<kernels::Profile> result);
    void showState();

    ProfileDialog& dialog_;
    Profiler profiler_;
    ProfileModel* model_ = nullptr;
    bool measuring_ = false;
    QRadioButton* quick_ = nullptr;
    QRadioButton* thorough_ = nullptr;
    QProgressBar* progress_ = nullptr;
    QLabel* phase_ = nullptr;
    QLabel* machine_ = nullptr;
    QTableView* table_ = nullptr;
    QPushButton* startButton_ = nullptr;
    QPushButton* useButton_ = nullptr;
    QPushButton* closeButton_ = nullptr;
    std::jthread worker_; ///< last, so that it ends before what it reports to

private:
    void buildResult(QVBoxLayout& layout);
    void buildButtons(QVBoxLayout& layout);
    void measure(const kernels::ProfileOptions& options, const std::stop_token& stop);
};

void ProfileDialog::Private::build() {
    dialog_.setWindowTitle(ProfileDialog::tr("Profile this computer"));
    auto* layout = new QVBoxLayout(&dialog_);
    auto* intro = new QLabel(ProfileDialog::tr("Measures how fast this computer runs the operations of a "
                                               "language model. Close other programs first: they "
                                               "would make the figures worse and less certain."));
    intro->setWordWrap(true);
    layout->addWidget(intro);
    quick_ = new QRadioButton(ProfileDialog::tr("&Quick (20 seconds)"));
    thorough_ = new QRadioButton(ProfileDialog::tr("&Thorough (3 minutes)"));
    quick_->setChecked(true);
    auto* depth = new QHBoxLayout;
    depth->addWidget(quick_);
    depth->addWidget(thorough_);
    depth->addStretch(1);
    layout->addLayout(depth);
    progress_ = new QProgressBar;
    progress_->setRange(0, 1000);
    progress_->setAccessibleName(ProfileDialog::tr("Progress of the measurement"));
    phase_ = new QLabel;
    phase_->setWordWrap(true);
    layout->addWidget(progress_);
    layout->addWidget(phase_);
    buildResult(*layout);
    buildButtons(*layout);
    dialog_.resize(680, 520);
}

void ProfileDialog::Private::buildResult(QVBoxLayout& layout) {
    machine_ = new QLabel;
    machine_->setWordWrap(true);
    model_ = new ProfileModel(&dialog_);
    table_ = new QTableView;
    table_->setModel(model_);
    table_->setAccessibleName(ProfileDialog::tr("Measurements"));
    table_->setAlternatingRowColors(true);
    table_->setShowGrid(false);
    table_->setTabKeyNavigation(false);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(dialog_.fontMetrics().height() + 8);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table_->horizontalHeader()->setSectionResizeMode(ProfileModel::What, QHeaderView::Stretch);
    layout.addWidget(machine_);
    layout.addWidget(table_, 1);
}

void ProfileDialog::Private::buildButtons(QVBoxLayout& layout) {
    auto* box = new QDialogButtonBox;
    startButton_ = box->addButton(ProfileDialog::tr("&Measure"), QDialogButtonBox::ActionRole);
    useButton_ = box->addButton(ProfileDialog::tr("&Use as “This computer”"), QDialogButtonBox::AcceptRole);
    closeButton_ = box->addButton(QDialogButtonBox::Close);
    layout.addWidget(box);
    connect(startButton_, &QPushButton::clicked, &dialog_, &ProfileDialog::start);
    connect(useButton_, &QPushButton::clicked, &dialog_, [this] {
        Q_EMIT dialog_.profileChosen(model_->profile());
        dialog_.accept();
    });
    connect(closeButton_, &QPushButton::clicked, &dialog_, [this] {
        if (measuring_)
            dialog_.cancel();
        else
            dialog_.reject();
    });
}

void ProfileDialog::Private::showState() {
    const bool measured = model_->rowCount() > 0;
    quick_->setEnabled(!measuring_);
    thorough_->setEnabled(!measuring_);
    startButton_->setEnabled(!measuring_);
    startButton_->setText(measured ? ProfileDialog::tr("&Measure again") : ProfileDialog::tr("&Measure"));
    useButton_->setEnabled(measured && !measuring_);
    closeButton_->setText(measuring_ ? ProfileDialog::tr("Cancel") : ProfileDialog::tr("Close"));
    progress_->setVisible(measuring_);
    table_->setVisible(measured);
    machine_->setVisible(measured);
    machine_->setText(measured ? machineText(model_->profile()) : QString());
    (measuring_ ? closeButton_ : measured ? useButton_ : startButton_)->setDefault(true);
}

void ProfileDialog::Private::start() {
    measuring_ = true;
    progress_->setValue(0);
    phase_->setText(ProfileDialog::tr("Preparing…"));
    kernels::ProfileOptions options;
    options.quick = quick_->isChecked();
    worker_ = std::jthread([this, options](const std::stop_token& stop) { measure(options, stop); });
    showState();
}

/// On the worker. Whatever it has to say is handed to the window's thread, which drops it once the dialog is
/// gone.
void ProfileDialog::Private::measure(const kernels::ProfileOptions& options, const std::stop_token& stop) {
    const auto report = [this](double fraction, const std::string& text) {
        QMetaObject::invokeMethod(
            &dialog_,
            [this, fraction, text] {
                progress_->setValue(int(fraction * 1000.0));
                phase_->setText(QString::fromStdString(text));
            },
            Qt::QueuedConnection);
    };
    auto result = profiler_(options, report, stop);
    QMetaObject::invokeMethod(
        &dialog_, [this, result = std::move(result)] { finish(result); }, Qt::QueuedConnection);
}

void ProfileDialog::Private::finish(Expected<kernels::Profile> result) {
    measuring_ = false;
    if (result) {
        model_->setProfile(std::move(*result));
        phase_->clear();
    } else if (worker_.get_stop_token().stop_requested()) {
        phase_->setText(ProfileDialog::tr("Cancelled. Nothing was changed."));
    } else {
        phase_->setText(QString::fromStdString(result.error().message()));
    }
    showState();
}

ProfileDialog::ProfileDialog(QWidget* parent, Profiler profiler)
    : QDialog(parent)
    , d_(std::make_unique<Private>(*this, std::move(profiler))) {
    d_->build();
    d_->showState();
}

ProfileDialog::~ProfileDialog() = default;

bool ProfileDialog::measuring() const {
    return d_->measuring_;
}

void ProfileDialog::start() {
    if (!d_->measuring_)
        d_->start();
}

void ProfileDialog::cancel() {
    d_->worker_.request_stop();
    if (d_->measuring_)
        d_->phase_->setText(tr("Stopping…"));
}

void ProfileDialog::done(int result) {
    cancel();
    QDialog::done(result);
}

} // namespace cellwright
