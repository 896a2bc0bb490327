// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/compare.h"
#include "analytics/kernels/profile.h"
#include "app/cli/shared.h"

#include <vector>

namespace cellwright::cli {

/// A profile for people: the machine and how quiet it was, its limits, and each result with the limit that
/// bounds it. Warnings go to standard error.
void printProfile(const kernels::Profile& profile);

void printComparison(const kernels::Comparison& comparison);
Json toJson(const kernels::Comparison& comparison);

void printProviders(const std::vector<kernels::ProviderInfo>& providers);

} // namespace cellwright::cli
