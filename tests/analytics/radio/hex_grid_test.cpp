// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/hex_grid.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace cellwright;
using namespace cellwright::radio;

namespace {

double apart(Position a, Position b) {
    return std::hypot((a.x - b.x).si(), (a.y - b.y).si());
}

double bearing(Position a, Position b) {
    const double degrees = std::atan2((b.x - a.x).si(), (b.y - a.y).si()) * 180.0 / 3.14159265358979323846;
    return degrees < -1e-6 ? degrees + 360.0 : degrees;
}

int neighboursAt(const std::vector<Position>& all, Position of, double distance) {
    return int(std::ranges::count_if(
        all, [&](Position other) { return std::abs(apart(of, other) - distance) < 1e-6 * distance; }));
}

} // namespace

class HexGridTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ringsHaveTheNumbersOf3gpp() {
        QCOMPARE(sitesOfRings(0), 1);
        QCOMPARE(sitesOfRings(1), 7);
        QCOMPARE(sitesOfRings(2), 19);
        QCOMPARE(sitesOfRings(3), 37);
        QCOMPARE(ringsOfSites(19).value(), 2);
        QVERIFY(!ringsOfSites(20));
        QVERIFY(!ringsOfSites(18));
    }

    void neighboursStandAtTheInterSiteDistance() {
        const auto places = hexPlaces(37, Metres(500), {Metres(1000), Metres(-200)}, Degrees(17));
        QCOMPARE(places.size(), std::size_t(37));
        QVERIFY(places.front() == (Position{Metres(1000), Metres(-200)}));
        // All of the inner 19 have their six neighbours, and nobody stands nearer.
        for (std::size_t i = 0; i < 19; ++i)
            QCOMPARE(neighboursAt(places, places[i], 500.0), 6);
        for (const auto a : places)
            for (const auto b : places)
                QVERIFY(a == b || apart(a, b) > 499.999);
    }

    void laterSitesStandFarther() {
        const auto places = hexPlaces(61, Metres(1), {}, {});
        for (std::size_t i = 0; i < 7; ++i)
            QVERIFY(apart(places[i], {}) <= 1.0 + 1e-9);
        for (std::size_t i = 7; i < 19; ++i)
            QVERIFY(apart(places[i], {}) > 1.5 && apart(places[i], {}) <= 2.0 + 1e-9);
        const auto some = hexPlaces(10, Metres(1), {}, {});
        QVERIFY2(std::equal(some.begin(), some.end(), places.begin()), "fewer sites are the first of more");
    }

    void rowsRunEastUntilTheyAreTurned() {
        const auto bearings = [](Degrees rotation) {
            const auto places = hexPlaces(7, Metres(100), {}, rotation);
            std::set<long> found;
            for (std::size_t i = 1; i < places.size(); ++i)
                found.insert(std::lround(bearing(places[0], places[i])));
            return found;
        };
        QVERIFY((bearings(Degrees(0)) == std::set<long>{30, 90, 150, 210, 270, 330}));
        QVERIFY((bearings(Degrees(10)) == std::set<long>{40, 100, 160, 220, 280, 340}));
    }

    void sectorsAreSpreadEvenly() {
        HexGrid grid{.sites = 7, .azimuthOffset = Degrees(350)};
        const auto sites = hexSites(grid, 100);
        QVERIFY(sites);
        for (const auto& site : *sites) {
            QCOMPARE(site.sectors.size(), std::size_t(3));
            QCOMPARE(site.sectors[0].azimuth.degrees(), 350.0);
            QCOMPARE(site.sectors[1].azimuth.degrees(), 110.0);
            QCOMPARE(site.sectors[2].azimuth.degrees(), 230.0);
        }
        grid.sectors = 6;
        QCOMPARE(hexSites(grid, 1)->front().sectors.size(), std::size_t(6));
        grid.sectors = 1;
        QCOMPARE(hexSites(grid, 1)->front().sectors.size(), std::size_t(1));
    }

    void everythingElseComesFromTheTemplates() {
        HexGrid grid{.sites = 7, .namePrefix = "Macro "};
        grid.site.height = Metres(35);
        grid.site.propagation = Propagation::rma;
        grid.site.status = SiteStatus::candidate;
        grid.sector.power = DecibelMilliwatts(46);
        grid.sector.carrier = {5};
        grid.sector.panelRows = 8;
        const auto sites = hexSites(grid, 10);
        QVERIFY(sites);
        QCOMPARE(sites->at(6).name, std::string("Macro 7"));
        QCOMPARE(sites->at(6).height.si(), 35.0);
        QCOMPARE(sites->at(6).propagation, Propagation::rma);
        QCOMPARE(sites->at(6).status, SiteStatus::candidate);
        QCOMPARE(sites->at(6).sectors[2].power.db(), 46.0);
        QCOMPARE(sites->at(6).sectors[2].panelRows, 8);
        QCOMPARE(sites->at(6).sectors[2].carrier.value, std::int64_t(5));
        QCOMPARE(sites->at(6).sectors[2].name, std::string("C"));
    }

    void idsAreFreshAndDifferent() {
        HexGrid grid{.sites = 19, .wrapAround = true};
        const auto sites = hexSites(grid, 50);
        QVERIFY(sites);
        std::set<std::int64_t> ids;
        for (const auto& site : *sites) {
            QVERIFY(ids.insert(site.id.value).second);
            for (const auto& sector : site.sectors)
                QVERIFY(ids.insert(sector.id.value).second);
        }
        QCOMPARE(*ids.begin(), std::int64_t(50));
        QCOMPARE(ids.size(), std::size_t(7 * 19 * 4));
    }

    void pcisAreSpreadAndEqualFacesShareTheirRemainder() {
        HexGrid grid{.sites = 19, .firstPci = 1000};
        const auto sites = hexSites(grid, 1);
        QVERIFY(sites);
        std::set<int> all;
        for (const auto& site : *sites)
            for (std::size_t face = 0; face < 3; ++face) {
                QVERIFY(all.insert(site.sectors[face].pci.value()).second);
                QCOMPARE(site.sectors[face].pci.value() % 3, int((1000 + face) % 3));
            }
        QVERIFY(*all.rbegin() <= 1007);
    }

    /// The cluster and its copies are one gapless lattice: every site of the cluster sees six neighbours, and
    /// the first ring of any site holds each face of the cluster as often as a torus would.
    void wrapAroundTilesThePlane() {
        for (const int rings : {1, 2, 3}) {
            HexGrid grid{.sites = sitesOfRings(rings), .rotation = Degrees(7), .wrapAround = true};
            const auto sites = hexSites(grid, 1);
            QVERIFY(sites);
            QCOMPARE(int(sites->size()), 7 * grid.sites);
            std::vector<Position> places;
            for (const auto& site : *sites)
                places.push_back(site.position);
            for (int i = 0; i < grid.sites; ++i)
                QCOMPARE(neighboursAt(places, places[std::size_t(i)], 500.0), 6);
            for (std::size_t a = 0; a < places.size(); ++a)
                for (std::size_t b = 0; b < a; ++b)
                    QVERIFY2(apart(places[a], places[b]) > 499.0, "two copies overlap");
            QVERIFY(!sites->front().locked);
            QVERIFY(sites->back().locked);
        }
    }

    void whatCannotBeIsRefused() {
        const auto refused = [](HexGrid grid) { return !hexSites(grid, 1).has_value(); };
        QVERIFY(refused({.sites = 0}));
        QVERIFY(refused({.sites = 10'001}));
        QVERIFY(refused({.interSiteDistance = Metres(0)}));
        QVERIFY(refused({.interSiteDistance = Metres(std::nan(""))}));
        QVERIFY(refused({.sectors = 0}));
        QVERIFY(refused({.firstPci = 1008}));
        const auto odd = hexSites({.sites = 20, .wrapAround = true}, 1);
        QVERIFY(!odd);
        QVERIFY(odd.error().remedy.find("19 or 37") != std::string::npos);
    }
};

CELLWRIGHT_TEST(HexGridTest)
#include "hex_grid_test.moc"
