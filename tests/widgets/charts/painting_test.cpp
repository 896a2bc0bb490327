// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/widgets/charts/sample_assessment.h"
#include "widgets/charts/chart_painting.h"

#include <QBuffer>
#include <QImage>
#include <QPainter>
#include <QPdfWriter>
#include <QTest>

using namespace Qt::StringLiterals;

namespace cellwright {

using test::sampleAssessment;

class PaintingTest : public QObject {
    Q_OBJECT

    static constexpr ChartKind kinds[] = {ChartKind::timeToFirstToken, ChartKind::timePerToken,
                                          ChartKind::energy, ChartKind::memory};

    /// How many pixels of the image have this colour.
    static int count(const QImage& image, const QColor& colour) {
        int pixels = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                pixels += image.pixelColor(x, y) == colour ? 1 : 0;
        return pixels;
    }

private Q_SLOTS:
    void paintsInsideItsRectangle() {
        for (const ChartKind kind : kinds) {
            const qreal height = chartHeight(kind, {sampleAssessment()}, 400);
            QVERIFY(height > 60 && height < 500);
            QImage image(500, int(height) + 100, QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            paintChart(painter, QRectF(50, 50, 400, height), kind, {sampleAssessment()});
            painter.end();
            QVERIFY(count(image, QColor(0x00, 0x72, 0xb2)) > 200);
            QCOMPARE(count(image.copy(0, 0, 500, 49), Qt::white), 500 * 49);
            QCOMPARE(count(image.copy(0, 0, 49, image.height()), Qt::white), 49 * image.height());
            QCOMPARE(count(image.copy(451, 0, 49, image.height()), Qt::white), 49 * image.height());
        }
    }
    void usesTheGivenColours() {
        ChartLook look;
        look.series = {QColor(10, 20, 30), QColor(200, 100, 50)};
        QImage image(400, 200, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        paintChart(painter, image.rect(), ChartKind::energy, {sampleAssessment()}, look);
        painter.end();
        QVERIFY(count(image, QColor(10, 20, 30)) > 100);
        QVERIFY(count(image, QColor(200, 100, 50)) > 10);
    }
    void goesIntoPdfAsVectorsWithText() {
        QByteArray bytes;
        QBuffer buffer(&bytes);
        QVERIFY(buffer.open(QIODevice::WriteOnly));
        {
            QPdfWriter writer(&buffer);
            writer.setResolution(300);
            QPainter painter(&writer);
            for (const ChartKind kind : kinds)
                paintChart(painter, QRectF(0, 0, 2000, 800), kind, {sampleAssessment()}, {}, 300.0 / 72.0);
        }
        QVERIFY(bytes.startsWith("%PDF"));
        QVERIFY(bytes.contains("/FontFile2"));
        QVERIFY2(!bytes.contains("/Subtype /Image"), "a chart was rasterised");
    }
    void moreBarsNeedMoreRoom() {
        const auto one = sampleAssessment();
        const auto two = sampleAssessment(ScenarioId{2}, "Cloud");
        QVERIFY(chartHeight(ChartKind::memory, {one, two}, 400) >
                chartHeight(ChartKind::memory, {one}, 400) + 30);
        QCOMPARE(chartHeight(ChartKind::memory, {one}, 1600, {}, 4.0),
                 4.0 * chartHeight(ChartKind::memory, {one}, 400));
    }
    void withoutDataThereAreWords() {
        QImage image(400, 100, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        paintChart(painter, image.rect(), ChartKind::energy, {});
        painter.end();
        QVERIFY(count(image, Qt::white) < 400 * 100);
        QVERIFY(chartTitle(ChartKind::energy, {sampleAssessment()}).endsWith(u"(J)"_s));
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::PaintingTest)
#include "painting_test.moc"
