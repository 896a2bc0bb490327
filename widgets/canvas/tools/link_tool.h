// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/canvas/tools/tool.h"

#include <QCoreApplication>

namespace cellwright {

/// Connects two nodes: drag from one to the other, or click one and then the other.
class LinkTool : public Tool {
    Q_DECLARE_TR_FUNCTIONS(LinkTool)
public:
    using Tool::Tool;
    void press(const PointerEvent& event) override;
    void move(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    bool cancel() override;
    void activate() override;

private:
    [[nodiscard]] EntityRef nodeUnder(const PointerEvent& event) const;
    void finish(EntityRef end);

    EntityRef from_;
};

} // namespace cellwright
