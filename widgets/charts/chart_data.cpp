// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/chart_data.h"

#include "analytics/quantity/text.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

QString translated(const char* text) {
    return QCoreApplication::translate("Charts", text);
}
QString fromUtf8(std::string_view text) {
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

/// A part of one bar before bars are put beside each other.
struct Slice {
    QString key;
    QString name;
    double value = 0.0;
    QString path;
};

double totalOf(const std::vector<Slice>& slices) {
    return std::accumulate(slices.begin(), slices.end(), 0.0,
                           [](double sum, const Slice& slice) { return sum + slice.value; });
}

template <class Q>
std::vector<Slice> slicesOf(const std::vector<Part<Q>>& parts,
                            const std::function<QString(const QString&)>& path) {
    std::vector<Slice> slices;
    for (const auto& part : parts)
        slices.push_back({fromUtf8(part.key), translated(std::string(part.name).c_str()), part.value.si(),
                          path(fromUtf8(part.key))});
    return slices;
}

std::vector<Slice> energySlices(const EnergyResult& energy, std::size_t group) {
    const auto slice = [&](const QString& key, const char* name, Joules value) {
        return Slice{key, translated(name), value.si(), groupPath(group, u"energy_j."_s + key)};
    };
    return {slice(u"device"_s, QT_TRANSLATE_NOOP("Charts", "Device"), energy.device),
            slice(u"radio"_s, QT_TRANSLATE_NOOP("Charts", "Device radio"), energy.radio),
            slice(u"base_station"_s, QT_TRANSLATE_NOOP("Charts", "Base station"), energy.baseStation),
            slice(u"transport"_s, QT_TRANSLATE_NOOP("Charts", "Transport"), energy.transport),
            slice(u"compute"_s, QT_TRANSLATE_NOOP("Charts", "Server"), energy.compute)};
}

/// Puts bars beside each other.
class Builder {
public:
    Builder(QString title, std::string kind, bool several)
        : several_(several) {
        data_.title = std::move(title);
        data_.kind = std::move(kind);
    }

    void add(const Assessment& assessment, const QString& subject, const std::vector<Slice>& slices,
             std::optional<double> capacity = {}) {
        const double total = totalOf(slices);
        const QString name = nameOf(assessment, subject);
        if (!std::isfinite(total)) {
            data_.notes +=
                translated("%1: no finite value, because something on its way is overloaded.").arg(name);
            return;
        }
        const std::size_t bar = data_.bars.size();
        data_.bars.push_back({barLabel(name, total, capacity, data_.kind), name, assessment.id, capacity});
        for (const Slice& slice : slices) {
            ChartPart& part = partOf(slice);
            part.values.resize(bar);
            part.paths.resize(bar);
            part.values.push_back(slice.value);
            part.paths.push_back(slice.path);
        }
    }
    void noteOutage(const Assessment& assessment, const GroupResult& group) {
        data_.notes += translated("%1: none of its %2 users is served; see the issues.")
                           .arg(nameOf(assessment, QString::fromStdString(group.name)))
                           .arg(group.users);
    }

    ChartData finish(const QString& emptyText) {
        for (ChartPart& part : data_.parts) {
            part.values.resize(data_.bars.size());
            part.paths.resize(data_.bars.size());
        }
        std::erase_if(data_.parts, [](const ChartPart& part) {
            return std::all_of(part.values.begin(), part.values.end(),
                               [](double value) { return value <= 0.0; });
        });
        data_.emptyText = data_.notes.isEmpty() ? emptyText : data_.notes.join(u'\n');
        chooseUnit(data_);
        return std::move(data_);
    }

private:
    [[nodiscard]] QString nameOf(const Assessment& assessment, const QString& subject) const {
        return several_ ? translated("%1, %2").arg(subject, QString::fromStdString(assessment.scenario))
                        : subject;
    }
    ChartPart& partOf(const Slice& slice) {
        for (ChartPart& part : data_.parts)
            if (part.key == slice.key)
                return part;
        return data_.parts.emplace_back(ChartPart{slice.key, slice.name, {}, {}});
    }

    bool several_;
    ChartData data_;
};

QString groupName(const GroupResult& group) {
    return QString::fromStdString(group.name);
}

using GroupSlices = std::function<std::vector<Slice>(const GroupResult&, std::size_t)>;

void addGroups(Builder& builder, const std::vector<Assessment>& assessments, const GroupSlices& slices) {
    for (const Assessment& assessment : assessments)
        for (std::size_t i = 0; i < assessment.groups.size(); ++i) {
            const GroupResult& group = assessment.groups[i];
            if (group.covered == 0)
                builder.noteOutage(assessment, group);
            else
                builder.add(assessment, groupName(group), slices(group, i));
        }
}

void addMemory(Builder& builder, const Assessment& assessment) {
    for (std::size_t i = 0; i < assessment.groups.size(); ++i) {
        const GroupResult& group = assessment.groups[i];
        const auto path = [i](const QString&) { return groupPath(i, u"memory_bytes"_s); };
        if (group.deviceMemory.si() > 0.0)
            builder.add(assessment, translated("Device of %1").arg(groupName(group)),
                        slicesOf(group.deviceMemoryParts, path), group.deviceCapacity.si());
    }
    for (std::size_t i = 0; i < assessment.hosts.size(); ++i) {
        const HostResult& host = assessment.hosts[i];
        const auto path = [i](const QString&) { return hostPath(i, u"memory_bytes"_s); };
        if (host.memory.si() > 0.0)
            builder.add(assessment, QString::fromStdString(host.name), slicesOf(host.memoryParts, path),
                        host.capacity.si());
    }
}

QString titleOf(ChartKind kind) {
    switch (kind) {
    case ChartKind::timeToFirstToken:
        return translated("Time to first token, mean");
    case ChartKind::timePerToken:
        return translated("Time per output token, mean");
    case ChartKind::energy:
        return translated("Energy per request, mean");
    case ChartKind::memory:
        return translated("Memory needed");
    }
    return {};
}

QString emptyTextOf(ChartKind kind, bool nothing) {
    if (nothing)
        return translated("Nothing to show yet: draw a site and users, and choose how they are served.");
    return kind == ChartKind::memory ? translated("No device or host of this plan holds a part of a model.")
                                     : translated("No user group of this plan is served.");
}

} // namespace

void chooseUnit(ChartData& data) {
    const std::string text = roundedSi(data.largest(), data.kind, 3);
    const auto space = text.find_first_not_of("0123456789.+-e ");
    const std::string symbol = space == std::string::npos ? std::string() : text.substr(space);
    for (const UnitSymbol& unit : unitsOf(data.kind))
        if (unit.symbol == symbol)
            data.unit = unit.si;
    data.unitName = QString::fromStdString(symbol);
}

QString barLabel(const QString& name, double total, std::optional<double> capacity, const std::string& kind) {
    QString value = QString::fromStdString(roundedSi(total, kind, 3));
    if (capacity)
        value = translated("%1 of %2").arg(value, QString::fromStdString(roundedSi(*capacity, kind, 3)));
    if (capacity && total > *capacity)
        value += u" ⚠"_s;
    return u"<div align=right>%1<br><b>%2</b></div>"_s.arg(name.toHtmlEscaped(), value.toHtmlEscaped());
}

QString groupPath(std::size_t group, const QString& figure) {
    return u"groups[%1].%2"_s.arg(group).arg(figure);
}
QString hostPath(std::size_t host, const QString& figure) {
    return u"hosts[%1].%2"_s.arg(host).arg(figure);
}

double ChartData::largest() const {
    double largest = 0.0;
    for (std::size_t bar = 0; bar < bars.size(); ++bar) {
        double total = 0.0;
        for (const ChartPart& part : parts)
            total += part.values[bar];
        largest = std::max({largest, total, bars[bar].capacity.value_or(0.0)});
    }
    return largest / unit;
}

bool ChartData::sameShape(const ChartData& other) const {
    const auto samePart = [](const ChartPart& a, const ChartPart& b) {
        return a.key == b.key && a.paths == b.paths;
    };
    const auto sameBar = [](const ChartBar& a, const ChartBar& b) {
        return a.subject == b.subject && a.scenario == b.scenario && bool(a.capacity) == bool(b.capacity);
    };
    return std::equal(parts.begin(), parts.end(), other.parts.begin(), other.parts.end(), samePart) &&
           std::equal(bars.begin(), bars.end(), other.bars.begin(), other.bars.end(), sameBar);
}

QString ChartData::valueText(std::size_t part, std::size_t bar) const {
    double total = 0.0;
    for (const ChartPart& each : parts)
        total += each.values[bar];
    const auto text = [this](double value) { return QString::fromStdString(roundedSi(value, kind, 3)); };
    return translated("%1: %2 of %3").arg(parts[part].name, text(parts[part].values[bar]), text(total));
}

QString ChartData::shownTitle() const {
    return unitName.isEmpty() ? title : u"%1 (%2)"_s.arg(title, unitName);
}

QString ChartData::inWords() const {
    QStringList lines;
    for (std::size_t bar = 0; bar < bars.size(); ++bar) {
        QStringList values;
        for (const ChartPart& part : parts)
            if (part.values[bar] > 0.0)
                values += translated("%1 %2").arg(
                    part.name, QString::fromStdString(roundedSi(part.values[bar], kind, 3)));
        lines += translated("%1: %2").arg(bars[bar].subject, values.join(u", "_s));
    }
    return lines.join(u"; "_s);
}

ChartData chartData(ChartKind kind, const std::vector<Assessment>& assessments) {
    const std::string unit = kind == ChartKind::energy   ? "energy"
                             : kind == ChartKind::memory ? "bytes"
                                                         : "time";
    Builder builder(titleOf(kind), unit, assessments.size() > 1);
    switch (kind) {
    case ChartKind::timeToFirstToken:
        addGroups(builder, assessments, [](const GroupResult& group, std::size_t i) {
            return slicesOf(group.ttftParts,
                            [i](const QString& key) { return groupPath(i, u"ttft_parts_s."_s + key); });
        });
        break;
    case ChartKind::timePerToken:
        addGroups(builder, assessments, [](const GroupResult& group, std::size_t i) {
            return slicesOf(group.tpotParts,
                            [i](const QString& key) { return groupPath(i, u"tpot_parts_s."_s + key); });
        });
        break;
    case ChartKind::energy:
        addGroups(builder, assessments,
                  [](const GroupResult& group, std::size_t i) { return energySlices(group.energy, i); });
        break;
    case ChartKind::memory:
        for (const Assessment& assessment : assessments)
            addMemory(builder, assessment);
        break;
    }
    return builder.finish(emptyTextOf(kind, assessments.empty()));
}

QString chartTitle(ChartKind kind, const std::vector<Assessment>& assessments) {
    return chartData(kind, assessments).shownTitle();
}

bool chartHasData(ChartKind kind, const std::vector<Assessment>& assessments) {
    return !chartData(kind, assessments).bars.empty();
}

QString emptyChartText(ChartKind kind, const std::vector<Assessment>& assessments) {
    return chartData(kind, assessments).emptyText;
}

} // namespace cellwright
