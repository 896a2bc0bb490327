// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/inference/queue.h"

#include <limits>

namespace cellwright::inference {
namespace {

template <class R>
using N = typename R::Number;

} // namespace

template <class R>
Of<double, R> utilisation(R& rec, std::span<const Arrival> arrivals, int servers) {
    std::vector<N<R>> loads;
    for (const auto& arrival : arrivals) {
        const auto rate = rec.input(arrival.rate, "λ", "request rate of a group", Label::computed,
                                    "users times their rate");
        const auto service =
            rec.input(arrival.service, "S", "processor time per request", Label::computed, "predicted time");
        loads.push_back(rate * service);
    }
    const auto count = rec.input(double(servers), "n", "accelerators", Label::assumed, "host");
    return rec.name(rec.template sum<N<R>>(loads) / count, "ρ", "utilisation of the host", "Σ λ·S / n",
                    "share");
}

template <class R>
Of<Seconds, R> meanWait(R& rec, std::span<const Arrival> arrivals, int servers) {
    const auto rho = utilisation(rec, arrivals, servers);
    if (valueOf(rho) >= 1.0)
        return rec.input(Seconds(std::numeric_limits<double>::infinity()), "W", "wait at an overloaded host",
                         Label::computed, "M/G/1 without a steady state");
    std::vector<Of<Seconds, R>> terms; // λ·S² has the dimension of a time
    for (const auto& arrival : arrivals) {
        const auto rate = rec.input(arrival.rate, "λ", "request rate of a group", Label::computed,
                                    "users times their rate");
        const auto service =
            rec.input(arrival.service, "S", "processor time per request", Label::computed, "predicted time");
        terms.push_back(rate * service * service);
    }
    const auto count = rec.input(double(servers), "n", "accelerators", Label::assumed, "host");
    const auto second = rec.template sum<Of<Seconds, R>>(terms) / count;
    return rec.name(second / (N<R>(2.0) * (N<R>(1.0) - rho)), "W", "mean wait for the processor",
                    "M/G/1, Pollaczek-Khinchine; Kleinrock 1975, chapter 5");
}

#define INSTANTIATE(R)                                                                                       \
    template Of<double, R> utilisation(R&, std::span<const Arrival>, int);                                   \
    template Of<Seconds, R> meanWait(R&, std::span<const Arrival>, int);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::inference
