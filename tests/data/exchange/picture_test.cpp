// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/geo/crs.h"
#include "data/exchange/geo/xml.h"
#include "data/exchange/geography.h"
#include "data/exchange/picture/background.h"
#include "data/exchange/picture/geotiff.h"
#include "data/exchange/picture/map_file.h"
#include "data/exchange/picture/png.h"
#include "data/exchange/picture/svg.h"
#include "data/samples/samples.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <tiffio.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>

namespace cellwright {

/// A TIFF as another program reads it.
struct ReadTiff {
    std::uint32_t width = 0, height = 0;
    std::vector<float> values;
    double scale[3]{}, tie[6]{};
    std::vector<std::uint16_t> keys;
    std::string noData;
};

class PictureTest : public QObject {
    Q_OBJECT
private:
    static MapValues ramp(int width, int height, double step) {
        MapValues map;
        map.frame = {{Metres(-step * width / 2.0), Metres(step * height / 2.0)}, Metres(step), width, height};
        for (int i = 0; i < width * height; ++i)
            map.values.push_back(float(i % width) + 100.0f * float(i / width));
        map.name = "ramp";
        return map;
    }
    static ReadTiff read(const std::string& bytes) {
        const auto file = std::filesystem::temp_directory_path() /
                          ("cellwright-map-" + std::to_string(QCoreApplication::applicationPid()) + ".tif");
        std::ofstream(file, std::ios::binary) << bytes;
        ReadTiff tiff;
        TIFFSetWarningHandler(nullptr);
        TIFF* in = TIFFOpen(file.c_str(), "r");
        if (!in)
            return tiff;
        TIFFGetField(in, TIFFTAG_IMAGEWIDTH, &tiff.width);
        TIFFGetField(in, TIFFTAG_IMAGELENGTH, &tiff.height);
        tiff.values.resize(std::size_t(tiff.width) * tiff.height);
        for (std::uint32_t y = 0; y < tiff.height; ++y)
            TIFFReadScanline(in, tiff.values.data() + std::size_t(y) * tiff.width, y, 0);
        readTags(in, tiff);
        TIFFClose(in);
        std::filesystem::remove(file);
        return tiff;
    }
    static void readTags(TIFF* in, ReadTiff& tiff) {
        std::uint16_t count = 0;
        std::uint32_t many = 0;
        void* data = nullptr;
        if (TIFFGetField(in, 33550, &count, &data) && count == 3)
            std::copy_n(static_cast<double*>(data), 3, tiff.scale);
        if (TIFFGetField(in, 33922, &count, &data) && count == 6)
            std::copy_n(static_cast<double*>(data), 6, tiff.tie);
        if (TIFFGetField(in, 34735, &count, &data))
            tiff.keys.assign(static_cast<std::uint16_t*>(data), static_cast<std::uint16_t*>(data) + count);
        if (TIFFGetField(in, 42113, &many, &data))
            tiff.noData.assign(static_cast<char*>(data));
    }
    /// The value of a short key of the directory (tag 34735), -1 where it is not there.
    static int key(const ReadTiff& tiff, int wanted) {
        for (std::size_t i = 4; i + 3 < tiff.keys.size(); i += 4)
            if (tiff.keys[i] == wanted)
                return tiff.keys[i + 3];
        return -1;
    }

private Q_SLOTS:
    void geoTiffsLieInTheirZone() {
        const GeoOrigin origin{51.34, 12.375};
        const auto map = ramp(40, 30, 50.0);
        const auto bytes = toGeoTiff(map, origin);
        QVERIFY2(bytes.has_value(), bytes ? "" : bytes.error().message().c_str());
        const auto tiff = read(*bytes);
        QCOMPARE(key(tiff, 1024), 1);     // projected
        QCOMPARE(key(tiff, 1025), 1);     // pixel is area
        QCOMPARE(key(tiff, 3072), 32633); // UTM 33 N
        QCOMPARE(tiff.noData, std::string("-9999"));
        QCOMPARE(tiff.scale[0], 50.0);
        // Each pixel holds the value of the map there; its place goes through PROJ and our plane.
        auto crs = *Crs::find("EPSG:32633", "test");
        int valued = 0;
        for (std::uint32_t y = 0; y < tiff.height; ++y)
            for (std::uint32_t x = 0; x < tiff.width; ++x) {
                const auto place =
                    crs.place(tiff.tie[3] + (x + 0.5) * 50.0, tiff.tie[4] - (y + 0.5) * 50.0, "test");
                const auto at = toLocal(origin, place->latitude, place->longitude);
                const double column = std::floor((at.x - map.frame.corner.x).si() / 50.0);
                const double row = std::floor((map.frame.corner.y - at.y).si() / 50.0);
                const bool inside = column >= 0 && column < 40 && row >= 0 && row < 30;
                const float value = tiff.values[std::size_t(y) * tiff.width + x];
                QCOMPARE(value, inside ? float(column + 100.0 * row) : geoTiffNoData);
                valued += inside;
            }
        QVERIFY2(std::abs(valued - 1200) < 60, qPrintable(QString::number(valued))); // a little turned
    }
    void missingValuesAndOtherSystems() {
        auto map = ramp(8, 8, 10.0);
        map.values.assign(64, std::numeric_limits<float>::quiet_NaN());
        const GeoOrigin origin{51.34, 12.375};
        const auto tiff = read(*toGeoTiff(map, origin, "EPSG:25833"));
        QCOMPARE(key(tiff, 3072), 25833);
        for (const float value : tiff.values)
            QCOMPARE(value, geoTiffNoData);
        QVERIFY(toGeoTiff(map, origin, "EPSG:4326").error().message().find("in metres") != std::string::npos);
        QVERIFY(!toGeoTiff(map, origin, "nonsense"));
        QCOMPARE(key(tiff, 3076), -1);                                      // the code says the unit
        for (const char* code : {"EPSG:2263", "EPSG:2048", "EPSG:32661"}) { // feet; southwards; around a pole
            const auto refused = toGeoTiff(map, origin, code);
            QVERIFY(!refused);
            QVERIFY(refused.error().message().find("metres to the east and north") != std::string::npos);
        }
        map.values.pop_back();
        QVERIFY(!toGeoTiff(map, origin));
    }
    void withoutOriginThePlaneRemains() {
        const auto map = ramp(5, 4, 10.0);
        const auto tiff = read(*toGeoTiff(map, {}));
        QCOMPARE(key(tiff, 1024), 32767);
        QCOMPARE(key(tiff, 3072), -1);
        QCOMPARE(tiff.width, 5u);
        QCOMPARE(tiff.values, map.values);
        QVERIFY(!toGeoTiff(map, {}, "EPSG:32633"));
    }
    void worldFilesPlacePixels() {
        const GeoOrigin origin{51.34, 12.375};
        const auto frame = ramp(200, 100, 20.0).frame;
        const auto file = worldFileOf(frame, origin);
        QVERIFY2(file.has_value(), file ? "" : file.error().message().c_str());
        QVERIFY(file->projection.find("UTM") != std::string::npos);
        const auto numbers = *readWorldFile(file->world, "m.pgw");
        auto crs = *Crs::find("EPSG:32633", "test");
        for (const auto& [column, row] : {std::pair(0, 0), std::pair(199, 99), std::pair(100, 50)}) {
            const Position at{frame.corner.x + Metres(20.0 * (column + 0.5)),
                              frame.corner.y - Metres(20.0 * (row + 0.5))};
            const auto there = *crs.coordinates(toGeographic(origin, at));
            const double x = numbers[0] * column + numbers[2] * row + numbers[4];
            const double y = numbers[1] * column + numbers[3] * row + numbers[5];
            QVERIFY(std::hypot(x - there.first, y - there.second) < 0.2); // metres, over 4 km
        }
        QVERIFY(worldFileOf(frame, {})->projection.empty());
        QVERIFY(!worldFileOf(frame, {}, "EPSG:32633"));
        QVERIFY(!worldFileOf({}, origin));
        QCOMPARE(worldFileName("a.b/map.png"), std::string("a.b/map.pgw"));
        QCOMPARE(worldFileName("map.tiff"), std::string("map.tfw"));
        QCOMPARE(worldFileName("a.b/map"), std::string("a.b/map.wld"));
    }
    void wrongWorldFilesAreRefused() {
        QVERIFY(readWorldFile("1\n0\n0\n-1\n5\n6\n", "w").has_value());
        QVERIFY(readWorldFile("1\r\n0\r\n0\r\n-1\r\n 5\r\n6", "w").has_value());
        QVERIFY(readWorldFile("1\n0\nx\n-1\n5\n6\n", "w").error().message().find("w:3: \"x\" is no number") !=
                std::string::npos);
        QVERIFY(readWorldFile("1\n0\n0\n-1\n5\n", "w").error().message().find("w:6") != std::string::npos);
        QVERIFY(readWorldFile("0\n0\n0\n0\n5\n6\n", "w").error().message().find("no extent") !=
                std::string::npos);
    }
    void twoPointsPlaceAPicture() {
        Background background{"plan.png",
                              {10.0, 20.0, {Metres(100.0), Metres(200.0)}},
                              {110.0, 20.0, {Metres(100.0), Metres(400.0)}}}; // east in the picture is north
        const auto p = *placementOf(background);
        const auto at = [&](double c, double r) {
            return std::pair(p[0] * c + p[2] * r + p[4], p[1] * c + p[3] * r + p[5]);
        };
        QVERIFY(std::abs(at(10, 20).first - 100.0) < 1e-9 && std::abs(at(10, 20).second - 200.0) < 1e-9);
        QVERIFY(std::abs(at(110, 20).second - 400.0) < 1e-9);
        QVERIFY(std::abs(at(10, 120).first - 300.0) < 1e-9); // down in the picture is then east
        QVERIFY(*backgroundFromJson(toJsonText(background), "b") == background);
        background.second = background.first;
        QVERIFY(!placementOf(background));
        for (const char* bad : {"", "[]", R"({"file": "a"})", R"({"file": "a", "first": {}, "second": {}})"})
            QVERIFY(!backgroundFromJson(bad, "b"));
        auto pale = toJsonText(Background{"p", {0, 0, {}}, {1, 1, {Metres(1.0), Metres(-1.0)}}});
        pale.replace(pale.find("0.5"), 3, "5.0");
        QVERIFY(backgroundFromJson(pale, "b").error().message().find("opacity") != std::string::npos);
    }
    void worldFilesBecomeBackgrounds() {
        const GeoOrigin origin{51.34, 12.375};
        const auto frame = ramp(200, 100, 20.0).frame;
        const auto world = *readWorldFile(worldFileOf(frame, origin)->world, "w");
        const auto background = backgroundFromWorld("m.png", 200, 100, world, origin, "EPSG:32633", "m.pgw");
        QVERIFY2(background.has_value(), background ? "" : background.error().message().c_str());
        const auto corner = background->first.position;
        QVERIFY(std::hypot((corner.x - frame.corner.x).si(), (corner.y - frame.corner.y).si()) < 0.5);
        QVERIFY(!backgroundFromWorld("m.png", 200, 100, world, {}, "EPSG:32633", "m.pgw"));
        const auto onMap = backgroundFromWorld("m.png", 200, 100, world, origin, "", "m.pgw");
        QVERIFY(!onMap); // 5,690 km north of the equator is not on the local plane
        QVERIFY(onMap.error().message().find("with --crs") != std::string::npos);
        auto sheared = world;
        sheared[2] += 15.0;
        QVERIFY(backgroundFromWorld("m.png", 200, 100, sheared, origin, "EPSG:32633", "m.pgw")
                    .error()
                    .message()
                    .find("sheared") != std::string::npos);
    }
    void picturesArePacked() {
        const std::vector<std::uint32_t> pixels{0xFFFF0000u, 0x8000FF00u, 0xFF0000FFu,
                                                0x00000000u, 0xFFFFFFFFu, 0xFF000000u};
        const auto png = toPng(pixels, 3, 2);
        QVERIFY(png.has_value());
        QCOMPARE(*pictureSize(*png, "p"), std::pair(3, 2));
        QVERIFY(!toPng(pixels, 2, 2));
        QVERIFY(!toPng({}, 0, 0));
        QVERIFY(!pictureSize("rubbish that is long enough to hold a header", "p"));
        QVERIFY(!pictureSize(png->substr(0, 12), "p"));
    }
    void mapsBecomeFiles() {
        const auto map = ramp(20, 10, 50.0);
        const GeoOrigin origin{51.34, 12.375};
        const auto colours = coloursFor(map);
        QVERIFY(colours.low < colours.high);
        const auto png = mapFiles("m.png", map, colours, origin);
        QVERIFY2(png.has_value(), png ? "" : png.error().message().c_str());
        QCOMPARE(png->size(), std::size_t(3));
        QCOMPARE((*png)[1].path, std::string("m.pgw"));
        QCOMPARE((*png)[2].path, std::string("m.prj"));
        QCOMPARE(*pictureSize((*png)[0].bytes, "p"), std::pair(20, 10));
        QCOMPARE(mapFiles("m.png", map, colours, {})->size(), std::size_t(2));
        QCOMPARE(mapFiles("m.TIF", map, colours, origin)->size(), std::size_t(1));
        QVERIFY(!mapFiles("m.jpg", map, colours, origin));
        QVERIFY(!mapFiles("tif", map, colours, origin));
    }
    void coloursFollowTheValues() {
        const MapColours colours{1.0, 100.0};
        QCOMPARE(colourOf(1.0, colours), 0xFF440154u);
        QCOMPARE(colourOf(-5.0, colours), 0xFF440154u);
        QCOMPARE(colourOf(1e9, colours), 0xFFFDE725u);
        QCOMPARE(colourOf(1.0, {1.0, 100.0, false, true}), 0xFFFDE725u);
        QCOMPARE(colourOf(10.0, {1.0, 100.0, true}), 0xFF21918Cu); // half of two decades
        QCOMPARE(colourOf(std::nan(""), colours), 0u);
        QCOMPARE(northFirst({1, 2, 3, 4, 5, 6}, 2), (std::vector<float>{5, 6, 3, 4, 1, 2}));
        MapValues none;
        QVERIFY(coloursFor(none).high > coloursFor(none).low);
    }
    void drawingsAreWellFormed() {
        for (const auto& project : {samples::hospitalCampus(), Project{.scenarios = {Scenario{}}}}) {
            const auto svg = toSvg(project.scenarios.front());
            const auto document = parseXml(svg, "drawing.svg");
            QVERIFY2(document.has_value(), document ? "" : document.error().message().c_str());
            QVERIFY(svg.find("nan") == std::string::npos && svg.find("inf\"") == std::string::npos);
            for (const char* layer : {"areas", "links", "users", "sites", "hosts", "scale"})
                QVERIFY(svg.find(std::string("<g id=\"") + layer + "\"") != std::string::npos);
        }
        const auto hospital = samples::hospitalCampus().scenarios.front();
        const auto svg = toSvg(hospital);
        for (const auto& site : hospital.topology.sites)
            QVERIFY(svg.find(xmlText(site.name)) != std::string::npos);
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::PictureTest)
#include "picture_test.moc"
