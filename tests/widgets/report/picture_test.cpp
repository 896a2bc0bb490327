// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/samples/samples.h"
#include "tests/support/registry.h"
#include "widgets/report/picture.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace cellwright;

class PictureTest : public QObject {
    Q_OBJECT
    const Scenario scenario_ = samples::hospitalCampus().scenarios.front();

    static std::filesystem::path in(const QTemporaryDir& folder, const QString& name) {
        return folder.filePath(name).toStdString();
    }
    static QByteArray bytesOf(const std::filesystem::path& path) {
        QFile file(QString::fromStdString(path.string()));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void png() {
        const QTemporaryDir folder;
        PictureOptions options;
        options.width = 800;
        options.height = 500;
        const auto file = in(folder, u"map.png"_s);
        const auto summary = renderPicture(file, scenario_, options);
        QVERIFY2(summary, summary ? "" : summary.error().message().c_str());
        QCOMPARE(summary->width, 800);
        const QImage image(QString::fromStdString(file.string()));
        QCOMPARE(image.size(), QSize(800, 500));
        QSet<QRgb> colours;
        for (int x = 0; x < image.width(); x += 5)
            colours.insert(image.pixel(x, 250));
        QCOMPARE_GT(colours.size(), 20); // a heat map is not one colour
    }
    void svgAndPdfAreVectors() {
        const QTemporaryDir folder;
        PictureOptions options;
        options.heatMap = false;
        QVERIFY(renderPicture(in(folder, u"map.svg"_s), scenario_, options));
        const QByteArray svg = bytesOf(in(folder, u"map.svg"_s));
        QVERIFY(svg.contains("<svg") && svg.contains("</svg>"));
        QVERIFY(svg.contains("<path") || svg.contains("<polyline"));
        QVERIFY(!svg.contains("<image"));
        QVERIFY(renderPicture(in(folder, u"map.PDF"_s), scenario_, options));
        const QByteArray pdf = bytesOf(in(folder, u"map.PDF"_s));
        QVERIFY(pdf.startsWith("%PDF-"));
        QVERIFY(pdf.contains("/FontFile"));
        QVERIFY(!pdf.contains("/Subtype /Image"));
    }
    void refusesWhatItCannotDo() {
        const QTemporaryDir folder;
        const auto unknown = renderPicture(in(folder, u"map.bmp"_s), scenario_);
        QVERIFY(!unknown);
        QVERIFY(unknown.error().remedy.find(".png") != std::string::npos);
        PictureOptions huge;
        huge.width = 1'000'000;
        QVERIFY(!renderPicture(in(folder, u"map.png"_s), scenario_, huge));
        QVERIFY(!renderPicture(in(folder, u"no/such/folder/map.png"_s), scenario_));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 0);
    }
    void anExistingFileStaysUnlessForced() {
        const QTemporaryDir folder;
        const auto file = in(folder, u"map.png"_s);
        {
            QFile mine(folder.filePath(u"map.png"_s));
            QVERIFY(mine.open(QIODevice::WriteOnly));
            mine.write("mine");
        }
        QVERIFY(!renderPicture(file, scenario_));
        QCOMPARE(bytesOf(file), QByteArray("mine"));
        QVERIFY(renderPicture(file, scenario_, {}, true));
        QVERIFY(bytesOf(file).startsWith("\x89PNG"));
    }
    void anEmptyScenarioIsDrawnToo() {
        const QTemporaryDir folder;
        QVERIFY(renderPicture(in(folder, u"map.png"_s), Scenario{}));
    }
};

CELLWRIGHT_TEST(PictureTest)
#include "picture_test.moc"
