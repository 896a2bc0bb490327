// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/geo/features.h"

#include "analytics/quantity/text.h"
#include "analytics/scenario/schema.h"
#include "data/exchange/csv/placement.h"
#include "data/exchange/csv/site_table.h"
#include "data/exchange/geo/line_ends.h"
#include "data/exchange/geography.h"
#include "data/exchange/names.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace cellwright {
namespace {

/// Letters and digits of a name, small.
std::string plain(std::string_view name) {
    std::string text;
    for (const char c : name)
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            text += c;
        else if (c >= 'A' && c <= 'Z')
            text += char(c - 'A' + 'a');
    return text;
}

std::string kindOf(const Feature& feature) {
    const auto kind = plain(feature.property({"kind", "type", "site_type"}));
    return kind == "host" || kind == "server" || kind == "edge"    ? "host"
           : kind == "user" || kind == "users" || kind == "demand" ? "user"
                                                                   : "site";
}

/// Puts features into a copy of a scenario.
class Builder {
public:
    Builder(Features features, const std::string& where, const Scenario& scenario)
        : features_(std::move(features))
        , where_(where)
        , scenario_(scenario)
        , groupNames_(scenario.topology.groups)
        , linkNames_(scenario.topology.links) {
        result_.skipped = std::move(features_.skipped);
        result_.warnings = std::move(features_.warnings);
    }

    Expected<ImportResult> run(Scenario& scenario) {
        if (features_.all.empty())
            return failure("the file holds no point, line or polygon", where_,
                           result_.skipped.empty() ? "give places with coordinates"
                                                   : result_.skipped.front());
        for (const auto step : {&Builder::placeAll, &Builder::addSites, &Builder::addHosts,
                                &Builder::addUsers, &Builder::addAreas, &Builder::addLinks})
            if (const auto done = (this->*step)(); !done)
                return tl::make_unexpected(done.error());
        scenario = std::move(scenario_);
        return std::move(result_);
    }

private:
    Expected<void> placeAll() {
        std::vector<GeoOrigin> places;
        std::vector<const Feature*> owners;
        for (const auto& feature : features_.all)
            for (const auto& place : feature.places) {
                places.push_back(place);
                owners.push_back(&feature);
            }
        const auto placed =
            placeOnPlane(places, scenario_.topology.origin, [&](std::size_t i) { return owners[i]->where; });
        if (!placed)
            return tl::make_unexpected(placed.error());
        if (const auto fits = checkOrigin(scenario_.topology, placed->origin, where_); !fits)
            return fits;
        positions_ = placed->positions;
        scenario_.topology.origin = placed->origin;
        result_.warnings.insert(result_.warnings.end(), placed->warnings.begin(), placed->warnings.end());
        std::size_t next = 0;
        for (const auto& feature : features_.all) {
            starts_.push_back(next);
            next += feature.places.size();
        }
        return {};
    }
    [[nodiscard]] std::vector<Position> positionsOf(std::size_t feature) const {
        const auto first = positions_.begin() + std::ptrdiff_t(starts_[feature]);
        return {first, first + std::ptrdiff_t(features_.all[feature].places.size())};
    }

    /// The points that are sites, as a table with a column per property.
    Expected<void> addSites() {
        CsvTable table;
        table.rowMark = ", place ";
        table.header = {"LATITUDE", "LONGITUDE"};
        std::map<std::string, std::size_t> columns; // by plain name
        std::size_t cells = 0;
        for (const auto* own :
             {"latitude", "lat", "longitude", "lon", "lng", "long", "x", "y", "sitex", "sitey", "kind"})
            columns.emplace(own, 0); // the geometry says it
        for (const auto& feature : features_.all)
            if (feature.kind == Feature::Kind::point && kindOf(feature) == "site") {
                addRow(feature, table, columns);
                cells += table.rows.back().cells.size();
                if (std::max(cells, table.rows.size() * table.header.size()) > CsvLimits::cells)
                    return failure("its places have more than " + std::to_string(CsvLimits::cells) +
                                       " properties in all",
                                   where_, "leave out properties, or split the file");
            }
        if (table.rows.empty())
            return {};
        for (auto& row : table.rows)
            row.cells.resize(table.header.size());
        auto added = addSiteTable(table, where_, scenario_);
        if (!added)
            return tl::make_unexpected(added.error());
        result_.imported += added->imported;
        result_.skipped.insert(result_.skipped.end(), added->skipped.begin(), added->skipped.end());
        result_.warnings.insert(result_.warnings.end(), added->warnings.begin(), added->warnings.end());
        return {};
    }

    static void addRow(const Feature& feature, CsvTable& table, std::map<std::string, std::size_t>& columns) {
        const auto columnOf = [&](const std::string& title) {
            const auto [found, fresh] = columns.try_emplace(plain(title), table.header.size());
            if (fresh)
                table.header.push_back(title);
            return found->second;
        };
        const auto& place = feature.places.front();
        CsvTable::Row row{table.rows.size() + 1, {exactText(place.latitude), exactText(place.longitude)}};
        const auto set = [&](const std::string& title, const std::string& text) {
            const auto at = columnOf(title);
            if (at < 2)
                return;
            row.cells.resize(std::max(row.cells.size(), at + 1));
            row.cells[at] = text == "N/A" ? std::string() : text;
        };
        for (const auto& [key, value] : feature.properties)
            if (columns.size() < CsvLimits::columns || columns.contains(plain(key)))
                set(key, value);
        if (feature.property({"name"}).empty() && !feature.name.empty())
            set("NAME", feature.name);
        table.rows.push_back(std::move(row));
    }

    Expected<void> addHosts() {
        nextId_ = nextId(scenario_); // after those of the sites
        for (std::size_t i = 0; i < features_.all.size(); ++i) {
            const auto& feature = features_.all[i];
            if (feature.kind != Feature::Kind::point || kindOf(feature) != "host")
                continue;
            Host host;
            host.id = {nextId_++};
            host.name = feature.name.empty() ? "Host" : feature.name;
            host.position = positionsOf(i).front();
            if (const auto device = feature.property({"device"}); !device.empty())
                host.device = device;
            if (const auto read = choose(feature, "tier", host.tier); !read)
                return read;
            if (const auto read = choose(feature, "zone", host.zone); !read)
                return read;
            scenario_.topology.hosts.push_back(std::move(host));
            ++result_.imported;
        }
        return {};
    }

    template <class E>
    Expected<void> choose(const Feature& feature, const char* key, E& value) const {
        const auto text = feature.property({key});
        if (text.empty())
            return {};
        const auto parsed = parseEnum<E>(text);
        if (!parsed)
            return failure(parsed.error().what, feature.where + ", property " + key, parsed.error().remedy);
        value = *parsed;
        return {};
    }

    /// Points that are users, one group for each name of a group.
    Expected<void> addUsers() {
        std::map<std::string, std::vector<Position>> groups;
        for (std::size_t i = 0; i < features_.all.size(); ++i)
            if (features_.all[i].kind == Feature::Kind::point && kindOf(features_.all[i]) == "user") {
                const auto group = features_.all[i].property({"group"});
                groups[group.empty() ? "Imported users" : group].push_back(positionsOf(i).front());
            }
        for (auto& [name, points] : groups) {
            auto group = groupNamed(name);
            group.points = std::move(points);
            group.count = int(group.points.size());
            result_.imported += group.count;
            scenario_.topology.groups.push_back(std::move(group));
        }
        return {};
    }

    [[nodiscard]] UserGroup groupNamed(const std::string& name) {
        UserGroup group;
        group.id = {nextId_++};
        group.name = groupNames_.take(name);
        if (!scenario_.workloads.empty())
            group.workload = scenario_.workloads.front().id;
        if (!scenario_.deployments.empty())
            group.deployment = scenario_.deployments.front().id;
        return group;
    }

    Expected<void> addAreas() {
        int assumed = 0, holes = 0;
        for (std::size_t i = 0; i < features_.all.size(); ++i) {
            const auto& feature = features_.all[i];
            if (feature.kind != Feature::Kind::polygon)
                continue;
            if (feature.places.size() < 3) {
                result_.skipped.push_back(feature.where + ": the polygon has fewer than 3 corners");
                continue;
            }
            auto group = groupNamed(feature.name.empty() ? "Area" : feature.name);
            group.area = positionsOf(i);
            if (const auto users = feature.property({"users", "count"}); users.empty()) {
                ++assumed;
            } else {
                const auto count = parseNumber(users);
                if (!count || *count < 1.0 || *count > 1e6 || *count != double(int(*count)))
                    return failure("\"" + users + "\" is no number of users",
                                   feature.where + ", property users",
                                   "give a whole number from 1 to 1000000");
                group.count = int(*count);
            }
            holes += feature.holes;
            scenario_.topology.groups.push_back(std::move(group));
            ++result_.imported;
        }
        if (assumed > 0)
            result_.warnings.push_back(std::to_string(assumed) +
                                       " polygons become areas of users; 10 users in each are assumed");
        if (holes > 0)
            result_.warnings.push_back(std::to_string(holes) +
                                       " holes of polygons are not kept: an area has one outline");
        return {};
    }

    Expected<void> addLinks() {
        const LineEnds ends(scenario_.topology);
        std::set<std::pair<std::pair<std::int64_t, std::int64_t>, std::pair<std::int64_t, std::int64_t>>>
            known;
        const auto key = [](const Endpoint& end) { return std::pair(end.site.value, end.host.value); };
        for (const auto& link : scenario_.topology.links)
            known.insert(std::minmax(key(link.from), key(link.to)));
        int back = 0;
        for (std::size_t i = 0; i < features_.all.size(); ++i) {
            const auto& feature = features_.all[i];
            if (feature.kind != Feature::Kind::line)
                continue;
            const auto line = positionsOf(i);
            const auto* from = ends.find(feature.property({"from", "tx site name", "tx_site"}), line.front());
            const auto* to = ends.find(feature.property({"to", "rx site name", "rx_site"}), line.back());
            if (!from || !to || from == to) {
                result_.skipped.push_back(feature.where + ": " +
                                          (from && from == to
                                               ? "the line leads back to where it starts"
                                               : "no site or host lies within 50 m of both ends"));
                continue;
            }
            if (!known.insert(std::minmax(key(from->end), key(to->end))).second &&
                feature.property({"kind"}) != "link") {
                ++back;
                continue;
            }
            auto link = linkOf(feature);
            if (!link)
                return tl::make_unexpected(link.error());
            link->from = from->end;
            link->to = to->end;
            scenario_.topology.links.push_back(std::move(*link));
            ++result_.imported;
        }
        if (back > 0)
            result_.skipped.push_back(std::to_string(back) +
                                      " lines lead along or back along another one; links are two-way");
        return {};
    }

    Expected<Link> linkOf(const Feature& feature) {
        Link link;
        link.id = {nextId_++};
        link.name = linkNames_.take(feature.name.empty() ? "Link" : feature.name);
        if (plain(feature.property({"link type"})).starts_with("wireless"))
            link.medium = Medium::microwave;
        if (const auto read = choose(feature, "medium", link.medium); !read)
            return tl::make_unexpected(read.error());
        for (const auto& [name, kind, min, max, store] :
             {std::tuple(
                  "capacity_bps", "bit rate", 1e3, 1e15,
                  +[](Link&one, double value) { one.capacity = BitsPerSecond(value); }),
              std::tuple(
                  "length_m", "length", 0.0, 5e7,
                  +[](Link&one, double value) { one.length = Metres(value); }),
              std::tuple(
                  "frequency_hz", "frequency", 1e9, 350e9,
                  +[](Link&one, double value) { one.frequency = Hertz(value); })}) {
            const auto text = feature.property({name});
            if (text.empty())
                continue;
            const auto value = parseSi(text, kind);
            if (!value || *value < min || *value > max)
                return failure("\"" + text + "\" is not a " + kind + " from " + roundedSi(min, kind) +
                                   " to " + roundedSi(max, kind),
                               feature.where + ", property " + name, "give it in SI units");
            store(link, *value);
        }
        return link;
    }

    Features features_;
    const std::string& where_;
    Scenario scenario_;
    ImportResult result_;
    std::vector<Position> positions_;
    std::vector<std::size_t> starts_;
    FreeNames groupNames_, linkNames_;
    std::int64_t nextId_ = 0;
};

} // namespace

std::string Feature::property(std::initializer_list<std::string_view> names) const {
    for (const auto wanted : names)
        for (const auto& [key, value] : properties)
            if (!value.empty() && plain(key) == plain(wanted))
                return value;
    return {};
}

bool Feature::keep(std::string_view key, std::string_view value) {
    if (properties.size() == FeatureLimits::properties || key.size() > FeatureLimits::valueBytes)
        return false;
    auto length = std::min(value.size(), FeatureLimits::valueBytes);
    while (length > 0 && length < value.size() && (static_cast<unsigned char>(value[length]) & 0xC0) == 0x80)
        --length; // not within a character
    properties.emplace_back(key, value.substr(0, length));
    return length == value.size();
}

Expected<void> RepeatedBytes::addPart(const Feature& feature, const std::string& where) {
    if (!std::exchange(first_, false))
        for (const auto& [key, value] : feature.properties)
            bytes_ += key.size() + value.size();
    if (bytes_ > FeatureLimits::repeatedBytes)
        return failure("the parts of its multiple geometries repeat more than " +
                           std::to_string(FeatureLimits::repeatedBytes) + " bytes of properties",
                       where, "leave out properties, or split the file");
    return {};
}

Expected<ImportResult> addFeatures(Features features, const std::string& where, Scenario& scenario) {
    return Builder(std::move(features), where, scenario).run(scenario);
}

} // namespace cellwright
