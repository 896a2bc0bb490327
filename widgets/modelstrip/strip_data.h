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

namespace cellwright {

/// Which side of the cut a block of the model is on.
enum class Side { device, host };

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
        accounting;      ///< absent where the model is unknown or a format cannot be used
    std::string problem; ///< then why
    std::string hostName;
    std::int64_t promptTokens = 512; ///< of the workload that uses the deployment
    std::int64_t outputTokens = 128;

    [[nodiscard]] int layers() const { return accounting ? accounting->layers() : 0; }
    [[nodiscard]] int blocks() const { return accounting ? accounting->blocks() : 0; }
    /// A decoder is cut between two of its layers; an encoder alone has none, and runs on one side.
    [[nodiscard]] bool canBeCut() const { return model && model->generates(); }
    [[nodiscard]] bool isSplit() const { return deployment.placement == Placement::split && canBeCut(); }
    /// Decoder layers on the device, whatever the placement; within 0 to layers().
    [[nodiscard]] int layersOnDevice() const;
    [[nodiscard]] Side sideOf(int block) const;
    [[nodiscard]] llm::BlockRange range(Side side) const;
    [[nodiscard]] Scheme schemeOf(Side side) const;
    /// Requests that a side works on at once.
    [[nodiscard]] int batch(Side side) const { return side == Side::host ? deployment.batch : 1; }
    /// Weights that a side stores; nothing where the side has no block.
    [[nodiscard]] Bytes weights(Side side) const;
    /// What crosses the cut per token; 0 unless split.
    [[nodiscard]] Bytes crossingPerToken() const;

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
/// "Device", or the name of the host.
QString sideName(const StripData& data, Side side);
/// "Device: Q4_0, 1.2 GB". Empty where the side has no block.
QString sideText(const StripData& data, Side side);
/// "Cut after layer 8 of 32: 8.19 kB per token cross it.", or why there is no cut.
QString crossingText(const StripData& data);
/// Parameters, bytes and FLOP of one block, in lines.
QString blockText(const StripData& data, int block);

} // namespace cellwright
