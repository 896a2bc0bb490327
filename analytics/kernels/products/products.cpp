// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/products/products.h"

#include "analytics/kernels/products/dense_f32.h"
#include "analytics/kernels/products/limits.h"
#include "analytics/kernels/products/parallel.h"
#include "analytics/kernels/products/simd.h"

#include <algorithm>
#include <atomic>
#include <cstdint>

namespace cellwright::kernels {
namespace {

std::size_t toWholeLines(std::size_t bytes) {
    return (bytes + 63) / 64 * 64;
}

// ---- f32 ----

/// One thread takes this many rows at a time: enough to pay for the hand-out, few enough for balance and
/// cancel.
int denseRowsAtOnce(const PackedView& w, int tokens) {
    const double flopPerRow = 2.0 * w.cols * tokens;
    return std::clamp(int(4e8 / flopPerRow), tokens == 1 ? 16 : 64, 512);
}

bool multiplyDense(const PackedView& w, const Activations& a, ThreadPool& pool, const std::stop_token& stop) {
    const int atOnce = std::clamp(ceilDiv(w.rows, 4 * pool.size()), 1, denseRowsAtOnce(w, a.tokens));
    const auto* const weights = reinterpret_cast<const float*>(w.data);
    return forEachIndex(pool, ceilDiv(w.rows, atOnce), stop, [&](int chunk, int) {
        const int first = chunk * atOnce;
        multiplyF32({weights + std::size_t(first) * std::size_t(w.cols), std::min(atOnce, w.rows - first),
                     w.cols, a.x, a.tokens, a.y + first, w.rows});
    });
}

// ---- activations ----

/// The tokens in tiles of about the same size, at most `most`, each rearranged for the weights.
class Tiles {
public:
    Tiles(const PackedView& w, const Activations& a, int most, std::byte* memory)
        : format_(w.format)
        , cols_(w.cols)
        , activations_(a)
        , count_(ceilDiv(a.tokens, most))
        , memory_(reinterpret_cast<std::uint8_t*>(memory)) {}

    static std::size_t bytes(const PackedView& w, int tokens) {
        return toWholeLines(simd::activationBytes(w.format, tokens, w.cols));
    }
    [[nodiscard]] int count() const { return count_; }
    [[nodiscard]] int first(int tile) const { return int(std::int64_t(activations_.tokens) * tile / count_); }
    [[nodiscard]] int tokens(int tile) const { return first(tile + 1) - first(tile); }
    /// A tile's activations from column `col` on, a multiple of the format's tile.
    [[nodiscard]] std::uint8_t* at(int tile, int col = 0) const {
        return memory_ + simd::activationBytes(format_, first(tile), cols_) +
               simd::activationBytes(format_, tokens(tile), col);
    }
    void fill(int tile) const {
        const auto stride = std::size_t(cols_);
        simd::arrange(format_, activations_.x + std::size_t(first(tile)) * stride, stride, tokens(tile),
                      cols_, at(tile));
    }
    bool fillAll(ThreadPool& pool, const std::stop_token& stop) const {
        if (count_ > 1)
            return forEachIndex(pool, count_, stop, [&](int tile, int) { fill(tile); });
        fill(0); // quicker than waking the others
        return true;
    }

private:
    Format format_;
    int cols_;
    const Activations& activations_;
    int count_;
    std::uint8_t* memory_;
};

const std::uint8_t* groupOf(const PackedView& w, int group) {
    return reinterpret_cast<const std::uint8_t*>(w.data) + std::size_t(group) * groupBytes(w.format, w.cols);
}

// ---- few tokens ----

/// Groups of 16 rows that one thread takes at a time: enough to pay for the hand-out, few enough for balance.
int groupsAtOnce(const PackedView& w, int groups, int threads) {
    constexpr std::size_t bytesAtOnce = 384 << 10;
    const int fitting = int(bytesAtOnce / groupBytes(w.format, w.cols));
    return std::clamp(fitting, 1, std::max(1, groups / (4 * threads)));
}

bool multiplyFew(const PackedView& w, const Activations& a, ThreadPool& pool, Scratch& scratch,
                 const std::stop_token& stop) {
    const Tiles tiles(w, a, simd::fewTile(a.tokens), scratch.require(Tiles::bytes(w, a.tokens)));
    for (int tile = 0; tile < tiles.count(); ++tile)
        tiles.fill(tile); // quicker than waking the others
    const int groups = ceilDiv(w.rows, groupRows);
    const int atOnce = groupsAtOnce(w, groups, pool.size());
    const auto stride = std::size_t(w.rows);
    return forEachIndex(pool, ceilDiv(groups, atOnce), stop, [&](int chunk, int) {
        const int first = chunk * atOnce, firstRow = first * groupRows;
        const int count = std::min(atOnce, groups - first);
        for (int tile = 0; tile < tiles.count(); ++tile)
            simd::multiplyFew({w.format, groupOf(w, first), count,
                               std::min(count * groupRows, w.rows - firstRow), w.cols, tiles.at(tile),
                               tiles.tokens(tile), a.y + std::size_t(tiles.first(tile)) * stride + firstRow,
                               stride});
    });
}

// ---- many tokens ----

/// The product cut into panels of some strips of rows times blocks of tokens; each is one thread's work.
class Panels {
public:
    Panels(const PackedView& w, const Activations& a, int threads)
        : w_(w)
        , a_(a)
        , shape_(simd::stripShape(w.format))
        , groups_(ceilDiv(w.rows, groupRows))
        , groupsPerStrip_(shape_.rows / groupRows) {
        const int strips = ceilDiv(groups_, groupsPerStrip_);
        const int atOnce = std::clamp(int(cacheForWeights / shape_.bytes), 1, mostStrips);
        strips_ = strips >= 4 * threads * atOnce ? atOnce : 1;
        panels_ = ceilDiv(strips, strips_);
        tilesPerBlock_ = std::max(1, tokensPerBlock / shape_.tokens);
    }

    [[nodiscard]] int tileTokens() const { return shape_.tokens; }
    [[nodiscard]] int units(const Tiles& tiles) const {
        return panels_ * ceilDiv(tiles.count(), tilesPerBlock_);
    }
    /// Memory for one thread: unpacked strips and sums.
    [[nodiscard]] std::size_t scratchBytes() const {
        return std::size_t(strips_) * (unpackedBytes() + tileSums() * std::size_t(tilesPerBlock_));
    }

    void multiply(const Tiles& tiles, int unit, std::byte* scratch) const {
        const Unit u = unitAt(tiles, unit, scratch);
        for (int col = 0; col < w_.cols; col += shape_.cols) {
            const int cols = std::min(shape_.cols, w_.cols - col);
            simd::StripProduct strips[mostStrips];
            for (int s = 0; s < u.strips; ++s)
                strips[s] = prepared(u, s, col, cols);
            for (int tile = u.firstTile; tile < u.lastTile; ++tile)
                for (int s = 0; s < u.strips; ++s) {
                    simd::StripProduct& p = strips[s];
                    p.activations = tiles.at(tile, col);
                    p.tokens = tiles.tokens(tile);
                    p.sums = u.sumsOf(*this, tile, s);
                    simd::multiplyStrip(p);
                }
        }
        for (int tile = u.firstTile; tile < u.lastTile; ++tile)
            for (int s = 0; s < u.strips; ++s)
                store(tiles, tile, u.firstStrip + s, u.sumsOf(*this, tile, s));
    }

private:
    static constexpr std::size_t cacheForWeights = 320 << 10; ///< of a core's L2
    static constexpr int mostStrips = 4;
    static constexpr int tokensPerBlock = 768;

    struct Unit {
        int firstStrip, strips, firstTile, lastTile;
        std::byte* unpacked;
        std::byte* sums;

        [[nodiscard]] std::uint8_t* strip(const Panels& p, int s) const {
            return reinterpret_cast<std::uint8_t*>(unpacked + std::size_t(s) * p.unpackedBytes());
        }
        [[nodiscard]] float* sumsOf(const Panels& p, int tile, int s) const {
            return reinterpret_cast<float*>(sums +
                                            std::size_t((tile - firstTile) * p.strips_ + s) * p.tileSums());
        }
    };

    /// Columns of a strip, unpacked if need be. Rows that a last group leaves out are another group's again:
    /// their sums are not stored.
    [[nodiscard]] simd::StripProduct prepared(const Unit& u, int s, int col, int cols) const {
        const int group = (u.firstStrip + s) * groupsPerStrip_;
        const int groups = std::min(groupsPerStrip_, groups_ - group);
        simd::StripProduct p{w_.format, u.strip(*this, s), 0, cols};
        p.begin = col == 0;
        if (shape_.inPlace) {
            p.strip = groupOf(w_, group) + tileBytes(w_.format) * std::size_t(col / tileCols(w_.format));
            p.groupBytes = groups > 1 ? groupBytes(w_.format, w_.cols) : 0;
        } else {
            simd::unpackStrip(w_.format, groupOf(w_, group), groups, w_.cols, col, cols, u.strip(*this, s));
        }
        return p;
    }
    [[nodiscard]] std::size_t unpackedBytes() const {
        return shape_.inPlace ? 0 : toWholeLines(shape_.bytes);
    }
    [[nodiscard]] std::size_t tileSums() const {
        return std::size_t(shape_.tokens * shape_.rows) * sizeof(float);
    }
    [[nodiscard]] Unit unitAt(const Tiles& tiles, int unit, std::byte* scratch) const {
        const int firstStrip = unit % panels_ * strips_, firstTile = unit / panels_ * tilesPerBlock_;
        return {firstStrip, std::min(strips_, ceilDiv(groups_, groupsPerStrip_) - firstStrip),
                firstTile,  std::min(firstTile + tilesPerBlock_, tiles.count()),
                scratch,    scratch + std::size_t(strips_) * unpackedBytes()};
    }
    void store(const Tiles& tiles, int tile, int strip, const float* sums) const {
        const int firstRow = strip * shape_.rows, rows = std::min(shape_.rows, w_.rows - firstRow);
        for (int t = 0; t < tiles.tokens(tile); ++t)
            std::copy_n(sums + t * shape_.rows, rows,
                        a_.y + std::size_t(tiles.first(tile) + t) * std::size_t(w_.rows) + firstRow);
    }

    const PackedView& w_;
    const Activations& a_;
    simd::StripShape shape_;
    int groups_;
    int groupsPerStrip_;
    int strips_ = 1; ///< per panel
    int panels_ = 1;
    int tilesPerBlock_ = 1;
};

bool multiplyMany(const PackedView& w, const Activations& a, ThreadPool& pool, Scratch& scratch,
                  const std::stop_token& stop) {
    const Panels panels(w, a, pool.size());
    const std::size_t activations = Tiles::bytes(w, a.tokens);
    const std::size_t perThread = panels.scratchBytes();
    std::byte* const memory = scratch.require(activations + std::size_t(pool.size()) * perThread);
    const Tiles tiles(w, a, panels.tileTokens(), memory);
    return tiles.fillAll(pool, stop) &&
           forEachIndex(pool, panels.units(tiles), stop, [&](int unit, int thread) {
               panels.multiply(tiles, unit, memory + activations + std::size_t(thread) * perThread);
           });
}

} // namespace

std::byte* Scratch::require(std::size_t bytes) {
    if (memory_.size() < bytes)
        memory_ = Buffer(bytes);
    return memory_.data();
}

bool multiply(const PackedView& w, const Activations& a, ThreadPool& pool, Scratch& scratch,
              const std::stop_token& stop) {
    if (w.format == Format::f32)
        return multiplyDense(w, a, pool, stop);
    return a.tokens <= simd::fewTokens ? multiplyFew(w, a, pool, scratch, stop)
                                       : multiplyMany(w, a, pool, scratch, stop);
}

std::uint64_t readBytes(const std::byte* data, std::size_t bytes, ThreadPool& pool) {
    constexpr std::size_t chunk = 1u << 20;
    std::atomic<std::uint64_t> value{0};
    forEachIndex(pool, int((bytes + chunk - 1) / chunk), {}, [&](int i, int) {
        const std::size_t first = std::size_t(i) * chunk;
        value.fetch_xor(simd::readAll(data + first, std::min(chunk, bytes - first)),
                        std::memory_order_relaxed);
    });
    return value;
}

} // namespace cellwright::kernels
