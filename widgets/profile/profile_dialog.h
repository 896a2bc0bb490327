// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/profiler.h"

#include <QDialog>

#include <functional>
#include <memory>
#include <stop_token>

namespace cellwright {

/// Measures the kernels of this computer on a thread of its own, with progress; Cancel or closing stops it at
/// the next sample. The result is a table of medians with their spread.
class ProfileDialog : public QDialog {
    Q_OBJECT
public:
    /// What does the measuring: kernels::run, or something quicker in tests.
    using Profiler = std::function<Expected<kernels::Profile>(
        const kernels::ProfileOptions&, const kernels::ProfileProgress&, std::stop_token)>;

    explicit ProfileDialog(QWidget* parent = nullptr, Profiler profiler = kernels::run);
    ~ProfileDialog() override;

    [[nodiscard]] bool measuring() const;

public Q_SLOTS:
    /// Begins to measure, quickly or thoroughly as chosen; ignored while measuring.
    void start();
    /// Asks the measurement to stop and returns at once.
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
