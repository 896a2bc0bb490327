// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/accounting.h"
#include "analytics/scenario/scenario.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <string>

namespace cellwright {

/// Which side of the cut a block of the model is on.
enum class Side { device, host };

/// What the strip draws: a deployment together with the accounting of its model. Blocks are those of
/// llm::Accounting: 0 the embedding, then the layers, then the output head.
struct StripData {
    Deployment deployment;
    std::optional<llm::Accounting>
        accounting;      ///< absent where the model is unknown or a format cannot be used
    std::string problem; ///< then why
    std::string hostName;
    std::int64_t promptTokens = 512; ///< of the workload that uses the deployment
    std::int64_t outputTokens = 128;

    [[nodiscard]] int layers() const { return accounting ? accounting->layers() : 0; }
    [[nodiscard]] bool isSplit() const { return deployment.placement == Placement::split; }
    /// Decoder layers on the device, whatever the placement; within 0 to layers().
    [[nodiscard]] int layersOnDevice() const;
    [[nodiscard]] Side sideOf(int block) const;
    [[nodiscard]] Scheme schemeOf(Side side) const;
    /// Weights that a side stores; nothing where the side has no block.
    [[nodiscard]] Bytes weights(Side side) const;
    /// What crosses the cut per token; 0 unless split.
    [[nodiscard]] Bytes crossingPerToken() const;
};

/// The accounting of a model as a deployment keeps it. `model` may be null: then the problem says so.
StripData makeStripData(const Scenario& scenario, const Deployment& deployment, const llm::Model* model);

/// "Device: Q4_0, 1.2 GB". Empty where the side has no block.
QString sideText(const StripData& data, Side side);
/// "8.19 kB per token cross the cut after layer 8".
QString crossingText(const StripData& data);
/// Parameters, bytes and FLOP of one block, in lines.
QString blockText(const StripData& data, int block);

} // namespace cellwright
