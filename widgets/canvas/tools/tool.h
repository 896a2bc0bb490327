// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/canvas/canvas_host.h"
#include "widgets/canvas/canvas_view.h"

#include <QCursor>

#include <memory>

namespace cellwright {

/// A press, move or release of the left button, or of Enter at the keyboard's crosshair.
struct PointerEvent {
    Position position;
    Qt::KeyboardModifiers modifiers = Qt::NoModifier;
};

/// One way of working on the drawing. Tools change the document through its commands, and know nothing of
/// windows.
class Tool {
public:
    explicit Tool(CanvasHost& host)
        : host_(host) {}
    virtual ~Tool() = default;

    virtual void press(const PointerEvent&) {}
    virtual void move(const PointerEvent&) {} ///< with or without the button
    virtual void release(const PointerEvent&) {}
    virtual void doubleClick(const PointerEvent&) {}
    /// Enter; `crosshair` is set while the keyboard steers it. Returns whether the tool made something of it.
    virtual bool enter(const std::optional<PointerEvent>& crosshair);
    /// Backspace: takes back the last step within the tool.
    virtual bool stepBack() { return false; }
    /// Stops what is half done. Returns whether there was anything.
    virtual bool cancel() = 0;
    /// Called when the tool is taken up: shows its hint.
    virtual void activate() = 0;
    /// Whether arrow keys steer a crosshair instead of moving the selection.
    [[nodiscard]] virtual bool usesCrosshair() const { return true; }
    [[nodiscard]] virtual Qt::CursorShape cursor() const { return Qt::CrossCursor; }

protected:
    CanvasHost& host_;
};

std::unique_ptr<Tool> makeTool(ToolKind kind, CanvasHost& host);

} // namespace cellwright
