// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/sinr_raster.h"

#include "analytics/radio/cell_kernel.h"

#include <algorithm>
#include <array>

namespace cellwright::radio {
namespace {

constexpr std::size_t blockSize = 1024;

} // namespace

Position SinrRaster::Frame::centre(int column, int row) const {
    return {origin.x + resolution * (column + 0.5), origin.y + resolution * (row + 0.5)};
}

SinrRaster::Key SinrRaster::keyOf(const Network& network, const Cell& cell) {
    const auto& mast = network.masts[std::size_t(cell.mast)];
    return {mast.position,          mast.height,
            mast.propagation,       network.carriers[std::size_t(cell.carrier)].carrier.frequency,
            cell.sector.azimuth,    cell.sector.downtilt,
            cell.sector.antennaGain};
}

Expected<SinrRaster> SinrRaster::make(const Topology& topology, const Frame& frame, const Receiver& receiver,
                                      const RadioOptions& options) {
    if (frame.width <= 0 || frame.height <= 0 || !(frame.resolution.si() > 0.0))
        return failure("a map needs at least one pixel and a positive resolution", "map frame",
                       "give a width, a height and metres per pixel above zero");
    auto field = CellField::make(topology, options);
    if (!field)
        return tl::make_unexpected(field.error());
    SinrRaster raster;
    raster.frame_ = frame;
    raster.receiver_ = receiver;
    raster.field_ = std::move(*field);
    for (int row = 0; row < frame.height; ++row)
        for (int column = 0; column < frame.width; ++column)
            raster.points_.push_back(frame.centre(column, row));
    raster.refreshGains(raster.network());
    raster.combine();
    return raster;
}

Expected<int> SinrRaster::update(const Topology& topology) {
    auto field = CellField::make(topology, field_.options());
    if (!field)
        return tl::make_unexpected(field.error());
    field_ = std::move(*field);
    const int recomputed = refreshGains(network());
    combine();
    return recomputed;
}

int SinrRaster::refreshGains(const Network& network) {
    std::unordered_map<SectorId, Plane> kept;
    int recomputed = 0;
    for (std::size_t m = 0; m < network.masts.size(); ++m) {
        const auto& mast = network.masts[m];
        std::vector<float> gains; // of the whole mast, made when its first changed sector asks for them
        for (int i = 0; i < mast.cellCount; ++i) {
            const auto& cell = network.cells[std::size_t(mast.firstCell + i)];
            const auto key = keyOf(network, cell);
            const auto old = planes_.find(cell.sector.id);
            if (old != planes_.end() && old->second.key == key) {
                kept[cell.sector.id] = std::move(old->second);
                planes_.erase(old);
                continue;
            }
            if (gains.empty())
                gains = field_.mastGains(int(m), points_, receiver_);
            const auto first = gains.begin() + std::ptrdiff_t(std::size_t(i) * points_.size());
            kept[cell.sector.id] = {key, {first, first + std::ptrdiff_t(points_.size())}};
            ++recomputed;
        }
    }
    planes_ = std::move(kept);
    return recomputed;
}

void SinrRaster::combine() {
    std::array<float, blockSize> power, load, interference;
    std::array<std::int32_t, blockSize> serving;
    const CarrierState state{power.data(), load.data(), interference.data(), serving.data()};
    levels_.resize(points_.size());
    std::vector<const float*> gains;
    for (const auto& cell : network().cells)
        gains.push_back(planes_.at(cell.sector.id).gain.data());
    for (std::size_t start = 0; start < points_.size(); start += blockSize) {
        const std::size_t n = std::min(blockSize, points_.size() - start);
        const LevelState out{levels_.cell.data() + start, levels_.rsrp.data() + start,
                             levels_.sinr.data() + start};
        clear(out, n);
        std::size_t cell = 0;
        for (std::size_t c = 0; c < network().carriers.size(); ++c) {
            const auto& carrier = network().carriers[c];
            clear(state, n);
            for (; cell < gains.size() && network().cells[cell].carrier == int(c); ++cell) {
                const auto& sector = network().cells[cell].sector;
                addCell(state, std::int32_t(cell), milliwatts(sector.power), float(sector.load),
                        gains[cell] + start, n);
            }
            mergeCarrier(state, noiseMilliwatts(carrier, receiver_.noiseFigure),
                         12.0f * float(carrier.down.blocks), out, n);
        }
    }
}

} // namespace cellwright::radio
