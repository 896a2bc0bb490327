// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

class QApplication;

namespace cellwright::cli {

/// What drawing needs from Qt, without any display. Keep it until the drawing is done.
std::unique_ptr<QApplication> startDrawing();

} // namespace cellwright::cli
