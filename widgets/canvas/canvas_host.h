// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/document/document.h"
#include "widgets/document/selection.h"

#include <QString>

#include <optional>
#include <utility>
#include <vector>

namespace cellwright {

/// What a tool shows over the drawing while it is at work.
struct ToolFeedback {
    std::vector<Position> line;                        ///< through these places
    bool closed = false;                               ///< as an area
    std::optional<std::pair<Position, Position>> band; ///< rubber band between two corners
    std::optional<Site> ghostSite;                     ///< what a click would place
    std::optional<Host> ghostHost;
    EntityRef target; ///< node that a link would end at
    QString text;     ///< beside the last place of `line`
    bool operator==(const ToolFeedback&) const = default;
};

/// What tools need from the canvas: implemented by the view, and by a plain struct in tests.
class CanvasHost {
public:
    virtual ~CanvasHost() = default;
    virtual Document& document() = 0;
    virtual Selection& selection() = 0;
    [[nodiscard]] virtual double pixelsPerMetre() const = 0;
    [[nodiscard]] virtual bool snapping() const = 0;
    virtual void setFeedback(const ToolFeedback& feedback) = 0;
    /// One line for the status bar.
    virtual void setHint(const QString& hint) = 0;
    virtual void openProperties(EntityRef ref) = 0;
    /// Shows what lies between two places.
    virtual void openProfile(Position from, Position to) = 0;

    /// The place on the grid, unless snapping is off or Alt is held.
    [[nodiscard]] Position snapped(Position position, Qt::KeyboardModifiers modifiers) const;
};

} // namespace cellwright
