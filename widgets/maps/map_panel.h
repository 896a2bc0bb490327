// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/document/document.h"
#include "widgets/maps/map_settings.h"

#include <QWidget>

#include <memory>

class QCheckBox;
class QComboBox;
class QLabel;
class QSlider;
class QTimer;

namespace cellwright {

class CdfPlot;
class LegendEditor;
class QuantityEdit;

/// Which map is drawn over the ground, with which colours, and what it says: shares of area and users that
/// meet a target, percentiles, distribution. Computes nothing but sums over the map that it is shown.
class MapPanel : public QWidget {
    Q_OBJECT
public:
    explicit MapPanel(Document& document, QWidget* parent = nullptr);
    ~MapPanel() override;

    void setSettings(const MapSettings& settings);
    [[nodiscard]] const MapSettings& settings() const { return settings_; }
    /// The map on show; an unfinished one changes no statistics. `problem` says why there is none.
    void setMap(std::shared_ptr<const MapData> map, bool fine, const QString& problem);
    [[nodiscard]] const MapShares& shares() const { return shares_; }

Q_SIGNALS:
    void settingsChanged(const cellwright::MapSettings& settings);
    void exportRequested();

private:
    QWidget* makeChoices();
    QWidget* makeLegendSection();
    QWidget* makeStatistics();
    void fillGroups();
    void showSettings();
    void change(auto&& edit);
    void refreshStatistics();
    void showNumbers();

    Document& document_;
    MapSettings settings_;
    std::shared_ptr<const MapData> map_;
    MapShares shares_;
    QCheckBox *shown_, *shadowing_;
    QComboBox *layer_, *group_, *zone_;
    QSlider* opacity_;
    LegendEditor* legend_;
    QuantityEdit* target_;
    QLabel *problem_, *share_, *userShare_, *targetWord_;
    QLabel* numbers_[3][2] = {};
    CdfPlot* plot_;
    QTimer* pause_; ///< between the last change and the sums over many pixels
};

} // namespace cellwright
