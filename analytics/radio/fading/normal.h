// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cellwright::radio {

/// The standard normal deviate below which a share `p` of them lies: √2 erf⁻¹(2p - 1), to 1e-12. Held between
/// ±7, which shares beyond 1e-12 reach.
double normalQuantile(double p);

} // namespace cellwright::radio
