// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme/theme.h"

#include <QObject>

namespace cellwright {

enum class ThemeChoice { system, light, dark };

/// Gives the application the palette of the chosen theme; with `system` it follows the desktop, also while
/// running. Create one in main() after the application object.
class ThemeController : public QObject {
    Q_OBJECT
public:
    explicit ThemeController(QObject* parent = nullptr);

    [[nodiscard]] ThemeChoice choice() const { return choice_; }
    void setChoice(ThemeChoice choice);
    [[nodiscard]] const Theme& theme() const;

    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void themeChanged();

private:
    void apply();
    void readSystem();

    ThemeChoice choice_ = ThemeChoice::system;
    bool systemIsDark_ = false;
    bool applying_ = false;
};

} // namespace cellwright
