// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/tools/place_tool.h"

#include "widgets/document/commands.h"

namespace cellwright {
namespace {

HostTier tierFor(Qt::KeyboardModifiers modifiers) {
    return modifiers & Qt::ShiftModifier ? HostTier::cloud : HostTier::edge;
}

Site ghostAt(Position position) {
    Site site{.position = position};
    for (const double azimuth : {0.0, 120.0, 240.0})
        site.sectors.push_back({.azimuth = Degrees(azimuth)});
    return site;
}

} // namespace

void SiteTool::move(const PointerEvent& event) {
    host_.setFeedback({.ghostSite = ghostAt(host_.snapped(event.position, event.modifiers))});
}

void SiteTool::release(const PointerEvent& event) {
    if (const EntityRef ref =
            commands::addSite(host_.document(), host_.snapped(event.position, event.modifiers)))
        host_.selection().set(ref);
}

bool SiteTool::cancel() {
    host_.setFeedback({});
    return false;
}

void SiteTool::activate() {
    host_.setHint(tr("Click to place a site with three sectors. Keyboard: arrow keys and Enter. "
                     "Alt places off the grid, Esc ends."));
}

void HostTool::move(const PointerEvent& event) {
    host_.setFeedback({.ghostHost = Host{.position = host_.snapped(event.position, event.modifiers),
                                         .tier = tierFor(event.modifiers)}});
}

void HostTool::release(const PointerEvent& event) {
    if (const EntityRef ref = commands::addHost(
            host_.document(), host_.snapped(event.position, event.modifiers), tierFor(event.modifiers)))
        host_.selection().set(ref);
}

bool HostTool::cancel() {
    host_.setFeedback({});
    return false;
}

void HostTool::activate() {
    host_.setHint(tr("Click to place an edge host, Shift-click for a cloud. Keyboard: arrow keys and Enter. "
                     "Alt places off the grid, Esc ends."));
}

} // namespace cellwright
