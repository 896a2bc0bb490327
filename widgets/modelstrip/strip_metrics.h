// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/llm/model.h"

#include <QtGlobal>

/// What StripView's layout and its painting agree on; for these two files only.
namespace cellwright::strip {

inline constexpr qreal rowHeight = 40.0;
inline constexpr qreal handleReach = 8.0; ///< how far the handle stands out above and below the row
inline constexpr qreal sideGap = 6.0;
inline constexpr int margin = 10;
inline constexpr qreal towerGap = 12.0;
inline constexpr qreal towerShare = 0.5; ///< width of a tower's block, of a decoder layer's

/// What makes a layer differ from attention with a dense feed-forward.
inline bool hasExperts(const llm::Layer& layer) {
    return layer.experts.has_value();
}
inline bool hasState(const llm::Layer& layer) {
    return layer.stateSpace() != nullptr;
}

} // namespace cellwright::strip
