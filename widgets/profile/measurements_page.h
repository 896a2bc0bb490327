// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/profile.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QTableView;
class QTabWidget;

namespace cellwright {

class LimitBars;
class MeasurementFilter;
class ProfileModel;
class RooflineView;

/// A profile as chart, bars and table of one number of threads; what is marked in one is marked in all.
class MeasurementsPage : public QWidget {
    Q_OBJECT
public:
    explicit MeasurementsPage(QWidget* parent = nullptr);

    void setProfile(const kernels::Profile& profile);
    [[nodiscard]] const kernels::Profile& profile() const;
    void setThreads(int threads);
    void select(std::optional<std::size_t> row);
    [[nodiscard]] std::optional<std::size_t> selected() const { return selected_; }

    /// For what is shown beside the chart and the bars.
    [[nodiscard]] QTabWidget& tabs() { return *tabs_; }

private:
    void makeTable();
    void makeTabs();
    void showThreads();

    ProfileModel* model_;
    MeasurementFilter* filter_;
    QComboBox* threads_;
    QTabWidget* tabs_;
    RooflineView* roofline_;
    LimitBars* bars_;
    QTableView* table_;
    std::optional<std::size_t> selected_;
};

} // namespace cellwright
