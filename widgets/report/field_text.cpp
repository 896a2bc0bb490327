// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/report/field_text.h"

#include <QStringList>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace cellwright::report {
namespace {

template <class Entity>
QString nameOrNone(const Entity* entity) {
    return entity ? QString::fromStdString(entity->name) : Report::tr("none");
}

/// The values of a property over all sectors, each once: "30°, 150°, 270°".
template <class Text>
QString eachOnce(const std::vector<Sector>& sectors, Text text) {
    QStringList values;
    for (const Sector& sector : sectors)
        if (const QString value = text(sector); !values.contains(value))
            values += value;
    return values.join(u", "_s);
}

} // namespace

QString typedNumber(double value) {
    const std::string exact = exactText(value);
    return exact.size() <= 8 ? QString::fromStdString(exact) : number(value, inputDigits);
}

QString nameOf(const Scenario& scenario, CarrierId id) {
    return nameOrNone(findById(scenario.topology.carriers, id));
}
QString nameOf(const Scenario& scenario, AntennaId id) {
    return nameOrNone(findById(scenario.topology.antennas, id));
}
QString nameOf(const Scenario& scenario, HostId id) {
    return nameOrNone(findById(scenario.topology.hosts, id));
}
QString nameOf(const Scenario& scenario, WorkloadId id) {
    return nameOrNone(findById(scenario.workloads, id));
}
QString nameOf(const Scenario& scenario, DeploymentId id) {
    return nameOrNone(findById(scenario.deployments, id));
}

QString fieldText(const Scenario&, const FieldInfo&, const std::string& value) {
    return value.empty() ? Report::tr("none") : QString::fromStdString(value);
}

QString fieldText(const Scenario&, const FieldInfo&, const Position& value) {
    // To a decimetre: finer than any planner places a mast.
    const auto decimetres = [](Metres length) { return number(std::round(length.si() * 10.0) / 10.0, 9); };
    return u"%1,\u00a0%2\u00a0m"_s.arg(decimetres(value.x), decimetres(value.y));
}

QString fieldText(const Scenario&, const FieldInfo&, const std::vector<Position>& value) {
    return value.empty() ? Report::tr("none") : Report::tr("positions: %1").arg(value.size());
}

QString fieldText(const Scenario&, const FieldInfo&, const std::vector<double>& value) {
    if (value.empty())
        return Report::tr("none");
    const auto [low, high] = std::ranges::minmax(value);
    return Report::tr("values: %1, from %2 dB to %3 dB")
        .arg(QString::number(value.size()), number(low, inputDigits), number(high, inputDigits));
}

QString fieldText(const Scenario& scenario, const FieldInfo&, const std::vector<AddedHost>& value) {
    QStringList all;
    for (const auto& added : value) {
        const QString host = nameOf(scenario, added.host);
        if (added.role == HostRole::stage)
            all += Report::tr("%1 from layer %2").arg(host).arg(added.fromLayer);
        else if (added.role == HostRole::experts)
            all += Report::tr("%1 with %2 of the experts").arg(host, percent(added.share, inputDigits));
        else
            all += u"%1 (%2)"_s.arg(host, enumText(added.role));
    }
    return all.isEmpty() ? Report::tr("none") : all.join(u", "_s);
}

QString fieldText(const Scenario& scenario, const FieldInfo&, const std::vector<Sector>& value) {
    if (value.empty())
        return Report::tr("none");
    return Report::tr("%1 at %2; down %3; %4; antenna %5; %6; load %7")
        .arg(QString::number(value.size()),
             eachOnce(value, [](const Sector& s) { return quantity(s.azimuth, inputDigits); }),
             eachOnce(value, [](const Sector& s) { return quantity(s.downtilt, inputDigits); }),
             eachOnce(value, [](const Sector& s) { return quantity(s.power, inputDigits); }),
             eachOnce(value, [](const Sector& s) { return quantity(s.antennaGain, inputDigits); }),
             eachOnce(value, [&](const Sector& s) { return nameOf(scenario, s.carrier); }),
             eachOnce(value, [](const Sector& s) { return percent(s.load); }));
}

QString fieldText(const Scenario& scenario, const FieldInfo&, const Endpoint& value) {
    return value.site ? nameOrNone(findById(scenario.topology.sites, value.site))
                      : nameOf(scenario, value.host);
}

} // namespace cellwright::report
