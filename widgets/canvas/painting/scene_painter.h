// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/scenario.h"
#include "widgets/canvas/canvas_view.h"
#include "widgets/canvas/painting/stamps.h"
#include "widgets/canvas/view_mapping.h"
#include "widgets/document/document.h"
#include "widgets/theme/theme.h"

#include <QFont>
#include <QImage>
#include <QRectF>

#include <map>

class QPainter;

namespace cellwright {

/// Where the users of each group are drawn; spread once, not at every frame.
class UserPlaces {
public:
    /// At most `drawnUsers` places.
    const std::vector<Position>& of(const UserGroup& group);
    static constexpr int drawnUsers = 3000;

private:
    struct Entry {
        std::vector<Position> area, points;
        int count = 0;
        std::vector<Position> places;
    };
    std::map<std::int64_t, Entry> entries_;
};

/// What the layers of the drawing need to know. All layers draw in units of the surface, with symbols of a
/// fixed size, and only what touches `exposed`.
struct ScenePaint {
    const Scenario& scenario;
    const Theme& theme;
    ViewMapping mapping;
    QRectF exposed;       ///< part of the surface that needs drawing
    double unit = 1.0;    ///< surface units per logical pixel
    QFont font;           ///< for labels; sized in surface units
    bool overMap = false; ///< a heat map lies below: symbols get a rim
    SectorColour sectorColour = SectorColour::plain;
    UserPlaces& places;
    Stamps* stamps = nullptr; ///< where the surface is a screen

    [[nodiscard]] double pixelsPerMetre() const { return mapping.scale / unit; }
    [[nodiscard]] bool shows(QPointF point, double reach) const {
        return exposed.adjusted(-reach, -reach, reach, reach).contains(point);
    }
};

void paintGrid(QPainter& painter, const ScenePaint& paint);
/// Pictures of the ground.
void paintBackdrops(QPainter& painter, const ScenePaint& paint, const std::vector<Backdrop>& backdrops);
/// Lines, marks and their words, above everything that is drawn of the network.
void paintOverlay(QPainter& painter, const ScenePaint& paint, const Overlay& overlay);
/// `plane` in metres, top() south; the image north up.
void paintMap(QPainter& painter, const ScenePaint& paint, const QRectF& plane, const QImage& image,
              double opacity);
void paintAreas(QPainter& painter, const ScenePaint& paint);
void paintUsers(QPainter& painter, const ScenePaint& paint);
void paintLinks(QPainter& painter, const ScenePaint& paint);
void paintSites(QPainter& painter, const ScenePaint& paint);
void paintHosts(QPainter& painter, const ScenePaint& paint);
/// Names beside their objects; where two would overlap, the one of the earlier kind stays: sites, hosts,
/// areas.
void paintLabels(QPainter& painter, const ScenePaint& paint);
/// Marks around selected entities, below the symbols.
void paintSelection(QPainter& painter, const ScenePaint& paint, const EntityRefs& refs);

/// Dots of a size in surface units, all in one call; where there are very many, as plain squares.
void drawDots(QPainter& painter, const QPolygonF& dots, const QColor& colour, double size);

/// One symbol by itself, for ghosts while placing.
void paintSiteSymbol(QPainter& painter, const ScenePaint& paint, const Site& site);
void paintHostSymbol(QPainter& painter, const ScenePaint& paint, const Host& host);

/// A round length with its text, at the lower left of the surface.
void paintScaleBar(QPainter& painter, const ScenePaint& paint);
/// What the colours of the wedges say, above the scale bar; nothing where they are plain.
void paintSectorKey(QPainter& painter, const ScenePaint& paint);
/// The colours of the map with their values, at the lower right of the surface.
void paintLegend(QPainter& painter, const ScenePaint& paint, const MapSettings& map);
/// A soft plate for what lies over the drawing.
void drawPlateBox(QPainter& painter, const ScenePaint& paint, const QRectF& box);
/// Text on a soft plate; `at` is the middle of its top edge.
void paintPlate(QPainter& painter, const ScenePaint& paint, QPointF at, const QString& text);

/// The font of labels on a surface.
QFont labelFont(const QFont& base, double unit);

} // namespace cellwright
