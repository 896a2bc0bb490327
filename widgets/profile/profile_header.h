// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/profile.h"

#include <QWidget>

class QLabel;

namespace cellwright {

/// What was measured, when, by which version, and how quiet it was, in words.
class ProfileHeader : public QWidget {
    Q_OBJECT
public:
    explicit ProfileHeader(QWidget* parent = nullptr);
    void setProfile(const kernels::Profile& profile);

protected:
    void changeEvent(QEvent* event) override;

private:
    void colour();

    QLabel *machine_, *origin_, *noise_, *warnings_;
    bool disturbed_ = false;
};

} // namespace cellwright
