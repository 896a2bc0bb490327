// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/figures.h"
#include "widgets/charts/ledger_model.h"
#include "widgets/report/sections.h"
#include "widgets/report/words.h"

#include <array>

using namespace Qt::StringLiterals;

namespace cellwright::report {
namespace {

/// Rows of the table of times: mean, median and 95th percentile in one unit.
class TimesRows {
public:
    TimesRows(TableData& data, const Style& style)
        : data_(data)
        , style_(style) {}

    template <class Q>
    void add(const QString& name, const Statistic<Q>& value, const std::optional<Seconds>& target = {},
             double interval = 0.0) {
        const std::array values{detail::stored(value.mean), detail::stored(value.p50),
                                detail::stored(value.p95)};
        const Scale scale = commonScale(values, quantityKind<Q>());
        const bool missed = target && !(values[2] <= target->si());
        data_.add({{name},
                   {scale.of(values[0])},
                   {scale.of(values[1])},
                   missed ? Cell{scale.of(values[2]), style_.theme.bad, true} : Cell{scale.of(values[2])},
                   {scale.unit},
                   {intervalText(interval)},
                   {target ? quantity(*target) : QString()},
                   !target  ? Cell{}
                   : missed ? Cell{u"✗ "_s + Report::tr("missed"), style_.theme.bad, true}
                            : Cell{u"✓ "_s + Report::tr("met"), style_.theme.good}});
    }

private:
    TableData& data_;
    const Style& style_;
};

void addEnergyRow(TableData& data, const QString& name, Joules value, Joules total, const Scale& scale,
                  const QString& boundary, Row::Kind kind = Row::Kind::normal) {
    data.add({{name},
              {scale.of(value.si())},
              {total.si() > 0.0 ? percent(value.si() / total.si(), 2) : QString()},
              {boundary}},
             kind);
}

QString boundaryText(energy::Boundary boundary) {
    return partName(energy::describe(boundary));
}

void addGuarantee(Writer& writer, const PrivacyResult& privacy) {
    if (privacy.epsilon)
        writer.bullet(
            Report::tr("Guarantee: one request is (ε, δ)-differentially private with ε = %1 and δ = %2. %3")
                .arg(number(*privacy.epsilon), number(privacy.delta),
                     QString::fromStdString(privacy.adjacency)));
    if (privacy.recoveryCap)
        writer.bullet(
            Report::tr("Guarantee: nobody recovers one token of the hidden states with a chance above %1, if "
                       "all tokens are equally likely beforehand.")
                .arg(percent(*privacy.recoveryCap)));
}

void addPrivacy(Writer& writer, const Assessment& assessment, const GroupResult& group) {
    writer.heading3(Report::tr("What leaves the device, and who can read it"));
    if (group.privacy.ledger.empty())
        writer.text(Report::tr("Nothing of a request leaves the user's device."));
    else
        writer.table(ledgerTable(assessment, group.id));
    addGuarantee(writer, group.privacy);
}

const UserGroup* inputOf(const Scenario& scenario, const GroupResult& result) {
    return findById(scenario.topology.groups, result.id);
}

const Workload* workloadOf(const Scenario& scenario, const GroupResult& result) {
    const UserGroup* group = inputOf(scenario, result);
    return group ? findById(scenario.workloads, group->workload) : nullptr;
}

QString introOf(const Content& content, const GroupResult& result) {
    const auto model = content.facts.models.find(result.model);
    const QString modelName = QString::fromStdString(
        model != content.facts.models.end() && !model->second.name.empty() ? model->second.name
                                                                           : result.model);
    return Report::tr("%1 of %2 users covered. Workload “%3”, deployment “%4”, model %5.")
        .arg(QString::number(result.covered), QString::number(result.users),
             QString::fromStdString(result.workload), QString::fromStdString(result.deployment), modelName);
}

void addTimes(Writer& writer, const GroupResult& result, const Workload* workload) {
    writer.table(timesTable(result, workload, writer.style()));
    if (workload && !workload->targetSource.empty())
        writer.note(Report::tr("Targets hold for the 95th percentile. Source: %1.")
                        .arg(QString::fromStdString(workload->targetSource)));
    writer.note(Report::tr("The interval is half the width of the prediction interval of a time. It comes "
                           "from its computing phases: "
                           "prefill ± %1, decode ± %2 (see the sources of the devices).")
                    .arg(percent(result.prefillUncertainty), percent(result.decodeUncertainty)));
}

} // namespace

TableData timesTable(const GroupResult& group, const Workload* workload, const Style& style) {
    TableData data;
    data.columns = {{Report::tr("Figure"), Align::left, 1.0},
                    {Report::tr("Mean"), Align::right},
                    {Report::tr("Median"), Align::right},
                    {Report::tr("95th perc."), Align::right},
                    {Report::tr("Unit")},
                    {Report::tr("Interval"), Align::right},
                    {Report::tr("Target"), Align::right},
                    {Report::tr("State")}};
    TimesRows rows(data, style);
    const TimeIntervals intervals = intervalsOf(group);
    const auto target = [&](std::optional<Seconds> Workload::*member) {
        return workload ? workload->*member : std::nullopt;
    };
    rows.add(Report::tr("Time to first token"), group.ttft, target(&Workload::ttftTarget),
             intervals.firstToken);
    rows.add(Report::tr("Time per output token"), group.tpot, target(&Workload::tpotTarget),
             intervals.perToken);
    rows.add(Report::tr("Whole answer"), group.endToEnd, target(&Workload::endToEndTarget),
             intervals.wholeAnswer);
    rows.add(Report::tr("Downlink SINR"), group.sinrDownlink);
    rows.add(Report::tr("Uplink SINR"), group.sinrUplink);
    rows.add(Report::tr("Downlink rate"), group.rateDownlink);
    rows.add(Report::tr("Uplink rate"), group.rateUplink);
    return data;
}

TableData energyTable(const GroupResult& group) {
    using Energy = EnergyResult;
    const Energy& e = group.energy;
    const std::array values{e.total().si()};
    const Scale scale = commonScale(values, "energy");
    TableData data;
    data.columns = {{Report::tr("Energy of one request")},
                    {Report::tr("Mean, %1").arg(scale.unit), Align::right},
                    {Report::tr("Share"), Align::right},
                    {Report::tr("Boundary: what the figure includes"), Align::left, 1.0}};
    const auto row = [&](const QString& name, Joules value, energy::Boundary boundary) {
        addEnergyRow(data, name, value, e.total(), scale, boundaryText(boundary));
    };
    row(Report::tr("Device, computing"), e.device, Energy::deviceBoundary);
    row(Report::tr("Device, radio"), e.radio, Energy::radioBoundary);
    row(Report::tr("Base station"), e.baseStation, Energy::baseStationBoundary);
    row(Report::tr("Transport"), e.transport, Energy::transportBoundary);
    row(Report::tr("Server"), e.compute, Energy::computeBoundary);
    addEnergyRow(data, Report::tr("Total"), e.total(), e.total(), scale,
                 Report::tr("all of the above, which do not overlap"), Row::Kind::total);
    return data;
}

TableData requestTable(const GroupResult& group, const Style& style) {
    TableData data;
    data.columns = {{Report::tr("Battery\nper request"), Align::left, 1.0},
                    {Report::tr("CO₂e per request,\nlocation-based"), Align::left, 1.0},
                    {Report::tr("Cost per request,\ncurrency units"), Align::left, 1.0},
                    {Report::tr("Memory needed\non the device"), Align::left, 1.0},
                    {Report::tr("Memory usable\non the device"), Align::left, 1.0}};
    const bool fits = group.deviceMemory <= group.deviceCapacity;
    data.add({{percent(group.batteryShare)},
              {number(group.carbonGrams) + u" g"_s},
              {number(group.cost)},
              fits ? Cell{quantity(group.deviceMemory)}
                   : Cell{u"✗ "_s + quantity(group.deviceMemory), style.theme.bad, true},
              {quantity(group.deviceCapacity)}});
    return data;
}

TableData ledgerTable(const Assessment& assessment, UserGroupId group) {
    LedgerModel model;
    model.setAssessments({assessment}, group);
    constexpr std::array columns{LedgerModel::Data, LedgerModel::From,    LedgerModel::To,
                                 LedgerModel::Size, LedgerModel::Tokens,  LedgerModel::Recovery,
                                 LedgerModel::Kind, LedgerModel::Readers, LedgerModel::Retention};
    TableData data;
    for (const int column : columns) {
        const bool counts = column == LedgerModel::Size || column == LedgerModel::Tokens;
        data.columns.push_back(
            {model.headerData(column, Qt::Horizontal).toString(), counts ? Align::right : Align::left, 1.0});
    }
    for (int row = 0; row < model.rowCount(); ++row) {
        std::vector<Cell> cells;
        for (const int column : columns)
            cells.push_back({model.index(row, column).data().toString()});
        data.add(std::move(cells));
    }
    return data;
}

void addGroup(Writer& writer, const Content& content, std::size_t plan, std::size_t group) {
    const Scenario& scenario = *content.plans[plan].scenario;
    const Assessment& assessment = *content.plans[plan].assessment;
    const GroupResult& result = assessment.groups[group];
    writer.heading2(QString::fromStdString(result.name));
    writer.text(introOf(content, result), Flow::Keep::withNext);
    if (result.covered == 0) {
        writer.text(
            Report::tr("No user of this group has coverage or a complete plan, so there are no results."));
        return;
    }
    addTimes(writer, result, workloadOf(scenario, result));
    writer.flow().add<Table>(9 * pt, energyTable(result), writer.style());
    writer.flow().add<Table>(9 * pt, requestTable(result, writer.style()), writer.style());
    addPrivacy(writer, assessment, result);
}

} // namespace cellwright::report
