// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/cell_field.h"

#include "analytics/radio/cell_kernel.h"
#include "analytics/radio/link_budget.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace cellwright::radio {
namespace {

constexpr std::size_t blockSize = 512; // all columns of a block stay in the first-level cache

/// Working columns of one block of points.
struct Block {
    std::array<float, blockSize> east, north, path, gain, power, load, interference;
    std::array<std::int32_t, blockSize> cell;
    CarrierState carrier() { return {power.data(), load.data(), interference.data(), cell.data()}; }
};

/// A mast and its sectors with all constants worked out for one kind of receiver.
struct PreparedMast {
    Position position;
    MastKernel kernel;
    int carrier = 0;
    struct PreparedCell {
        SectorKernel kernel;
        std::int32_t index;
        float milliwatts, load;
    };
    std::vector<PreparedCell> cells;
};

PreparedMast prepare(const Network& network, const Mast& mast, const Receiver& receiver, PathChoice choice) {
    PreparedMast made{
        mast.position,
        mastKernel(mast, network.carriers[std::size_t(mast.carrier)].carrier.frequency, receiver, choice),
        mast.carrier,
        {}};
    for (int i = mast.firstCell; i < mast.firstCell + mast.cellCount; ++i) {
        const auto& sector = network.cells[std::size_t(i)].sector;
        made.cells.push_back(
            {sectorKernel(sector, mast.height, receiver), i, milliwatts(sector.power), float(sector.load)});
    }
    return made;
}

void offsets(std::span<const Position> points, const Position& from, Block& block) {
    for (std::size_t i = 0; i < points.size(); ++i) {
        block.east[i] = offset(from.x, points[i].x);
        block.north[i] = offset(from.y, points[i].y);
    }
}

void addMast(const PreparedMast& mast, std::span<const Position> points, Block& block) {
    offsets(points, mast.position, block);
    mastGain(mast.kernel, block.east.data(), block.north.data(), block.path.data(), points.size());
    for (const auto& cell : mast.cells) {
        sectorGain(cell.kernel, block.east.data(), block.north.data(), block.path.data(), block.gain.data(),
                   points.size());
        addCell(block.carrier(), cell.index, cell.milliwatts, cell.load, block.gain.data(), points.size());
    }
}

void silenceInvalid(std::span<const Position> points, const LevelState& levels) {
    for (std::size_t i = 0; i < points.size(); ++i)
        if (!std::isfinite(points[i].x.si()) || !std::isfinite(points[i].y.si()))
            clear({levels.cell + i, levels.rsrp + i, levels.sinr + i}, 1);
}

} // namespace

void RadioLevels::resize(std::size_t n) {
    cell.resize(n);
    rsrp.resize(n);
    sinr.resize(n);
}

float noiseMilliwatts(const NetworkCarrier& carrier, Decibels noiseFigure) {
    NullRecorder rec;
    return milliwatts(noisePower(rec, carrier.occupied(), noiseFigure));
}

float milliwatts(DecibelMilliwatts power) {
    return float(toWatts(power).si() * 1000.0);
}

float offset(Metres from, Metres to) {
    const double difference = (to - from).si();
    return std::isnan(difference) ? 0.0f : float(std::clamp(difference, -1e7, 1e7));
}

Expected<CellField> CellField::make(const Topology& topology, const RadioOptions& options) {
    return makeNetwork(topology).map([&](Network&& network) {
        CellField field;
        field.network_ = std::move(network);
        field.options_ = options;
        return field;
    });
}

void CellField::evaluate(std::span<const Position> points, const Receiver& receiver,
                         RadioLevels& levels) const {
    levels.resize(points.size());
    std::vector<PreparedMast> masts;
    for (const auto& mast : network_.masts)
        masts.push_back(prepare(network_, mast, receiver, options_.path));
    Block block;
    for (std::size_t start = 0; start < points.size(); start += blockSize) {
        const auto part = points.subspan(start, std::min(blockSize, points.size() - start));
        const LevelState out{levels.cell.data() + start, levels.rsrp.data() + start,
                             levels.sinr.data() + start};
        clear(out, part.size());
        auto mast = masts.begin();
        for (std::size_t c = 0; c < network_.carriers.size(); ++c) {
            clear(block.carrier(), part.size());
            for (; mast != masts.end() && mast->carrier == int(c); ++mast)
                addMast(*mast, part, block);
            mergeCarrier(block.carrier(), noiseMilliwatts(network_.carriers[c], receiver.noiseFigure),
                         12.0f * float(network_.carriers[c].down.blocks), out, part.size());
        }
        silenceInvalid(part, out);
    }
}

RadioLevels CellField::evaluate(std::span<const Position> points, const Receiver& receiver) const {
    RadioLevels levels;
    evaluate(points, receiver, levels);
    return levels;
}

std::vector<float> CellField::mastGains(int mast, std::span<const Position> points,
                                        const Receiver& receiver) const {
    const auto prepared = prepare(network_, network_.masts[std::size_t(mast)], receiver, options_.path);
    std::vector<float> gains(prepared.cells.size() * points.size());
    Block block;
    for (std::size_t start = 0; start < points.size(); start += blockSize) {
        const auto part = points.subspan(start, std::min(blockSize, points.size() - start));
        offsets(part, prepared.position, block);
        mastGain(prepared.kernel, block.east.data(), block.north.data(), block.path.data(), part.size());
        for (std::size_t c = 0; c < prepared.cells.size(); ++c)
            sectorGain(prepared.cells[c].kernel, block.east.data(), block.north.data(), block.path.data(),
                       gains.data() + c * points.size() + start, part.size());
    }
    return gains;
}

} // namespace cellwright::radio
