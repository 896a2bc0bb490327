// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/compute/measured/block_parts.h"
#include "analytics/compute/measured/kernel_model.h"
#include "analytics/compute/task.h"
#include "analytics/explain/recorder.h"

#include <string>
#include <vector>

namespace cellwright::compute::measured {

/// Equal operations of a pass.
struct Item {
    enum class Kind { product, attention, element } kind = Kind::product;
    std::string_view name; ///< "ffn_down", "attention", "normalisation"
    Estimate each;
    double times = 1.0;
    bool mean = false; ///< `each` is the mean over several depths
    // of products
    std::int64_t rows = 0, cols = 0;
    llm::TensorFormat format = llm::TensorFormat::f16; ///< of the matrix, or of the cache
    double tokens = 1.0;
    [[nodiscard]] double seconds() const { return times * each.seconds; }
};

/// Tokens that go through the blocks together: a micro-batch, a decode step, the vectors of an image.
struct Pass {
    double repeats = 1.0;
    double tokens = 1.0;
    std::vector<Item> items;
    KernelModel::Correction correction;
    Place layers{}; ///< of its layers, in the mean by their weights, as KernelModel::correction() wants it
    [[nodiscard]] double sum() const;                                          ///< of its items
    [[nodiscard]] double seconds() const { return sum() * correction.factor; } ///< of one, corrected
};

/// A step put together from the operations that it consists of.
struct Composition {
    std::vector<Pass> passes;
    double perPass = 0.0; ///< s, to start one
    [[nodiscard]] double seconds() const;
    /// Standard deviation of ln(seconds): doubts about operations of one kind and format add up, those of
    /// different ones are independent; and the correction's, the profile's noise, and what differs between
    /// one hour and another on the same computer.
    [[nodiscard]] double deviation(double noise) const;
    /// Seconds by kind, corrected.
    [[nodiscard]] double secondsOf(Item::Kind kind) const;
};

/// Prompts are processed as llama.cpp does: in micro-batches of 512 tokens, the output head for the last
/// token of each sequence only. Blocks that do not take part in the phase cost nothing.
Composition compose(const KernelModel& model, const llm::Model& what, const llm::Accounting& accounting,
                    const Stretch& stretch);

/// The time of a composition; traced it opens to groups of equal matrices, attention, the rest, and the
/// correction.
template <class R>
Of<Seconds, R> timeOf(R& rec, const Composition& composition, const KernelModel& model,
                      std::string_view name);

} // namespace cellwright::compute::measured
