// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/scenario.h"

#include <QColor>
#include <QFont>
#include <QPalette>

#include <array>

namespace cellwright {

/// Every colour and font that the program draws with, once for light and once for dark.
/// Widgets ask Theme::of(palette()) when they paint and repaint on QEvent::PaletteChange: no plumbing, no
/// singleton.
struct Theme {
    bool isDark = false;

    // Surfaces and text.
    QColor window, base, raised, border, text, mutedText, accent, accentText;
    QColor good, warning, bad; ///< for states; never the only sign

    // Canvas.
    QColor canvas, gridMinor, gridMajor, axis;
    QColor site, siteOff, sectorFill, host, hostOutline, users, areaFill, areaOutline;
    QColor label, labelHalo, selection, selectionFill, rubberBand, crosshair;
    std::array<QColor, 5> link; ///< by Medium

    /// Categories of charts: Okabe and Ito's colour-blind-safe set, adjusted to 3:1 against `base`.
    std::array<QColor, 8> categorical;
    QColor chartGrid, chartAxis;

    static const Theme& light();
    static const Theme& dark();
    /// The theme that goes with a palette, judged by the lightness of its window colour.
    static const Theme& of(const QPalette& palette);

    [[nodiscard]] QPalette palette() const;
    [[nodiscard]] const QColor& category(int index) const {
        return categorical[std::size_t(index) % categorical.size()];
    }
    /// The colour of a number format: from few bits (warm) to many (cool); the same in strip, legend and
    /// report.
    [[nodiscard]] QColor precision(Scheme scheme) const;
    /// Black or white, whichever reads better on `background`.
    static QColor textOn(const QColor& background);
    /// Contrast ratio of WCAG 2.1 between two opaque colours, 1 to 21.
    static double contrast(const QColor& a, const QColor& b);

    /// Digits of one width, for tables of numbers; and the base font scaled.
    static QFont numberFont(const QFont& base);
    static QFont scaled(const QFont& base, double factor, bool bold = false);
};

/// A direction as a colour: 0 north, 0.25 east, …; runs through without a seam.
QRgb cyclicColour(double share);

/// A perceptually even, colour-blind-safe map from 0 (dark blue) over green to 1 (yellow). NaN is
/// transparent.
QRgb sequentialColour(double share);

} // namespace cellwright
