// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/roofline/limits.h"
#include "widgets/theme/theme.h"

#include <QFont>
#include <QPainterPath>

#include <map>
#include <vector>

class QPainter;

namespace cellwright {

/// Colours for the formats that a chart shows: that of Theme::precision(), and a lighter or darker one of the
/// same hue for a second format of as many bits, so that q4_0 and q4_k can be told apart.
class FormatColours {
public:
    FormatColours(const RooflineData& data, const Theme& theme);
    [[nodiscard]] QColor of(const QString& format) const;
    struct Entry {
        QString format;
        QColor colour;
    };
    /// In the order of first use.
    [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }

private:
    std::vector<Entry> entries_;
};

/// The marks of providers, one shape each, as large as a circle of this radius looks.
QPainterPath providerMark(const std::string& provider, const QPointF& centre, qreal radius);

/// The providers of the dots, ours first, then in the order of first use.
std::vector<std::string> providersOf(const RooflineData& data);

/// Names beside colours or marks, flowing into as many rows as the width needs.
class MarkLegend {
public:
    MarkLegend(const RooflineData& data, const Theme& theme, const QFont& font);
    [[nodiscard]] qreal heightFor(qreal width) const { return flow(width, nullptr, {}); }
    void paint(QPainter& painter, const QRectF& place) const;

private:
    struct Entry {
        QString name;
        QColor colour; ///< a swatch; invalid: the mark of `provider`
        std::string provider;
    };
    qreal flow(qreal width, QPainter* painter, const QPointF& at) const;
    void paintEntry(QPainter& painter, const Entry& entry, const QRectF& box) const;

    std::vector<Entry> entries_;
    const Theme& theme_;
    QFont font_;
};

} // namespace cellwright
