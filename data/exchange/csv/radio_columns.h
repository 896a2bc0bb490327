// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/topology.h"
#include "data/exchange/csv/columns.h"

#include <optional>
#include <string>
#include <vector>

namespace cellwright {

/// Finds or makes the carrier that a row names by frequency or band.
class CarrierFinder {
public:
    /// `existing` are carriers to reuse; new ones take ids from `nextId` on.
    CarrierFinder(const std::vector<Carrier>& existing, std::int64_t& nextId)
        : carriers_(existing)
        , nextId_(nextId)
        , old_(existing.size()) {}

    Expected<CarrierId> carrierFor(const CsvTable::Row& row, const Columns& columns);
    /// The carriers that were made.
    [[nodiscard]] std::vector<Carrier> made() const {
        return {carriers_.begin() + std::ptrdiff_t(old_), carriers_.end()};
    }
    [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }

private:
    static Expected<double> channelFrequency(const CsvTable::Row& row, const Columns& columns);
    Expected<Carrier> describe(const CsvTable::Row& row, const Columns& columns);
    Expected<double> frequencyOf(const CsvTable::Row& row, const Columns& columns, Column column);
    static Expected<void> readDetails(const CsvTable::Row& row, const Columns& columns, Carrier& carrier);
    CarrierId add(Carrier carrier);
    void warnOnce(std::string text);

    std::vector<Carrier> carriers_;
    std::int64_t& nextId_;
    std::size_t old_;
    std::vector<std::string> warnings_;
};

} // namespace cellwright
