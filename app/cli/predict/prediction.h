// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/compute/predict.h"
#include "analytics/llm/accounting.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cellwright::cli {

/// What is asked, in the terms of llama-bench: a prompt of P tokens after D positions of the KV cache is
/// ppP at -d D, and G tokens generated after it, from D + P positions on, are tgG at -d D+P.
struct Request {
    Scheme weights = Scheme::f16;
    std::int64_t prompt = 512;
    std::int64_t generate = 128;
    std::int64_t depth = 0;
    std::int64_t batch = 1;
    /// Of models with an encoder before the decoder: vectors into each tower and vectors that cross-attention
    /// reads, per sequence.
    std::vector<std::int64_t> towerVectors;
    std::int64_t encoded = 0;
};

/// The request as the model takes it: an encoder answers with one pass and generates nothing; before a
/// decoder that attends to an encoder the prompt is what the encoder reads (sound: 30 s), and the decoder
/// starts from one token.
Request requestFor(Request asked, const llm::Model& model);

/// One phase: a prefill of the batch, or the mean of the decode steps.
struct PhaseFigures {
    Seconds time; ///< zero for a prefill without prompt
    Joules energy;
    double tokensPerSecond = 0.0; ///< of all sequences together; zero where there is no work
    compute::Uncertainty uncertainty;
    std::vector<compute::TimePart> parts;

    /// The rates at the ends of the interval, slowest first.
    [[nodiscard]] double slowest() const { return tokensPerSecond / (1.0 + uncertainty.halfWidth); }
    [[nodiscard]] double fastest() const;
};

struct Prediction {
    PhaseFigures prefill, decode;
    Seconds endToEnd;
    Joules energy; ///< of the whole batch
    Bytes memory;
    std::vector<std::string> notes;
};

compute::Task taskOf(const Request& request, const llm::Model& model, const llm::Accounting& accounting,
                     bool prefill);
Prediction predict(const Request& request, const compute::Device& device, const llm::Model& model,
                   const llm::Accounting& accounting);

} // namespace cellwright::cli
