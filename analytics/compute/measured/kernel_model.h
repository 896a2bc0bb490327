// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/compute/measured/surface.h"
#include "analytics/compute/measured/timings.h"
#include "analytics/kernels/profile.h"
#include "analytics/quantity/error.h"

#include <memory>
#include <string>
#include <string_view>

namespace cellwright::compute::measured {

/// What is done beside products and attention, by what it does to memory.
enum class Element { norm, rope, activation, add, copy, embedding, gather, other };
inline constexpr int elementKinds = 8;
std::string_view elementName(Element kind); ///< "normalisation", "rotary positions"

/// A runtime's times over those of our kernels, where only ours were measured on a computer.
struct RuntimeRatio {
    double decode = 1.0;     ///< products of one token
    double prefill = 1.0;    ///< of several
    double deviation = 0.15; ///< standard deviation of the logarithm, over computers
};
/// llama.cpp's over ours for a format. Source: both measured side by side on two Zen 5 cores.
RuntimeRatio llamaRatio(llm::TensorFormat format);

/// Whose times a model answers with.
struct Choice {
    std::string provider{kernels::ownProvider};
    int threads = 0;         ///< 0: the most that the provider was measured with
    bool asLlama = false;    ///< times of our kernels stand for llama.cpp's, by shipped ratios
    bool llamaGraph = false; ///< llama.cpp's graph: in the prefill the last layer's feed-forward runs for
                             ///< the last token only
    bool operator==(const Choice&) const = default;
};

/// Times of the operations of a model with one provider and number of threads, from a profile: those that
/// were measured, and others by a smooth roofline per operation and format fitted to them, with what near
/// ones differ from it by. What the provider was not measured with comes from our own kernels.
/// Immutable, shared when copied; safe to ask from many threads.
class KernelModel {
public:
    /// Fails when neither this number of threads was measured with the provider, nor fewer and more.
    static Expected<KernelModel> of(std::shared_ptr<const kernels::Profile> profile, const Choice& choice);

    /// W X with W rows x cols in a format and X of `tokens` vectors; fractions of a token are possible.
    [[nodiscard]] Estimate product(llm::TensorFormat format, double rows, double cols, double tokens) const;
    /// Attention of `tokens` new tokens together over a cache that is kept in a format.
    [[nodiscard]] Estimate attention(llm::TensorFormat cache, double tokens, double flop, double bytes) const;
    /// Something that passes `bytes` of activations, as f32, in and out.
    [[nodiscard]] Estimate element(Element kind, double bytes) const;
    /// State updates and convolutions: no kernel of ours, bytes and operations at what the memory and the
    /// vector unit do.
    [[nodiscard]] Estimate other(double flop, double bytes) const;
    /// Seconds to start a pass over the whole model; 0 where it was not measured.
    [[nodiscard]] double perPass() const;

    /// By how much whole layers took longer than the sum of their parts, as far as measured layers tell of
    /// such a layer: 1 where none tells anything.
    struct Correction {
        double factor = 1.0;
        double deviation = 0.08; ///< standard deviation of ln(factor)
        double trust = 0.0;      ///< 0: no layer like this was measured, 1: this one was
    };
    [[nodiscard]] Correction correction(bool decode, const Place& layer) const;

    /// The format whose measurements stand for one: itself where it was measured.
    [[nodiscard]] llm::TensorFormat standIn(llm::TensorFormat format) const;
    [[nodiscard]] llm::TensorFormat cacheStandIn(llm::TensorFormat cache) const;
    /// The products of a format are those of our kernels, because the provider was not measured with any.
    [[nodiscard]] bool borrowed(llm::TensorFormat format) const;
    [[nodiscard]] bool attentionBorrowed() const;
    [[nodiscard]] bool attentionMeasured() const;
    [[nodiscard]] bool interpolated() const; ///< between numbers of threads

    [[nodiscard]] const Choice& choice() const;
    [[nodiscard]] int threads() const { return choice().threads; }
    [[nodiscard]] BytesPerSecond readBandwidth() const;
    [[nodiscard]] double noise() const; ///< median spread of the profile
    /// "measured on AMD EPYC, ggml, 2 threads, 2026-03-01"
    [[nodiscard]] const std::string& source() const;
    [[nodiscard]] const kernels::Profile& profile() const;
    [[nodiscard]] const std::shared_ptr<const kernels::Profile>& sharedProfile() const;

    friend bool operator==(const KernelModel& a, const KernelModel& b) {
        return a.choice() == b.choice() && a.profile() == b.profile();
    }

private:
    struct Data;
    KernelModel() = default;
    std::shared_ptr<const Data> data_;
};

} // namespace cellwright::compute::measured
