// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/exchange/network/nodes.h"

namespace cellwright {

/// Reads GraphML with the attributes of the Internet Topology Zoo (Knight et al., IEEE JSAC 29(9), 2011):
/// Latitude, Longitude and label of nodes; LinkSpeedRaw (bit/s), LinkSpeed with LinkSpeedUnits, or a speed
/// within LinkLabel ("10 Gbps", "OC-48", "STM-16") of edges. Attributes are found by their names, whatever
/// their ids. Self-loops, hyperedges and all graphs but the first are skipped with their reason; an edge to a
/// node that does not exist fails.
Expected<NodesAndEdges> readGraphMl(std::string_view text, const std::string& where, ImportResult& result);

/// The capacity that a label names, or nothing: "<10 Gbps", "2.5G", "622 Mbit/s", "155 Mb/s", "OC-48",
/// "STM-16", "E3", "T1". OC-n is n × 51.84 Mbit/s, STM-n is n × 155.52 Mbit/s (ITU-T G.707).
std::optional<BitsPerSecond> speedInLabel(std::string_view label);

} // namespace cellwright
