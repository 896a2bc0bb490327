// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/inference/timing.h"

namespace cellwright::inference {
namespace {

template <class R>
using N = typename R::Number;

constexpr std::size_t at(Phase phase) {
    return std::size_t(phase);
}

template <class R>
class Request {
public:
    Request(R& rec, const Messages<R>& messages, const Network<R>& network, const Compute<R>& compute)
        : rec_(rec)
        , m_(messages)
        , net_(network)
        , c_(compute) {}

    Phases<R> firstToken(Placement placement) {
        Phases<R> p{};
        if (placement != Placement::host)
            p[at(Phase::devicePrefill)] = c_.devicePrefill;
        if (placement == Placement::device)
            return p;
        p[at(Phase::radioUplink)] = uplink(m_.prompt);
        p[at(Phase::transport)] = bothWays(m_.prompt);
        p[at(Phase::queue)] =
            rec_.name(c_.hostWait + c_.hostOverhead, "t_queue", "wait and request handling on the host");
        p[at(Phase::hostPrefill)] = c_.hostPrefill;
        p[at(Phase::radioDownlink)] = downlink();
        return p;
    }
    Phases<R> laterToken(Placement placement) {
        Phases<R> p{};
        if (placement == Placement::device) {
            p[at(Phase::deviceDecode)] = c_.deviceDecode;
        } else if (placement == Placement::host) {
            p[at(Phase::hostDecode)] = c_.hostDecode;
            p[at(Phase::radioDownlink)] = excessOfStreaming();
        } else {
            p[at(Phase::deviceDecode)] = c_.deviceDecode;
            p[at(Phase::radioUplink)] = uplink(m_.step);
            p[at(Phase::transport)] = bothWays(m_.step);
            p[at(Phase::hostDecode)] = c_.hostDecode;
            p[at(Phase::radioDownlink)] = downlink();
        }
        return p;
    }
    Of<Seconds, R> airtimeUp(const Of<Bytes, R>& data) {
        return rec_.name(toBits(data) / net_.uplinkRate, "t_TX", "airtime on the uplink");
    }
    Of<Seconds, R> airtimeDown() {
        return rec_.name(toBits(m_.token) / net_.downlinkRate, "t_RX", "airtime on the downlink");
    }

private:
    Of<Seconds, R> uplink(const Of<Bytes, R>& data) {
        return rec_.name(net_.uplinkGrant + airtimeUp(data), "t_UL", "uplink: grant and airtime");
    }
    Of<Seconds, R> downlink() {
        return rec_.name(net_.downlinkDelay + airtimeDown(), "t_DL", "downlink: scheduling and airtime");
    }
    Of<Seconds, R> bothWays(const Of<Bytes, R>& up) {
        const auto oneWay = net_.transportDelay + net_.coreDelay;
        return rec_.name(oneWay + toBits(up) / net_.transportRate + oneWay +
                             toBits(m_.token) / net_.transportRate,
                         "t_path", "transport there and back",
                         "propagation, hops, core and bytes over the narrowest link");
    }
    /// What the way adds to a decode step when a token takes longer to travel than to compute.
    Of<Seconds, R> excessOfStreaming() {
        const auto way = max(airtimeDown(), Of<Seconds, R>(toBits(m_.token) / net_.transportRate));
        return rec_.name(max(way - c_.hostDecode, Of<Seconds, R>(N<R>(0.0))), "t_stream",
                         "what the way adds to a decode step while tokens stream");
    }
    R& rec_;
    const Messages<R>& m_;
    const Network<R>& net_;
    const Compute<R>& c_;
};

template <class R>
Of<Seconds, R> added(R& rec, const Phases<R>& phases) {
    std::vector<Of<Seconds, R>> present;
    for (const auto& phase : phases)
        if (valueOf(phase.si()) != 0.0)
            present.push_back(phase);
    return rec.template sum<Of<Seconds, R>>(present);
}

} // namespace

std::string_view phaseKey(Phase phase) {
    constexpr std::array<std::string_view, phaseCount> keys = {
        "device_prefill", "device_decode", "radio_uplink", "transport",
        "queue",          "host_prefill",  "host_decode",  "radio_downlink"};
    return keys[at(phase)];
}

std::string_view phaseName(Phase phase) {
    constexpr std::array<std::string_view, phaseCount> names = {
        "Device, prefill", "Device, decode", "Radio, uplink", "Transport",
        "Queue",           "Host, prefill",  "Host, decode",  "Radio, downlink"};
    return names[at(phase)];
}

template <class R>
Timing<R> timing(R& rec, Placement placement, const Of<double, R>& outputTokens, const Of<double, R>& batch,
                 const Messages<R>& m, const Network<R>& network, const Compute<R>& compute) {
    Request<R> request(rec, m, network, compute);
    Timing<R> t;
    const auto steps = rec.name(outputTokens - N<R>(1.0), "G - 1", "tokens after the first");
    t.first = request.firstToken(placement);
    t.ttft = rec.name(added(rec, t.first), "TTFT", "time to first token",
                      "sum of the phases; arXiv 2309.16739, section VI-A");
    if (valueOf(steps) > 0.0) {
        t.later = request.laterToken(placement);
        t.tpot = rec.name(added(rec, t.later), "TPOT", "time per output token",
                          "sum of the phases; arXiv 2309.16739, section VI-A");
    }
    t.endToEnd = rec.name(t.ttft + steps * t.tpot, "t_e2e", "end-to-end time of the answer",
                          "sum of the phases; arXiv 2309.16739, section VI-A");
    if (placement != Placement::host)
        t.deviceBusy = rec.name(compute.devicePrefill + steps * compute.deviceDecode, "t_device",
                                "computing time of the device");
    if (placement == Placement::device)
        return t;
    t.sending = rec.name(toBits(m.uplink) / network.uplinkRate, "t_send", "transmitting time of the device");
    t.receiving =
        rec.name(toBits(m.downlink) / network.downlinkRate, "t_receive", "receiving time of the device");
    t.hostBusy = rec.name(compute.hostPrefill + steps * compute.hostDecode / batch, "t_host",
                          "processor time of the host for one request");
    return t;
}

#define INSTANTIATE(R)                                                                                       \
    template Timing<R> timing(R&, Placement, const Of<double, R>&, const Of<double, R>&, const Messages<R>&, \
                              const Network<R>&, const Compute<R>&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::inference
