// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/products.h"

#include "analytics/kernels/dense_f32.h"
#include "analytics/kernels/simd.h"

#include <algorithm>
#include <atomic>
#include <cstdint>

namespace cellwright::kernels {
namespace {

using simd::tokenTile;

/// Calls task(i) for i in [0, count), each index on whichever thread is free; stops early when asked to.
template <class Task>
bool forEachIndex(ThreadPool& pool, int count, const std::stop_token& stop, const Task& task) {
    std::atomic<int> next{0};
    pool.run([&](int) {
        for (int i; (i = next.fetch_add(1, std::memory_order_relaxed)) < count && !stop.stop_requested();)
            task(i);
    });
    return !stop.stop_requested();
}

int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
}

/// One thread takes this many rows at a time: enough to pay for the hand-out, few enough for balance and
/// cancel.
int denseRowsAtOnce(const PackedView& w, int tokens) {
    const double flopPerRow = 2.0 * w.cols * tokens;
    return std::clamp(int(4e8 / flopPerRow), tokens == 1 ? 16 : 64, 512);
}

bool multiplyDense(const PackedView& w, const Activations& a, ThreadPool& pool, const std::stop_token& stop) {
    const int atOnce = std::clamp(ceilDiv(w.rows, 4 * pool.size()), 1, denseRowsAtOnce(w, a.tokens));
    const auto* const weights = reinterpret_cast<const float*>(w.data);
    return forEachIndex(pool, ceilDiv(w.rows, atOnce), stop, [&](int chunk) {
        const int first = chunk * atOnce;
        multiplyF32({weights + std::size_t(first) * std::size_t(w.cols), std::min(atOnce, w.rows - first),
                     w.cols, a.x, a.tokens, a.y + first, w.rows});
    });
}

/// Where the rearranged activations lie: tiles of 8 tokens (the last one may hold fewer).
struct Tiles {
    const PackedView& w;
    const Activations& a;
    bool quantized;
    int blocks; ///< of 32 columns, filled up to whole tiles of the packed weights
    std::size_t tokenBytes;
    std::byte* memory;

    [[nodiscard]] int count() const { return ceilDiv(a.tokens, tokenTile); }
    [[nodiscard]] int tokens(int tile) const { return std::min(tokenTile, a.tokens - tile * tokenTile); }
    [[nodiscard]] std::byte* at(int tile) const {
        return memory + std::size_t(tile) * tokenTile * tokenBytes;
    }

    void fill(int tile) const {
        const auto stride = std::size_t(w.cols);
        const float* const x = a.x + std::size_t(tile) * tokenTile * stride;
        if (quantized)
            simd::quantizeActivations(x, stride, tokens(tile), w.cols, blocks,
                                      reinterpret_cast<std::uint8_t*>(at(tile)));
        else
            simd::interleaveActivations(x, stride, tokens(tile), w.cols, reinterpret_cast<float*>(at(tile)));
    }
};

Tiles tilesFor(const PackedView& w, const Activations& a, Scratch& scratch) {
    const bool quantized = w.scheme != Scheme::f16;
    const int blocks = ceilDiv(w.cols, tileCols) * 2;
    const std::size_t tokenBytes =
        quantized ? std::size_t(blocks) * simd::activationBlock : std::size_t(w.cols) * sizeof(float);
    return {w, a, quantized, blocks, tokenBytes, scratch.require(std::size_t(a.tokens) * tokenBytes + 64)};
}

void multiplyPanel(const Tiles& tiles, int firstGroup, int groups, int tile) {
    const PackedView& w = tiles.w;
    const int firstRow = firstGroup * groupRows;
    simd::Panel panel;
    panel.groupBytes = groupBytes(w.scheme, w.cols);
    panel.weights =
        reinterpret_cast<const std::uint8_t*>(w.data) + std::size_t(firstGroup) * panel.groupBytes;
    panel.groups = groups;
    panel.rows = std::min(groups * groupRows, w.rows - firstRow);
    panel.cols = tiles.quantized ? tiles.blocks : w.cols;
    panel.activations = reinterpret_cast<const std::uint8_t*>(tiles.at(tile));
    panel.tokens = tiles.tokens(tile);
    panel.stride = std::size_t(w.rows);
    panel.y = tiles.a.y + std::size_t(tile) * tokenTile * panel.stride + firstRow;
    if (w.scheme == Scheme::f16)
        simd::multiplyF16(panel);
    else if (w.scheme == Scheme::q8_0)
        simd::multiplyQ8(panel);
    else
        simd::multiplyQ4(panel);
}

/// Groups of 16 rows that one thread takes at a time: what stays in its L2 cache while all tokens pass by.
int groupsAtOnce(const PackedView& w, int groups, int threads) {
    constexpr std::size_t panelBytes = 384 << 10;
    const int fitting = int(panelBytes / groupBytes(w.scheme, w.cols));
    return std::clamp(fitting, 1, std::max(1, groups / (4 * threads)));
}

} // namespace

std::byte* Scratch::require(std::size_t bytes) {
    if (memory_.size() < bytes)
        memory_ = Buffer(bytes);
    return memory_.data();
}

bool multiply(const PackedView& w, const Activations& a, ThreadPool& pool, Scratch& scratch,
              const std::stop_token& stop) {
    if (w.scheme == Scheme::f32)
        return multiplyDense(w, a, pool, stop);
    const Tiles tiles = tilesFor(w, a, scratch);
    if (tiles.count() == 1)
        tiles.fill(0); // quicker than waking the others
    else if (!forEachIndex(pool, tiles.count(), stop, [&](int tile) { tiles.fill(tile); }))
        return false;
    const int groups = ceilDiv(w.rows, groupRows);
    const int atOnce = groupsAtOnce(w, groups, pool.size());
    return forEachIndex(pool, ceilDiv(groups, atOnce), stop, [&](int chunk) {
        const int first = chunk * atOnce;
        for (int tile = 0; tile < tiles.count(); ++tile)
            multiplyPanel(tiles, first, std::min(atOnce, groups - first), tile);
    });
}

std::uint64_t readBytes(const std::byte* data, std::size_t bytes, ThreadPool& pool) {
    constexpr std::size_t chunk = 1u << 20;
    std::atomic<std::uint64_t> value{0};
    forEachIndex(pool, int((bytes + chunk - 1) / chunk), {}, [&](int i) {
        const std::size_t first = std::size_t(i) * chunk;
        value.fetch_xor(simd::readAll(data + first, std::min(chunk, bytes - first)),
                        std::memory_order_relaxed);
    });
    return value;
}

} // namespace cellwright::kernels
