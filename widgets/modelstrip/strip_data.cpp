// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/modelstrip/strip_data.h"

#include "analytics/quantity/text.h"
#include "analytics/scenario/schema.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

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

llm::Precision precisionOf(const StripData& data) {
    const Deployment& deployment = data.deployment;
    llm::Precision precision;
    precision.weights =
        deployment.placement == Placement::device ? deployment.deviceWeights : deployment.hostWeights;
    precision.kvCache = deployment.kvCache;
    precision.activations = deployment.activations;
    if (data.isSplit()) {
        const int cut = std::clamp(deployment.cut, 0, int(data.model->layers.size()));
        const int firstOnHost = llm::firstDecoderBlock(*data.model) + cut + 1;
        precision.segments.push_back({{0, firstOnHost}, deployment.deviceWeights});
    }
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

Media imageOf(const llm::Tower& tower) {
    const std::int64_t side = llm::usualImageSide(tower);
    return {llm::imageTokens(tower, side, side), translated("an image of %1 × %1 pixels").arg(side)};
}

Media clipOf(const llm::Tower& tower) {
    const double seconds = llm::usualClipSeconds(tower);
    return {llm::audioTokens(tower, seconds), translated("a clip of %1 s").arg(seconds)};
}

QString mixerLine(const llm::Layer& layer) {
    const auto count = [](std::int64_t number) { return QLocale().toString(qlonglong(number)); };
    QStringList parts;
    if (const auto* attention = layer.attention())
        parts += translated("%1 heads, %2 for keys and values")
                     .arg(count(attention->heads), count(attention->kvHeads));
    else if (const auto* latent = layer.latent())
        parts += translated("latent attention, %1 heads").arg(count(latent->heads));
    else if (const auto* state = layer.stateSpace())
        parts += translated("Mamba-%1, %2 channels").arg(state->generation).arg(count(state->inner));
    if (layer.experts)
        parts += translated("%1 experts, %2 per token")
                     .arg(count(layer.experts->count), count(layer.experts->perToken));
    return parts.join(u"; "_s);
}

} // namespace

int StripData::layersOnDevice() const {
    switch (deployment.placement) {
    case Placement::device:
        return layers();
    case Placement::host:
        return 0;
    case Placement::split:
        return isSplit() ? std::clamp(deployment.cut, 0, layers()) : 0;
    }
    return 0;
}

llm::BlockRange StripData::range(Side side) const {
    if (!accounting)
        return {};
    const bool device = side == Side::device;
    if (isSplit())
        return device ? accounting->below(layersOnDevice()) : accounting->above(layersOnDevice());
    const bool whole = (deployment.placement == Placement::device) == device;
    return whole ? accounting->whole() : llm::BlockRange{};
}

Side StripData::sideOf(int block) const {
    const llm::BlockRange device = range(Side::device);
    return block >= device.first && block < device.last ? Side::device : Side::host;
}

Scheme StripData::schemeOf(Side side) const {
    return side == Side::device ? deployment.deviceWeights : deployment.hostWeights;
}

Bytes StripData::weights(Side side) const {
    return accounting ? accounting->weightBytes(range(side)) : Bytes(0.0);
}

Bytes StripData::crossingPerToken() const {
    return accounting && isSplit()
               ? accounting->outputBytesPerToken(accounting->blockOfLayer(layersOnDevice() - 1))
               : Bytes(0.0);
}

Media StripData::media(int tower) const {
    const llm::Tower& read = model->towers.at(std::size_t(tower));
    switch (read.kind) {
    case llm::Tower::Kind::vision:
        return imageOf(read);
    case llm::Tower::Kind::audio:
        return clipOf(read);
    case llm::Tower::Kind::text:
        break;
    }
    return {{promptTokens, promptTokens}, translated("the prompt of %1 tokens").arg(promptTokens)};
}

std::int64_t StripData::encodedVectors() const {
    if (!model || !model->isEncoderDecoder() || model->towers.empty())
        return 0;
    return media(int(model->towers.size()) - 1).tokens.tokens;
}

std::int64_t StripData::decoderPrompt() const {
    const bool readByTower = model && model->isEncoderDecoder() && !model->towers.empty() &&
                             model->towers.back().kind == llm::Tower::Kind::text;
    return readByTower ? 1 : promptTokens;
}

llm::Step StripData::promptStep(int block) const {
    const int tower = model ? llm::blockPlace(*model, block).tower : -1;
    if (tower >= 0)
        return {llm::Step::Phase::encode, media(tower).tokens.vectors};
    return {llm::Step::Phase::prefill, decoderPrompt(), 1, 0, encodedVectors()};
}

llm::Step StripData::lastStep() const {
    return llm::Step::decode(decoderPrompt() + outputTokens, 1, encodedVectors());
}

StripData makeStripData(const Scenario& scenario, const Deployment& deployment,
                        std::shared_ptr<const llm::Model> model) {
    StripData data;
    data.deployment = deployment;
    data.model = std::move(model);
    data.hostName = hostNameOf(scenario, deployment.host);
    if (const Workload* workload = workloadOf(scenario, deployment.id)) {
        data.promptTokens = workload->promptTokens;
        data.outputTokens = workload->outputTokens;
    }
    if (!data.model) {
        data.problem = translated("The catalogue has no model \"%1\".")
                           .arg(QString::fromStdString(deployment.model))
                           .toStdString();
        return data;
    }
    auto accounting = llm::Accounting::of(*data.model, precisionOf(data));
    if (accounting)
        data.accounting = std::move(*accounting);
    else
        data.problem = accounting.error().message();
    return data;
}

QString towerName(const llm::Tower& tower) {
    switch (tower.kind) {
    case llm::Tower::Kind::vision:
        return translated("Vision");
    case llm::Tower::Kind::audio:
        return translated("Audio");
    case llm::Tower::Kind::text:
        break;
    }
    return translated("Encoder");
}

QString blockName(const StripData& data, int block) {
    const llm::BlockPlace place = llm::blockPlace(*data.model, block);
    const bool layer = place.part == llm::BlockPlace::Part::layer;
    const bool input = place.part == llm::BlockPlace::Part::input;
    if (place.tower < 0)
        return layer   ? translated("Layer %1").arg(place.layer + 1)
               : input ? translated("Embedding")
                       : translated("Output head");
    const QString tower = towerName(data.model->towers[std::size_t(place.tower)]);
    return layer   ? translated("%1 layer %2").arg(tower).arg(place.layer + 1)
           : input ? translated("%1 input").arg(tower)
                   : translated("%1 output").arg(tower);
}

QString sideName(const StripData& data, Side side) {
    if (side == Side::device)
        return translated("Device");
    return data.hostName.empty() ? translated("Host") : QString::fromStdString(data.hostName);
}

QString sideText(const StripData& data, Side side) {
    if (!data.accounting || data.weights(side).si() == 0.0)
        return {};
    return translated("%1: %2, %3")
        .arg(sideName(data, side), schemeName(data.schemeOf(side)), shown(data.weights(side)));
}

QString crossingText(const StripData& data) {
    if (!data.accounting)
        return {};
    if (!data.canBeCut())
        return data.deployment.placement == Placement::split
                   ? translated("An encoder has no decoder to cut. Choose the device or the host for it.")
                   : translated(
                         "An encoder: it runs on one side and writes no text, so that there is no cut.");
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
    const llm::BlockPlace place = llm::blockPlace(*data.model, block);
    const llm::Step step = data.promptStep(block);
    const bool ofDecoder = place.tower < 0 && place.part == llm::BlockPlace::Part::layer;
    QStringList lines{ofDecoder ? translated("Layer %1 of %2").arg(place.layer + 1).arg(data.layers())
                                : blockName(data, block)};
    if (place.part == llm::BlockPlace::Part::layer)
        lines += mixerLine(layerOf(*data.model, place));
    lines += translated("%1 parameters, %2 of weights (%3)")
                 .arg(QLocale().toString(qlonglong(accounting.parameters(range))),
                      shown(accounting.weightBytes(range)), schemeName(data.schemeOf(data.sideOf(block))));
    const QString flop = shown(accounting.work(range, step).flop);
    if (place.tower >= 0) {
        lines += translated("Reading %1: %2").arg(data.media(place.tower).what, flop);
        return lines.join(u'\n');
    }
    const llm::Work decode = accounting.work(range, data.lastStep());
    lines += translated("Prompt of %1 tokens: %2").arg(step.tokens).arg(flop);
    if (data.canBeCut())
        lines += translated("Each output token: %1, %2 read").arg(shown(decode.flop), shown(decode.bytes()));
    if (place.part == llm::BlockPlace::Part::layer && data.canBeCut())
        lines += translated("KV cache: %1 per token").arg(shown(accounting.kvBytesPerToken(range)));
    lines += translated("Output: %1 per token").arg(shown(accounting.outputBytesPerToken(block)));
    lines.removeAll(QString());
    return lines.join(u'\n');
}

} // namespace cellwright
