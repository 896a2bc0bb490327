// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/inspector/fields.h"

#include <QStringList>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace cellwright::fields {
namespace {

QString inspectorText(const char* text) {
    return QCoreApplication::translate("Inspector", text);
}

template <class Entities>
void append(std::vector<Option>& options, const Entities& entities, const QString& prefix = {}) {
    for (const auto& entity : entities)
        options.emplace_back(prefix + QString::number(entity.id.value), QString::fromStdString(entity.name));
}

template <class Entities>
std::vector<Option> withNone(const Entities& entities) {
    std::vector<Option> options{{u"0"_s, inspectorText("none")}};
    append(options, entities);
    return options;
}

const QString sitePrefix = u"site:"_s;
const QString hostPrefix = u"host:"_s;

/// Shoelace formula, in square metres.
double areaOf(const std::vector<Position>& corners) {
    double twice = 0.0;
    for (std::size_t i = 0; i < corners.size(); ++i) {
        const Position& a = corners[i];
        const Position& b = corners[(i + 1) % corners.size()];
        twice += a.x.si() * b.y.si() - b.x.si() * a.y.si();
    }
    return std::abs(twice) / 2.0;
}

} // namespace

std::vector<Option> optionsFor(const Scenario& scenario, CarrierId) {
    return withNone(scenario.topology.carriers);
}
std::vector<Option> optionsFor(const Scenario& scenario, AntennaId) {
    return withNone(scenario.topology.antennas);
}
std::vector<Option> optionsFor(const Scenario& scenario, HostId) {
    return withNone(scenario.topology.hosts);
}
std::vector<Option> optionsFor(const Scenario& scenario, WorkloadId) {
    return withNone(scenario.workloads);
}
std::vector<Option> optionsFor(const Scenario& scenario, DeploymentId) {
    return withNone(scenario.deployments);
}

std::vector<Option> optionsFor(const Scenario& scenario, Endpoint) {
    std::vector<Option> options;
    append(options, scenario.topology.sites, sitePrefix);
    append(options, scenario.topology.hosts, hostPrefix);
    return options;
}

QString optionKey(Endpoint endpoint) {
    return endpoint.site ? sitePrefix + QString::number(endpoint.site.value)
                         : hostPrefix + QString::number(endpoint.host.value);
}

Endpoint endpointOf(const QString& key) {
    if (key.startsWith(sitePrefix))
        return {SiteId{key.mid(sitePrefix.size()).toLongLong()}, {}};
    return {{}, HostId{key.mid(hostPrefix.size()).toLongLong()}};
}

QString summaryOf(const std::vector<Position>& points, bool polygon) {
    if (points.empty())
        return inspectorText("none");
    if (!polygon)
        return QCoreApplication::translate("Inspector", "%1 positions").arg(points.size());
    const double area = areaOf(points);
    const QString size = area >= 1e6 ? QString::fromStdString(roundedText(area / 1e6, 3)) + u" km²"_s
                                     : QString::fromStdString(roundedText(area, 3)) + u" m²"_s;
    return QCoreApplication::translate("Inspector", "%1 corners, %2").arg(points.size()).arg(size);
}

QString summaryOf(const std::vector<double>& cut) {
    if (cut.empty())
        return inspectorText("none");
    const auto [low, high] = std::ranges::minmax(cut);
    return QCoreApplication::translate("Inspector", "%1 values, %2 dB to %3 dB")
        .arg(cut.size())
        .arg(QString::fromStdString(roundedText(low, 3)), QString::fromStdString(roundedText(high, 3)));
}

QString summaryOf(const Scenario& scenario, const std::vector<AddedHost>& hosts) {
    QStringList all;
    for (const auto& added : hosts) {
        const auto* host = findById(scenario.topology.hosts, added.host);
        const QString name = host ? QString::fromStdString(host->name) : inspectorText("no host");
        const QString role = translated(enumLabel(added.role)).toLower();
        all += added.role == HostRole::stage ? QCoreApplication::translate("Inspector", "%1: %2 from %3")
                                                   .arg(name, role)
                                                   .arg(added.fromLayer)
                                             : u"%1: %2"_s.arg(name, role);
    }
    return all.isEmpty() ? inspectorText("none") : all.join(u"\n"_s);
}

} // namespace cellwright::fields
