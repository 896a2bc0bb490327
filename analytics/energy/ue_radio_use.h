// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/energy/ue_radio.h"
#include "analytics/quantity/check.h"

#include <optional>

namespace cellwright::energy::detail {

/// What is wrong with the times of a request, if anything. A rounding's worth of overlap is forgiven.
template <class R>
std::optional<Error> wrongUse(const RadioUse<R>& use) {
    const double busy = valueOf(use.transmitting.si()) + valueOf(use.receiving.si());
    Check check("radio of the user's device");
    check.notNegative("time transmitting", valueOf(use.transmitting.si()));
    check.notNegative("time receiving", valueOf(use.receiving.si()))
        .notNegative("tail", valueOf(use.tail.si()));
    check.notNegative("time connected", valueOf(use.connected.si()))
        .notNegative("bits sent", valueOf(use.sent.si()));
    check.notNegative("bits received", valueOf(use.received.si()));
    check.atMost("time transmitting and receiving", busy, valueOf(use.connected.si()) * (1.0 + 1e-9));
    return check.error();
}

/// Connected but neither transmitting nor receiving.
template <class R>
Of<Seconds, R> waitingTime(R& rec, const RadioUse<R>& use) {
    const auto waiting = use.connected - use.transmitting - use.receiving;
    return rec.name(max(waiting, Of<Seconds, R>(0.0)), "t_wait", "connected, waiting for the other side");
}

template <class R>
RadioEnergy<R> totalled(R& rec, RadioEnergy<R> energy) {
    energy.total = rec.name(energy.transmitting + energy.receiving + energy.connectedIdle + energy.tail,
                            "E_radio", "energy of the radio", describe(energy.boundary));
    return energy;
}

} // namespace cellwright::energy::detail
