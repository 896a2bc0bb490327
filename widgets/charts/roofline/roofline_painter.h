// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/roofline/dot_look.h"

#include <QRectF>

#include <optional>

namespace cellwright {

/// The roofline of one number of threads, log-log, drawn with QPainter into any rectangle: the same on the
/// screen and on paper, in the coordinates of the rectangle and of the font.
class RooflinePainter {
public:
    RooflinePainter(RooflineData data, const Theme& theme, const QFont& font);

    [[nodiscard]] const RooflineData& data() const { return data_; }
    /// Places axes and legend; before anything else. Cheap.
    void layout(const QRectF& place);
    /// `selected` and `hovered` are rows of dots.
    void paint(QPainter& painter, std::optional<std::size_t> selected = {},
               std::optional<std::size_t> hovered = {}) const;

    [[nodiscard]] QPointF positionOf(const RooflineDot& dot) const;
    /// The dot nearest to a point, not farther than a few radii.
    [[nodiscard]] const RooflineDot* dotAt(const QPointF& point) const;
    [[nodiscard]] QRectF plot() const { return plot_; }
    [[nodiscard]] qreal radius() const;

    /// A line's name with the place that it is written at, none over another.
    struct Label {
        QString text;
        QRectF place;
        double degrees = 0.0; ///< turned about the left end of its foot
    };
    [[nodiscard]] std::vector<Label> labels() const;

private:
    struct Range {
        double low = 1.0, high = 10.0;
    };
    void chooseRanges();
    [[nodiscard]] QPointF at(double intensity, double rate) const;
    [[nodiscard]] double roof() const; ///< the highest line
    [[nodiscard]] QLineF bandwidthLine() const;
    [[nodiscard]] QLineF ceilingLine(const RooflineCeiling& ceiling) const;
    void paintGrid(QPainter& painter) const;
    void paintAxisText(QPainter& painter) const;
    void paintLines(QPainter& painter) const;
    void paintDot(QPainter& painter, const RooflineDot& dot, bool selected, bool hovered) const;

    RooflineData data_;
    const Theme& theme_;
    QFont font_;
    FormatColours colours_;
    MarkLegend legend_;
    Range x_, y_;
    QRectF place_, plot_, legendPlace_;
};

/// Ticks of a logarithmic axis: powers of ten, with 2 and 5 between where there are few of them.
struct LogTick {
    double value;
    bool labelled;
};
std::vector<LogTick> logTicks(double low, double high);

} // namespace cellwright
