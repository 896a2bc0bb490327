// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme/theme.h"

#include <QFont>

namespace cellwright::report {

/// Layout units in a typographic point (1/72 inch). The page is laid out at the writer's 720 dpi, where fonts
/// have whole pixel sizes and metrics do not depend on a screen.
inline constexpr double pt = 10.0;
inline constexpr int resolution = 720;

/// Fonts and colours of the report: the light theme on white paper.
struct Style {
    const Theme& theme = Theme::light();
    QFont title, heading1, heading2, heading3, body, bodyBold, table, tableBold, small, mono, figure;

    Style();
};

/// Line height of a font with the report's leading.
double lineHeight(const QFont& font);

} // namespace cellwright::report
