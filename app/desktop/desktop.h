// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"
#include "analytics/scenario/scenario.h"
#include "widgets/theme/theme_controller.h"

#include <QObject>
#include <QPointer>

#include <memory>

namespace cellwright {

class MainWindow;
class ProjectStore;
class StartWindow;

/// The composition root: makes windows for projects and brings back the start page when the last one closes.
class Desktop : public QObject {
    Q_OBJECT
public:
    explicit Desktop(QObject* parent = nullptr);
    ~Desktop() override;

    void showStartPage();
    /// Each opens a window, or says in a message why not.
    MainWindow* openFile(const QString& path);
    MainWindow* openSample(const QString& id);
    MainWindow* openNew();
    void chooseFile();

    [[nodiscard]] ThemeController& theme() { return theme_; }

private:
    MainWindow* openStore(Expected<ProjectStore> store);
    void complain(const Error& error);

    ThemeController theme_;
    std::unique_ptr<StartWindow> start_;
    QPointer<MainWindow> window_; ///< the newest
};

} // namespace cellwright
