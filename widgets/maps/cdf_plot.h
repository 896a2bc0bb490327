// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/maps/map_settings.h"
#include "widgets/theme/theme.h"

#include <QWidget>

namespace cellwright {

/// The distribution of a map's values over the area (solid) and over the users (dashed), with the target.
class CdfPlot : public QWidget {
    Q_OBJECT
public:
    explicit CdfPlot(QWidget* parent = nullptr);
    void setCurves(const MapSettings& settings, const MapShares& shares);
    void clear();

    [[nodiscard]] QSize sizeHint() const override { return {280, 170}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {180, 130}; }

    /// The same for a page; the pen is in points of the target.
    static void paint(QPainter& painter, const QRectF& target, const MapSettings& settings,
                      const MapShares& shares, const Theme& theme, const QFont& font);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    MapSettings settings_;
    MapShares shares_;
    bool empty_ = true;
};

} // namespace cellwright
