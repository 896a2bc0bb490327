// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/tools/area_tool.h"

#include "widgets/canvas/geometry.h"
#include "widgets/document/commands.h"

#include <utility>

namespace cellwright {
namespace {

constexpr double closeReach = 8.0; ///< logical pixels around the first corner

} // namespace

void AreaTool::move(const PointerEvent& event) {
    show(host_.snapped(event.position, event.modifiers));
}

void AreaTool::release(const PointerEvent& event) {
    const Position corner = host_.snapped(event.position, event.modifiers);
    const bool onFirst =
        corners_.size() >= 3 &&
        distanceBetween(corners_.front(), event.position) * host_.pixelsPerMetre() <= closeReach;
    if (onFirst)
        close();
    else
        addCorner(corner);
}

void AreaTool::addCorner(Position corner) {
    if (!corners_.empty() && corners_.back() == corner)
        return;
    corners_.push_back(corner);
    show(corner);
    host_.setHint(corners_.size() < 3
                      ? tr("%1 of at least three corners. Backspace takes one back.").arg(corners_.size())
                      : tr("%1 corners. Double-click, press Enter or click the first corner to close.")
                            .arg(corners_.size()));
}

void AreaTool::doubleClick(const PointerEvent&) {
    close();
}

bool AreaTool::enter(const std::optional<PointerEvent>& crosshair) {
    if (crosshair) {
        const Position corner = host_.snapped(crosshair->position, crosshair->modifiers);
        // At the last or the first corner again, Enter closes; anywhere else it sets the next one.
        if (corners_.empty() || (corner != corners_.back() && corner != corners_.front())) {
            addCorner(corner);
            return true;
        }
    }
    return close();
}

bool AreaTool::stepBack() {
    if (corners_.empty())
        return false;
    corners_.pop_back();
    show(std::nullopt);
    return true;
}

bool AreaTool::close() {
    if (corners_.size() < 3) {
        host_.setHint(tr("An area needs at least three corners."));
        return false;
    }
    const EntityRef ref = commands::addUserArea(host_.document(), std::exchange(corners_, {}));
    host_.setFeedback({});
    if (ref)
        host_.selection().set(ref);
    activate();
    return true;
}

void AreaTool::show(std::optional<Position> cursor) {
    ToolFeedback feedback{.line = corners_, .closed = true};
    if (cursor)
        feedback.line.push_back(*cursor);
    host_.setFeedback(feedback);
}

bool AreaTool::cancel() {
    const bool begun = !corners_.empty();
    corners_.clear();
    host_.setFeedback({});
    return begun;
}

void AreaTool::activate() {
    host_.setHint(tr("Click the corners of an area of users; double-click or Enter closes it. "
                     "Keyboard: arrow keys, Enter for a corner, Enter again to close."));
}

} // namespace cellwright
