// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/scenario.h"

#include <QString>

#include <string_view>

namespace cellwright::fields {

/// The heading that stands above a field in the form of an entity, for those that begin a group; else empty.
/// The fields come from the schema; this is only about reading them.
template <class T>
QString groupAbove(std::string_view) {
    return {};
}
template <>
QString groupAbove<Carrier>(std::string_view key);
template <>
QString groupAbove<Sector>(std::string_view key);
template <>
QString groupAbove<UserGroup>(std::string_view key);
template <>
QString groupAbove<Workload>(std::string_view key);
template <>
QString groupAbove<Deployment>(std::string_view key);
template <>
QString groupAbove<Assumptions>(std::string_view key);

/// "633333, 1.667 kHz below": the NR-ARFCN nearest to the carrier's frequency, and how far it is from it.
QString channelText(const Carrier& carrier);
/// "5 slots in 2.5 ms: 74 % down, 3 % guard, 23 % up", or what is wrong with the pattern.
QString patternText(const Carrier& carrier);
/// "65° wide at half power": what the antenna covers.
QString beamText(const Sector& sector, const Topology& topology);

} // namespace cellwright::fields
