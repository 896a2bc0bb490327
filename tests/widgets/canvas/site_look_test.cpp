// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/registry.h"
#include "tests/widgets/canvas/demo.h"
#include "widgets/canvas/painting/render_scene.h"
#include "widgets/canvas/painting/site_look.h"

#include <QImage>
#include <QPainter>

#include <set>

using namespace cellwright;
using namespace cellwright::test;

namespace {

/// One site in the middle with two carriers, low and high.
Scenario twoBands() {
    Scenario scenario{.id = {1}, .name = "One"};
    scenario.topology.carriers = {{.id = {1}, .name = "mid", .band = "n78", .frequency = Hertz(3.5e9)},
                                  {.id = {2}, .name = "low", .band = "n28", .frequency = Hertz(0.7e9)}};
    scenario.topology.sites = {{.id = {3},
                                .sectors = {{.id = {4}, .carrier = {1}, .azimuth = Degrees(0)},
                                            {.id = {5}, .carrier = {2}, .azimuth = Degrees(120)}}}};
    return scenario;
}

SiteLook look(const Scenario& scenario, SectorColour colour = SectorColour::plain) {
    return lookOf(scenario.topology.sites[0], scenario.topology, Theme::dark(), colour);
}

QImage drawn(const Scenario& scenario, const RenderOptions& options = {}) {
    QImage image(300, 300, QImage::Format_RGB32);
    QPainter painter(&image);
    RenderOptions plain = options;
    plain.show.grid = plain.show.labels = plain.show.scaleBar = false;
    plain.show.map.shown = false;
    plain.plane = QRectF(-150, -150, 300, 300);
    renderScene(painter, QRectF(0, 0, 300, 300), scenario, Theme::dark(), plain);
    return image;
}

} // namespace

class SiteLookTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void higherBandsLieWithinLowerOnes() {
        const SiteLook site = look(twoBands());
        QCOMPARE(site.wedges.size(), std::size_t(2));
        QCOMPARE(site.wedges[0].azimuth, 120.0); // the low band, drawn first and widest
        QCOMPARE(site.wedges[0].reach, 1.0);
        QVERIFY(site.wedges[1].reach < 0.9);
    }

    void wedgesAreAsWideAsTheirBeams() {
        Scenario scenario = twoBands();
        QCOMPARE(look(scenario).wedges[0].width, 65.0);
        scenario.topology.sites[0].sectors[1].panelColumns = 8;
        QVERIFY(look(scenario).wedges[0].width < 15.0);
        scenario.topology.sites[0].sectors[1].antenna = Antenna::omni;
        QCOMPARE(look(scenario).wedges[0].width, 360.0);
    }

    void coloursSayWhatIsAsked() {
        const Scenario scenario = twoBands();
        const auto fills = [&](SectorColour colour) {
            const SiteLook site = look(scenario, colour);
            return std::set<QRgb>{site.wedges[0].fill.rgb(), site.wedges[1].fill.rgb()};
        };
        QCOMPARE(fills(SectorColour::plain).size(), std::size_t(1));
        QCOMPARE(fills(SectorColour::band).size(), std::size_t(2));
        QCOMPARE(fills(SectorColour::azimuth).size(), std::size_t(2));
        QCOMPARE(fills(SectorColour::status).size(), std::size_t(1));
        const auto key = sectorKey(scenario.topology, Theme::dark(), SectorColour::band);
        QCOMPARE(key.size(), std::size_t(2));
        QVERIFY2(key[0].text.contains(QStringLiteral("n28")), "the lowest first");
        QCOMPARE(key[0].colour, look(scenario, SectorColour::band).wedges[0].fill);
        QCOMPARE(sectorKey(scenario.topology, Theme::dark(), SectorColour::status).size(), std::size_t(3));
        QVERIFY(sectorKey(scenario.topology, Theme::dark(), SectorColour::plain).empty());
    }

    /// Whatever a planner must tell apart looks different.
    void everyStateIsSeen() {
        std::vector<Scenario> states(7, twoBands());
        states[1].topology.sites[0].status = SiteStatus::proposed;
        states[2].topology.sites[0].status = SiteStatus::candidate;
        states[3].topology.sites[0].enabled = false;
        states[4].topology.sites[0].sectors[0].enabled = false;
        states[5].topology.sites[0].locked = true;
        states[6].topology.sites[0].sectors[0].azimuth = Degrees(10);
        std::vector<QImage> images;
        std::set<QString> keys;
        for (const auto& state : states) {
            QVERIFY2(keys.insert(look(state).key()).second, "they must not share a stamp");
            const QImage image = drawn(state);
            for (const auto& other : images)
                QVERIFY(image != other);
            images.push_back(image);
        }
    }

    void backdropsLieWhereTheyBelong() {
        Scenario scenario{.id = {1}};
        RenderOptions options;
        QImage red(10, 10, QImage::Format_RGB32);
        red.fill(Qt::red);
        // 10 x 10 pixels of 10 m, from (0, 100) to (100, 0): the upper right quarter but its rim.
        options.backdrops = {
            {.image = red, .origin = at(0, 100), .perColumn = at(10, 0), .perRow = at(0, -10)}};
        const QImage image = drawn(scenario, options);
        QCOMPARE(image.pixelColor(200, 100), QColor(Qt::red));
        QVERIFY(image.pixelColor(100, 100) != QColor(Qt::red));
        QVERIFY(image.pixelColor(200, 200) != QColor(Qt::red));
        options.backdrops[0].opacity = 0.5;
        QVERIFY(drawn(scenario, options).pixelColor(200, 100).red() < 200);
    }

    void whatIsOffIsDrawnSo() {
        Scenario scenario = demoScenario(2);
        const QImage on = drawn(scenario);
        scenario.topology.links[0].enabled = false;
        const QImage cut = drawn(scenario);
        QVERIFY(cut != on);
        scenario.topology.hosts[0].position = at(50, 50);
        const QImage running = drawn(scenario);
        scenario.topology.hosts[0].enabled = false;
        QVERIFY(drawn(scenario) != running);
    }

    void everyMediumHasALook() {
        Scenario scenario = demoScenario(2);
        std::vector<QImage> images;
        for (const auto medium :
             {Medium::fibre, Medium::microwave, Medium::copper, Medium::pon, Medium::satellite}) {
            scenario.topology.links[0].medium = medium;
            images.push_back(drawn(scenario));
            for (std::size_t i = 0; i + 1 < images.size(); ++i)
                QVERIFY(images[i] != images.back());
        }
    }
};

CELLWRIGHT_TEST(SiteLookTest)
#include "site_look_test.moc"
