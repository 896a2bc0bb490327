// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/report/sections.h"
#include "widgets/report/words.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace cellwright::report {
namespace {

double busiest(const CellResult& cell) {
    return std::max(cell.utilisationDownlink, cell.utilisationUplink);
}
double busiest(const LinkResult& link) {
    return link.utilisation;
}

/// The busiest ones, in falling order; equal ones stay in the order of the plan.
template <class Result>
std::vector<const Result*> shownOf(const std::vector<Result>& all) {
    std::vector<const Result*> shown;
    for (const Result& each : all)
        shown.push_back(&each);
    std::stable_sort(shown.begin(), shown.end(),
                     [](const Result* a, const Result* b) { return busiest(*a) > busiest(*b); });
    shown.resize(std::min(shown.size(), busiestShown));
    return shown;
}

/// The name of a device that an assessment names by its id or its name.
QString deviceName(const Facts& facts, const std::string& device) {
    const auto found = facts.devices.find(device);
    return QString::fromStdString(found == facts.devices.end() ? device : found->second.name);
}

/// What a table of the busiest leaves out.
template <class Result>
void noteRest(Writer& writer, const std::vector<Result>& all, const QString& words) {
    if (all.size() <= busiestShown)
        return;
    const auto shown = shownOf(all);
    const int rest = int(all.size() - busiestShown);
    writer.note(
        words.arg(QString::number(busiestShown), QString::number(rest), percent(busiest(*shown.back()))));
}

} // namespace

TableData hostTable(const Content& content, const Assessment& assessment) {
    TableData data;
    data.columns = {{Report::tr("Host"), Align::left, 1.0},
                    {Report::tr("Device"), Align::left, 1.0},
                    {Report::tr("Requests\nper second"), Align::right},
                    {Report::tr("Utilisation"), Align::right},
                    {Report::tr("Mean wait"), Align::right},
                    {Report::tr("Memory\nneeded"), Align::right},
                    {Report::tr("Memory\nusable"), Align::right},
                    {Report::tr("Power"), Align::right}};
    const auto marked = [&](bool good, const QString& text) {
        return good ? Cell{text} : Cell{u"✗ "_s + text, content.style.theme.bad, true};
    };
    for (const HostResult& host : assessment.hosts) {
        std::vector<Cell> cells{{QString::fromStdString(host.name)},
                                {deviceName(content.facts, host.device)}};
        if (host.requestRate.si() > 0.0 || host.memory.si() > 0.0)
            cells.insert(cells.end(), {{number(host.requestRate.si())},
                                       marked(host.utilisation < 1.0, percent(host.utilisation)),
                                       {quantity(host.wait)},
                                       marked(host.memory <= host.capacity, quantity(host.memory)),
                                       {quantity(host.capacity)},
                                       {quantity(host.power)}});
        else
            cells.insert(cells.end(),
                         {{Report::tr("not used")}, {u"–"_s}, {u"–"_s}, {u"–"_s}, {u"–"_s}, {u"–"_s}});
        data.add(std::move(cells));
    }
    return data;
}

TableData cellTable(const Assessment& assessment) {
    TableData data;
    data.columns = {{Report::tr("Cell"), Align::left, 1.0},
                    {Report::tr("Users"), Align::right},
                    {Report::tr("Active"), Align::right},
                    {Report::tr("Downlink\nutilisation"), Align::right},
                    {Report::tr("Uplink\nutilisation"), Align::right},
                    {Report::tr("Mean SINR"), Align::right}};
    for (const CellResult* cell : shownOf(assessment.cells))
        data.add({{QString::fromStdString(cell->name)},
                  {QString::number(cell->users)},
                  {number(cell->activeUsers)},
                  {percent(cell->utilisationDownlink)},
                  {percent(cell->utilisationUplink)},
                  {cell->users > 0 ? quantity(cell->meanSinr) : u"–"_s}});
    return data;
}

TableData linkTable(const Assessment& assessment) {
    TableData data;
    data.columns = {{Report::tr("Link"), Align::left, 1.0},
                    {Report::tr("Offered traffic"), Align::right},
                    {Report::tr("Utilisation"), Align::right},
                    {Report::tr("Delay, one way"), Align::right}};
    for (const LinkResult* link : shownOf(assessment.links))
        data.add({{QString::fromStdString(link->name)},
                  {quantity(link->offered)},
                  {percent(link->utilisation)},
                  {quantity(link->delay)}});
    return data;
}

void addNetworkResults(Writer& writer, const Content& content, const Assessment& assessment) {
    const Style& style = content.style;
    writer.heading2(Report::tr("Hosts, cells and links"));
    if (assessment.hosts.empty() && assessment.cells.empty() && assessment.links.empty())
        writer.text(Report::tr("The scenario has none."));
    if (!assessment.hosts.empty())
        writer.table(hostTable(content, assessment));
    if (!assessment.cells.empty()) {
        writer.flow().add<Table>(9 * pt, cellTable(assessment), style);
        noteRest(writer, assessment.cells,
                 Report::tr("The %1 busiest cells. The other %2 are used at most %3 in either direction."));
    }
    if (!assessment.links.empty()) {
        writer.flow().add<Table>(9 * pt, linkTable(assessment), style);
        noteRest(
            writer, assessment.links,
            Report::tr("The %1 busiest links, background load included. The other %2 are used at most %3."));
    }
}

} // namespace cellwright::report
