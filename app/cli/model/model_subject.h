// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/accounting.h"
#include "analytics/llm/memory.h"
#include "analytics/llm/training/training.h"
#include "app/cli/shared.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// What `model` accounts for.
namespace cellwright::cli {

/// A model with what its file says about its weights.
struct ModelSource {
    llm::Model model;
    std::shared_ptr<const llm::TensorMix> mix = nullptr; ///< of a weight file: the format of every tensor
    std::optional<Scheme> scheme = std::nullopt;         ///< of a weight file: what comes nearest to the mix
    std::vector<std::string> notes = {};                 ///< for people
};
/// The model that a SPEC of the command line means.
Expected<ModelSource> modelSource(const std::string& spec);

struct TrainingOptions {
    bool asked = false;
    llm::Optimizer optimizer = llm::Optimizer::adamW;
    llm::Adaptation peft = llm::FullTuning{};
    std::optional<llm::Adaptation> cutPeft; ///< below the cut; absent: as above
    std::optional<std::int64_t> tokens;     ///< absent: as many as in the prompt
    llm::Recompute recompute = llm::Recompute::none;
    bool masterWeights = false;
    std::optional<bool> dropout;
};

/// Decoder layers kept in formats of their own.
struct LayerFormats {
    std::int64_t first = 0, last = 0; ///< both included
    Scheme weights = Scheme::f16;
    std::optional<Scheme> kv; ///< absent: as elsewhere
};
/// "0-7=q8_0", "31=f16", "0-7=q4_k_m,q8_0" (weights, then keys and values).
Expected<LayerFormats> parseLayerFormats(const std::string& text);

struct ModelOptions {
    std::string spec;
    std::optional<Scheme> weights; ///< absent: those of the file, else f16
    Scheme kv = Scheme::f16;
    Scheme activations = Scheme::f16;
    std::optional<std::int64_t> prompt;
    std::int64_t generate = 128;
    std::int64_t batch = 1;
    std::int64_t context = 0; ///< 0: prompt and output together
    std::optional<std::int64_t> encoded;
    std::int64_t imageWidth = 336, imageHeight = 336;
    double audioSeconds = 30.0;
    llm::KvLayout layout = llm::KvLayout::contiguous;
    std::int64_t page = 16;
    llm::Runtime runtime = llm::Runtime::cellwright;
    std::optional<Bytes> memory;
    std::optional<std::int64_t> cut;
    std::optional<Scheme> cutWeights;
    std::vector<LayerFormats> layerFormats; ///< later ones win
    bool operations = false;
    TrainingOptions training;
    bool json = false;
};

/// A tower, and what one piece of its media is in it.
struct TowerUse {
    int index = 0;
    llm::BlockRange blocks;
    llm::MediaTokens media;
    std::string per; ///< "336x336 image", "30 s of audio", "encoder input"
};

/// A model at the chosen precision and load.
class ModelSubject {
public:
    /// Throws WrongUsage for options that do not go together or with the model.
    ModelSubject(const ModelOptions& options, ModelSource source);

    const ModelOptions& options;
    llm::Model model;
    std::optional<llm::Accounting> accounting_;
    Scheme weights = Scheme::f16;
    bool mixed = false; ///< the weights are those of the file
    std::vector<std::string> notes;
    std::int64_t prompt = 512;
    std::int64_t context = 640;
    std::int64_t encoded = 0; ///< vectors that cross-attention reads

    [[nodiscard]] const llm::Accounting& accounting() const { return *accounting_; }
    [[nodiscard]] llm::BlockRange whole() const { return accounting_->whole(); }
    [[nodiscard]] llm::Step prefillStep() const;
    [[nodiscard]] llm::Step decodeStep() const;
    [[nodiscard]] llm::Work prefill(llm::BlockRange range) const;
    [[nodiscard]] llm::Work decode(llm::BlockRange range) const;
    [[nodiscard]] llm::ServingLoad load() const;
    [[nodiscard]] llm::ServingMemory<NullRecorder> memory(llm::BlockRange range) const;
    [[nodiscard]] std::vector<TowerUse> towers() const;
    /// The step of a block of a tower: one piece of its media per sequence.
    [[nodiscard]] llm::Step encodeStep(const TowerUse& tower) const;
    /// The first experts of the decoder, or nullptr.
    [[nodiscard]] const llm::Experts* experts() const;
    [[nodiscard]] std::string schemeText() const;

private:
    void chooseTokens();
    [[nodiscard]] llm::Precision precision(const ModelSource& source) const;
};

/// Counts are whole numbers in the JSON wherever doubles keep them exact.
Json whole(double value);
inline Json whole(Bytes bytes) {
    return whole(bytes.si());
}

} // namespace cellwright::cli
