// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/scenario.h"

#include <string>

namespace cellwright::test {

inline Endpoint atSite(std::int64_t id) {
    return {{id}, {}};
}
inline Endpoint atHost(std::int64_t id) {
    return {{}, {id}};
}
inline Link linkOf(std::int64_t id, Endpoint from, Endpoint to, double metres,
                   Medium medium = Medium::fibre) {
    Link made;
    made.id = {id};
    made.name = "L" + std::to_string(id);
    made.from = from;
    made.to = to;
    made.length = Metres(metres);
    made.hopDelay = Seconds(0.0);
    made.medium = medium;
    return made;
}
/// Sites 1 to `sites` and host 100, no links.
inline Topology places(int sites) {
    Topology topology;
    for (int i = 1; i <= sites; ++i)
        topology.sites.push_back({.id = {i}, .name = "S" + std::to_string(i)});
    topology.hosts.push_back({.id = {100}, .name = "H"});
    return topology;
}

} // namespace cellwright::test
