// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/canvas/tools/tool.h"

#include <QCoreApplication>

namespace cellwright {

/// Selects by click, Shift-click and rubber band; moves what is selected, and single corners of a selected
/// area.
class SelectTool : public Tool {
    Q_DECLARE_TR_FUNCTIONS(SelectTool)
public:
    using Tool::Tool;

    void press(const PointerEvent& event) override;
    void move(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    void doubleClick(const PointerEvent& event) override;
    bool enter(const std::optional<PointerEvent>& crosshair) override;
    bool cancel() override;
    void activate() override;
    [[nodiscard]] bool usesCrosshair() const override { return false; }
    [[nodiscard]] Qt::CursorShape cursor() const override { return Qt::ArrowCursor; }

private:
    enum class State { idle, pressed, dragging, banding };

    void startBand(const PointerEvent& event);
    void startDrag();
    void drag(const PointerEvent& event);
    bool pickCorner(Position position);

    State state_ = State::idle;
    Position start_, anchor_; ///< where the button went down; what is put on the grid
    EntityRef pressed_;
    bool deselectOnRelease_ = false; ///< a click (not a drag) on one of several selects only it
    int corner_ = -1;                ///< of the selected area, while one is dragged
    EntityRefs before_;              ///< selection that a Shift rubber band adds to
};

} // namespace cellwright
