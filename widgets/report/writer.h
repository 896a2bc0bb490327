// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/report/flow.h"
#include "widgets/report/style.h"
#include "widgets/report/table.h"

namespace cellwright::report {

/// Adds the report's kinds of blocks to a flow, with their distances.
class Writer {
public:
    Writer(Flow& flow, const Style& style, double width)
        : flow_(flow)
        , style_(style)
        , width_(width) {}

    [[nodiscard]] Flow& flow() { return flow_; }
    [[nodiscard]] const Style& style() const { return style_; }
    /// Of the text column, in layout units.
    [[nodiscard]] double width() const { return width_; }

    /// A part of the report: in the table of contents.
    void heading1(const QString& text);
    void heading2(const QString& text);
    void heading3(const QString& text);
    void text(const QString& text, Flow::Keep keep = Flow::Keep::no);
    /// Small and muted, close to what it belongs to.
    void note(const QString& text);
    void bullet(const QString& text);
    void table(TableData data);

private:
    Flow& flow_;
    const Style& style_;
    double width_;
};

} // namespace cellwright::report
