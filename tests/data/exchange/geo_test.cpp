// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/export.h"
#include "data/exchange/geo/archive.h"
#include "data/exchange/geo/crs.h"
#include "data/exchange/geo/geojson.h"
#include "data/exchange/geo/kml.h"
#include "data/exchange/geography.h"
#include "data/exchange/import.h"
#include "data/exchange/lost.h"
#include "data/samples/samples.h"
#include "tests/data/exchange/file_samples.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <algorithm>
#include <cmath>

namespace cellwright {

class GeoTest : public QObject {
    Q_OBJECT
private:
    static ImportResult taken(const Expected<ImportResult>& result) {
        if (!result)
            qFatal("%s", result.error().message().c_str());
        return *result;
    }
    static bool says(const std::vector<std::string>& lines, const char* text) {
        return std::ranges::any_of(lines,
                                   [&](const auto& line) { return line.find(text) != std::string::npos; });
    }
    static Scenario located() {
        auto scenario = samples::hospitalCampus().scenarios.front();
        scenario.topology.origin = GeoOrigin{51.34, 12.375};
        return scenario;
    }

private Q_SLOTS:
    void projectedPlacesLandWhereTheyAre() {
        auto crs = Crs::find("EPSG:25833", "test");
        QVERIFY(crs.has_value());
        QVERIFY(!crs->degrees());
        // The central meridian at the false easting, and 15°E 52°N by the definition of UTM on GRS 80.
        const auto middle = crs->place(500000.0, 0.0, "test");
        QVERIFY(!middle); // the equator is far from Europe
        const auto place = crs->place(500000.0, 5761038.2, "test");
        QVERIFY2(place.has_value(), place ? "" : place.error().message().c_str());
        QVERIFY(std::abs(place->longitude - 15.0) < 1e-9);
        QVERIFY(std::abs(place->latitude - 52.0) < 1e-5);
        const auto back = crs->coordinates(*place);
        QVERIFY(std::abs(back->first - 500000.0) < 1e-3 && std::abs(back->second - 5761038.2) < 1e-3);
        QCOMPARE(Crs::utmZoneOf({51.3, 12.4}), std::string("EPSG:32633"));
        QCOMPARE(Crs::utmZoneOf({-37.8, 145.0}), std::string("EPSG:32755"));
        QVERIFY(!crs->wkt().empty());
    }
    void systemsAreNotGuessed() {
        for (const char* name : {"WGS", "DHDN", "UTM", "WGS 84 / UTM zone", "ETRS", "32633"}) {
            const auto crs = Crs::find(name, "--crs");
            QVERIFY2(!crs || crs->title() == name, name);
            if (!crs)
                QVERIFY(crs.error().message().find("--crs: ") != std::string::npos);
        }
        for (const char* name :
             {"WGS84", "wgs 84", "WGS 84 / UTM zone 33N", "+proj=utm +zone=33 +datum=WGS84 +type=crs"})
            QVERIFY2(Crs::find(name, "--crs").has_value(), name);
        // An ellipsoid alone says nothing about its datum: metres or hundreds of them off.
        QVERIFY(!Crs::find("+proj=utm +zone=33 +ellps=bessel +units=m +type=crs", "--crs"));
    }
    void usualSystemsLeadToWgs84() {
        for (const char* code : {"EPSG:4326", "EPSG:4258", "EPSG:3857", "EPSG:25832", "EPSG:31468",
                                 "EPSG:27700", "EPSG:2154", "EPSG:28992", "EPSG:2056", "EPSG:28355",
                                 "EPSG:7855", "EPSG:26918", "EPSG:6677", "EPSG:3035", "OGC:CRS84"}) {
            const auto crs = Crs::find(code, "test");
            QVERIFY2(crs.has_value(), crs ? "" : crs.error().message().c_str());
            const auto again = Crs::find(crs->wkt(), "m.prj"); // as a .prj file names it
            QVERIFY2(again.has_value(), again ? "" : again.error().message().c_str());
        }
    }
    void boundSystemsAreWhatTheyAreBoundTo() {
        auto degrees = Crs::find(
            "+proj=longlat +ellps=bessel +towgs84=598.1,73.7,418.2,0.202,0.045,-2.455,6.7 +type=crs", "t");
        QVERIFY2(degrees.has_value(), degrees ? "" : degrees.error().message().c_str());
        QVERIFY(degrees->degrees());
        const auto place = degrees->place(12.37, 51.34, "t");
        QVERIFY(place && std::abs(place->latitude - 51.34) < 0.01 && place->latitude != 51.34);
        const auto metres = Crs::find("+proj=tmerc +lon_0=12 +x_0=4500000 +ellps=bessel "
                                      "+towgs84=598.1,73.7,418.2,0.202,0.045,-2.455,6.7 "
                                      "+units=m +type=crs",
                                      "t");
        QVERIFY(metres && !metres->degrees() && metres->eastNorthMetres());
    }
    void axesAreKnown() {
        for (const char* code : {"EPSG:25833", "EPSG:32755", "EPSG:31468", "EPSG:3035"})
            QVERIFY2(Crs::find(code, "t")->eastNorthMetres(), code);
        // Degrees; US survey feet; metres to the west and south; metres along meridians.
        for (const char* code : {"EPSG:4326", "EPSG:2263", "EPSG:2048", "EPSG:32661"})
            QVERIFY2(!Crs::find(code, "t")->eastNorthMetres(), code);
    }
    void leipzigIsInLeipzig() {
        Scenario scenario;
        const auto result = taken(importGeoJson(test::leipzigGeoJson, "l.json", scenario));
        QCOMPARE(result.imported, 1);
        QVERIFY(std::abs(scenario.topology.origin->latitude - 51.34) < 0.02);
        QVERIFY(std::abs(scenario.topology.origin->longitude - 12.37) < 0.02);
        QVERIFY(says(result.warnings, "EPSG:25833"));
        QCOMPARE(scenario.topology.sites.front().name, std::string("Markt"));
    }
    void theOptionOverridesAndSaysSo() {
        Scenario scenario;
        ImportSettings settings;
        settings.crs = "EPSG:25832";
        const auto result = taken(importGeoJson(test::leipzigGeoJson, "l.json", scenario, settings));
        QVERIFY(says(result.warnings, "the file says that it is in EPSG:25833; it is read as EPSG:25832"));
        QVERIFY(std::abs(scenario.topology.origin->longitude - 6.37) < 0.02);
    }
    void wrongFilesAreRefused_data() {
        QTest::addColumn<int>("row");
        for (int i = 0; i < int(test::badGeoJson.size()); ++i)
            QTest::newRow(test::badGeoJson[i].name) << i;
    }
    void wrongFilesAreRefused() {
        QFETCH(int, row);
        const auto& bad = test::badGeoJson[row];
        Scenario scenario;
        const auto before = scenario;
        ImportSettings settings;
        settings.crs = bad.crs;
        const auto result = importGeoJson(bad.text, "g.json", scenario, settings);
        QVERIFY(!result);
        QVERIFY2(result.error().message().find(bad.message) != std::string::npos,
                 result.error().message().c_str());
        QVERIFY(scenario == before);
    }
    void allKindsOfPlaces() {
        Scenario scenario;
        const auto result = taken(importGeoJson(test::allKindsOfGeoJson, "g.json", scenario));
        const auto& t = scenario.topology;
        QCOMPARE(t.sites.size(), std::size_t(1));
        QCOMPARE(t.sites[0].sectors.size(), std::size_t(2));
        QCOMPARE(t.sites[0].status, SiteStatus::proposed);
        QVERIFY(t.sites[0].locked);
        QCOMPARE(t.hosts.size(), std::size_t(1));
        QCOMPARE(t.hosts[0].tier, HostTier::cloud);
        QCOMPARE(t.groups.size(), std::size_t(2));
        QCOMPARE(t.links.size(), std::size_t(1));
        QCOMPARE(t.links[0].medium, Medium::pon);
        QCOMPARE(t.links[0].capacity.si(), 2.5e9);
        QVERIFY(t.links[0].from.site == t.sites[0].id && t.links[0].to.host == t.hosts[0].id);
        const auto park = std::ranges::find(t.groups, std::string("Park"), &UserGroup::name);
        QCOMPARE(park->count, 25);
        QCOMPARE(park->area.size(), std::size_t(3));
        QCOMPARE(std::ranges::find(t.groups, std::string("Staff"), &UserGroup::name)->points.size(),
                 std::size_t(2));
        QVERIFY(says(result.skipped, "feature 6 (Nowhere): it has no geometry"));
        QVERIFY(says(result.skipped, "feature 7 (Astray): no site or host lies within 50 m"));
        QVERIFY(says(result.warnings, "1 holes of polygons"));
    }
    void linesGoToTheNearestOfOneName() {
        const auto feature = [](const char* properties, const char* geometry) {
            return std::string("{\"type\": \"Feature\", \"properties\": {") + properties +
                   "}, \"geometry\": " + geometry + "}";
        };
        const auto point = [&](const char* name, const char* at) {
            return feature((std::string("\"name\": \"") + name + "\"").c_str(),
                           (std::string("{\"type\": \"Point\", \"coordinates\": ") + at + "}").c_str());
        };
        const auto text = "{\"type\": \"FeatureCollection\", \"features\": [" + point("Hub", "[12.0, 51.0]") +
                          "," + point("Mast", "[12.1, 51.0]") + "," + point("Hub", "[12.2, 51.0]") + "," +
                          feature("\"from\": \"Hub\", \"to\": \"Mast\"",
                                  "{\"type\": \"LineString\", \"coordinates\": [[12.19, 51], [12.1, 51]]}") +
                          "]}";
        auto features = *readGeoJson(text, "g");
        features.all[2].properties.emplace_back("SITE_ID", "other");
        Scenario scenario;
        const auto result = taken(addFeatures(features, "g", scenario));
        const auto& t = scenario.topology;
        QCOMPARE(t.sites.size(), std::size_t(3));
        QCOMPARE(t.links.size(), std::size_t(1));
        QCOMPARE(t.sites[2].name, t.sites[0].name);
        QVERIFY(t.links[0].from.site == t.sites[2].id);
    }
    void wrongPropertiesNameTheirPlace() {
        Scenario scenario;
        const auto result = importGeoJson(test::loudSite, "g.json", scenario);
        QVERIFY(!result);
        QVERIFY2(result.error().message().find("g.json, place 1, column PMAX") != std::string::npos,
                 result.error().message().c_str());
    }
    void exportsReadBack_data() {
        QTest::addColumn<QString>("format");
        for (const char* format : {"geojson", "kml", "kmz"})
            QTest::newRow(format) << QString::fromLatin1(format);
    }
    void exportsReadBack() {
        QFETCH(QString, format);
        const auto scenario = located();
        auto text = format == QLatin1String("geojson") ? toGeoJson(scenario) : toKml(scenario);
        QVERIFY(text.has_value());
        if (format == QLatin1String("kmz")) {
            text = kmzOf(*text);
            QVERIFY(isZip(*text));
        }
        Scenario back;
        back.topology.origin = scenario.topology.origin;
        const auto result = importAnything(*text, "back", back);
        QVERIFY2(result.has_value(), result ? "" : result.error().message().c_str());
        const auto &was = scenario.topology, &is = back.topology;
        QCOMPARE(is.sites.size(), was.sites.size());
        for (std::size_t i = 0; i < was.sites.size(); ++i) {
            QCOMPARE(is.sites[i].name, was.sites[i].name);
            QVERIFY(std::abs((is.sites[i].position.x - was.sites[i].position.x).si()) < 1e-6);
            QCOMPARE(is.sites[i].sectors.size(), was.sites[i].sectors.size());
            for (std::size_t s = 0; s < was.sites[i].sectors.size(); ++s)
                QCOMPARE(is.sites[i].sectors[s].power.db(), was.sites[i].sectors[s].power.db());
        }
        QCOMPARE(is.hosts.size(), was.hosts.size());
        QCOMPARE(is.links.size(), was.links.size());
        QCOMPARE(is.links.front().capacity.si(), was.links.front().capacity.si());
        QCOMPARE(is.groups.size(), was.groups.size());
    }
    void nowhereIsNotExported() {
        auto scenario = located();
        scenario.topology.origin.reset();
        QVERIFY(!toGeoJson(scenario));
        QVERIFY(!toKml(scenario));
    }
    void kmlFoldersAndData() {
        const auto features = readKml(test::kmlWithFolders, "k.kml");
        QVERIFY2(features.has_value(), features ? "" : features.error().message().c_str());
        QCOMPARE(features->all.size(), std::size_t(2));
        QCOMPARE(features->all[0].name, std::string("A & B"));
        QCOMPARE(features->all[0].property({"height"}), std::string("30"));
        QCOMPARE(features->all[1].places.size(), std::size_t(3));
        QVERIFY(says(features->skipped, "placemark 2 (Empty)"));
        QVERIFY(says(features->skipped, "1 × GroundOverlay"));
    }
    void wrongKmlIsRefused() {
        const std::pair<const char*, const char*> bad[] = {
            {"<kml><Placemark></kml>", "k.kml:1:"},
            {"<gpx></gpx>", "it starts with <gpx>"},
            {"<kml><Placemark><name>P</name><Point><coordinates>13 "
             "52</coordinates></Point></Placemark></kml>",
             "k.kml, placemark 1 (P), coordinates: \"13\" is no coordinate"},
            {"<kml><Placemark><Point><coordinates>13,152</coordinates></Point></Placemark></kml>",
             "longitude first"},
            {"<kml><Placemark><LineString><coordinates>13,52</coordinates></LineString></Placemark></kml>",
             "too few"},
            {"<kml></kml>", "holds no point, line or polygon"},
        };
        for (const auto& [text, message] : bad) {
            Scenario scenario;
            const auto result = importKml(text, "k.kml", scenario);
            QVERIFY(!result);
            QVERIFY2(result.error().message().find(message) != std::string::npos,
                     result.error().message().c_str());
        }
    }
    void archivesWithoutKmlAreRefused() {
        auto kmz = *kmzOf("<kml/>");
        const auto at = kmz.find("doc.kml");
        for (auto place = at; place != std::string::npos; place = kmz.find("doc.kml", place + 1))
            kmz.replace(place, 7, "doc.txt");
        QVERIFY(kmlOfKmz(kmz, "a.kmz").error().message().find("no .kml file") != std::string::npos);
        QVERIFY(!kmlOfKmz("PK\x03\x04rubbish", "a.kmz"));
        QVERIFY(!kmlOfKmz("", "a.kmz"));
        QCOMPARE(*kmlOfKmz(*kmzOf("<kml/>"), "a.kmz"), std::string("<kml/>"));
        QCOMPARE(*kmzOf("<kml/>"), *kmzOf("<kml/>"));
    }
    void tablesInAnotherSystem() {
        Scenario scenario;
        const char* table = "SITE_ID,SITE_X,SITE_Y\nA,316862,5691043\n";
        const auto plain = importSites(table, "s.csv", scenario);
        QVERIFY(!plain);
        QVERIFY2(plain.error().message().find("--crs") != std::string::npos, plain.error().message().c_str());
        ImportSettings settings;
        settings.crs = "EPSG:25833";
        taken(importSites(table, "s.csv", scenario, settings));
        QVERIFY(std::abs(scenario.topology.origin->latitude - 51.34) < 0.02);
        const auto degrees = importSites("NAME,LAT,LON\nA,1,2\n", "s.csv", scenario, settings);
        QVERIFY(degrees.error().message().find("name its coordinates X and Y") != std::string::npos);
    }
    void siteTablesAreExact() {
        auto scenario = located();
        auto& site = scenario.topology.sites.front();
        site.position = {Metres(1.0 / 3.0), Metres(-7e-5)};
        site.status = SiteStatus::candidate;
        site.locked = true;
        site.enabled = false;
        site.name = "Quote \" and, comma";
        site.sectors.front().pci = 1007;
        site.sectors.front().electricalTilt = Degrees(0.1);
        site.sectors.front().panelRows = 8;
        site.sectors.front().enabled = false;
        Site bare = site;
        bare.id = {nextId(scenario)};
        bare.name = "Mast";
        bare.sectors.clear();
        scenario.topology.sites.push_back(bare);
        Scenario back;
        const auto result = importSites(sitesToCsv(scenario), "t.csv", back);
        QVERIFY2(result.has_value(), result ? "" : result.error().message().c_str());
        QVERIFY(back.topology.origin == scenario.topology.origin);
        QCOMPARE(back.topology.sites.size(), scenario.topology.sites.size());
        for (std::size_t i = 0; i < back.topology.sites.size(); ++i) {
            auto was = scenario.topology.sites[i], is = back.topology.sites[i];
            is.id = was.id;
            QCOMPARE(is.sectors.size(), was.sectors.size());
            for (std::size_t s = 0; s < is.sectors.size(); ++s) {
                is.sectors[s].id = was.sectors[s].id;
                is.sectors[s].carrier = was.sectors[s].carrier;
            }
            QVERIFY(is == was);
        }
        QCOMPARE(sitesToCsv(back).size() > 0, true);
    }
    void whatATableLosesIsSaid() {
        auto scenario = located();
        scenario.topology.carriers.front().scheduler = Scheduler::byPriority;
        QVERIFY(says(lostInSiteTable(scenario), "carrier: Scheduler"));
    }
    void plannersFieldsAreRead() {
        Scenario scenario;
        const auto result = taken(importSites("SITE_ID,SITE_X,SITE_Y,AZIMUTH,BEAMWIDTH,HEIGHT,MTILT,ETILT,"
                                              "PMAX,ANT_GAIN,BAND,NRARFCN,PCI,STATUS,LOCKED,TECH\n"
                                              "S1,0,0,30,65,30,2,4,43,17,n78,633334,500,EXISTING,TRUE,NR\n"
                                              "S2,900,0,0,360,12,0,0,30,2,,2056667,1,UNAVAILABLE,no,LTE\n",
                                              "s.csv", scenario));
        const auto& sites = scenario.topology.sites;
        QCOMPARE(sites[0].sectors[0].downtilt.degrees(), 2.0);
        QCOMPARE(sites[0].sectors[0].electricalTilt.degrees(), 4.0);
        QCOMPARE(*sites[0].sectors[0].pci, 500);
        QVERIFY(sites[0].locked && sites[0].status == SiteStatus::existing);
        QCOMPARE(scenario.topology.carriers[0].frequency.si(),
                 3500.01e6); // 38.104: 3000 MHz + 15 kHz (N - 600000)
        QCOMPARE(scenario.topology.carriers[0].band, std::string("n78"));
        QCOMPARE(scenario.topology.carriers[1].frequency.si(), 24250.08e6 + 60e3 * 40000);
        QCOMPARE(sites[1].sectors[0].antenna, Antenna::omni);
        QVERIFY(sites[1].status == SiteStatus::candidate && !sites[1].enabled);
        QVERIFY(says(result.warnings, "LTE"));
        const auto wrong = [](const char* column, const char* cell) {
            Scenario none;
            return importSites(std::string("X,Y,") + column + "\n0,0," + cell + "\n", "s.csv", none)
                .error()
                .message();
        };
        QVERIFY(wrong("PCI", "1008").find("s.csv:2, column PCI: 1008 is out of range") != std::string::npos);
        QVERIFY(wrong("PCI", "1.5").find("not a whole number") != std::string::npos);
        QVERIFY(wrong("STATUS", "GONE").find("use EXISTING, PROPOSED, CANDIDATE") != std::string::npos);
        QVERIFY(wrong("LOCKED", "maybe").find("neither yes nor no") != std::string::npos);
        QVERIFY(wrong("BAND,NRARFCN", "n78,500000").find("outside of the downlink of band n78") !=
                std::string::npos);
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::GeoTest)
#include "geo_test.moc"
