// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/tools/select_tool.h"

#include "widgets/canvas/geometry.h"
#include "widgets/document/commands.h"
#include "widgets/document/site_commands.h"

#include <algorithm>
#include <utility>

namespace cellwright {
namespace {

constexpr double dragThreshold = 4.0; ///< logical pixels: less is a click with an unsteady hand

QRectF rectBetween(Position a, Position b) {
    return QRectF(QPointF(a.x.si(), a.y.si()), QPointF(b.x.si(), b.y.si())).normalized();
}

} // namespace

void SelectTool::press(const PointerEvent& event) {
    cancel();
    start_ = event.position;
    if (pickCorner(event.position))
        return;
    const EntityRef hit = entityAt(host_.document().scenario(), event.position, host_.pixelsPerMetre());
    if (!hit) {
        startBand(event);
        return;
    }
    Selection& selection = host_.selection();
    if (event.modifiers & Qt::ShiftModifier) {
        selection.toggle(hit);
        return;
    }
    deselectOnRelease_ = selection.contains(hit) && selection.refs().size() > 1;
    if (!selection.contains(hit))
        selection.set(hit);
    pressed_ = hit;
    anchor_ = anchorOf(host_.document().scenario(), hit).value_or(start_);
    state_ = State::pressed;
}

bool SelectTool::pickCorner(Position position) {
    if (host_.selection().refs().size() != 1)
        return false;
    const auto* group = find<UserGroup>(host_.document().scenario(), host_.selection().primary());
    corner_ = group ? cornerAt(*group, position, host_.pixelsPerMetre()) : -1;
    if (corner_ < 0)
        return false;
    pressed_ = host_.selection().primary();
    anchor_ = group->area[std::size_t(corner_)];
    state_ = State::pressed;
    return true;
}

void SelectTool::startBand(const PointerEvent& event) {
    state_ = State::banding;
    before_ = event.modifiers & Qt::ShiftModifier ? host_.selection().refs() : EntityRefs{};
    host_.selection().set(before_);
}

void SelectTool::move(const PointerEvent& event) {
    if (state_ == State::pressed &&
        distanceBetween(start_, event.position) * host_.pixelsPerMetre() >= dragThreshold)
        startDrag();
    if (state_ == State::dragging)
        drag(event);
    else if (state_ == State::banding)
        host_.setFeedback({.band = std::pair(start_, event.position)});
}

/// Locked sites stay, and the person learns why.
void SelectTool::startDrag() {
    state_ = State::dragging;
    const Scenario& scenario = host_.document().scenario();
    if (corner_ >= 0 || commands::lockedAmong(scenario, host_.selection().refs()).empty())
        return;
    host_.setHint(commands::lockedReason(scenario, host_.selection().refs()));
    if (commands::lockedAmong(scenario, host_.selection().refs()).size() == host_.selection().refs().size())
        state_ = State::idle;
}

void SelectTool::drag(const PointerEvent& event) {
    const Position wanted{anchor_.x + event.position.x - start_.x, anchor_.y + event.position.y - start_.y};
    const Position target = host_.snapped(wanted, event.modifiers);
    const Position delta{target.x - anchor_.x, target.y - anchor_.y};
    host_.document().preview([&](Scenario& scenario) {
        if (corner_ < 0)
            commands::moveBy(scenario, host_.selection().refs(), delta);
        else if (auto* group = find<UserGroup>(scenario, pressed_))
            group->area[std::size_t(corner_)] = target;
    });
}

void SelectTool::release(const PointerEvent& event) {
    const State state = std::exchange(state_, State::idle);
    if (state == State::banding) {
        host_.setFeedback({});
        EntityRefs all = before_;
        for (const EntityRef ref :
             entitiesIn(host_.document().scenario(), rectBetween(start_, event.position)))
            if (std::ranges::find(all, ref) == all.end())
                all.push_back(ref);
        host_.selection().set(std::move(all));
    } else if (state == State::dragging) {
        host_.document().commitPreview(corner_ >= 0 ? tr("Move corner")
                                                    : commands::moveLabel(host_.selection().refs().size()));
    } else if (state == State::pressed && deselectOnRelease_) {
        host_.selection().set(pressed_);
    }
    corner_ = -1;
}

void SelectTool::doubleClick(const PointerEvent& event) {
    if (const EntityRef hit = entityAt(host_.document().scenario(), event.position, host_.pixelsPerMetre()))
        host_.openProperties(hit);
}

bool SelectTool::enter(const std::optional<PointerEvent>&) {
    if (host_.selection().empty())
        return false;
    host_.openProperties(host_.selection().primary());
    return true;
}

bool SelectTool::cancel() {
    const State state = std::exchange(state_, State::idle);
    corner_ = -1;
    if (state == State::dragging)
        host_.document().cancelPreview();
    else if (state == State::banding)
        host_.setFeedback({});
    return state == State::dragging || state == State::banding;
}

void SelectTool::activate() {
    host_.setHint(tr("Click to select, Shift-click to add, drag to move or to select an area. "
                     "Tab goes to the next object, arrow keys move it."));
}

} // namespace cellwright
