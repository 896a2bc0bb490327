// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/painting/render_scene.h"
#include "widgets/canvas/view_mapping.h"
#include "widgets/maps/cdf_plot.h"
#include "widgets/report/sections.h"
#include "widgets/report/words.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace cellwright::report {
namespace {

constexpr double mapHeight = 250 * pt, plotHeight = 130 * pt;
constexpr double symbolScale = 0.72 * resolution / 96.0;
constexpr int mapPixels = 60'000;
constexpr double planeMargin = 0.08; ///< of what is drawn, on each side

QRectF planeOf(const Scenario& scenario) {
    const QRectF plane = extentOf(scenario.topology);
    const double x = planeMargin * plane.width(), y = planeMargin * plane.height();
    return plane.adjusted(-x, -y, x, y);
}

/// The settings for this scenario: a group that it does not have becomes its first one.
MapSettings settingsFor(const Content& content, const Scenario& scenario) {
    MapSettings settings = *content.options.map;
    settings.shown = true;
    if (!findById(scenario.topology.groups, settings.question.group))
        settings.question.group = {};
    return settings;
}

QString percentText(double share) {
    return Report::tr("%1 %").arg(QString::fromStdString(roundedText(100.0 * share, 3)));
}

TableData statisticsTable(const MapSettings& settings, const MapShares& shares) {
    const auto text = [&](const maps::Distribution& d, double value) {
        return d.valued > 0 ? layerText(settings.layer(), value) : u"–"_s;
    };
    TableData data;
    data.columns = {{layerName(settings.layer()), Align::left, 1.0},
                    {Report::tr("Area"), Align::right},
                    {Report::tr("Users"), Align::right}};
    const QString target = layerText(settings.layer(), settings.target());
    data.add({{maps::infoOf(settings.layer()).higherIsBetter ? Report::tr("at least %1").arg(target)
                                                             : Report::tr("at most %1").arg(target)},
              {percentText(shares.areaShare)},
              {shares.users.places > 0 ? percentText(shares.userShare) : u"–"_s}});
    const std::tuple<QString, double maps::Distribution::*> rows[] = {
        {Report::tr("5 % have at most"), &maps::Distribution::p5},
        {Report::tr("half have at most"), &maps::Distribution::p50},
        {Report::tr("95 % have at most"), &maps::Distribution::p95}};
    for (const auto& [words, member] : rows)
        data.add(
            {{words}, {text(shares.area, shares.area.*member)}, {text(shares.users, shares.users.*member)}});
    return data;
}

void addPicture(Writer& writer, const Content& content, const Scenario& scenario, const MapSettings& settings,
                std::shared_ptr<const MapData> map) {
    RenderOptions options;
    options.show.map = settings;
    options.show.labels = false;
    options.symbolScale = 0.8 * symbolScale;
    options.plane = map->plane();
    options.map = std::move(map);
    const Theme& theme = content.style.theme;
    writer.flow().add<Drawing>(6 * pt, mapHeight,
                               [=, &scenario, &theme](QPainter& painter, const QRectF& place) {
                                   renderScene(painter, place, scenario, theme, options);
                                   painter.setPen(QPen(theme.border, 0.5 * pt));
                                   painter.setBrush(Qt::NoBrush);
                                   painter.drawRect(place);
                               });
}

void addPlot(Writer& writer, const Content& content, const MapSettings& settings, const MapShares& shares) {
    if (shares.areaCdf.empty() && shares.userCdf.empty())
        return;
    const Style& style = content.style;
    writer.flow().add<Drawing>(6 * pt, plotHeight, [=, &style](QPainter& painter, const QRectF& place) {
        painter.save();
        // The plot is drawn for a screen: one of its pixels is three quarters of a point here.
        painter.translate(place.topLeft());
        painter.scale(0.75 * pt, 0.75 * pt);
        QFont font = style.small;
        font.setPixelSize(11);
        CdfPlot::paint(painter, QRectF(QPointF(), place.size() / (0.75 * pt)), settings, shares, style.theme,
                       font);
        painter.restore();
    });
}

} // namespace

void addMap(Writer& writer, const Content& content, std::size_t plan) {
    const Scenario& scenario = *content.plans[plan].scenario;
    if (!content.options.map || !radiates(scenario.topology))
        return;
    const MapSettings settings = settingsFor(content, scenario);
    auto map = computeMap(scenario, content.facts, settings.question, frameFor(planeOf(scenario), mapPixels));
    writer.heading2(Report::tr("Map: %1").arg(layerName(settings.layer())));
    if (!map) {
        writer.note(Report::tr("There is no map: %1").arg(QString::fromStdString(map.error().message())));
        return;
    }
    const MapShares shares = sharesOf(*map, settings.target());
    addPicture(writer, content, scenario, settings, std::make_shared<const MapData>(std::move(*map)));
    writer.note(layerHelp(settings.layer()));
    if (maps::infoOf(settings.layer()).categories)
        return;
    writer.table(statisticsTable(settings, shares));
    addPlot(writer, content, settings, shares);
}

} // namespace cellwright::report
