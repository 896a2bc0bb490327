// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/maps/map_style.h"

#include <QWidget>

#include <functional>

class QComboBox;
class QGridLayout;
class QPushButton;

namespace cellwright {

/// The legend of a map, to be edited: palette, continuous scale with two ends or ranges with their bounds.
class LegendEditor : public QWidget {
    Q_OBJECT
public:
    explicit LegendEditor(QWidget* parent = nullptr);
    void setStyle(maps::Layer layer, const MapStyle& style);
    [[nodiscard]] const MapStyle& style() const { return style_; }

Q_SIGNALS:
    void styleChanged(const cellwright::MapStyle& style);

private:
    void rebuild();
    void addEdge(int row, const QString& label, double value, std::function<MapStyle(double)> changed);
    void change(const MapStyle& style);

    maps::Layer layer_ = maps::Layer::sinr;
    MapStyle style_;
    QComboBox *palette_, *ranges_;
    QPushButton* reset_;
    QWidget* rows_ = nullptr;
    QGridLayout* layout_;
};

} // namespace cellwright
