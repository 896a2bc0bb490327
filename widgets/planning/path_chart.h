// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/radio/profile.h"
#include "widgets/theme/theme.h"

#include <QWidget>

#include <optional>

namespace cellwright {

/// The path between a site and a place in the vertical plane: round Earth, line of sight, first Fresnel zone.
/// Heights are drawn larger than lengths, and say so.
class PathChart : public QWidget {
    Q_OBJECT
public:
    explicit PathChart(QWidget* parent = nullptr);
    void setProfile(std::optional<radio::PathProfile> profile);

    [[nodiscard]] QSize sizeHint() const override { return {420, 200}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {220, 140}; }

    static void paint(QPainter& painter, const QRectF& target, const radio::PathProfile& profile,
                      const Theme& theme, const QFont& font);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::optional<radio::PathProfile> profile_;
};

} // namespace cellwright
