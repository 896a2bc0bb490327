// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quality/quality.h"

namespace cellwright::catalogue {

/// The shipped tables of published quality (quality.json), each row with its setting, source and label.
const quality::Tables& qualityTables();

} // namespace cellwright::catalogue
