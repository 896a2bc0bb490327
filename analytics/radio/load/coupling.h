// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/radio/user_field.h"

#include <span>
#include <vector>

namespace cellwright::radio {

/// What a user's requests put on the air, as a mean over time.
struct UserDemand {
    BitsPerSecond down, up;
};
/// By group and user, in the order of UserField::groups().
using Demands = std::vector<std::vector<UserDemand>>;

struct CouplingOptions {
    int mostIterations = 300;
    double tolerance = 1e-7; ///< of every load, from one iteration to the next
};

/// The loads of one direction, by cell.
struct CoupledLoads {
    std::vector<double> load;   ///< share of its resources that a cell sends on: 0 to 1
    std::vector<double> demand; ///< what its users ask for, over what it has; above 1 it is overloaded
    int iterations = 0;
    bool converged = true;
    bool unique = true; ///< of the uplink: the iteration from full load downwards ends at the same loads
    [[nodiscard]] std::vector<int> overloaded() const;
};
struct CellLoads {
    CoupledLoads down, up;
    [[nodiscard]] bool converged() const { return down.converged && up.converged; }
};

/// Loads and interference that agree with each other. A cell's load is the share of its time and blocks that
/// its users' traffic takes,
///     ρ_i = min(1, f_i(ρ)),   f_i(ρ) = Σ_j d_j x_j / R_j(SINR_j(ρ)),
/// d_j the demand of user j, R_j its rate on the share x_j of the blocks, SINR_j with the interference of
/// every other cell weighted by that cell's load. Downlink and uplink are two independent systems: base
/// stations disturb devices, devices disturb base stations; each device's power counts by its cell's uplink
/// load.
///
/// Existence and convergence: R_j never grows with interference and interference never falls with load, so f
/// is monotone, and min(1, f) maps the complete lattice [0, 1]^n into itself: fixed points exist (Tarski).
/// Iterating from ρ = 0 rises monotonically; because a scheme is held down to and including its threshold, f
/// is continuous from below although rates move in steps, so the iteration converges to the least fixed point
/// (Kleene). Uniqueness: the downlink's efficiency falls over the SINR (concentrateMcs), so that α times the
/// interference costs less than α times the load: f is a standard interference function (Yates, IEEE J. Sel.
/// Areas Commun. 13(7), 1995), with one fixed point at most (Siomina and Yuan, IEEE Trans. Wireless Commun.
/// 11(6), 2012; Fehske and Fettweis, IEEE ICC 2012 workshops). The uplink moves in steps where a device
/// changes its scheme, which can make several; then `unique` is false and the least one is taken, which is
/// the state of a network whose traffic has grown.
///
/// Users keep their serving cell, which depends on RSRP only. What a user cannot be served with in time stays
/// as demand above 1: an overloaded cell interferes with all its resources.
/// Up to 256 interferers of a user count by their own loads, the rest together by the mean load.
CellLoads coupleLoads(const UserField& users, const Demands& demands, const CouplingOptions& options = {});

} // namespace cellwright::radio
