// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"

#include <cstdint>
#include <span>
#include <string>

namespace cellwright {

/// A PNG of `width` × `height` pixels, each 0xAARRGGBB (not premultiplied), row by row. Fails where the
/// numbers do not fit together.
Expected<std::string> toPng(std::span<const std::uint32_t> argb, int width, int height);

/// Width and height of a PNG, JPEG or GIF, by its first bytes.
Expected<std::pair<int, int>> pictureSize(std::string_view bytes, const std::string& where);

} // namespace cellwright
