// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/report/input_matrix.h"
#include "widgets/report/sections.h"
#include "widgets/report/words.h"

#include <array>

using namespace Qt::StringLiterals;

namespace cellwright::report {
namespace {

constexpr std::size_t rowsShown = 40; // of sites and links
constexpr std::size_t acrossMost = 3; // entities beside each other
constexpr std::size_t shownAcross = 30;
constexpr double roomToBegin = 200 * pt;

void noteRest(Writer& writer, std::size_t all, std::size_t shown) {
    if (all > shown)
        writer.note(Report::tr("The first %1 of %2. The rest is in the project file.").arg(shown).arg(all));
}

void addTall(Writer& writer, const QString& title, const InputMatrix& matrix) {
    if (matrix.rows.empty())
        return;
    writer.heading3(title);
    if (const QString common = matrix.commonValues(); !common.isEmpty())
        writer.text(Report::tr("The same for all: %1.").arg(common), Flow::Keep::withNext);
    writer.table(matrix.tall(rowsShown));
    noteRest(writer, matrix.rows.size(), rowsShown);
}

void addWide(Writer& writer, const QString& title, const InputMatrix& matrix) {
    if (matrix.rows.empty())
        return;
    writer.heading3(title);
    const std::size_t shown = std::min(shownAcross, matrix.rows.size());
    for (std::size_t from = 0; from < shown; from += acrossMost)
        writer.table(matrix.wide(from, std::min(from + acrossMost, shown), writer.style()));
    noteRest(writer, matrix.rows.size(), shown);
}

template <class T, class List>
InputMatrix matrixOf(const Content& content, List Topology::*list) {
    return inputMatrix<T>(content, [list](const Scenario& s) -> const List& { return s.topology.*list; });
}
template <class T, class List>
InputMatrix matrixOf(const Content& content, List Scenario::*list) {
    return inputMatrix<T>(content, [list](const Scenario& s) -> const List& { return s.*list; });
}

void addOrigin(Writer& writer, const Content& content) {
    for (const Plan& plan : content.plans)
        if (const auto& origin = plan.scenario->topology.origin) {
            writer.text(
                Report::tr("Positions are metres east and north of %1° latitude, %2° longitude (WGS 84).")
                    .arg(number(origin->latitude, 8), number(origin->longitude, 8)));
            return;
        }
    writer.text(Report::tr("Positions are metres east and north of the origin of the drawing."));
}

void addAttachments(Writer& writer, const Content& content) {
    if (content.project.attachments.empty())
        return;
    writer.heading3(Report::tr("Models and devices of the project's own"));
    TableData data;
    data.columns = {{Report::tr("Id"), Align::left, 1.0}, {Report::tr("Kind"), Align::left, 1.0}};
    for (const auto& attachment : content.project.attachments)
        data.add({{QString::fromStdString(attachment.id)}, {QString::fromStdString(attachment.kind)}});
    writer.table(std::move(data));
}

} // namespace

void addInputs(Writer& writer, const Content& content) {
    writer.flow().requireRoom(roomToBegin);
    writer.heading1(Report::tr("Inputs"));
    addOrigin(writer, content);
    if (content.comparesPlans())
        writer.text(Report::tr("Where scenarios differ, their numbers stand before the value (“1, 3: …”)."));
    addWide(writer, Report::tr("Deployments"), matrixOf<Deployment>(content, &Scenario::deployments));
    addWide(writer, Report::tr("Workloads"), matrixOf<Workload>(content, &Scenario::workloads));
    addWide(writer, Report::tr("User groups"), matrixOf<UserGroup>(content, &Topology::groups));
    addWide(writer, Report::tr("Hosts"), matrixOf<Host>(content, &Topology::hosts));
    addWide(writer, Report::tr("Carriers"), matrixOf<Carrier>(content, &Topology::carriers));
    addWide(writer, Report::tr("Antennas"), matrixOf<AntennaPattern>(content, &Topology::antennas));
    addTall(writer, Report::tr("Sites"), matrixOf<Site>(content, &Topology::sites));
    addTall(writer, Report::tr("Links"), matrixOf<Link>(content, &Topology::links));
    addAttachments(writer, content);
}

void addAssumptions(Writer& writer, const Content& content) {
    writer.heading1(Report::tr("Assumptions"));
    writer.text(Report::tr(
        "Nobody measured these numbers for this plan. Each of them is assumed, and each can be changed "
        "in the project."));
    const InputMatrix matrix =
        inputMatrix<Assumptions>(content, [](const Scenario& s) { return std::array{s.assumptions}; });
    TableData data = matrix.wide(0, matrix.rows.size(), writer.style());
    data.columns.front().head = Report::tr("Assumption");
    data.columns.insert(data.columns.begin() + 2, {Report::tr("Label")});
    for (Row& row : data.rows)
        row.cells.insert(row.cells.begin() + 2, Cell{Report::tr("assumed"), writer.style().theme.warning});
    writer.table(std::move(data));
}

} // namespace cellwright::report
