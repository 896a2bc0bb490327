// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/receiver_field.h"

#include "analytics/radio/link_budget.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cellwright::radio {
namespace {

constexpr std::size_t blockSize = antennaBlock; // all columns of a block stay in the first-level cache
using Column = std::array<float, blockSize>;

/// A coordinate for the loops: at most 10,000 km from the origin, and 0 where it is not a number.
double held(Metres coordinate) {
    return std::isnan(coordinate.si()) ? 0.0 : std::clamp(coordinate.si(), -1e7, 1e7);
}

std::span<const Indoors> part(std::span<const Indoors> indoors, std::size_t start, std::size_t count) {
    return indoors.empty() ? indoors : indoors.subspan(start, count);
}

void silenceInvalid(std::span<const Position> points, const LevelState& levels) {
    for (std::size_t i = 0; i < points.size(); ++i)
        if (!std::isfinite(points[i].x.si()) || !std::isfinite(points[i].y.si()))
            clear({levels.cell + i, levels.rsrp + i, levels.sinr + i}, 1);
}

/// Calls f(points of a block, where it starts) for all of them.
template <class F>
void forEachBlock(std::span<const Position> points, F&& f) {
    for (std::size_t start = 0; start < points.size(); start += blockSize)
        f(points.subspan(start, std::min(blockSize, points.size() - start)), start);
}

} // namespace

/// Working columns of one block of points.
struct ReceiverField::Block {
    std::array<double, blockSize> exactX, exactY;
    Column x, y, east, north, inverse, path, serving, meant, power, disturbing, interference, rank, best,
        depth, deviation;
    std::array<std::int32_t, blockSize> cell;
    std::size_t size = 0;
    bool biased = false;
    bool users = false; ///< whether `depth` and `deviation` hold

    CarrierState carrier() {
        return {power.data(), disturbing.data(), interference.data(), cell.data(),
                biased ? rank.data() : nullptr};
    }
    [[nodiscard]] PlaceColumns places() const { return {east.data(), north.data(), x.data(), y.data()}; }
    [[nodiscard]] AntennaPlaces directions() const { return {east.data(), north.data(), inverse.data()}; }
    /// Places on the plane.
    void fill(std::span<const Position> points, std::span<const Indoors> indoors) {
        size = points.size();
        users = !indoors.empty();
        for (std::size_t i = 0; i < points.size(); ++i) {
            exactX[i] = held(points[i].x);
            exactY[i] = held(points[i].y);
            x[i] = float(exactX[i]);
            y[i] = float(exactY[i]);
        }
        for (std::size_t i = 0; i < indoors.size(); ++i) {
            depth[i] = float(indoors[i].depth);
            deviation[i] = float(indoors[i].deviation);
        }
    }
};

void RadioLevels::resize(std::size_t n) {
    cell.resize(n);
    rsrp.resize(n);
    sinr.resize(n);
}

float noiseMilliwatts(const NetworkCarrier& carrier, Decibels noiseFigure) {
    NullRecorder rec;
    return milliwatts(noisePower(rec, carrier.occupied(), noiseFigure));
}

CellSignal signalOf(const Network& network, std::int32_t cell) {
    const auto& sector = network.cells[std::size_t(cell)].sector;
    return {cell, milliwatts(sector.power), float(sector.load), float(toLinear(sector.bias))};
}

float milliwatts(DecibelMilliwatts power) {
    return float(toWatts(power).si() * 1000.0);
}

ReceiverField::ReceiverField(const Network& network, const Receiver& receiver, PathChoice choice)
    : ReceiverField(network, network.masts, receiver, choice) {}

ReceiverField::ReceiverField(const Network& network, std::span<const Mast> masts, const Receiver& receiver,
                             PathChoice choice)
    : network_(&network)
    , receiver_(receiver)
    , biased_(network.biased()) {
    masts_.reserve(masts.size());
    for (const auto& mast : masts)
        masts_.push_back(prepare(mast, choice));
}

ReceiverField::PreparedMast ReceiverField::prepare(const Mast& mast, PathChoice choice) const {
    const auto frequency = network_->carriers[std::size_t(mast.carrier)].carrier.frequency;
    const Metres up = receiver_.height - mast.height;
    PreparedMast made{
        mast.position, PathGain(mast, frequency, receiver_, choice), float(up.si()), mast.carrier, false, {}};
    const auto* sibling = masts_.empty() ? nullptr : &masts_.back().cells.back().antenna;
    made.cells.reserve(std::size_t(mast.cellCount));
    for (int i = mast.firstCell; i < mast.firstCell + mast.cellCount; ++i) {
        const auto& cell = network_->cells[std::size_t(i)];
        const auto added = receiver_.antennaGain - receiver_.bodyLoss;
        made.cells.push_back(
            {antennaKernel(cell.sector, cell.pattern, up, added, sibling), signalOf(*network_, i)});
        sibling = &made.cells.back().antenna;
        made.directions = made.directions || sibling->kind == AntennaKernel::Kind::element;
    }
    return made;
}

/// Path gains from a mast to the places of a block.
void ReceiverField::findPaths(const PreparedMast& mast, Block& block) {
    offsets(held(mast.position.x), block.exactX.data(), block.east.data(), block.size);
    offsets(held(mast.position.y), block.exactY.data(), block.north.data(), block.size);
    mast.path.evaluate(block.places(), block.path.data(), block.size);
    if (block.users)
        mast.path.addUsers(block.depth.data(), block.deviation.data(), block.path.data(), block.size);
    if (mast.directions)
        inverseDistances(mast.up, block.east.data(), block.north.data(), block.inverse.data(), block.size);
}

void ReceiverField::addMast(const PreparedMast& mast, Block& block) {
    findPaths(mast, block);
    for (const auto& cell : mast.cells) {
        float* const meant = cell.antenna.hasBeams() ? block.meant.data() : block.serving.data();
        antennaGain(cell.antenna, block.directions(), block.path.data(), block.serving.data(), meant,
                    block.size);
        addCell(block.carrier(), cell.signal, block.serving.data(), meant, block.size);
    }
}

void ReceiverField::evaluate(std::span<const Position> points, std::span<const Indoors> indoors,
                             RadioLevels& levels) const {
    levels.resize(points.size());
    Block block;
    block.biased = biased_;
    forEachBlock(points, [&](std::span<const Position> some, std::size_t start) {
        const LevelState out{levels.cell.data() + start, levels.rsrp.data() + start,
                             levels.sinr.data() + start, biased_ ? block.best.data() : nullptr};
        block.fill(some, part(indoors, start, some.size()));
        clear(out, some.size());
        auto mast = masts_.begin();
        for (std::size_t c = 0; c < network_->carriers.size(); ++c) {
            const auto& carrier = network_->carriers[c];
            clear(block.carrier(), some.size());
            for (; mast != masts_.end() && mast->carrier == int(c); ++mast)
                addMast(*mast, block);
            mergeCarrier(block.carrier(), noiseMilliwatts(carrier, receiver_.noiseFigure),
                         12.0f * float(carrier.down.blocks), out, some.size());
        }
        silenceInvalid(some, out);
    });
}

void ReceiverField::mastGains(int mast, std::span<const Position> points, std::span<const Indoors> indoors,
                              Beam beam, std::vector<float>& gains) const {
    const auto& prepared = masts_[std::size_t(mast)];
    gains.resize(prepared.cells.size() * points.size());
    Block block;
    forEachBlock(points, [&](std::span<const Position> some, std::size_t start) {
        block.fill(some, part(indoors, start, some.size()));
        findPaths(prepared, block);
        for (std::size_t c = 0; c < prepared.cells.size(); ++c) {
            float* const out = gains.data() + c * points.size() + start;
            float* const serving = beam == Beam::strongest ? out : block.serving.data();
            float* const meant = beam == Beam::mean ? out : nullptr;
            antennaGain(prepared.cells[c].antenna, block.directions(), block.path.data(), serving, meant,
                        some.size());
        }
    });
}

std::vector<std::int32_t> ReceiverField::cellsAbove(std::span<const Position> points,
                                                    std::span<const float> limit) const {
    std::vector<std::int32_t> counts(points.size(), 0);
    Block block;
    forEachBlock(points, [&](std::span<const Position> some, std::size_t start) {
        block.fill(some, {});
        for (const auto& mast : masts_) {
            findPaths(mast, block);
            const auto elements = 12.0f * float(network_->carriers[std::size_t(mast.carrier)].down.blocks);
            for (const auto& cell : mast.cells) {
                antennaGain(cell.antenna, block.directions(), block.path.data(), block.serving.data(),
                            nullptr, some.size());
                countAbove(block.serving.data(), cell.signal.milliwatts / elements, limit.data() + start,
                           counts.data() + start, some.size());
            }
        }
    });
    return counts;
}

} // namespace cellwright::radio
