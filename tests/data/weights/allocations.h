// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace cellwright::test {

/// The largest single piece of memory asked for since the last call of startWatching(). This program counts
/// in its own operator new.
std::size_t largestAllocation();
void startWatching();

} // namespace cellwright::test
