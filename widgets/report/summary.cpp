// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/chart_painting.h"
#include "widgets/charts/figures.h"
#include "widgets/report/chart_block.h"
#include "widgets/report/sections.h"
#include "widgets/report/words.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace cellwright::report {
namespace {

/// A group as it appears in each plan: null where a plan lacks it.
struct GroupAcross {
    QString name;
    std::vector<const GroupResult*> results;
    std::vector<const Workload*> workloads;
};

const Workload* workloadOf(const Plan& plan, const GroupResult& result) {
    const UserGroup* group = findById(plan.scenario->topology.groups, result.id);
    return group ? findById(plan.scenario->workloads, group->workload) : nullptr;
}

std::vector<GroupAcross> groupsAcross(const Content& content) {
    std::vector<std::pair<UserGroupId, GroupAcross>> found;
    for (std::size_t p = 0; p < content.plans.size(); ++p)
        for (const GroupResult& result : content.plans[p].assessment->groups) {
            auto place = std::find_if(found.begin(), found.end(),
                                      [&](const auto& each) { return each.first == result.id; });
            if (place == found.end()) {
                const std::size_t count = content.plans.size();
                found.push_back({result.id,
                                 {QString::fromStdString(result.name), std::vector<const GroupResult*>(count),
                                  std::vector<const Workload*>(count)}});
                place = found.end() - 1;
            }
            place->second.results[p] = &result;
            place->second.workloads[p] = workloadOf(content.plans[p], result);
        }
    std::vector<GroupAcross> groups;
    for (auto& each : found)
        groups.push_back(std::move(each.second));
    return groups;
}

/// A column of the comparison: a figure, its unit for all rows, and whether it misses a target.
struct Figure {
    const char* head;
    std::string_view kind;
    double (*value)(const GroupResult&);
    std::optional<Seconds> Workload::*target = nullptr;
    double TimeIntervals::*interval = nullptr;
};
constexpr Figure figures[] = {
    {QT_TRANSLATE_NOOP("cellwright::report::Report", "First token"), "time",
     [](const GroupResult& g) { return g.ttft.p95.si(); }, &Workload::ttftTarget, &TimeIntervals::firstToken},
    {QT_TRANSLATE_NOOP("cellwright::report::Report", "Each next token"), "time",
     [](const GroupResult& g) { return g.tpot.p95.si(); }, &Workload::tpotTarget, &TimeIntervals::perToken},
    {QT_TRANSLATE_NOOP("cellwright::report::Report", "Whole answer"), "time",
     [](const GroupResult& g) { return g.endToEnd.p95.si(); }, &Workload::endToEndTarget,
     &TimeIntervals::wholeAnswer},
    {QT_TRANSLATE_NOOP("cellwright::report::Report", "Energy"), "energy",
     [](const GroupResult& g) { return g.energy.total().si(); }},
    {QT_TRANSLATE_NOOP("cellwright::report::Report", "Battery"), "share",
     [](const GroupResult& g) { return g.batteryShare; }},
    {QT_TRANSLATE_NOOP("cellwright::report::Report", "CO₂e"), "grams",
     [](const GroupResult& g) { return g.carbonGrams; }},
    {QT_TRANSLATE_NOOP("cellwright::report::Report", "Cost"), "",
     [](const GroupResult& g) { return g.cost; }}};

Scale scaleOf(const Figure& figure, const std::vector<GroupAcross>& groups) {
    if (figure.kind == "share")
        return {u"%"_s, 0.01};
    std::vector<double> values;
    for (const GroupAcross& group : groups)
        for (const GroupResult* result : group.results)
            if (result && result->covered > 0)
                values.push_back(figure.value(*result));
    if (figure.kind == "grams")
        return std::all_of(values.begin(), values.end(), [](double v) { return std::abs(v) < 0.1; })
                   ? Scale{u"mg"_s, 1e-3}
                   : Scale{u"g"_s, 1.0};
    return commonScale(values, figure.kind);
}

Cell figureCell(const Figure& figure, const Scale& scale, const GroupResult* result, const Workload* workload,
                const Theme& theme) {
    if (!result || result->covered == 0)
        return {u"–"_s};
    const double value = figure.value(*result);
    QString text = scale.of(value);
    if (const QString interval =
            figure.interval ? intervalText(intervalsOf(*result).*figure.interval) : QString();
        !interval.isEmpty() && std::isfinite(value))
        text += u'\n' + interval;
    const auto target = figure.target && workload ? workload->*figure.target : std::nullopt;
    if (target && !(value <= target->si()))
        return {u"✗ "_s + text, theme.bad, true};
    return {text};
}

QString withUnit(const char* head, const Scale& scale) {
    const QString name = Report::tr(head);
    return scale.unit.isEmpty() ? name : name + u'\n' + scale.unit;
}

Cell verdictCell(const Assessment& assessment, const Theme& theme) {
    const int count = int(assessment.violations.size());
    return assessment.feasible ? Cell{u"✓ "_s + Report::tr("feasible"), theme.good, true}
                               : Cell{u"✗ "_s + Report::tr("violations: %1").arg(count), theme.bad, true};
}

void addComparisonCharts(Writer& writer, const Content& content) {
    writer.heading2(Report::tr("Scenarios beside each other"));
    for (const ChartKind kind : {ChartKind::timeToFirstToken, ChartKind::timePerToken, ChartKind::energy})
        addChart(writer, kind, content.assessments);
}

} // namespace

QString Content::planName(std::size_t plan) const {
    const QString name = QString::fromStdString(plans[plan].scenario->name);
    return comparesPlans() ? u"%1  %2"_s.arg(QString::number(plan + 1), name) : name;
}

TableData verdictTable(const Content& content) {
    TableData data;
    data.columns = {
        {Report::tr("Scenario"), Align::left, 1.0},  {Report::tr("Verdict")},
        {Report::tr("Users covered"), Align::right}, {Report::tr("Requests\nper second"), Align::right},
        {Report::tr("Power"), Align::right},         {Report::tr("CO₂e\nper hour"), Align::right},
        {Report::tr("Cost\nper hour"), Align::right}};
    for (std::size_t p = 0; p < content.plans.size(); ++p) {
        const Assessment& assessment = *content.plans[p].assessment;
        const Totals& totals = assessment.totals;
        data.add({{content.planName(p)},
                  verdictCell(assessment, content.style.theme),
                  {Report::tr("%1 of %2").arg(totals.covered).arg(totals.users)},
                  {number(totals.requestRate.si())},
                  {quantity(totals.power)},
                  {number(totals.carbonGramsPerHour) + u" g"_s},
                  {number(totals.costPerHour)}});
    }
    return data;
}

TableData comparisonTable(const Content& content) {
    const std::vector<GroupAcross> groups = groupsAcross(content);
    TableData data;
    data.columns = {{Report::tr("Group and scenario"), Align::left, 1.0}};
    std::vector<Scale> scales;
    for (const Figure& figure : figures) {
        scales.push_back(scaleOf(figure, groups));
        data.columns.push_back({withUnit(figure.head, scales.back()), Align::right});
    }
    for (const GroupAcross& group : groups) {
        data.add({{group.name}}, Row::Kind::group);
        for (std::size_t p = 0; p < content.plans.size(); ++p) {
            std::vector<Cell> cells{{content.planName(p)}};
            for (std::size_t f = 0; f < std::size(figures); ++f)
                cells.push_back(figureCell(figures[f], scales[f], group.results[p], group.workloads[p],
                                           content.style.theme));
            data.add(std::move(cells));
        }
    }
    return data;
}

void addSummary(Writer& writer, const Content& content) {
    writer.heading1(Report::tr("Summary"));
    writer.table(verdictTable(content));
    writer.heading2(Report::tr("What each group of users gets"));
    writer.table(comparisonTable(content));
    writer.note(Report::tr(
        "Times are those that 95 of 100 covered users stay below. Energy, battery, CO₂e and cost are "
        "means per request. ✗ marks a missed target; – stands where no user is served."));
    if (content.comparesPlans())
        addComparisonCharts(writer, content);
}

} // namespace cellwright::report
