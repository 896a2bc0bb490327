// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/modes/cascade.h"

#include "analytics/inference/modes/cascade.h"
#include "analytics/quantity/text.h"

namespace cellwright::assessing {
namespace {

template <class R>
using N = typename R::Number;

template <class R>
N<R> shareOf(R& rec, const Plan& plan) {
    return rec.input(plan.deployment->escalatedShare, "x", "share of requests that go on to the large model",
                     Label::assumed, "deployment \"" + plan.deployment->name + "\"", "share");
}

template <class R>
class Cascade {
public:
    Cascade(R& rec, const Plan& plan, const UserResult<R>& small, const UserResult<R>& large)
        : rec_(rec)
        , plan_(plan)
        , small_(small)
        , large_(large)
        , share_(shareOf(rec, plan)) {}

    UserResult<R> run() {
        UserResult<R> result = large_;
        result.timing = timing();
        result.energy = energy();
        result.outcomes = outcomes();
        const auto plain = large_.timing.endToEnd;
        result.cooperation = {
            {"escalated_share", "share of requests that go on to the large model", share_},
            {"kept_e2e_s", "end-to-end time of answers that are kept", small_.timing.endToEnd.si()},
            {"escalated_e2e_s", "end-to-end time of escalated requests",
             (small_.timing.endToEnd + plain).si()},
            {"plain_e2e_s", "end-to-end time of the large model alone", plain.si()}};
        return result;
    }

private:
    template <class Q>
    Of<Q, R> both(const Of<Q, R>& small, const Of<Q, R>& large) {
        return inference::cascadeCost<R, Q>(rec_, small, large, share_);
    }
    template <class Q>
    Of<Q, R> either(const Of<Q, R>& small, const Of<Q, R>& large) {
        return inference::routerCost<R, Q>(rec_, small, large, share_);
    }
    /// Where nothing is added, nothing is recorded: phases that do not happen stay away.
    Of<Seconds, R> bothOrNothing(const Of<Seconds, R>& small, const Of<Seconds, R>& large) {
        const bool none = valueOf(small.si()) == 0.0 && valueOf(large.si()) == 0.0;
        return none ? Of<Seconds, R>{} : both<Seconds>(small, large);
    }

    inference::Timing<R> timing() {
        const auto& s = small_.timing;
        const auto& l = large_.timing;
        inference::Timing<R> t;
        const Of<Seconds, R> writing = s.endToEnd - s.ttft; // before a request is passed on
        for (std::size_t i = 0; i < inference::phaseCount; ++i) {
            const bool decode = inference::Phase(i) == inference::Phase::deviceDecode;
            t.first[i] = bothOrNothing(s.first[i], decode ? l.first[i] + writing : l.first[i]);
            if (valueOf(s.later[i].si()) != 0.0 || valueOf(l.later[i].si()) != 0.0)
                t.later[i] = either<Seconds>(s.later[i], l.later[i]);
        }
        t.ttft = rec_.name(both<Seconds>(s.ttft, writing + l.ttft), "TTFT", "time to first token",
                           "escalated requests wait for the small model's whole answer");
        t.tpot = rec_.name(either<Seconds>(s.tpot, l.tpot), "TPOT", "time per output token");
        t.endToEnd =
            rec_.name(both<Seconds>(s.endToEnd, l.endToEnd), "t_e2e", "end-to-end time of the answer");
        t.sending = both<Seconds>(s.sending, l.sending);
        t.receiving = both<Seconds>(s.receiving, l.receiving);
        t.beforeFirstBit = s.endToEnd + l.beforeFirstBit;
        return t;
    }

    RequestEnergy<R> energy() {
        const auto& s = small_.energy;
        const auto& l = large_.energy;
        RequestEnergy<R> e;
        e.device = both<Joules>(s.device, l.device);
        e.radio = both<Joules>(s.radio, l.radio);
        e.baseStation = both<Joules>(s.baseStation, l.baseStation);
        e.transport = both<Joules>(s.transport, l.transport);
        e.compute = both<Joules>(s.compute, l.compute);
        for (const auto& host : l.byComputer)
            e.byComputer.push_back(host * share_);
        e.total = rec_.name(both<Joules>(s.total, l.total), "E", "energy of a request, all places");
        e.batteryShare = both<double>(s.batteryShare, l.batteryShare);
        e.carbonGrams = both<double>(s.carbonGrams, l.carbonGrams);
        e.cost = both<double>(s.cost, l.cost);
        return e;
    }

    std::vector<Outcome<R>> outcomes() {
        const double escalated = plan_.deployment->escalatedShare;
        std::vector<Outcome<R>> all = outcomesOf(small_), asked = outcomesOf(large_);
        for (auto& one : all)
            one.share *= 1.0 - escalated;
        for (auto& one : asked) {
            one.share *= escalated;
            one.ttft = small_.timing.endToEnd + one.ttft;
            one.endToEnd = small_.timing.endToEnd + one.endToEnd;
            all.push_back(one);
        }
        std::erase_if(all, [](const auto& one) { return one.share <= 0.0; });
        return all;
    }

    R& rec_;
    const Plan& plan_;
    const UserResult<R>& small_;
    const UserResult<R>& large_;
    N<R> share_;
};

} // namespace

template <class R>
UserResult<R> cascaded(R& rec, const Plan& plan, const UserResult<R>& small, const UserResult<R>& large) {
    return Cascade<R>(rec, plan, small, large).run();
}

template <class R>
void keepEscalated(R& rec, const Plan& plan, std::vector<privacy::Flow<R>>& rows) {
    const N<R> share = shareOf(rec, plan);
    for (auto& row : rows) {
        row.bytes = row.bytes * share;
        row.kept = row.kept * share;
        row.tokens = row.tokens * share;
        row.note += std::string(row.note.empty() ? "" : " ") + "Mean over all requests, of which " +
                    roundedText(100.0 * plan.deployment->escalatedShare, 3) + " % leave the device.";
    }
}

#define INSTANTIATE(R)                                                                                       \
    template UserResult<R> cascaded(R&, const Plan&, const UserResult<R>&, const UserResult<R>&);            \
    template void keepEscalated(R&, const Plan&, std::vector<privacy::Flow<R>>&);
CELLWRIGHT_FOR_BOTH_RECORDERS(INSTANTIATE)

} // namespace cellwright::assessing
