// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/geo/kml.h"

#include "analytics/quantity/text.h"
#include "data/exchange/geo/xml.h"

#include <cmath>
#include <map>

namespace cellwright {
namespace {

class Reader {
public:
    explicit Reader(const std::string& where)
        : where_(where) {}

    Expected<Features> run(const pugi::xml_node& root) {
        if (const auto read = readContainer(root, 0); !read)
            return tl::make_unexpected(read.error());
        for (const auto& [name, count] : others_)
            features_.skipped.push_back(std::to_string(count) + " × " + name + ": not a place");
        return std::move(features_);
    }

private:
    Expected<void> readContainer(const pugi::xml_node& container, int depth) {
        if (depth > FeatureLimits::depth)
            return failure("folders are nested more than " + std::to_string(FeatureLimits::depth) + " deep",
                           where_, "give a flatter file");
        for (const auto& child : container.children()) {
            const auto name = localName(child);
            Expected<void> read;
            if (name == "Placemark")
                read = readPlacemark(child);
            else if (name == "kml" || name == "Document" || name == "Folder")
                read = readContainer(child, depth + 1);
            else if (name == "GroundOverlay" || name == "ScreenOverlay" || name == "PhotoOverlay" ||
                     name == "NetworkLink" || name == "Tour")
                ++others_[std::string(name)];
            if (!read)
                return read;
        }
        return {};
    }

    Expected<void> readPlacemark(const pugi::xml_node& placemark) {
        Feature feature;
        feature.name = textNamed(placemark, "name").substr(0, 1000);
        feature.where = where_ + ", placemark " + std::to_string(++placemarks_) +
                        (feature.name.empty() ? "" : " (" + feature.name.substr(0, 60) + ")");
        if (const int cut = readData(childNamed(placemark, "ExtendedData"), feature); cut > 0)
            features_.skipped.push_back(feature.where + ": " + std::to_string(cut) +
                                        " properties are too long or too many and cut");
        repeated_.startFeature();
        bool any = false;
        for (const auto& child : placemark.children())
            if (const auto read = readGeometry(child, feature, 0, any); !read)
                return read;
        if (!any)
            features_.skipped.push_back(feature.where + ": it has no point, line or polygon");
        return {};
    }

    /// Returns how many properties are not kept, or not in full.
    static int readData(const pugi::xml_node& data, Feature& feature) {
        int cut = 0;
        const auto add = [&](const pugi::xml_node& entry, std::string_view value) {
            cut += feature.keep(entry.attribute("name").value(), value) ? 0 : 1;
        };
        for (const auto& child : data.children()) {
            if (localName(child) == "Data")
                add(child, textNamed(child, "value"));
            else if (localName(child) == "SchemaData")
                for (const auto& entry : child.children())
                    if (localName(entry) == "SimpleData")
                        add(entry, entry.child_value());
        }
        return cut;
    }

    Expected<void> readGeometry(const pugi::xml_node& node, const Feature& feature, int depth, bool& any) {
        const auto kind = localName(node);
        if (kind == "MultiGeometry" && depth < FeatureLimits::depth) {
            for (const auto& child : node.children())
                if (const auto read = readGeometry(child, feature, depth + 1, any); !read)
                    return read;
            return {};
        }
        const bool isPoint = kind == "Point", isArea = kind == "Polygon";
        if (!isPoint && !isArea && kind != "LineString" && kind != "LinearRing")
            return {};
        any = true;
        if (const auto fits = repeated_.addPart(feature, where_); !fits)
            return fits;
        Feature one = feature;
        one.kind = isPoint ? Feature::Kind::point : isArea ? Feature::Kind::polygon : Feature::Kind::line;
        return addOne(node, std::move(one));
    }

    Expected<void> addOne(const pugi::xml_node& node, Feature feature) {
        auto holder = node;
        if (feature.kind == Feature::Kind::polygon) {
            holder = childNamed(childNamed(node, "outerBoundaryIs"), "LinearRing");
            for (const auto& child : node.children())
                feature.holes += localName(child) == "innerBoundaryIs" ? 1 : 0;
        }
        if (const auto read = readCoordinates(childNamed(holder, "coordinates").child_value(), feature);
            !read)
            return read;
        const auto least = feature.kind == Feature::Kind::point  ? 1u
                           : feature.kind == Feature::Kind::line ? 2u
                                                                 : 3u;
        if (feature.kind == Feature::Kind::polygon && feature.places.size() > 1 &&
            feature.places.front() == feature.places.back())
            feature.places.pop_back();
        if (feature.places.size() < least)
            return failure("it has " + std::to_string(feature.places.size()) + " coordinates, too few",
                           feature.where, "give at least " + std::to_string(least));
        if (features_.all.size() == FeatureLimits::features)
            return failure("the file has more than " + std::to_string(FeatureLimits::features) + " places",
                           where_, "split it");
        features_.all.push_back(std::move(feature));
        return {};
    }

    /// "longitude,latitude[,altitude] …", blanks between.
    Expected<void> readCoordinates(std::string_view text, Feature& feature) {
        constexpr const char* blanks = " \t\r\n";
        for (auto first = text.find_first_not_of(blanks); first != std::string_view::npos;
             first = text.find_first_not_of(blanks)) {
            text.remove_prefix(first);
            const auto tuple = text.substr(0, text.find_first_of(blanks));
            text.remove_prefix(tuple.size());
            if (++points_ > FeatureLimits::points)
                return failure("the file has more than " + std::to_string(FeatureLimits::points) +
                                   " coordinates",
                               where_, "split it");
            const auto comma = tuple.find(',');
            const auto rest = comma == std::string_view::npos ? std::string_view() : tuple.substr(comma + 1);
            const auto longitude = parseNumber(tuple.substr(0, comma)),
                       latitude = parseNumber(rest.substr(0, rest.find(',')));
            const std::string shown(tuple.substr(0, 60));
            if (!longitude || !latitude)
                return failure("\"" + shown + "\" is no coordinate", feature.where + ", coordinates",
                               "write longitude,latitude without blanks in it");
            if (std::abs(*longitude) > 180.0 || std::abs(*latitude) > 90.0)
                return failure("\"" + shown + "\" is not longitude and latitude in degrees",
                               feature.where + ", coordinates",
                               "KML is always in WGS 84, longitude first; are they swapped?");
            feature.places.push_back({*latitude, *longitude});
        }
        return {};
    }

    const std::string& where_;
    Features features_;
    RepeatedBytes repeated_;
    std::map<std::string, int> others_;
    std::size_t points_ = 0, placemarks_ = 0;
};

} // namespace

Expected<Features> readKml(std::string_view text, const std::string& where) {
    const auto document = parseXml(text, where);
    if (!document)
        return tl::make_unexpected(document.error());
    const auto root = (*document)->document_element();
    const auto name = localName(root);
    if (name != "kml" && name != "Document" && name != "Folder" && name != "Placemark")
        return failure("this is not KML: it starts with <" + std::string(name.substr(0, 40)) + ">", where,
                       "give a file that starts with <kml>");
    return Reader(where).run(**document);
}

} // namespace cellwright
