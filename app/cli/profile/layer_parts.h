// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/profile.h"

#include <nlohmann/json.hpp>

namespace cellwright::cli {

/// How well measured kernels add up to the whole layers that were measured beside them, without the
/// correction that predictions learn from these: `measured_s`, `composed_s` and `error_rel` of each layer,
/// with what it is.
nlohmann::json compositionJson(const kernels::Profile& profile);
/// The same as a table; nothing where no layer was measured.
void printComposition(const kernels::Profile& profile);

} // namespace cellwright::cli
