// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/explain/recorder.h"
#include "analytics/scenario/topology.h"

namespace cellwright::radio {

/// With whom a user shares its cell while it has something to send. Means over time: they need not be whole.
struct Sharing {
    Sharing(double activeUsers = 1.0) // NOLINT: a number of equals is a way to share
        : active(activeUsers)
        , totalWeight(activeUsers) {}
    Sharing(double activeUsers, double ownWeight, double allWeights)
        : active(activeUsers)
        , weight(ownWeight)
        , totalWeight(allWeights) {}
    double active = 1.0;      ///< users of the cell with something to send at once, this one included
    double weight = 1.0;      ///< of this user's workload
    double totalWeight = 1.0; ///< of all active users
};

/// Into how many parts of this user's size the blocks of the cell go, at least one:
///   - round robin and proportional fair: the number of active users;
///   - by priority: all weights over the user's own, so that blocks are in proportion to weights.
/// The parts of all active users add up to the blocks of the cell.
template <class R>
Of<double, R> sharedParts(R& rec, Scheduler scheduler, const Sharing& sharing);

/// Beyond so many users a scheduler gains nothing more from choosing among them: reports of the channel are
/// late and few. An assumption of ours.
inline constexpr double mostChoices = 8.0;

/// What proportional fair gains by sending on each user's better blocks: n users with equal shares are each
/// scheduled at the best of n Rayleigh-faded channels, whose mean power is H_n = 1 + 1/2 + ... + 1/n times
/// the mean of one (Viswanath, Tse and Laroia, IEEE Trans. Inf. Theory 48(6), 2002; harmonic numbers as the
/// mean of the largest of n exponential variables). Valid for channels that fade independently, within what
/// a device reports; held at eight users, and interpolated between whole numbers. It counts as SINR, where it
/// understates the gain in rate at high SINR. Round robin and priorities choose without looking: 0 dB.
template <class R>
Of<Decibels, R> schedulingGain(R& rec, Scheduler scheduler, const Of<double, R>& active);

} // namespace cellwright::radio
