// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/formats/packed.h"
#include "analytics/kernels/memory.h"
#include "analytics/scenario/scenario.h"

#include <cstddef>
#include <cstdint>
#include <stop_token>

namespace cellwright::kernels {

/// Weights of one scheme: more than the last-level cache holds, of which any part that begins on a tile is a
/// matrix of any shape. Random data from the seed, repeated.
class Arena {
public:
    /// Stays incomplete, and must not be used, after a stop request.
    Arena(Scheme scheme, std::size_t bytes, std::uint64_t seed, const std::stop_token& stop = {});

    [[nodiscard]] Scheme scheme() const { return scheme_; }
    [[nodiscard]] const Buffer& memory() const { return memory_; }
    /// The next matrix of this shape: each call moves on, so that its weights have left the caches.
    PackedView next(int rows, int cols);

private:
    Scheme scheme_;
    Format format_;
    Buffer memory_;
    std::size_t offset_ = 0;
};

} // namespace cellwright::kernels
