// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/picture/georeference.h"

#include "analytics/quantity/text.h"
#include "data/exchange/geo/crs.h"
#include "data/exchange/geography.h"

#include <cmath>

namespace cellwright {
namespace {

using Pair = std::pair<double, double>;

/// The map coordinates of a point of the plane.
Expected<Pair> onMap(Crs* crs, const std::optional<GeoOrigin>& origin, double x, double y) {
    if (!crs)
        return Pair(x, y);
    return crs->coordinates(toGeographic(*origin, {Metres(x), Metres(y)}));
}

std::string sixLines(const PixelToMap& numbers) {
    std::string text;
    for (const double number : numbers)
        text += exactText(number) + "\n";
    return text;
}

} // namespace

Expected<WorldFile> worldFileOf(const MapFrame& frame, const std::optional<GeoOrigin>& origin,
                                const std::string& crs) {
    if (frame.width < 1 || frame.height < 1 || !(frame.step.si() > 0.0))
        return failure("the picture has no pixels", "world file", "give a frame with an extent");
    std::optional<Crs> system;
    if (origin) {
        auto found = Crs::find(crs.empty() ? Crs::utmZoneOf(*origin) : crs, "--crs");
        if (!found)
            return tl::make_unexpected(found.error());
        system = std::move(*found);
    } else if (!crs.empty()) {
        return failure("the scenario has no origin, so nobody knows where it lies in " + crs, "world file",
                       "give it the latitude and longitude of its origin first");
    }
    const double step = frame.step.si();
    const double west = frame.corner.x.si() + step / 2.0, north = frame.corner.y.si() - step / 2.0;
    const double wide = std::max(1, frame.width - 1), high = std::max(1, frame.height - 1);
    const auto first = onMap(system ? &*system : nullptr, origin, west, north);
    const auto right = onMap(system ? &*system : nullptr, origin, west + wide * step, north);
    const auto down = onMap(system ? &*system : nullptr, origin, west, north - high * step);
    for (const auto* point : {&first, &right, &down})
        if (!*point)
            return tl::make_unexpected(point->error());
    WorldFile file;
    file.world = sixLines({(right->first - first->first) / wide, (right->second - first->second) / wide,
                           (down->first - first->first) / high, (down->second - first->second) / high,
                           first->first, first->second});
    if (system)
        file.projection = system->wkt();
    return file;
}

std::string worldFileName(const std::string& picture) {
    const auto dot = picture.find_last_of("./");
    if (dot == std::string::npos || picture[dot] == '/' || picture.size() - dot < 3)
        return picture + ".wld";
    const auto ending = picture.substr(dot + 1);
    return picture.substr(0, dot + 1) + ending.front() + ending.back() + "w";
}

Expected<PixelToMap> readWorldFile(std::string_view text, const std::string& where) {
    PixelToMap numbers{};
    std::size_t line = 0;
    for (auto& number : numbers) {
        const auto end = std::min(text.find('\n'), text.size());
        auto entry = text.substr(0, end);
        while (!entry.empty() && (entry.back() == '\r' || entry.back() == ' '))
            entry.remove_suffix(1);
        while (!entry.empty() && entry.front() == ' ')
            entry.remove_prefix(1);
        text.remove_prefix(std::min(end + 1, text.size()));
        const auto value = parseNumber(entry);
        if (!value)
            return failure(
                "\"" + std::string(entry.substr(0, 40)) + "\" is no number",
                where + ":" + std::to_string(line + 1),
                "a world file has six numbers, one a line: pixel size, two rotations, minus pixel size, "
                "and the centre of the first pixel");
        number = *value;
        ++line;
    }
    if (std::abs(numbers[0] * numbers[3] - numbers[1] * numbers[2]) < 1e-30)
        return failure("its pixels have no extent", where, "give the size of a pixel in lines 1 and 4");
    return numbers;
}

} // namespace cellwright
