// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/quantity/text.h"
#include "data/exchange/csv/site_table.h"
#include "data/exchange/file.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace cellwright {
namespace {

constexpr std::size_t mostSites = 100'000;
constexpr std::size_t mostCells = 5'000'000;
constexpr std::size_t longestLine = 4096;

/// The columns of an export, in its order; files without a header line have the same order.
enum Field { radio, mcc, net, area, cell, unit, lon, lat, range, samples, fields };
constexpr std::array<std::string_view, fields> titles{"radio", "mcc", "net", "area",  "cell",
                                                      "unit",  "lon", "lat", "range", "samples"};

struct Group {
    double latitude = 0.0, longitude = 0.0, weight = 0.0;
    double firstLongitude = 0.0;
    int cells = 0;
    std::string radio;
    std::int64_t mcc = 0, net = 0, area = 0, base = 0;
};

/// Cells of one base station share what lies above the sector in their number: eNB identity of 20 bits above
/// 8 (TS 36.413 clause 9.2.1.37), gNB identity of 24 bits above 12 (usual; TS 38.413 clause 9.3.1.6 allows 22
/// to 32), for GSM and UMTS the last decimal digit by operators' habit, the RNC of UMTS above 16 bits aside.
std::int64_t baseOf(const std::string& type, std::int64_t number) {
    if (type == "LTE")
        return number >> 8;
    if (type == "NR")
        return number >> 12;
    if (type == "UMTS")
        return (number & 0xFFFF) / 10;
    return number / 10;
}

class Reader {
public:
    Reader(std::string_view text, const std::string& where, const ImportSettings& settings)
        : rest_(text)
        , where_(where)
        , settings_(settings) {
        for (const char c : settings.radio)
            wanted_ += c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c;
    }

    Expected<CsvTable> run(ImportResult& result) {
        if (rest_.starts_with("\xEF\xBB\xBF"))
            rest_.remove_prefix(3);
        if (rest_.starts_with("\x1F\x8B"))
            return failure("the file is packed with gzip", where_, "unpack it first (gunzip)");
        while (!rest_.empty())
            if (const auto read = readLine(); !read)
                return tl::make_unexpected(read.error());
        if (groups_.empty())
            return failure(cells_ == 0 ? std::string("the file holds no cells")
                                       : "none of its " + std::to_string(cells_) + " cells is asked for",
                           where_,
                           "give lines of radio,mcc,net,area,cell,unit,lon,lat,range,samples; or other "
                           "filters");
        say(result);
        return table();
    }

private:
    Expected<void> readLine() {
        ++line_;
        const auto end = std::min(rest_.find('\n'), rest_.size());
        auto text = rest_.substr(0, end);
        rest_.remove_prefix(std::min(end + 1, rest_.size()));
        if (text.ends_with('\r'))
            text.remove_suffix(1);
        if (text.empty())
            return {};
        if (text.size() > longestLine)
            return failure("the line has " + std::to_string(text.size()) + " bytes", place(),
                           "this is no OpenCelliD CSV");
        if (!split(text))
            return failure("the line has " + std::to_string(count_) + " cells", place(),
                           "give radio,mcc,net,area,cell,unit,lon,lat,range,samples,…");
        if (line_ == 1 && cells_of_[radio] == "radio")
            return checkHeader();
        if (++cells_ > mostCells)
            return failure("the file has more than " + std::to_string(mostCells) + " cells", where_,
                           "split it");
        return readCell();
    }
    [[nodiscard]] std::string place() const { return where_ + ":" + std::to_string(line_); }

    bool split(std::string_view text) {
        count_ = 0;
        for (;;) {
            const auto comma = std::min(text.find(','), text.size());
            if (count_ < cells_of_.size())
                cells_of_[count_] = text.substr(0, comma);
            ++count_;
            if (comma == text.size())
                break;
            text.remove_prefix(comma + 1);
        }
        return count_ >= fields;
    }

    Expected<void> checkHeader() const {
        for (std::size_t i = 0; i < fields; ++i)
            if (cells_of_[i] != titles[i])
                return failure(
                    "column " + std::to_string(i + 1) + " is \"" + std::string(cells_of_[i]) + "\", not \"" +
                        std::string(titles[i]) + "\"",
                    place(),
                    "keep the order of OpenCelliD: radio,mcc,net,area,cell,unit,lon,lat,range,samples");
        return {};
    }

    Expected<double> number(Field field, double min, double max) const {
        const auto value = parseNumber(cells_of_[field]);
        if (!value || *value < min || *value > max)
            return failure("\"" + std::string(cells_of_[field]) + "\" is no " + std::string(titles[field]),
                           place() + ", column " + std::string(titles[field]),
                           "give a number from " + exactText(min) + " to " + exactText(max));
        return value;
    }

    Expected<void> readCell() {
        const std::string type(cells_of_[radio]);
        if (type != "GSM" && type != "UMTS" && type != "LTE" && type != "NR" && type != "CDMA" &&
            type != "NBIOT")
            return failure("\"" + type.substr(0, 40) + "\" is no radio type", place() + ", column radio",
                           "OpenCelliD has GSM, UMTS, LTE, NR, CDMA and NBIOT");
        const auto country = number(mcc, 0, 999), network = number(net, 0, 99999),
                   zone = number(area, 0, 1e9);
        const auto id = number(cell, 0, 68719476735.0), east = number(lon, -180, 180),
                   north = number(lat, -90, 90);
        for (const auto* read : {&country, &network, &zone, &id, &east, &north})
            if (!*read)
                return tl::make_unexpected(read->error());
        const bool other = (settings_.mcc && *country != *settings_.mcc) ||
                           (settings_.mnc && *network != *settings_.mnc) ||
                           (!wanted_.empty() && type != wanted_);
        if (other) {
            ++filtered_;
            return {};
        }
        const double weight = std::max(1.0, parseNumber(cells_of_[samples]).value_or(1.0));
        return add(type,
                   {std::int64_t(*country), std::int64_t(*network), std::int64_t(*zone), std::int64_t(*id)},
                   *north, *east, weight);
    }

    Expected<void> add(const std::string& type, std::array<std::int64_t, 4> numbers, double north,
                       double east, double weight) {
        const auto base = baseOf(type, numbers[3]);
        auto& group = groups_[{type, numbers[0], numbers[1], numbers[2], base}];
        if (groups_.size() > mostSites)
            return failure("the file has more than " + std::to_string(mostSites) + " sites", where_,
                           "choose a network with --mcc and --mnc, or a radio type");
        if (group.cells == 0) {
            group = {0.0, 0.0, 0.0, east, 0, type, numbers[0], numbers[1], numbers[2], base};
        }
        group.latitude += weight * north;
        group.longitude +=
            weight * (group.firstLongitude + std::remainder(east - group.firstLongitude, 360.0));
        group.weight += weight;
        ++group.cells;
        return {};
    }

    [[nodiscard]] CsvTable table() const {
        CsvTable table;
        table.rowMark = ", site ";
        table.header = {"SITE_ID", "LAT", "LON", "AZIMUTH", "TECH"};
        for (const auto& [key, group] : groups_) {
            std::string azimuths;
            const int sectors = std::min(group.cells, 12);
            for (int i = 0; i < sectors; ++i)
                azimuths += (i == 0 ? "" : "/") + roundedText(360.0 * i / sectors);
            const auto name = group.radio + " " + std::to_string(group.mcc) + "-" +
                              std::to_string(group.net) + "-" + std::to_string(group.area) + "-" +
                              std::to_string(group.base);
            table.rows.push_back(
                {table.rows.size() + 1,
                 {name, exactText(group.latitude / group.weight),
                  exactText(std::remainder(group.longitude / group.weight, 360.0)), azimuths, group.radio}});
        }
        return table;
    }

    void say(ImportResult& result) const {
        if (filtered_ > 0)
            result.skipped.push_back(std::to_string(filtered_) + " of " + std::to_string(cells_) +
                                     " cells: of another network or radio type than asked for");
        result.warnings.push_back(
            std::to_string(cells_ - filtered_) + " cells are grouped into " + std::to_string(groups_.size()) +
            " sites by their numbers, at the mean of their estimated places; directions are "
            "unknown and assumed to be evenly spread");
    }

    std::string_view rest_;
    const std::string& where_;
    const ImportSettings& settings_;
    std::string wanted_;
    std::array<std::string_view, fields> cells_of_{};
    std::size_t count_ = 0, line_ = 0, cells_ = 0, filtered_ = 0;
    std::map<std::tuple<std::string, std::int64_t, std::int64_t, std::int64_t, std::int64_t>, Group> groups_;
};

} // namespace

Expected<ImportResult> importOpenCellId(std::string_view text, const std::string& where, Scenario& scenario,
                                        const ImportSettings& settings) {
    if (!isUtf8(text.substr(0, 3)) && !text.starts_with("\x1F\x8B") && !text.starts_with("\xEF\xBB"))
        return failure("this is not a text", where, "give a CSV of OpenCelliD");
    ImportResult read;
    const auto table = Reader(text, where, settings).run(read);
    if (!table)
        return tl::make_unexpected(table.error());
    auto result = addSiteTable(*table, where, scenario);
    if (!result)
        return result;
    result->skipped.insert(result->skipped.begin(), read.skipped.begin(), read.skipped.end());
    result->warnings.insert(result->warnings.begin(), read.warnings.begin(), read.warnings.end());
    return result;
}

} // namespace cellwright
