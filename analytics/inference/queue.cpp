// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/inference/queue.h"

#include "analytics/inference/queueing/waiting.h"

#include <algorithm>
#include <limits>

namespace cellwright::inference {
namespace {

template <class R>
using N = typename R::Number;

} // namespace

double variabilityOf(std::span<const Arrival> arrivals, int servers) {
    double rate = 0.0, periodic = 0.0, sources = 0.0, load = 0.0;
    for (const auto& arrival : arrivals) {
        rate += arrival.rate.si();
        load += (arrival.rate * arrival.service) / double(servers);
        if (arrival.periodic > 0.0) {
            periodic += arrival.rate.si();
            sources += arrival.periodic;
        }
    }
    if (rate <= 0.0)
        return 1.0;
    // A random part of a periodic stream is periodic no more: of a share 1/n of it the gaps vary with 1 -
    // 1/n.
    const double merged = arrivalVariability(periodic / rate, sources, load);
    return 1.0 - (1.0 - merged) / double(servers);
}

double waitFactor(std::span<const Arrival> arrivals, int servers) {
    double rate = 0.0, first = 0.0, second = 0.0;
    for (const auto& arrival : arrivals) {
        rate += arrival.rate.si();
        first += arrival.rate * arrival.service;
        second += (arrival.rate * arrival.service) * arrival.service.si();
    }
    if (rate <= 0.0 || first <= 0.0)
        return 1.0;
    const double services = std::max(0.0, second * rate / (first * first) - 1.0);
    return (variabilityOf(arrivals, servers) + services) / (1.0 + services);
}

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
    const auto wait = rec.name(second / (N<R>(2.0) * (N<R>(1.0) - rho)), "W", "mean wait for the processor",
                               "M/G/1, Pollaczek-Khinchine; Kleinrock 1975, chapter 5");
    if (std::ranges::none_of(arrivals, [](const Arrival& arrival) { return arrival.periodic > 0.0; }))
        return wait;
    const N<R> factor = rec.input(waitFactor(arrivals, servers), "(c_a² + c_s²) / (1 + c_s²)",
                                  "by how much periodic arrivals wait less", Label::computed,
                                  "c_a² of merged periodic streams: Whitt 1983, equations 29 to 33");
    return rec.name(factor * wait, "W_p", "mean wait for the processor, periodic arrivals",
                    "Allen and Cunneen");
}

#define INSTANTIATE(R)                                                                                       \
    template Of<double, R> utilisation(R&, std::span<const Arrival>, int);                                   \
    template Of<Seconds, R> meanWait(R&, std::span<const Arrival>, int);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::inference
