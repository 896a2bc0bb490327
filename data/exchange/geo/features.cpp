// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/geo/features.h"

#include "analytics/quantity/text.h"
#include "analytics/scenario/schema.h"
#include "data/exchange/csv/placement.h"
#include "data/exchange/csv/site_table.h"
#include "data/exchange/geo/line_ends.h"
#include "data/exchange/geography.h"
#include "data/exchange/known.h"
#include "data/exchange/words.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace cellwright {
namespace {

std::string kindOf(const Feature& feature) {
    const auto kind = plainName(feature.property({"kind", "type", "site_type"}));
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
        , hosts_(scenario.topology.hosts)
        , crowds_(scenario.topology.groups, [](const auto& group) { return !group.points.empty(); })
        , areas_(scenario.topology.groups, [](const auto& group) { return group.points.empty(); })
        , links_(scenario.topology.links) {
        result_.skipped = std::move(features_.skipped);
        result_.warnings = std::move(features_.warnings);
    }

    Expected<ImportResult> run(Scenario& scenario) {
        if (features_.all.empty())
            return failure("the file holds no point, line or polygon", where_,
                           result_.skipped.empty() ? "give places with coordinates"
                                                   : result_.skipped.front());
        for (const auto step : {&Builder::placeAll, &Builder::addSites, &Builder::addHosts,
                                &Builder::addGroups, &Builder::addLinks})
            if (const auto done = (this->*step)(); !done)
                return tl::make_unexpected(done.error());
        hosts_.say("hosts", result_);
        crowds_.say("groups of users at points", result_);
        areas_.say("areas of users", result_);
        links_.say("links", result_);
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
            const auto [found, fresh] = columns.try_emplace(plainName(title), table.header.size());
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
            if (columns.size() < CsvLimits::columns || columns.contains(plainName(key)))
                set(key, value);
        if (feature.property({"name"}).empty() && !feature.name.empty())
            set("NAME", feature.name);
        table.rows.push_back(std::move(row));
    }

    /// The fields of an entity that the feature's properties say, by their keys or titles.
    template <class T>
    static Expected<void> readProperties(const Feature& feature, T& object) {
        return readWords(
            object,
            [&](const char* key) {
                return feature.property({key, columnTitle(key)});
            },
            [&](const char* key) { return feature.where + ", property " + key; });
    }

    Expected<void> addHosts() {
        nextId_ = nextId(scenario_); // after those of the sites
        auto& hosts = scenario_.topology.hosts;
        for (std::size_t i = 0; i < features_.all.size(); ++i) {
            const auto& feature = features_.all[i];
            if (feature.kind != Feature::Kind::point || kindOf(feature) != "host")
                continue;
            const auto at = positionsOf(i).front();
            const auto [met, name] =
                hosts_.meet(feature.name.empty() ? "Host" : feature.name, [&](std::size_t known) {
                    return !feature.name.empty() || settled(at, hosts[known].position) == at;
                });
            auto& host = met ? hosts[*met] : hosts.emplace_back();
            if (!met)
                host.id = {nextId_++};
            host.name = name;
            host.position = settled(host.position, at);
            if (const auto read = readProperties(feature, host); !read)
                return read;
            ++result_.imported;
        }
        return {};
    }

    /// Points that are users, one group for each name of a group, and polygons as areas of users.
    Expected<void> addGroups() {
        std::map<std::string, Crowd> crowds;
        for (std::size_t i = 0; i < features_.all.size(); ++i) {
            const auto& feature = features_.all[i];
            Expected<void> added;
            if (feature.kind == Feature::Kind::point && kindOf(feature) == "user")
                added = addUser(i, crowds);
            else if (feature.kind == Feature::Kind::polygon)
                added = addArea(i);
            if (!added)
                return added;
        }
        for (auto& [name, crowd] : crowds) {
            auto& group = scenario_.topology.groups[crowd.group];
            group.points = settled(group.points, std::move(crowd.points));
            group.count = int(group.points.size());
            result_.imported += group.count;
        }
        sayAssumptions();
        return {};
    }

    struct Crowd {
        std::size_t group = 0; ///< in the topology
        std::vector<Position> points;
    };
    /// The first user of a group says what all of them have.
    Expected<void> addUser(std::size_t index, std::map<std::string, Crowd>& crowds) {
        const auto& feature = features_.all[index];
        const auto said = feature.property({"group"});
        const auto [crowd, fresh] = crowds.try_emplace(said.empty() ? "Imported users" : said);
        crowd->second.points.push_back(positionsOf(index).front());
        if (!fresh)
            return {};
        const auto made =
            groupFor(feature, crowd->first, crowds_, [&](std::size_t) { return !said.empty(); });
        if (made)
            crowd->second.group = *made;
        return made.map([](std::size_t) {});
    }

    Expected<void> addArea(std::size_t index) {
        const auto& feature = features_.all[index];
        if (feature.places.size() < 3) {
            result_.skipped.push_back(feature.where + ": the polygon has fewer than 3 corners");
            return {};
        }
        const auto corners = positionsOf(index);
        const auto& groups = scenario_.topology.groups;
        const auto made =
            groupFor(feature, feature.name.empty() ? "Area" : feature.name, areas_, [&](std::size_t known) {
                return !feature.name.empty() || settled(corners, groups[known].area) == corners;
            });
        if (!made)
            return tl::make_unexpected(made.error());
        auto& group = scenario_.topology.groups[*made];
        group.area = settled(group.area, corners);
        if (const auto users = feature.property({"users", "count"}); users.empty()) {
            ++assumed_;
        } else {
            const auto count = parseNumber(users);
            if (!count || *count < 1.0 || *count > 1e6 || *count != double(int(*count)))
                return failure("\"" + users + "\" is no number of users", feature.where + ", property users",
                               "give a whole number from 1 to 1000000");
            group.count = int(*count);
        }
        holes_ += feature.holes;
        ++result_.imported;
        return {};
    }

    /// The index of the group of this name, or of a new one, with what the feature says of it.
    template <class Fits>
    Expected<std::size_t> groupFor(const Feature& feature, const std::string& called, Known<UserGroup>& known,
                                   Fits&& fits) {
        auto& groups = scenario_.topology.groups;
        const auto [met, name] = known.meet(called, fits);
        const auto index = met ? *met : groups.size();
        auto& group = met ? groups[index] : groups.emplace_back();
        if (!met) {
            group.id = {nextId_++};
            if (!scenario_.workloads.empty())
                group.workload = scenario_.workloads.front().id;
            if (!scenario_.deployments.empty())
                group.deployment = scenario_.deployments.front().id;
        }
        group.name = name;
        if (!plainName(feature.property({"kind"})).starts_with("user"))
            return index; // whoever else writes "height" of a polygon means a building
        chooseNamed(feature.property({"workload"}), scenario_.workloads, group.workload, "workload");
        chooseNamed(feature.property({"deployment"}), scenario_.deployments, group.deployment, "deployment");
        return readProperties(feature, group).map([&] { return index; });
    }

    template <class T, class IdType>
    void chooseNamed(const std::string& name, const std::vector<T>& all, IdType& chosen, const char* noun) {
        if (!name.empty() && !takeNamed(name, all, chosen))
            missing_.insert(std::string(noun) + " \"" + name + "\"");
    }

    void sayAssumptions() {
        if (assumed_ > 0)
            result_.warnings.push_back(std::to_string(assumed_) +
                                       " polygons become areas of users; 10 users in each are assumed");
        if (holes_ > 0)
            result_.warnings.push_back(std::to_string(holes_) +
                                       " holes of polygons are not kept: an area has one outline");
        for (const auto& name : missing_)
            result_.warnings.push_back("the scenario has no " + name + "; its first one is taken");
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
            if (const auto added = addLink(feature, from->end, to->end); !added)
                return added;
            ++result_.imported;
        }
        if (back > 0)
            result_.skipped.push_back(std::to_string(back) +
                                      " lines lead along or back along another one; links are two-way");
        return {};
    }

    Expected<void> addLink(const Feature& feature, const Endpoint& from, const Endpoint& to) {
        auto& links = scenario_.topology.links;
        const auto [met, name] =
            links_.meet(feature.name.empty() ? "Link" : feature.name, [&](std::size_t known) {
                return (links[known].from == from && links[known].to == to) ||
                       (links[known].from == to && links[known].to == from);
            });
        auto& link = met ? links[*met] : links.emplace_back();
        if (!met) {
            link.id = {nextId_++};
            link.from = from;
            link.to = to;
        }
        link.name = name;
        if (plainName(feature.property({"link type"})).starts_with("wireless"))
            link.medium = Medium::microwave;
        if (feature.property({"kind"}) == "link")
            return readProperties(feature, link);
        // Others mean by "cost" or "length" what they like; these keys leave no doubt.
        const std::set<std::string_view> sure{"medium", "capacity_bps", "length_m", "frequency_hz"};
        return readWords(
            link,
            [&](const char* key) { return sure.contains(key) ? feature.property({key}) : std::string(); },
            [&](const char* key) { return feature.where + ", property " + key; });
    }

    Features features_;
    const std::string& where_;
    Scenario scenario_;
    ImportResult result_;
    std::vector<Position> positions_;
    std::vector<std::size_t> starts_;
    Known<Host> hosts_;
    Known<UserGroup> crowds_, areas_;
    Known<Link> links_;
    std::set<std::string> missing_; ///< workloads and deployments that are named and not there
    int assumed_ = 0, holes_ = 0;
    std::int64_t nextId_ = 0;
};

} // namespace

std::string Feature::property(std::initializer_list<std::string_view> names) const {
    for (const auto wanted : names)
        for (const auto& [key, value] : properties)
            if (!value.empty() && plainName(key) == plainName(wanted))
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
