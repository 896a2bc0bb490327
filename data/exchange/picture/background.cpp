// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/picture/background.h"

#include "analytics/quantity/text.h"
#include "data/exchange/geo/crs.h"
#include "data/exchange/geography.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <complex>

namespace cellwright {
namespace {

using Json = nlohmann::ordered_json;
constexpr double planeLimit = 1e6; ///< metres; the range of positions in a scenario
using Complex = std::complex<double>;

/// The picture's rows count down, the plane's north up: a row is minus an imaginary part.
Complex inPicture(const PictureAnchor& anchor) {
    return {anchor.column, -anchor.row};
}
Complex onPlane(const PictureAnchor& anchor) {
    return {anchor.position.x.si(), anchor.position.y.si()};
}

Json anchorOf(const PictureAnchor& anchor) {
    return {{"column", anchor.column},
            {"row", anchor.row},
            {"x_m", anchor.position.x.si()},
            {"y_m", anchor.position.y.si()}};
}

Expected<PictureAnchor> anchorFrom(const Json& json, const char* key, const std::string& where) {
    const auto at = where + ", " + key;
    if (!json.contains(key) || !json[key].is_object())
        return failure("the point is missing", at, "give column, row, x_m and y_m");
    PictureAnchor anchor;
    double x = 0.0, y = 0.0;
    for (const auto& [name, value] : {std::pair("column", &anchor.column), std::pair("row", &anchor.row),
                                      std::pair("x_m", &x), std::pair("y_m", &y)}) {
        const auto found = json[key].find(name);
        if (found == json[key].end() || !found->is_number() || std::abs(found->get<double>()) > 1e9)
            return failure(std::string("\"") + name + "\" is no number", at, "give a number within 1e9");
        *value = found->get<double>();
    }
    anchor.position = {Metres(x), Metres(y)};
    return anchor;
}

} // namespace

Expected<PixelToMap> placementOf(const Background& background) {
    const auto across = inPicture(background.second) - inPicture(background.first);
    const auto along = onPlane(background.second) - onPlane(background.first);
    if (std::abs(across) < 1e-9 || std::abs(along) < 1e-9)
        return failure("its two points are the same", "background \"" + background.file + "\"",
                       "choose two points far apart in the picture and on the ground");
    const auto turn = along / across;
    const auto start = onPlane(background.first) - turn * inPicture(background.first);
    return PixelToMap{turn.real(), turn.imag(), turn.imag(), -turn.real(), start.real(), start.imag()};
}

Expected<Background> backgroundFromWorld(const std::string& file, int width, int height,
                                         const PixelToMap& world, const std::optional<GeoOrigin>& origin,
                                         const std::string& crs, const std::string& where) {
    std::optional<Crs> system;
    if (!crs.empty()) {
        auto found = Crs::find(crs, "--crs");
        if (!found)
            return tl::make_unexpected(found.error());
        system = std::move(*found);
        if (!origin)
            return failure("the scenario has no origin to place the picture by", where,
                           "give it the latitude and longitude of its origin first");
    }
    const auto placed = [&](double column, double row) -> Expected<PictureAnchor> {
        // A world file speaks of the centres of pixels, an anchor of their outer corners.
        const double c = column - 0.5, r = row - 0.5;
        const double x = world[0] * c + world[2] * r + world[4], y = world[1] * c + world[3] * r + world[5];
        if (!system && (std::abs(x) > planeLimit || std::abs(y) > planeLimit))
            return failure("its coordinates " + exactText(x) + ", " + exactText(y) +
                               " are those of a map, not metres from the scenario's origin",
                           where, "name their system with --crs, such as EPSG:25833");
        if (!system)
            return PictureAnchor{column, row, {Metres(x), Metres(y)}};
        return system->place(x, y, where).map([&](const GeoOrigin& place) {
            return PictureAnchor{column, row, toLocal(*origin, place.latitude, place.longitude)};
        });
    };
    const auto first = placed(0, 0), second = placed(width, height), third = placed(width, 0);
    for (const auto* anchor : {&first, &second, &third})
        if (!*anchor)
            return tl::make_unexpected(anchor->error());
    Background background{file, *first, *second};
    const auto placement = placementOf(background);
    if (!placement)
        return tl::make_unexpected(placement.error());
    const auto& p = *placement;
    const Complex expected{p[0] * width + p[4], p[1] * width + p[5]};
    const double off = std::abs(expected - onPlane(*third)) / std::abs(onPlane(*second) - onPlane(*first));
    if (off > 0.01)
        return failure("the picture is sheared, mirrored or has pixels that are not square: by two points "
                       "its corner would be " +
                           roundedText(100.0 * off, 3) + " % of its diagonal off",
                       where, "warp it to a system in metres first");
    return background;
}

std::string toJsonText(const Background& background) {
    return Json{{"file", background.file},
                {"opacity", background.opacity},
                {"first", anchorOf(background.first)},
                {"second", anchorOf(background.second)}}
        .dump(-1, ' ', false, Json::error_handler_t::replace);
}

Expected<Background> backgroundFromJson(std::string_view text, const std::string& where) {
    const auto json = Json::parse(text, nullptr, false);
    if (!json.is_object() || !json.contains("file") || !json["file"].is_string())
        return failure("this is no background", where, "give a JSON object with file, first and second");
    const auto first = anchorFrom(json, "first", where), second = anchorFrom(json, "second", where);
    if (!first || !second)
        return tl::make_unexpected((first ? second : first).error());
    Background background{json["file"].get<std::string>(), *first, *second};
    if (const auto opacity = json.find("opacity"); opacity != json.end()) {
        if (!opacity->is_number() || !(opacity->get<double>() >= 0.0 && opacity->get<double>() <= 1.0))
            return failure("the opacity is not from 0 to 1", where + ", opacity",
                           "give 1 for a picture in full");
        background.opacity = opacity->get<double>();
    }
    return placementOf(background).map([&](const PixelToMap&) { return background; });
}

} // namespace cellwright
