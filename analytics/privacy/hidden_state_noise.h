// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"
#include "analytics/quantity/error.h"

#include <string_view>

/// What noise on the hidden states at a cut is worth. The device clips every vector to L2 norm C and adds
/// fresh Gaussian noise of standard deviation sigma to each coordinate before the vector leaves; the host
/// keeps its own KV cache, so no vector is released twice.
namespace cellwright::privacy {

/// Which two requests the guarantee cannot tell apart. Both replace tokens (not add or remove): lengths are
/// public.
enum class Adjacency {
    oneToken,    ///< two prompts that differ in the one token at a given position
    wholePrompt, ///< any two prompts of the same length
};
/// The adjacency in a sentence, to be shown beside every epsilon.
std::string_view describe(Adjacency adjacency);

/// One request through a noised cut.
template <class R>
struct NoisedCut {
    Of<double, R> clip{1.0};         ///< C, L2 norm that each vector is clipped to
    Of<double, R> sigma{1.0};        ///< standard deviation of the noise per coordinate
    Of<double, R> delta{1e-5};       ///< of the (epsilon, delta) statement
    int depth = 0;                   ///< decoder layers on the device; 0 releases the embeddings
    Of<double, R> promptTokens{1.0}; ///< T
    Of<double, R> generatedVectors{
        0.0};                    ///< vectors of generated tokens that cross the cut: output tokens - 1
    Of<double, R> position{1.0}; ///< i, 1 to T: where the tokens differ; 1 is the worst
};

/// How many released vectors can change between neighbouring requests.
/// Depth 0: the replaced positions only (a generated token's embedding follows from what the host already
/// holds). Depth >= 1: every later position too, because attention is causal: T - i + 1 + generated.
template <class R>
Expected<Of<double, R>> affectedVectors(R& rec, const NoisedCut<R>& cut, Adjacency adjacency);

/// L2 sensitivity of the whole request: 2C at the embedding, 2C sqrt(T - i + 1 + generated) behind any
/// attention layer.
template <class R>
Expected<Of<double, R>> hiddenStateSensitivity(R& rec, const NoisedCut<R>& cut, Adjacency adjacency);

/// Distance of all affected vectors together from a public centre (the origin): C sqrt(affected vectors).
/// This is the radius for the token-recovery cap (token_recovery.h); clipping enforces it.
template <class R>
Expected<Of<double, R>> recoveryRadius(R& rec, const NoisedCut<R>& cut);

/// The guarantee for a request, with everything that has to be shown beside it.
template <class R>
struct NoiseGuarantee {
    Of<double, R> affectedVectors{};
    Of<double, R> sensitivity{};
    Of<double, R> mu{};               ///< sensitivity / sigma of the whole request
    Of<double, R> epsilon{};          ///< at NoisedCut::delta
    Of<double, R> balancedAccuracy{}; ///< best accuracy of telling two neighbouring requests apart
    Adjacency adjacency = Adjacency::oneToken;
};
/// Exact (epsilon, delta) of a request: one Gaussian release of the concatenated vectors, equal to the
/// composition of its per-vector releases with mu_total = sqrt(sum mu_i^2).
template <class R>
Expected<NoiseGuarantee<R>> noiseGuarantee(R& rec, const NoisedCut<R>& cut,
                                           Adjacency adjacency = Adjacency::oneToken);

/// Signal-to-noise ratio per coordinate that a target (epsilon, delta) forces on vectors of `dimension`
/// coordinates whose norm is C, when `vectors` of them can change: 1 / (4 d n s^2), s the sigma for
/// sensitivity 1. Does not depend on C.
template <class R>
Expected<Of<Decibels, R>> forcedSnr(R& rec, Of<double, R> epsilon, Of<double, R> delta,
                                    Of<double, R> dimension, Of<double, R> vectors);

} // namespace cellwright::privacy
