// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/assessment_tables.h"

#include "analytics/quantity/text.h"
#include "analytics/radio/rate/sinr_mapping.h"
#include "app/cli/table.h"

#include <algorithm>
#include <cmath>
#include <ostream>

namespace cellwright::cli {
namespace {

constexpr std::size_t rowsShown = 10; ///< of cells and of links; all of them are in the JSON

template <class Q>
std::string shown(const Q& quantity) {
    return std::isfinite(detail::stored(quantity)) ? toDisplay(quantity, 3) : "unbounded";
}

template <class Q>
std::string middleAndTail(const Statistic<Q>& statistic) {
    return shown(statistic.p50) + " / " + shown(statistic.p95);
}

std::string loadText(double utilisation) {
    return std::isfinite(utilisation) ? percent(utilisation) : "unbounded";
}

std::string counted(std::size_t count, const char* what) {
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

void printTable(std::ostream& out, std::string_view title, const Table& table) {
    if (table.empty())
        return;
    out << title << '\n';
    table.print(out);
}

void printViolations(std::ostream& out, const std::vector<Violation>& violations) {
    for (const auto& violation : violations)
        out << "  " << violationKey(violation.kind) << ": " << printable(violation.what)
            << "\n      remedy: " << printable(violation.remedy) << '\n';
}

void printWarnings(std::ostream& out, const std::vector<Warning>& warnings) {
    for (const auto& warning : warnings)
        out << "  note: outside the range of its model: " << printable(warning.what)
            << "\n      remedy: " << printable(warning.remedy) << '\n';
}

void printLatency(std::ostream& out, const Assessment& assessment) {
    Table table({text("Group"), text("Model"), number("Users"), number("Covered"), number("TTFT p50 / p95"),
                 number("TPOT p50 / p95"), number("End to end p50 / p95"), number("SINR p50 / p95")});
    for (const auto& g : assessment.groups)
        table.add({g.name, g.model, std::to_string(g.users), std::to_string(g.covered), middleAndTail(g.ttft),
                   middleAndTail(g.tpot), middleAndTail(g.endToEnd), middleAndTail(g.sinrDownlink)});
    printTable(out, "Latency", table);
}

void printEnergy(std::ostream& out, const Assessment& assessment) {
    Table table({text("Group"), number("Device"), number("Radio"), number("Base station"),
                 number("Transport"), number("Compute"), number("Total"), number("Carbon"),
                 number("Battery")});
    for (const auto& g : assessment.groups)
        table.add({g.name, shown(g.energy.device), shown(g.energy.radio), shown(g.energy.baseStation),
                   shown(g.energy.transport), shown(g.energy.compute), shown(g.energy.total()),
                   roundedText(g.carbonGrams, 3) + " g", percent(g.batteryShare)});
    printTable(out, "Energy per request", table);
}

std::string exposureText(const privacy::Flow<NullRecorder>& flow) {
    const auto bytes = shown(flow.bytes) + ", " + roundedText(flow.tokens) + " tokens";
    return bytes + (flow.readers.empty() ? "" : ", read by " + flow.readers);
}

void printPrivacy(std::ostream& out, const Assessment& assessment) {
    Table table({text("Group"), text("Data"), text("From"), text("To"), text("Exposure per request"),
                 number("Recovery of a token")});
    for (const auto& g : assessment.groups)
        for (const auto& flow : g.privacy.ledger)
            table.add(
                {g.name, std::string(privacy::toText(flow.dataClass)),
                 std::string(privacy::toText(flow.from)), std::string(privacy::toText(flow.to)),
                 exposureText(flow),
                 percent(flow.recovery.probability) + " (" + std::string(toText(flow.recovery.label)) + ")"});
    printTable(out, "Privacy: what crosses a trust boundary", table);
    for (const auto& g : assessment.groups)
        if (g.privacy.epsilon)
            out << "  " << printable(g.name) << ": epsilon " << roundedText(*g.privacy.epsilon)
                << " at delta " << roundedText(g.privacy.delta) << " (guarantee: " << g.privacy.adjacency
                << ")\n";
}

void printMemory(std::ostream& out, const Assessment& assessment) {
    Table table({text("Where"), text("Device"), number("Needs"), number("Has"), number("Load"),
                 number("Wait"), number("Power")});
    for (const auto& g : assessment.groups)
        table.add({"devices of " + g.name, "", shown(g.deviceMemory), shown(g.deviceCapacity), "", "", ""});
    for (const auto& h : assessment.hosts)
        table.add({h.name, h.device, shown(h.memory), shown(h.capacity), loadText(h.utilisation),
                   shown(h.wait), shown(h.power)});
    printTable(out, "Memory and hosts", table);
}

/// The entries with the highest load first, at most `rowsShown`.
template <class T, class Load>
std::vector<T> busiest(std::vector<T> all, Load load) {
    std::ranges::stable_sort(all, std::greater{}, load);
    all.resize(std::min(all.size(), rowsShown));
    return all;
}

std::string busiestTitle(const char* what, std::size_t all) {
    return all <= rowsShown ? std::string(what)
                            : std::string(what) + ": the " + std::to_string(rowsShown) + " busiest of " +
                                  std::to_string(all);
}

void printCells(std::ostream& out, const Assessment& assessment) {
    Table table({text("Cell"), number("Users"), number("Active"), number("Downlink"), number("Uplink"),
                 number("Mean SINR")});
    const auto load = [](const CellResult& c) {
        return std::max(c.utilisationDownlink, c.utilisationUplink);
    };
    for (const auto& c : busiest(assessment.cells, load))
        table.add({c.name, std::to_string(c.users), roundedText(c.activeUsers, 3),
                   loadText(c.utilisationDownlink), loadText(c.utilisationUplink),
                   c.users > 0 ? shown(c.meanSinr) : ""});
    printTable(out, busiestTitle("Cells", assessment.cells.size()), table);
    if (table.empty())
        return;
    const auto& coupling = assessment.loadCoupling;
    out << "  Rates by " << radio::toText(assessment.sinrMapping) << "; loads "
        << (coupling.coupled ? (coupling.converged ? "coupled with interference" : "coupled, without end")
                             : "as the sectors say")
        << '\n';
    if (!coupling.overloaded.empty())
        out << "  " << coupling.overloaded.size() << " cells are asked for more than they have\n";
}

void printMobility(std::ostream& out, const Assessment& assessment) {
    Table table({text("Group"), number("Handovers"), number("In a session"), number("Migrations"),
                 number("Session state"), number("Its transfer"), number("Or again")});
    for (const auto& g : assessment.groups)
        if (const auto& m = g.mobility)
            table.add({g.name, roundedText(m->handoverRate.si() * 60.0, 3) + "/min",
                       roundedText(m->handoversPerSession, 3),
                       roundedText(m->migrationRate.si() * 60.0, 3) + "/min", shown(m->sessionState),
                       m->transfer ? shown(*m->transfer) : "-", shown(m->rePrefill)});
    printTable(out, "Moving users", table);
}

void printLinks(std::ostream& out, const Assessment& assessment) {
    Table table({text("Link"), number("Offered"), number("Capacity"), number("Load"), number("Wait"),
                 number("Delay")});
    for (const auto& l : busiest(assessment.links, &LinkResult::utilisation))
        if (l.inService)
            table.add({l.name, shown(l.offered), l.capacity.si() > 0.0 ? shown(l.capacity) : "out",
                       loadText(l.utilisation), shown(l.wait), shown(l.delay)});
        else
            table.add({l.name, "", "off", "", "", ""});
    printTable(out, busiestTitle("Links", assessment.links.size()), table);
}

void printTotals(std::ostream& out, const Totals& totals) {
    out << "Totals\n";
    printPairs(out,
               {{"users covered", std::to_string(totals.covered) + " of " + std::to_string(totals.users)},
                {"requests", roundedText(totals.requestRate.si()) + " per second"},
                {"mean power", shown(totals.power)},
                {"carbon", roundedText(totals.carbonGramsPerHour) + " g per hour"},
                {"cost", roundedText(totals.costPerHour) + " per hour"}},
               2);
}

} // namespace

void printAssessment(std::ostream& out, const Assessment& assessment) {
    out << "Scenario \"" << printable(assessment.scenario) << "\": "
        << (assessment.feasible ? "feasible"
                                : "NOT feasible, " + counted(assessment.violations.size(), "violation"))
        << '\n';
    printViolations(out, assessment.violations);
    printWarnings(out, assessment.warnings);
    printLatency(out, assessment);
    printEnergy(out, assessment);
    printPrivacy(out, assessment);
    printMemory(out, assessment);
    printCells(out, assessment);
    printMobility(out, assessment);
    printLinks(out, assessment);
    printTotals(out, assessment.totals);
    out << '\n';
}

} // namespace cellwright::cli
