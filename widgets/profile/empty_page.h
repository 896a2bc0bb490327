// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace cellwright {

/// What the profile view shows before anything was measured: why to measure, and the button that does it.
class EmptyProfilePage : public QWidget {
    Q_OBJECT
public:
    explicit EmptyProfilePage(QWidget* parent = nullptr);

Q_SIGNALS:
    void measureRequested();
    void importRequested();
};

} // namespace cellwright
