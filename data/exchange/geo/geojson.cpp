// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/geo/geojson.h"

#include "analytics/quantity/text.h"
#include "data/exchange/file.h"
#include "data/exchange/geo/crs.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cellwright {
namespace {

using Json = nlohmann::json;

constexpr std::size_t mostValues = 10'000'000; ///< each takes some 50 bytes of memory

/// Line and column of a byte in a text, from 1.
std::string placeInText(std::string_view text, std::size_t byte) {
    const auto before = text.substr(0, std::min(byte, text.size()));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const auto start = before.find_last_of('\n');
    return std::to_string(line) + ":" +
           std::to_string(start == std::string_view::npos ? before.size() + 1 : before.size() - start);
}

Expected<Json> parseDocument(std::string_view text, const std::string& where) {
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    if (text.size() > maxTextBytes)
        return failure("the file has " + std::to_string(text.size()) + " bytes", where, "split it");
    int depth = 0;
    std::size_t values = 0;
    bool tooDeep = false;
    const auto shallow = [&](int level, Json::parse_event_t event, Json&) {
        if (event == Json::parse_event_t::object_start || event == Json::parse_event_t::array_start)
            depth = std::max(depth, level);
        values += event != Json::parse_event_t::object_end && event != Json::parse_event_t::array_end ? 1 : 0;
        tooDeep = tooDeep || depth > FeatureLimits::depth;
        return !tooDeep && values <= mostValues; // what is too much is discarded, not kept
    };
    try {
        auto document = Json::parse(text, shallow);
        if (values > mostValues)
            return failure("the file has more than " + std::to_string(mostValues) + " values and keys", where,
                           "split it");
        if (tooDeep)
            return failure("arrays and objects are nested more than " + std::to_string(FeatureLimits::depth) +
                               " deep",
                           where, "give a GeoJSON FeatureCollection");
        return document;
    } catch (const Json::parse_error& error) {
        return failure("this is not JSON", where + ":" + placeInText(text, error.byte),
                       "give GeoJSON; the text breaks off or has a wrong character here");
    } catch (const Json::exception&) {
        return failure("a number in it is too large", where, "give coordinates in degrees or metres");
    }
}

const Json* member(const Json& object, const char* key) {
    const auto found = object.is_object() ? object.find(key) : object.end();
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::string textOf(const Json* value) {
    return value && value->is_string() ? value->get<std::string>() : std::string();
}

/// The name of the crs that the document gives, or nothing.
Expected<std::string> namedCrs(const Json& document, const std::string& where) {
    const auto* crs = document.is_object() && document.contains("crs") ? &document["crs"] : nullptr;
    if (!crs)
        return std::string();
    const char* remedy = "name it as GeoJSON 2008 does, {\"type\": \"name\", \"properties\": {\"name\": "
                         "\"urn:ogc:def:crs:EPSG::25833\"}}, or read the file with --crs";
    if (crs->is_null())
        return failure("the crs is null: nothing says where the coordinates lie", where + ", crs", remedy);
    const auto* properties = member(*crs, "properties");
    const auto name = textOf(properties ? member(*properties, "name") : nullptr);
    if (name.empty())
        return failure("the crs has no name", where + ", crs", remedy);
    return name;
}

class Reader {
public:
    Reader(Crs crs, const std::string& where)
        : crs_(std::move(crs))
        , where_(where) {}

    Expected<Features> run(const Json& document) {
        if (const auto read = readDocument(document); !read)
            return tl::make_unexpected(read.error());
        if (crs_.outside())
            features_.warnings.push_back("places lie outside of the area that " + crs_.code() +
                                         " is made for (" + crs_.areaText() + "); check the system");
        if (!crs_.degrees())
            features_.warnings.push_back("coordinates are read as " + crs_.code() + " (" + crs_.title() +
                                         ")");
        return std::move(features_);
    }

private:
    Expected<void> readDocument(const Json& document) {
        const auto type = textOf(member(document, "type"));
        if (type != "FeatureCollection") {
            Feature nameless;
            nameless.where = where_;
            return type == "Feature" ? readFeature(document, 0) : readGeometry(document, nameless, 0);
        }
        const auto* all = member(document, "features");
        if (!all || !all->is_array())
            return failure("the FeatureCollection has no array \"features\"", where_, "give it one");
        std::size_t index = 0;
        for (const auto& feature : *all)
            if (const auto read = readFeature(feature, ++index); !read)
                return read;
        return {};
    }

    Expected<void> readFeature(const Json& json, std::size_t index) {
        Feature feature;
        int cut = 0;
        const auto* properties = member(json, "properties");
        if (properties && properties->is_object())
            for (const auto& [key, value] : properties->items()) {
                if (!value.is_structured() && !value.is_null())
                    cut += feature.keep(key, value.is_string() ? value.get<std::string>() : value.dump()) ? 0
                                                                                                          : 1;
            }
        feature.name = feature.property({"name", "label", "title", "site_id", "id"});
        if (feature.name.empty())
            feature.name = textOf(member(json, "id")).substr(0, FeatureLimits::valueBytes);
        feature.where = where_ + ", feature " + std::to_string(index) +
                        (feature.name.empty() ? "" : " (" + feature.name.substr(0, 60) + ")");
        if (textOf(member(json, "type")) != "Feature")
            return failure("this is not a Feature", feature.where, "give it \"type\": \"Feature\"");
        if (cut > 0)
            features_.skipped.push_back(feature.where + ": " + std::to_string(cut) +
                                        " properties are too long or too many and cut");
        const auto* geometry = member(json, "geometry");
        if (!geometry) {
            features_.skipped.push_back(feature.where + ": it has no geometry");
            return {};
        }
        repeated_.startFeature();
        return readGeometry(*geometry, feature, 0);
    }

    Expected<void> readGeometry(const Json& geometry, const Feature& feature, int depth) {
        const auto type = textOf(member(geometry, "type"));
        if (type == "GeometryCollection")
            return readParts(geometry, feature, depth);
        const auto* coordinates = member(geometry, "coordinates");
        const auto known = {"Point",           "MultiPoint", "LineString",
                            "MultiLineString", "Polygon",    "MultiPolygon"};
        if (std::ranges::find(known, type) == known.end())
            return failure(type.empty() ? "the geometry has no type"
                                        : "the geometry is of type \"" + type + "\"",
                           feature.where, "use Point, LineString, Polygon or their multiple forms");
        if (!coordinates || !coordinates->is_array())
            return failure("the " + type + " has no coordinates", feature.where, "give an array of numbers");
        if (!type.starts_with("Multi"))
            return readOne(type, *coordinates, feature);
        for (const auto& part : *coordinates)
            if (const auto read = readOne(type.substr(5), part, feature); !read)
                return read;
        return {};
    }

    Expected<void> readParts(const Json& collection, const Feature& feature, int depth) {
        const auto* parts = member(collection, "geometries");
        if (depth > FeatureLimits::depth || !parts || !parts->is_array())
            return failure("the GeometryCollection has no array \"geometries\"", feature.where,
                           "give it one");
        for (const auto& part : *parts)
            if (const auto read = readGeometry(part, feature, depth + 1); !read)
                return read;
        return {};
    }

    Expected<void> readOne(const std::string& type, const Json& coordinates, const Feature& whole) {
        if (features_.all.size() == FeatureLimits::features)
            return failure("the file has more than " + std::to_string(FeatureLimits::features) + " features",
                           where_, "split it");
        if (const auto fits = repeated_.addPart(whole, where_); !fits)
            return fits;
        Feature feature = whole;
        if (type == "Point") {
            const auto place = readPlace(coordinates, feature.where);
            if (!place)
                return tl::make_unexpected(place.error());
            feature.places = {*place};
        } else {
            feature.kind = type == "Polygon" ? Feature::Kind::polygon : Feature::Kind::line;
            const bool rings = type == "Polygon";
            if (rings && (!coordinates.is_array() || coordinates.empty()))
                return failure("the polygon has no ring", feature.where, "give its outer ring");
            feature.holes = rings ? int(coordinates.size()) - 1 : 0;
            if (const auto read = readLine(rings ? coordinates[0] : coordinates, feature); !read)
                return read;
        }
        features_.all.push_back(std::move(feature));
        return {};
    }

    Expected<void> readLine(const Json& line, Feature& feature) {
        const bool ring = feature.kind == Feature::Kind::polygon;
        if (!line.is_array() || line.size() < (ring ? 4u : 2u))
            return failure(
                std::string(ring ? "a ring has fewer than 4 positions" : "a line has fewer than 2 positions"),
                feature.where, ring ? "close it with its first position" : "give both ends");
        for (const auto& entry : line) {
            const auto place = readPlace(entry, feature.where);
            if (!place)
                return tl::make_unexpected(place.error());
            feature.places.push_back(*place);
        }
        if (ring && feature.places.front() == feature.places.back())
            feature.places.pop_back();
        else if (ring)
            features_.warnings.push_back(feature.where + ": the ring is not closed; its ends are joined");
        return {};
    }

    Expected<GeoOrigin> readPlace(const Json& position, const std::string& where) {
        if (++points_ > FeatureLimits::points)
            return failure("the file has more than " + std::to_string(FeatureLimits::points) + " positions",
                           where_, "split it");
        if (!position.is_array() || position.size() < 2 || !position[0].is_number() ||
            !position[1].is_number())
            return failure("a position is not an array of two numbers", where, "give [longitude, latitude]");
        return crs_.place(position[0].get<double>(), position[1].get<double>(), where);
    }

    Crs crs_;
    const std::string& where_;
    Features features_;
    RepeatedBytes repeated_;
    std::size_t points_ = 0;
};

} // namespace

Expected<Features> readGeoJson(std::string_view text, const std::string& where, const std::string& crs) {
    const auto document = parseDocument(text, where);
    if (!document)
        return tl::make_unexpected(document.error());
    const auto named = namedCrs(*document, where);
    if (!named && crs.empty())
        return tl::make_unexpected(named.error());
    const std::string said = named ? *named : std::string();
    auto system = !crs.empty()   ? Crs::find(crs, "--crs")
                  : said.empty() ? Crs::wgs84()
                                 : Crs::find(said, where + ", crs");
    if (!system)
        return tl::make_unexpected(system.error());
    std::string differs;
    if (!crs.empty() && !said.empty())
        if (const auto other = Crs::find(said, where); !other || other->code() != system->code())
            differs = "the file says that it is in " + (other ? other->code() : said) + "; it is read as " +
                      system->code() + ", as asked";
    auto features = Reader(std::move(*system), where).run(*document);
    if (features && !differs.empty())
        features->warnings.push_back(differs);
    return features;
}

} // namespace cellwright
