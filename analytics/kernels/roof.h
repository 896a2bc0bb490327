// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/profile.h"

#include <optional>
#include <string_view>

/// The limits of the machine beside each result (Williams et al. 2009, the roofline model).
namespace cellwright::kernels {

/// What bounds a case: reading its bytes, or the unit that multiplies.
struct Roof {
    std::string_view limit; ///< "read", or the unit: "f32", "bf16", "int8"
    Seconds least;          ///< the time that the limit alone takes
    double share = 0.0;     ///< of the limit that was reached: least / median
};

/// The unit in which weights of this scheme meet activations: int8 for blocks and int8, bf16 where that unit
/// was measured, f32 for the others.
std::string_view unitOf(const Profile& profile, Scheme weights);

/// The limit with as many threads as the case had. Nothing where the profile has none of them, for a provider
/// on a device of its own, and for operations on what the caches hold (all but layers and attention).
std::optional<Roof> roofOf(const Profile& profile, const KernelTiming& timing);
std::optional<Roof> roofOf(const Profile& profile, const OperationTiming& timing);

} // namespace cellwright::kernels
