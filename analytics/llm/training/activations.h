// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/accounting.h"
#include "analytics/llm/training/adaptation.h"

namespace cellwright::llm {

/// What is computed again in the backward pass instead of being kept.
enum class Recompute {
    none,
    selective, ///< attention scores and what follows from them (arXiv 2205.05198 section 5; FlashAttention's
               ///< backward)
    full,      ///< whole layers: only their inputs are kept
};

/// Bytes that a forward pass keeps for the backward pass, by what they are. Counted from the operations of
/// each block as automatic differentiation without fused kernels keeps them:
///  * the input of every norm;
///  * the input of every matrix that is trained or has an adapter, once where matrices share it (a frozen
///    matrix needs only itself), and the inner vectors of adapters;
///  * queries, keys and values;
///  * the input of the activation function; of gated networks gate, activated gate and up;
///  * one byte of dropout mask per element after attention, feed-forward and embedding;
///  * per pair of positions and head the scores, with dropout also their mask and the scores after it (all
///    pairs, masked ones too, as attention without fused kernels computes);
///  * f32 log-probabilities of every token for the loss.
/// For a fully trained GPT layer with dropout in 16 bit this is s·b·h·(34 + 5·a·s/h), equation 1 of
/// Korthikanti et al., "Reducing activation recomputation in large transformer models", arXiv 2205.05198.
struct KeptBytes {
    double norms = 0.0; ///< per token, as all down to logits
    double inputs = 0.0;
    double attention = 0.0;
    double activations = 0.0;
    double masks = 0.0;
    double checkpoints = 0.0; ///< inputs of recomputed layers
    double logits = 0.0;
    double scores = 0.0;      ///< per pair of tokens
    double perEncoded = 0.0;  ///< keys, values and their input in cross-attention, per encoded vector
    double crossScores = 0.0; ///< per token and encoded vector

    [[nodiscard]] double perToken() const {
        return norms + inputs + attention + activations + masks + checkpoints + logits;
    }
    [[nodiscard]] double total(double tokens, double encoded) const {
        return perToken() * tokens + scores * tokens * tokens + perEncoded * encoded +
               crossScores * tokens * encoded;
    }
    friend KeptBytes operator+(KeptBytes a, const KeptBytes& b);
    bool operator==(const KeptBytes&) const = default;
};

/// What one block keeps of one sequence. `model` and `accounting` belong together.
KeptBytes keptBytes(const Model& model, const Accounting& accounting, int block, const Adaptation& adaptation,
                    bool dropout, Recompute recompute = Recompute::none);

/// Families whose published configuration trains with a dropout of 0.1: BERT and its relatives, GPT-2, OPT,
/// T5, BART and their relatives. Later families, and Whisper, have none.
bool trainsWithDropout(const Model& model);

} // namespace cellwright::llm
