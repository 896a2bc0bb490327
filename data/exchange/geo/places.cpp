// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/geo/places.h"

#include "analytics/quantity/text.h"
#include "analytics/scenario/schema.h"
#include "data/exchange/csv/site_table.h"
#include "data/exchange/geo/geojson.h"
#include "data/exchange/geo/kml.h"
#include "data/exchange/geo/xml.h"
#include "data/exchange/geography.h"
#include "data/exchange/words.h"

#include <nlohmann/json.hpp>

namespace cellwright {
namespace {

class Writer {
public:
    explicit Writer(const Scenario& scenario)
        : scenario_(scenario)
        , origin_(*scenario.topology.origin) {}

    std::vector<Feature> run() {
        addSites();
        for (const auto& host : scenario_.topology.hosts)
            add(Feature::Kind::point, host.name, {host.position}, worded({{"kind", "host"}}, host));
        for (const auto& link : scenario_.topology.links)
            addLink(link);
        for (const auto& group : scenario_.topology.groups)
            addGroup(group);
        return std::move(features_);
    }

private:
    using Properties = Words;
    /// With the fields of an entity after what is there; those without a value are left out.
    template <class T>
    static Properties worded(Properties properties, const T& object) {
        for (auto& word : wordsOf(object))
            if (!word.second.empty())
                properties.push_back(std::move(word));
        return properties;
    }
    void add(Feature::Kind kind, const std::string& name, const std::vector<Position>& positions,
             Properties properties) {
        Feature feature;
        feature.kind = kind;
        feature.name = name;
        feature.properties = std::move(properties);
        for (const auto& position : positions)
            feature.places.push_back(toGeographic(origin_, position));
        features_.push_back(std::move(feature));
    }
    void addSites() {
        const auto table = siteTable(scenario_);
        std::size_t row = 0;
        for (const auto& site : scenario_.topology.sites)
            for (std::size_t i = 0; i < std::max<std::size_t>(site.sectors.size(), 1); ++i, ++row) {
                Properties properties{{"kind", "site"}};
                for (std::size_t c = 0; c < table.header.size(); ++c)
                    properties.emplace_back(table.header[c], table.rows[row].cells[c]);
                add(Feature::Kind::point, site.name, {site.position}, std::move(properties));
            }
    }
    void addLink(const Link& link) {
        const auto from = endOf(link.from), to = endOf(link.to);
        if (!from.second || !to.second)
            return;
        add(Feature::Kind::line, link.name, {*from.second, *to.second},
            worded({{"kind", "link"}, {"from", from.first}, {"to", to.first}}, link));
    }
    [[nodiscard]] std::pair<std::string, std::optional<Position>> endOf(const Endpoint& end) const {
        if (const auto* site = findById(scenario_.topology.sites, end.site))
            return {site->name, site->position};
        if (const auto* host = findById(scenario_.topology.hosts, end.host))
            return {host->name, host->position};
        return {};
    }
    void addGroup(const UserGroup& group) {
        Properties own{{"kind", "user"}, {"group", group.name}};
        if (const auto* workload = findById(scenario_.workloads, group.workload))
            own.emplace_back("workload", workload->name);
        if (const auto* deployment = findById(scenario_.deployments, group.deployment))
            own.emplace_back("deployment", deployment->name);
        own = worded(std::move(own), group);
        for (const auto& point : group.points)
            add(Feature::Kind::point, group.name, {point}, own);
        if (!group.points.empty() || group.area.size() < 3)
            return;
        own.front().second = "users";
        own.emplace_back("users", std::to_string(group.count));
        add(Feature::Kind::polygon, group.name, group.area, std::move(own));
    }

    const Scenario& scenario_;
    const GeoOrigin origin_;
    std::vector<Feature> features_;
};

nlohmann::ordered_json coordinates(const Feature& feature) {
    using Json = nlohmann::ordered_json;
    const auto one = [](const GeoOrigin& place) { return Json::array({place.longitude, place.latitude}); };
    if (feature.kind == Feature::Kind::point)
        return one(feature.places.front());
    Json line = Json::array();
    for (const auto& place : feature.places)
        line.push_back(one(place));
    if (feature.kind == Feature::Kind::line)
        return line;
    line.push_back(one(feature.places.front()));
    return Json::array({std::move(line)});
}

std::string kmlCoordinates(const Feature& feature) {
    std::string text;
    for (const auto& place : feature.places)
        text += exactText(place.longitude) + "," + exactText(place.latitude) + " ";
    if (feature.kind == Feature::Kind::polygon)
        text +=
            exactText(feature.places.front().longitude) + "," + exactText(feature.places.front().latitude);
    return text;
}

std::string placemark(const Feature& feature) {
    std::string kml = "<Placemark><name>" + xmlText(feature.name) + "</name><ExtendedData>";
    for (const auto& [key, value] : feature.properties)
        kml += "<Data name=\"" + xmlText(key) + "\"><value>" + xmlText(value) + "</value></Data>";
    const auto where = "<coordinates>" + kmlCoordinates(feature) + "</coordinates>";
    kml += "</ExtendedData>";
    kml += feature.kind == Feature::Kind::point  ? "<Point>" + where + "</Point>"
           : feature.kind == Feature::Kind::line ? "<LineString>" + where + "</LineString>"
                                                 : "<Polygon><outerBoundaryIs><LinearRing>" + where +
                                                       "</LinearRing></outerBoundaryIs></Polygon>";
    return kml + "</Placemark>\n";
}

} // namespace

Expected<std::vector<Feature>> featuresOf(const Scenario& scenario) {
    if (!scenario.topology.origin)
        return failure("the scenario has no origin: nobody knows where on the Earth it lies",
                       "scenario \"" + scenario.name + "\"",
                       "give it the latitude and longitude of its origin first");
    return Writer(scenario).run();
}

Expected<std::string> toGeoJson(const Scenario& scenario) {
    const auto features = featuresOf(scenario);
    if (!features)
        return tl::make_unexpected(features.error());
    using Json = nlohmann::ordered_json;
    Json all = Json::array();
    for (const auto& feature : *features) {
        Json properties{{"name", feature.name}};
        for (const auto& [key, value] : feature.properties)
            properties[key] = value;
        const char* type = feature.kind == Feature::Kind::point  ? "Point"
                           : feature.kind == Feature::Kind::line ? "LineString"
                                                                 : "Polygon";
        all.push_back({{"type", "Feature"},
                       {"properties", std::move(properties)},
                       {"geometry", {{"type", type}, {"coordinates", coordinates(feature)}}}});
    }
    const Json document{{"type", "FeatureCollection"}, {"name", scenario.name}, {"features", std::move(all)}};
    return document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Expected<std::string> toKml(const Scenario& scenario) {
    const auto features = featuresOf(scenario);
    if (!features)
        return tl::make_unexpected(features.error());
    std::string kml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><name>" +
                      xmlText(scenario.name) + "</name>\n";
    std::string folder;
    for (const auto& feature : *features) {
        const auto kind = feature.property({"kind"});
        if (kind != folder) {
            kml += (folder.empty() ? "" : "</Folder>\n") + ("<Folder><name>" + kind + "</name>\n");
            folder = kind;
        }
        kml += placemark(feature);
    }
    return kml + (folder.empty() ? "" : "</Folder>\n") + "</Document></kml>\n";
}

} // namespace cellwright
