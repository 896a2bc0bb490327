// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "widgets/maps/map_settings.h"

#include <QColor>

#include <cmath>
#include <set>

using namespace cellwright;
using maps::Layer;

namespace {

/// Lightness as people see it (CIE L* from the luminance of sRGB).
double lightness(QRgb colour) {
    const auto linear = [](int channel) {
        const double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    const double y =
        0.2126 * linear(qRed(colour)) + 0.7152 * linear(qGreen(colour)) + 0.0722 * linear(qBlue(colour));
    return y > 0.008856 ? 116.0 * std::cbrt(y) - 16.0 : 903.3 * y;
}

MapData twoByTwo(Layer layer) {
    MapData map{.question = {.layer = layer},
                .frame = {.origin = {}, .resolution = Metres(10), .width = 2, .height = 2}};
    map.values = {0.0F, 10.0F, 20.0F, std::nanf("")};
    map.cell = {0, 1, 2, -1};
    map.mastOfCell = {0, 0, 1};
    map.faceOfCell = {0, 1, 0};
    return map;
}

} // namespace

class MapStyleTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void palettesAreReadableWithoutHue() {
        for (const Palette palette : palettes) {
            if (palette == Palette::diverging)
                continue;
            double before = -1.0;
            for (int i = 0; i <= 20; ++i) {
                const double now = lightness(paletteColour(palette, i / 20.0));
                QVERIFY2(now > before, qPrintable(paletteName(palette)));
                before = now;
            }
        }
        const double middle = lightness(paletteColour(Palette::diverging, 0.5));
        for (int i = 0; i < 10; ++i) {
            QVERIFY(lightness(paletteColour(Palette::diverging, i / 20.0)) < middle);
            QVERIFY(lightness(paletteColour(Palette::diverging, 1.0 - i / 20.0)) < middle);
        }
    }

    void scaleGoesThereAndBack() {
        MapStyle linear{.low = -10, .high = 30};
        QCOMPARE(linear.shareOf(10), 0.5);
        QCOMPARE(linear.valueAt(0.25), 0.0);
        MapStyle decades{.logarithmic = true, .low = 1e6, .high = 1e9};
        QVERIFY(std::abs(decades.shareOf(1e7) - 1.0 / 3) < 1e-12);
        QVERIFY(std::abs(decades.valueAt(2.0 / 3) / 1e8 - 1) < 1e-12);
        QVERIFY(decades.shareOf(0.0) < 0);
        QVERIFY(std::isnan(decades.shareOf(std::nan(""))));
    }

    void rangesStandAtRoundNumbers() {
        const MapStyle four = withRanges({.low = -10, .high = 30}, 4);
        QCOMPARE(four.bounds, (std::vector<double>{0, 10, 20}));
        QCOMPARE(four.rangeOf(-50), std::size_t(0));
        QCOMPARE(four.rangeOf(0), std::size_t(1));
        QCOMPARE(four.rangeOf(100), std::size_t(3));
        QCOMPARE(withRanges({.logarithmic = true, .low = 1e6, .high = 1e9}, 3).bounds.size(), std::size_t(2));
        for (const int count : {2, 3, 5, 6, 8, 10})
            QCOMPARE(int(withRanges({.low = 0.3, .high = 7.7}, count).bounds.size()), count - 1);
        QVERIFY(!withRanges(four, 0).stepped());
    }

    void boundsStayInOrder() {
        MapStyle style = withRanges({.low = 0, .high = 40}, 4); // 10, 20, 30
        style = withBound(style, 1, 35);
        QCOMPARE(style.bounds, (std::vector<double>{10, 35, 35}));
        style = withBound(style, 2, 5);
        QCOMPARE(style.bounds, (std::vector<double>{5, 5, 5}));
        QCOMPARE(withBound(style, 9, 1), style);
    }

    void everyRangeHasItsColour() {
        const MapStyle style = withRanges({.low = 0, .high = 50}, 5);
        std::set<QRgb> colours;
        for (std::size_t range = 0; range < 5; ++range)
            colours.insert(style.colourOfRange(range));
        QCOMPARE(colours.size(), std::size_t(5));
        QCOMPARE(style.colourOf(11.0), style.colourOfRange(1));
        MapStyle turned = style;
        turned.reversed = true;
        QCOMPARE(turned.colourOfRange(0), style.colourOfRange(4));
    }

    void imageIsNorthUpAndEmptyWhereNothingIs() {
        const QImage image = twoByTwo(Layer::sinr).image({.low = 0, .high = 20}, true);
        QCOMPARE(image.pixel(0, 1), paletteColour(Palette::ocean, 0.0));
        QCOMPARE(image.pixel(1, 1), paletteColour(Palette::ocean, 0.5));
        QCOMPARE(image.pixel(0, 0), paletteColour(Palette::ocean, 1.0));
        QCOMPARE(qAlpha(image.pixel(1, 0)), 0);
    }

    void fadesBelowTheScaleWhereMoreIsBetter() {
        const QImage fading = twoByTwo(Layer::sinr).image({.low = 2, .high = 22}, true);
        QCOMPARE_GT(qAlpha(fading.pixel(0, 1)), 100);
        QCOMPARE_LT(qAlpha(fading.pixel(0, 1)), 255);
        const QImage full = twoByTwo(Layer::ttft).image({.reversed = true, .low = 2, .high = 22}, true);
        QCOMPARE(qAlpha(full.pixel(0, 1)), 255);
    }

    void serversHaveASiteColourAndASectorShade() {
        const QImage image = twoByTwo(Layer::bestServer).image(styleFor(Layer::bestServer), true);
        QVERIFY(image.pixel(0, 1) != image.pixel(1, 1));
        QVERIFY(image.pixel(0, 0) != image.pixel(0, 1));
        QVERIFY(std::abs(QColor(image.pixel(0, 1)).hueF() - QColor(image.pixel(1, 1)).hueF()) < 0.05F);
        QCOMPARE(qAlpha(image.pixel(1, 0)), 0);
    }

    void everyLayerHasWordsAndAStyle() {
        for (const auto& info : maps::allLayers()) {
            QVERIFY(!layerName(info.layer).isEmpty());
            QVERIFY(!layerHelp(info.layer).isEmpty());
            const MapStyle style = styleFor(info.layer);
            QVERIFY(style.high > style.low);
            QCOMPARE(style.reversed, !info.higherIsBetter && info.layer != Layer::overlap);
            QVERIFY(!layerText(info.layer, info.high).isEmpty());
        }
        QCOMPARE(layerText(Layer::ttft, 0.34), QStringLiteral("340 ms"));
    }

    void sharesCountWhatIsThere() {
        MapData map = twoByTwo(Layer::sinr);
        map.userValues = {5.0F, 15.0F};
        const MapShares shares = sharesOf(map, 10.0);
        QCOMPARE(shares.areaShare, 0.5); // two of four pixels; the silent one meets nothing
        QCOMPARE(shares.userShare, 0.5);
        QCOMPARE(shares.squareMetres, 200.0);
        QCOMPARE(shares.area.valued, std::size_t(3));
        Topology topology;
        topology.groups = {{.area = {{Metres(0), Metres(0)},
                                     {Metres(10), Metres(0)},
                                     {Metres(10), Metres(10)},
                                     {Metres(0), Metres(10)}}}};
        QCOMPARE(sharesOf(map, 10.0, &topology).areaShare, 0.0);
        QCOMPARE(sharesOf(map, 10.0, &topology).area.places, std::size_t(1));
    }

    void valuesLieWhereTheyBelong() {
        const MapData map = twoByTwo(Layer::sinr);
        const auto at = [&](double x, double y) { return map.at({Metres(x), Metres(y)}); };
        QCOMPARE(at(5, 5).value(), 0.0);
        QCOMPARE(at(15, 5).value(), 10.0);
        QCOMPARE(at(5, 15).value(), 20.0);
        QVERIFY2(!at(15, 15), "nothing heard");
        QVERIFY(!at(25, 5));
        QVERIFY(!at(-1, 5));
        QVERIFY(!at(std::nan(""), 5));
        QVERIFY(!MapData{}.at({}));
    }

    void frameCoversThePlane() {
        const auto frame = frameFor(QRectF(-100, 50, 333, 77), 5000);
        QVERIFY(frame.width * frame.resolution.si() >= 333 - 1e-9);
        QVERIFY(frame.height * frame.resolution.si() >= 77 - 1e-9);
        QVERIFY(std::abs(double(frame.size()) - 5000) < 400);
    }
};

CELLWRIGHT_TEST(MapStyleTest)
#include "map_style_test.moc"
