// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/cell_field.h"

#include "analytics/radio/cell_kernel.h"
#include "analytics/radio/fading/path_gain.h"
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
    std::array<float, blockSize> x, y, east, north, path, gain, power, load, interference, depth, deviation;
    std::array<std::int32_t, blockSize> cell;
    std::size_t size = 0;
    bool users = false; ///< whether `depth` and `deviation` hold
    CarrierState carrier() { return {power.data(), load.data(), interference.data(), cell.data()}; }
    PlaceColumns places() const { return {east.data(), north.data(), x.data(), y.data()}; }
};

/// A mast and its sectors with all constants worked out for one kind of receiver.
struct PreparedMast {
    Position position;
    PathGain path;
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
        PathGain(mast, network.carriers[std::size_t(mast.carrier)].carrier.frequency, receiver, choice),
        mast.carrier,
        {}};
    for (int i = mast.firstCell; i < mast.firstCell + mast.cellCount; ++i) {
        const auto& sector = network.cells[std::size_t(i)].sector;
        made.cells.push_back(
            {sectorKernel(sector, mast.height, receiver), i, milliwatts(sector.power), float(sector.load)});
    }
    return made;
}

/// A block of places on the plane; `indoors` is of each of them, or empty.
void fill(std::span<const Position> points, std::span<const Indoors> indoors, Block& block) {
    block.size = points.size();
    block.users = !indoors.empty();
    for (std::size_t i = 0; i < points.size(); ++i) {
        block.x[i] = offset({}, points[i].x);
        block.y[i] = offset({}, points[i].y);
    }
    for (std::size_t i = 0; i < indoors.size(); ++i) {
        block.depth[i] = float(indoors[i].depth);
        block.deviation[i] = float(indoors[i].deviation);
    }
}

/// Path gains from a mast to the places of a block.
void findPaths(const PreparedMast& mast, std::span<const Position> points, Block& block) {
    for (std::size_t i = 0; i < points.size(); ++i) {
        block.east[i] = offset(mast.position.x, points[i].x);
        block.north[i] = offset(mast.position.y, points[i].y);
    }
    mast.path.evaluate(block.places(), block.path.data(), block.size);
    if (block.users)
        mast.path.addUsers(block.depth.data(), block.deviation.data(), block.path.data(), block.size);
}

void addMast(const PreparedMast& mast, std::span<const Position> points, Block& block) {
    findPaths(mast, points, block);
    for (const auto& cell : mast.cells) {
        sectorGain(cell.kernel, block.east.data(), block.north.data(), block.path.data(), block.gain.data(),
                   points.size());
        addCell(block.carrier(), cell.index, cell.milliwatts, cell.load, block.gain.data(), points.size());
    }
}

std::span<const Indoors> part(std::span<const Indoors> indoors, std::size_t start, std::size_t count) {
    return indoors.empty() ? indoors : indoors.subspan(start, count);
}

/// Users of one enclosure: they share prepared masts.
struct Company {
    Receiver receiver;
    std::vector<std::size_t> index;
    std::vector<Position> points;
    std::vector<Indoors> indoors;
};
std::vector<Company> companies(std::span<const Position> points, std::span<const Indoors> indoors,
                               const Receiver& receiver) {
    std::vector<Company> found;
    for (std::size_t i = 0; i < points.size(); ++i) {
        auto company = std::ranges::find_if(found, [&](const Company& one) {
            return one.receiver.indoors.enclosure == indoors[i].enclosure;
        });
        if (company == found.end()) {
            company = found.insert(found.end(), Company{receiver, {}, {}, {}});
            company->receiver.indoors = {indoors[i].enclosure};
        }
        company->index.push_back(i);
        company->points.push_back(points[i]);
        company->indoors.push_back(indoors[i]);
    }
    return found;
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
    return makeNetwork(topology, options).map([&](Network&& network) {
        CellField field;
        field.network_ = std::move(network);
        field.options_ = options;
        return field;
    });
}

void CellField::evaluate(std::span<const Position> points, std::span<const Indoors> indoors,
                         const Receiver& receiver, RadioLevels& levels) const {
    levels.resize(points.size());
    std::vector<PreparedMast> masts;
    for (const auto& mast : network_.masts)
        masts.push_back(prepare(network_, mast, receiver, options_.path));
    Block block;
    for (std::size_t start = 0; start < points.size(); start += blockSize) {
        const auto some = points.subspan(start, std::min(blockSize, points.size() - start));
        const LevelState out{levels.cell.data() + start, levels.rsrp.data() + start,
                             levels.sinr.data() + start};
        fill(some, part(indoors, start, some.size()), block);
        clear(out, some.size());
        auto mast = masts.begin();
        for (std::size_t c = 0; c < network_.carriers.size(); ++c) {
            clear(block.carrier(), some.size());
            for (; mast != masts.end() && mast->carrier == int(c); ++mast)
                addMast(*mast, some, block);
            mergeCarrier(block.carrier(), noiseMilliwatts(network_.carriers[c], receiver.noiseFigure),
                         12.0f * float(network_.carriers[c].down.blocks), out, some.size());
        }
        silenceInvalid(some, out);
    }
}

void CellField::evaluate(std::span<const Position> points, const Receiver& receiver,
                         RadioLevels& levels) const {
    evaluate(points, {}, receiver, levels);
}

RadioLevels CellField::evaluate(std::span<const Position> points, const Receiver& receiver) const {
    RadioLevels levels;
    evaluate(points, receiver, levels);
    return levels;
}

RadioLevels CellField::evaluate(std::span<const Position> points, std::span<const Indoors> indoors,
                                const Receiver& receiver) const {
    RadioLevels all, some;
    all.resize(points.size());
    for (const auto& company : companies(points, indoors, receiver)) {
        evaluate(company.points, company.indoors, company.receiver, some);
        for (std::size_t i = 0; i < company.index.size(); ++i) {
            all.cell[company.index[i]] = some.cell[i];
            all.rsrp[company.index[i]] = some.rsrp[i];
            all.sinr[company.index[i]] = some.sinr[i];
        }
    }
    return all;
}

void CellField::findMastGains(int mast, std::span<const Position> points, std::span<const Indoors> indoors,
                              const Receiver& receiver, std::vector<float>& gains) const {
    const auto prepared = prepare(network_, network_.masts[std::size_t(mast)], receiver, options_.path);
    gains.resize(prepared.cells.size() * points.size());
    Block block;
    for (std::size_t start = 0; start < points.size(); start += blockSize) {
        const auto some = points.subspan(start, std::min(blockSize, points.size() - start));
        fill(some, part(indoors, start, some.size()), block);
        findPaths(prepared, some, block);
        for (std::size_t c = 0; c < prepared.cells.size(); ++c)
            sectorGain(prepared.cells[c].kernel, block.east.data(), block.north.data(), block.path.data(),
                       gains.data() + c * points.size() + start, some.size());
    }
}

std::vector<float> CellField::mastGains(int mast, std::span<const Position> points,
                                        const Receiver& receiver) const {
    std::vector<float> gains;
    findMastGains(mast, points, {}, receiver, gains);
    return gains;
}

std::vector<float> CellField::mastGains(int mast, std::span<const Position> points,
                                        std::span<const Indoors> indoors, const Receiver& receiver) const {
    const auto rows = std::size_t(network_.masts[std::size_t(mast)].cellCount);
    std::vector<float> all(rows * points.size()), some;
    for (const auto& company : companies(points, indoors, receiver)) {
        findMastGains(mast, company.points, company.indoors, company.receiver, some);
        const std::size_t count = company.points.size();
        for (std::size_t row = 0; row < rows; ++row)
            for (std::size_t i = 0; i < count; ++i)
                all[row * points.size() + company.index[i]] = some[row * count + i];
    }
    return all;
}

} // namespace cellwright::radio
