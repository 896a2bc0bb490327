// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/inference/messages.h"

#include <array>
#include <string_view>

namespace cellwright::inference {

/// The network between the user and the host, as one request sees it.
template <class R>
struct Network {
    Of<BitsPerSecond, R> uplinkRate; ///< the user's share of its cell
    Of<BitsPerSecond, R> downlinkRate;
    Of<BitsPerSecond, R> transportRate; ///< narrowest link of the path, background load taken off
    Of<Seconds, R> transportDelay;      ///< propagation and hops, one way
    Of<Seconds, R> uplinkGrant;         ///< scheduling request to first grant, per uplink message
    Of<Seconds, R> downlinkDelay;       ///< scheduling and processing, per downlink message
    Of<Seconds, R> coreDelay;           ///< user-plane function, each way
};

/// Time on the processors. A side that runs no layer has zero.
template <class R>
struct Compute {
    Of<Seconds, R> devicePrefill;
    Of<Seconds, R> deviceDecode; ///< one step, at the mean context of the answer
    Of<Seconds, R> hostPrefill;
    Of<Seconds, R> hostDecode;   ///< one step of the whole batch
    Of<Seconds, R> hostWait;     ///< for the processor, once per request
    Of<Seconds, R> hostOverhead; ///< request handling, once per request
};

/// The phases that the time of a token is made of, in the order in which they happen.
enum class Phase {
    devicePrefill,
    deviceDecode,
    radioUplink,
    transport,
    queue,
    hostPrefill,
    hostDecode,
    radioDownlink
};
inline constexpr std::size_t phaseCount = 8;
std::string_view phaseKey(Phase phase);  ///< "radio_uplink"
std::string_view phaseName(Phase phase); ///< "Radio, uplink"

template <class R>
using Phases = std::array<Of<Seconds, R>, phaseCount>;

/// Time to first token, per later token and to the last token, with their phases.
template <class R>
struct Timing {
    Of<Seconds, R> ttft, tpot, endToEnd;
    Phases<R> first;           ///< adds up to ttft
    Phases<R> later;           ///< adds up to tpot
    Of<Seconds, R> sending;    ///< the device transmits, whole request
    Of<Seconds, R> receiving;  ///< the device receives, whole request
    Of<Seconds, R> deviceBusy; ///< the device computes, whole request
    Of<Seconds, R> hostBusy;   ///< a host's processor works for this request (its share of the batch)
};

/// The phases of autoregressive inference at a distance (arXiv 2309.16739, section VI; the algebra is ours):
///   on the device   TTFT = prefill; TPOT = decode.
///   on a host       TTFT = uplink + transport + wait + prefill + transport + downlink; the tokens then
///   stream, each
///                   on its way while the next is computed, so TPOT = max(decode step, time of a token on the
///                   slowest part of the way).
///   split           TTFT as above with the device's prefill before it; each later token goes the whole way
///   round:
///                   device, uplink, transport, host, transport, downlink. Nothing overlaps, since the next
///                   step needs the token.
///   end to end      TTFT + (G - 1)·TPOT.
/// Messages are stored and forwarded once per path: delay + bytes over the narrowest link.
template <class R>
Timing<R> timing(R& rec, Placement placement, const Of<double, R>& outputTokens, const Of<double, R>& batch,
                 const Messages<R>& messages, const Network<R>& network, const Compute<R>& compute);

} // namespace cellwright::inference
