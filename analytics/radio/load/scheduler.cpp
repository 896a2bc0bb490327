// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/radio/load/scheduler.h"

#include "analytics/scenario/schema.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace cellwright::radio {
namespace {

double harmonic(double n) {
    double sum = 0.0;
    const int whole = int(std::floor(n));
    for (int k = 1; k <= whole; ++k)
        sum += 1.0 / k;
    return sum + (n - whole) / (whole + 1.0);
}

} // namespace

template <class R>
Of<double, R> sharedParts(R& rec, Scheduler scheduler, const Sharing& sharing) {
    using std::max;
    using Number = Of<double, R>;
    const Number active =
        rec.input(std::max(1.0, sharing.active), "n_a", "active users of the cell", Label::computed,
                  "users of the cell times their active share, at least 1");
    if (scheduler != Scheduler::byPriority)
        return active;
    const Number own = rec.input(sharing.weight, "w", "priority", Label::assumed, "workload");
    const Number all = rec.input(sharing.totalWeight, "Σw", "priorities of the active users of the cell",
                                 Label::computed, "users times their active share and priority");
    return rec.name(max(Number(1.0), all / own), "n_w", "parts of the cell's blocks",
                    "blocks in proportion to priority");
}

template <class R>
Of<Decibels, R> schedulingGain(R& rec, Scheduler scheduler, const Of<double, R>& active) {
    if (scheduler != Scheduler::proportionalFair || valueOf(active) <= 1.0)
        return Of<Decibels, R>(Decibels(0.0));
    const double choices = std::min(valueOf(active), mostChoices);
    const Of<double, R> gain =
        rec.input(harmonic(choices), "H_n", "mean power of the best of n faded channels", Label::published,
                  "harmonic number of min(n_a, 8); Viswanath, Tse, Laroia 2002, Rayleigh fading");
    return rec.name(toDecibels(gain), "G_PF", "multi-user diversity", "proportional fair scheduler");
}

#define INSTANTIATE(R)                                                                                       \
    template Of<double, R> sharedParts(R&, Scheduler, const Sharing&);                                       \
    template Of<Decibels, R> schedulingGain(R&, Scheduler, const Of<double, R>&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::radio
