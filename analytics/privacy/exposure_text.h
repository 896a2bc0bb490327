// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/privacy/exposure.h"

#include <string>
#include <vector>

/// The words of the ledger. No word here ranks cuts by depth or condenses a plan to one figure.
namespace cellwright::privacy::detail {

struct Protection {
    bool encryptedLink = true;
    bool trustedExecution = false;
    bool noised = false;
};
std::string readersOf(TrustZone zone, const Protection& protection);
std::string retentionOf(DataClass dataClass);
/// Why a token of the class can be recovered where no noise limits it.
std::string basisOf(DataClass dataClass);
/// How a plan uses hosts, as far as the notes depend on it.
struct Course {
    Placement placement = Placement::device;
    bool comesBack = false;
    bool severalHosts = false;
};
std::vector<std::string> notesFor(const Course& course, const Protection& protection);

} // namespace cellwright::privacy::detail
