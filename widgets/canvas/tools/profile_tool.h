// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/canvas/tools/tool.h"

#include <QCoreApplication>

namespace cellwright {

/// The path from a site to a place: drag, or click twice. Near a site the path begins at it. Changes nothing.
class ProfileTool : public Tool {
    Q_DECLARE_TR_FUNCTIONS(ProfileTool)
public:
    using Tool::Tool;
    void press(const PointerEvent& event) override;
    void move(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    bool cancel() override;
    void activate() override;

private:
    [[nodiscard]] Position startAt(Position place) const;
    void show(Position end);

    std::optional<Position> start_;
    bool fresh_ = false; ///< the button that set the start is still down
};

} // namespace cellwright
