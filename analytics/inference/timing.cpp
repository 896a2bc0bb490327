// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/inference/timing.h"

#include <map>

namespace cellwright::inference {
namespace {

template <class R>
using N = typename R::Number;

constexpr std::size_t at(Phase phase) {
    return std::size_t(phase);
}

struct PhaseText {
    std::string_view key, name, symbol;
};
constexpr std::array<PhaseText, phaseCount> texts = {
    {{"device_prefill", "Device, prefill", "t_prefill,device"},
     {"device_decode", "Device, decode", "t_decode,device"},
     {"radio_uplink", "Radio, uplink", "t_UL"},
     {"transport", "Transport", "t_path"},
     {"queue", "Queue", "t_queue"},
     {"host_prefill", "Host, prefill", "t_prefill,host"},
     {"host_decode", "Host, decode", "t_decode,host"},
     {"between_hosts", "Between hosts", "t_hosts"},
     {"radio_downlink", "Radio, downlink", "t_DL"},
     {"loading", "Loading", "t_load"}}};

/// Lists the legs of one pass of tokens through the stages: of the chunks of a prompt, or of a later token.
template <class R>
class Way {
public:
    Way(R& rec, const Request<R>& request, const Network<R>& network, bool prompt)
        : rec_(rec)
        , request_(request)
        , net_(network)
        , prompt_(prompt)
        , count_(prompt ? request.stages.front().prefill.size() : 1) {}

    std::vector<Leg<R>> round() {
        const auto& stages = request_.stages;
        if (!stages.front().onDevice)
            up(prompt_ ? request_.messages.promptParts : one(request_.messages.step));
        for (std::size_t s = 0; s < stages.size(); ++s) {
            work(stages[s]);
            if (s + 1 < stages.size())
                pass(s, stages[s].onDevice, stages[s + 1].onDevice);
        }
        if (!stages.back().onDevice)
            down();
        return std::move(legs_);
    }
    /// While tokens stream only the hosts are gone round; the way to the user may be slower than they.
    std::vector<Leg<R>> stream() {
        const auto& stages = request_.stages;
        for (std::size_t s = 0; s < stages.size(); ++s) {
            work(stages[s]);
            if (s + 1 < stages.size())
                pass(s, false, false);
        }
        if (stages.size() > 1)
            cross(request_.feedback, Phase::betweenHosts, Place::passage, int(stages.size()) - 1,
                  stages.back().name + " to " + stages.front().name, one(request_.messages.feedback));
        addExcess();
        return std::move(legs_);
    }

private:
    using Times = std::vector<Of<Seconds, R>>;
    using Sizes = std::vector<Of<Bytes, R>>;

    static Sizes one(const Of<Bytes, R>& size) { return {size}; }
    void add(Phase phase, Place place, int index, std::string name, Times times) {
        legs_.push_back({phase, place, index, std::move(name), std::move(times)});
    }
    /// Messages that carry nothing take no time, and wait for nothing.
    Times forEach(const Sizes& sizes, auto&& time) {
        Times times;
        for (const auto& size : sizes)
            times.push_back(valueOf(size.si()) > 0.0 ? Of<Seconds, R>(time(size)) : Of<Seconds, R>());
        return times;
    }
    Times once(const Of<Seconds, R>& time) {
        Times times(count_);
        times.front() = time;
        return times;
    }

    void work(const StageTimes<R>& stage) {
        if (prompt_ && !stage.onDevice)
            add(Phase::queue, Place::delay, 0, "Queue at " + stage.name,
                once(rec_.name(stage.wait + stage.overhead, "t_queue",
                               "wait and request handling on the host")));
        const auto phase = stage.onDevice ? (prompt_ ? Phase::devicePrefill : Phase::deviceDecode)
                                          : (prompt_ ? Phase::hostPrefill : Phase::hostDecode);
        const bool elsewhere = prompt_ && !stage.handOver.empty();
        const int computer = elsewhere ? stage.prefillComputer : stage.computer;
        const auto& name = elsewhere ? stage.prefillName : stage.name;
        add(phase, Place::computer, computer, name, prompt_ ? stage.prefill : Times{stage.decode});
        if (!stage.prefillExchange.empty())
            add(Phase::betweenHosts, Place::computer, computer, name + ", exchange",
                prompt_ ? stage.prefillExchange : Times{stage.decodeExchange});
        if (elsewhere)
            add(Phase::betweenHosts, Place::passage, -computer, name + " to " + stage.name, stage.handOver);
    }
    void pass(std::size_t stage, bool fromDevice, bool toDevice) {
        const auto& m = request_.messages;
        if (fromDevice)
            up(prompt_ ? m.promptParts : one(m.step));
        else if (toDevice)
            down();
        else
            cross(prompt_ ? request_.stages[stage].promptOnward : request_.stages[stage].onward,
                  Phase::betweenHosts, Place::passage, int(stage),
                  request_.stages[stage].name + " to " + request_.stages[stage + 1].name,
                  prompt_ ? m.passParts : one(m.passStep));
    }
    void up(const Sizes& sizes) {
        add(Phase::radioUplink, Place::delay, 0, "Uplink grant",
            forEach(sizes, [&](const auto&) { return net_.uplinkGrant; }));
        add(Phase::radioUplink, Place::uplink, 0, "Uplink", forEach(sizes, [&](const auto& size) {
                return rec_.name(toBits(size) / net_.uplinkRate, "t_TX", "airtime on the uplink");
            }));
        const auto& there = net_.later && !prompt_ ? *net_.later : net_.there;
        cross({there.delay + net_.coreDelay, there.rate}, Phase::transport, Place::there, 0, "Transport, up",
              sizes);
    }
    void down() {
        const auto sizes = prompt_ ? request_.messages.answerParts : one(request_.messages.token);
        cross({net_.back.delay + net_.coreDelay, net_.back.rate}, Phase::transport, Place::back, 0,
              "Transport, down", sizes);
        add(Phase::radioDownlink, Place::delay, 0, "Downlink scheduling",
            forEach(sizes, [&](const auto&) { return net_.downlinkDelay; }));
        add(Phase::radioDownlink, Place::downlink, 0, "Downlink",
            forEach(sizes, [&](const auto& size) { return airtimeDown(size); }));
    }
    void cross(const Hop<R>& hop, Phase phase, Place place, int index, const std::string& name,
               const Sizes& sizes) {
        add(phase, Place::delay, 0, name + ", delay", forEach(sizes, [&](const auto&) { return hop.delay; }));
        add(phase, place, index, name,
            forEach(sizes, [&](const auto& size) { return toBits(size) / hop.rate; }));
    }
    Of<Seconds, R> airtimeDown(const Of<Bytes, R>& size) {
        return rec_.name(toBits(size) / net_.downlinkRate, "t_RX", "airtime on the downlink");
    }
    /// What the way adds to a decode step when a token takes longer to travel than to compute.
    void addExcess() {
        Of<Seconds, R> pace;
        for (const auto& leg : legs_)
            pace = &leg == &legs_.front() ? leg.times.front() : pace + leg.times.front();
        const auto& token = request_.messages.token;
        const auto way = max(airtimeDown(token), Of<Seconds, R>(toBits(token) / net_.back.rate));
        add(Phase::radioDownlink, Place::downlink, 0, "Downlink",
            {rec_.name(max(way - pace, Of<Seconds, R>(N<R>(0.0))), "t_stream",
                       "what the way adds to a decode step while tokens stream")});
    }

    R& rec_;
    const Request<R>& request_;
    const Network<R>& net_;
    bool prompt_;
    std::size_t count_;
    std::vector<Leg<R>> legs_;
};

/// The terms of each phase, in order.
template <class R>
using Terms = std::array<std::vector<Of<Seconds, R>>, phaseCount>;

template <class R>
Terms<R> inOrder(const std::vector<Leg<R>>& legs) {
    Terms<R> terms;
    for (const auto& leg : legs)
        terms[at(leg.phase)].push_back(leg.times.front());
    return terms;
}

/// What several chunks take: the legs that decide when the last one is through.
template <class R>
Terms<R> critical(const std::vector<Leg<R>>& legs) {
    Terms<R> terms;
    for (const auto& slot : criticalPath(chainSchedule(chainOf(legs)))) {
        const auto& leg = legs[std::size_t(slot.step)];
        terms[at(leg.phase)].push_back(leg.times[std::size_t(slot.job)]);
    }
    return terms;
}

template <class R>
Phases<R> sums(R& rec, Terms<R> terms) {
    Phases<R> phases{};
    for (std::size_t i = 0; i < phaseCount; ++i) {
        std::erase_if(terms[i], [](const auto& term) { return valueOf(term.si()) == 0.0; });
        if (terms[i].size() == 1)
            phases[i] = terms[i].front();
        else if (!terms[i].empty())
            phases[i] = rec.name(rec.template sum<Of<Seconds, R>>(terms[i]), texts[i].symbol, texts[i].name);
    }
    return phases;
}

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
    return texts[at(phase)].key;
}

std::string_view phaseName(Phase phase) {
    return texts[at(phase)].name;
}

template <class R>
std::vector<Leg<R>> promptLegs(R& rec, const Request<R>& request, const Network<R>& network) {
    return Way<R>(rec, request, network, true).round();
}

template <class R>
std::vector<Leg<R>> tokenLegs(R& rec, const Request<R>& request, const Network<R>& network) {
    Way<R> way(rec, request, network, false);
    return request.stages.front().onDevice ? way.round() : way.stream();
}

template <class R>
std::vector<ChainStep> chainOf(const std::vector<Leg<R>>& legs) {
    std::map<std::pair<Place, int>, int> workers;
    std::vector<ChainStep> steps;
    for (const auto& leg : legs) {
        auto& step = steps.emplace_back();
        if (leg.place != Place::delay)
            step.worker = workers.try_emplace({leg.place, leg.index}, int(workers.size())).first->second;
        for (const auto& time : leg.times)
            step.times.push_back(plain(time));
    }
    return steps;
}

template <class R>
Timing<R> timing(R& rec, const Request<R>& request, const Network<R>& network) {
    Timing<R> t;
    const auto& m = request.messages;
    const auto& front = request.stages.front();
    const auto steps = rec.name(request.outputTokens - N<R>(1.0), "G - 1", "tokens after the first");
    const auto legs = promptLegs(rec, request, network);
    t.first = sums(rec, front.prefill.size() == 1 ? inOrder(legs) : critical(legs));
    t.ttft = rec.name(added(rec, t.first), "TTFT", "time to first token",
                      "sum of the phases; arXiv 2309.16739, section VI-A");
    if (valueOf(steps) > 0.0) {
        t.later = sums(rec, inOrder(tokenLegs(rec, request, network)));
        t.tpot = rec.name(added(rec, t.later), "TPOT", "time per output token",
                          "sum of the phases; arXiv 2309.16739, section VI-A");
    }
    t.endToEnd = rec.name(t.ttft + steps * t.tpot, "t_e2e", "end-to-end time of the answer",
                          "sum of the phases; arXiv 2309.16739, section VI-A");
    if (front.onDevice)
        t.beforeFirstBit = front.prefill.front();
    if (front.onDevice && request.stages.size() == 1)
        return t;
    t.sending = rec.name(toBits(m.uplink) / network.uplinkRate, "t_send", "transmitting time of the device");
    t.receiving =
        rec.name(toBits(m.downlink) / network.downlinkRate, "t_receive", "receiving time of the device");
    return t;
}

#define INSTANTIATE(R)                                                                                       \
    template std::vector<Leg<R>> promptLegs(R&, const Request<R>&, const Network<R>&);                       \
    template std::vector<Leg<R>> tokenLegs(R&, const Request<R>&, const Network<R>&);                        \
    template std::vector<ChainStep> chainOf(const std::vector<Leg<R>>&);                                     \
    template Timing<R> timing(R&, const Request<R>&, const Network<R>&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::inference
