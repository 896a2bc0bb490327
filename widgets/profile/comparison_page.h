// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/profile.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QLabel;
class QTableView;

namespace cellwright {

class ComparisonModel;

/// The profile on show beside another one of the list: what became slower or faster, and whether that is more
/// than noise.
class ComparisonPage : public QWidget {
    Q_OBJECT
public:
    explicit ComparisonPage(QWidget* parent = nullptr);

    struct Other {
        QString name;
        const kernels::Profile* profile; ///< lives until the next call
    };
    void setProfiles(const kernels::Profile* shown, std::vector<Other> others);

private:
    void compare();

    ComparisonModel* model_;
    QComboBox* others_;
    QLabel* words_;
    QTableView* table_;
    const kernels::Profile* shown_ = nullptr;
    std::vector<Other> profiles_;
};

} // namespace cellwright
