// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/modelstrip/strip_data.h"

#include "analytics/quantity/text.h"
#include "analytics/scenario/schema.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>

namespace cellwright {
namespace {

QString translated(const char* text) {
    return QCoreApplication::translate("ModelStrip", text);
}

template <class Q>
QString shown(const Q& quantity) {
    return QString::fromStdString(toDisplay(quantity, 3));
}

QString schemeName(Scheme scheme) {
    const std::string_view label = enumLabel(scheme);
    return QString::fromUtf8(label.data(), qsizetype(label.size()));
}

llm::Precision precisionOf(const Deployment& deployment, int layersOnDevice) {
    llm::Precision precision;
    precision.weights =
        deployment.placement == Placement::device ? deployment.deviceWeights : deployment.hostWeights;
    precision.kvCache = deployment.kvCache;
    precision.activations = deployment.activations;
    if (deployment.placement == Placement::split)
        precision.segments.push_back({{0, layersOnDevice + 1}, deployment.deviceWeights});
    return precision;
}

/// The workload of the first group that is served this way, or the scenario's first.
const Workload* workloadOf(const Scenario& scenario, DeploymentId id) {
    for (const UserGroup& group : scenario.topology.groups)
        if (group.deployment == id)
            if (const Workload* workload = findById(scenario.workloads, group.workload))
                return workload;
    return scenario.workloads.empty() ? nullptr : &scenario.workloads.front();
}

std::string hostNameOf(const Scenario& scenario, HostId id) {
    const Host* host = findById(scenario.topology.hosts, id);
    return host ? host->name : std::string();
}

} // namespace

int StripData::layersOnDevice() const {
    switch (deployment.placement) {
    case Placement::device:
        return layers();
    case Placement::host:
        return 0;
    case Placement::split:
        return std::clamp(deployment.cut, 0, layers());
    }
    return 0;
}

Side StripData::sideOf(int block) const {
    switch (deployment.placement) {
    case Placement::device:
        return Side::device;
    case Placement::host:
        return Side::host;
    case Placement::split:
        return block <= layersOnDevice() ? Side::device : Side::host;
    }
    return Side::host;
}

Scheme StripData::schemeOf(Side side) const {
    return side == Side::device ? deployment.deviceWeights : deployment.hostWeights;
}

Bytes StripData::weights(Side side) const {
    if (!accounting)
        return Bytes(0.0);
    if (isSplit())
        return accounting->weightBytes(side == Side::device ? accounting->below(layersOnDevice())
                                                            : accounting->above(layersOnDevice()));
    const bool whole = (deployment.placement == Placement::device) == (side == Side::device);
    return whole ? accounting->weightBytes(accounting->whole()) : Bytes(0.0);
}

Bytes StripData::crossingPerToken() const {
    return accounting && isSplit() ? accounting->outputBytesPerToken(layersOnDevice()) : Bytes(0.0);
}

StripData makeStripData(const Scenario& scenario, const Deployment& deployment, const llm::Model* model) {
    StripData data;
    data.deployment = deployment;
    data.hostName = hostNameOf(scenario, deployment.host);
    if (const Workload* workload = workloadOf(scenario, deployment.id)) {
        data.promptTokens = workload->promptTokens;
        data.outputTokens = workload->outputTokens;
    }
    if (!model) {
        data.problem = translated("The catalogue has no model \"%1\".")
                           .arg(QString::fromStdString(deployment.model))
                           .toStdString();
        return data;
    }
    const int cut = std::clamp(deployment.cut, 0, int(model->layers.size()));
    auto accounting = llm::Accounting::of(*model, precisionOf(deployment, cut));
    if (accounting)
        data.accounting = std::move(*accounting);
    else
        data.problem = accounting.error().message();
    return data;
}

QString sideText(const StripData& data, Side side) {
    if (!data.accounting || data.weights(side).si() == 0.0)
        return {};
    const QString host = data.hostName.empty() ? translated("Host") : QString::fromStdString(data.hostName);
    const QString place = side == Side::device ? translated("Device") : host;
    return translated("%1: %2, %3").arg(place, schemeName(data.schemeOf(side)), shown(data.weights(side)));
}

QString crossingText(const StripData& data) {
    if (!data.accounting)
        return {};
    switch (data.deployment.placement) {
    case Placement::device:
        return translated("The whole model runs on the device; nothing crosses.");
    case Placement::host:
        return translated("The whole model runs on the host; the prompt crosses as text.");
    case Placement::split:
        break;
    }
    const QString bytes = shown(data.crossingPerToken());
    return data.layersOnDevice() == 0
               ? translated("Cut after the embedding: %1 per token cross it.").arg(bytes)
               : translated("Cut after layer %1 of %2: %3 per token cross it.")
                     .arg(data.layersOnDevice())
                     .arg(data.layers())
                     .arg(bytes);
}

QString blockText(const StripData& data, int block) {
    if (!data.accounting || block < 0 || block >= data.accounting->blocks())
        return {};
    const llm::Accounting& accounting = *data.accounting;
    const llm::BlockRange range{block, block + 1};
    const llm::Work prefill = accounting.prefill(range, data.promptTokens);
    const llm::Work decode = accounting.decode(range, data.promptTokens + data.outputTokens);
    const QString name = block == 0 ? translated("Embedding")
                         : block == accounting.blocks() - 1
                             ? translated("Output head")
                             : translated("Layer %1 of %2").arg(block).arg(data.layers());
    QStringList lines{name};
    lines += translated("%1 parameters, %2 of weights (%3)")
                 .arg(QLocale().toString(qlonglong(accounting.parameters(range))),
                      shown(accounting.weightBytes(range)), schemeName(data.schemeOf(data.sideOf(block))));
    lines += translated("Prompt of %1 tokens: %2").arg(data.promptTokens).arg(shown(prefill.flop));
    lines += translated("Each output token: %1, %2 read").arg(shown(decode.flop), shown(decode.bytes()));
    lines += translated("KV cache: %1 per token").arg(shown(accounting.kvBytesPerToken(range)));
    lines += translated("Output: %1 per token").arg(shown(accounting.outputBytesPerToken(block)));
    return lines.join(u'\n');
}

} // namespace cellwright
