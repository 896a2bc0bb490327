// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/radio/cell_field.h"
#include "analytics/radio/load/scheduler.h"

namespace cellwright::radio {

/// Users in the area of one cell.
struct CellUsers {
    double users = 0.0;
    double active = 0.0; ///< users times the active share of their group
    double weight = 0.0; ///< active users times the priority of their workload
};

/// Power that the users of other cells bring to one gNB receiver, over the whole carrier.
///
/// The model: in each other sector on the same carrier one user at a time transmits over the whole carrier
/// (several side by side, where bandwidth parts are narrower), for the share of time that the sector is
/// loaded; which user it is follows the active users, so its power at this receiver is their mean received
/// power. Each sends at full power, which errs on the safe side, or at that of power control where the
/// carrier has a target. A sector without users brings nothing. Only the strongest contributions are kept one
/// by one.
struct UplinkInterference {
    Watts total{0.0};
    struct Part {
        int cell = -1;
        Watts mean{0.0}; ///< mean received power of that cell's active users, not yet weighted by load
    };
    std::vector<Part> strongest; ///< by falling load × mean, at most eight
    Watts rest{0.0};             ///< the other contributions, weighted by load
};

/// Where the users of a topology stand, what they hear, and what they do to the other cells. A value; const
/// access from many threads. Cost: every user against every sector once, in the vectorised loops of
/// CellField.
class UserField {
public:
    /// Fails as CellField::make does.
    /// `priorities`: of the groups' workloads, in the order of the topology; 1 where there are none.
    static Expected<UserField> make(const Topology& topology, const RadioOptions& options = {},
                                    std::span<const double> priorities = {});
    /// The same users with other loads of the cells, 0 to 1, by cell index: what they hear and do to each
    /// other follows.
    void setLoads(std::span<const double> down, std::span<const double> up);

    struct Group {
        UserGroup group;
        std::vector<Position> positions;
        std::vector<Indoors> indoors; ///< of each user
        RadioLevels levels;
        double priority = 1.0;
        [[nodiscard]] Receiver receiver(std::size_t user) const;
    };
    [[nodiscard]] const CellField& field() const { return field_; }
    [[nodiscard]] const Network& network() const { return field_.network(); }
    /// In the order of the topology.
    [[nodiscard]] const std::vector<Group>& groups() const { return groups_; }
    /// By cell index.
    [[nodiscard]] const std::vector<CellUsers>& cellUsers() const { return cellUsers_; }
    [[nodiscard]] const std::vector<UplinkInterference>& uplinkInterference() const { return interference_; }
    /// Mean power in watts that the active users of each cell bring to the receiver of this one while they
    /// send, not yet weighted by load; by cell.
    [[nodiscard]] std::span<const double> meanPowers(int receiver) const;
    /// With whom a user of the group shares a cell while it has a request in progress.
    [[nodiscard]] Sharing sharing(int cell, std::size_t group) const;

private:
    void countUsers();
    void measureInterference();
    void addMastPowers(int mast, const std::vector<std::vector<double>>& sent);
    void weightInterference();

    CellField field_;
    std::vector<Group> groups_;
    std::vector<CellUsers> cellUsers_;
    std::vector<UplinkInterference> interference_;
    std::vector<double> powers_; ///< watts, receiver by receiver
};

} // namespace cellwright::radio
