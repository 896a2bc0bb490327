// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/inference/messages.h"
#include "analytics/inference/modes/pipeline.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cellwright::inference {

/// A way through the transport network, queues included.
template <class R>
struct Hop {
    Of<Seconds, R> delay;      ///< propagation, hops and queues, one way
    Of<BitsPerSecond, R> rate; ///< narrowest link, background load taken off
};

/// The network between the user and the hosts, as one request sees it.
template <class R>
struct Network {
    Of<BitsPerSecond, R> uplinkRate; ///< the user's share of its cell
    Of<BitsPerSecond, R> downlinkRate;
    Hop<R> there;                 ///< from the user's site to the host that the prompt reaches first
    Hop<R> back;                  ///< from the host that sends the answer to the user's site
    Of<Seconds, R> uplinkGrant;   ///< scheduling request to first grant, per uplink message
    Of<Seconds, R> downlinkDelay; ///< scheduling and processing, per downlink message
    Of<Seconds, R> coreDelay;     ///< user-plane function, each way
    std::optional<Hop<R>> later;  ///< there for later tokens, where another host gets them
};

/// Time on the processors of one stage of a plan.
template <class R>
struct StageTimes {
    bool onDevice = false;
    int computer = 0; ///< that runs the stage; stages of the same one wait for each other. 0: the device
    int prefillComputer = 0; ///< that processes the prompt, where that is another one
    std::string name;        ///< of the computers, for charts
    std::string prefillName;
    std::vector<Of<Seconds, R>> prefill; ///< by chunk of the prompt
    Of<Seconds, R> decode;               ///< one step of the whole batch, at the mean context of the answer
    Of<Seconds, R> wait;                 ///< of hosts: for the processors, once per request
    Of<Seconds, R> overhead;             ///< of hosts: request handling, once per request
    /// Exchanges with hosts that share the stage's layers or keep its experts; absent where none does.
    std::vector<Of<Seconds, R>> prefillExchange;
    Of<Seconds, R> decodeExchange;
    std::vector<Of<Seconds, R>> handOver; ///< of the KV cache, from the prompt's computer; by chunk
    /// To the next stage, where both are hosts: of later tokens, and of the prompt.
    Hop<R> onward, promptOnward;
};

/// One request on its way through the stages of a plan.
template <class R>
struct Request {
    Of<double, R> outputTokens;
    Messages<R> messages;              ///< of no meaning where the device does everything
    std::vector<StageTimes<R>> stages; ///< in the order in which a token passes them; at least one
    Hop<R> feedback; ///< from the last host to the first, where text travels and there are several
};

/// The phases that the time of a token is made of.
enum class Phase {
    devicePrefill,
    deviceDecode,
    radioUplink,
    transport,
    queue,
    hostPrefill,
    hostDecode,
    betweenHosts, ///< from host to host: hidden vectors, KV cache, all-reduces, experts
    radioDownlink,
    loading ///< layers on their way into a device or a cold host
};
inline constexpr std::size_t phaseCount = 10;
std::string_view phaseKey(Phase phase);  ///< "radio_uplink"
std::string_view phaseName(Phase phase); ///< "Radio, uplink"

template <class R>
using Phases = std::array<Of<Seconds, R>, phaseCount>;

/// What works, or is crossed, in a leg of the way.
enum class Place { delay, computer, uplink, there, passage, back, downlink };
/// One part of the way of a token or of the chunks of a prompt.
template <class R>
struct Leg {
    Phase phase = Phase::devicePrefill;
    Place place = Place::delay;
    int index = 0;                     ///< of the computer, or of the stage that a passage begins at
    std::string name;                  ///< "Tablet", "Uplink", "Edge to cloud"
    std::vector<Of<Seconds, R>> times; ///< by chunk; one for a later token
};
/// The legs of the prompt up to the first token. Chunks follow each other through them; each waits for the
/// one before at the same computer, link or direction of the air.
template <class R>
std::vector<Leg<R>> promptLegs(R& rec, const Request<R>& request, const Network<R>& network);
/// The legs of one later token, in order. Where text travels to the user the tokens stream, and the last leg
/// is what the way adds when a token takes longer to travel than to compute.
template <class R>
std::vector<Leg<R>> tokenLegs(R& rec, const Request<R>& request, const Network<R>& network);

/// The legs as steps of a chain, for its schedule.
template <class R>
std::vector<ChainStep> chainOf(const std::vector<Leg<R>>& legs);

/// Time to first token, per later token and to the last token, with their phases.
template <class R>
struct Timing {
    Of<Seconds, R> ttft, tpot, endToEnd;
    Phases<R> first;               ///< adds up to ttft; of chunks those on the critical path
    Phases<R> later;               ///< adds up to tpot
    Of<Seconds, R> beforeFirstBit; ///< the device computes before it sends anything
    Of<Seconds, R> sending;        ///< the device transmits, whole request
    Of<Seconds, R> receiving;      ///< the device receives, whole request
};

/// The phases of autoregressive inference at a distance (arXiv 2309.16739, section VI; the algebra is ours).
/// The first token has passed when the last chunk of the prompt has gone through all stages, the
/// transfers between them and the way of the answer (modes/pipeline.h: chainSchedule(); for one chunk the sum
/// of all legs). Later tokens:
///   all on the device    TPOT = decode.
///   text to a host       the tokens stream, each on its way while the next is computed, so TPOT = max(decode
///                        through all hosts and back to the first, time of a token on the slowest part of the
///                        way to the user).
///   vectors to a host    each later token goes the whole way round: device, uplink, transport, hosts,
///                        transport, downlink, device. Nothing overlaps, since the next step needs the token.
///   end to end           TTFT + (G - 1)·TPOT.
/// Messages are stored and forwarded once per path: delay + bytes over the narrowest link.
template <class R>
Timing<R> timing(R& rec, const Request<R>& request, const Network<R>& network);

} // namespace cellwright::inference
