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

/// Everything as on the host, the device's blocks as on the device.
llm::Precision precisionOf(const StripData& data) {
    const Deployment& deployment = data.deployment;
    llm::Precision precision;
    precision.weights =
        deployment.placement == Placement::device ? deployment.deviceWeights : deployment.hostWeights;
    precision.kvCache = deployment.kvCache;
    precision.activations = deployment.activations;
    for (const auto& part : data.parts)
        if (part.onDevice && data.parts.size() > 1)
            precision.segments.push_back({part.range, deployment.deviceWeights});
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

/// The cuts of a deployment, from the first layer to the last, each between its neighbours.
std::vector<StripCut> cutsOf(const Deployment& deployment, int layers) {
    std::vector<StripCut> cuts;
    const bool split = deployment.placement == Placement::split;
    if (split)
        cuts.push_back({StripCut::Kind::device, deployment.cut});
    if (deployment.placement != Placement::device)
        for (std::size_t i = 0; i < deployment.addedHosts.size(); ++i)
            if (deployment.addedHosts[i].role == HostRole::stage)
                cuts.push_back({StripCut::Kind::stage, deployment.addedHosts[i].fromLayer, i});
    if (split && deployment.tailLayers > 0)
        cuts.push_back({StripCut::Kind::tail, layers - deployment.tailLayers});
    int before = 0;
    for (auto& cut : cuts) {
        cut.layer = std::clamp(cut.layer, before, layers);
        cut.least = before;
        before = cut.layer;
    }
    for (std::size_t i = 0; i < cuts.size(); ++i)
        cuts[i].most = i + 1 < cuts.size() ? cuts[i + 1].layer : layers;
    return cuts;
}

/// Who runs the blocks behind a cut.
StripPart partBehind(const Scenario& scenario, const Deployment& deployment, const StripCut& cut) {
    switch (cut.kind) {
    case StripCut::Kind::device:
        return {false, hostNameOf(scenario, deployment.host), {}};
    case StripCut::Kind::stage:
        return {false, hostNameOf(scenario, deployment.addedHosts[cut.added].host), {}};
    case StripCut::Kind::tail:
        break;
    }
    return {true, {}, {}};
}

/// Cuts and parts of a model that writes text.
void divide(StripData& data, const Scenario& scenario) {
    const Deployment& deployment = data.deployment;
    const int first = llm::firstDecoderBlock(*data.model) + 1; // behind the embedding
    data.cuts = cutsOf(deployment, int(data.model->layers.size()));
    StripPart part{deployment.placement != Placement::host, hostNameOf(scenario, deployment.host), {0, 0}};
    const auto close = [&](int end) {
        part.range.last = end;
        if (part.range.first < part.range.last)
            data.parts.push_back(part);
    };
    for (const StripCut& cut : data.cuts) {
        close(first + cut.layer);
        const int begin = part.range.last;
        part = partBehind(scenario, deployment, cut);
        part.range.first = begin;
    }
    close(llm::blockCount(*data.model));
}

/// "Edge B shares every layer; prompts are processed on Cloud".
QString helpersOf(const Scenario& scenario, const Deployment& deployment) {
    QStringList all;
    if (deployment.placement == Placement::device)
        return {};
    for (const auto& added : deployment.addedHosts) {
        const QString name = QString::fromStdString(hostNameOf(scenario, added.host));
        if (added.role == HostRole::tensor)
            all += translated("%1 shares every layer").arg(name);
        else if (added.role == HostRole::experts)
            all += translated("%1 keeps %2 % of the experts").arg(name).arg(qRound(100 * added.share));
        else if (added.role == HostRole::prefill)
            all += translated("%1 processes the prompts").arg(name);
    }
    return all.join(u"; "_s);
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

void moveCut(Deployment& deployment, const StripCut& cut, int layer, int layers) {
    const int wanted = std::clamp(layer, cut.least, cut.most);
    switch (cut.kind) {
    case StripCut::Kind::device:
        deployment.cut = wanted;
        break;
    case StripCut::Kind::stage:
        deployment.addedHosts.at(cut.added).fromLayer = wanted;
        break;
    case StripCut::Kind::tail:
        deployment.tailLayers = layers - wanted;
        break;
    }
}

int StripData::layersOnDevice() const {
    if (!accounting || parts.empty() || !parts.front().onDevice)
        return 0;
    return std::clamp(parts.front().range.last - accounting->blockOfLayer(0), 0, layers());
}

const StripPart& StripData::partOf(int block) const {
    const auto part =
        std::ranges::find_if(parts, [block](const StripPart& each) { return block < each.range.last; });
    return part == parts.end() ? parts.back() : *part;
}

Scheme StripData::schemeOf(const StripPart& part) const {
    return part.onDevice ? deployment.deviceWeights : deployment.hostWeights;
}

Bytes StripData::weights(const StripPart& part) const {
    return accounting ? accounting->weightBytes(part.range) : Bytes(0.0);
}

Bytes StripData::crossingPerToken(const StripCut& cut) const {
    return accounting ? accounting->outputBytesPerToken(accounting->blockOfLayer(cut.layer - 1)) : Bytes(0.0);
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
    data.helpers = helpersOf(scenario, deployment);
    if (data.canBeCut())
        divide(data, scenario);
    else
        data.parts = {{deployment.placement == Placement::device,
                       hostNameOf(scenario, deployment.host),
                       {0, llm::blockCount(*data.model)}}};
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

QString partName(const StripPart& part) {
    if (part.onDevice)
        return part.range.first == 0 ? translated("Device") : translated("Device, last layers");
    return part.name.empty() ? translated("Host") : QString::fromStdString(part.name);
}

QString partText(const StripData& data, const StripPart& part) {
    return translated("%1: %2, %3")
        .arg(partName(part), schemeName(data.schemeOf(part)), shown(data.weights(part)));
}

namespace {

/// All cuts in one line.
QString cutsText(const StripData& data) {
    if (data.cuts.size() == 1 && data.cuts.front().layer == 0)
        return translated("Cut after the embedding: %1 per token cross it.")
            .arg(shown(data.crossingPerToken(data.cuts.front())));
    if (data.cuts.size() == 1)
        return translated("Cut after layer %1 of %2: %3 per token cross it.")
            .arg(data.cuts.front().layer)
            .arg(data.layers())
            .arg(shown(data.crossingPerToken(data.cuts.front())));
    QStringList places;
    for (const StripCut& cut : data.cuts)
        places += QString::number(cut.layer);
    return translated("Cuts after layers %1 of %2: %3 per token cross each.")
        .arg(places.join(u", "_s))
        .arg(data.layers())
        .arg(shown(data.crossingPerToken(data.cuts.back())));
}

QString placementText(const StripData& data) {
    if (!data.canBeCut())
        return data.deployment.placement == Placement::split
                   ? translated("An encoder has no decoder to cut. Choose the device or the host for it.")
                   : translated(
                         "An encoder: it runs on one side and writes no text, so that there is no cut.");
    if (!data.cuts.empty())
        return cutsText(data);
    return data.deployment.placement == Placement::device
               ? translated("The whole model runs on the device; nothing crosses.")
               : translated("The whole model runs on the host; the prompt crosses as text.");
}

} // namespace

QString crossingText(const StripData& data) {
    if (!data.accounting)
        return {};
    return data.helpers.isEmpty() ? placementText(data) : u"%1 %2."_s.arg(placementText(data), data.helpers);
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
                      shown(accounting.weightBytes(range)), schemeName(data.schemeOf(data.partOf(block))));
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
