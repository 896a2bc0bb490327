// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data/exchange/csv.h"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cellwright {

/// What a column of a planner's table can mean.
enum class Column {
    latitude,
    longitude,
    x,
    y,
    name,
    siteId,
    height,
    azimuth,
    downtilt,
    power,
    gain,
    frequency,
    band,
    bandwidth,
    arfcn,
    electricalTilt,
    beamwidth,
    antenna,
    panelRows,
    panelColumns,
    beams,
    noiseFigure,
    load,
    bias,
    pci,
    sectorName,
    sectorOnAir,
    carrierName,
    subcarrierSpacing,
    status,
    locked,
    onAir,
    propagation,
    technology,
    originLatitude,
    originLongitude,
    count
};

/// The columns of a table by their meaning, and checked access to its cells.
class Columns {
public:
    /// Recognises the wanted columns by their names ("SITE_LAT", "lat", "Latitude (deg)" …); the others are
    /// ignored. Fails where two columns mean the same. The table and `where` must outlive the result.
    static Expected<Columns> find(const CsvTable& table, const std::string& where,
                                  std::span<const Column> wanted);

    [[nodiscard]] bool has(Column column) const { return places_[std::size_t(column)].has_value(); }
    /// The header's own name of a column that is there.
    [[nodiscard]] const std::string& title(Column column) const { return table_->header[place(column)]; }
    /// The text of a cell; empty where the column is missing.
    [[nodiscard]] std::string_view text(const CsvTable::Row& row, Column column) const;
    /// The names of the columns that have no meaning here.
    [[nodiscard]] const std::vector<std::string>& ignored() const { return ignored_; }

    /// A number within the range, with a unit of the kind or without. Fails with line and column.
    [[nodiscard]] Expected<double> number(const CsvTable::Row& row, Column column, double min, double max,
                                          std::string_view kind = {}) const;
    /// The same for a part of a cell.
    [[nodiscard]] Expected<double> numberIn(std::string_view cell, const CsvTable::Row& row, Column column,
                                            double min, double max, std::string_view kind = {}) const;
    /// One of two answers: yes, true, 1, x, locked, on; no, false, 0, empty, off.
    [[nodiscard]] Expected<bool> truth(const CsvTable::Row& row, Column column) const;
    [[nodiscard]] tl::unexpected<Error> fail(const CsvTable::Row& row, Column column, std::string what,
                                             std::string remedy) const;
    [[nodiscard]] tl::unexpected<Error> failRow(const CsvTable::Row& row, std::string what,
                                                std::string remedy) const;

private:
    [[nodiscard]] std::size_t place(Column column) const { return *places_[std::size_t(column)]; }

    const CsvTable* table_ = nullptr;
    const std::string* where_ = nullptr;
    std::array<std::optional<std::size_t>, std::size_t(Column::count)> places_;
    std::vector<std::string> ignored_;
};

/// The words for a warning: "STATE, POSTCODE and 3 more".
std::string listed(const std::vector<std::string>& names);

} // namespace cellwright
