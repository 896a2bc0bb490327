// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/exchange/picture/svg.h"

#include "analytics/quantity/text.h"
#include "data/exchange/geo/xml.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cellwright {
namespace {

constexpr double wedgeWidth = 65.0; // degrees, the beamwidth of TR 38.901's element

std::string number(double value) {
    return roundedText(value, 8);
}

/// What the drawing covers.
struct Box {
    double west = 0.0, east = 0.0, south = 0.0, north = 0.0;
    bool empty = true;
    void add(const Position& p) {
        const double x = p.x.si(), y = p.y.si();
        if (empty)
            west = east = x, south = north = y, empty = false;
        west = std::min(west, x);
        east = std::max(east, x);
        south = std::min(south, y);
        north = std::max(north, y);
    }
};

class Drawing {
public:
    explicit Drawing(const Scenario& scenario)
        : t_(scenario.topology)
        , name_(scenario.name) {
        for (const auto& site : t_.sites)
            box_.add(site.position);
        for (const auto& host : t_.hosts)
            box_.add(host.position);
        for (const auto& group : t_.groups)
            for (const auto* list : {&group.area, &group.points})
                for (const auto& point : *list)
                    box_.add(point);
        size_ = std::max({box_.east - box_.west, box_.north - box_.south, 100.0});
    }

    std::string text() {
        const double margin = size_ * 0.08;
        const double left = box_.west - margin, top = -box_.north - margin;
        const double width = box_.east - box_.west + 2.0 * margin,
                     height = box_.north - box_.south + 2.0 * margin;
        svg_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" "
               "width=\"1000\" "
               "height=\"" +
               number(1000.0 * height / width) + "\" viewBox=\"" + number(left) + " " + number(top) + " " +
               number(width) + " " + number(height) + "\" font-family=\"sans-serif\" font-size=\"" +
               number(size_ * 0.012) + "\">\n<title>" + xmlText(name_) + "</title>\n";
        layer("areas", [&] { areas(); });
        layer("links", [&] { links(); });
        layer("users", [&] { users(); });
        layer("sites", [&] { sites(); });
        layer("hosts", [&] { hosts(); });
        scaleBar(left + margin / 2.0, top + height - margin / 3.0);
        return svg_ + "</svg>\n";
    }

private:
    template <class F>
    void layer(const char* id, F&& draw) {
        svg_ += std::string("<g id=\"") + id + "\">\n";
        draw();
        svg_ += "</g>\n";
    }
    static std::string at(const Position& p) { return number(p.x.si()) + "," + number(-p.y.si()); }
    void label(const Position& p, const std::string& text) {
        svg_ += "<text x=\"" + number(p.x.si() + size_ * 0.008) + "\" y=\"" +
                number(-p.y.si() - size_ * 0.006) + "\">" + xmlText(text) + "</text>\n";
    }
    static std::string paleness(bool on) { return on ? "" : " opacity=\"0.3\""; }
    [[nodiscard]] std::string line(double share) const { return number(size_ * share); }

    void areas() {
        for (const auto& group : t_.groups) {
            if (group.area.size() < 3)
                continue;
            std::string corners;
            for (const auto& corner : group.area)
                corners += at(corner) + " ";
            svg_ += "<polygon points=\"" + corners +
                    "\" fill=\"#f2c14e\" fill-opacity=\"0.25\" stroke=\"#b8860b\" stroke-width=\"" +
                    line(0.001) + "\"><title>" + xmlText(group.name) + "</title></polygon>\n";
        }
    }
    [[nodiscard]] const Position* positionOf(const Endpoint& end) const {
        if (const auto* site = findById(t_.sites, end.site))
            return &site->position;
        const auto* host = findById(t_.hosts, end.host);
        return host ? &host->position : nullptr;
    }
    void links() {
        for (const auto& link : t_.links) {
            const auto *from = positionOf(link.from), *to = positionOf(link.to);
            if (!from || !to)
                continue;
            const char* dash = link.medium == Medium::microwave   ? " stroke-dasharray=\"2 1\""
                               : link.medium == Medium::satellite ? " stroke-dasharray=\"1 2\""
                                                                  : "";
            svg_ += "<path d=\"M" + at(*from) + " L" + at(*to) +
                    "\" fill=\"none\" stroke=\"#3b6ea5\" stroke-width=\"" + line(0.0015) +
                    "\" pathLength=\"100\"" + dash + paleness(link.enabled) + "><title>" +
                    xmlText(link.name) + "</title></path>\n";
        }
    }
    void users() {
        for (const auto& group : t_.groups)
            for (const auto& point : group.points)
                svg_ += "<circle cx=\"" + number(point.x.si()) + "\" cy=\"" + number(-point.y.si()) +
                        "\" r=\"" + line(0.002) + "\" fill=\"#c0392b\"/>\n";
    }
    void wedge(const Site& site, const Sector& sector) {
        const double radius = size_ * 0.02;
        const auto tip = [&](double degrees) {
            const double angle = degrees * std::numbers::pi / 180.0;
            return number(site.position.x.si() + radius * std::sin(angle)) + "," +
                   number(-site.position.y.si() - radius * std::cos(angle));
        };
        const double azimuth = sector.azimuth.degrees(), half = wedgeWidth / 2.0;
        svg_ += "<path d=\"M" + at(site.position) + " L" + tip(azimuth - half) + " A" + number(radius) + "," +
                number(radius) + " 0 0 1 " + tip(azimuth + half) +
                " Z\" fill=\"#2e8b57\" fill-opacity=\"0.5\"" + paleness(site.enabled && sector.enabled) +
                "><title>" + xmlText(site.name + " " + sector.name) + "</title></path>\n";
    }
    void sites() {
        for (const auto& site : t_.sites) {
            for (const auto& sector : site.sectors)
                wedge(site, sector);
            svg_ += "<circle cx=\"" + number(site.position.x.si()) + "\" cy=\"" +
                    number(-site.position.y.si()) + "\" r=\"" + line(0.004) + "\" fill=\"#1b4332\"" +
                    paleness(site.enabled) + "/>\n";
            label(site.position, site.name);
        }
    }
    void hosts() {
        const double side = size_ * 0.012;
        for (const auto& host : t_.hosts) {
            svg_ += "<rect x=\"" + number(host.position.x.si() - side / 2.0) + "\" y=\"" +
                    number(-host.position.y.si() - side / 2.0) + "\" width=\"" + number(side) +
                    "\" height=\"" + number(side) + "\" fill=\"#6c3483\"" + paleness(host.enabled) + "/>\n";
            label(host.position, host.name);
        }
    }
    void scaleBar(double x, double y) {
        double length = std::pow(10.0, std::floor(std::log10(size_ / 4.0)));
        for (const double factor : {5.0, 2.0})
            if (length * factor <= size_ / 4.0) {
                length *= factor;
                break;
            }
        svg_ += "<g id=\"scale\"><path d=\"M" + number(x) + "," + number(y) + " h" + number(length) +
                "\" stroke=\"black\" stroke-width=\"" + line(0.002) + "\"/><text x=\"" + number(x) +
                "\" y=\"" + number(y - size_ * 0.005) + "\">" + toDisplay(Metres(length)) + "</text></g>\n";
    }

    const Topology& t_;
    std::string name_, svg_;
    Box box_;
    double size_ = 100.0;
};

} // namespace

std::string toSvg(const Scenario& scenario) {
    return Drawing(scenario).text();
}

} // namespace cellwright
