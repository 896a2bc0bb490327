// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/llm/model.h"

#include "analytics/llm/tensors.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace cellwright::llm {
namespace {

/// Collects the first violation; later ones would often follow from it.
class Checker {
public:
    explicit Checker(std::string_view where)
        : where_(where) {}

    /// The field's name is put together only for a message.
    void within(std::int64_t value, std::int64_t low, std::int64_t high, std::string_view prefix,
                std::string_view name) {
        if (value >= low && value <= high)
            return;
        const std::string field = std::string(prefix).append(name);
        refuse(field + " is " + std::to_string(value), field,
               "between " + std::to_string(low) + " and " + std::to_string(high));
    }
    void within(std::int64_t value, std::int64_t low, std::int64_t high, std::string_view name) {
        within(value, low, high, {}, name);
    }
    void require(bool holds, const std::string& what, const std::string& field, const std::string& remedy) {
        if (!holds)
            refuse(what, field, remedy);
    }
    [[nodiscard]] Expected<void> result() const { return result_; }

private:
    void refuse(const std::string& what, const std::string& field, const std::string& remedy) {
        if (result_)
            result_ = failure(what, (where_.empty() ? "model, " : where_ + ", ") + field, remedy);
    }
    std::string where_;
    Expected<void> result_;
};

/// A product of two factors of at most 1e7 each cannot overflow.
void checkHeads(Checker& checker, std::int64_t heads, std::int64_t dimension, const std::string& prefix) {
    checker.within(heads, 1, Limits::hidden, prefix, "attention heads");
    checker.within(dimension, 1, Limits::hidden, prefix, "head dimension");
    if (checker.result())
        checker.within(heads * dimension, 1, Limits::hidden, prefix, "attention heads times head dimension");
}

void checkAttention(Checker& checker, const Attention& a, const std::string& layer) {
    checkHeads(checker, a.heads, a.headDim, layer);
    checker.within(a.kvHeads, 1, Limits::hidden, layer, "key-value heads");
    checker.within(a.relativeBuckets, 0, Limits::vocabulary, layer, "distance buckets");
    if (!checker.result())
        return;
    checker.require(a.kvHeads <= a.heads && a.heads % a.kvHeads == 0,
                    std::to_string(a.heads) + " attention heads cannot share " + std::to_string(a.kvHeads) +
                        " key-value heads",
                    layer + "key-value heads", "a divisor of the number of attention heads");
    if (a.window)
        checker.within(*a.window, 1, Limits::context, layer, "sliding window");
}

void checkLatent(Checker& checker, const LatentAttention& a, const std::string& layer) {
    checker.within(a.queryRank, 0, Limits::hidden, layer, "query rank");
    checker.within(a.kvRank, 1, Limits::hidden, layer, "key-value rank");
    checker.within(a.contentDim, 1, Limits::hidden, layer, "head dimension without position");
    checker.within(a.ropeDim, 0, Limits::hidden, layer, "head dimension with position");
    checker.within(a.valueDim, 1, Limits::hidden, layer, "value dimension");
    if (checker.result())
        checkHeads(checker, a.heads, std::max(a.contentDim + a.ropeDim, a.valueDim), layer);
}

void checkStateSpace(Checker& checker, const StateSpace& s, const std::string& layer) {
    const bool second = s.generation == 2;
    checker.within(s.generation, 1, 2, layer, "state-space generation");
    checker.within(s.inner, 1, Limits::hidden, layer, "state-space channels");
    checker.within(s.state, 1, Limits::hidden, layer, "state size");
    checker.within(s.kernel, 1, 1000, layer, "convolution taps");
    checker.within(s.rank, second ? 0 : 1, Limits::hidden, layer, "time-step rank");
    checker.within(s.heads, second ? 1 : 0, Limits::hidden, layer, "state-space heads");
    checker.within(s.groups, 1, Limits::hidden, layer, "state-space groups");
    if (checker.result())
        checker.within(s.groups * s.state, 1, Limits::hidden, layer, "state-space groups times state size");
}

void checkExperts(Checker& checker, const Experts& e, const std::string& layer) {
    checker.within(e.count, 1, Limits::experts, layer, "experts");
    checker.within(e.perToken, 1, std::max<std::int64_t>(e.count, 1), layer, "experts per token");
    checker.within(e.width, 1, Limits::feedForward, layer, "width of an expert");
    checker.within(e.sharedWidth, 0, Limits::feedForward, layer, "width of the shared expert");
}

void checkLayer(Checker& checker, const Layer& layer, const std::string& prefix) {
    if (const auto* attention = layer.attention())
        checkAttention(checker, *attention, prefix);
    if (const auto* latent = layer.latent())
        checkLatent(checker, *latent, prefix);
    if (const auto* state = layer.stateSpace())
        checkStateSpace(checker, *state, prefix);
    if (layer.cross)
        checkAttention(checker, *layer.cross, prefix + "cross-attention, ");
    if (layer.experts)
        checkExperts(checker, *layer.experts, prefix);
    // A layer does something: Mamba blocks and Nemotron-H's attention have no feed-forward, others no mixer.
    const bool idle = !layer.experts && std::holds_alternative<std::monostate>(layer.mixer);
    checker.within(layer.feedForward.width, idle ? 1 : 0, Limits::feedForward, prefix, "feed-forward width");
}

void checkLayers(Checker& checker, const std::vector<Layer>& layers, const std::string& prefix) {
    checker.within(std::int64_t(layers.size()), 1, Limits::layers, prefix, "layers");
    std::vector<const Layer*> seen; // Layers often take turns.
    for (std::size_t i = 0; i < layers.size() && checker.result(); ++i) {
        if (std::ranges::any_of(seen, [&](const Layer* earlier) { return *earlier == layers[i]; }))
            continue;
        checkLayer(checker, layers[i], prefix + "layer " + std::to_string(i) + " ");
        if (seen.size() < 8)
            seen.push_back(&layers[i]);
    }
}

void checkProjections(Checker& checker, const std::vector<Projection>& projections,
                      const std::string& prefix) {
    checker.within(std::int64_t(projections.size()), 0, 16, prefix, "matrices");
    for (const auto& projection : projections) {
        checker.within(projection.rows, 1, Limits::hidden, prefix, "rows");
        checker.within(projection.cols, 1, Limits::feedForward, prefix, "columns");
        checker.within(projection.runs, 1, 1000, prefix, "runs");
    }
}

void checkTower(Checker& checker, const Tower& tower, const std::string& prefix) {
    checker.within(tower.hidden, 1, Limits::hidden, prefix, "hidden size");
    checker.within(tower.vocabulary, 0, Limits::vocabulary, prefix, "vocabulary");
    checker.within(tower.learnedPositions, 0, Limits::vocabulary, prefix, "learned positions");
    checker.within(tower.extraVectors, 0, 10'000, prefix, "extra vectors");
    checker.within(tower.merge, 1, 10'000, prefix, "merged vectors");
    checker.within(tower.otherParameters, 0, std::int64_t(1) << 40, prefix, "other parameters");
    checker.within(tower.layersRun, -1, Limits::layers, prefix, "layers that run");
    checkProjections(checker, tower.input, prefix + "input ");
    checkProjections(checker, tower.projector, prefix + "projector ");
    for (const auto width : tower.projectorNorms)
        checker.within(width, 1, Limits::hidden, prefix, "width of the projector's norm");
    checkLayers(checker, tower.layers, prefix);
}

void checkPositions(Checker& checker, const Model& model) {
    const bool learned = model.positions == PositionEmbedding::learned;
    checker.within(model.learnedPositions, learned ? 1 : 0, learned ? Limits::vocabulary : 0,
                   "learned positions");
    checker.within(model.maxContext, 1, Limits::context, "maximum context");
}

/// Tensors that share numbers need the same shape.
void checkSharing(Checker& checker, const Model& model) {
    for (const auto& tower : model.towers)
        checker.require(!tower.sharedTable ||
                            (tower.vocabulary == model.vocabulary && tower.hidden == model.hidden),
                        "the encoder shares a token table of another shape", "encoder vocabulary",
                        "the decoder's vocabulary and hidden size");
}

/// All parameters, in floating point: the exact sum would fit only if this is within the limit.
void checkSum(Checker& checker, const Model& model) {
    double sum = 0.0;
    std::vector<Tensor> tensors;
    std::vector<std::pair<const Layer*, double>> known; // Layers often take turns.
    for (int block = 0; block < blockCount(model); ++block) {
        const auto place = blockPlace(model, block);
        const Layer* layer = place.layer < 0 ? nullptr : &layerOf(model, place);
        if (place.layer < 1)
            known.clear();
        const auto same = std::ranges::find_if(
            known, [&](const auto& earlier) { return layer && *earlier.first == *layer; });
        if (same != known.end()) {
            sum += same->second;
            continue;
        }
        tensors.clear();
        appendTensors(model, block, tensors);
        double elements = 0.0;
        for (const auto& tensor : tensors)
            elements += double(tensor.count) * double(tensor.rows) * double(tensor.cols);
        sum += elements;
        if (layer && known.size() < 8)
            known.emplace_back(layer, elements);
    }
    checker.require(sum <= Limits::parameters, "the model would have more than 7e16 parameters", "parameters",
                    "sizes of a model that can exist");
}

} // namespace

Expected<void> check(const Model& model, std::string_view where) {
    Checker checker(where);
    checker.within(model.hidden, 1, Limits::hidden, "hidden size");
    checker.within(model.embeddingWidth, 0, Limits::hidden, "embedding width");
    checker.within(model.vocabulary, 1, Limits::vocabulary, "vocabulary");
    checker.within(model.segmentTypes, 0, Limits::vocabulary, "token types");
    checkPositions(checker, model);
    checkLayers(checker, model.layers, "");
    checker.within(std::int64_t(model.towers.size()), 0, Limits::towers, "towers");
    for (std::size_t i = 0; i < model.towers.size() && checker.result(); ++i)
        checkTower(checker, model.towers[i], "tower " + std::to_string(i) + " ");
    checkSharing(checker, model);
    if (checker.result())
        checkSum(checker, model);
    return checker.result();
}

bool Model::generates() const {
    const auto bidirectional = [](const Layer& layer) {
        return layer.attention() && !layer.attention()->causal;
    };
    return head == Head::tokens && std::ranges::none_of(layers, bidirectional);
}

bool Model::isEncoderDecoder() const {
    return std::ranges::any_of(layers, [](const Layer& layer) { return layer.cross.has_value(); });
}

namespace {

constexpr std::int64_t upward(std::int64_t value, std::int64_t step) {
    return (value + step - 1) / step;
}

std::int64_t mergedTokens(const Tower& tower, std::int64_t vectors) {
    if (tower.joinsNext)
        return 0;
    return upward(vectors, tower.merge) + (tower.dropsExtraVectors ? 0 : tower.extraVectors);
}

/// An image's sides in groups of merged patches, each `side` pixels long.
std::pair<std::int64_t, std::int64_t> groupsOf(const MediaRule& rule, double width, double height,
                                               double side) {
    double columns = std::ceil(width / side), rows = std::ceil(height / side);
    if (rule.maxTokens > 0) {
        columns = std::max(1.0, std::nearbyint(width / side));
        rows = std::max(1.0, std::nearbyint(height / side));
        const double whole = width * height / (side * side);
        const double least = double(rule.minTokens), most = double(rule.maxTokens);
        if (columns * rows > most) {
            const double scale = std::sqrt(most / whole);
            columns = std::max(1.0, std::floor(width * scale / side));
            rows = std::max(1.0, std::floor(height * scale / side));
        } else if (columns * rows < least) {
            const double scale = std::sqrt(least / whole);
            columns = std::ceil(width * scale / side);
            rows = std::ceil(height * scale / side);
        }
    }
    return {std::int64_t(columns), std::int64_t(rows)};
}

} // namespace

MediaTokens imageTokens(const Tower& tower, std::int64_t width, std::int64_t height, std::int64_t frames) {
    const auto& rule = tower.media;
    if (tower.kind != Tower::Kind::vision || rule.patch <= 0 || width <= 0 || height <= 0 || frames <= 0)
        return {};
    const auto bounded = [](std::int64_t pixels) {
        return double(std::min<std::int64_t>(pixels, 1'000'000));
    };
    const std::int64_t steps = upward(std::min<std::int64_t>(frames, 1'000'000), rule.framesPerPatch);
    if (rule.imageSide > 0) {
        const std::int64_t side = rule.imageSide / rule.patch;
        const std::int64_t tokens = steps * mergedTokens(tower, side * side);
        return {steps * (side * side + tower.extraVectors), tokens};
    }
    const auto group = std::int64_t(std::llround(std::sqrt(double(tower.merge))));
    const auto [columns, rows] = groupsOf(rule, bounded(width), bounded(height), double(rule.patch * group));
    const std::int64_t vectors = columns * rows * group * group;
    return {steps * (vectors + tower.extraVectors), steps * mergedTokens(tower, vectors)};
}

std::int64_t usualImageSide(const Tower& tower) {
    return tower.media.imageSide > 0 ? tower.media.imageSide : 1024;
}

double usualClipSeconds(const Tower& tower) {
    return tower.media.chunkSeconds > 0.0 ? tower.media.chunkSeconds : 30.0;
}

MediaTokens audioTokens(const Tower& tower, double seconds) {
    const auto& rule = tower.media;
    if (tower.kind != Tower::Kind::audio || !(rule.vectorsPerSecond > 0.0) || !(seconds > 0.0))
        return {};
    seconds = std::min(seconds, 1e7);
    if (rule.chunkSeconds > 0.0)
        seconds = std::ceil(seconds / rule.chunkSeconds) * rule.chunkSeconds;
    const auto vectors = std::int64_t(std::ceil(seconds * rule.vectorsPerSecond));
    return {vectors, mergedTokens(tower, vectors)};
}

namespace {

std::int64_t parametersOf(const std::vector<Tensor>& tensors) {
    std::int64_t sum = 0;
    for (const auto& tensor : tensors)
        sum += tensor.shared ? 0 : tensor.elements();
    return sum;
}

bool isTable(const Tensor& tensor) {
    return tensor.role == TensorRole::tokenEmbedding || tensor.role == TensorRole::positionEmbedding ||
           tensor.role == TensorRole::output;
}

} // namespace

ParameterCount countParameters(const Model& model) {
    ParameterCount count;
    std::vector<Tensor> tensors;
    for (int block = 0; block < blockCount(model); ++block) {
        tensors.clear();
        appendTensors(model, block, tensors);
        const auto parameters = parametersOf(tensors);
        const auto place = blockPlace(model, block);
        count.total += parameters;
        count.towers += place.tower >= 0 ? parameters : 0;
        for (const auto& tensor : tensors) {
            count.active -= (tensor.count - tensor.used) * tensor.rows * tensor.cols;
            const bool outside = place.tower < 0 && place.part != BlockPlace::Part::layer;
            count.embedding += outside && isTable(tensor) && !tensor.shared ? tensor.elements() : 0;
        }
    }
    count.active += count.total;
    return count;
}

std::int64_t layerParameters(const Model& model, int layer) {
    return parametersOf(tensorsOf(model, firstDecoderBlock(model) + 1 + layer));
}

} // namespace cellwright::llm
