// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/maps/layer.h"

#include <QColor>
#include <QString>

#include <array>
#include <vector>

namespace cellwright {

/// Colour scales that people with any colour vision read: lightness rises evenly, or (diverging) falls to
/// both ends of an even middle.
enum class Palette { ocean, cividis, ember, diverging, grey };
inline constexpr std::array palettes{Palette::ocean, Palette::cividis, Palette::ember, Palette::diverging,
                                     Palette::grey};
QString paletteName(Palette palette);
QRgb paletteColour(Palette palette, double share); ///< opaque; share is kept within 0 to 1

/// How the values of a map become colours. Changing it needs no new values.
struct MapStyle {
    Palette palette = Palette::ocean;
    bool reversed = false;        ///< the bright end stands for low values
    bool logarithmic = false;     ///< even steps are even factors
    double low = 0.0, high = 1.0; ///< SI; ends of the scale
    std::vector<double> bounds;   ///< between ranges of one colour each, rising; empty: a continuous scale
    bool operator==(const MapStyle&) const = default;

    [[nodiscard]] bool stepped() const { return !bounds.empty(); }
    /// Where a value lies on the scale, 0 to 1 between the ends; beyond them outside of that. NaN stays NaN.
    [[nodiscard]] double shareOf(double value) const;
    [[nodiscard]] double valueAt(double share) const;
    /// The range of a value: 0 below the first bound, bounds.size() above the last.
    [[nodiscard]] std::size_t rangeOf(double value) const;
    [[nodiscard]] QRgb colourOfRange(std::size_t range) const;
    /// Premultiplied; transparent for NaN, and fading away where the value is far below the scale.
    [[nodiscard]] QRgb colourOf(double value) const;
};
/// The style that a layer begins with.
MapStyle styleFor(maps::Layer layer);
/// The scale cut into so many ranges of equal width (0 or 1: continuous), at round numbers where they fit.
MapStyle withRanges(MapStyle style, int count);
/// The style with its range's lower or upper bound moved; bounds stay in order.
MapStyle withBound(MapStyle style, std::size_t index, double value);

/// A cell of a best-server map: its site by colour, its sector by shade.
QColor serverColour(int mast, int face, bool dark);

/// "SINR", "Time to first token", translated.
QString layerName(maps::Layer layer);
QString layerHelp(maps::Layer layer);
/// A value of a layer for people: "12 dB", "340 ms", "3".
QString layerText(maps::Layer layer, double value, int digits = 3);
/// The same with its exact unit, to be edited and read back; parseSi() with the layer's kind reads it.
QString layerExactText(maps::Layer layer, double value);

} // namespace cellwright
