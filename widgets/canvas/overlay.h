// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/schema.h"

#include <QImage>
#include <QString>

#include <array>
#include <vector>

namespace cellwright {

enum class Gravity { notice, warning, critical };

/// A line between two places with a word about it.
struct OverlayLine {
    Position from, to;
    Gravity gravity = Gravity::notice;
    QString text; ///< beside the middle; only the gravest are written where there are many
    bool operator==(const OverlayLine&) const = default;
};
/// Something of the scenario that is pointed at.
struct OverlayMark {
    EntityRef entity;
    Gravity gravity = Gravity::notice;
    QString text; ///< below it
    bool operator==(const OverlayMark&) const = default;
};
struct Overlay {
    std::vector<OverlayLine> lines;
    std::vector<OverlayMark> marks;
    bool operator==(const Overlay&) const = default;
    [[nodiscard]] bool empty() const { return lines.empty() && marks.empty(); }
};

/// A picture of the ground, placed by the corners of its pixels: a place is origin + column × perColumn +
/// row × perRow, with the first row at the top.
struct Backdrop {
    QImage image;
    Position origin, perColumn, perRow;
    double opacity = 1.0;
};

} // namespace cellwright
