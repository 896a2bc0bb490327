// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/simulation_tables.h"

#include "analytics/quantity/text.h"
#include "app/cli/table.h"

#include <algorithm>
#include <cmath>
#include <ostream>

namespace cellwright::cli {
namespace {

constexpr std::size_t cellsShown = 10;

std::string timeText(double seconds) {
    return std::isfinite(seconds) ? toDisplay(Seconds(seconds), 3) : "unbounded";
}
std::string shareText(double share) {
    return std::isfinite(share) ? percent(share) : "-";
}
std::string rateText(double rate) {
    return roundedText(rate, 3) + "/s";
}

/// What is rounding is no difference.
std::string differenceText(double share) {
    if (std::abs(share) < 1e-5)
        return "0 %";
    return (share > 0.0 ? "+" : "") + percent(share);
}

using Shown = std::string (*)(double);

std::vector<std::string> cellsOf(const ComparedFigure& figure, Shown shown) {
    const auto& s = figure.simulated;
    const auto difference = figure.difference();
    const bool seen = std::isfinite(s.value), bounded = std::isfinite(s.low) && std::isfinite(s.high);
    return {figure.analytic ? shown(*figure.analytic) : "-", seen ? shown(s.value) : "-",
            seen && bounded ? shown(std::max(0.0, s.low)) + " to " + shown(s.high) : "-",
            difference ? differenceText(*difference) : "-"};
}

void addRow(Table& table, std::string what, const ComparedFigure& figure, Shown shown) {
    std::vector<std::string> row{std::move(what)};
    for (auto& cell : cellsOf(figure, shown))
        row.push_back(std::move(cell));
    table.add(std::move(row));
}

Table comparison(const char* what, const SimulationResult& result) {
    return Table({text(what), number("Analytic"), number("Simulated"),
                  number(percent(result.confidence) + " interval"), number("Difference")});
}

void addTimes(Table& table, const std::string& name, const ComparedTimes& times) {
    addRow(table, name + ", mean", times.mean, timeText);
    addRow(table, name + ", p50", times.p50, timeText);
    addRow(table, name + ", p95", times.p95, timeText);
    addRow(table, name + ", p99", times.p99, timeText);
}

void addMiss(Table& table, const std::string& name, const std::optional<ComparedMiss>& miss) {
    if (miss)
        addRow(table, name + " above " + timeText(miss->target), miss->share, shareText);
}

void printGroup(std::ostream& out, const SimulationResult& result, const SimulatedGroup& group) {
    out << printable(group.name) << ": " << group.users << " users, " << group.requests
        << " requests answered";
    if (group.dropped > 0)
        out << ", " << group.dropped << " dropped";
    if (group.unfinished > 0)
        out << ", " << group.unfinished << " NOT answered (overloaded)";
    out << '\n';
    auto table = comparison("", result);
    addTimes(table, "time to first token", group.ttft);
    if (!group.tpot.quantiles.empty())
        addTimes(table, "time per output token", group.tpot);
    addTimes(table, "end to end", group.endToEnd);
    addMiss(table, "first token", group.ttftMiss);
    addMiss(table, "output token", group.tpotMiss);
    addMiss(table, "end to end", group.endToEndMiss);
    addRow(table, "answered", group.throughput, rateText);
    table.print(out);
    if (!group.analyticValid)
        out << "  note: the approximation is out of its range: " << printable(group.doubt) << '\n';
    for (const auto& note : group.notSimulated)
        out << "  " << printable(note) << '\n';
}

void printHosts(std::ostream& out, const SimulationResult& result) {
    auto table = comparison("Host", result);
    for (const auto& host : result.hosts) {
        addRow(table, host.name + ", load", host.utilisation, shareText);
        addRow(table, host.name + ", wait", host.wait, timeText);
    }
    if (!table.empty())
        table.print(out, 0);
}

void printCells(std::ostream& out, const SimulationResult& result) {
    auto cells = result.cells;
    std::ranges::stable_sort(cells, std::greater{}, [](const SimulatedCell& cell) {
        return std::max(cell.uplink.simulated.value, cell.downlink.simulated.value);
    });
    auto table = comparison("Cell", result);
    for (std::size_t i = 0; i < std::min(cells.size(), cellsShown); ++i) {
        addRow(table, cells[i].name + ", uplink", cells[i].uplink, shareText);
        addRow(table, cells[i].name + ", downlink", cells[i].downlink, shareText);
    }
    if (!table.empty())
        table.print(out, 0);
    if (cells.size() > cellsShown)
        out << "  and " << cells.size() - cellsShown << " quieter cells\n";
}

} // namespace

void printSimulation(std::ostream& out, const SimulationResult& result) {
    out << "Scenario \"" << printable(result.scenario) << "\": " << result.replications << " x "
        << toDisplay(Seconds(result.seconds)) << " simulated, the first " << toDisplay(Seconds(result.warmUp))
        << " left out; " << result.requests << " requests, seed " << result.seed << '\n';
    for (const auto& group : result.groups)
        if (group.users > 0)
            printGroup(out, result, group);
        else
            out << printable(group.name) << ": nobody is served\n";
    printHosts(out, result);
    printCells(out, result);
    for (const auto& note : result.notes)
        out << "  " << printable(note) << '\n';
    out << '\n';
}

} // namespace cellwright::cli
