// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/profile/measurement.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cellwright {

/// Where a profile on show comes from.
enum class ProfilePlace { measured, project, library, file };

/// A profile that can be looked at and compared.
struct ProfileEntry {
    QString id;   ///< of the device that it makes: "this-computer"
    QString name; ///< for people
    kernels::Profile profile;
    ProfilePlace place = ProfilePlace::project;
};

/// What a measured computer does: its roofline, its kernels against their limits, how quiet it was; measures
/// anew without getting in the way, imports, exports and compares. Knows no project: whoever owns it says
/// which profiles there are and listens.
class ProfileView : public QWidget {
    Q_OBJECT
public:
    explicit ProfileView(QWidget* parent = nullptr, Profiler profiler = kernels::run);
    ~ProfileView() override;

    /// Replaces the profiles of a place; what is on show stays on show where it is still there.
    void setEntries(ProfilePlace place, std::vector<ProfileEntry> entries);
    /// What the user may choose from when measuring.
    void setMeasuringChoices(const std::vector<kernels::ProviderInfo>& providers, int cores);

    [[nodiscard]] Measurement& measurement();
    /// The profile on show, or null.
    [[nodiscard]] const ProfileEntry* shown() const;
    void showProfile(const QString& id, ProfilePlace place);
    /// Says something in the view, until the next measurement or message.
    void showMessage(const QString& text, bool problem = false);
    /// The measurement that is marked in chart, bars and table: a row of ProfileRows.
    [[nodiscard]] std::optional<std::size_t> selectedRow() const;

    /// Reads a profile, or any other device that the catalogue understands. What is wrong with it is said in
    /// the view; false then.
    bool importFile(const QString& path);
    bool exportFile(const QString& path);

public Q_SLOTS:
    /// Opens the choices for a new measurement.
    void offerMeasuring();
    void startMeasuring();

Q_SIGNALS:
    /// The user wants this profile as a device of the project.
    void profileChosen(const QString& id, const cellwright::kernels::Profile& profile);
    /// Likewise a device without a profile, as text that the catalogue reads.
    void deviceImported(const QString& id, const QString& text);
    /// The user wants to keep this profile among their own devices, or to rename or remove one of those.
    void saveRequested(const QString& id, const cellwright::kernels::Profile& profile);
    void renameRequested(const QString& id, const QString& newId);
    void removeRequested(const QString& id);

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    class Private;
    std::unique_ptr<Private> d_;
};

} // namespace cellwright
