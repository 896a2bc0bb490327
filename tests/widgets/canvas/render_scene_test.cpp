// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/widgets/canvas/demo.h"
#include "widgets/canvas/painting/render_scene.h"
#include "widgets/canvas/view_mapping.h"

#include <QBuffer>
#include <QPainter>
#include <QPdfWriter>

using namespace cellwright;
using namespace cellwright::test;

namespace {

constexpr QRectF plane(-1000, -750, 2000, 1500);

QImage render(const Scenario& scenario, const Theme& theme, const CanvasOptions& show) {
    QImage image(800, 600, QImage::Format_RGB32);
    QPainter painter(&image);
    renderScene(painter, QRectF(image.rect()), scenario, theme, {.show = show, .plane = plane});
    painter.end();
    if (qEnvironmentVariableIsSet("CELLWRIGHT_KEEP_IMAGES"))
        image.save(qEnvironmentVariable("CELLWRIGHT_KEEP_IMAGES") +
                   QStringLiteral("/render-%1-%2.png")
                       .arg(theme.isDark ? QStringLiteral("dark") : QStringLiteral("light"))
                       .arg(show.map.shown));
    return image;
}

CanvasOptions bare() {
    return {.grid = false, .labels = false, .scaleBar = false, .legend = false, .map = {.shown = false}};
}

QColor pixelAt(const QImage& image, Position position) {
    return image.pixelColor(
        ViewMapping::fitting(plane, QRectF(image.rect()), 0).toSurface(position).toPoint());
}

bool close(const QColor& a, const QColor& b) {
    return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) + std::abs(a.blue() - b.blue()) < 12;
}

} // namespace

class RenderSceneTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void symbolsAreWhereTheirObjectsAre() {
        const Scenario scenario = demoScenario();
        const QImage image = render(scenario, Theme::light(), bare());
        for (const auto& site : scenario.topology.sites)
            if (plane.contains(site.position.x.si(), site.position.y.si()))
                QVERIFY(close(pixelAt(image, site.position), Theme::light().site));
        QVERIFY(close(pixelAt(image, at(-900, 700)), Theme::light().canvas));
        QVERIFY(!close(pixelAt(image, at(350, 265)), Theme::light().canvas));
        QVERIFY2(!close(pixelAt(image, at(-400, -300)), Theme::light().canvas), "inside of an area");
    }

    void sectorsPointAlongTheirAzimuth() {
        Scenario scenario = emptyScenario();
        scenario.topology.sites = {{.id = {1}, .sectors = {{.id = {2}, .azimuth = Degrees(90)}}}};
        const QImage image = render(scenario, Theme::light(), bare());
        QVERIFY2(!close(image.pixelColor(400 + 15, 300), Theme::light().canvas), "east");
        QVERIFY2(close(image.pixelColor(400 - 15, 300), Theme::light().canvas), "not west");
        QVERIFY2(close(image.pixelColor(400, 300 - 15), Theme::light().canvas), "not north");
    }

    void siteThatIsOffIsHollowAndStruckOut() {
        Scenario scenario = emptyScenario();
        scenario.topology.sites = {{.id = {1}, .enabled = false}};
        const QImage off = render(scenario, Theme::light(), bare());
        QVERIFY2(!close(off.pixelColor(400, 300), Theme::light().canvas), "the stroke, smoothed");
        for (const int side : {-2, 2})
            QVERIFY(close(off.pixelColor(400 + side, 300 + side), Theme::light().canvas));
        scenario.topology.sites[0].enabled = true;
        const QImage on = render(scenario, Theme::light(), bare());
        for (const int side : {-2, 0, 2})
            QVERIFY(close(on.pixelColor(400 + side, 300 + side), Theme::light().site));
    }

    void themesDiffer() {
        const Scenario scenario = demoScenario();
        const QImage light = render(scenario, Theme::light(), bare()),
                     dark = render(scenario, Theme::dark(), bare());
        QVERIFY(light.pixelColor(2, 2).lightness() > 200);
        QVERIFY(dark.pixelColor(2, 2).lightness() < 60);
        QVERIFY(close(pixelAt(dark, scenario.topology.sites[0].position), Theme::dark().site));
    }

    void optionsShowTheirParts_data() {
        QTest::addColumn<int>("part");
        QTest::newRow("grid") << 0;
        QTest::newRow("labels") << 1;
        QTest::newRow("scale bar") << 2;
        QTest::newRow("heat map") << 3;
    }
    void optionsShowTheirParts() {
        QFETCH(int, part);
        CanvasOptions show = bare();
        bool* const parts[] = {&show.grid, &show.labels, &show.scaleBar, &show.map.shown};
        *parts[part] = true;
        const Scenario scenario = demoScenario();
        QVERIFY(render(scenario, Theme::light(), show) != render(scenario, Theme::light(), bare()));
    }

    void legendComesWithTheMap() {
        CanvasOptions show = bare();
        show.legend = true;
        const Scenario scenario = demoScenario();
        QCOMPARE(render(scenario, Theme::light(), show), render(scenario, Theme::light(), bare()));
        show.map.shown = true;
        const QImage with = render(scenario, Theme::light(), show);
        show.legend = false;
        QVERIFY(with != render(scenario, Theme::light(), show));
    }

    void staysWithinItsTarget() {
        QImage image(400, 300, QImage::Format_RGB32);
        image.fill(Qt::red);
        QPainter painter(&image);
        renderScene(painter, QRectF(50, 50, 200, 150), demoScenario(), Theme::light(), {});
        painter.end();
        QCOMPARE(image.pixelColor(20, 20), QColor(Qt::red));
        QCOMPARE(image.pixelColor(300, 100), QColor(Qt::red));
        QVERIFY(image.pixelColor(55, 55) != QColor(Qt::red));
    }

    void emptyScenarioIsFine() { QVERIFY(!render(emptyScenario(), Theme::light(), {}).isNull()); }

    void pdfHoldsTextAndOnlyOneImage() {
        QByteArray bytes;
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        {
            QPdfWriter writer(&buffer);
            writer.setResolution(300);
            QPainter painter(&writer);
            renderScene(painter, QRectF(0, 0, 1600, 1200), demoScenario(), Theme::light(),
                        {.symbolScale = 3.0});
        }
        QVERIFY(bytes.startsWith("%PDF"));
        QVERIFY2(bytes.contains("/FontFile2"), "labels are text with an embedded font");
        QVERIFY2(bytes.count("/Subtype /Image") <= 2, "the map and its mask, nothing else");
    }
};

CELLWRIGHT_TEST(RenderSceneTest)
#include "render_scene_test.moc"
