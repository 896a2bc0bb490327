// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/nr/access.h"

#include "analytics/nr/tables.h"

#include <algorithm>
#include <cmath>

namespace cellwright::nr {
namespace {

// By numerology; there is no data at µ = 4 (240 kHz).
constexpr std::array<double, 7> decodingSymbols{13, 13, 20, 24, 0, 96, 192};     // TS 38.214 table 5.3-1
constexpr std::array<double, 7> preparationSymbols{10, 12, 23, 36, 0, 144, 288}; // TS 38.214 table 6.4-1
constexpr int leastDown = 3, leastUp = 4;
constexpr int instants = 2048; // of arrival in a period

constexpr std::string_view evaluation = "TR 37.910 clause 5.7.1";
constexpr std::string_view slotPattern = "wait in the slot pattern, mean over the instants of arrival";

/// A place in the pattern where something may be sent, in symbols from the start of the period.
struct Chance {
    double begin, end;
};
using Chances = std::vector<Chance>;

/// The chances of one period; times are counted in symbols.
class Timeline {
public:
    explicit Timeline(const SlotPattern& pattern)
        : period(double(pattern.sequence.size()) * symbolsPerSlot) {
        for (std::size_t i = 0; i < pattern.sequence.size(); ++i)
            add(double(i) * symbolsPerSlot, pattern.sequence[i]);
        if (dataDown.empty())
            dataDown = grants;
        if (dataUp.empty())
            dataUp = requests;
    }
    /// The first chance that begins at `time` or later.
    [[nodiscard]] Chance next(const Chances& chances, double time) const {
        const double turns = std::floor(time / period);
        const double within = time - turns * period;
        const auto found = std::ranges::lower_bound(chances, within - 1e-9, {}, &Chance::begin);
        const double shift = (found == chances.end() ? turns + 1.0 : turns) * period;
        const auto& chance = found == chances.end() ? chances.front() : *found;
        return {chance.begin + shift, chance.end + shift};
    }

    double period;
    Chances requests, grants, dataUp, dataDown;

private:
    void add(double start, const Slot& slot) {
        const double uplink = start + symbolsPerSlot - slot.up;
        if (slot.down > 0)
            grants.push_back({start, start + 1.0});
        if (slot.up > 0)
            requests.push_back({uplink, uplink + 1.0});
        if (slot.down >= leastDown)
            dataDown.push_back({start, start + slot.down});
        if (slot.up >= leastUp)
            dataUp.push_back({uplink, start + symbolsPerSlot});
    }
};

/// Walks the way of one message after another and keeps the means of its steps.
class Walker {
public:
    Walker(const Timeline& line, const ProcessingTimes& times, Seconds symbol)
        : line_(line)
        , symbol_(symbol)
        , decode_(times.decoding / symbol)
        , prepare_(times.preparation / symbol) {}

    AccessDelay down() {
        walk([this](double t) {
            t = spend(0, "t_BS,tx", "preparation at the gNB", evaluation, t, prepare_ / 2.0);
            return sendDown(1, t);
        });
        return finish([this](double t) { return retransmitDown(t); });
    }
    AccessDelay up(bool configuredGrant) {
        walk([&](double t) {
            t = configuredGrant
                    ? spend(0, "t_UE,tx", "preparation at the device", evaluation, t, prepare_ / 2.0)
                    : granted(t);
            return sendUp(configuredGrant ? 1 : 6, t);
        });
        return finish([this](double t) { return retransmitUp(t); });
    }

private:
    template <class Way>
    void walk(Way way) {
        for (int i = 0; i < instants; ++i)
            arrivals_.push_back(way((i + 0.5) / instants * line_.period));
    }
    template <class Way>
    AccessDelay finish(Way again) {
        AccessDelay delay;
        for (const auto& step : steps_)
            delay.steps.push_back({step.symbol, step.name, step.source, step.mean / double(instants)});
        double sum = 0.0;
        for (const double t : arrivals_)
            sum += again(t) - t;
        delay.retransmission = symbol_ * (sum / instants);
        steps_.clear();
        arrivals_.clear();
        return delay;
    }

    double spend(std::size_t step, std::string_view symbol, std::string_view name, std::string_view source,
                 double t, double symbols) {
        if (steps_.size() <= step)
            steps_.push_back({symbol, name, source, {}});
        steps_[step].mean += symbol_ * symbols;
        return t + symbols;
    }
    double waitAndSend(std::size_t step, const Chances& chances, double t,
                       std::array<std::string_view, 2> wait, std::array<std::string_view, 3> send) {
        const auto chance = line_.next(chances, t);
        spend(step, wait[0], wait[1], slotPattern, t, chance.begin - t);
        return spend(step + 1, send[0], send[1], send[2], chance.begin, chance.end - chance.begin);
    }
    double granted(double t) {
        t = waitAndSend(0, line_.requests, t, {"t_FA,SR", "waiting for a scheduling request"},
                        {"t_SR", "scheduling request", "TS 38.213 clause 9.2.4"});
        t = spend(2, "t_BS", "reading the request and making the grant", evaluation, t,
                  (decode_ + prepare_) / 2.0);
        t = waitAndSend(3, line_.grants, t, {"t_FA,DCI", "waiting for a place for the grant"},
                        {"t_DCI", "grant", "TS 38.213 clause 10.1"});
        return spend(5, "T_proc,2", "preparation at the device", "TS 38.214 clause 6.4, capability 1", t,
                     prepare_);
    }
    double sendUp(std::size_t step, double t) {
        t = waitAndSend(step, line_.dataUp, t, {"t_FA,UL", "waiting for an uplink slot"},
                        {"t_slot", "first block, one slot", evaluation});
        return spend(step + 2, "t_BS,rx", "reception at the gNB", evaluation, t, decode_ / 2.0);
    }
    double sendDown(std::size_t step, double t) {
        t = waitAndSend(step, line_.dataDown, t, {"t_FA,DL", "waiting for a downlink slot"},
                        {"t_slot", "first block, one slot", evaluation});
        return spend(step + 2, "t_UE,rx", "reception at the device", evaluation, t, decode_ / 2.0);
    }
    /// From a failed reception to the end of the next one.
    [[nodiscard]] double retransmitDown(double t) const {
        const double read = line_.next(line_.requests, t + decode_ / 2.0).end + decode_ / 2.0;
        return line_.next(line_.dataDown, read + prepare_ / 2.0).end + decode_ / 2.0;
    }
    [[nodiscard]] double retransmitUp(double t) const {
        const double granted = line_.next(line_.grants, t + prepare_ / 2.0).end + prepare_;
        return line_.next(line_.dataUp, granted).end + decode_ / 2.0;
    }

    const Timeline& line_;
    Seconds symbol_;
    double decode_, prepare_; // symbols
    std::vector<AccessStep> steps_;
    std::vector<double> arrivals_; // at the receiver
};

} // namespace

Expected<ProcessingTimes> processingTimes(Hertz subcarrierSpacing) {
    return numerology(subcarrierSpacing).map([&](int mu) {
        // κ T_c = 1 / (15 kHz × 2048): TS 38.211 clause 4.1.
        const Seconds symbol(2192.0 / (2048.0 * subcarrierSpacing.si()));
        return ProcessingTimes{symbol * decodingSymbols[std::size_t(mu)],
                               symbol * preparationSymbols[std::size_t(mu)]};
    });
}

Seconds AccessDelay::firstTransmission() const {
    Seconds sum;
    for (const auto& step : steps)
        sum += step.mean;
    return sum;
}

Seconds AccessDelay::total(double blockErrorRate) const {
    return firstTransmission() + retransmission * (blockErrorRate / (1.0 - blockErrorRate));
}

bool AccessDelay::operator==(const AccessDelay& o) const {
    return retransmission == o.retransmission &&
           std::ranges::equal(steps, o.steps, [](const AccessStep& a, const AccessStep& b) {
               return a.symbol == b.symbol && a.mean == b.mean;
           });
}

Expected<AccessDelays> accessDelays(const SlotPattern& pattern, bool configuredGrant) {
    return processingTimes(pattern.subcarrierSpacing).map([&](const ProcessingTimes& times) {
        const Timeline line(pattern);
        Walker walker(line, times, slotTime(pattern.subcarrierSpacing) / double(symbolsPerSlot));
        return AccessDelays{walker.down(), walker.up(configuredGrant)};
    });
}

} // namespace cellwright::nr
