// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/sinr_raster.h"

#include "analytics/radio/cell_kernel.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace cellwright::radio {
namespace {

constexpr std::size_t blockSize = 1024;

} // namespace

Position SinrRaster::Frame::centre(int column, int row) const {
    return {origin.x + resolution * (column + 0.5), origin.y + resolution * (row + 0.5)};
}

bool SinrRaster::Key::operator==(const Key& other) const {
    const auto all = [](const Key& k) {
        return std::tie(k.position, k.height, k.propagation, k.frequency, k.air, k.fadingSeed, k.azimuth,
                        k.downtilt, k.electricalTilt, k.antenna, k.rows, k.columns, k.beams, k.antennaGain);
    };
    const bool samePattern =
        pattern == other.pattern || (pattern && other.pattern && *pattern == *other.pattern);
    return samePattern && all(*this) == all(other);
}

SinrRaster::Key SinrRaster::keyOf(const Network& network, const Cell& cell) {
    const auto& mast = network.masts[std::size_t(cell.mast)];
    const auto& sector = cell.sector;
    return {mast.position,
            mast.height,
            mast.propagation,
            network.carriers[std::size_t(cell.carrier)].carrier.frequency,
            mast.air,
            mast.fadingSeed,
            sector.azimuth,
            sector.downtilt,
            sector.electricalTilt,
            sector.antenna,
            sector.panelRows,
            sector.panelColumns,
            sector.beams,
            sector.antennaGain,
            cell.pattern};
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
        std::vector<float> serving,
            meant; // of the whole mast, made when its first changed sector asks for them
        for (int i = 0; i < mast.cellCount; ++i) {
            const auto& cell = network.cells[std::size_t(mast.firstCell + i)];
            const auto key = keyOf(network, cell);
            const auto old = planes_.find(cell.sector.id);
            if (old != planes_.end() && old->second.key == key) {
                kept[cell.sector.id] = std::move(old->second);
                planes_.erase(old);
                continue;
            }
            if (serving.empty())
                serving = field_.mastGains(int(m), points_, receiver_, Beam::strongest);
            const bool beams = hasBeams(cell.sector);
            if (beams && meant.empty())
                meant = field_.mastGains(int(m), points_, receiver_, Beam::mean);
            const auto row = [&](const std::vector<float>& all) {
                const auto first = all.begin() + std::ptrdiff_t(std::size_t(i) * points_.size());
                return std::vector<float>(first, first + std::ptrdiff_t(points_.size()));
            };
            kept[cell.sector.id] = {key, row(serving), beams ? row(meant) : std::vector<float>()};
            ++recomputed;
        }
    }
    planes_ = std::move(kept);
    return recomputed;
}

void SinrRaster::combine() {
    std::array<float, blockSize> power, disturbing, interference, rank, best;
    std::array<std::int32_t, blockSize> chosen;
    const bool biased = network().biased();
    const CarrierState state{power.data(), disturbing.data(), interference.data(), chosen.data(),
                             biased ? rank.data() : nullptr};
    levels_.resize(points_.size());
    std::vector<const Plane*> planes;
    for (const auto& cell : network().cells)
        planes.push_back(&planes_.at(cell.sector.id));
    for (std::size_t start = 0; start < points_.size(); start += blockSize) {
        const std::size_t n = std::min(blockSize, points_.size() - start);
        const LevelState out{levels_.cell.data() + start, levels_.rsrp.data() + start,
                             levels_.sinr.data() + start, biased ? best.data() : nullptr};
        clear(out, n);
        std::size_t cell = 0;
        for (std::size_t c = 0; c < network().carriers.size(); ++c) {
            const auto& carrier = network().carriers[c];
            clear(state, n);
            for (; cell < planes.size() && network().cells[cell].carrier == int(c); ++cell) {
                const auto& [key, serving, meant] = *planes[cell];
                addCell(state, signalOf(network(), std::int32_t(cell)), serving.data() + start,
                        (meant.empty() ? serving : meant).data() + start, n);
            }
            mergeCarrier(state, noiseMilliwatts(carrier, receiver_.noiseFigure),
                         12.0f * float(carrier.down.blocks), out, n);
        }
    }
}

} // namespace cellwright::radio
