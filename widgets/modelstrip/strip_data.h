// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/accounting.h"
#include "analytics/scenario/scenario.h"

#include <QString>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cellwright {

/// Neighbouring blocks that one computer runs.
struct StripPart {
    bool onDevice = false;
    std::string name; ///< of the computer
    llm::BlockRange range;
};

/// A boundary between two parts, which can be moved.
struct StripCut {
    enum class Kind {
        device, ///< where the device's first layers end: Deployment::cut
        stage,  ///< where the layers of a further host begin: AddedHost::fromLayer
        tail,   ///< where the device's last layers begin: Deployment::tailLayers
    };
    Kind kind = Kind::device;
    int layer = 0;           ///< decoder layers in front of it
    std::size_t added = 0;   ///< of a stage: which of Deployment::addedHosts
    int least = 0, most = 0; ///< layers between the neighbouring cuts
    bool operator==(const StripCut&) const = default;
};

/// Moves a cut of a deployment whose model has so many layers.
void moveCut(Deployment& deployment, const StripCut& cut, int layer, int layers);

/// What a tower reads for one request, and the words for it.
struct Media {
    llm::MediaTokens tokens;
    QString what; ///< "an image of 336 × 336 pixels"
};

/// A deployment together with its model and the accounting of that: what the strip, the table of layers and
/// the charts of bytes and FLOP show. Blocks are those of llm::Accounting: towers first, then the embedding,
/// the decoder's layers, and the output head.
struct StripData {
    Deployment deployment;
    std::shared_ptr<const llm::Model> model; ///< null where it is unknown
    std::optional<llm::Accounting>
        accounting;                  ///< absent where the model is unknown or a format cannot be used
    std::string problem;             ///< then why
    std::vector<StripPart> parts;    ///< in the order of their blocks; none is empty
    std::vector<StripCut> cuts;      ///< in the order of their layers
    QString helpers;                 ///< what further hosts do that run no layers of their own
    std::int64_t promptTokens = 512; ///< of the workload that uses the deployment
    std::int64_t outputTokens = 128;

    [[nodiscard]] int layers() const { return accounting ? accounting->layers() : 0; }
    [[nodiscard]] int blocks() const { return accounting ? accounting->blocks() : 0; }
    /// A decoder is cut between two of its layers; an encoder alone has none, and runs on one side.
    [[nodiscard]] bool canBeCut() const { return model && model->generates(); }
    /// The first part on the device, whatever the placement: its decoder layers, 0 to layers().
    [[nodiscard]] int layersOnDevice() const;
    /// The part that runs a block.
    [[nodiscard]] const StripPart& partOf(int block) const;
    [[nodiscard]] Scheme schemeOf(const StripPart& part) const;
    /// Requests that a part works on at once.
    [[nodiscard]] int batch(const StripPart& part) const { return part.onDevice ? 1 : deployment.batch; }
    /// Weights that a part stores.
    [[nodiscard]] Bytes weights(const StripPart& part) const;
    /// What crosses a cut per token.
    [[nodiscard]] Bytes crossingPerToken(const StripCut& cut) const;

    /// What a tower reads: an image or a clip of the size that it is made for, or the prompt.
    [[nodiscard]] Media media(int tower) const;
    /// The step in which a block meets the prompt: of a tower its own, else the decoder's prefill.
    [[nodiscard]] llm::Step promptStep(int block) const;
    /// One output token at the end of the answer, when the cache is fullest.
    [[nodiscard]] llm::Step lastStep() const;
    /// Vectors of the towers that cross-attention reads; 0 without.
    [[nodiscard]] std::int64_t encodedVectors() const;
    /// Tokens that the decoder itself processes before its first answer; where a tower reads the prompt (T5)
    /// only the one that starts it.
    [[nodiscard]] std::int64_t decoderPrompt() const;
};

/// The accounting of a model as a deployment keeps it. `model` may be null: then the problem says so.
StripData makeStripData(const Scenario& scenario, const Deployment& deployment,
                        std::shared_ptr<const llm::Model> model);

/// "Embedding", "Layer 8", "Output head"; of towers "Vision input", "Vision layer 3", "Vision output".
QString blockName(const StripData& data, int block);
/// "Vision", "Audio" or "Encoder" (of text).
QString towerName(const llm::Tower& tower);
/// "Device", "Device, last layers", or the name of the host.
QString partName(const StripPart& part);
/// "Device: Q4_0, 1.2 GB".
QString partText(const StripData& data, const StripPart& part);
/// "Cut after layer 8 of 32: 8.19 kB per token cross it.", one for each cut, or why there is none.
QString crossingText(const StripData& data);
/// Parameters, bytes and FLOP of one block, in lines.
QString blockText(const StripData& data, int block);

} // namespace cellwright
