// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/kernels/layer/attention.h"

#include "analytics/kernels/layer/attention_simd.h"
#include "analytics/kernels/products/parallel.h"
#include "analytics/kernels/products/simd.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

namespace cellwright::kernels {
namespace {

constexpr float lowest = -1e30f;        // below every score
constexpr float unseen = 2.0f * lowest; // of a position that a row does not see: its power is 0
constexpr int blockPositions = 256;
constexpr int mostRows = simd::fewTokens;

/// Query rows (token, head) that share a head of the cache and are computed together.
struct RowTile {
    int first; ///< row = token * headsPerCacheHead + head of the group
    int count; ///< 1 to 4, or 8
};

std::vector<RowTile> tilesOf(int rows) {
    std::vector<RowTile> tiles;
    int first = 0;
    for (; rows - first >= mostRows; first += mostRows)
        tiles.push_back({first, mostRows});
    const int parts = ceilDiv(rows - first, mostRows / 2); // 5 to 7 rows: two tiles of at most 4
    for (int left = parts; left > 0; --left) {
        const int count = ceilDiv(rows - first, left);
        tiles.push_back({first, count});
        first += count;
    }
    return tiles;
}

/// What one thread found for a tile of rows over a part of the positions.
struct Partial {
    float maximum[mostRows];
    float sum[mostRows];
    float* out; ///< rows x headSize, not yet divided by the sums
};

class Attention {
public:
    Attention(const KvCache& cache, const Queries& queries, int threads)
        : cache_(cache)
        , queries_(queries)
        , size_(cache.shape().headSize)
        , group_(queries.heads / cache.shape().heads)
        , tiles_(tilesOf(queries.tokens * group_)) {
        const int units = int(tiles_.size()) * cache.shape().heads;
        const int blocks = ceilDiv(cache.length(), blockPositions);
        parts_ = units >= 4 * threads ? 1 : std::clamp(ceilDiv(4 * threads, units), 1, blocks);
        partPositions_ = ceilDiv(blocks, parts_) * blockPositions;
    }

    [[nodiscard]] int units() const { return int(tiles_.size()) * cache_.shape().heads * parts_; }
    [[nodiscard]] int parts() const { return parts_; }
    [[nodiscard]] int results() const { return int(tiles_.size()) * cache_.shape().heads; }
    [[nodiscard]] std::size_t partialBytes() const {
        return wholeLines(sizeof(Partial)) + wholeLines(std::size_t(mostRows * size_) * sizeof(float));
    }
    [[nodiscard]] std::size_t scratchBytes() const { return std::size_t(units()) * partialBytes(); }
    /// Of one thread: queries, their arranged form and the scores of a block.
    [[nodiscard]] std::size_t threadBytes() const {
        return wholeLines(rowFloats() * sizeof(float)) + wholeLines(arrangedBytes()) +
               wholeLines(scoreFloats * sizeof(float));
    }

    void compute(int unit, std::byte* partials, std::byte* own) const;
    void combine(int result, std::byte* partials) const;

private:
    static constexpr std::size_t scoreFloats = std::size_t(mostRows) * blockPositions;

    /// A unit's place among tiles, heads and parts.
    struct Unit {
        RowTile tile;
        int head;
        int firstPosition, lastPosition;
    };

    static std::size_t wholeLines(std::size_t bytes) { return (bytes + 63) / 64 * 64; }
    [[nodiscard]] std::size_t rowFloats() const { return std::size_t(mostRows * size_); }
    [[nodiscard]] std::size_t arrangedBytes() const {
        return simd::activationBytes(cache_.shape().format, mostRows, size_);
    }
    /// Positions that a row sees.
    [[nodiscard]] int visible(int row) const { return cache_.length() - queries_.tokens + row / group_ + 1; }
    [[nodiscard]] float* outOf(int head, int row) const {
        const int token = row / group_, queryHead = head * group_ + row % group_;
        return queries_.out + (std::size_t(token) * std::size_t(queries_.heads) + std::size_t(queryHead)) *
                                  std::size_t(size_);
    }
    [[nodiscard]] const float* queryOf(int head, int row) const {
        return queries_.q + (outOf(head, row) - queries_.out);
    }
    [[nodiscard]] Unit unitAt(int unit) const {
        const int part = unit % parts_, result = unit / parts_;
        const RowTile tile = tiles_[std::size_t(result) % tiles_.size()];
        const int end = visible(tile.first + tile.count - 1);
        return {tile, result / int(tiles_.size()), std::min(part * partPositions_, end),
                std::min((part + 1) * partPositions_, end)};
    }
    [[nodiscard]] Partial& partialAt(int unit, std::byte* partials) const {
        auto* const at = partials + std::size_t(unit) * partialBytes();
        auto* const partial = reinterpret_cast<Partial*>(at);
        partial->out = reinterpret_cast<float*>(at + wholeLines(sizeof(Partial)));
        return *partial;
    }
    void arrangeQueries(const Unit& u, float* rows, std::uint8_t* arranged) const;
    void scoreBlock(const Unit& u, int first, int count, const std::uint8_t* arranged, float* scores) const;

    const KvCache& cache_;
    const Queries& queries_;
    int size_;
    int group_; ///< query heads per head of the cache
    std::vector<RowTile> tiles_;
    int parts_ = 1;
    int partPositions_ = 0;
};

/// The tile's queries, scaled by 1 / sqrt(headSize), in the form that meets the keys.
void Attention::arrangeQueries(const Unit& u, float* rows, std::uint8_t* arranged) const {
    const float scale = 1.0f / std::sqrt(float(size_));
    for (int r = 0; r < u.tile.count; ++r)
        std::transform(queryOf(u.head, u.tile.first + r), queryOf(u.head, u.tile.first + r) + size_,
                       rows + r * size_, [&](float q) { return q * scale; });
    simd::arrange(cache_.shape().format, rows, std::size_t(size_), u.tile.count, size_, arranged);
}

/// Scores of `count` positions from `first` on; those that a row does not see are far below.
void Attention::scoreBlock(const Unit& u, int first, int count, const std::uint8_t* arranged,
                           float* scores) const {
    simd::multiplyFew({cache_.shape().format, cache_.keys(u.head, first), ceilDiv(count, groupRows), count,
                       size_, arranged, u.tile.count, scores, std::size_t(blockPositions)});
    for (int r = 0; r < u.tile.count; ++r) {
        const int seen = std::clamp(visible(u.tile.first + r) - first, 0, count);
        std::fill(scores + r * blockPositions + seen, scores + r * blockPositions + count, unseen);
    }
}

void Attention::compute(int unit, std::byte* partials, std::byte* own) const {
    const Unit u = unitAt(unit);
    Partial& result = partialAt(unit, partials);
    auto* const rows = reinterpret_cast<float*>(own);
    auto* const arranged = reinterpret_cast<std::uint8_t*>(own + wholeLines(rowFloats() * sizeof(float)));
    auto* const scores = reinterpret_cast<float*>(arranged + wholeLines(arrangedBytes()));
    std::fill_n(result.maximum, mostRows, lowest);
    std::fill_n(result.sum, mostRows, 0.0f);
    std::fill_n(result.out, rowFloats(), 0.0f);
    arrangeQueries(u, rows, arranged);
    for (int first = u.firstPosition; first < u.lastPosition; first += blockPositions) {
        const int count = std::min(blockPositions, u.lastPosition - first);
        scoreBlock(u, first, count, arranged, scores);
        for (int r = 0; r < u.tile.count; ++r) {
            const float factor =
                simd::growingSoftmax(scores + r * blockPositions, count, result.maximum[r], result.sum[r]);
            if (factor != 1.0f)
                std::transform(result.out + r * size_, result.out + (r + 1) * size_, result.out + r * size_,
                               [&](float value) { return value * factor; });
        }
        simd::addValues({cache_.shape().format, cache_.values(u.head, first), cache_.valueBytes(), size_,
                         count, scores, std::size_t(blockPositions), u.tile.count, result.out});
    }
}

/// Brings the parts of one tile to one maximum and divides by the sum.
void Attention::combine(int result, std::byte* partials) const {
    const Unit u = unitAt(result * parts_);
    for (int r = 0; r < u.tile.count; ++r) {
        float maximum = lowest, sum = 0.0f;
        for (int part = 0; part < parts_; ++part)
            maximum = std::max(maximum, partialAt(result * parts_ + part, partials).maximum[r]);
        float* const out = outOf(u.head, u.tile.first + r);
        std::fill_n(out, size_, 0.0f);
        for (int part = 0; part < parts_; ++part) {
            const Partial& p = partialAt(result * parts_ + part, partials);
            const float factor = std::exp(p.maximum[r] - maximum);
            sum += p.sum[r] * factor;
            for (int i = 0; p.sum[r] > 0.0f && i < size_; ++i)
                out[i] += p.out[r * size_ + i] * factor;
        }
        std::transform(out, out + size_, out, [&](float value) { return value / sum; });
    }
}

} // namespace

bool attend(const KvCache& cache, const Queries& queries, ThreadPool& pool, Scratch& scratch,
            const std::stop_token& stop) {
    assert(queries.heads % cache.shape().heads == 0);
    assert(queries.tokens >= 1 && queries.tokens <= cache.length());
    const Attention attention(cache, queries, pool.size());
    const std::size_t shared = attention.scratchBytes();
    std::byte* const memory = scratch.require(shared + std::size_t(pool.size()) * attention.threadBytes());
    const bool done = forEachIndex(pool, attention.units(), stop, [&](int unit, int thread) {
        attention.compute(unit, memory, memory + shared + std::size_t(thread) * attention.threadBytes());
        if (attention.parts() == 1)
            attention.combine(unit, memory);
    });
    if (done && attention.parts() > 1)
        for (int result = 0; result < attention.results(); ++result)
            attention.combine(result, memory);
    return done;
}

} // namespace cellwright::kernels
