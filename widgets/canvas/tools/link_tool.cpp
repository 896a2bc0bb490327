// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/tools/link_tool.h"

#include "widgets/canvas/geometry.h"
#include "widgets/document/commands.h"

#include <utility>

namespace cellwright {

EntityRef LinkTool::nodeUnder(const PointerEvent& event) const {
    return nodeAt(host_.document().scenario(), event.position, host_.pixelsPerMetre());
}

void LinkTool::press(const PointerEvent& event) {
    const EntityRef node = nodeUnder(event);
    if (from_) {
        finish(node);
        return;
    }
    from_ = node;
    host_.setHint(from_ ? tr("Now the other end: drag to it or click it. Esc stops.")
                        : tr("A link begins at a site or a host: press on one."));
    move(event);
}

void LinkTool::move(const PointerEvent& event) {
    const EntityRef node = nodeUnder(event);
    ToolFeedback feedback{.target = node};
    if (const auto start = from_ ? anchorOf(host_.document().scenario(), from_) : std::nullopt) {
        const Position end = anchorOf(host_.document().scenario(), node).value_or(event.position);
        feedback.line = {*start, end};
    }
    host_.setFeedback(feedback);
}

void LinkTool::release(const PointerEvent& event) {
    // Released on the node where it began: a click, and the next one says the other end.
    if (const EntityRef node = nodeUnder(event); from_ && node != from_ && node)
        finish(node);
}

void LinkTool::finish(EntityRef end) {
    if (!end || end == from_)
        return;
    const EntityRef link = commands::addLink(host_.document(), endpointOf(from_), endpointOf(end));
    cancel();
    if (link)
        host_.selection().set(link);
    activate();
}

bool LinkTool::cancel() {
    host_.setFeedback({});
    return bool(std::exchange(from_, {}));
}

void LinkTool::activate() {
    host_.setHint(
        tr("Drag from one site or host to another, or click both. Keyboard: Tab goes to the next node, "
           "Enter takes it. Esc ends."));
}

} // namespace cellwright
