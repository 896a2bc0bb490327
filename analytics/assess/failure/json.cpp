// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/failure.h"
#include "analytics/scenario/schema.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace cellwright {
namespace {

using Json = nlohmann::ordered_json;

Json number(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json failedOf(EntityRef failed, const std::string& name) {
    return {{"kind", enumKey(failed.kind)}, {"id", failed.id}, {"name", name}};
}

Json groupOf(const GroupImpact& g) {
    return {{"id", g.id.value},
            {"name", g.name},
            {"users_served_before", g.servedBefore},
            {"users_lost", g.lost},
            {"users_rerouted", g.rerouted},
            {"mean_delay_change_s", number(g.meanDelayChange.si())},
            {"worst_delay_change_s", number(g.worstDelayChange.si())},
            {"broken_targets", g.brokenTargets}};
}

Json rowOf(const FailureRow& row) {
    return {{"failed", failedOf(row.failed, row.name)},
            {"only_way", row.onlyWay},
            {"users_lost", row.lost},
            {"requests_lost_hz", number(row.requestsLost.si())},
            {"users_rerouted", row.rerouted},
            {"worst_delay_change_s", number(row.worstDelayChange.si())},
            {"broken_targets", row.brokenTargets}};
}

std::string text(const Json& json, int indent) {
    return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

} // namespace

std::string toJsonText(const FailureImpact& impact, int indent) {
    Json groups = Json::array(), violations = Json::array();
    for (const auto& group : impact.groups)
        groups.push_back(groupOf(group));
    for (const auto& violation : impact.violations)
        violations.push_back(
            {{"kind", violationKey(violation.kind)}, {"what", violation.what}, {"remedy", violation.remedy}});
    return text({{"failed", failedOf(impact.failed, impact.name)},
                 {"users_lost", impact.lost},
                 {"users_rerouted", impact.rerouted},
                 {"worst_delay_change_s", number(impact.worstDelayChange.si())},
                 {"groups", std::move(groups)},
                 {"new_violations", std::move(violations)},
                 {"after", Json::parse(toJsonText(impact.after))}},
                indent);
}

std::string toJsonText(const std::vector<FailureRow>& rows, int indent) {
    Json failures = Json::array();
    for (const auto& row : rows)
        failures.push_back(rowOf(row));
    return text({{"failures", std::move(failures)}}, indent);
}

} // namespace cellwright
