// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/canvas/tools/tool.h"

#include <QCoreApplication>

namespace cellwright {

/// Draws the polygon of a user group corner by corner.
class AreaTool : public Tool {
    Q_DECLARE_TR_FUNCTIONS(AreaTool)
public:
    using Tool::Tool;
    void move(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    void doubleClick(const PointerEvent& event) override;
    bool enter(const std::optional<PointerEvent>& crosshair) override;
    bool stepBack() override;
    bool cancel() override;
    void activate() override;

private:
    void addCorner(Position corner);
    bool close();
    void show(std::optional<Position> cursor);

    std::vector<Position> corners_;
};

} // namespace cellwright
