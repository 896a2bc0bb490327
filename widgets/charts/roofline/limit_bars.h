// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/roofline/dot_look.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

namespace cellwright {

/// One kernel and shape with a bar for each provider that ran it.
struct LimitRow {
    QString what;  ///< "Matrix × vector"
    QString shape; ///< "4096 × 4096 × 1"
    QString limit; ///< "of memory", "of the int8 peak"
    struct Bar {
        std::string provider;
        double share = 0.0; ///< of the limit
        double low = 0.0, high = 0.0;
        QString rate;
        std::size_t row = 0;
    };
    std::vector<Bar> bars; ///< in the order of providersOf()
};

/// The kernels of one format.
struct LimitGroup {
    QString format;
    std::vector<LimitRow> rows; ///< fewest tokens first, then by shape
};

/// The kernels of which a limit is known, by format, in the order of first use.
std::vector<LimitGroup> limitGroups(const RooflineData& data);

/// Bars of the share that each provider reaches of the limit of a kernel on this computer. Clicking a bar
/// selects its measurement; as tall as it needs, so it belongs into a scroll area.
class LimitBars : public QWidget {
    Q_OBJECT
public:
    explicit LimitBars(QWidget* parent = nullptr);

    void setData(const RooflineData& fresh);
    void select(std::optional<std::size_t> row);
    [[nodiscard]] std::optional<std::size_t> selected() const { return selected_; }
    /// The place of the bar of a row, empty when it has none.
    [[nodiscard]] QRectF placeOf(std::size_t row) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {420, sizeHint().height()}; }

Q_SIGNALS:
    void rowSelected(std::size_t row);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    /// A thing to draw at its height.
    struct Line {
        const LimitGroup* group = nullptr; ///< a heading
        const LimitRow* row = nullptr;     ///< the name of a kernel
        const LimitRow::Bar* bar = nullptr;
        qreal top = 0.0, height = 0.0;
    };
    void arrange();
    [[nodiscard]] qreal left() const;
    [[nodiscard]] QRectF plot() const; ///< of the bars
    [[nodiscard]] qreal xOf(double share) const;
    [[nodiscard]] QRectF barPlace(const Line& line) const;
    [[nodiscard]] const Line* lineAt(const QPointF& point) const;
    void paintScale(QPainter& painter) const;
    void paintBar(QPainter& painter, const Line& line) const;

    RooflineData data_;
    std::unique_ptr<FormatColours> colours_;
    std::vector<LimitGroup> groups_;
    std::vector<Line> lines_;
    std::optional<std::size_t> selected_;
    double largest_ = 1.0; ///< of the scale
    qreal words_ = 0.0;    ///< the width of the longest words behind a bar
    qreal height_ = 0.0;
};

} // namespace cellwright
