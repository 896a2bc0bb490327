// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/profile.h"

#include <vector>

namespace cellwright::kernels {

/// What the operating system says of this computer; every question that the kernels ask it is asked in this
/// file.
Machine describeMachine();

/// One logical processor per physical core that this process may use, faster cores first where they differ.
std::vector<int> usableCores();
/// Cores' worth of time that the control group grants, e.g. 1.5; 0 without limit.
double coreQuota();

/// Pins the calling thread to one logical processor; false where the system refuses.
bool pinThread(int processor);
/// Lets the calling thread, which has inherited another's affinity, use all processors that the process had
/// when it was first asked for them.
void unpinThread();
/// The calling thread's affinity, to be given back once; null where unknown.
void* saveAffinity();
void restoreAffinity(void* saved);

/// Times that the scheduler took a core away from this process so far.
long involuntarySwitches();
/// 1-minute load average, or -1.
double loadAverage();

} // namespace cellwright::kernels
