// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/nr/tdd.h"

#include <array>
#include <string_view>

namespace cellwright::nr {

/// Times that a device is given, for capability 1: TS 38.214 tables 5.3-1 (N1, additional DM-RS) and 6.4-1
/// (N2), in clauses 5.3 and 6.4: symbols × (2048 + 144) κ 2^-µ T_c.
struct ProcessingTimes {
    Seconds decoding;    ///< T_proc,1: from the last symbol of a PDSCH to the first of its acknowledgement
    Seconds preparation; ///< T_proc,2: from the last symbol of a grant to the first of its PUSCH
};
/// Fails as numerology() does.
Expected<ProcessingTimes> processingTimes(Hertz subcarrierSpacing);

/// One step on a message's way, as a mean over the instants at which the message may arrive.
struct AccessStep {
    std::string_view symbol; ///< "t_SR"
    std::string_view name;   ///< "waiting for a scheduling request"
    std::string_view source;
    Seconds mean;
};

/// What a message waits for the air, besides the time that its bits take at the link's rate.
struct AccessDelay {
    std::vector<AccessStep> steps;
    Seconds retransmission; ///< one more round of HARQ, mean
    [[nodiscard]] Seconds firstTransmission() const;
    /// With errors / (1 - errors) further rounds on average: each transmission fails with the same chance.
    [[nodiscard]] Seconds total(double blockErrorRate) const;
    bool operator==(const AccessDelay&) const;
};

/// The model: a message arrives at any instant of the pattern's period with equal chance and goes its way
/// step by step; each step ends before the next begins, and the next waits for its place in the pattern. The
/// steps are those of the latency evaluation of TR 37.910 clause 5.7.1, where the gNB is as fast as a device
/// and each end takes half of T_proc for receiving and half for sending; with slots as the unit of sending.
///   - scheduling requests (one symbol, PUCCH format 0) and grants (one symbol of PDCCH) begin with the first
///     symbol of their direction in a slot;
///   - data takes all symbols of its direction in a slot, of which it needs 3 down and 4 up (mapping type A,
///     TS 38.214 tables 5.1.2.1-1 and 6.1.2.1-1).
/// `down`: sending, wait for a downlink slot, the slot, receiving.
/// `up` with a scheduling request: wait and request, gNB, wait and grant, T_proc,2, wait for an uplink slot,
/// the slot, receiving. With a configured grant (TS 38.321 clause 5.8.2) it starts with the wait for the
/// slot. The whole slot of the first block is in here: on top of the airtime at the link's rate it errs on
/// the safe side, by at most one slot.
struct AccessDelays {
    AccessDelay down, up;
    bool operator==(const AccessDelays&) const = default;
};
/// Fails as numerology() does. The pattern must have both directions.
Expected<AccessDelays> accessDelays(const SlotPattern& pattern, bool configuredGrant);

} // namespace cellwright::nr
