// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/figures.h"

#include "analytics/assess/assess.h"
#include "analytics/quantity/text.h"
#include "widgets/charts/chart_data.h"

#include <QCoreApplication>

#include <cmath>
#include <set>
#include <utility>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

QString translated(const char* text) {
    return QCoreApplication::translate("Charts", text);
}

QString text(double value, std::string_view kind, const char* unit = "") {
    if (!std::isfinite(value))
        return translated("unbounded");
    const QString number = QString::fromStdString(roundedSi(value, kind, 3));
    return *unit == '\0' ? number : number + u' ' + QString::fromUtf8(unit);
}
QString percent(double share) {
    return std::isfinite(share) ? QString::fromStdString(roundedText(share * 100.0, 3)) + u" %"_s
                                : translated("unbounded");
}
template <class Q>
QString textOf(const Q& quantity) {
    return text(detail::stored(quantity), quantityKind<Q>());
}

/// The uncertainty of a phase of that name: only computing is predicted with one.
double uncertaintyOf(const GroupResult& group, std::string_view phase) {
    if (phase.ends_with("_prefill"))
        return group.prefillUncertainty;
    return phase.ends_with("_decode") ? group.decodeUncertainty : 0.0;
}

/// The half width of a sum of phases. Errors of one device point the same way, so they add up.
Seconds halfWidth(const GroupResult& group, const std::vector<Part<Seconds>>& parts) {
    Seconds sum;
    for (const auto& part : parts)
        sum += part.value * uncertaintyOf(group, part.key);
    return sum;
}

double shareOf(Seconds part, Seconds whole) {
    return whole.si() > 0.0 && std::isfinite(whole.si()) ? part / whole : 0.0;
}

QString withInterval(const QString& value, double share) {
    const QString interval = intervalText(share);
    return interval.isEmpty() ? value : u"%1 %2"_s.arg(value, interval);
}

/// Collects the figures of one subject.
class Collector {
public:
    Collector(std::vector<Figure>& all, QString subject, QString place)
        : all_(all)
        , subject_(std::move(subject))
        , place_(std::move(place)) {}

    void add(const char* name, const QString& value, const QString& key) {
        all_.push_back({subject_, translated(name), value, place_ + u'.' + key});
    }
    template <class Q>
    void addStatistic(const char* name, const Statistic<Q>& value, const QString& key,
                      double interval = 0.0) {
        const QString words = translated(name);
        const auto shown = [&](const Q& each) {
            return std::isfinite(detail::stored(each)) ? withInterval(textOf(each), interval) : textOf(each);
        };
        all_.push_back(
            {subject_, translated("%1, mean").arg(words), shown(value.mean), part(key, u"mean"_s)});
        all_.push_back(
            {subject_, translated("%1, median").arg(words), shown(value.p50), part(key, u"p50"_s)});
        all_.push_back(
            {subject_, translated("%1, 95th percentile").arg(words), shown(value.p95), part(key, u"p95"_s)});
    }
    void addPhases(const char* name, const GroupResult& group, const std::vector<Part<Seconds>>& parts,
                   const QString& key) {
        for (const auto& each : parts)
            all_.push_back(
                {subject_,
                 translated("%1: %2").arg(translated(name), translated(std::string(each.name).c_str())),
                 withInterval(textOf(each.value), uncertaintyOf(group, each.key)),
                 part(key, QString::fromStdString(std::string(each.key)))});
    }

private:
    [[nodiscard]] QString part(const QString& key, const QString& name) const {
        return u"%1.%2.%3"_s.arg(place_, key, name);
    }
    std::vector<Figure>& all_;
    QString subject_, place_;
};

void addGroup(std::vector<Figure>& all, const GroupResult& group, std::size_t index) {
    if (group.covered == 0) {
        all.push_back({QString::fromStdString(group.name), translated("Users served"), u"0"_s, {}});
        return;
    }
    const TimeIntervals intervals = intervalsOf(group);
    Collector collect(all, QString::fromStdString(group.name), u"groups[%1]"_s.arg(index));
    collect.addStatistic(QT_TRANSLATE_NOOP("Charts", "Time to first token"), group.ttft, u"ttft_s"_s,
                         intervals.firstToken);
    collect.addPhases(QT_TRANSLATE_NOOP("Charts", "Of the first token"), group, group.ttftParts,
                      u"ttft_parts_s"_s);
    collect.addStatistic(QT_TRANSLATE_NOOP("Charts", "Time per output token"), group.tpot, u"tpot_s"_s,
                         intervals.perToken);
    collect.addPhases(QT_TRANSLATE_NOOP("Charts", "Of each output token"), group, group.tpotParts,
                      u"tpot_parts_s"_s);
    collect.addStatistic(QT_TRANSLATE_NOOP("Charts", "Whole answer"), group.endToEnd, u"e2e_s"_s,
                         intervals.wholeAnswer);
    collect.addStatistic(QT_TRANSLATE_NOOP("Charts", "Downlink SINR"), group.sinrDownlink,
                         u"sinr_downlink_db"_s);
    collect.addStatistic(QT_TRANSLATE_NOOP("Charts", "Uplink SINR"), group.sinrUplink, u"sinr_uplink_db"_s);
    collect.addStatistic(QT_TRANSLATE_NOOP("Charts", "Downlink rate"), group.rateDownlink,
                         u"rate_downlink_bps"_s);
    collect.addStatistic(QT_TRANSLATE_NOOP("Charts", "Uplink rate"), group.rateUplink, u"rate_uplink_bps"_s);
    collect.add(QT_TRANSLATE_NOOP("Charts", "Energy of a request"), textOf(group.energy.total()),
                u"energy_j.total"_s);
    collect.add(QT_TRANSLATE_NOOP("Charts", "Energy of the device"), textOf(group.energy.device),
                u"energy_j.device"_s);
    collect.add(QT_TRANSLATE_NOOP("Charts", "Energy of its radio"), textOf(group.energy.radio),
                u"energy_j.radio"_s);
    collect.add(QT_TRANSLATE_NOOP("Charts", "Energy of the base station"), textOf(group.energy.baseStation),
                u"energy_j.base_station"_s);
    collect.add(QT_TRANSLATE_NOOP("Charts", "Energy of transport"), textOf(group.energy.transport),
                u"energy_j.transport"_s);
    collect.add(QT_TRANSLATE_NOOP("Charts", "Energy of the server"), textOf(group.energy.compute),
                u"energy_j.compute"_s);
    collect.add(QT_TRANSLATE_NOOP("Charts", "Battery per request"), percent(group.batteryShare),
                u"battery_share"_s);
    collect.add(QT_TRANSLATE_NOOP("Charts", "CO₂e per request"), text(group.carbonGrams, "", "g"),
                u"carbon_g"_s);
    collect.add(QT_TRANSLATE_NOOP("Charts", "Cost per request"), text(group.cost, ""), u"cost"_s);
    collect.add(QT_TRANSLATE_NOOP("Charts", "Memory on the device"), textOf(group.deviceMemory),
                u"memory_bytes"_s);
}

void addHost(std::vector<Figure>& all, const HostResult& host, std::size_t index) {
    Collector collect(all, QString::fromStdString(host.name), u"hosts[%1]"_s.arg(index));
    collect.add(QT_TRANSLATE_NOOP("Charts", "Memory"), textOf(host.memory), u"memory_bytes"_s);
    collect.add(QT_TRANSLATE_NOOP("Charts", "Requests"), text(host.requestRate.si(), "", "/s"),
                u"request_rate_hz"_s);
    collect.add(QT_TRANSLATE_NOOP("Charts", "Utilisation"), percent(host.utilisation), u"utilisation"_s);
    collect.add(QT_TRANSLATE_NOOP("Charts", "Waiting time, mean"), textOf(host.wait), u"wait_s"_s);
    collect.add(QT_TRANSLATE_NOOP("Charts", "Power, mean"), textOf(host.power), u"power_w"_s);
}

void addCell(std::vector<Figure>& all, const CellResult& cell, std::size_t index) {
    Collector collect(all, QString::fromStdString(cell.name), u"cells[%1]"_s.arg(index));
    collect.add(QT_TRANSLATE_NOOP("Charts", "Active users"), text(cell.activeUsers, ""), u"active_users"_s);
    collect.add(QT_TRANSLATE_NOOP("Charts", "Downlink utilisation"), percent(cell.utilisationDownlink),
                u"utilisation_downlink"_s);
    collect.add(QT_TRANSLATE_NOOP("Charts", "Uplink utilisation"), percent(cell.utilisationUplink),
                u"utilisation_uplink"_s);
    if (cell.users > 0)
        collect.add(QT_TRANSLATE_NOOP("Charts", "SINR, mean"), textOf(cell.meanSinr), u"mean_sinr_db"_s);
}

void addLink(std::vector<Figure>& all, const LinkResult& link, std::size_t index) {
    Collector collect(all, QString::fromStdString(link.name), u"links[%1]"_s.arg(index));
    collect.add(QT_TRANSLATE_NOOP("Charts", "Offered traffic"), textOf(link.offered), u"offered_bps"_s);
    collect.add(QT_TRANSLATE_NOOP("Charts", "Utilisation"), percent(link.utilisation), u"utilisation"_s);
    collect.add(QT_TRANSLATE_NOOP("Charts", "Delay, one way"), textOf(link.delay), u"delay_s"_s);
}

void addTotals(std::vector<Figure>& all, const Totals& totals) {
    Collector collect(all, translated("Whole plan"), u"totals"_s);
    collect.add(QT_TRANSLATE_NOOP("Charts", "Requests"), text(totals.requestRate.si(), "", "/s"),
                u"request_rate_hz"_s);
    collect.add(QT_TRANSLATE_NOOP("Charts", "Power, mean"), textOf(totals.power), u"power_w"_s);
    collect.add(QT_TRANSLATE_NOOP("Charts", "CO₂e"), text(totals.carbonGramsPerHour, "", "g/h"),
                u"carbon_g_per_hour"_s);
    collect.add(QT_TRANSLATE_NOOP("Charts", "Cost"), text(totals.costPerHour, "", "/h"), u"cost_per_hour"_s);
}

KeyFigure timed(const char* title, Seconds value, double interval, const QString& path,
                const std::optional<Seconds>& target) {
    KeyFigure figure{
        translated(title), translated("95th percentile"), textOf(value), path, TargetState::none, {}, {}};
    if (std::isfinite(value.si()))
        figure.interval = intervalText(interval);
    if (target) {
        figure.state = value <= *target ? TargetState::met : TargetState::missed;
        figure.target = translated("target %1").arg(textOf(*target));
    }
    return figure;
}

} // namespace

TimeIntervals intervalsOf(const GroupResult& group) {
    const Seconds first = halfWidth(group, group.ttftParts), later = halfWidth(group, group.tpotParts);
    const double steps = shareOf(group.endToEnd.mean - group.ttft.mean, group.tpot.mean);
    return {shareOf(first, group.ttft.mean), shareOf(later, group.tpot.mean),
            shareOf(first + later * steps, group.endToEnd.mean)};
}

QString intervalText(double share) {
    return share > 0.0005 && std::isfinite(share)
               ? u"± "_s + QString::fromStdString(roundedText(share * 100.0, 2)) + u" %"_s
               : QString();
}

std::vector<Figure> allFigures(const Assessment& assessment) {
    std::vector<Figure> all;
    const auto each = [&](const auto& entries, auto add) {
        for (std::size_t i = 0; i < entries.size(); ++i)
            add(all, entries[i], i);
    };
    each(assessment.groups, addGroup);
    each(assessment.hosts, addHost);
    each(assessment.links, addLink);
    each(assessment.cells, addCell);
    addTotals(all, assessment.totals);
    const auto known = explainablePaths(assessment);
    const std::set<std::string> open(known.begin(), known.end());
    for (Figure& figure : all)
        if (!open.contains(figure.path.toStdString()))
            figure.path.clear();
    return all;
}

std::vector<KeyFigure> keyFigures(const GroupResult& group, std::size_t index, const GroupTargets& targets) {
    const auto plain = [&](const char* title, const QString& value, const QString& key) {
        return KeyFigure{translated(title),
                         translated("mean, per request"),
                         value,
                         groupPath(index, key),
                         TargetState::none,
                         {},
                         {}};
    };
    const TimeIntervals intervals = intervalsOf(group);
    std::vector<KeyFigure> figures{
        timed(QT_TRANSLATE_NOOP("Charts", "First token"), group.ttft.p95, intervals.firstToken,
              groupPath(index, u"ttft_s.p95"_s), targets.ttft),
        timed(QT_TRANSLATE_NOOP("Charts", "Each next token"), group.tpot.p95, intervals.perToken,
              groupPath(index, u"tpot_s.p95"_s), targets.tpot),
        timed(QT_TRANSLATE_NOOP("Charts", "Whole answer"), group.endToEnd.p95, intervals.wholeAnswer,
              groupPath(index, u"e2e_s.p95"_s), targets.endToEnd),
        plain(QT_TRANSLATE_NOOP("Charts", "Energy"), textOf(group.energy.total()), u"energy_j.total"_s),
        plain(QT_TRANSLATE_NOOP("Charts", "Battery"), percent(group.batteryShare), u"battery_share"_s),
        plain(QT_TRANSLATE_NOOP("Charts", "CO₂e"), text(group.carbonGrams, "", "g"), u"carbon_g"_s),
        plain(QT_TRANSLATE_NOOP("Charts", "Cost"), text(group.cost, ""), u"cost"_s)};
    if (group.covered == 0)
        for (KeyFigure& figure : figures) {
            figure.value = u"–"_s;
            figure.path.clear();
            figure.interval.clear();
            figure.caption = translated("no user is served");
            figure.state = figure.target.isEmpty() ? TargetState::none : TargetState::missed;
        }
    return figures;
}

Targets targetsOf(const Project& project) {
    Targets targets;
    for (const Scenario& scenario : project.scenarios)
        for (const UserGroup& group : scenario.topology.groups)
            if (const Workload* workload = findById(scenario.workloads, group.workload))
                targets[{scenario.id, group.id}] = {workload->ttftTarget, workload->tpotTarget,
                                                    workload->endToEndTarget};
    return targets;
}

} // namespace cellwright
