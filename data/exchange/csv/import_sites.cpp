// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/quantity/text.h"
#include "analytics/scenario/schema.h"
#include "data/exchange/csv/columns.h"
#include "data/exchange/csv/placement.h"
#include "data/exchange/csv/radio_columns.h"
#include "data/exchange/csv/site_table.h"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace cellwright {
namespace {

constexpr Column siteColumns[] = {Column::latitude,
                                  Column::longitude,
                                  Column::x,
                                  Column::y,
                                  Column::name,
                                  Column::siteId,
                                  Column::height,
                                  Column::azimuth,
                                  Column::downtilt,
                                  Column::power,
                                  Column::gain,
                                  Column::frequency,
                                  Column::band,
                                  Column::bandwidth,
                                  Column::arfcn,
                                  Column::electricalTilt,
                                  Column::beamwidth,
                                  Column::antenna,
                                  Column::panelRows,
                                  Column::panelColumns,
                                  Column::beams,
                                  Column::noiseFigure,
                                  Column::load,
                                  Column::bias,
                                  Column::pci,
                                  Column::sectorName,
                                  Column::sectorOnAir,
                                  Column::carrierName,
                                  Column::subcarrierSpacing,
                                  Column::status,
                                  Column::locked,
                                  Column::onAir,
                                  Column::propagation,
                                  Column::technology,
                                  Column::originLatitude,
                                  Column::originLongitude};
constexpr double sameMast = 100.0; ///< metres; rows of one site may lie this far apart
constexpr double streetCanyonBelow =
    15.0; ///< metres; UMi has its antennas at 10 m, UMa at 25 m (TR 38.901 7.2)
constexpr std::size_t mostSectors = 100;

/// Builds sites out of rows; nothing reaches the scenario before every row is read.
class SiteBuilder {
public:
    SiteBuilder(const Columns& columns, const Scenario& scenario)
        : columns_(columns)
        , scenario_(scenario)
        , nextId_(nextId(scenario))
        , carriers_(scenario.topology.carriers, nextId_) {}

    Expected<void> add(const CsvTable::Row& row, const Position& position) {
        const auto key = keyOf(row, position);
        const auto [found, fresh] = byKey_.try_emplace(key, sites_.size());
        if (!fresh && !columns_.has(Column::azimuth)) {
            skipped_.push_back("line " + std::to_string(row.line) + ": the site \"" +
                               sites_[found->second].name + "\" is already there");
            return {};
        }
        if (fresh) {
            if (auto made = makeSite(row, position); !made)
                return made;
        }
        return addSectors(row, sites_[found->second], position);
    }

    ImportResult finish(Scenario& scenario) {
        dropKnownSites();
        for (auto& site : sites_)
            completeSectors(site);
        ImportResult result{int(sites_.size()), skipped_, warnings()};
        auto& topology = scenario.topology;
        for (auto& carrier : carriers_.made())
            topology.carriers.push_back(std::move(carrier));
        std::move(sites_.begin(), sites_.end(), std::back_inserter(topology.sites));
        return result;
    }

private:
    /// Rows of one site share its id; without ids its name, and without names its place.
    [[nodiscard]] std::string keyOf(const CsvTable::Row& row, const Position& position) const {
        for (const auto column : {Column::siteId, Column::name})
            if (const auto text = columns_.text(row, column); !text.empty())
                return (column == Column::siteId ? "id " : "name ") + std::string(text);
        return "at " + exactText(position.x.si()) + " " + exactText(position.y.si());
    }

    Expected<void> makeSite(const CsvTable::Row& row, const Position& position) {
        Site site;
        site.position = position;
        for (const auto column : {Column::siteId, Column::name})
            if (const auto text = columns_.text(row, column); !text.empty())
                site.name = text;
        if (site.name.empty())
            site.name = "Site " + std::to_string(sites_.size() + 1);
        if (columns_.text(row, Column::height).empty()) {
            ++assumedHeights_;
        } else {
            const auto height = columns_.number(row, Column::height, 1.0, 150.0, "length");
            if (!height)
                return tl::make_unexpected(height.error());
            site.height = Metres(*height);
            site.propagation = *height < streetCanyonBelow ? Propagation::umi : Propagation::uma;
            streetCanyons_ += site.propagation == Propagation::umi ? 1 : 0;
        }
        if (const auto planned = readPlanning(row, site); !planned)
            return planned;
        site.id = {nextId_++};
        sites_.push_back(std::move(site));
        return {};
    }

    /// Status, lock, switch and propagation model of a site.
    Expected<void> readPlanning(const CsvTable::Row& row, Site& site) {
        if (const auto read = readStatus(row, site); !read)
            return read;
        for (const auto& [column, value] :
             {std::pair(Column::locked, &site.locked), std::pair(Column::onAir, &site.enabled)}) {
            if (columns_.text(row, column).empty())
                continue;
            const auto truth = columns_.truth(row, column);
            if (!truth)
                return tl::make_unexpected(truth.error());
            *value = *truth;
        }
        if (const auto text = columns_.text(row, Column::propagation); !text.empty()) {
            const auto model = parseEnum<Propagation>(text);
            if (!model)
                return columns_.fail(row, Column::propagation, model.error().what, model.error().remedy);
            site.propagation = *model;
        }
        return {};
    }

    /// EXISTING, PROPOSED, CANDIDATE; planners also have UNREACHABLE and UNAVAILABLE, which are candidates
    /// off air.
    Expected<void> readStatus(const CsvTable::Row& row, Site& site) {
        std::string word;
        for (const char c : columns_.text(row, Column::status))
            word += c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
        if (word.empty())
            return {};
        if (word == "unreachable" || word == "unavailable") {
            site.status = SiteStatus::candidate;
            site.enabled = false;
            ++unusable_;
            return {};
        }
        const auto status = parseEnum<SiteStatus>(word);
        if (!status)
            return columns_.fail(row, Column::status, status.error().what,
                                 "use EXISTING, PROPOSED, CANDIDATE, UNREACHABLE or UNAVAILABLE");
        site.status = *status;
        return {};
    }

    Expected<void> addSectors(const CsvTable::Row& row, Site& site, const Position& position) {
        if (distance(position, site.position) > sameMast)
            return columns_.failRow(row,
                                    "this sector of site \"" + site.name + "\" lies " +
                                        roundedText(distance(position, site.position)) +
                                        " m from its first one",
                                    "give each site its own id or name");
        auto prototype = columns_.text(row, Column::sectorName) == withoutSectors ? Expected<Sector>(Sector{})
                                                                                  : sectorOf(row);
        if (!prototype)
            return tl::make_unexpected(prototype.error());
        prototypes_.try_emplace(site.id.value, *prototype);
        if (columns_.text(row, Column::sectorName) == withoutSectors) {
            bare_.insert(site.id.value);
            return {};
        }
        auto cell = columns_.text(row, Column::azimuth);
        while (!cell.empty()) {
            const auto end = std::min(cell.find_first_of("/|;, "), cell.size());
            if (end > 0) {
                if (auto added = addSector(row, cell.substr(0, end), *prototype, site); !added)
                    return added;
            }
            cell.remove_prefix(std::min(end + 1, cell.size()));
        }
        return {};
    }

    Expected<void> addSector(const CsvTable::Row& row, std::string_view text, Sector sector, Site& site) {
        const auto azimuth = columns_.numberIn(text, row, Column::azimuth, -360.0, 360.0, "angle");
        if (!azimuth)
            return tl::make_unexpected(azimuth.error());
        if (site.sectors.size() == mostSectors)
            return columns_.fail(row, Column::azimuth, "the site has more than 100 sectors", "split it");
        sector.azimuth = Degrees(*azimuth < 0.0 ? *azimuth + 360.0 : *azimuth);
        append(site, sector);
        return {};
    }

    void append(Site& site, Sector sector) {
        sector.id = {nextId_++};
        const auto count = site.sectors.size();
        if (sector.name.empty())
            sector.name = count < 26 ? std::string(1, char('A' + count)) : std::to_string(count + 1);
        site.sectors.push_back(std::move(sector));
    }

    /// What the row says about its antenna, but for the azimuth.
    Expected<Sector> sectorOf(const CsvTable::Row& row) {
        Sector sector;
        const auto carrier = carriers_.carrierFor(row, columns_);
        if (!carrier)
            return tl::make_unexpected(carrier.error());
        sector.carrier = *carrier;
        Expected<void> read;
        const auto take = [&](Column column, double min, double max, const char* kind, auto& value) {
            if (!read || columns_.text(row, column).empty())
                return;
            if (const auto number = columns_.number(row, column, min, max, kind))
                value = std::remove_reference_t<decltype(value)>(*number);
            else
                read = tl::make_unexpected(number.error());
        };
        take(Column::downtilt, -90.0, 90.0, "angle", sector.downtilt);
        take(Column::power, -30.0, 60.0, "level", sector.power);
        take(Column::gain, -10.0, 40.0, "gain", sector.antennaGain);
        take(Column::electricalTilt, -90.0, 90.0, "angle", sector.electricalTilt);
        take(Column::noiseFigure, 0.0, 20.0, "gain", sector.noiseFigure);
        take(Column::load, 0.0, 1.0, "", sector.load);
        take(Column::bias, -24.0, 24.0, "gain", sector.bias);
        if (read)
            read = readAntenna(row, sector);
        if (!read)
            return tl::make_unexpected(read.error());
        sector.name = columns_.text(row, Column::sectorName);
        return sector;
    }

    /// Whole numbers, words and switches of a sector.
    Expected<void> readAntenna(const CsvTable::Row& row, Sector& sector) {
        Expected<void> read;
        const auto whole = [&](Column column, int min, int max, auto&& store) {
            if (!read || columns_.text(row, column).empty())
                return;
            const auto number = columns_.number(row, column, min, max);
            if (!number)
                read = tl::make_unexpected(number.error());
            else if (*number != double(int(*number)))
                read = columns_.fail(row, column, "this is not a whole number", "leave the fraction out");
            else
                store(int(*number));
        };
        whole(Column::panelRows, 1, 64, [&](int value) { sector.panelRows = value; });
        whole(Column::panelColumns, 1, 64, [&](int value) { sector.panelColumns = value; });
        whole(Column::beams, 1, 64, [&](int value) { sector.beams = value; });
        whole(Column::pci, 0, 1007, [&](int value) { sector.pci = value; });
        if (read)
            read = readBeamwidth(row, sector);
        if (const auto text = columns_.text(row, Column::antenna); read && !text.empty()) {
            if (const auto kind = parseEnum<Antenna>(text))
                sector.antenna = *kind;
            else
                otherAntennas_.insert(std::string(text));
        }
        if (read && !columns_.text(row, Column::sectorOnAir).empty()) {
            const auto truth = columns_.truth(row, Column::sectorOnAir);
            if (!truth)
                return tl::make_unexpected(truth.error());
            sector.enabled = *truth;
        }
        noteTechnology(row);
        return read;
    }

    /// 360 degrees is an omnidirectional antenna; else the element of TR 38.901 has 65 degrees.
    Expected<void> readBeamwidth(const CsvTable::Row& row, Sector& sector) {
        if (columns_.text(row, Column::beamwidth).empty())
            return {};
        const auto width = columns_.number(row, Column::beamwidth, 0.0, 360.0, "angle");
        if (!width)
            return tl::make_unexpected(width.error());
        if (*width == 360.0)
            sector.antenna = Antenna::omni;
        else if (*width != 65.0)
            ++otherBeamwidths_;
        return {};
    }

    void noteTechnology(const CsvTable::Row& row) {
        std::string word;
        for (const char c : columns_.text(row, Column::technology))
            word += c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c;
        if (!word.empty() && word != "NR" && word != "5G" && word != "5G NR" && word != "6G")
            technologies_.insert(word);
    }

    /// A site that the scenario has already, by name and place, is not added again.
    void dropKnownSites() {
        std::unordered_multimap<std::string, Position> known;
        for (const auto& site : scenario_.topology.sites)
            known.emplace(site.name, site.position);
        const auto isKnown = [&](const Site& site) {
            const auto [first, last] = known.equal_range(site.name);
            const bool found = std::any_of(
                first, last, [&](const auto& entry) { return distance(entry.second, site.position) < 1.0; });
            if (found)
                skipped_.push_back("the site \"" + site.name + "\" is in the scenario already");
            return found;
        };
        std::erase_if(sites_, isKnown);
    }

    void completeSectors(Site& site) {
        if (!site.sectors.empty() || bare_.contains(site.id.value))
            return;
        ++assumedSectors_;
        for (const double azimuth : {0.0, 120.0, 240.0}) {
            auto sector = prototypes_[site.id.value];
            sector.azimuth = Degrees(azimuth);
            append(site, sector);
        }
    }

    [[nodiscard]] std::vector<std::string> warnings() const {
        auto all = carriers_.warnings();
        const auto add = [&](int count, const char* text) {
            if (count > 0)
                all.push_back(std::to_string(count) + text);
        };
        add(assumedSectors_, " sites have no azimuth; three sectors at 0, 120 and 240 degrees are assumed");
        add(assumedHeights_, " sites have no antenna height; 25 m is assumed (UMa, TR 38.901)");
        add(otherBeamwidths_,
            " rows have a beamwidth other than 65 degrees (TR 38.901) or 360 (omni), which a panel "
            "does not keep; give the sectors more columns or an antenna file");
        add(unusable_, " sites are unreachable or unavailable; they become candidates that are off air");
        if (!otherAntennas_.empty())
            all.push_back("antennas that are neither panel nor omni are read as panels: " +
                          listed({otherAntennas_.begin(), otherAntennas_.end()}));
        if (!technologies_.empty())
            all.push_back("cells of other technologies are read as NR on their frequency: " +
                          listed({technologies_.begin(), technologies_.end()}));
        add(streetCanyons_, " sites are lower than 15 m and use the street canyon model (UMi, TR 38.901)");
        return all;
    }

    const Columns& columns_;
    const Scenario& scenario_;
    std::int64_t nextId_;
    CarrierFinder carriers_;
    std::vector<Site> sites_;
    std::unordered_map<std::string, std::size_t> byKey_;
    std::unordered_map<std::int64_t, Sector> prototypes_;
    std::vector<std::string> skipped_;
    std::set<std::int64_t> bare_;
    std::set<std::string> otherAntennas_, technologies_;
    int assumedSectors_ = 0, assumedHeights_ = 0, streetCanyons_ = 0, otherBeamwidths_ = 0, unusable_ = 0;
};

} // namespace

Expected<ImportResult> addSiteTable(const CsvTable& table, const std::string& where, Scenario& scenario,
                                    const ImportSettings& settings) {
    const auto columns = Columns::find(table, where, siteColumns);
    if (!columns)
        return tl::make_unexpected(columns.error());
    const auto placed = placeRows(table, *columns, where, scenario.topology.origin, settings.crs);
    if (!placed)
        return tl::make_unexpected(placed.error());
    if (const auto fits = checkOrigin(scenario.topology, placed->origin, where); !fits)
        return tl::make_unexpected(fits.error());
    SiteBuilder builder(*columns, scenario);
    for (std::size_t i = 0; i < table.rows.size(); ++i)
        if (const auto added = builder.add(table.rows[i], placed->positions[i]); !added)
            return tl::make_unexpected(added.error());
    auto result = builder.finish(scenario);
    scenario.topology.origin = placed->origin;
    result.warnings.insert(result.warnings.end(), placed->warnings.begin(), placed->warnings.end());
    if (!columns->ignored().empty())
        result.warnings.push_back("columns ignored: " + listed(columns->ignored()));
    return result;
}

Expected<ImportResult> importSites(std::string_view text, const std::string& where, Scenario& scenario,
                                   const ImportSettings& settings) {
    const auto table = parseCsv(text, where);
    if (!table)
        return tl::make_unexpected(table.error());
    return addSiteTable(*table, where, scenario, settings);
}

} // namespace cellwright
