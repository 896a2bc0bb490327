// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/compute/measured/kernel_model.h"
#include "analytics/compute/measured/surface.h"
#include "analytics/compute/measured/timings.h"

#include <array>
#include <vector>

namespace cellwright::compute::measured {

/// Products with matrices of one format. Kernels for one token differ from those for several.
struct FormatSurfaces {
    llm::TensorFormat format = llm::TensorFormat::f16;
    Surface single, several;
};

/// Times of all that one provider was measured with, and what follows from the machine's limits for the rest.
/// Priors: of the rate of reading 0.8 of the read bandwidth; of computing a share of the peak of the unit
/// that the format's kernels use (kernels of several libraries on Zen 4); of the fixed time that of handing
/// a task to the threads.
class Surfaces {
public:
    Surfaces() = default;
    explicit Surfaces(const Timings& timings);

    /// Nothing where no product of the format was measured.
    [[nodiscard]] const FormatSurfaces* products(llm::TensorFormat format) const;
    [[nodiscard]] llm::TensorFormat nearest(llm::TensorFormat format) const;
    [[nodiscard]] Estimate attention(llm::TensorFormat cache, double tokens, double flop, double bytes) const;
    [[nodiscard]] llm::TensorFormat cacheStandIn(llm::TensorFormat cache) const;
    [[nodiscard]] bool hasAttention() const { return !caches_.empty(); }
    [[nodiscard]] Estimate element(Element kind, double bytes) const;
    [[nodiscard]] bool has(Element kind) const { return !elements_[std::size_t(kind)].empty(); }
    [[nodiscard]] Estimate other(double flop, double bytes) const;
    [[nodiscard]] double perPass() const { return perPass_; }

private:
    [[nodiscard]] double computeRate(const Timings& timings, llm::TensorFormat format) const;
    void addProducts(const Timings& timings);
    void addAttention(const Timings& timings);
    void addElements(const Timings& timings);
    [[nodiscard]] RooflinePrior elementPrior() const;
    [[nodiscard]] RooflinePrior attentionPrior(bool single) const;

    double bandwidth_ = 0.0, dispatch_ = 0.0, vectorRate_ = 0.0;
    double perPass_ = 0.0;
    std::vector<FormatSurfaces> formats_;
    std::vector<FormatSurfaces> caches_; ///< attention by the format of the cache
    std::array<Surface, elementKinds> elements_;
    Surface unmeasuredElement_, unmeasuredSingle_, unmeasuredSeveral_; ///< of elements, of attention
};

} // namespace cellwright::compute::measured
