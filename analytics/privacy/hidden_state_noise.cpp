// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/privacy/hidden_state_noise.h"

#include "analytics/privacy/gaussian_mechanism.h"
#include "analytics/privacy/recorded_call.h"
#include "analytics/quantity/check.h"

#include <cmath>

namespace cellwright::privacy {
namespace {

using std::sqrt;
constexpr auto where = "noise at the cut";
constexpr auto causal = "causal attention: a token changes its own and every later position";

template <class R>
std::optional<Error> wrong(const NoisedCut<R>& cut) {
    Check check(where);
    check.positive("clip norm", valueOf(cut.clip)).positive("sigma", valueOf(cut.sigma));
    check.openShare("delta", valueOf(cut.delta)).notNegative("cut", cut.depth);
    check.atLeast("prompt tokens", valueOf(cut.promptTokens), 1.0);
    check.notNegative("vectors of generated tokens", valueOf(cut.generatedVectors));
    check.atLeast("position of the changed token", valueOf(cut.position), 1.0);
    check.atMost("position of the changed token", valueOf(cut.position), valueOf(cut.promptTokens));
    return check.error();
}

template <class R>
Of<double, R> changedVectors(const NoisedCut<R>& cut, Adjacency adjacency) {
    using Number = Of<double, R>;
    if (adjacency == Adjacency::wholePrompt)
        return cut.depth == 0 ? cut.promptTokens : cut.promptTokens + cut.generatedVectors;
    if (cut.depth == 0)
        return Number(1.0);
    return cut.promptTokens - cut.position + Number(1.0) + cut.generatedVectors;
}

template <class R>
Of<double, R> sensitivityOf(R& rec, const NoisedCut<R>& cut, const Of<double, R>& vectors) {
    return rec.name(Of<double, R>(2.0) * cut.clip * sqrt(vectors), "Δ", "L2 sensitivity of the request",
                    "two vectors of norm C are at most 2C apart");
}

} // namespace

std::string_view describe(Adjacency adjacency) {
    return adjacency == Adjacency::oneToken ? "replace one token: two prompts of the same length that differ "
                                              "in one token, all releases of the "
                                              "request together"
                                            : "replace the whole prompt: any two prompts of the same length, "
                                              "all releases of the request together";
}

template <class R>
Expected<Of<double, R>> affectedVectors(R& rec, const NoisedCut<R>& cut, Adjacency adjacency) {
    if (const auto error = wrong(cut))
        return tl::make_unexpected(*error);
    return rec.name(changedVectors(cut, adjacency), "n", "released vectors that can change",
                    cut.depth == 0 ? "an embedding depends on its own token only" : causal);
}

template <class R>
Expected<Of<double, R>> hiddenStateSensitivity(R& rec, const NoisedCut<R>& cut, Adjacency adjacency) {
    return affectedVectors(rec, cut, adjacency).map([&](const auto& vectors) {
        return sensitivityOf(rec, cut, vectors);
    });
}

template <class R>
Expected<Of<double, R>> recoveryRadius(R& rec, const NoisedCut<R>& cut) {
    const auto vectors = affectedVectors(rec, cut, Adjacency::oneToken);
    if (!vectors)
        return tl::make_unexpected(vectors.error());
    return rec.name(cut.clip * sqrt(*vectors), "R", "radius of all affected vectors together",
                    "each vector is clipped to norm C");
}

template <class R>
Expected<NoiseGuarantee<R>> noiseGuarantee(R& rec, const NoisedCut<R>& cut, Adjacency adjacency) {
    const auto vectors = affectedVectors(rec, cut, adjacency);
    if (!vectors)
        return tl::make_unexpected(vectors.error());
    const auto sensitivity = sensitivityOf(rec, cut, *vectors);
    const auto mu = gaussianMu(rec, sensitivity, cut.sigma);
    if (!mu)
        return tl::make_unexpected(mu.error());
    const auto epsilon = gaussianEpsilonOfMu(rec, *mu, cut.delta);
    if (!epsilon)
        return tl::make_unexpected(epsilon.error());
    const auto accuracy = maximumBalancedAccuracy(rec, *mu);
    return NoiseGuarantee<R>{*vectors, sensitivity, *mu, *epsilon, *accuracy, adjacency};
}

template <class R>
Expected<Of<Decibels, R>> forcedSnr(R& rec, Of<double, R> epsilon, Of<double, R> delta,
                                    Of<double, R> dimension, Of<double, R> vectors) {
    Check check(where);
    check.atLeast("dimension", valueOf(dimension), 1.0).atLeast("vectors", valueOf(vectors), 1.0);
    if (check.error())
        return tl::make_unexpected(*check.error());
    const auto sigma = gaussianSigma(valueOf(epsilon), 1.0, valueOf(delta));
    if (!sigma)
        return tl::make_unexpected(sigma.error());
    const auto unit = rec.name(recordedCall("exactSigma", *sigma, epsilon, delta), "s",
                               "noise for sensitivity 1", "Balle and Wang 2018, equation 6");
    const auto ratio = Of<double, R>(1.0) / (Of<double, R>(4.0) * dimension * vectors * unit * unit);
    return rec.name(toDecibels(ratio), "SNR", "signal-to-noise ratio per coordinate that the target forces",
                    "signal C²/d per coordinate, sigma = s·2C·√n");
}

#define INSTANTIATE(R)                                                                                       \
    template Expected<Of<double, R>> affectedVectors(R&, const NoisedCut<R>&, Adjacency);                    \
    template Expected<Of<double, R>> hiddenStateSensitivity(R&, const NoisedCut<R>&, Adjacency);             \
    template Expected<Of<double, R>> recoveryRadius(R&, const NoisedCut<R>&);                                \
    template Expected<NoiseGuarantee<R>> noiseGuarantee(R&, const NoisedCut<R>&, Adjacency);                 \
    template Expected<Of<Decibels, R>> forcedSnr(R&, Of<double, R>, Of<double, R>, Of<double, R>,            \
                                                 Of<double, R>);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::privacy
