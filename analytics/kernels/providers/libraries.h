// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/providers/provider.h"

/// The providers of which `providers.h` makes its list. Each is in a file of its own; where its library was
/// not there when this program was built, it says so.
namespace cellwright::kernels {

std::unique_ptr<Provider> makeCellwright();
std::unique_ptr<Provider> makeEigen();
std::unique_ptr<Provider> makeOneDnn();
std::unique_ptr<Provider> makeOpenBlas();
std::unique_ptr<Provider> makeGgml();
std::unique_ptr<Provider> makeOpenCl();

/// A provider that is only a reason.
std::unique_ptr<Provider> makeAbsent(ProviderInfo info);

} // namespace cellwright::kernels
