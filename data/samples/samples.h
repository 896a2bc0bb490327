// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/quantity/error.h"
#include "analytics/scenario/scenario.h"

#include <span>
#include <string_view>

namespace cellwright::samples {

/// A project that the program brings along.
struct Sample {
    std::string_view id;    ///< "hospital"
    std::string_view name;  ///< for people
    std::string_view about; ///< one or two sentences: what it shows
    Project (*make)();
};

/// All samples, the one that opens first at the front.
std::span<const Sample> all();
/// The sample with this id; the error lists the known ones.
Expected<Sample> find(std::string_view id);

/// A campus with three street-canyon sites, tablets in the wards, phones in the grounds, a server room on the
/// premises and a regional cloud; four scenarios compare where the assistant runs.
Project hospitalCampus();
/// A factory hall and yard with humanoid robots: a small model on each robot for motion, a larger one for
/// task planning.
Project humanoidFactory();

} // namespace cellwright::samples
