// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/geo/archive.h"
#include "data/exchange/geo/geojson.h"
#include "data/exchange/geo/kml.h"
#include "data/exchange/import.h"

#include <algorithm>
#include <array>

namespace cellwright {
namespace {

constexpr std::string_view blanks = " \t\r\n";

/// The first bytes that are not blanks, small.
std::string startOf(std::string_view text, std::size_t length) {
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    std::string start(text.substr(0, length));
    std::ranges::transform(start, start.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return start;
}

bool isOpenCellId(const std::string& start) {
    for (const auto* radio : {"radio,", "gsm,", "umts,", "lte,", "nr,", "cdma,", "nbiot,"})
        if (start.starts_with(radio))
            return true;
    return false;
}

/// What a table is of, by the words of its first line.
std::string_view kindOfTable(std::string_view start) {
    const auto line = start.substr(0, start.find_first_of("\r\n"));
    const auto has = [&](std::string_view word) { return line.find(word) != std::string_view::npos; };
    if (has("tx_site") || has("rx_site") || line == "sites" || (has("from") && has("to") && !has("lat")))
        return "links";
    if (has("tier") && has("zone"))
        return "hosts";
    if (has("group") && has("active_share"))
        return "users";
    const bool onlyPlaces =
        std::count(line.begin(), line.end(), ',') + std::count(line.begin(), line.end(), ';') == 1;
    return onlyPlaces && (has("lat") || line == "x,y" || line == "x;y") ? "users" : "sites";
}

std::string_view kindOf(std::string_view text) {
    if (isZip(text))
        return "kml";
    const auto start = startOf(text, 4096);
    if (start.starts_with('{') || start.starts_with('['))
        return "geojson";
    if (start.starts_with('<'))
        return start.find("<graphml") != std::string::npos ? "graphml" : "kml";
    return isOpenCellId(start) ? "opencellid" : kindOfTable(start);
}

} // namespace

std::span<const Importer> importers() {
    static constexpr std::array all{
        Importer{"sites", "CSV of sites: position, and optionally height, azimuths, power and band",
                 &importSites, true},
        Importer{"users", "CSV of user positions, which become one group or those that it names",
                 &importUsers, true},
        Importer{"links", "CSV of links between sites and hosts, by their names", &importLinks},
        Importer{"hosts", "CSV of hosts: name, position, and optionally device, tier, trust zone",
                 &importHosts, true},
        Importer{"geojson", "GeoJSON: points, lines and polygons become sites, links and user areas",
                 &importGeoJson, true},
        Importer{"kml", "KML or KMZ: the same of placemarks", &importKml},
        Importer{"graphml", "GraphML of a network, as in the Internet Topology Zoo", &importGraphMl},
        Importer{"opencellid", "CSV of cells from OpenCelliD, grouped into sites", &importOpenCellId, false,
                 true},
        Importer{"auto", "whichever of these the file turns out to be", &importAnything, true, true},
    };
    return all;
}

Expected<Importer> importerOf(std::string_view kind) {
    std::string known;
    for (const auto& importer : importers()) {
        if (importer.kind == kind)
            return importer;
        known += (known.empty() ? "" : ", ") + std::string(importer.kind);
    }
    return failure("nothing is known about importing \"" + std::string(kind) + "\"", {},
                   "use one of: " + known);
}

Expected<void> checkSettings(const Importer& importer, const ImportSettings& settings) {
    const std::string kind(importer.kind);
    if (!settings.crs.empty() && !importer.takesCrs)
        return failure("files of kind " + kind + " are not asked for their coordinate system", "--crs",
                       "leave it out: they are in WGS 84, or have no coordinates");
    if ((settings.mcc || settings.mnc || !settings.radio.empty()) && !importer.takesFilters)
        return failure("files of kind " + kind + " have no cells to choose from", "--mcc, --mnc, --radio",
                       "leave them out: they are for opencellid");
    return {};
}

Expected<ImportResult> importGeoJson(std::string_view text, const std::string& where, Scenario& scenario,
                                     const ImportSettings& settings) {
    auto features = readGeoJson(text, where, settings.crs);
    if (!features)
        return tl::make_unexpected(features.error());
    return addFeatures(std::move(*features), where, scenario);
}

Expected<ImportResult> importKml(std::string_view text, const std::string& where, Scenario& scenario,
                                 const ImportSettings&) {
    std::string unpacked;
    if (isZip(text)) {
        auto kml = kmlOfKmz(text, where);
        if (!kml)
            return tl::make_unexpected(kml.error());
        unpacked = std::move(*kml);
        text = unpacked;
    }
    auto features = readKml(text, where);
    if (!features)
        return tl::make_unexpected(features.error());
    return addFeatures(std::move(*features), where, scenario);
}

Expected<ImportResult> importAnything(std::string_view text, const std::string& where, Scenario& scenario,
                                      const ImportSettings& settings) {
    if (const auto start = startOf(text, 256); start.starts_with("mcs") || start.starts_with("snr"))
        return failure("this is a table of modulation and coding schemes of a radio device", where + ":1",
                       "nothing in a project is made of it; give places, links or a network");
    return importerOf(kindOf(text)).and_then([&](const Importer& importer) {
        return checkSettings(importer, settings).and_then([&] {
            return importer.read(text, where, scenario, settings);
        });
    });
}

} // namespace cellwright
