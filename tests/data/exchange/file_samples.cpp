// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/data/exchange/file_samples.h"

namespace cellwright::test {

static const BadPlaces badPlaces[] = {
    {"cut", R"({"type": "FeatureCollection", "features": [)", "g.json:1:"},
    {"no type", R"({"coordinates": [1, 2]})", "g.json: the geometry has no type"},
    {"other type", R"({"type": "Circle", "coordinates": [1, 2]})", "is of type \"Circle\""},
    {"no features", R"({"type": "FeatureCollection"})", "has no array \"features\""},
    {"not a feature", R"({"type": "FeatureCollection", "features": [{"type": "Point"}]})",
     "g.json, feature 1: this is not a Feature"},
    {"text", R"({"type": "Point", "coordinates": ["a", 2]})", "not an array of two numbers"},
    {"ring", R"({"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]})", "fewer than 4 positions"},
    {"metres without crs", R"({"type": "Point", "coordinates": [318000, 5690000]})",
     "g.json: 318000, 5690000 cannot be longitude and latitude"},
    {"swapped", R"({"type": "Point", "coordinates": [51.3, 112.4]})", "are they swapped?"},
    {"null crs", R"({"type": "Point", "coordinates": [1, 2], "crs": null})", "nothing says where"},
    {"nameless crs", R"({"type": "Point", "coordinates": [1, 2], "crs": {"type": "link"}})",
     "the crs has no name"},
    {"unknown crs",
     R"({"type": "Point", "coordinates": [1, 2], "crs": {"type": "name", "properties": {"name": "EPSG:1"}}})",
     "g.json, crs: the coordinate reference system \"EPSG:1\" is unknown"},
    {"degrees called metres",
     R"({"type": "Point", "coordinates": [12.4, 51.3], "crs": {"type": "name", "properties": {"name":
        "urn:ogc:def:crs:EPSG::25833"}}})",
     "look like degrees, but EPSG:25833"},
    {"axes swapped",
     R"({"type": "Point", "coordinates": [5690000, 318000], "crs": {"type": "name", "properties": {"name":
        "EPSG:25833"}}})",
     "EPSG:25833"},
    {"wrong option", R"({"type": "Point", "coordinates": [1, 2]})",
     "--crs: the coordinate reference system \"xyz\"", "xyz"},
    {"three dimensions", R"({"type": "Point", "coordinates": [1, 2]})", "two coordinates", "EPSG:4979"},
};

const std::span<const BadPlaces> badGeoJson = badPlaces;

const char* const leipzigGeoJson = R"({"type": "FeatureCollection",
            "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25833"}},
            "features": [{"type": "Feature", "properties": {"name": "Markt"},
                          "geometry": {"type": "Point", "coordinates": [316862.0, 5691043.0]}}]})";

const char* const allKindsOfGeoJson = R"({"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": {"name": "A", "AZIMUTH": "0/120", "STATUS": "proposed", "LOCKED": true},
             "geometry": {"type": "Point", "coordinates": [13.0, 52.0]}},
            {"type": "Feature", "properties": {"name": "Hall", "kind": "host", "tier": "cloud"},
             "geometry": {"type": "Point", "coordinates": [13.01, 52.0, 40]}},
            {"type": "Feature", "properties": {"name": "Park", "users": 25},
             "geometry": {"type": "MultiPolygon", "coordinates": [[[[13, 52], [13.01, 52], [13.01, 52.01], [13, 52]],
                [[13.001, 52.001], [13.002, 52.001], [13.002, 52.002], [13.001, 52.001]]]]}},
            {"type": "Feature", "properties": {"name": "Fibre", "medium": "pon", "capacity_bps": 2.5e9},
             "geometry": {"type": "LineString", "coordinates": [[13.0, 52.0], [13.005, 52.001], [13.01, 52.0]]}},
            {"type": "Feature", "properties": {"kind": "user", "group": "Staff"},
             "geometry": {"type": "MultiPoint", "coordinates": [[13.001, 52.0], [13.002, 52.0]]}},
            {"type": "Feature", "properties": {"name": "Nowhere"}, "geometry": null},
            {"type": "Feature", "properties": {"name": "Astray"},
             "geometry": {"type": "LineString", "coordinates": [[13.02, 52.02], [13.03, 52.03]]}}]})";

const char* const loudSite = R"({"type": "Feature", "properties": {"name": "A", "PMAX": "loud"},
                "geometry": {"type": "Point", "coordinates": [13.0, 52.0]}})";

const char* const kmlWithFolders =
    R"(<?xml version="1.0"?><kml:kml xmlns:kml="http://www.opengis.net/kml/2.2"><kml:Document>
            <kml:Folder><kml:Folder><kml:Placemark><kml:name> A &amp; B </kml:name><kml:ExtendedData>
            <kml:SchemaData><kml:SimpleData name="HEIGHT">30</kml:SimpleData></kml:SchemaData></kml:ExtendedData>
            <kml:MultiGeometry><kml:Point><kml:coordinates>13,52,0</kml:coordinates></kml:Point>
            <kml:LineString><kml:coordinates>13,52 13.1,52
              13.2,52.1</kml:coordinates></kml:LineString></kml:MultiGeometry></kml:Placemark></kml:Folder></kml:Folder>
            <kml:Placemark><kml:name>Empty</kml:name></kml:Placemark>
            <kml:GroundOverlay/></kml:Document></kml:kml>)";

const char* const graphMlHead =
    R"(<?xml version="1.0"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns">
            <key attr.name="Latitude" attr.type="double" for="node" id="d1"/>
            <key attr.name="Longitude" attr.type="double" for="node" id="d2"/>
            <key attr.name="label" attr.type="string" for="node" id="d3"/>
            <key attr.name="LinkSpeedRaw" attr.type="double" for="edge" id="d4"/>
            <key attr.name="LinkLabel" attr.type="string" for="edge" id="d5"/>
            <graph edgedefault="undirected">)";

} // namespace cellwright::test
