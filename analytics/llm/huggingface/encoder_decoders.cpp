// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Encoder-decoders: T5, BART and their relatives, and Whisper, whose encoder hears.
#include "analytics/llm/huggingface/families.h"

#include <array>

namespace cellwright::llm::huggingface {
namespace {

/// T5's layers; the table of distances is `everywhere` (umT5) or in the first layer.
std::vector<Layer> t5Layers(const Layer& pattern, std::int64_t count, std::int64_t buckets, bool everywhere) {
    std::vector<Layer> layers(std::size_t(count), pattern);
    for (std::size_t i = 0; i < (everywhere ? layers.size() : 1); ++i)
        layers[i].attention()->relativeBuckets = buckets;
    return layers;
}

Tower t5Encoder(const Model& model, std::vector<Layer> layers) {
    Tower tower;
    tower.kind = Tower::Kind::text;
    tower.name = "T5 encoder";
    tower.hidden = model.hidden;
    tower.vocabulary = model.vocabulary;
    tower.sharedTable = true;
    tower.positions = PositionEmbedding::relative;
    tower.norm = Norm::rms;
    tower.outputNorm = true;
    tower.layers = std::move(layers);
    for (auto& layer : tower.layers)
        layer.attention()->causal = false;
    return tower;
}

/// "relu" (T5), or "gated-gelu" (T5 1.1, Flan-T5, mT5).
bool isGated(ConfigFields& fields) {
    const auto kind = fields.text("feed_forward_proj", "relu");
    const bool gated = kind.starts_with("gated-");
    if (!gated && kind.find('-') != std::string::npos)
        fields.refuse("feed_forward_proj", inQuotes(kind) + " is not a feed-forward network known here",
                      "an activation, or gated- and an activation");
    return gated;
}

Model readT5(ConfigFields& fields, bool tied, bool everywhere) {
    Reader reader(fields, {.hidden = "d_model",
                           .layers = "num_layers",
                           .heads = "num_heads",
                           .positions = "n_positions",
                           .activation = "dense_act_fn"});
    auto& attention = reader.attention();
    attention.headDim = fields.integer("d_kv", 1, Limits::hidden);
    reader.feedForwardWidth("d_ff");
    reader.layer.feedForward.gated = isGated(fields);
    reader.model.positions = PositionEmbedding::relative;
    reader.tied(tied);
    const auto buckets = fields.integer("relative_attention_num_buckets", 1, Limits::vocabulary, 32);
    reader.model.towers = {
        t5Encoder(reader.model, t5Layers(reader.layer, reader.layers(), buckets, everywhere))};
    reader.layer.cross = attention;
    const auto decoders = fields.integer("num_decoder_layers", 1, Limits::layers, reader.layers());
    reader.model.layers = t5Layers(reader.layer, decoders, buckets, everywhere);
    return reader.model;
}

/// The sizes of one half of BART or Whisper.
struct Half {
    std::int64_t layers = 1;
    Layer layer;
};

Half readHalf(ConfigFields& fields, std::int64_t hidden, const char* layers, const char* heads,
              const char* width) {
    Half half;
    half.layers = fields.integer(layers, 1, Limits::layers);
    auto& attention = *half.layer.attention();
    attention.heads = attention.kvHeads = fields.integer(heads, 1, Limits::hidden);
    attention.headDim = hidden / attention.heads;
    if (hidden % attention.heads != 0)
        fields.refuse(heads,
                      std::to_string(hidden) + " channels cannot be shared by " +
                          std::to_string(attention.heads) + " heads",
                      "a divisor of d_model");
    attention.qkvBias = attention.outputBias = true;
    half.layer.feedForward = {
        .width = fields.integer(width, 1, Limits::feedForward), .gated = false, .bias = true};
    return half;
}

Half readEncoder(ConfigFields& fields, std::int64_t hidden) {
    auto half = readHalf(fields, hidden, "encoder_layers", "encoder_attention_heads", "encoder_ffn_dim");
    half.layer.attention()->causal = false;
    return half;
}

Half readDecoderHalf(ConfigFields& fields, std::int64_t hidden) {
    auto half = readHalf(fields, hidden, "decoder_layers", "decoder_attention_heads", "decoder_ffn_dim");
    half.layer.cross = *half.layer.attention();
    return half;
}

Model commonOf(ConfigFields& fields, const char* positions) {
    Model model;
    model.hidden = fields.integer("d_model", 1, Limits::hidden);
    model.vocabulary = fields.integer("vocab_size", 1, Limits::vocabulary);
    model.maxContext = fields.integer(positions, 1, Limits::context);
    model.activation = fields.text("activation_function", "");
    model.tiedEmbeddings = fields.boolean("tie_word_embeddings", true);
    model.norm = Norm::layer;
    return model;
}

struct BartVariant {
    bool finalNorms;     ///< mBART, NLLB
    bool embeddingNorms; ///< BART, mBART
    bool learned;        ///< positions; else computed (NLLB)
};

Model readBart(ConfigFields& fields, const BartVariant& variant) {
    constexpr std::int64_t offset = 2; // The position tables begin at row 2.
    Model model = commonOf(fields, "max_position_embeddings");
    model.positions = variant.learned ? PositionEmbedding::learned : PositionEmbedding::sinusoidal;
    model.learnedPositions = variant.learned ? model.maxContext + offset : 0;
    model.embeddingNorm = variant.embeddingNorms;
    model.finalNorm = variant.finalNorms;
    const auto encoder = readEncoder(fields, model.hidden);
    Tower tower;
    tower.kind = Tower::Kind::text;
    tower.name = "encoder";
    tower.hidden = model.hidden;
    tower.vocabulary = model.vocabulary;
    tower.sharedTable = true;
    tower.positions = model.positions;
    tower.learnedPositions = model.learnedPositions;
    tower.inputNorm = variant.embeddingNorms;
    tower.outputNorm = variant.finalNorms;
    tower.layers.assign(std::size_t(encoder.layers), encoder.layer);
    model.towers = {tower};
    const auto decoder = readDecoderHalf(fields, model.hidden);
    model.layers.assign(std::size_t(decoder.layers), decoder.layer);
    return model;
}

/// Mel spectrum of 30 s at 100 frames per second, two convolutions of 3 taps, the second with stride 2.
Tower whisperEncoder(ConfigFields& fields, std::int64_t hidden) {
    const auto half = readEncoder(fields, hidden);
    const auto bins = fields.integer("num_mel_bins", 1, 10'000);
    Tower tower;
    tower.kind = Tower::Kind::audio;
    tower.name = "Whisper encoder";
    tower.hidden = hidden;
    tower.positions = PositionEmbedding::sinusoidal;
    tower.learnedPositions = fields.integer("max_source_positions", 1, Limits::vocabulary, 1500);
    tower.outputNorm = true;
    tower.input = {{"conv1d_1", hidden, 3 * bins, true, 2}, {"conv1d_2", hidden, 3 * hidden, true, 1}};
    tower.layers.assign(std::size_t(half.layers), half.layer);
    for (auto& layer : tower.layers)
        layer.attention()->noKeyBias = true;
    tower.media = {.vectorsPerSecond = 50.0, .chunkSeconds = double(tower.learnedPositions) / 50.0};
    return tower;
}

Model readWhisper(ConfigFields& fields) {
    Model model = commonOf(fields, "max_target_positions");
    model.positions = PositionEmbedding::learned;
    model.learnedPositions = model.maxContext;
    model.towers = {whisperEncoder(fields, model.hidden)};
    auto decoder = readDecoderHalf(fields, model.hidden);
    decoder.layer.attention()->noKeyBias = decoder.layer.cross->noKeyBias = true;
    model.layers.assign(std::size_t(decoder.layers), decoder.layer);
    return model;
}

constexpr std::array families{
    Family{"t5", "T5", [](ConfigFields& fields) { return readT5(fields, true, false); }},
    Family{"mt5", "MT5", [](ConfigFields& fields) { return readT5(fields, false, false); }},
    Family{"umt5", "UMT5", [](ConfigFields& fields) { return readT5(fields, false, true); }},
    Family{"bart", "Bart",
           [](ConfigFields& fields) {
               return readBart(fields, {false, true, true});
           }},
    Family{"mbart", "MBart",
           [](ConfigFields& fields) {
               return readBart(fields, {true, true, true});
           }},
    Family{"m2m_100", "M2M100",
           [](ConfigFields& fields) {
               return readBart(fields, {true, false, false});
           }},
    Family{"whisper", "Whisper", readWhisper},
};

} // namespace

std::span<const Family> sequenceFamilies() {
    return families;
}

} // namespace cellwright::llm::huggingface
