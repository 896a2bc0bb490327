// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/lost.h"

#include "analytics/scenario/schema.h"
#include "data/exchange/csv/placement.h"
#include "data/exchange/csv/site_table.h"
#include "data/exchange/export.h"
#include "data/exchange/geo/places.h"

#include <algorithm>
#include <map>
#include <type_traits>

namespace cellwright {
namespace {

constexpr double samePlace = 1e-3; ///< metres: degrees cost the last digits

template <class V>
struct IsId : std::false_type {};
template <class Tag>
struct IsId<Id<Tag>> : std::true_type {};

template <class V>
bool same(const V& was, const V& is) {
    return was == is;
}
bool same(const Position& was, const Position& is) {
    return distance(was, is) < samePlace;
}
bool same(const std::vector<Position>& was, const std::vector<Position>& is) {
    return std::ranges::equal(was, is, [](const auto& a, const auto& b) { return same(a, b); });
}

std::string times(std::size_t count) {
    return std::to_string(count) + (count == 1 ? " time" : " times");
}

/// Compares a scenario with what a file of it was read as.
class Comparison {
public:
    Comparison(const Scenario& was, const Scenario& is)
        : was_(was)
        , is_(is) {}

    void sites() {
        both(was_.topology.sites, is_.topology.sites, "site", [&](const Site& was, const Site& is) {
            both(was.sectors, is.sectors, "sector", [&](const Sector& old, const Sector& now) {
                found_["sector: Imported pattern"] += bool(old.pattern) == bool(now.pattern) ? 0 : 1;
                const auto* a = findById(was_.topology.carriers, old.carrier);
                const auto* b = findById(is_.topology.carriers, now.carrier);
                if (a && b)
                    fields("carrier", *a, *b);
            });
        });
        const auto unused = std::ranges::count_if(was_.topology.carriers, [&](const Carrier& carrier) {
            return std::ranges::none_of(was_.topology.sites, [&](const Site& site) {
                return std::ranges::count(site.sectors, carrier.id, &Sector::carrier) > 0;
            });
        });
        if (unused > 0)
            lost_.push_back(std::to_string(unused) + " carriers that no sector uses are not in the file");
    }
    void hosts() {
        both(was_.topology.hosts, is_.topology.hosts, "host", [](const Host&, const Host&) {});
    }
    void links() {
        both(was_.topology.links, is_.topology.links, "link", [&](const Link& was, const Link& is) {
            const bool straight = ends(was_, was.from, was.to) == ends(is_, is.from, is.to);
            found_["link: Ends"] += straight ? 0 : 1;
        });
    }
    void groups() {
        both(was_.topology.groups, is_.topology.groups, "user group",
             [&](const UserGroup& was, const UserGroup& is) {
                 found_["user group: Workload"] +=
                     nameOf(was_.workloads, was.workload) != nameOf(is_.workloads, is.workload);
                 found_["user group: Deployment"] +=
                     nameOf(was_.deployments, was.deployment) != nameOf(is_.deployments, is.deployment);
             });
    }

    [[nodiscard]] std::vector<std::string> lost() && {
        for (const auto& [what, count] : found_)
            if (count > 0)
                lost_.push_back(what + " is not in the file as it is here (" + times(count) + ")");
        return std::move(lost_);
    }

private:
    template <class T, class IdType>
    static std::string nameOf(const std::vector<T>& all, IdType id) {
        const auto* found = findById(all, id);
        return found ? found->name : std::string();
    }
    static std::pair<std::string, std::string> ends(const Scenario& scenario, const Endpoint& from,
                                                    const Endpoint& to) {
        const auto name = [&](const Endpoint& end) {
            return end.host ? nameOf(scenario.topology.hosts, end.host)
                            : nameOf(scenario.topology.sites, end.site);
        };
        return {name(from), name(to)};
    }

    /// The labels of the fields in which two objects differ; ids and references are others by nature.
    template <class T>
    void fields(const char* noun, const T& was, const T& is) {
        const auto compare = [&](const auto& field) {
            using Value = std::remove_cvref_t<decltype(was.*(field.member))>;
            if constexpr (!std::is_same_v<Value, std::vector<Sector>> && !IsId<Value>::value &&
                          !std::is_same_v<Value, Endpoint>)
                if (!same(was.*(field.member), is.*(field.member)))
                    ++found_[std::string(noun) + ": " + field.info.label];
        };
        std::apply([&](const auto&... each) { (compare(each), ...); }, Schema<T>::fields);
    }

    /// Each object with the one of its name in the file, in their order.
    template <class T, class More>
    void both(const std::vector<T>& was, const std::vector<T>& is, const char* noun, More&& more) {
        std::multimap<std::string, std::size_t> byName;
        for (std::size_t i = 0; i < is.size(); ++i)
            byName.emplace(is[i].name, i);
        std::size_t missing = 0;
        for (std::size_t i = 0; i < was.size(); ++i) {
            auto found = byName.find(was[i].name);
            const bool place = was.size() == is.size();
            if (!place && found == byName.end()) {
                ++missing;
                continue;
            }
            const auto& other = is[place ? i : found->second];
            if (!place)
                byName.erase(found);
            fields(noun, was[i], other);
            more(was[i], other);
        }
        if (missing > 0)
            lost_.push_back(std::to_string(missing) + " of " + std::to_string(was.size()) + " " + noun +
                            "s are not in the file");
    }

    const Scenario& was_;
    const Scenario& is_;
    std::map<std::string, std::size_t> found_;
    std::vector<std::string> lost_;
};

/// What a file is read into, to be compared: the same place, and the same words to refer to.
Scenario emptyLike(const Scenario& scenario) {
    Scenario empty;
    empty.topology.origin = scenario.topology.origin;
    empty.workloads = scenario.workloads;
    empty.deployments = scenario.deployments;
    return empty;
}

template <class Read>
std::vector<std::string> lostBy(const Scenario& scenario, Scenario back, Read&& read,
                                void (Comparison::*compare)()) {
    if (const Expected<ImportResult> done = read(back); !done)
        return {"the file cannot be read back: " + done.error().message()};
    Comparison comparison(scenario, back);
    (comparison.*compare)();
    return std::move(comparison).lost();
}

} // namespace

std::vector<std::string> lostInSiteTable(const Scenario& scenario) {
    if (scenario.topology.sites.empty())
        return {};
    const auto read = [&](Scenario& back) { return addSiteTable(siteTable(scenario), "table", back); };
    return lostBy(scenario, emptyLike(scenario), read, &Comparison::sites);
}

std::vector<std::string> lostInUserTable(const Scenario& scenario) {
    auto standing = scenario;
    const auto spread =
        std::erase_if(standing.topology.groups, [](const UserGroup& group) { return group.points.empty(); });
    std::vector<std::string> lost;
    if (!standing.topology.groups.empty())
        lost = lostBy(
            standing, emptyLike(scenario),
            [&](Scenario& back) { return importUsers(usersToCsv(scenario), "table", back); },
            &Comparison::groups);
    if (spread > 0)
        lost.push_back(std::to_string(spread) +
                       " user groups are spread over areas; a table of users holds only those who stand at "
                       "points");
    return lost;
}

std::vector<std::string> lostInLinkTable(const Scenario& scenario) {
    if (scenario.topology.links.empty())
        return {};
    auto back = emptyLike(scenario);
    back.topology = scenario.topology;
    back.topology.links.clear();
    const auto read = [&](Scenario& empty) { return importLinks(linksToCsv(scenario), "table", empty); };
    return lostBy(scenario, std::move(back), read, &Comparison::links);
}

std::vector<std::string> lostInHostTable(const Scenario& scenario) {
    if (scenario.topology.hosts.empty())
        return {};
    const auto read = [&](Scenario& back) { return importHosts(hostsToCsv(scenario), "table", back); };
    return lostBy(scenario, emptyLike(scenario), read, &Comparison::hosts);
}

std::vector<std::string> lostOnMap(const Scenario& scenario) {
    auto features = featuresOf(scenario);
    if (!features || features->empty())
        return {};
    auto back = emptyLike(scenario);
    if (const auto read = addFeatures({std::move(*features), {}, {}}, "file", back); !read)
        return {"the file cannot be read back: " + read.error().message()};
    Comparison comparison(scenario, back);
    comparison.sites();
    comparison.hosts();
    comparison.links();
    comparison.groups();
    return std::move(comparison).lost();
}

} // namespace cellwright
