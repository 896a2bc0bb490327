// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/maps/map_style.h"

#include "analytics/quantity/text.h"
#include "widgets/theme/theme.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <span>

namespace cellwright {
namespace {

struct MapWords {
    Q_DECLARE_TR_FUNCTIONS(MapWords)
};

constexpr double fade = 0.25; ///< share of the scale below it over which the map fades away

QString schemaText(std::string_view text) {
    return QCoreApplication::translate("Maps", std::string(text).c_str());
}

// Anchors of the scales; ours, with a lightness that rises evenly from the first to the last, and for the
// diverging one rises to the middle and falls again, so that no colour vision mistakes one end for the
// middle.
constexpr std::array<QRgb, 5> cividis{0xff0a2a5e, 0xff3f4f6e, 0xff77766f, 0xffb3a266, 0xfff2e25a};
constexpr std::array<QRgb, 6> ember{0xff140b2e, 0xff54156b, 0xff9c2a63, 0xffdb5245, 0xfff79b3e, 0xfffbe9a0};
constexpr std::array<QRgb, 7> diverging{0xff1b4b8f, 0xff4f86bd, 0xffa3c6de, 0xfff1efe8,
                                        0xfff0b98a, 0xffcf7534, 0xff8a3d08};
constexpr std::array<QRgb, 2> grey{0xff202327, 0xfff4f5f7};

QRgb between(std::span<const QRgb> anchors, double share) {
    const double place = share * double(anchors.size() - 1);
    const auto below = std::min(std::size_t(place), anchors.size() - 2);
    const double rest = place - double(below);
    const auto mix = [rest](int a, int b) { return int(std::lround(a + (b - a) * rest)); };
    const QRgb a = anchors[below], b = anchors[below + 1];
    return qRgb(mix(qRed(a), qRed(b)), mix(qGreen(a), qGreen(b)), mix(qBlue(a), qBlue(b)));
}

/// A step of 1, 2 or 5 times a power of ten that cuts `width` into about `count` parts.
double roundStep(double width, int count) {
    const double raw = width / count;
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 2.5, 5.0, 10.0})
        if (factor * power >= raw * 0.999)
            return factor * power;
    return raw;
}

std::vector<double> evenBounds(const MapStyle& style, int count) {
    std::vector<double> bounds;
    for (int i = 1; i < count; ++i)
        bounds.push_back(style.valueAt(double(i) / count));
    return bounds;
}

std::vector<double> roundBounds(const MapStyle& style, int count) {
    std::vector<double> bounds;
    const double step = roundStep(style.high - style.low, count);
    for (double at = std::ceil(style.low / step + 1e-9) * step; at < style.high - 1e-9 * step; at += step)
        bounds.push_back(std::abs(at) < 1e-9 * step ? 0.0 : at);
    return bounds;
}

} // namespace

QString paletteName(Palette palette) {
    switch (palette) {
    case Palette::ocean:
        return MapWords::tr("Indigo to yellow");
    case Palette::cividis:
        return MapWords::tr("Blue to yellow");
    case Palette::ember:
        return MapWords::tr("Violet to cream");
    case Palette::diverging:
        return MapWords::tr("Blue, white, brown");
    case Palette::grey:
        break;
    }
    return MapWords::tr("Grey");
}

QRgb paletteColour(Palette palette, double share) {
    share = std::clamp(share, 0.0, 1.0);
    switch (palette) {
    case Palette::ocean:
        return sequentialColour(share);
    case Palette::cividis:
        return between(cividis, share);
    case Palette::ember:
        return between(ember, share);
    case Palette::diverging:
        return between(diverging, share);
    case Palette::grey:
        break;
    }
    return between(grey, share);
}

double MapStyle::shareOf(double value) const {
    if (!logarithmic)
        return (value - low) / std::max(high - low, 1e-30);
    if (std::isnan(value))
        return value;
    const double floor = std::max(low, 1e-30);
    if (value <= 0.0)
        return -1.0;
    return std::log(value / floor) / std::max(std::log(std::max(high, floor) / floor), 1e-9);
}

double MapStyle::valueAt(double share) const {
    if (!logarithmic)
        return low + share * (high - low);
    const double floor = std::max(low, 1e-30);
    return floor * std::pow(std::max(high, floor) / floor, share);
}

std::size_t MapStyle::rangeOf(double value) const {
    return std::size_t(std::ranges::upper_bound(bounds, value) - bounds.begin());
}

QRgb MapStyle::colourOfRange(std::size_t range) const {
    const double share = bounds.empty() ? 1.0 : double(range) / double(bounds.size());
    return paletteColour(palette, reversed ? 1.0 - share : share);
}

QRgb MapStyle::colourOf(double value) const {
    if (std::isnan(value))
        return 0;
    if (stepped())
        return colourOfRange(rangeOf(value));
    const double share = shareOf(value);
    // Only a scale on which more is better fades: where little is good, a value below it is the best there
    // is.
    const double presence = reversed ? 1.0 : std::clamp(1.0 + share / fade, 0.0, 1.0);
    if (!(presence > 0.0))
        return 0;
    const QRgb colour = paletteColour(palette, reversed ? 1.0 - share : share);
    return qPremultiply(qRgba(qRed(colour), qGreen(colour), qBlue(colour), int(255.0 * presence + 0.5)));
}

MapStyle styleFor(maps::Layer layer) {
    const maps::LayerInfo& info = maps::infoOf(layer);
    MapStyle style{.reversed = !info.higherIsBetter,
                   .logarithmic = info.logarithmic,
                   .low = info.low,
                   .high = info.high};
    if (layer == maps::Layer::overlap) {
        style.palette = Palette::ember;
        style.reversed = false;
        style.bounds = {1.5, 2.5, 3.5, 4.5, 5.5};
    }
    return style;
}

MapStyle withRanges(MapStyle style, int count) {
    style.bounds.clear();
    if (count < 2)
        return style;
    style.bounds = style.logarithmic ? evenBounds(style, count) : roundBounds(style, count);
    if (int(style.bounds.size()) + 1 != count)
        style.bounds = evenBounds(style, count);
    return style;
}

MapStyle withBound(MapStyle style, std::size_t index, double value) {
    if (index >= style.bounds.size())
        return style;
    style.bounds[index] = value;
    for (std::size_t i = index + 1; i < style.bounds.size(); ++i)
        style.bounds[i] = std::max(style.bounds[i], style.bounds[i - 1]);
    for (std::size_t i = index; i-- > 0;)
        style.bounds[i] = std::min(style.bounds[i], style.bounds[i + 1]);
    return style;
}

QColor serverColour(int mast, int face, bool dark) {
    const Theme& theme = dark ? Theme::dark() : Theme::light();
    const QColor site = theme.category(mast);
    static constexpr std::array shades{100, 125, 80, 150, 65, 180};
    const int shade = shades[std::size_t(face) % shades.size()];
    return shade >= 100 ? site.lighter(shade) : site.darker(10'000 / shade);
}

QString layerName(maps::Layer layer) {
    return schemaText(maps::infoOf(layer).name);
}

QString layerHelp(maps::Layer layer) {
    return schemaText(maps::infoOf(layer).help);
}

QString layerText(maps::Layer layer, double value, int digits) {
    const std::string_view kind = maps::infoOf(layer).kind;
    return QString::fromStdString(kind.empty() ? roundedText(value, digits) : roundedSi(value, kind, digits));
}

QString layerExactText(maps::Layer layer, double value) {
    const std::string_view kind = maps::infoOf(layer).kind;
    return QString::fromStdString(kind.empty() ? exactText(value) : exactSi(value, kind));
}

} // namespace cellwright
