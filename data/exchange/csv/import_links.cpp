// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/quantity/text.h"
#include "analytics/scenario/schema.h"
#include "data/exchange/csv.h"
#include "data/exchange/csv/columns.h"
#include "data/exchange/known.h"
#include "data/exchange/network/nodes.h"
#include "data/exchange/words.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace cellwright {
namespace {

enum class LinkColumn {
    from,
    to,
    both,
    name,
    medium,
    capacity,
    length,
    frequency,
    hopDelay,
    load,
    cost,
    enabled,
    count
};

struct Alias {
    LinkColumn column;
    std::string_view name; ///< small letters and digits only
};
constexpr Alias aliases[] = {
    {LinkColumn::from, "txsite"},
    {LinkColumn::from, "fromsite"},
    {LinkColumn::from, "from"},
    {LinkColumn::from, "site1"},
    {LinkColumn::from, "source"},
    {LinkColumn::from, "a"},
    {LinkColumn::to, "rxsite"},
    {LinkColumn::to, "tosite"},
    {LinkColumn::to, "to"},
    {LinkColumn::to, "target"},
    {LinkColumn::to, "b"},
    {LinkColumn::both, "sites"},
    {LinkColumn::name, "name"},
    {LinkColumn::name, "link"},
    {LinkColumn::name, "linkname"},
    {LinkColumn::medium, "medium"},
    {LinkColumn::medium, "type"},
    {LinkColumn::capacity, "capacity"},
    {LinkColumn::capacity, "capacitybps"},
    {LinkColumn::length, "length"},
    {LinkColumn::length, "lengthm"},
    {LinkColumn::length, "distance"},
    {LinkColumn::frequency, "frequency"},
    {LinkColumn::frequency, "frequencyhz"},
    {LinkColumn::hopDelay, "hopdelay"},
    {LinkColumn::hopDelay, "hopdelays"},
    {LinkColumn::load, "backgroundload"},
    {LinkColumn::cost, "routingcost"},
    {LinkColumn::enabled, "inservice"},
};

/// A cell of the column, and where it stands.
class LinkRows {
public:
    LinkRows(const CsvTable& table, const std::string& where)
        : table_(table)
        , where_(where) {}

    Expected<void> findColumns() {
        for (std::size_t i = 0; i < table_.header.size(); ++i) {
            const auto found = std::ranges::find(aliases, plainName(table_.header[i]), &Alias::name);
            if (found == std::end(aliases)) {
                ignored_.push_back(table_.header[i]);
                continue;
            }
            auto& place = places_[std::size_t(found->column)];
            if (place)
                return failure("column " + std::to_string(*place + 1) + " (" + table_.header[*place] +
                                   ") and column " + std::to_string(i + 1) + " (" + table_.header[i] +
                                   ") mean the same",
                               where_ + ":1", "rename or remove one of them");
            place = i;
        }
        if (has(LinkColumn::both) || (has(LinkColumn::from) && has(LinkColumn::to)))
            return {};
        return failure(has(LinkColumn::from) ? "the column of the other end is missing"
                       : has(LinkColumn::to) ? "the column of the first end is missing"
                                             : "there are no columns for the ends of links",
                       where_ + ":1", "name the two ends TX_SITE and RX_SITE, or FROM and TO");
    }

    [[nodiscard]] bool has(LinkColumn column) const { return places_[std::size_t(column)].has_value(); }
    [[nodiscard]] std::string text(const CsvTable::Row& row, LinkColumn column) const {
        return has(column) ? row.cells[*places_[std::size_t(column)]] : std::string();
    }
    [[nodiscard]] tl::unexpected<Error> fail(const CsvTable::Row& row, LinkColumn column, std::string what,
                                             std::string remedy) const {
        return failure(std::move(what),
                       where_ + ":" + std::to_string(row.line) + ", column " +
                           table_.header[places_[std::size_t(column)].value_or(0)],
                       std::move(remedy));
    }

    Expected<std::pair<std::string, std::string>> ends(const CsvTable::Row& row) const {
        std::pair<std::string, std::string> names{text(row, LinkColumn::from), text(row, LinkColumn::to)};
        if (has(LinkColumn::both)) {
            const auto both = text(row, LinkColumn::both);
            const auto arrow = both.find("-->");
            if (arrow == std::string::npos)
                return fail(row, LinkColumn::both, "\"" + both + "\" does not name two ends",
                            "write them as A --> B");
            names = {both.substr(0, arrow), both.substr(arrow + 3)};
        }
        for (auto* name : {&names.first, &names.second}) {
            const auto first = name->find_first_not_of(' ');
            *name = first == std::string::npos ? ""
                                               : name->substr(first, name->find_last_not_of(' ') - first + 1);
            if (name->empty())
                return fail(row, has(LinkColumn::both) ? LinkColumn::both : LinkColumn::from,
                            "an end of the link has no name", "name a site or a host");
        }
        return names;
    }

    /// A number with a unit of the kind, or nothing.
    Expected<std::optional<double>> number(const CsvTable::Row& row, LinkColumn column, const char* kind,
                                           double min, double max) const {
        const auto cell = text(row, column);
        if (cell.empty())
            return std::optional<double>();
        const auto value = parseSi(cell, kind);
        if (!value || *value < min || *value > max)
            return fail(row, column,
                        "\"" + cell + "\" is not from " + roundedSi(min, kind) + " to " +
                            roundedSi(max, kind),
                        "give a number in SI units, or with its unit");
        return std::optional(*value);
    }
    [[nodiscard]] const std::vector<std::string>& ignored() const { return ignored_; }

private:
    const CsvTable& table_;
    const std::string& where_;
    std::array<std::optional<std::size_t>, std::size_t(LinkColumn::count)> places_;
    std::vector<std::string> ignored_;
};

Expected<NodesAndEdges::Edge> edgeOf(const LinkRows& rows, const CsvTable::Row& row) {
    NodesAndEdges::Edge edge;
    edge.name = rows.text(row, LinkColumn::name);
    if (const auto text = rows.text(row, LinkColumn::medium); !text.empty()) {
        const auto medium = parseEnum<Medium>(text);
        if (!medium)
            return rows.fail(row, LinkColumn::medium, medium.error().what, medium.error().remedy);
        edge.medium = *medium;
    }
    const auto capacity = rows.number(row, LinkColumn::capacity, "bit rate", 1e3, 1e15);
    const auto length = rows.number(row, LinkColumn::length, "length", 0.0, 5e7);
    const auto frequency = rows.number(row, LinkColumn::frequency, "frequency", 1e9, 350e9);
    const auto delay = rows.number(row, LinkColumn::hopDelay, "time", 0.0, 10.0);
    const auto load = rows.number(row, LinkColumn::load, "", 0.0, 0.99);
    const auto cost = rows.number(row, LinkColumn::cost, "", 0.0, 1e9);
    for (const auto* read : {&capacity, &length, &frequency, &delay, &load, &cost})
        if (!*read)
            return tl::make_unexpected(read->error());
    const auto enabled = truthOf(rows.text(row, LinkColumn::enabled));
    if (!enabled)
        return rows.fail(row, LinkColumn::enabled,
                         "\"" + rows.text(row, LinkColumn::enabled) + "\" is neither yes nor no",
                         "write true or false");
    if (*capacity)
        edge.capacity = BitsPerSecond(**capacity);
    if (*length)
        edge.length = Metres(**length);
    if (*frequency)
        edge.frequency = Hertz(**frequency);
    if (*delay)
        edge.hopDelay = Seconds(**delay);
    edge.backgroundLoad = *load;
    edge.cost = *cost;
    if (!rows.text(row, LinkColumn::enabled).empty())
        edge.enabled = *enabled;
    return edge;
}

/// The named places of the scenario, or of the table where the scenario has none.
class Ends {
public:
    explicit Ends(const Scenario& scenario) {
        for (const auto& site : scenario.topology.sites)
            add(site.name, {site.id, {}});
        for (const auto& host : scenario.topology.hosts)
            add(host.name, {{}, host.id});
    }
    [[nodiscard]] bool ambiguous(const std::string& name) const { return several_.contains(name); }
    [[nodiscard]] bool empty() const { return known_.empty(); }
    [[nodiscard]] const Endpoint* find(const std::string& name) const {
        const auto found = known_.find(name);
        return found == known_.end() ? nullptr : &found->second;
    }

private:
    void add(const std::string& name, const Endpoint& end) {
        if (!known_.try_emplace(name, end).second)
            several_.insert(name);
    }

    std::map<std::string, Endpoint> known_;
    std::set<std::string> several_;
};

void sayAssumptions(const LinkRows& rows, std::size_t without, ImportResult& result) {
    if (without > 0)
        result.warnings.push_back(std::to_string(without) + " links say no capacity; " +
                                  toDisplay(Link{}.capacity) + " is assumed");
    if (!rows.ignored().empty())
        result.warnings.push_back("columns ignored: " + listed(rows.ignored()));
}

/// The rows as edges between names, each pair once.
struct NamedEdges {
    std::vector<NodesAndEdges::Edge> edges;
    std::vector<std::pair<std::string, std::string>> ends;
    std::vector<std::size_t> lines;
};

Expected<NamedEdges> readRows(const CsvTable& table, const LinkRows& rows, ImportResult& result) {
    NamedEdges all;
    std::set<std::pair<std::string, std::string>> directed;
    for (const auto& row : table.rows) {
        const auto ends = rows.ends(row);
        if (!ends)
            return tl::make_unexpected(ends.error());
        auto edge = edgeOf(rows, row);
        if (!edge)
            return tl::make_unexpected(edge.error());
        const auto line = "line " + std::to_string(row.line) + ": ";
        if (ends->first == ends->second) {
            result.skipped.push_back(line + "the link leads back to where it starts");
            continue;
        }
        if (directed.contains({ends->second, ends->first})) {
            result.skipped.push_back(line + "the way back of an earlier link; links are two-way");
            continue;
        }
        directed.insert(*ends);
        all.edges.push_back(std::move(*edge));
        all.ends.push_back(*ends);
        all.lines.push_back(row.line);
    }
    return all;
}

Expected<void> addAsGraph(const NamedEdges& rows, const std::string& where, Scenario& scenario,
                          ImportResult& result) {
    NodesAndEdges network;
    std::map<std::string, std::size_t> index;
    const auto node = [&](const std::string& name) {
        const auto [found, fresh] = index.try_emplace(name, network.nodes.size());
        if (fresh)
            network.nodes.push_back({name, {}});
        return found->second;
    };
    for (std::size_t i = 0; i < rows.edges.size(); ++i) {
        auto edge = rows.edges[i];
        edge.from = node(rows.ends[i].first);
        edge.to = node(rows.ends[i].second);
        network.edges.push_back(std::move(edge));
    }
    return addNetwork(network, where, scenario, result);
}

Expected<void> addAmongKnown(const NamedEdges& rows, const Ends& ends, const std::string& where,
                             Scenario& scenario, ImportResult& result) {
    auto links = scenario.topology.links;
    Known<Link> known(links);
    auto id = nextId(scenario);
    for (std::size_t i = 0; i < rows.edges.size(); ++i) {
        for (const auto& name : {rows.ends[i].first, rows.ends[i].second}) {
            const auto at = where + ":" + std::to_string(rows.lines[i]);
            if (!ends.find(name))
                return failure("there is no site or host \"" + name + "\"", at, "import its sites first");
            if (ends.ambiguous(name))
                return failure("several places are called \"" + name + "\"", at,
                               "give each site and host of the scenario its own name");
        }
        const auto& edge = rows.edges[i];
        const auto from = *ends.find(rows.ends[i].first), to = *ends.find(rows.ends[i].second);
        const auto [met, name] =
            known.meet(edge.name.empty() ? rows.ends[i].first + " - " + rows.ends[i].second : edge.name,
                       [&](std::size_t at) {
                           return (links[at].from == from && links[at].to == to) ||
                                  (links[at].from == to && links[at].to == from);
                       });
        auto& link = met ? links[*met] : links.emplace_back();
        if (!met) {
            link.id = {id++};
            link.from = from;
            link.to = to;
        }
        link.name = name;
        describe(edge, link);
    }
    known.say("links", result);
    result.imported += int(rows.edges.size());
    scenario.topology.links = std::move(links);
    return {};
}

} // namespace

Expected<ImportResult> importLinks(std::string_view text, const std::string& where, Scenario& scenario,
                                   const ImportSettings&) {
    const auto table = parseCsv(text, where);
    if (!table)
        return tl::make_unexpected(table.error());
    LinkRows columns(*table, where);
    if (const auto found = columns.findColumns(); !found)
        return tl::make_unexpected(found.error());
    if (table->rows.empty())
        return failure("the table has a header but no rows", where, "give one row per link");
    ImportResult result;
    const auto rows = readRows(*table, columns, result);
    if (!rows)
        return tl::make_unexpected(rows.error());
    const Ends ends(scenario);
    if (ends.empty()) {
        if (const auto added = addAsGraph(*rows, where, scenario, result); !added)
            return tl::make_unexpected(added.error());
        sayAssumptions(columns, 0, result);
        return result;
    }
    if (const auto added = addAmongKnown(*rows, ends, where, scenario, result); !added)
        return tl::make_unexpected(added.error());
    const auto without = std::ranges::count_if(rows->edges, [](const auto& edge) { return !edge.capacity; });
    sayAssumptions(columns, std::size_t(without), result);
    return result;
}

} // namespace cellwright
