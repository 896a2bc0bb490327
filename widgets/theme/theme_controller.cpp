// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/theme_controller.h"

#include <QEvent>
#include <QGuiApplication>

namespace cellwright {

ThemeController::ThemeController(QObject* parent)
    : QObject(parent) {
    readSystem();
    apply();
    qApp->installEventFilter(this);
}

const Theme& ThemeController::theme() const {
    const bool dark = choice_ == ThemeChoice::dark || (choice_ == ThemeChoice::system && systemIsDark_);
    return dark ? Theme::dark() : Theme::light();
}

void ThemeController::setChoice(ThemeChoice choice) {
    if (choice == choice_)
        return;
    choice_ = choice;
    apply();
}

bool ThemeController::eventFilter(QObject* watched, QEvent* event) {
    // Qt 6.4 has no colour scheme property: the desktop's palette shows when ours is taken off for a moment.
    if (event->type() == QEvent::ThemeChange && !applying_) {
        readSystem();
        apply();
    }
    return QObject::eventFilter(watched, event);
}

void ThemeController::readSystem() {
    applying_ = true;
    QGuiApplication::setPalette(QPalette());
    systemIsDark_ = QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
    applying_ = false;
}

void ThemeController::apply() {
    applying_ = true;
    QGuiApplication::setPalette(theme().palette());
    applying_ = false;
    Q_EMIT themeChanged();
}

} // namespace cellwright
