// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/geo/crs.h"

#include "analytics/quantity/text.h"

#include <proj.h>

#include <algorithm>
#include <cmath>

namespace cellwright {
namespace {

constexpr std::size_t longestName = 64u << 10;
constexpr double tolerated = 10.0; ///< degrees outside of the area of use

struct ContextEnd {
    void operator()(PJ_CONTEXT* context) const { proj_context_destroy(context); }
};
struct ObjectEnd {
    void operator()(PJ* object) const { proj_destroy(object); }
};
using Context = std::unique_ptr<PJ_CONTEXT, ContextEnd>;
using Object = std::unique_ptr<PJ, ObjectEnd>;

struct Area {
    double west = -180.0, south = -90.0, east = 180.0, north = 90.0;
    bool known = false;
    /// How many degrees a place lies outside.
    [[nodiscard]] double missedBy(const GeoOrigin& place) const {
        const double up = std::max({0.0, south - place.latitude, place.latitude - north});
        const double last = east < west ? east + 360.0 : east; // an area over the date line
        double longitude = place.longitude;
        while (longitude < west - 180.0 + (last - west) / 2.0)
            longitude += 360.0;
        while (longitude > last + 180.0 - (last - west) / 2.0)
            longitude -= 360.0;
        return std::max({up, west - longitude, longitude - last});
    }
};

bool looksLikeDegrees(double x, double y) {
    return std::abs(x) <= 180.0 && std::abs(y) <= 90.0;
}

std::string degreesText(double value, const char* positive, const char* negative) {
    return roundedText(std::abs(value), 4) + "° " + (value < 0.0 ? negative : positive);
}

std::string idOf(const PJ* crs) {
    const char* authority = proj_get_id_auth_name(crs, 0);
    const char* code = proj_get_id_code(crs, 0);
    return authority && code ? std::string(authority) + ":" + code : std::string();
}

/// The type of a system; of one that brings its way to WGS 84 along (+towgs84), that of the one it is bound
/// to.
PJ_TYPE baseType(PJ_CONTEXT* context, const PJ* crs) {
    const auto type = proj_get_type(crs);
    if (type != PJ_TYPE_BOUND_CRS)
        return type;
    const Object source(proj_get_source_crs(context, crs));
    return source ? proj_get_type(source.get()) : PJ_TYPE_UNKNOWN;
}

bool isFlat(PJ_TYPE type) {
    return type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_PROJECTED_CRS;
}

std::string small(std::string_view text) {
    std::string result;
    for (const char c : text)
        result += c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
    return result;
}

/// Whether a text that is a plain name is that of the system, which PROJ finds by likeness too. Texts with
/// these characters are codes, WKT, JSON or parameters.
bool isNamedSo(std::string_view text, const PJ* crs) {
    if (text.find_first_of(":[+{") != std::string_view::npos || small(text) == "wgs84")
        return true;
    const char* name = proj_get_name(crs);
    return name && small(name) == small(text);
}

Expected<void> checkNamed(const std::string& text, const PJ* crs, const std::string& where) {
    if (isNamedSo(text, crs))
        return {};
    const char* name = proj_get_name(crs);
    const auto id = idOf(crs);
    return failure("the coordinate reference system \"" + text.substr(0, 80) + "\" is unknown", where,
                   "if " + std::string(name ? name : "the nearest name") + " is meant, write " +
                       (id.empty() ? std::string("its name in full") : id));
}

} // namespace

struct Crs::Inside {
    Context context;
    Object crs, toWgs84;
    std::string code, title;
    bool degrees = true;
    bool outside = false;
    Area area;
};

Crs::Crs(std::unique_ptr<Inside> inside)
    : inside_(std::move(inside)) {}
Crs::Crs(Crs&&) noexcept = default;
Crs& Crs::operator=(Crs&&) noexcept = default;
Crs::~Crs() = default;

Expected<Crs> Crs::wgs84() {
    return find("OGC:CRS84", "coordinate reference system");
}

Expected<Crs> Crs::find(std::string_view text, const std::string& where) {
    const std::string name(text.substr(0, longestName));
    auto inside = std::make_unique<Inside>();
    inside->context.reset(proj_context_create());
    auto* context = inside->context.get();
    proj_context_set_enable_network(context, 0);
    proj_log_level(context, PJ_LOG_NONE);
    inside->crs.reset(name.empty() ? nullptr : proj_create(context, name.c_str()));
    const char* remedy = "name one that PROJ knows, such as EPSG:4326 or EPSG:25833";
    if (!inside->crs)
        return failure("the coordinate reference system \"" + name.substr(0, 80) + "\" is unknown", where,
                       remedy);
    if (const auto named = checkNamed(name, inside->crs.get(), where); !named)
        return tl::make_unexpected(named.error());
    const auto type = baseType(context, inside->crs.get());
    if (!isFlat(type))
        return failure("\"" + name.substr(0, 80) + "\" is not a system of two coordinates on the ground",
                       where, remedy);
    inside->degrees = type == PJ_TYPE_GEOGRAPHIC_2D_CRS;
    const auto id = idOf(inside->crs.get());
    inside->code = id.empty() ? name : id;
    const char* title = proj_get_name(inside->crs.get());
    inside->title = title ? title : inside->code;
    auto& area = inside->area;
    area.known = proj_get_area_of_use(context, inside->crs.get(), &area.west, &area.south, &area.east,
                                      &area.north, nullptr) == 1 &&
                 area.west > -1000.0;
    const Object wgs84(proj_create(context, "OGC:CRS84"));
    const char* const options[] = {"ALLOW_BALLPARK=NO", nullptr}; // no datum shift left out unsaid
    Object plain(
        wgs84 ? proj_create_crs_to_crs_from_pj(context, inside->crs.get(), wgs84.get(), nullptr, options)
              : nullptr);
    inside->toWgs84.reset(plain ? proj_normalize_for_visualization(context, plain.get()) : nullptr);
    if (!inside->toWgs84)
        return failure("no way leads from \"" + inside->title + "\" to WGS 84", where,
                       "install proj-data, or convert the file to EPSG:4326");
    return Crs(std::move(inside));
}

std::string Crs::utmZoneOf(const GeoOrigin& place) {
    const int zone = std::clamp(int(std::floor((place.longitude + 180.0) / 6.0)) + 1, 1, 60);
    return "EPSG:" + std::to_string((place.latitude < 0.0 ? 32700 : 32600) + zone);
}

const std::string& Crs::code() const {
    return inside_->code;
}
const std::string& Crs::title() const {
    return inside_->title;
}
bool Crs::degrees() const {
    return inside_->degrees;
}
bool Crs::eastNorthMetres() const {
    auto* context = inside_->context.get();
    const PJ* crs = inside_->crs.get();
    const Object source(proj_get_type(crs) == PJ_TYPE_BOUND_CRS ? proj_get_source_crs(context, crs)
                                                                : nullptr);
    const Object system(proj_crs_get_coordinate_system(context, source ? source.get() : crs));
    if (degrees() || !system || proj_cs_get_axis_count(context, system.get()) != 2)
        return false;
    std::string directions;
    for (int axis = 0; axis < 2; ++axis) {
        const char* direction = nullptr;
        double unit = 0.0;
        if (!proj_cs_get_axis_info(context, system.get(), axis, nullptr, nullptr, &direction, &unit, nullptr,
                                   nullptr, nullptr) ||
            !direction || unit != 1.0)
            return false;
        directions += direction;
    }
    return directions == "eastnorth" || directions == "northeast";
}
bool Crs::outside() const {
    return inside_->outside;
}

std::string Crs::areaText() const {
    const auto& area = inside_->area;
    return degreesText(area.west, "E", "W") + " to " + degreesText(area.east, "E", "W") + ", " +
           degreesText(area.south, "N", "S") + " to " + degreesText(area.north, "N", "S");
}

Expected<GeoOrigin> Crs::place(double x, double y, const std::string& where) {
    const auto pair = [&] { return exactText(x) + ", " + exactText(y); };
    if (!std::isfinite(x) || !std::isfinite(y))
        return failure("the coordinates are not finite", where, "give numbers");
    if (degrees() && !looksLikeDegrees(x, y))
        return failure(
            pair() + " cannot be longitude and latitude in degrees (" + title() + ")", where,
            std::abs(x) <= 90.0 && std::abs(y) <= 180.0
                ? "longitude comes first; are they swapped?"
                : "if the file is in metres of a map, name its system with --crs, such as EPSG:25833");
    if (!degrees() && looksLikeDegrees(x, y) && std::abs(x) + std::abs(y) > 0.0)
        return failure(pair() + " look like degrees, but " + code() + " (" + title() + ") counts in metres",
                       where, "if they are longitude and latitude, read the file with --crs EPSG:4326");
    const PJ_COORD to = proj_trans(inside_->toWgs84.get(), PJ_FWD, proj_coord(x, y, 0.0, 0.0));
    const GeoOrigin place{to.lp.phi, to.lp.lam};
    if (!std::isfinite(place.latitude) || !std::isfinite(place.longitude) || std::abs(place.latitude) > 90.0)
        return failure(pair() + " is no place in " + code() + " (" + title() + ")", where,
                       "check the system and whether x and y are swapped");
    const double missed = inside_->area.known ? inside_->area.missedBy(place) : 0.0;
    if (missed > tolerated)
        return failure(pair() + " lies far outside of the area of " + code() + " (" + areaText() + ")", where,
                       "check the system and whether x and y are swapped");
    inside_->outside = inside_->outside || missed > 0.0;
    return place;
}

std::string Crs::wkt() const {
    const char* text = proj_as_wkt(inside_->context.get(), inside_->crs.get(), PJ_WKT1_ESRI, nullptr);
    return text ? text : "";
}

Expected<std::pair<double, double>> Crs::coordinates(const GeoOrigin& place) {
    const PJ_COORD to =
        proj_trans(inside_->toWgs84.get(), PJ_INV, proj_coord(place.longitude, place.latitude, 0.0, 0.0));
    if (!std::isfinite(to.xy.x) || !std::isfinite(to.xy.y))
        return failure(exactText(place.latitude) + ", " + exactText(place.longitude) +
                           " has no coordinates in " + code(),
                       "coordinate reference system", "choose one that covers the place");
    return std::pair(to.xy.x, to.xy.y);
}

} // namespace cellwright
