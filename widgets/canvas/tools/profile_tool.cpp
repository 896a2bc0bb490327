// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/tools/profile_tool.h"

#include "widgets/canvas/geometry.h"
#include "widgets/canvas/tools/measure_tool.h"

namespace cellwright {

Position ProfileTool::startAt(Position place) const {
    const Scenario& scenario = host_.document().scenario();
    const EntityRef node = nodeAt(scenario, place, host_.pixelsPerMetre());
    return node.kind == EntityKind::site ? anchorOf(scenario, node).value_or(place) : place;
}

void ProfileTool::press(const PointerEvent& event) {
    fresh_ = !start_;
    if (!start_)
        start_ = startAt(event.position);
    show(event.position);
}

void ProfileTool::move(const PointerEvent& event) {
    if (start_)
        show(event.position);
    else
        host_.setFeedback(
            {.target = nodeAt(host_.document().scenario(), event.position, host_.pixelsPerMetre())});
}

void ProfileTool::release(const PointerEvent& event) {
    const bool dragged =
        start_ && distanceBetween(*start_, event.position) * host_.pixelsPerMetre() >= symbol::hitTolerance;
    if (!start_ || (fresh_ && !dragged))
        return;
    show(event.position);
    const Position from = *start_;
    start_.reset(); // The line stays until the next press.
    host_.openProfile(from, event.position);
}

void ProfileTool::show(Position end) {
    host_.setFeedback({.line = {*start_, end}, .text = MeasureTool::describe(*start_, end)});
}

bool ProfileTool::cancel() {
    const bool begun = start_.has_value();
    start_.reset();
    host_.setFeedback({});
    return begun;
}

void ProfileTool::activate() {
    host_.setHint(
        tr("Drag from a site to a place, or click both, for the link budget and the Fresnel zone between "
           "them. Keyboard: Tab goes to the next site, arrow keys and Enter."));
}

} // namespace cellwright
