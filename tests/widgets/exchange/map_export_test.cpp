// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/picture/georeference.h"
#include "tests/support/registry.h"
#include "widgets/exchange/map_export.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace cellwright;
using namespace Qt::StringLiterals;

namespace {

MapData small() {
    MapData map{
        .frame = {.origin = {Metres(-20), Metres(-10)}, .resolution = Metres(10), .width = 4, .height = 2}};
    map.values = {0, 1, 2, 3, 4, 5, 6, std::nanf("")};
    map.cell.assign(8, 0);
    return map;
}

QByteArray bytesOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class MapExportTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pictureHasItsWorldFile() {
        QTemporaryDir folder;
        const QString file = folder.filePath(u"map.png"_s);
        const auto written = exportMap(file.toStdString(), small(), {}, std::nullopt);
        QVERIFY(written);
        const QImage image(file);
        QCOMPARE(image.size(), QSize(4, 2));
        QCOMPARE(qAlpha(image.pixel(3, 0)), 0); // north row, no value
        QVERIFY(qAlpha(image.pixel(0, 1)) > 0);
        const auto world = readWorldFile(bytesOf(folder.filePath(u"map.pgw"_s)).toStdString(), "map.pgw");
        QVERIFY(world);
        QCOMPARE((*world)[0], 10.0);
        QCOMPARE((*world)[3], -10.0);
        QCOMPARE((*world)[4], -15.0); // centre of the north-west pixel
        QCOMPARE((*world)[5], 5.0);
    }

    void anOriginNamesTheSystem() {
        QTemporaryDir folder;
        const auto written =
            exportMap(folder.filePath(u"map.png"_s).toStdString(), small(), {}, GeoOrigin{51.34, 12.37});
        QVERIFY(written);
        QVERIFY(bytesOf(folder.filePath(u"map.prj"_s)).contains("UTM"));
    }

    void valuesGoIntoAGeoTiff() {
        QTemporaryDir folder;
        const QString file = folder.filePath(u"map.tif"_s);
        QVERIFY(exportMap(file.toStdString(), small(), {}, GeoOrigin{51.34, 12.37}));
        const QByteArray bytes = bytesOf(file);
        QVERIFY(bytes.startsWith("II*") || bytes.startsWith("MM"));
    }

    void whatCannotBeIsRefused() {
        QTemporaryDir folder;
        QVERIFY(!exportMap(folder.filePath(u"map.xyz"_s).toStdString(), small(), {}, std::nullopt));
        QVERIFY(!exportMap(folder.filePath(u"map.png"_s).toStdString(), MapData{}, {}, std::nullopt));
        QVERIFY(QDir(folder.path()).isEmpty());
    }
};

CELLWRIGHT_TEST(MapExportTest)
#include "map_export_test.moc"
