// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/quantity/text.h"
#include "analytics/radio/pci/table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

namespace cellwright::radio {
namespace {

constexpr double warnedOverlap = 0.1;     // mod 3 of neighbours that share less is a notice
constexpr double weakestRsrp = -130.0;    // dBm: weaker places have no coverage to share
constexpr std::size_t placesPerCell = 60; // of the raster, on average
constexpr std::size_t leastPlaces = 64 * 64, mostPlaces = 512 * 512;

/// A raster over the sites and half a mean distance between them around.
std::vector<Position> placesOver(const Network& network) {
    Position low = network.masts.front().position, high = low;
    for (const auto& mast : network.masts) {
        low = {min(low.x, mast.position.x), min(low.y, mast.position.y)};
        high = {max(high.x, mast.position.x), max(high.y, mast.position.y)};
    }
    const double area = std::max(1.0, ((high.x - low.x) / Metres(1.0)) * ((high.y - low.y) / Metres(1.0)));
    const double spacing = std::sqrt(area / double(network.masts.size()));
    const Metres margin(std::clamp(spacing, 250.0, 20e3));
    low = {low.x - margin, low.y - margin};
    high = {high.x + margin, high.y + margin};
    const auto wanted = std::clamp(placesPerCell * network.cells.size(), leastPlaces, mostPlaces);
    const int side = int(std::sqrt(double(wanted)));
    std::vector<Position> places;
    places.reserve(std::size_t(side) * std::size_t(side));
    for (int row = 0; row < side; ++row)
        for (int column = 0; column < side; ++column)
            places.push_back({low.x + (high.x - low.x) * ((column + 0.5) / side),
                              low.y + (high.y - low.y) * ((row + 0.5) / side)});
    return places;
}

/// RSRP in dBm of the cells of one carrier, cell by cell.
using Levels = std::vector<std::vector<float>>;
Levels levelsOf(const CellField& field, int carrier, std::span<const Position> places, int& firstCell) {
    const auto& network = field.network();
    Levels levels;
    for (std::size_t m = 0; m < network.masts.size(); ++m) {
        const auto& mast = network.masts[m];
        if (mast.carrier != carrier)
            continue;
        if (levels.empty())
            firstCell = mast.firstCell;
        const auto gains = field.mastGains(int(m), places, Receiver{}, Beam::strongest);
        for (int i = 0; i < mast.cellCount; ++i) {
            const auto& cell = network.cells[std::size_t(mast.firstCell + i)];
            const double elements = 12.0 * network.carriers[std::size_t(carrier)].down.blocks;
            const float power = float(cell.sector.power.db() - 10.0 * std::log10(elements));
            auto& row = levels.emplace_back(places.size());
            for (std::size_t p = 0; p < places.size(); ++p)
                row[p] = power + 10.0f * std::log10(gains[std::size_t(i) * places.size() + p]);
        }
    }
    return levels;
}

/// How many places a cell leads, and at how many of them each other one is close.
struct Shared {
    std::vector<int> led;
    std::vector<std::map<int, int>> close;
};
Shared countShared(const Levels& levels, double margin) {
    Shared shared{std::vector<int>(levels.size()), std::vector<std::map<int, int>>(levels.size())};
    const std::size_t places = levels.empty() ? 0 : levels.front().size();
    for (std::size_t p = 0; p < places; ++p) {
        std::size_t best = 0;
        for (std::size_t c = 1; c < levels.size(); ++c)
            if (levels[c][p] > levels[best][p])
                best = c;
        if (!(levels[best][p] >= weakestRsrp))
            continue;
        ++shared.led[best];
        for (std::size_t c = 0; c < levels.size(); ++c)
            if (c != best && levels[c][p] >= levels[best][p] - float(margin))
                ++shared.close[best][int(c)];
    }
    return shared;
}

double overlapOf(const Shared& shared, int a, int b) {
    const auto share = [&](int from, int to) {
        const auto& close = shared.close[std::size_t(from)];
        const auto found = close.find(to);
        return found == close.end() ? 0.0 : double(found->second) / shared.led[std::size_t(from)];
    };
    return std::max(share(a, b), share(b, a));
}

void findNeighbours(PciTable& table, const CellField& field, int carrier, std::span<const Position> places,
                    const PciOptions& options) {
    int first = 0;
    const auto levels = levelsOf(field, carrier, places, first);
    const auto shared = countShared(levels, options.margin.db());
    const int count = int(levels.size());
    for (int a = 0; a < count; ++a)
        for (int b = a + 1; b < count; ++b) {
            const double overlap = overlapOf(shared, a, b);
            const auto& cells = table.network.cells;
            const bool together = cells[std::size_t(first + a)].site == cells[std::size_t(first + b)].site;
            if (!together && overlap < options.leastOverlap)
                continue;
            table.neighbours[std::size_t(first + a)].push_back({first + b, overlap});
            table.neighbours[std::size_t(first + b)].push_back({first + a, overlap});
        }
}

PciSeverity severityOf(PciConflict kind, double overlap) {
    if (kind == PciConflict::collision || kind == PciConflict::confusion)
        return PciSeverity::critical;
    return kind == PciConflict::mod3 && overlap >= warnedOverlap ? PciSeverity::warning : PciSeverity::notice;
}

int modulusOf(PciConflict kind) {
    constexpr std::array moduli{pciCount, pciCount, 3, 4, 6, 30};
    return moduli[std::size_t(kind)];
}

class Inspector {
public:
    explicit Inspector(const PciTable& table)
        : table_(table) {}

    PciReport run() {
        report_.cells = int(table_.network.cells.size());
        for (int cell = 0; cell < report_.cells; ++cell)
            inspect(cell);
        std::ranges::stable_sort(report_.findings, [](const PciFinding& a, const PciFinding& b) {
            return a.severity != b.severity ? a.severity > b.severity : a.overlap > b.overlap;
        });
        return std::move(report_);
    }

private:
    void inspect(int cell) {
        const auto& own = table_.identity[std::size_t(cell)];
        if (!own)
            report_.unset.push_back(idOf(cell));
        for (const auto& link : table_.neighbours[std::size_t(cell)])
            if (link.other > cell) {
                report_.neighbours.push_back(
                    {idOf(cell), idOf(link.other), link.overlap, table_.distance(cell, link.other)});
                const auto& other = table_.identity[std::size_t(link.other)];
                if (own && other)
                    compare(cell, link, *own, *other);
            }
        findConfusion(cell);
    }
    void compare(int cell, const PciTable::Link& link, int own, int other) {
        if (own == other) {
            add(PciConflict::collision, cell, link.other, {}, own, link.overlap);
            return; // equal identities agree in every remainder
        }
        for (const auto kind :
             {PciConflict::mod3, PciConflict::mod4, PciConflict::mod6, PciConflict::mod30}) {
            const int modulus = modulusOf(kind);
            if (own % modulus == other % modulus)
                add(kind, cell, link.other, {}, own % modulus, link.overlap);
        }
    }
    void findConfusion(int cell) {
        const auto& links = table_.neighbours[std::size_t(cell)];
        for (std::size_t i = 0; i < links.size(); ++i)
            for (std::size_t j = i + 1; j < links.size(); ++j) {
                const auto& a = table_.identity[std::size_t(links[i].other)];
                if (!a || a != table_.identity[std::size_t(links[j].other)])
                    continue;
                const auto [low, high] = std::minmax(links[i].other, links[j].other);
                if (confused_.emplace(low, high).second)
                    add(PciConflict::confusion, low, high, idOf(cell), *a,
                        std::min(links[i].overlap, links[j].overlap), cell);
            }
    }
    void add(PciConflict kind, int a, int b, SectorId via, int pci, double overlap, int viaCell = -1) {
        PciFinding found{kind,    severityOf(kind, overlap), idOf(a), idOf(b), via, pci,
                         overlap, table_.distance(a, b),     {}};
        const std::string both = table_.name(a) + " and " + table_.name(b);
        const std::string apart = toDisplay(found.distance, 3) + " apart";
        const std::string shared = roundedText(overlap * 100.0, 2) + " % of places";
        if (kind == PciConflict::collision)
            found.what = both + ", neighbours " + apart + ", have the same PCI " + std::to_string(pci);
        else if (kind == PciConflict::confusion)
            found.what = both + ", both neighbours of " + table_.name(viaCell) + ", have the same PCI " +
                         std::to_string(pci);
        else
            found.what = both + ", " + apart + " with " + shared + " in common, have the same remainder " +
                         std::to_string(pci) + " of PCI by " + std::to_string(modulusOf(kind));
        report_.findings.push_back(std::move(found));
    }
    [[nodiscard]] SectorId idOf(int cell) const { return table_.network.cells[std::size_t(cell)].sector.id; }

    const PciTable& table_;
    PciReport report_;
    std::set<std::pair<int, int>> confused_;
};

} // namespace

std::string_view pciKey(PciConflict kind) {
    constexpr std::array<std::string_view, 6> keys{"collision", "confusion", "mod3", "mod4", "mod6", "mod30"};
    return keys[std::size_t(kind)];
}

std::string_view pciName(PciConflict kind) {
    constexpr std::array<std::string_view, 6> names{"Collision",
                                                    "Confusion",
                                                    "Same PCI mod 3 (PSS)",
                                                    "Same PCI mod 4 (PBCH DM-RS)",
                                                    "Same PCI mod 6 (LTE CRS)",
                                                    "Same PCI mod 30 (uplink sequences)"};
    return names[std::size_t(kind)];
}

std::string_view toText(PciSeverity severity) {
    constexpr std::array<std::string_view, 3> names{"notice", "warning", "critical"};
    return names[std::size_t(severity)];
}

int PciReport::count(PciSeverity severity) const {
    return int(std::ranges::count(findings, severity, &PciFinding::severity));
}

Metres PciTable::distance(int a, int b) const {
    const auto place = [this](int cell) {
        return network.masts[std::size_t(network.cells[std::size_t(cell)].mast)].position;
    };
    return Metres(std::hypot((place(a).x - place(b).x).si(), (place(a).y - place(b).y).si()));
}

std::string PciTable::name(int cell) const {
    const auto& entry = network.cells[std::size_t(cell)];
    return network.masts[std::size_t(entry.mast)].name + " " + entry.sector.name;
}

Expected<PciTable> pciTable(const Topology& topology, const PciOptions& options) {
    return CellField::make(topology, {.path = options.path}).map([&](const CellField& field) {
        PciTable table{field.network(), {}, {}};
        table.neighbours.resize(table.network.cells.size());
        for (const auto& cell : table.network.cells)
            table.identity.push_back(cell.sector.pci);
        if (table.network.masts.empty())
            return table;
        const auto places = placesOver(table.network);
        for (std::size_t c = 0; c < table.network.carriers.size(); ++c)
            findNeighbours(table, field, int(c), places, options);
        for (auto& links : table.neighbours)
            std::ranges::stable_sort(links, std::ranges::greater(), &PciTable::Link::overlap);
        return table;
    });
}

PciReport pciReport(const PciTable& table) {
    return Inspector(table).run();
}

Expected<PciReport> checkPci(const Topology& topology, const PciOptions& options) {
    return pciTable(topology, options).map(pciReport);
}

} // namespace cellwright::radio
