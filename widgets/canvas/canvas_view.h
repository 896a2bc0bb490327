// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/topology.h"
#include "widgets/document/document.h"
#include "widgets/document/selection.h"

#include <QGraphicsView>
#include <QString>

#include <memory>
#include <optional>

namespace cellwright {

enum class ToolKind { select, site, host, link, area, measure };

/// What lies under the pointer or the keyboard crosshair.
struct CursorReadout {
    Position position;
    std::optional<double> sinrDb; ///< downlink, where the heat map has a value
    EntityRef entity;             ///< under the cursor, or null
};

/// What the canvas shows besides the objects themselves.
struct CanvasOptions {
    bool grid = true;
    bool labels = true;
    bool scaleBar = true;
    bool legend = true;
    bool heatMap = true;
    double heatMapOpacity = 0.65;
    double sinrMin = -10.0, sinrMax = 30.0; ///< ends of the colour range, dB
    bool snap = true;                       ///< Alt overrides while placing or moving
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
    /// Whether the heat map shown is that of the present scenario (no computation pending).
    [[nodiscard]] bool heatMapSettled() const;

Q_SIGNALS:
    void toolChanged(cellwright::ToolKind tool);
    void cursorMoved(const cellwright::CursorReadout& readout);
    /// One line for the status bar: what the tool expects, or what it measured.
    void hintChanged(const QString& hint);
    void viewChanged();
    void optionsChanged();
    void heatMapReady();
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
