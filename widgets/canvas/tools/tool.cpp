// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/tools/tool.h"

#include "widgets/canvas/tools/area_tool.h"
#include "widgets/canvas/tools/link_tool.h"
#include "widgets/canvas/tools/measure_tool.h"
#include "widgets/canvas/tools/place_tool.h"
#include "widgets/canvas/tools/profile_tool.h"
#include "widgets/canvas/tools/select_tool.h"
#include "widgets/canvas/view_mapping.h"

#include <cmath>

namespace cellwright {

Position CanvasHost::snapped(Position position, Qt::KeyboardModifiers modifiers) const {
    if (!snapping() || (modifiers & Qt::AltModifier))
        return position;
    const double step = gridStep(pixelsPerMetre());
    const auto snap = [step](Metres length) { return Metres(std::round(length.si() / step) * step); };
    return {snap(position.x), snap(position.y)};
}

bool Tool::enter(const std::optional<PointerEvent>& crosshair) {
    if (!crosshair)
        return false;
    press(*crosshair);
    release(*crosshair);
    return true;
}

std::unique_ptr<Tool> makeTool(ToolKind kind, CanvasHost& host) {
    switch (kind) {
    case ToolKind::site:
        return std::make_unique<SiteTool>(host);
    case ToolKind::host:
        return std::make_unique<HostTool>(host);
    case ToolKind::link:
        return std::make_unique<LinkTool>(host);
    case ToolKind::area:
        return std::make_unique<AreaTool>(host);
    case ToolKind::measure:
        return std::make_unique<MeasureTool>(host);
    case ToolKind::profile:
        return std::make_unique<ProfileTool>(host);
    case ToolKind::select:
        break;
    }
    return std::make_unique<SelectTool>(host);
}

} // namespace cellwright
