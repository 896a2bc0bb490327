// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/topology.h"
#include "widgets/canvas/overlay.h"
#include "widgets/document/document.h"
#include "widgets/document/selection.h"
#include "widgets/maps/map_settings.h"

#include <QGraphicsView>
#include <QString>

#include <memory>
#include <optional>

namespace cellwright {

enum class ToolKind { select, site, host, link, area, measure, profile };

/// What lies under the pointer or the keyboard crosshair.
struct CursorReadout {
    Position position;
    EntityRef entity; ///< under the cursor, or null
    maps::Layer layer = maps::Layer::sinr;
    std::optional<double> value;          ///< of the map there
    std::optional<maps::Reading> reading; ///< who serves there, from how far; absent while the map is coarse
};

/// What the colour of a sector's wedge says.
enum class SectorColour { plain, azimuth, band, status };

/// What the canvas shows besides the objects themselves.
struct CanvasOptions {
    bool grid = true;
    bool labels = true;
    bool scaleBar = true;
    bool legend = true;
    MapSettings map;
    SectorColour sectorColour = SectorColour::plain;
    bool snap = true; ///< Alt overrides while placing or moving
    bool operator==(const CanvasOptions&) const = default;
};

class CanvasPrivate;

/// The drawing of the current scenario: pan (space or middle drag, arrow keys), zoom (wheel, + and -), and
/// the tools. Follows the document and the selection by itself; edits go through the document's commands.
class CanvasView : public QGraphicsView {
    Q_OBJECT
public:
    CanvasView(Document& document, Selection& selection, QWidget* parent = nullptr);
    ~CanvasView() override;

    [[nodiscard]] ToolKind tool() const;
    void setTool(ToolKind tool);
    [[nodiscard]] const CanvasOptions& options() const;
    void setOptions(const CanvasOptions& options);

    [[nodiscard]] double pixelsPerMetre() const;
    [[nodiscard]] Position centre() const;
    void setView(Position centre, double pixelsPerMetre);
    /// Conversions between the plane and logical pixels of the viewport.
    [[nodiscard]] QPointF toPixels(Position position) const;
    [[nodiscard]] Position toPlane(QPointF pixels) const;

    void zoomIn();
    void zoomOut();
    void zoomToFit(); ///< everything near the sites; far clouds do not shrink the network to a dot
    void zoomToSelection();
    void reveal(EntityRef ref); ///< pans (and zooms, if needed) until the entity is in view

    void selectAll();
    void deleteSelection();
    void duplicateSelection();
    /// Models and devices, for the maps that need them.
    void setFacts(std::shared_ptr<const Facts> facts);
    /// Lines and marks that others draw over the network: conflicts, what a failure does.
    void setOverlay(const Overlay& overlay);
    [[nodiscard]] const Overlay& overlay() const;
    /// Pictures of the ground below everything else, the first lowest.
    void setBackdrops(std::vector<Backdrop> backdrops);

    /// The map on show, whether it is that of the present scenario (no computation pending), and why there is
    /// none where the models refuse the scenario.
    [[nodiscard]] const MapData& map() const;
    [[nodiscard]] bool mapSettled() const;
    [[nodiscard]] QString mapProblem() const;

Q_SIGNALS:
    void toolChanged(cellwright::ToolKind tool);
    void cursorMoved(const cellwright::CursorReadout& readout);
    /// One line for the status bar: what the tool expects, or what it measured.
    void hintChanged(const QString& hint);
    void viewChanged();
    void optionsChanged();
    void mapChanged(); ///< from coarse to fine, or gone
    /// "What if it fails?" of the context menu: a site, host or link.
    void failureRequested(cellwright::EntityRef ref);
    /// A path was drawn with the profile tool.
    void profileRequested(cellwright::Position from, cellwright::Position to);
    /// Enter or double-click on an object, or "Properties" of the context menu: the inspector should take the
    /// focus.
    void propertiesRequested(cellwright::EntityRef ref);

protected:
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    friend class CanvasPrivate;
    std::unique_ptr<CanvasPrivate> d_;
};

} // namespace cellwright
