// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/canvas/tools/tool.h"

#include <QCoreApplication>

namespace cellwright {

/// Distance and bearing between two places: drag, or click twice. Changes nothing.
class MeasureTool : public Tool {
    Q_DECLARE_TR_FUNCTIONS(MeasureTool)
public:
    using Tool::Tool;
    void press(const PointerEvent& event) override;
    void move(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    bool cancel() override;
    void activate() override;

    /// "350 m, 45.0°".
    static QString describe(Position from, Position to);

private:
    void show(Position end);

    std::optional<Position> start_;
    bool fresh_ = false; ///< the button that set the start is still down
};

} // namespace cellwright
