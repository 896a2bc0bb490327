// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/assessor.h"
#include "widgets/inspector/choice_combo.h"

namespace cellwright {

/// What the inspector offers for models and devices: everything in the facts, each with one line about it.
ChoiceProvider choicesOf(SharedFacts facts);

} // namespace cellwright
