// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/model/model_subject.h"

#include "app/cli/command.h"
#include "data/catalogue/model_files.h"

#include <algorithm>
#include <utility>

namespace cellwright::cli {

Expected<ModelSource> modelSource(const std::string& spec) {
    return catalogue::resolveModelFile(spec).map([](weights::ModelFile file) {
        ModelSource source{std::move(file.model)};
        if (!file.files.empty())
            source.scheme = file.scheme;
        source.mix = std::move(file.mix);
        source.notes = std::move(file.notes);
        return source;
    });
}

Json whole(double value) {
    return value < 9007199254740992.0 ? Json(std::int64_t(value)) : Json(value);
}

ModelSubject::ModelSubject(const ModelOptions& given, ModelSource source)
    : options(given)
    , model(source.model)
    , weights(given.weights.value_or(source.scheme.value_or(Scheme::f16)))
    , mixed(!given.weights && source.mix)
    , notes(source.notes) {
    const auto layers = std::int64_t(model.layers.size());
    if (options.cut && *options.cut > layers)
        throw WrongUsage("--cut: " + std::to_string(*options.cut) + " is beyond the " +
                         std::to_string(layers) + " layers of " + model.id + " (give a number from 0 to " +
                         std::to_string(layers) + ")");
    for (const auto& some : options.layerFormats)
        if (some.last >= layers)
            throw WrongUsage("--layers: layer " + std::to_string(some.last) + " is beyond the " +
                             std::to_string(layers) + " layers of " + model.id + " (0 to " +
                             std::to_string(layers - 1) + ")");
    auto made = llm::Accounting::of(model, precision(source));
    if (!made)
        throw WrongUsage(made.error().message());
    accounting_ = std::move(*made);
    chooseTokens();
}

Expected<LayerFormats> parseLayerFormats(const std::string& text) {
    const auto refused = [&] {
        return failure(
            "\"" + text + "\" names no layers and format", "command line",
            "FIRST-LAST=SCHEME or LAYER=SCHEME, such as 0-7=q8_0; 0-7=q4_0,q8_0 for a KV cache too");
    };
    const auto equals = text.find('=');
    if (equals == std::string::npos)
        return refused();
    const auto layer = [](const std::string& digits) {
        const bool plain = !digits.empty() && digits.size() <= 4 &&
                           digits.find_first_not_of("0123456789") == std::string::npos;
        return plain ? std::stoll(digits) : -1;
    };
    const std::string layers = text.substr(0, equals), schemes = text.substr(equals + 1);
    const auto dash = layers.find('-'), comma = schemes.find(',');
    LayerFormats formats;
    formats.first = layer(layers.substr(0, dash));
    formats.last = dash == std::string::npos ? formats.first : layer(layers.substr(dash + 1));
    if (formats.first < 0 || formats.last < formats.first)
        return refused();
    const auto weights = llm::parseScheme(schemes.substr(0, comma));
    if (!weights)
        return tl::make_unexpected(weights.error());
    formats.weights = *weights;
    if (comma == std::string::npos)
        return formats;
    return llm::parseScheme(schemes.substr(comma + 1)).map([&](Scheme kv) {
        formats.kv = kv;
        return formats;
    });
}

llm::Precision ModelSubject::precision(const ModelSource& source) const {
    llm::Precision chosen{weights, options.kv, options.activations, {}};
    if (mixed)
        chosen.mix = source.mix;
    if (options.cut && options.cutWeights)
        chosen.segments.push_back(
            {{0, llm::firstDecoderBlock(model) + 1 + int(*options.cut)}, *options.cutWeights, std::nullopt});
    const int first = llm::firstDecoderBlock(model) + 1;
    for (const auto& layers : options.layerFormats)
        chosen.segments.push_back(
            {{first + int(layers.first), first + int(layers.last) + 1}, layers.weights, layers.kv});
    return chosen;
}

/// What a text encoder reads is the prompt; the decoder then starts from one token. Sound fills its encoder.
void ModelSubject::chooseTokens() {
    prompt = options.prompt.value_or(512);
    if (model.isEncoderDecoder()) {
        const bool both = options.encoded && options.prompt;
        encoded = options.encoded.value_or(prompt);
        for (const auto& tower : towers())
            if (!options.encoded && model.towers[std::size_t(tower.index)].kind != llm::Tower::Kind::text)
                encoded = tower.media.tokens;
        const bool sound = std::ranges::any_of(
            model.towers, [](const llm::Tower& tower) { return tower.kind == llm::Tower::Kind::audio; });
        if (!both && !(sound && options.prompt))
            prompt = 1;
    }
    context = options.context > 0 ? options.context : prompt + options.generate;
}

llm::Step ModelSubject::prefillStep() const {
    return {llm::Step::Phase::prefill, prompt, options.batch, 0, encoded};
}
llm::Step ModelSubject::decodeStep() const {
    return llm::Step::decode(context, options.batch, encoded);
}
llm::Work ModelSubject::prefill(llm::BlockRange range) const {
    return accounting().work(range, prefillStep());
}
llm::Work ModelSubject::decode(llm::BlockRange range) const {
    return accounting().work(range, decodeStep());
}

llm::ServingLoad ModelSubject::load() const {
    llm::ServingLoad load;
    load.prompt = prompt;
    load.context = std::min(context, prompt + options.generate);
    load.capacity = context;
    if (options.layout == llm::KvLayout::paged || options.context < load.context)
        load.context = context;
    load.batch = options.batch;
    load.encoded = encoded;
    load.layout = options.layout;
    load.pageTokens = options.page;
    load.runtime = options.runtime;
    return load;
}

llm::ServingMemory<NullRecorder> ModelSubject::memory(llm::BlockRange range) const {
    NullRecorder none;
    return llm::servingMemory(none, model, accounting(), range, load());
}

std::vector<TowerUse> ModelSubject::towers() const {
    std::vector<TowerUse> uses;
    for (std::size_t i = 0; i < model.towers.size(); ++i) {
        const auto& tower = model.towers[i];
        TowerUse use{int(i), llm::towerBlocks(model, int(i)), {}, {}};
        switch (tower.kind) {
        case llm::Tower::Kind::vision:
            use.media = llm::imageTokens(tower, options.imageWidth, options.imageHeight);
            use.per =
                std::to_string(options.imageWidth) + "x" + std::to_string(options.imageHeight) + " image";
            break;
        case llm::Tower::Kind::audio:
            use.media = llm::audioTokens(tower, options.audioSeconds);
            use.per = roundedText(options.audioSeconds) + " s of audio";
            break;
        case llm::Tower::Kind::text:
            use.media = {encoded, encoded};
            use.per = "encoder input";
            break;
        }
        uses.push_back(use);
    }
    return uses;
}

llm::Step ModelSubject::encodeStep(const TowerUse& tower) const {
    return {llm::Step::Phase::encode, tower.media.vectors, options.batch};
}

const llm::Experts* ModelSubject::experts() const {
    for (const auto& layer : model.layers)
        if (layer.experts)
            return &*layer.experts;
    return nullptr;
}

std::string ModelSubject::schemeText() const {
    const std::string name(llm::schemeName(weights));
    return mixed ? name + " (the file's own mix)" : name;
}

} // namespace cellwright::cli
