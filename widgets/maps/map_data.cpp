// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/maps/map_data.h"

#include <algorithm>
#include <cmath>

namespace cellwright {
namespace {

QRgb serverPixel(const MapData& map, std::int32_t cell, bool dark) {
    if (cell < 0 || std::size_t(cell) >= map.mastOfCell.size())
        return 0;
    return serverColour(map.mastOfCell[std::size_t(cell)], map.faceOfCell[std::size_t(cell)], dark).rgb();
}

template <class Map>
void keep(const Map& all, Map& wanted, const std::string& id) {
    if (const auto found = all.find(id); found != all.end())
        wanted.insert(*found);
}

} // namespace

QRectF MapData::plane() const {
    const double pixel = frame.resolution.si();
    return {frame.origin.x.si(), frame.origin.y.si(), frame.width * pixel, frame.height * pixel};
}

std::optional<std::size_t> MapData::pixelAt(Position place) const {
    const double column = std::floor((place.x - frame.origin.x) / frame.resolution);
    const double row = std::floor((place.y - frame.origin.y) / frame.resolution);
    if (empty() || !(column >= 0 && column < frame.width && row >= 0 && row < frame.height))
        return std::nullopt;
    return std::size_t(row) * std::size_t(frame.width) + std::size_t(column);
}

std::optional<double> MapData::at(Position place) const {
    const auto pixel = pixelAt(place);
    if (!pixel || !std::isfinite(values[*pixel]))
        return std::nullopt;
    return double(values[*pixel]);
}

QImage MapData::image(const MapStyle& style, bool dark) const {
    QImage image(frame.width, frame.height, QImage::Format_ARGB32_Premultiplied);
    const bool servers = layer() == maps::Layer::bestServer;
    std::size_t pixel = 0;
    for (int row = frame.height - 1; row >= 0; --row) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(row));
        for (int column = 0; column < frame.width; ++column, ++pixel)
            line[column] = servers                        ? serverPixel(*this, cell[pixel], dark)
                           : std::isfinite(values[pixel]) ? style.colourOf(double(values[pixel]))
                                                          : 0;
    }
    return image;
}

void MapData::takeCells(const radio::Network& network) {
    mastOfCell.clear();
    faceOfCell.clear();
    std::vector<std::pair<SiteId, int>> sites; // a site with two carriers has two masts, and one colour
    for (const auto& each : network.cells) {
        auto site = std::ranges::find(sites, each.site, &std::pair<SiteId, int>::first);
        if (site == sites.end())
            site = sites.insert(sites.end(), {each.site, 0});
        mastOfCell.push_back(int(site - sites.begin()));
        faceOfCell.push_back(site->second++);
    }
}

void MapData::takeEngine(maps::MapEngine whole) {
    users = whole.users();
    maps::MapColumns columns;
    whole.evaluate(users, columns);
    if (const auto* found = columns.find(layer()))
        userValues = *found;
    engine = std::move(whole);
}

maps::Frame frameFor(const QRectF& plane, int pixels) {
    const double side = std::sqrt(plane.width() * plane.height() / pixels);
    return {.origin = {Metres(plane.left()), Metres(plane.top())},
            .resolution = Metres(side),
            .width = std::max(1, int(std::ceil(plane.width() / side))),
            .height = std::max(1, int(std::ceil(plane.height() / side)))};
}

Facts factsOf(const Scenario& scenario, const Facts& all) {
    Facts wanted;
    for (const auto& deployment : scenario.deployments)
        keep(all.models, wanted.models, deployment.model);
    for (const auto& group : scenario.topology.groups)
        keep(all.devices, wanted.devices, group.device);
    for (const auto& host : scenario.topology.hosts)
        keep(all.devices, wanted.devices, host.device);
    return wanted;
}

Expected<MapData> computeMap(const Scenario& scenario, const Facts& facts, const MapQuestion& question,
                             const maps::Frame& frame) {
    auto engine = maps::MapEngine::make(scenario, factsOf(scenario, facts),
                                        {.layers = {question.layer}, .group = question.group});
    if (!engine)
        return tl::make_unexpected(engine.error());
    maps::ProgressiveMap progress(*engine, frame, 1);
    progress.finish();
    MapData data{.question = question,
                 .frame = frame,
                 .values = *progress.map().columns.find(question.layer),
                 .cell = progress.map().columns.cell};
    data.takeCells(engine->network());
    data.takeEngine(std::move(*engine));
    return data;
}

bool radiates(const Topology& topology) {
    return std::ranges::any_of(topology.sites, [](const Site& site) {
        return site.enabled && std::ranges::any_of(site.sectors, &Sector::enabled);
    });
}

} // namespace cellwright
