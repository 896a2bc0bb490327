// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include <memory>

namespace cellwright {

namespace kernels {
struct Profile;
}

/// Measures the kernels of this computer on a thread of its own, with progress; Cancel or closing stops it at the
/// next sample. The result is a table of medians with their spread.
class ProfileDialog : public QDialog {
    Q_OBJECT
public:
    explicit ProfileDialog(QWidget* parent = nullptr);
    ~ProfileDialog() override;

public Q_SLOTS:
    void start();
    void cancel();
    void done(int result) override;

Q_SIGNALS:
    /// The user wants this profile as "This computer".
    void profileChosen(const cellwright::kernels::Profile& profile);

private:
    class Private;
    std::unique_ptr<Private> d_;
};

} // namespace cellwright
