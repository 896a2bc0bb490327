// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/canvas/tools/tool.h"

#include <QCoreApplication>

namespace cellwright {

/// Places a site with three sectors at each click.
class SiteTool : public Tool {
    Q_DECLARE_TR_FUNCTIONS(SiteTool)
public:
    using Tool::Tool;
    void move(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    bool cancel() override;
    void activate() override;
};

/// Places a host at each click: at the edge, or with Shift in the cloud.
class HostTool : public Tool {
    Q_DECLARE_TR_FUNCTIONS(HostTool)
public:
    using Tool::Tool;
    void move(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    bool cancel() override;
    void activate() override;
};

} // namespace cellwright
