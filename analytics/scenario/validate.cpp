// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/scenario/validate.h"

#include "analytics/nr/bands.h"
#include "analytics/nr/tables.h"
#include "analytics/nr/tdd.h"
#include "analytics/quantity/text.h"
#include "analytics/scenario/entity_lists.h"

#include <algorithm>
#include <unordered_map>

namespace cellwright {
namespace {

/// What validation sees of a value: the numbers in it and the unit kind to write them with.
template <class F>
void numbersOf(double value, F&& f) {
    f(value, "");
}
template <class F>
void numbersOf(int value, F&& f) {
    f(double(value), "");
}
template <class Q, class F>
requires(!quantityKind<Q>().empty()) void numbersOf(const Q& quantity, F&& f) {
    f(detail::stored(quantity), quantityKind<Q>());
}
template <class F>
void numbersOf(const Position& position, F&& f) {
    f(position.x.si(), quantityKind<Metres>());
    f(position.y.si(), quantityKind<Metres>());
}
template <class T, class F>
void numbersOf(const std::optional<T>& value, F&& f) {
    if (value)
        numbersOf(*value, f);
}
template <class F>
void numbersOf(const std::vector<Position>& positions, F&& f) {
    for (const auto& position : positions)
        numbersOf(position, f);
}
template <class F>
void numbersOf(const std::vector<double>& values, F&& f) {
    for (const double value : values)
        numbersOf(value, f);
}
template <class T>
concept HasNumbers = requires(const T& value) {
    numbersOf(value, [](double, std::string_view) {});
};

template <class Tag>
std::string numbered(const char* noun, Id<Tag> id) {
    return std::string(noun) + " " + std::to_string(id.value);
}

class Validator {
public:
    explicit Validator(const Scenario& scenario)
        : scenario_(scenario) {}

    std::vector<Problem> run() {
        forEachList(scenario_, [&]<class T>(const std::vector<T>& list) {
            checkIds(list);
            for (const T& entity : list)
                check(entity);
        });
        checkSectorIds();
        begin(scenario_.assumptions);
        checkRanges(scenario_.assumptions, "");
        checkOrigin();
        return std::move(problems_);
    }

private:
    void report(const char* field, const std::string& what, std::string remedy) {
        problems_.push_back({entity_, field, subject_ + " " + what, std::move(remedy)});
    }
    template <class T>
    void begin(const T& entity) {
        const Entity any(entity);
        entity_ = refOf(any);
        const std::string kind(enumLabel(entity_.kind));
        subject_ = isListed<T> ? kind + " \"" + nameOf(any) + "\"" : kind;
    }
    template <class T>
    void check(const T& entity) {
        begin(entity);
        checkRanges(entity, "");
        checkRules(entity);
    }

    void checkNumber(const FieldInfo& info, const std::string& part, double value, std::string_view unit) {
        if (value >= info.min && value <= info.max)
            return;
        const std::string_view kind = unit.empty() ? std::string_view(info.kind) : unit;
        const std::string range =
            std::isinf(info.max) && std::isinf(info.min)
                ? "give a finite number"
                : "give a value from " + roundedSi(info.min, kind) + " to " + roundedSi(info.max, kind);
        report(info.key,
               part + "has \"" + info.label + "\" at " + roundedSi(value, kind) + ", which is out of range",
               range);
    }
    template <class T>
    void checkRanges(const T& object, const std::string& part) {
        forEachField(object, [&]<class V>(const FieldInfo& info, const V& value) {
            if constexpr (HasNumbers<V>) {
                const auto before = problems_.size();
                numbersOf(value, [&](double number, std::string_view unit) {
                    // One report per field is enough, however many points are wrong.
                    if (problems_.size() == before)
                        checkNumber(info, part, number, unit);
                });
            }
        });
    }

    template <class T>
    void checkIds(const std::vector<T>& list) {
        std::unordered_map<std::int64_t, int> uses;
        for (const T& entity : list) {
            begin(entity);
            if (entity.id.value <= 0)
                report("id", "has the id " + std::to_string(entity.id.value),
                       "give it a whole number from 1");
            else if (++uses[entity.id.value] == 2)
                report("id", "has the id " + std::to_string(entity.id.value) + ", which another one has too",
                       "give each its own id");
        }
    }
    void checkSectorIds() {
        std::unordered_map<std::int64_t, int> uses;
        for (const auto& site : scenario_.topology.sites)
            for (const auto& sector : site.sectors) {
                begin(site);
                if (sector.id.value <= 0)
                    report("sectors", "has a sector without id", "give it a whole number from 1");
                else if (++uses[sector.id.value] == 2)
                    report("sectors",
                           "has " + numbered("sector", sector.id) + ", an id that another sector has too",
                           "give each sector its own id");
            }
    }

    /// A reference that must lead somewhere.
    template <class T, class IdType>
    void checkReference(const std::vector<T>& list, IdType id, const char* field, const char* noun,
                        const std::string& part = {}) {
        const std::string a = std::string(noun);
        if (!id)
            report(field, part + "has no " + a, "choose a " + a);
        else if (!findById(list, id))
            report(field, part + "refers to " + numbered(noun, id) + ", which does not exist",
                   "choose an existing " + a);
    }

    void checkRules(const Carrier& carrier) {
        if (!nr::numerology(carrier.subcarrierSpacing)) {
            report("subcarrier_spacing_hz",
                   "has a subcarrier spacing of " + toDisplay(carrier.subcarrierSpacing),
                   "choose 15, 30, 60, 120, 480 or 960 kHz (TS 38.211 table 4.2-1)");
            return;
        }
        if (const auto problem =
                nr::bandProblem({carrier.band, carrier.frequency, carrier.bandwidth, carrier.tdd}))
            report(problem->where.c_str(), problem->what, problem->remedy);
        checkPattern(carrier);
        if (carrier.bandwidthPart && *carrier.bandwidthPart > carrier.bandwidth)
            report("bandwidth_part_hz",
                   "has a bandwidth part of " + toDisplay(*carrier.bandwidthPart) + " in a channel of " +
                       toDisplay(carrier.bandwidth),
                   "give at most the channel's bandwidth, or leave it empty");
    }
    void checkPattern(const Carrier& carrier) {
        if (carrier.tddPattern.empty())
            return;
        if (!carrier.tdd)
            report("tdd_pattern", "has a TDD pattern but duplexes by frequency",
                   "empty the pattern, or let the carrier duplex by time");
        else if (const auto read = nr::parseTddPattern(carrier.tddPattern, carrier.subcarrierSpacing); !read)
            report("tdd_pattern", "has the TDD pattern \"" + carrier.tddPattern + "\": " + read.error().what,
                   read.error().remedy);
    }
    void checkRules(const Site& site) {
        for (const auto& sector : site.sectors) {
            const std::string part = "sector \"" + sector.name + "\" ";
            checkRanges(sector, part);
            checkReference(scenario_.topology.carriers, sector.carrier, "sectors", "carrier", part);
            if (sector.pattern)
                checkReference(scenario_.topology.antennas, sector.pattern, "sectors", "antenna", part);
        }
    }
    void checkRules(const UserGroup& group) {
        if (group.points.empty() && group.area.size() < 3)
            report("area_m",
                   "has an area with " + std::to_string(group.area.size()) + " corners and no points",
                   "draw a polygon of at least 3 corners or place the users as points");
        if (group.device.empty())
            report("device", "has no device", "choose a device of the catalogue");
        checkReference(scenario_.workloads, group.workload, "workload", "workload");
        checkReference(scenario_.deployments, group.deployment, "deployment", "deployment");
    }
    void checkRules(const Host& host) {
        if (host.device.empty())
            report("device", "has no device", "choose a device of the catalogue");
        if (host.zone == TrustZone::userDevice)
            report("zone", "stands in the zone of the user's device",
                   "choose the zone of whoever runs this host");
    }
    void checkRules(const Link& link) {
        checkEnd(link.from, "from");
        checkEnd(link.to, "to");
        if (link.from == link.to && (link.from.site || link.from.host))
            report("to", "leads back to where it starts", "choose another end");
    }
    void checkEnd(const Endpoint& end, const char* field) {
        if (bool(end.site) == bool(end.host))
            report(field, end.site ? "has an end at a site and a host at once" : "has an open end",
                   "choose a site or a host");
        else if (end.site && !findById(scenario_.topology.sites, end.site))
            report(field, "ends at " + numbered("site", end.site) + ", which does not exist",
                   "choose an existing site");
        else if (end.host && !findById(scenario_.topology.hosts, end.host))
            report(field, "ends at " + numbered("host", end.host) + ", which does not exist",
                   "choose an existing host");
    }
    void checkRules(const AntennaPattern& antenna) {
        checkCut(antenna.horizontal, "horizontal_db", "horizontal");
        checkCut(antenna.vertical, "vertical_db", "vertical");
    }
    void checkCut(const std::vector<double>& cut, const char* field, const std::string& name) {
        if (cut.size() != AntennaPattern::directions)
            report(field, "has " + std::to_string(cut.size()) + " values in its " + name + " cut",
                   "give an attenuation for each of the 360 degrees");
    }
    void checkRules(const Deployment& deployment) {
        if (deployment.model.empty())
            report("model", "has no model", "choose a model of the catalogue");
        if (deployment.placement != Placement::device)
            checkReference(scenario_.topology.hosts, deployment.host, "host", "host");
        for (const auto& added : deployment.addedHosts) {
            checkRanges(added, "further host ");
            checkReference(scenario_.topology.hosts, added.host, "added_hosts", "host", "further host ");
        }
        checkStages(deployment);
        if (deployment.cooperation != Cooperation::none && deployment.smallModel.empty())
            report("small_model", "has no small model to cooperate with",
                   "choose a model of the catalogue, or no cooperation");
    }
    /// Stages follow each other in the order of their layers.
    void checkStages(const Deployment& deployment) {
        int first = deployment.placement == Placement::split ? deployment.cut : 0;
        for (const auto& added : deployment.addedHosts) {
            if (added.role != HostRole::stage)
                continue;
            if (added.fromLayer < first)
                report("added_hosts",
                       "has a further host that begins at layer " + std::to_string(added.fromLayer) +
                           ", before the host in front of it at " + std::to_string(first),
                       "let the hosts follow each other in the order of their layers");
            first = added.fromLayer;
        }
    }
    void checkRules(const Workload& workload) {
        if (workload.prefixTokens > workload.promptTokens)
            report("prefix_tokens", "has a common prefix longer than its prompt",
                   "give at most the prompt's " + std::to_string(workload.promptTokens) + " tokens");
    }
    void checkOrigin() {
        begin(propertiesOf(scenario_));
        const auto& origin = scenario_.topology.origin;
        if (origin && !(std::abs(origin->latitude) <= 90.0 && std::abs(origin->longitude) <= 180.0))
            report("origin", "has an origin that is not on the Earth",
                   "give a latitude within 90° and a longitude within 180°");
    }

    const Scenario& scenario_;
    std::vector<Problem> problems_;
    EntityRef entity_;
    std::string subject_;
};

} // namespace

std::vector<Problem> validate(const Scenario& scenario) {
    return Validator(scenario).run();
}

} // namespace cellwright
