// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/tools/measure_tool.h"

#include "analytics/quantity/text.h"
#include "widgets/canvas/geometry.h"

#include <QLocale>

namespace cellwright {

QString MeasureTool::describe(Position from, Position to) {
    const QString distance = QString::fromStdString(toDisplay(Metres(distanceBetween(from, to))));
    return tr("%1, %2°").arg(distance, QLocale().toString(bearingBetween(from, to), 'f', 1));
}

void MeasureTool::press(const PointerEvent& event) {
    fresh_ = !start_;
    if (!start_)
        start_ = event.position;
    show(event.position);
}

void MeasureTool::move(const PointerEvent& event) {
    if (start_)
        show(event.position);
}

void MeasureTool::release(const PointerEvent& event) {
    const bool dragged =
        start_ && distanceBetween(*start_, event.position) * host_.pixelsPerMetre() >= symbol::hitTolerance;
    if (!start_ || (fresh_ && !dragged))
        return;
    show(event.position);
    start_.reset(); // The line stays until the next press.
}

void MeasureTool::show(Position end) {
    const QString text = describe(*start_, end);
    host_.setFeedback({.line = {*start_, end}, .text = text});
    host_.setHint(tr("Distance and bearing: %1").arg(text));
}

bool MeasureTool::cancel() {
    const bool begun = start_.has_value();
    start_.reset();
    host_.setFeedback({});
    return begun;
}

void MeasureTool::activate() {
    host_.setHint(
        tr("Drag, or click two places, to measure distance and bearing. Keyboard: arrow keys and Enter."));
}

} // namespace cellwright
