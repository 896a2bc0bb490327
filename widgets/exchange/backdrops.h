// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/scenario/scenario.h"
#include "data/exchange/picture/background.h"
#include "widgets/canvas/overlay.h"

#include <QString>

#include <optional>
#include <utility>
#include <vector>

namespace cellwright {

/// The backgrounds that a project keeps, with the ids of their attachments. What cannot be read is left out.
std::vector<std::pair<std::string, Background>> backgroundsOf(const Project& project);
/// As the drawing wants it; fails where the picture is not there any more or its points fall together.
Expected<Backdrop> backdropOf(const Background& background);
/// All of them, and a sentence for each that cannot be shown.
std::pair<std::vector<Backdrop>, QStringList> backdropsOf(const Project& project);

} // namespace cellwright
