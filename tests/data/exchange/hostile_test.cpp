// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/scenario/json.h"
#include "data/exchange/geo/archive.h"
#include "data/exchange/geo/geojson.h"
#include "data/exchange/geo/kml.h"
#include "data/exchange/import.h"
#include "data/samples/samples.h"
#include "tests/support/registry.h"

#include <QObject>
#include <QTest>

#include <random>

namespace cellwright {

/// Whatever is done to a good file, importing it ends with a sound scenario, or with an error and an
/// untouched one.
class HostileTest : public QObject {
    Q_OBJECT
private:
    static Scenario located() {
        auto scenario = samples::hospitalCampus().scenarios.front();
        scenario.topology.origin = GeoOrigin{51.34, 12.375};
        return scenario;
    }
    static std::vector<std::pair<const char*, std::string>> goodFiles() {
        const auto kml = *toKml(located());
        return {
            {"geojson", *toGeoJson(located())},
            {"kml", kml},
            {"kmz", *kmzOf(kml)},
            {"graphml",
             "<graphml><key attr.name=\"Latitude\" id=\"a\"/><key attr.name=\"Longitude\" id=\"b\"/>"
             "<graph><node id=\"0\"><data key=\"a\">50</data><data key=\"b\">8</data></node><node id=\"1\"/>"
             "<edge source=\"0\" target=\"1\"/></graph></graphml>"},
            {"opencellid",
             "NR,262,1,100,8193,0,13.0,52.0,1000,10,1,0,0,0\nLTE,262,1,7,300,0,13.0,52.0,1000,10,1,0,0,0\n"},
            {"links", "FROM,TO,CAPACITY\nA,B,1e9\nB,C,\n"}};
    }
    static void check(const std::string& text) {
        Scenario scenario;
        scenario.id = {1};
        const auto before = scenario;
        const auto result = importAnything(text, "file", scenario);
        if (!result) {
            QVERIFY(scenario == before);
            QVERIFY(!result.error().what.empty());
            return;
        }
        const auto again = scenarioFromJson(toJsonText(scenario), "again");
        QVERIFY2(again.has_value(), again ? "" : again.error().message().c_str());
    }

private Q_SLOTS:
    void truncatedFiles() {
        for (const auto& [kind, text] : goodFiles())
            for (std::size_t length = 0; length < text.size(); length += 1 + text.size() / 150)
                check(text.substr(0, length));
    }
    void mutatedFiles() {
        std::mt19937 dice(17);
        for (const auto& [kind, text] : goodFiles())
            for (int round = 0; round < 150; ++round) {
                auto broken = text;
                for (int change = 0; change < 1 + round % 6; ++change) {
                    const auto at = dice() % broken.size();
                    switch (dice() % 4) {
                    case 0:
                        broken[at] = char(dice());
                        break;
                    case 1:
                        broken.erase(at, 1 + dice() % 20);
                        break;
                    case 2:
                        broken.insert(at, "1e308");
                        break;
                    default:
                        broken.insert(at, broken.substr(dice() % broken.size(), dice() % 60));
                    }
                    if (broken.empty())
                        broken = "x";
                }
                check(broken);
            }
    }
    void deepAndWideFiles() {
        std::string json(100'000, '['), xml, open(20'000, '<');
        check(json);
        check("{\"type\": \"Point\", \"coordinates\": " + json);
        for (int i = 0; i < 50'000; ++i)
            xml += "<a>";
        check("<kml>" + xml);
        for (int i = 0; i < 50'000; ++i)
            xml += "</a>";
        check("<kml>" + xml + "</kml>");
        check(open);
        std::string collection = R"({"type": "Point", "coordinates": [1, 2]})";
        for (int i = 0; i < 200; ++i)
            collection = R"({"type": "GeometryCollection", "geometries": [)" + collection + "]}";
        check(collection);
    }
    void entitiesDoNotGrow() {
        std::string bomb = "<!DOCTYPE kml [<!ENTITY a \"aaaaaaaaaa\">";
        for (char c = 'b'; c <= 'j'; ++c) {
            bomb += std::string("<!ENTITY ") + c + " \"";
            for (int i = 0; i < 10; ++i)
                bomb += std::string("&") + char(c - 1) + ";";
            bomb += "\">";
        }
        bomb += "]><kml><Placemark><name>&j;</name><Point><coordinates>13,52</coordinates></Point></"
                "Placemark></kml>";
        Scenario scenario;
        QVERIFY(importKml(bomb, "bomb.kml", scenario));
        QVERIFY(scenario.topology.sites.front().name.size() < 100);
    }
    void partsDoNotMultiplyProperties() {
        const std::string value(1'000'000, 'x');
        const auto feature = [&](const std::string& properties, int parts) {
            std::string text = "{\"type\": \"Feature\", \"properties\": {" + properties +
                               "}, \"geometry\": {\"type\": \"MultiPoint\", \"coordinates\": [[1, 2]";
            for (int i = 1; i < parts; ++i)
                text += ", [1, 2]";
            return text + "]}}";
        };
        const auto cut = readGeoJson(feature("\"note\": \"" + value + "\"", 10), "g.json");
        QVERIFY(cut.has_value());
        QCOMPARE(cut->all.front().property({"note"}).size(), FeatureLimits::valueBytes);
        QCOMPARE(cut->skipped.size(), std::size_t(1));
        std::string many, data;
        for (int i = 0; i < 100; ++i) {
            many += (i > 0 ? ", \"k" : "\"k") + std::to_string(i) + "\": \"" + value.substr(0, 4000) + "\"";
            data += "<Data name=\"k" + std::to_string(i) + "\"><value>" + value.substr(0, 4000) +
                    "</value></Data>";
        }
        QVERIFY(readGeoJson(feature(many, 100), "g.json").has_value());
        QVERIFY(readGeoJson(feature(many, 1000), "g.json").error().message().find("repeat more than") !=
                std::string::npos);
        std::string kml = "<kml><Placemark><ExtendedData>" + data + "</ExtendedData><MultiGeometry>";
        for (int i = 0; i < 1000; ++i)
            kml += "<Point><coordinates>1,2</coordinates></Point>";
        kml += "</MultiGeometry></Placemark></kml>";
        QVERIFY(readKml(kml, "k.kml").error().message().find("repeat more than") != std::string::npos);
    }
    void cutTextsStayTexts() {
        Feature feature;
        std::string value(FeatureLimits::valueBytes - 1, 'x');
        QVERIFY(feature.keep("whole", value + "x"));
        QVERIFY(!feature.keep("cut", value + "\xC3\xA4"));
        QCOMPARE(feature.properties.back().second, value);
    }
    void manyTagsAndValuesStop() {
        std::string xml = "<kml>", json = "[0";
        for (int i = 0; i < 4'000'001; ++i)
            xml += "<a/>";
        const auto tags = readKml(xml + "</kml>", "k.kml");
        QVERIFY(!tags && tags.error().message().find("more than 4000000 tags") != std::string::npos);
        for (int i = 0; i < 10'000'000; ++i)
            json += ",0";
        const auto values = readGeoJson(json + "]", "g.json");
        QVERIFY(!values && values.error().message().find("more than 10000000 values") != std::string::npos);
    }
    void wideTablesOfPlacesStop() {
        Features features;
        Feature feature;
        feature.places = {{51.0, 12.0}};
        for (int i = 0; i < 150; ++i)
            feature.keep("k" + std::to_string(i), "v");
        features.all.assign(40'000, feature);
        Scenario scenario;
        const auto result = addFeatures(std::move(features), "g.json", scenario);
        QVERIFY(!result && result.error().message().find("properties in all") != std::string::npos);
    }
    void bombsInArchivesStop() {
        const auto kmz = kmzOf(std::string(140u << 20, ' ')); // packs to next to nothing
        QVERIFY(kmz.has_value());
        QVERIFY(kmz->size() < (2u << 20));
        const auto kml = kmlOfKmz(*kmz, "bomb.kmz");
        QVERIFY(!kml);
        QVERIFY(kml.error().message().find("unpacks to more than") != std::string::npos);
    }
};

} // namespace cellwright

CELLWRIGHT_TEST(cellwright::HostileTest)
#include "hostile_test.moc"
