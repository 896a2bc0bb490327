// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/canvas_private.h"
#include "widgets/canvas/geometry.h"
#include "widgets/document/commands.h"
#include "widgets/document/site_commands.h"

#include <QKeyEvent>

#include <algorithm>
#include <utility>

namespace cellwright {
namespace {

constexpr double panStep = 60.0;  ///< logical pixels per arrow key
constexpr double fineShare = 0.1; ///< of the grid step, with Ctrl
constexpr double zoomStep = 1.25;

/// East and north of an arrow key, or zeros for another key.
std::pair<int, int> directionOf(int key) {
    switch (key) {
    case Qt::Key_Left:
        return {-1, 0};
    case Qt::Key_Right:
        return {1, 0};
    case Qt::Key_Up:
        return {0, 1};
    case Qt::Key_Down:
        return {0, -1};
    default:
        return {0, 0};
    }
}

/// The element after (or before) `current`, the first (last) if it is not there; nothing past the end.
std::optional<EntityRef> neighbour(const EntityRefs& all, EntityRef current, bool forward) {
    if (all.empty())
        return std::nullopt;
    const auto at = std::ranges::find(all, current);
    if (at == all.end())
        return forward ? all.front() : all.back();
    if (forward)
        return std::next(at) == all.end() ? std::nullopt : std::optional(*std::next(at));
    return at == all.begin() ? std::nullopt : std::optional(*std::prev(at));
}

} // namespace

bool CanvasPrivate::keyPress(const QKeyEvent& event) {
    const int key = event.key();
    if (directionOf(key) != std::pair{0, 0})
        return arrowKey(key, event.modifiers());
    if (zoomKey(key))
        return true;
    switch (key) {
    case Qt::Key_Space:
        spaceHeld_ = true;
        updateCursor();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return enter(event.modifiers());
    case Qt::Key_Escape:
        return escape();
    case Qt::Key_Backspace:
        if (tool_->stepBack())
            return true;
        [[fallthrough]];
    case Qt::Key_Delete:
        view_.deleteSelection();
        return true;
    case Qt::Key_A:
        return (event.modifiers() & Qt::ControlModifier) && (view_.selectAll(), true);
    case Qt::Key_D:
        return (event.modifiers() & Qt::ControlModifier) && (view_.duplicateSelection(), true);
    case Qt::Key_T:
        return (event.modifiers() & Qt::ControlModifier) && commands::toggleOn(document_, selection_.refs());
    case Qt::Key_L:
        return (event.modifiers() & Qt::ControlModifier) &&
               commands::toggleLocked(document_, selection_.refs());
    default:
        return false;
    }
}

bool CanvasPrivate::keyRelease(const QKeyEvent& event) {
    if (event.isAutoRepeat())
        return false;
    if (event.key() == Qt::Key_Space) {
        spaceHeld_ = false;
        updateCursor();
        return true;
    }
    if (directionOf(event.key()) == std::pair{0, 0})
        return false;
    endNudge();
    return true;
}

bool CanvasPrivate::zoomKey(int key) {
    switch (key) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomAt(mapping_.surface.center(), zoomStep);
        return true;
    case Qt::Key_Minus:
        zoomAt(mapping_.surface.center(), 1 / zoomStep);
        return true;
    case Qt::Key_Home:
    case Qt::Key_0:
        view_.zoomToFit();
        return true;
    default:
        return false;
    }
}

bool CanvasPrivate::arrowKey(int key, Qt::KeyboardModifiers modifiers) {
    const auto [east, north] = directionOf(key);
    const double step = gridStep(mapping_.scale) * (modifiers & Qt::ControlModifier ? fineShare : 1.0);
    if (tool_->usesCrosshair()) {
        const Position from = crosshair_.value_or(snapped(mapping_.centre, Qt::NoModifier));
        moveCrosshair(crosshair_ ? Position{from.x + Metres(east * step), from.y + Metres(north * step)}
                                 : from);
    } else if (!selection_.empty()) {
        nudge({Metres(east * step), Metres(north * step)});
    } else {
        panBy(QPointF(-east, north) * panStep);
    }
    return true;
}

/// A held arrow key is one edit, made when it is released.
void CanvasPrivate::nudge(Position delta) {
    if (const QString reason = commands::lockedReason(document_.scenario(), selection_.refs());
        !reason.isEmpty())
        setHint(reason);
    nudging_ = true;
    nudge_ = {nudge_.x + delta.x, nudge_.y + delta.y};
    document_.preview([this](Scenario& scenario) { commands::moveBy(scenario, selection_.refs(), nudge_); });
}

void CanvasPrivate::endNudge() {
    if (!std::exchange(nudging_, false))
        return;
    nudge_ = {};
    document_.commitPreview(commands::moveLabel(selection_.refs().size()));
}

bool CanvasPrivate::enter(Qt::KeyboardModifiers modifiers) {
    // Ctrl+Enter places off the grid, as Alt does for the mouse; Alt+Enter belongs to many window managers.
    if (modifiers & Qt::ControlModifier)
        modifiers |= Qt::AltModifier;
    return tool_->enter(crosshair_ ? std::optional(PointerEvent{*crosshair_, modifiers}) : std::nullopt);
}

/// One step out: what is half done, then the tool, then the selection.
bool CanvasPrivate::escape() {
    if (std::exchange(nudging_, false)) {
        nudge_ = {};
        document_.cancelPreview();
    } else if (!tool_->cancel()) {
        if (kind_ != ToolKind::select)
            setTool(ToolKind::select);
        else if (!selection_.empty())
            selection_.clear();
        else
            return false;
    }
    return true;
}

bool CanvasPrivate::cycle(bool forward) {
    const bool fresh = std::exchange(freshFocus_, false);
    if (tool_->usesCrosshair()) {
        EntityRefs nodes = drawnEntities(document_.scenario());
        std::erase_if(nodes, [](EntityRef ref) { return endpointOf(ref) == Endpoint{}; });
        const EntityRef current =
            crosshair_ && !fresh ? nodeAt(document_.scenario(), *crosshair_, mapping_.scale) : EntityRef{};
        const auto next = neighbour(nodes, current, forward);
        if (next)
            moveCrosshair(*anchorOf(document_.scenario(), *next));
        return next.has_value();
    }
    const auto next =
        neighbour(drawnEntities(document_.scenario()), fresh ? EntityRef{} : selection_.primary(), forward);
    if (!next)
        return false;
    selection_.set(*next);
    view_.reveal(*next);
    return true;
}

} // namespace cellwright
