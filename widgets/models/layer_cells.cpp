// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/layer_cells.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

QString translated(const char* text) {
    return QCoreApplication::translate("Models", text);
}

QString grouped(std::int64_t count) {
    return QLocale().toString(qlonglong(count));
}

QString attentionName(const llm::Attention& attention) {
    if (!attention.causal)
        return translated("Attention, both ways");
    return attention.window ? translated("Local attention") : translated("Attention");
}

} // namespace

Cell mixerCell(const llm::Layer& layer) {
    QString name = translated("None");
    if (const auto* attention = layer.attention())
        name = attentionName(*attention);
    else if (layer.latent())
        name = translated("Latent attention");
    else if (const auto* state = layer.stateSpace())
        name = state->generation == 2 ? translated("Mamba-2") : translated("Mamba");
    return textCell(layer.cross ? translated("%1 + cross").arg(name) : name);
}

Cell headsCell(const llm::Layer& layer) {
    const auto both = [](std::int64_t heads, std::int64_t kvHeads) {
        return textCell(u"%1 / %2"_s.arg(heads).arg(kvHeads));
    };
    if (const auto* attention = layer.attention())
        return both(attention->heads, attention->kvHeads);
    if (const auto* latent = layer.latent())
        return textCell(translated("%1 / rank %2").arg(latent->heads).arg(latent->kvRank));
    if (const auto* state = layer.stateSpace(); state && state->heads > 0)
        return textCell(QString::number(state->heads));
    return emptyCell();
}

Cell windowCell(const llm::Layer& layer) {
    if (const auto* state = layer.stateSpace())
        return textCell(translated("state %1 × %2").arg(state->inner).arg(state->state));
    const auto* attention = layer.attention();
    return attention && attention->window ? countCell(*attention->window) : emptyCell();
}

Cell feedForwardCell(const llm::Layer& layer) {
    if (layer.feedForward.width == 0)
        return emptyCell();
    Cell cell = countCell(layer.feedForward.width);
    if (layer.feedForward.gated)
        cell.text = translated("%1, gated").arg(cell.text);
    return cell;
}

Cell expertsCell(const llm::Layer& layer) {
    if (!layer.experts)
        return emptyCell();
    const llm::Experts& experts = *layer.experts;
    QString text = translated("%1 of %2, width %3")
                       .arg(grouped(experts.perToken), grouped(experts.count), grouped(experts.width));
    if (experts.sharedWidth > 0)
        text = translated("%1 + shared %2").arg(text, grouped(experts.sharedWidth));
    return textCell(text);
}

Cell formatCell(const llm::Accounting& accounting, int block) {
    std::map<std::string_view, double> bytes;
    const auto tensors = accounting.tensors(block);
    const auto formats = accounting.formats(block);
    for (std::size_t i = 0; i < tensors.size(); ++i)
        if (tensors[i].rows > 1)
            bytes[llm::formatName(formats[i])] +=
                double(llm::tensorBytes(formats[i], tensors[i].rows, tensors[i].cols)) *
                double(tensors[i].count);
    std::vector<std::pair<double, std::string_view>> ranked;
    for (const auto& [name, size] : bytes)
        ranked.emplace_back(-size, name);
    std::ranges::sort(ranked);
    QStringList names;
    for (const auto& [size, name] : ranked)
        names += QString::fromUtf8(name.data(), qsizetype(name.size()));
    return names.isEmpty() ? emptyCell() : textCell(names.join(u" + "_s));
}

} // namespace cellwright
