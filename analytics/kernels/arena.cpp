// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/arena.h"

#include <algorithm>
#include <cstring>
#include <random>
#include <vector>

namespace cellwright::kernels {

Arena::Arena(Scheme scheme, std::size_t bytes, std::uint64_t seed, const std::stop_token& stop)
    : scheme_(scheme)
    , format_(*formatOf(scheme))
    , memory_(Buffer::untouched(bytes)) {
    constexpr int rows = 128, cols = 4096;
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<float> uniform(-0.05f, 0.05f); // the size of trained weights
    std::vector<float> weights(std::size_t(rows) * cols);
    std::ranges::generate(weights, [&] { return uniform(random); });
    const PackedMatrix pattern = PackedMatrix::fromFloats(format_, rows, cols, weights);
    const std::size_t size = packedBytes(format_, rows, cols);
    for (std::size_t at = 0; at < bytes && !stop.stop_requested(); at += size)
        std::memcpy(memory_.data() + at, pattern.view().data, std::min(size, bytes - at));
}

PackedView Arena::next(int rows, int cols) {
    std::size_t size = packedBytes(format_, rows, cols);
    if (format_ == Format::f32) // whose rows may have any length; tiles of the others fill lines
        size = (size + 63) / 64 * 64;
    if (offset_ + size > memory_.size())
        offset_ = 0;
    // Offsets are kept on tile boundaries by matrices of the same tile size passing by; see packed.h.
    const PackedView view{format_, rows, cols, memory_.data() + offset_};
    offset_ += size;
    return view;
}

} // namespace cellwright::kernels
