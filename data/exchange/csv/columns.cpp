// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/csv/columns.h"

#include "analytics/quantity/text.h"
#include "data/exchange/words.h"

#include <algorithm>

namespace cellwright {
namespace {

struct Alias {
    Column column;
    std::string_view name; ///< capitals and digits only
};
// Names seen in planning tools' exports, operators' registers and measurement files.
constexpr Alias aliases[] = {
    {Column::latitude, "LATITUDE"},
    {Column::latitude, "LAT"},
    {Column::latitude, "SITELAT"},
    {Column::latitude, "SITELATITUDE"},
    {Column::latitude, "BASELAT"},
    {Column::latitude, "LATITUDEDEG"},
    {Column::longitude, "LONGITUDE"},
    {Column::longitude, "LON"},
    {Column::longitude, "LONG"},
    {Column::longitude, "LNG"},
    {Column::longitude, "SITELON"},
    {Column::longitude, "SITELONG"},
    {Column::longitude, "SITELONGITUDE"},
    {Column::longitude, "BASELON"},
    {Column::longitude, "LONGITUDEDEG"},
    {Column::x, "X"},
    {Column::x, "SITEX"},
    {Column::x, "XM"},
    {Column::x, "POSX"},
    {Column::x, "EAST"},
    {Column::x, "EASTING"},
    {Column::y, "Y"},
    {Column::y, "SITEY"},
    {Column::y, "YM"},
    {Column::y, "POSY"},
    {Column::y, "NORTH"},
    {Column::y, "NORTHING"},
    {Column::name, "NAME"},
    {Column::name, "SITENAME"},
    {Column::siteId, "SITEID"},
    {Column::siteId, "ID"},
    {Column::siteId, "SITE"},
    {Column::siteId, "SITECODE"},
    {Column::height, "HEIGHT"},
    {Column::height, "HEIGHTM"},
    {Column::height, "SITEHEIGHT"},
    {Column::height, "ANTENNAHEIGHT"},
    {Column::height, "ANTHEIGHT"},
    {Column::height, "HBS"},
    {Column::azimuth, "AZIMUTH"},
    {Column::azimuth, "AZIMUTHS"},
    {Column::azimuth, "AZIMUTHDEG"},
    {Column::azimuth, "AZ"},
    {Column::azimuth, "BEARING"},
    {Column::downtilt, "DOWNTILT"},
    {Column::downtilt, "TILT"},
    {Column::downtilt, "DOWNTILTDEG"},
    {Column::downtilt, "MECHANICALTILT"},
    {Column::power, "PMAX"},
    {Column::power, "PMAXDBM"},
    {Column::power, "TXPOWER"},
    {Column::power, "TXPOWERDBM"},
    {Column::power, "POWERDBM"},
    {Column::gain, "GAIN"},
    {Column::gain, "GAINDBI"},
    {Column::gain, "ANTENNAGAIN"},
    {Column::gain, "ANTENNAGAINDBI"},
    {Column::frequency, "FREQUENCY"},
    {Column::frequency, "FREQ"},
    {Column::frequency, "CARRIERFREQUENCY"},
    {Column::frequency, "FREQUENCYMHZ"},
    {Column::frequency, "FREQMHZ"},
    {Column::frequency, "FREQUENCYHZ"},
    {Column::frequency, "FREQUENCYGHZ"},
    {Column::band, "BAND"},
    {Column::band, "NRBAND"},
    {Column::bandwidth, "BANDWIDTH"},
    {Column::bandwidth, "BW"},
    {Column::bandwidth, "BANDWIDTHMHZ"},
    {Column::bandwidth, "BANDWIDTHHZ"},
    {Column::downtilt, "MTILT"},
    {Column::electricalTilt, "ETILT"},
    {Column::electricalTilt, "ELECTRICALTILT"},
    {Column::electricalTilt, "RET"},
    {Column::beamwidth, "BEAMWIDTH"},
    {Column::beamwidth, "HBEAMWIDTH"},
    {Column::beamwidth, "HBW"},
    {Column::gain, "ANTGAIN"},
    {Column::arfcn, "ARFCN"},
    {Column::arfcn, "NRARFCN"},
    {Column::arfcn, "DLARFCN"},
    {Column::pci, "PCI"},
    {Column::status, "STATUS"},
    {Column::locked, "LOCKED"},
    {Column::technology, "TECH"},
    {Column::technology, "TECHNOLOGY"},
    {Column::technology, "RAT"},
    {Column::onAir, "ONAIR"},
    {Column::sectorOnAir, "SECTORONAIR"},
    {Column::propagation, "PROPAGATION"},
    {Column::sectorName, "SECTOR"},
    {Column::sectorName, "SECTORNAME"},
    {Column::antenna, "ANTENNA"},
    {Column::panelRows, "PANELROWS"},
    {Column::panelColumns, "PANELCOLUMNS"},
    {Column::beams, "BEAMS"},
    {Column::noiseFigure, "NOISEFIGURE"},
    {Column::load, "LOAD"},
    {Column::bias, "BIAS"},
    {Column::bias, "CIO"},
    {Column::carrierName, "CARRIER"},
    {Column::subcarrierSpacing, "SCS"},
    {Column::subcarrierSpacing, "SCSHZ"},
    {Column::originLatitude, "ORIGINLAT"},
    {Column::originLongitude, "ORIGINLON"},
};

/// Capitals and digits of a name: "Site_Lat" becomes "SITELAT".
std::string plain(std::string_view name) {
    std::string result;
    for (const char c : name)
        if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
            result += c;
        else if (c >= 'a' && c <= 'z')
            result += char(c - 'a' + 'A');
    return result;
}

std::optional<Column> meaningOf(std::string_view header) {
    const auto name = plain(header);
    const auto found =
        std::find_if(std::begin(aliases), std::end(aliases), [&](const Alias& a) { return a.name == name; });
    return found == std::end(aliases) ? std::nullopt : std::optional(found->column);
}

std::string ordinal(std::size_t place, const std::string& header) {
    return "column " + std::to_string(place + 1) + " (" + header + ")";
}

} // namespace

Expected<Columns> Columns::find(const CsvTable& table, const std::string& where,
                                std::span<const Column> wanted) {
    Columns columns;
    columns.table_ = &table;
    columns.where_ = &where;
    for (std::size_t i = 0; i < table.header.size(); ++i) {
        const auto meaning = meaningOf(table.header[i]);
        if (!meaning || std::find(wanted.begin(), wanted.end(), *meaning) == wanted.end()) {
            columns.ignored_.push_back(table.header[i].empty() ? "column " + std::to_string(i + 1)
                                                               : table.header[i]);
            continue;
        }
        auto& place = columns.places_[std::size_t(*meaning)];
        if (place)
            return failure(ordinal(*place, table.header[*place]) + " and " + ordinal(i, table.header[i]) +
                               " mean the same",
                           where + ":1", "rename or remove one of them");
        place = i;
    }
    return columns;
}

std::string_view Columns::text(const CsvTable::Row& row, Column column) const {
    return has(column) ? std::string_view(row.cells[place(column)]) : std::string_view();
}

Expected<double> Columns::number(const CsvTable::Row& row, Column column, double min, double max,
                                 std::string_view kind) const {
    return numberIn(text(row, column), row, column, min, max, kind);
}

Expected<double> Columns::numberIn(std::string_view cell, const CsvTable::Row& row, Column column, double min,
                                   double max, std::string_view kind) const {
    const auto range =
        "give a number from " + exactText(min) + " to " + exactText(max) + ", with a decimal point";
    if (cell.empty())
        return fail(row, column, "the cell is empty", range);
    const auto value = parseSi(cell, kind);
    if (!value)
        return fail(row, column, value.error().what, range);
    if (!(*value >= min && *value <= max))
        return fail(row, column, std::string(cell) + " is out of range", range);
    return value;
}

Expected<bool> Columns::truth(const CsvTable::Row& row, Column column) const {
    if (const auto truth = truthOf(text(row, column)))
        return *truth;
    return fail(row, column, "\"" + std::string(text(row, column)) + "\" is neither yes nor no",
                "write true or false");
}

tl::unexpected<Error> Columns::fail(const CsvTable::Row& row, Column column, std::string what,
                                    std::string remedy) const {
    return failure(std::move(what),
                   *where_ + table_->rowMark + std::to_string(row.line) + ", column " + title(column),
                   std::move(remedy));
}

tl::unexpected<Error> Columns::failRow(const CsvTable::Row& row, std::string what, std::string remedy) const {
    return failure(std::move(what), *where_ + table_->rowMark + std::to_string(row.line), std::move(remedy));
}

std::string listed(const std::vector<std::string>& names) {
    constexpr std::size_t shown = 8;
    std::string text;
    for (std::size_t i = 0; i < std::min(shown, names.size()); ++i)
        text += (i == 0 ? "" : ", ") + names[i];
    return names.size() <= shown ? text : text + " and " + std::to_string(names.size() - shown) + " more";
}

} // namespace cellwright
