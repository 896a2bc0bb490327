// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What the window does with measured computers: the ones of the project, and measuring this one.
#include "analytics/kernels/machine.h"
#include "analytics/kernels/providers/provider.h"
#include "app/desktop/main_window.h"
#include "data/library/library.h"
#include "widgets/profile/profile_view.h"

#include <QLabel>

#include <algorithm>

namespace cellwright {

using namespace Qt::StringLiterals;

namespace {

const QString thisComputer = u"this-computer"_s;

std::vector<kernels::ProviderInfo> providerInfos() {
    std::vector<kernels::ProviderInfo> infos;
    for (const auto& provider : kernels::providers())
        infos.push_back(provider->info());
    return infos;
}

/// The profiles among the devices that a project brings along.
std::vector<ProfileEntry> profilesOf(const Project& project) {
    std::vector<ProfileEntry> entries;
    for (const auto& attachment : project.attachments) {
        if (attachment.kind != "device")
            continue;
        auto profile = kernels::profileFromJson(attachment.json, attachment.id);
        if (!profile)
            continue;
        const QString id = QString::fromStdString(attachment.id);
        const QString name = id == thisComputer ? MainWindow::tr("This computer (in this project)")
                                                : MainWindow::tr("%1 (in this project)").arg(id);
        entries.push_back({id, name, std::move(*profile), ProfilePlace::project});
    }
    return entries;
}

/// The profiles among the user's own devices. Those that are no profile have nothing to show.
std::vector<ProfileEntry> ownProfiles() {
    std::vector<ProfileEntry> entries;
    for (const auto& own : library::list().entries) {
        const auto& measured = compute::runtimeOf(own.device).measured;
        if (!measured)
            continue;
        const QString id = QString::fromStdString(own.device.id);
        entries.push_back(
            {id, MainWindow::tr("%1 (my devices)").arg(id), measured->profile(), ProfilePlace::library});
    }
    return entries;
}

/// Says what became of a change of the user's devices, and shows them anew.
void told(ProfileView& view, const Expected<void>& done, const QString& success) {
    view.setEntries(ProfilePlace::library, ownProfiles());
    view.showMessage(done ? success : QString::fromStdString(done.error().message()), !done);
}

void connectLibrary(ProfileView& view) {
    QObject::connect(&view, &ProfileView::saveRequested, &view,
                     [&view](const QString& id, const kernels::Profile& profile) {
                         const auto saved = library::save(id.toStdString(), kernels::toJsonText(profile));
                         told(view, saved.map([](const auto&) {}),
                              MainWindow::tr("“%1” is now one of your devices, for every project.").arg(id));
                         if (saved)
                             view.showProfile(id, ProfilePlace::library);
                     });
    QObject::connect(&view, &ProfileView::renameRequested, &view,
                     [&view](const QString& id, const QString& newId) {
                         const auto renamed = library::rename(id.toStdString(), newId.toStdString());
                         told(view, renamed, MainWindow::tr("“%1” is now called “%2”.").arg(id, newId));
                         if (renamed)
                             view.showProfile(newId, ProfilePlace::library);
                     });
    QObject::connect(&view, &ProfileView::removeRequested, &view, [&view](const QString& id) {
        told(view, library::remove(id.toStdString()),
             MainWindow::tr("“%1” is no longer one of your devices.").arg(id));
    });
}

} // namespace

ProfileView& MainWindow::showProfiles() {
    if (!profiles_)
        makeProfileView();
    profiles_->show();
    profiles_->raise();
    profiles_->activateWindow();
    return *profiles_;
}

void MainWindow::makeProfileView() {
    // Without a parent, so that either window can be in front of the other.
    profiles_ = std::make_unique<ProfileView>();
    profiles_->setWindowIcon(windowIcon());
    profiles_->setMeasuringChoices(providerInfos(), kernels::describeMachine().cores);
    connect(profiles_.get(), &ProfileView::profileChosen, this,
            [this](const QString& id, const kernels::Profile& profile) {
                if (attachDevice(id, QString::fromStdString(kernels::toJsonText(profile))))
                    profiles_->showProfile(id, ProfilePlace::project);
            });
    connect(profiles_.get(), &ProfileView::deviceImported, this, &MainWindow::attachDevice);
    connectLibrary(*profiles_);
    profiles_->setEntries(ProfilePlace::library, ownProfiles());
    Measurement& measurement = profiles_->measurement();
    connect(&measurement, &Measurement::progressed, this, [this](double fraction, const QString&, double) {
        hint_->setText(tr("Measuring this computer: %1 %").arg(int(fraction * 100.0)));
    });
    connect(&measurement, &Measurement::ended, hint_, &QLabel::clear);
    refreshProfiles();
}

/// The device under its id, in the place of an earlier one.
bool MainWindow::attachDevice(const QString& id, const QString& text) {
    const Project::Attachment device{id.toStdString(), "device", text.toStdString()};
    attach(device, tr("Add the device %1").arg(id));
    const auto& kept =
        document_->project().attachments; // once more the same changes nothing, which is no failure
    const bool added = std::ranges::find(kept, device) != kept.end();
    if (added)
        profiles_->showMessage(
            tr("“%1” is now a device of this project: choose it for hosts or users.").arg(id));
    else
        profiles_->showMessage(
            tr("“%1” could not be kept in the project: it has a model of that name, or cannot be written.")
                .arg(id),
            true);
    return added;
}

void MainWindow::refreshProfiles() {
    if (profiles_)
        profiles_->setEntries(ProfilePlace::project, profilesOf(document_->project()));
}

} // namespace cellwright
