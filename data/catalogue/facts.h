// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/assess/assess.h"

#include <span>
#include <string>
#include <vector>

namespace cellwright::catalogue {

/// Everything that a scenario may refer to: the shipped models and devices, and those that the project brings
/// along, which win where an id is taken twice. Fails with the first attachment that cannot be read.
Expected<Facts> factsFor(std::span<const Project::Attachment> attachments = {});

} // namespace cellwright::catalogue
