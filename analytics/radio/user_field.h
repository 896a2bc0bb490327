// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/radio/cell_field.h"

namespace cellwright::radio {

/// Users in the area of one cell.
struct CellUsers {
    double users = 0.0;
    double active = 0.0; ///< users times the active share of their group
};

/// Power that the users of other cells bring to one gNB receiver, over the whole carrier.
///
/// The model: in each other sector on the same carrier one user at a time transmits at full power, for the
/// share of time that the sector is loaded; which user it is follows the active users, so its power at this
/// receiver is their mean received power. Full power for everybody errs on the safe side (no power control);
/// a sector without users brings nothing. Only the strongest contributions are kept one by one.
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
    static Expected<UserField> make(const Topology& topology, const RadioOptions& options = {});

    struct Group {
        UserGroup group;
        std::vector<Position> positions;
        std::vector<Indoors> indoors; ///< of each user
        RadioLevels levels;
    };
    [[nodiscard]] const CellField& field() const { return field_; }
    [[nodiscard]] const Network& network() const { return field_.network(); }
    /// In the order of the topology.
    [[nodiscard]] const std::vector<Group>& groups() const { return groups_; }
    /// By cell index.
    [[nodiscard]] const std::vector<CellUsers>& cellUsers() const { return cellUsers_; }
    [[nodiscard]] const std::vector<UplinkInterference>& uplinkInterference() const { return interference_; }
    /// Users that share a cell while one of them has a request in progress: the expected active users, at
    /// least one.
    [[nodiscard]] double sharingUsers(int cell) const;

private:
    void countUsers();
    void measureInterference();
    void addMastInterference(int mast);

    CellField field_;
    std::vector<Group> groups_;
    std::vector<CellUsers> cellUsers_;
    std::vector<UplinkInterference> interference_;
};

} // namespace cellwright::radio
