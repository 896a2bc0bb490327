// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/canvas/canvas_view.h"
#include "widgets/canvas/layer_item.h"
#include "widgets/canvas/painting/scene_painter.h"
#include "widgets/canvas/tools/tool.h"
#include "widgets/maps/map_source.h"

#include <QGraphicsScene>
#include <QImage>
#include <QObject>

class QMenu;

namespace cellwright {

/// What CanvasView keeps to itself: the view on the plane, the layers, the present tool and the keyboard's
/// crosshair. Split over canvas_private.cpp (view and events of the document), canvas_layers.cpp (painting),
/// canvas_keys.cpp (keyboard) and canvas_menu.cpp (context menu).
class CanvasPrivate : public QObject, public CanvasHost {
    Q_OBJECT
public:
    CanvasPrivate(CanvasView& view, Document& document, Selection& selection);
    ~CanvasPrivate() override;

    // CanvasHost
    Document& document() override { return document_; }
    Selection& selection() override { return selection_; }
    [[nodiscard]] double pixelsPerMetre() const override { return mapping_.scale; }
    [[nodiscard]] bool snapping() const override { return options_.snap; }
    void setFeedback(const ToolFeedback& feedback) override;
    void setHint(const QString& hint) override;
    void openProperties(EntityRef ref) override;
    void openProfile(Position from, Position to) override;

    // View
    void setTool(ToolKind kind);
    void setOptions(const CanvasOptions& options);
    void setMapping(Position centre, double scale);
    void panBy(QPointF pixels);
    void zoomAt(QPointF pixels, double factor);
    void fit(const QRectF& plane, double margin);
    void resize(const QSizeF& size);
    void refreshTheme();
    [[nodiscard]] QRectF extentOfSelection() const;

    // Pointer
    [[nodiscard]] PointerEvent pointer(QPointF pixels, Qt::KeyboardModifiers modifiers) const;
    void hover(Position position);
    bool startPan(QPointF pixels, Qt::MouseButton button);
    bool continuePan(QPointF pixels);
    bool endPan();
    void updateCursor();

    // Keyboard; each returns whether the key meant something.
    bool keyPress(const QKeyEvent& event);
    bool keyRelease(const QKeyEvent& event);
    /// Tab: selects the next object, or moves the crosshair to the next node; false past the last one.
    bool cycle(bool forward);
    void endNudge();

    QMenu* makeMenu(Position at);
    void requestMap(bool dragging);

    CanvasView& view_;
    Document& document_;
    Selection& selection_;
    QGraphicsScene scene_;
    ViewMapping mapping_;
    CanvasOptions options_;
    ToolKind kind_ = ToolKind::select;
    std::unique_ptr<Tool> tool_;
    std::optional<Position> crosshair_; ///< while the keyboard steers a placing tool
    bool viewIsOurs_ = true;            ///< nobody has panned or zoomed yet: keep fitting as the window grows
    bool spaceHeld_ = false;
    bool freshFocus_ = false; ///< came here by Tab: cycling starts at the first object
    MapSource map_;
    std::shared_ptr<const Facts> facts_;
    Overlay overlay_;
    std::vector<Backdrop> backdrops_;

private:
    void buildLayers();
    void paintLayer(QPainter& painter, const QRectF& exposed, void (*paint)(QPainter&, const ScenePaint&));
    [[nodiscard]] ScenePaint scenePaint(const QRectF& exposed);
    void paintFeedback(QPainter& painter, const QRectF& exposed);
    void paintFurniture(QPainter& painter, const QRectF& exposed);
    [[nodiscard]] QRectF feedbackRect() const;
    void documentChanged(const ChangeEvent& event);
    void selectionChanged();
    void requestMapForView();
    void takeMap();
    void recolour();

    bool arrowKey(int key, Qt::KeyboardModifiers modifiers);
    void moveCrosshair(Position position);
    void nudge(Position delta);
    bool enter(Qt::KeyboardModifiers modifiers);
    bool escape();
    bool zoomKey(int key);
    [[nodiscard]] bool mapShown() const;

    UserPlaces places_;
    Stamps stamps_;
    std::vector<LayerItem*> layers_; ///< owned by the scene
    LayerItem* feedbackLayer_ = nullptr;
    ToolFeedback feedback_;
    QImage mapImage_;
    QRectF mapPlane_;       ///< what the latest request covers
    double mapScale_ = 0.0; ///< and for which zoom
    std::optional<QPointF> panFrom_;
    Qt::MouseButton panButton_ = Qt::NoButton;
    Position nudge_; ///< sum of the arrow keys held since the last edit
    bool nudging_ = false;
};

} // namespace cellwright
