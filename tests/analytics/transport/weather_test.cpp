// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/atmosphere/gas.h"
#include "analytics/transport/doubts.h"
#include "analytics/transport/graph.h"
#include "analytics/transport/medium.h"
#include "analytics/transport/weather.h"
#include "tests/analytics/transport/places.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <cmath>

namespace cellwright::transport {

using test::atHost;
using test::atSite;
using test::linkOf;

class WeatherTest : public QObject {
    Q_OBJECT
private:
    static Link radio(double km, double ghz, Medium medium = Medium::microwave) {
        auto link = linkOf(1, atSite(1), atHost(100), km * 1e3, medium);
        link.frequency = Hertz(ghz * 1e9);
        return link;
    }
    static Assumptions rain(double rate) {
        Assumptions assumptions;
        assumptions.rainRate = rate;
        return assumptions;
    }
    static double fade(const Link& link, double rate) {
        NullRecorder rec;
        return rainFade(rec, {}, rain(rate), link).db();
    }
    static double share(const Link& link, const Assumptions& assumptions) {
        NullRecorder rec;
        return linkCapacity(rec, {}, assumptions, link) / link.capacity;
    }

private Q_SLOTS:
    void rainByHand() {
        // P.838-3 at 28 GHz, 25 mm/h, horizontal: 4.62 dB/km; P.530-18 with d = 5, alpha = 0.9679.
        const double inverse =
            0.477 * std::pow(5.0, 0.633) * std::pow(25.0, 0.073 * 0.9679) * std::pow(28.0, 0.123) -
            10.579 * (1.0 - std::exp(-0.12));
        QVERIFY2(std::abs(fade(radio(5.0, 28.0), 25.0) - 4.62 * 5.0 / inverse) < 0.1,
                 qPrintable(QString::number(fade(radio(5.0, 28.0), 25.0))));
        QVERIFY(fade(radio(5.0, 28.0), 50.0) > fade(radio(5.0, 28.0), 25.0));
        QVERIFY(fade(radio(5.0, 60.0), 25.0) > fade(radio(5.0, 28.0), 25.0));
        QVERIFY(fade(radio(5.0, 28.0), 0.0) == 0.0);
    }
    void shortPathsAreCapped() {
        // Where the factor would exceed 2.5, it is 2.5: the fade is then in proportion to the length.
        const double near = fade(radio(0.001, 28.0), 25.0), twice = fade(radio(0.002, 28.0), 25.0);
        QVERIFY(std::abs(twice / near - 2.0) < 1e-9);
        QVERIFY(std::abs(near / 0.001 / 2.5 - 4.62) < 0.01);
    }
    void cablesStayDry() {
        for (const auto medium : {Medium::fibre, Medium::copper, Medium::pon}) {
            QCOMPARE(fade(radio(5.0, 28.0, medium), 100.0), 0.0);
            auto wet = rain(100.0);
            wet.gasAbsorption = true;
            QCOMPARE(share(radio(5.0, 28.0, medium), wet), 1.0);
        }
    }
    void modulationStepsDownToOutage() {
        QCOMPARE(schemeAfter(Medium::microwave, Decibels(0.0))->name, "1024QAM");
        QCOMPARE(schemeAfter(Medium::microwave, Decibels(5.0))->name, "1024QAM"); // the margin is used up
        QCOMPARE(schemeAfter(Medium::microwave, Decibels(5.1))->name, "512QAM");
        QCOMPARE(schemeAfter(Medium::microwave, Decibels(33.3))->name, "4QAM");
        QVERIFY(!schemeAfter(Medium::microwave, Decibels(33.4)));
        double before = 1.0;
        for (const double rate : {0.0, 5.0, 20.0, 40.0, 80.0, 150.0}) {
            const double left = share(radio(8.0, 38.0), rain(rate));
            QVERIFY(left <= before);
            before = left;
        }
        QCOMPARE(before, 0.0);
        for (const auto medium : {Medium::microwave, Medium::satellite})
            for (std::size_t i = 1; i < modemSchemes(medium).size(); ++i) {
                QVERIFY(modemSchemes(medium)[i].bits > modemSchemes(medium)[i - 1].bits);
                QVERIFY(modemSchemes(medium)[i].snrDb > modemSchemes(medium)[i - 1].snrDb);
            }
    }
    void linksInOutageAreNoRoutes() {
        auto topology = test::places(1);
        topology.links = {radio(8.0, 38.0), linkOf(2, atSite(1), atHost(100), 1e6)};
        const auto first = [&](const Assumptions& assumptions) {
            return Graph(topology, assumptions)
                .shortestRoute(atSite(1), atHost(100))
                ->hops.front()
                .link.value;
        };
        QCOMPARE(first({}), 1);
        QCOMPARE(first(rain(150.0)), 2);
    }
    void gasFollowsTheAir() {
        NullRecorder rec;
        Assumptions air;
        const auto link = radio(2.0, 60.0);
        QCOMPARE(gasFade(rec, {}, air, link).db(), 0.0); // off by default
        air.gasAbsorption = true;
        QVERIFY(std::abs(gasFade(rec, {}, air, link).db() -
                         2.0 * radio::gasAttenuation(Hertz(60e9)).total()) < 1e-9);
        auto damp = air;
        damp.vapourDensity = 20.0;
        const auto wet = radio(2.0, 22.235);
        QVERIFY(gasFade(rec, {}, damp, wet) > gasFade(rec, {}, air, wet));
        auto cold = air;
        cold.temperature = -20.0;
        QVERIFY(gasFade(rec, {}, cold, link).db() != gasFade(rec, {}, air, link).db());
    }
    void satellitesFadeOnce() {
        const auto up = radio(1600.0, 20.0, Medium::satellite);
        QVERIFY(fade(up, 30.0) > 3.0 && fade(up, 30.0) < 40.0);
        auto longer = up;
        longer.length = Metres(7.2e7); // GEO: the rain is as thick
        QCOMPARE(fade(longer, 30.0), fade(up, 30.0));
        NullRecorder rec;
        Topology tropics;
        tropics.origin = GeoOrigin{0.0, 0.0};
        QVERIFY(rainFade(rec, tropics, rain(30.0), up).db() != fade(up, 30.0));
        QVERIFY(share(radio(1600.0, 30.0, Medium::satellite), rain(60.0)) < 1.0);
        QVERIFY(share(radio(1600.0, 2.0, Medium::satellite), rain(60.0)) == 1.0);
    }
    void anUnsaidFrequencyIsAssumed() {
        auto link = radio(8.0, 38.0);
        link.frequency.reset();
        QCOMPARE(carrierOf(link).si(), 18e9);
        QVERIFY(fade(link, 50.0) > 0.0);
    }
    void limitsAreNamed() {
        const auto said = [](Link link, const Assumptions& assumptions) {
            auto topology = test::places(1);
            topology.links = {std::move(link)};
            std::string all;
            for (const auto& doubt : doubts(topology, assumptions))
                all += doubt.what + "\n";
            return all;
        };
        QVERIFY(said(radio(8.0, 38.0), rain(30.0)).empty());
        QVERIFY(said(radio(80.0, 6.0), rain(30.0)).find("up to 60 km") != std::string::npos);
        QVERIFY(said(radio(80.0, 6.0), {}).empty()); // dry: nothing is judged
        QVERIFY(said(radio(1.0, 140.0), rain(30.0)).find("1 to 100 GHz") != std::string::npos);
        auto unsaid = radio(8.0, 38.0);
        unsaid.frequency.reset();
        QVERIFY(said(unsaid, rain(30.0)).find("judged at 18 GHz") != std::string::npos);
        QVERIFY(said(radio(8.0, 38.0, Medium::fibre), {}).find("means nothing in Fibre") !=
                std::string::npos);
        auto off = radio(8.0, 38.0, Medium::fibre);
        off.enabled = false;
        QVERIFY(said(off, {}).empty());
        auto tree = test::places(2);
        tree.links = {linkOf(1, atSite(1), atHost(100), 1e3, Medium::pon),
                      linkOf(2, atSite(2), atHost(100), 1e3, Medium::pon)};
        QVERIFY(doubts(tree, {}).empty());
        tree.links[1].capacity = BitsPerSecond(1e9);
        QVERIFY(doubts(tree, {}).size() == 1);
    }
    void theDerivationNamesModelAndScheme() {
        Trace trace;
        TracingRecorder rec(trace);
        const auto capacity = linkCapacity(rec, {}, rain(30.0), radio(5.0, 28.0));
        const auto text = toPlainText(rec.derivation(capacity));
        for (const char* part : {"adaptive modulation", "ALFOplus", "QAM"})
            QVERIFY2(text.find(part) != std::string::npos, text.c_str());
        const auto faded = toPlainText(rec.derivation(rainFade(rec, {}, rain(30.0), radio(5.0, 28.0))));
        for (const char* part : {"P.838-3", "P.530-18"})
            QVERIFY2(faded.find(part) != std::string::npos, faded.c_str());
    }
};

} // namespace cellwright::transport

CELLWRIGHT_TEST(cellwright::transport::WeatherTest)
#include "weather_test.moc"
