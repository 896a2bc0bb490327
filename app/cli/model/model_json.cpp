// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/model/model_output.h"
#include "app/cli/model/model_quality.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace cellwright::cli {
namespace {

Json workJson(const llm::Work& work) {
    return {{"flop", work.flop.si()},
            {"bytes", whole(work.bytes())},
            {"weight_bytes", whole(work.weightBytes)},
            {"kv_bytes", whole(work.kvBytesRead + work.kvBytesWritten)},
            {"activation_bytes", whole(work.activationBytes)}};
}

std::string_view kindName(llm::OperationKind kind) {
    constexpr std::array<std::string_view, llm::operationKinds> names{
        "embedding", "attention_matrix", "attention", "feed_forward", "experts", "state_space",
        "head",      "elementwise",      "tower"};
    return names[std::size_t(kind)];
}

Json operationsJson(const ModelSubject& s, int block, const TowerUse* tower) {
    Json operations = Json::array();
    for (const auto& operation : s.accounting().operations(s.model, block)) {
        Json entry{{"name", operation.name},
                   {"kind", kindName(operation.kind)},
                   {"parameters", operation.cost.parameters}};
        if (tower) {
            entry["encode"] = workJson(llm::workOf(operation, s.encodeStep(*tower)));
        } else {
            entry["prefill"] = workJson(llm::workOf(operation, s.prefillStep()));
            entry["decode"] =
                s.model.generates() ? workJson(llm::workOf(operation, s.decodeStep())) : Json(nullptr);
        }
        operations.push_back(std::move(entry));
    }
    return operations;
}

Json layersJson(const ModelSubject& s) {
    const auto& accounting = s.accounting();
    const auto towers = s.towers();
    Json layers = Json::array();
    for (int block = 0; block < accounting.blocks(); ++block) {
        const llm::BlockRange range{block, block + 1};
        const auto tower = std::ranges::find_if(towers, [&](const TowerUse& use) {
            return block >= use.blocks.first && block < use.blocks.last;
        });
        Json layer{{"index", block},
                   {"name", accounting.blockName(block)},
                   {"parameters", accounting.parameters(range)},
                   {"weight_bytes", whole(accounting.weightBytes(range))},
                   {"prefill_flop", s.prefill(range).flop.si()},
                   {"decode_flop", s.decode(range).flop.si()},
                   {"output_bytes_per_token", whole(accounting.outputBytesPerToken(block))}};
        const bool encodes = tower != towers.end();
        if (encodes)
            layer["encode_flop"] = accounting.work(range, s.encodeStep(*tower)).flop.si();
        if (s.options.operations)
            layer["operations"] = operationsJson(s, block, encodes ? &*tower : nullptr);
        layers.push_back(std::move(layer));
    }
    return layers;
}

Json weightsJson(const ModelSubject& s) {
    return {{"scheme", llm::schemeName(s.weights)},
            {"from_file", s.mixed},
            {"bits_per_weight", s.accounting().bitsPerWeight(s.whole())},
            {"bytes", whole(s.accounting().weightBytes(s.whole()))}};
}

Json cacheJson(const ModelSubject& s) {
    return {{"scheme", llm::schemeName(s.options.kv)},
            {"context", s.context},
            {"bytes_per_token", whole(s.accounting().kvBytesPerToken(s.whole()))},
            {"bytes", whole(s.accounting().kvBytes(s.whole(), s.context, s.options.batch, s.encoded))}};
}

Json memoryJson(const ModelSubject& s) {
    const auto memory = s.memory(s.whole());
    const bool paged = s.options.layout == llm::KvLayout::paged;
    return {{"runtime", llm::runtimeName(s.options.runtime)},
            {"kv_layout", paged ? "paged" : "contiguous"},
            {"page_tokens", paged ? Json(s.options.page) : Json(nullptr)},
            {"weights", whole(memory.weights)},
            {"kv_cache", whole(memory.kvCache)},
            {"kv_waste", whole(memory.kvWaste)},
            {"workspace", whole(memory.workspace)},
            {"logits", whole(memory.logits)},
            {"overhead", whole(memory.overhead)},
            {"total", whole(memory.total)}};
}

Json fitsJson(const ModelSubject& s, Bytes memory) {
    const auto batch = llm::largestBatch(s.model, s.accounting(), s.whole(), s.load(), memory);
    const auto context = llm::largestContext(s.model, s.accounting(), s.whole(), s.load(), memory);
    return {{"memory_bytes", whole(memory)},
            {"max_batch", batch},
            {"max_context", context},
            {"beyond_model", context > s.model.maxContext},
            {"usable_context", std::min(context, s.model.maxContext)}};
}

Json sideJson(const ModelSubject& s, llm::BlockRange range, Scheme weights) {
    return {{"scheme", llm::schemeName(weights)},
            {"parameters", s.accounting().parameters(range)},
            {"weight_bytes", whole(s.accounting().weightBytes(range))},
            {"kv_bytes", whole(s.accounting().kvBytes(range, s.context, s.options.batch, s.encoded))},
            {"memory_bytes", whole(s.memory(range).total)},
            {"prefill_flop", s.prefill(range).flop.si()},
            {"decode_flop", s.decode(range).flop.si()}};
}

Json cutJson(const ModelSubject& s, int cut) {
    const auto below = s.accounting().below(cut);
    const Bytes each = s.accounting().outputBytesPerToken(below.last - 1);
    return {{"layer", cut},
            {"activations", llm::schemeName(s.options.activations)},
            {"bytes_per_token", whole(each)},
            {"encoded_bytes", whole(encodedBytesAcross(s, cut))},
            {"prefill_bytes", whole(each * double(s.prompt * s.options.batch) + encodedBytesAcross(s, cut))},
            {"decode_bytes", whole(each * double(s.options.batch))},
            {"below", sideJson(s, below, s.options.cutWeights.value_or(s.weights))},
            {"above", sideJson(s, s.accounting().above(cut), s.weights)}};
}

Json expertsJson(const ModelSubject& s, const llm::Experts& experts) {
    const auto distinct = [&](double tokens) {
        return llm::distinctExperts(double(experts.count), double(experts.perToken), tokens);
    };
    const double batch = double(s.options.batch);
    return {{"count", experts.count},
            {"per_token", experts.perToken},
            {"width", experts.width},
            {"shared_width", experts.sharedWidth},
            {"layers", std::ranges::count_if(s.model.layers,
                                             [](const llm::Layer& l) { return l.experts.has_value(); })},
            {"distinct_expected_prefill", distinct(batch * double(s.prompt))},
            {"distinct_expected_decode", distinct(batch)}};
}

Json towerJson(const ModelSubject& s, const TowerUse& use) {
    const auto& tower = s.model.towers[std::size_t(use.index)];
    const auto work = s.accounting().work(use.blocks, s.encodeStep(use));
    constexpr std::array<std::string_view, 3> kinds{"vision", "audio", "text"};
    return {{"name", tower.name},
            {"kind", kinds[std::size_t(tower.kind)]},
            {"parameters", s.accounting().parameters(use.blocks)},
            {"layers", tower.layers.size()},
            {"hidden", tower.hidden},
            {"weight_bytes", whole(s.accounting().weightBytes(use.blocks))},
            {"per", use.per},
            {"vectors", use.media.vectors},
            {"tokens", use.media.tokens},
            {"encode", workJson(work)}};
}

void addTowers(const ModelSubject& s, Json& document) {
    Json towers = Json::array();
    for (const auto& use : s.towers())
        towers.push_back(towerJson(s, use));
    if (towers.empty())
        return;
    if (s.model.isEncoderDecoder()) {
        document["encoder"] = towers.front();
        document["encoded"] = s.encoded;
    }
    document["towers"] = std::move(towers);
}

Json headJson(const ModelSubject& s) {
    const auto count = llm::countParameters(s.model);
    return {{"id", s.model.id},
            {"name", s.model.name},
            {"family", s.model.family},
            {"licence", s.model.licence},
            {"source", s.model.source},
            {"verified", s.model.verified},
            {"parameters",
             {{"total", count.total},
              {"active", count.active},
              {"embedding", count.embedding},
              {"towers", count.towers}}},
            {"layers", s.accounting().layers()},
            {"hidden", s.model.hidden},
            {"vocabulary", s.model.vocabulary},
            {"max_context", s.model.maxContext},
            {"tied_embeddings", s.model.tiedEmbeddings},
            {"generates", s.model.generates()},
            {"notes", s.notes}};
}

} // namespace

Bytes encodedBytesAcross(const ModelSubject& s, int cut) {
    return s.accounting().encodedBytesPerVector(cut) * double(s.encoded * s.options.batch);
}

Json modelJson(const ModelSubject& s) {
    Json document = headJson(s);
    document["weights"] = weightsJson(s);
    document["kv_cache"] = cacheJson(s);
    document["state_bytes"] = whole(s.accounting().stateBytes(s.whole()));
    document["memory"] = memoryJson(s);
    if (s.options.memory)
        document["fits"] = fitsJson(s, *s.options.memory);
    document["prompt"] = s.prompt;
    document["generate"] = s.options.generate;
    document["batch"] = s.options.batch;
    document["prefill"] = workJson(s.prefill(s.whole()));
    document["decode"] = s.model.generates() ? workJson(s.decode(s.whole())) : Json(nullptr);
    if (const auto* experts = s.experts())
        document["experts"] = expertsJson(s, *experts);
    addTowers(s, document);
    if (s.options.cut)
        document["cut"] = cutJson(s, int(*s.options.cut));
    if (s.options.training.asked)
        document["training"] = TrainingPlan(s).json();
    document["quality"] = qualityJson(s.model, s.weights);
    document["layer"] = layersJson(s);
    return document;
}

} // namespace cellwright::cli
