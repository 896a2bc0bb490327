// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/kernels/profile.h"

#include <string>
#include <vector>

namespace cellwright::kernels {

/// What this computer is; every question about its parts, its limits and the threads on them is asked in this
/// file, those about the system itself in system.h. `pinned`, `pages` and `hugePages` are left to whoever
/// measures.
Machine describeMachine();

/// One logical processor per physical core that this process may use, faster cores first where they differ.
std::vector<int> usableCores();
/// Cores' worth of time that the control group grants, e.g. 1.5; 0 without limit.
double coreQuota();

/// Whether the system lets threads be pinned.
bool canPin();
/// Pins the calling thread to one logical processor; false where the system refuses.
bool pinThread(int processor);
/// Lets the calling thread, which has inherited another's affinity, use all processors that the process had
/// when it was first asked for them.
void unpinThread();
/// The calling thread's affinity, to be given back once; null where unknown.
void* saveAffinity();
void restoreAffinity(void* saved);

/// While it lives, new pages of the calling thread are spread over all memory nodes of the process, so that
/// no thread is nearer to the weights than another. Does nothing where there is only one node.
class PageSpread {
public:
    PageSpread();
    ~PageSpread();
    PageSpread(const PageSpread&) = delete;
    PageSpread& operator=(const PageSpread&) = delete;
    /// How pages lie: "interleaved", "local" where the system refused; empty with one node.
    [[nodiscard]] const std::string& words() const { return words_; }

private:
    std::string words_;
};

/// Times that the scheduler took a core away from this process so far.
long involuntarySwitches();
/// 1-minute load average, or -1.
double loadAverage();

/// Whether the system tells of its parts. Where it does not, as without /sys in a bare root folder, PoCL ends
/// the whole process.
bool partsAreReadable();

} // namespace cellwright::kernels
