// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/inspector/groups.h"

#include "analytics/nr/raster.h"
#include "analytics/nr/tdd.h"
#include "analytics/quantity/text.h"
#include "analytics/radio/beamwidth.h"

#include <QCoreApplication>

#include <cmath>
#include <span>

using namespace Qt::StringLiterals;

namespace cellwright::fields {
namespace {

struct Groups {
    Q_DECLARE_TR_FUNCTIONS(Groups)
};

/// A field that begins a group, and what the group is called.
struct Heading {
    std::string_view key;
    const char* words;
};

QString wordsOf(std::span<const Heading> headings, std::string_view key) {
    for (const auto& heading : headings)
        if (heading.key == key)
            return Groups::tr(heading.words);
    return {};
}

constexpr Heading carrierHeadings[] = {
    {"band", QT_TRANSLATE_NOOP("Groups", "Spectrum")},
    {"tdd", QT_TRANSLATE_NOOP("Groups", "Duplex")},
    {"bandwidth_part_hz", QT_TRANSLATE_NOOP("Groups", "Layers and coding")},
    {"scheduler", QT_TRANSLATE_NOOP("Groups", "Scheduling")},
    {"uplink_target_dbm", QT_TRANSLATE_NOOP("Groups", "Uplink power control")},
};
constexpr Heading sectorHeadings[] = {
    {"azimuth_deg", QT_TRANSLATE_NOOP("Groups", "Direction")},
    {"power_dbm", QT_TRANSLATE_NOOP("Groups", "Antenna and power")},
    {"noise_figure_db", QT_TRANSLATE_NOOP("Groups", "Cell")},
};
constexpr Heading userHeadings[] = {
    {"device", QT_TRANSLATE_NOOP("Groups", "Device")},
    {"enclosure", QT_TRANSLATE_NOOP("Groups", "Surroundings")},
    {"workload", QT_TRANSLATE_NOOP("Groups", "Requests")},
};
constexpr Heading workloadHeadings[] = {
    {"media_bytes", QT_TRANSLATE_NOOP("Groups", "Media")},
    {"request_rate_hz", QT_TRANSLATE_NOOP("Groups", "Arrivals")},
    {"ttft_target_s", QT_TRANSLATE_NOOP("Groups", "Targets")},
};
constexpr Heading deploymentHeadings[] = {
    {"device_weights", QT_TRANSLATE_NOOP("Groups", "Precision")},
    {"encrypted_link", QT_TRANSLATE_NOOP("Groups", "Protection")},
    {"batch", QT_TRANSLATE_NOOP("Groups", "Serving")},
    {"added_hosts", QT_TRANSLATE_NOOP("Groups", "Several hosts")},
    {"kv_caching", QT_TRANSLATE_NOOP("Groups", "Memory and storage")},
    {"cooperation", QT_TRANSLATE_NOOP("Groups", "Small and large model")},
};
constexpr Heading assumptionHeadings[] = {
    {"bytes_per_token", QT_TRANSLATE_NOOP("Groups", "Messages and delays")},
    {"block_error_rate", QT_TRANSLATE_NOOP("Groups", "Radio links")},
    {"handover_hysteresis_db", QT_TRANSLATE_NOOP("Groups", "Mobility")},
    {"shadowing", QT_TRANSLATE_NOOP("Groups", "Fading and weather")},
    {"routing", QT_TRANSLATE_NOOP("Groups", "Transport and hosts")},
    {"device_idle_power_w", QT_TRANSLATE_NOOP("Groups", "Energy and cost")},
};

QString percent(double share) {
    return QString::fromStdString(roundedText(100.0 * share, 3));
}

} // namespace

template <>
QString groupAbove<Carrier>(std::string_view key) {
    return wordsOf(carrierHeadings, key);
}
template <>
QString groupAbove<Sector>(std::string_view key) {
    return wordsOf(sectorHeadings, key);
}
template <>
QString groupAbove<UserGroup>(std::string_view key) {
    return wordsOf(userHeadings, key);
}
template <>
QString groupAbove<Workload>(std::string_view key) {
    return wordsOf(workloadHeadings, key);
}
template <>
QString groupAbove<Deployment>(std::string_view key) {
    return wordsOf(deploymentHeadings, key);
}
template <>
QString groupAbove<Assumptions>(std::string_view key) {
    return wordsOf(assumptionHeadings, key);
}

QString channelText(const Carrier& carrier) {
    const auto nearest = nr::nearestArfcn(carrier.frequency);
    if (!nearest)
        return Groups::tr("none: channel numbers end at 100 GHz");
    const double offset = nearest->offset.si();
    if (std::abs(offset) < 1.0)
        return QString::number(nearest->number);
    const QString size = QString::fromStdString(toDisplay(Hertz(std::abs(offset)), 3));
    return offset > 0 ? Groups::tr("%1, which is %2 lower").arg(nearest->number).arg(size)
                      : Groups::tr("%1, which is %2 higher").arg(nearest->number).arg(size);
}

QString patternText(const Carrier& carrier) {
    if (!carrier.tdd)
        return Groups::tr("none: both directions at once");
    if (carrier.tddPattern.empty())
        return Groups::tr("by the downlink share below");
    const auto pattern = nr::parseTddPattern(carrier.tddPattern, carrier.subcarrierSpacing);
    if (!pattern)
        return QString::fromStdString(pattern.error().message());
    return Groups::tr("%1 slots in %2: %3 % down, %4 % guard, %5 % up")
        .arg(pattern->sequence.size())
        .arg(QString::fromStdString(toDisplay(pattern->period(), 3)), percent(pattern->downlinkShare()),
             percent(pattern->guardShare()), percent(pattern->uplinkShare()));
}

QString beamText(const Sector& sector, const Topology& topology) {
    return Groups::tr("%1 wide at half power")
        .arg(QString::fromStdString(toDisplay(radio::horizontalBeamwidth(sector, topology), 3)));
}

} // namespace cellwright::fields
