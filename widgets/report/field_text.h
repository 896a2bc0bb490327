// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/scenario.h"
#include "analytics/scenario/schema.h"
#include "widgets/report/words.h"

#include <concepts>
#include <optional>
#include <type_traits>

/// The values of the fields of schema.h in words, one overload per type of field.
namespace cellwright::report {

template <class Q>
concept WithUnit = !quantityKind<Q>().empty();

inline constexpr int inputDigits = 6; ///< inputs are shown as typed, as far as a person types digits

/// As typed where that is short ("1e-05"), else rounded.
QString typedNumber(double value);
QString nameOf(const Scenario& scenario, CarrierId id);
QString nameOf(const Scenario& scenario, AntennaId id);
QString nameOf(const Scenario& scenario, HostId id);
QString nameOf(const Scenario& scenario, WorkloadId id);
QString nameOf(const Scenario& scenario, DeploymentId id);

template <WithUnit Q>
QString fieldText(const Scenario&, const FieldInfo&, const Q& value) {
    return quantity(value, inputDigits);
}
template <class N>
requires std::is_arithmetic_v<N> QString fieldText(const Scenario&, const FieldInfo& info, N value) {
    if constexpr (std::same_as<N, bool>)
        return value ? Report::tr("yes") : Report::tr("no");
    else if constexpr (std::is_integral_v<N>)
        return grouped(value);
    else
        return std::string_view(info.kind) == "share" ? percent(value, inputDigits) : typedNumber(value);
}
template <class E>
requires std::is_enum_v<E> QString fieldText(const Scenario&, const FieldInfo&, E value) {
    return enumText(value);
}
template <class Tag>
QString fieldText(const Scenario& scenario, const FieldInfo&, Id<Tag> id) {
    return nameOf(scenario, id);
}
template <class V>
QString fieldText(const Scenario& scenario, const FieldInfo& info, const std::optional<V>& value) {
    return value ? fieldText(scenario, info, *value) : Report::tr("not set");
}
QString fieldText(const Scenario& scenario, const FieldInfo& info, const std::string& value);
QString fieldText(const Scenario& scenario, const FieldInfo& info, const Position& value);
QString fieldText(const Scenario& scenario, const FieldInfo& info, const std::vector<Position>& value);
QString fieldText(const Scenario& scenario, const FieldInfo& info, const std::vector<double>& value);
QString fieldText(const Scenario& scenario, const FieldInfo& info, const std::vector<Sector>& value);
QString fieldText(const Scenario& scenario, const FieldInfo& info, const std::vector<AddedHost>& value);
QString fieldText(const Scenario& scenario, const FieldInfo& info, const Endpoint& value);

} // namespace cellwright::report
