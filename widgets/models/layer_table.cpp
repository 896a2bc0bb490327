// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/layer_table.h"

#include "widgets/models/layer_cells.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace cellwright {
namespace {

std::vector<ColumnHead> heads() {
    return {
        {LayerTable::tr("Block"), u"block"_s,
         LayerTable::tr("In the order in which they run; towers come first")},
        {LayerTable::tr("Runs on"), u"runs_on"_s, LayerTable::tr("The side of the cut that keeps the block")},
        {LayerTable::tr("Mixer"), u"mixer"_s, LayerTable::tr("How tokens exchange information in the layer")},
        {LayerTable::tr("Heads / KV"), u"heads_kv"_s,
         LayerTable::tr("Query heads, and heads of keys and values that are cached")},
        {LayerTable::tr("Window"), u"window_tokens"_s,
         LayerTable::tr("Tokens that a position can see where it cannot see all; of state-space layers "
                        "the state that they keep instead")},
        {LayerTable::tr("Feed-forward"), u"feed_forward_width"_s,
         LayerTable::tr("Inner width of the dense feed-forward network")},
        {LayerTable::tr("Experts"), u"experts"_s,
         LayerTable::tr("Experts that a token passes, of how many, and their width")},
        {LayerTable::tr("Width"), u"width"_s, LayerTable::tr("Elements of the hidden vector")},
        {LayerTable::tr("Parameters"), u"parameters"_s,
         LayerTable::tr("Exact; of a tied output head those that the embedding lacks")},
        {LayerTable::tr("Format"), u"format"_s,
         LayerTable::tr("Formats of the matrices, the one with most bytes first")},
        {LayerTable::tr("Weights"), u"weight_bytes"_s, LayerTable::tr("Bytes that the block's host stores")},
        {LayerTable::tr("Prompt FLOP"), u"prompt_flop"_s,
         LayerTable::tr("FLOP for the prompt of one request; of towers for what they read")},
        {LayerTable::tr("Token FLOP"), u"token_flop"_s,
         LayerTable::tr("FLOP for one output token at the end of the answer")},
        {LayerTable::tr("KV / token"), u"kv_bytes_per_token"_s,
         LayerTable::tr("Bytes that the cache grows by with each token")},
        {LayerTable::tr("Output / token"), u"output_bytes_per_token"_s,
         LayerTable::tr("Bytes that leave the block per token: what a cut here would send")},
    };
}

void describeLayer(CellTable::Row& row, const llm::Layer& layer) {
    row[LayerTable::Mixer] = mixerCell(layer);
    row[LayerTable::Heads] = headsCell(layer);
    row[LayerTable::Window] = windowCell(layer);
    row[LayerTable::FeedForward] = feedForwardCell(layer);
    row[LayerTable::ExpertsColumn] = expertsCell(layer);
}

} // namespace

CellTable::Row LayerTable::rowOf(const StripData& data, int block) {
    const llm::Accounting& accounting = *data.accounting;
    const llm::BlockRange range{block, block + 1};
    const llm::BlockPlace place = llm::blockPlace(*data.model, block);
    Row row(ColumnCount, emptyCell());
    for (int column = Width; column < ColumnCount; ++column)
        row[std::size_t(column)].number = column != Format;
    row[Block] = textCell(blockName(data, block));
    row[RunsOn] = textCell(partName(data.partOf(block)));
    if (place.part == llm::BlockPlace::Part::layer)
        describeLayer(row, layerOf(*data.model, place));
    const bool tower = place.tower >= 0;
    row[Width] = countCell(tower ? data.model->towers[std::size_t(place.tower)].hidden : data.model->hidden);
    row[Parameters] = countCell(accounting.parameters(range));
    row[Format] = formatCell(accounting, block);
    row[Weights] = bytesCell(accounting.weightBytes(range));
    row[PromptFlop] = flopCell(accounting.work(range, data.promptStep(block)).flop);
    if (!tower && data.canBeCut()) {
        row[TokenFlop] = flopCell(accounting.work(range, data.lastStep()).flop);
        row[KvPerToken] = bytesCell(accounting.kvBytesPerToken(range));
    }
    row[OutputPerToken] = bytesCell(accounting.outputBytesPerToken(block));
    return row;
}

LayerTable::LayerTable(QObject* parent)
    : CellTable(heads(), parent) {}

void LayerTable::setStrip(const StripData& data) {
    std::vector<Row> rows;
    rows.reserve(std::size_t(data.blocks()));
    for (int block = 0; block < data.blocks(); ++block)
        rows.push_back(rowOf(data, block));
    setRows(std::move(rows), model_ == data.model);
    model_ = data.model;
}

} // namespace cellwright
