// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/assess/queues/requests.h"

#include "analytics/assess/queues/serving.h"
#include "analytics/quantity/text.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace cellwright::assessing {
namespace {

using inference::Excess;
using inference::WaitingTime;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::size_t mostUsers = 48; ///< that stand for all of a group, at even ranks
constexpr double checkedLoad = 0.7;   ///< up to which the approximations were checked against simulation
constexpr double checkedAir = 0.5;    ///< the same of the air and of links
constexpr double free = 0.1;          ///< a load at which hardly anybody waits
constexpr double negligible = 0.002;  ///< of a time: other waits below it only shift it

std::string share(double load) {
    return std::isfinite(load) ? roundedText(100.0 * load, 2) + " %" : "no end";
}

} // namespace

// ---- one distribution ----

void RequestTimes::add(double base, const Excess& others, double weight) {
    if (!std::isfinite(base) || !std::isfinite(others.mean)) {
        endless_ = true;
        return;
    }
    if (points_.empty())
        first_ = last_ = base;
    const auto put = [&](double value, double share) {
        points_.push_back({value, weight * share});
        first_ = std::min(first_, value);
        last_ = std::max(last_, value);
    };
    weight_ += weight;
    sum_ += weight * (base + others.mean);
    if (std::sqrt(others.variance) < negligible * base)
        return put(base + others.mean, 1.0);
    for (const auto& point : inference::pointsOf(others))
        put(base + point.value, point.weight);
}

double RequestTimes::below(double t) const {
    if (isEndless() || weight_ <= 0.0)
        return 0.0;
    double sum = 0.0;
    for (const auto& point : points_)
        sum += point.weight * wait_.below(t - point.value);
    return sum / weight_;
}

double RequestTimes::quantile(double share) const {
    if (isEndless())
        return infinity;
    double low = first_, high = last_ + wait_.longest();
    for (int i = 0; i < 60 && high - low > 1e-5 * high; ++i) {
        const double middle = 0.5 * (low + high);
        (below(middle) < share ? low : high) = middle;
    }
    return high;
}

double RequestTimes::mean() const {
    return isEndless() ? infinity : weight_ > 0.0 ? sum_ / weight_ + wait_.mean() : 0.0;
}

// ---- groups ----

namespace {

/// Everything that the groups of a scenario wait for.
class Maker {
public:
    Maker(const World& world, std::span<const GroupUsers> users)
        : world_(world)
        , users_(users)
        , contention_(world, users) {}

    std::vector<GroupRequests> make() {
        std::vector<GroupRequests> all(users_.size());
        for (std::size_t g = 0; g < users_.size(); ++g)
            if (world_.plans()[g] && !users_[g].results.empty())
                all[g] = group(g, *world_.plans()[g]);
        return all;
    }

private:
    /// What requests of one group have in common.
    struct Common {
        WaitingTime first, last; ///< of the host that matters most
        double firstOff = 0.0,
               lastOff = 0.0; ///< that assess() counts for it, and more than the request alone
        Excess others;        ///< of further hosts, and of the own device
        std::string model, doubt;
    };

    GroupRequests group(std::size_t g, const Plan& plan) {
        Common common;
        addDevice(plan, common);
        if (plan.usesHost())
            addHosts(plan, common);
        GroupRequests result{RequestTimes(common.first), RequestTimes(common.last), {}, {}};
        double airLoad = 0.0;
        const auto chosen = representatives(users_[g]);
        for (const auto user : chosen) {
            const auto& found = users_[g].results[user];
            Excess others = common.others;
            double later = 0.0;
            if (plan.usesHost()) {
                others = others + contention_.firstToken(g, found.link);
                later = contention_.laterToken(g, found.link) * (plan.workload->outputTokens - 1);
                airLoad = std::max(airLoad, contention_.load(g, found.link));
            }
            result.ttft.add(found.timing.ttft.si() - common.firstOff, others, 1.0);
            result.endToEnd.add(found.timing.endToEnd.si() - common.lastOff + later, others, 1.0);
        }
        if (airLoad > checkedAir)
            doubt(common, "the air or a link has a load of " + share(airLoad), checkedAir);
        if (plan.usesHost() && plan.workload->arrivals == Arrivals::periodic &&
            std::max(airLoad, hostLoad(plan)) > free)
            say(common, "periodic requests keep their phases, which these queues do not know");
        if (plan.cascades())
            say(common, "answers of the small model and of the large one differ by more than their waits");
        if (plan.deployment->coldShare > 0.0)
            say(common, "cold starts differ from other requests by more than their waits");
        result.model = common.model + (plan.usesHost() ? "; air and links: processor sharing" : "");
        result.doubt = common.doubt;
        return result;
    }

    static void say(Common& common, const std::string& why) {
        common.doubt += (common.doubt.empty() ? "" : "; ") + why;
    }
    static void doubt(Common& common, const std::string& why, double checked = checkedLoad) {
        say(common, why + ", checked up to " + share(checked));
    }
    [[nodiscard]] double hostLoad(const Plan& plan) const {
        double most = 0.0;
        for (const auto& computer : plan.computers)
            if (computer.host)
                most = std::max(most, world_.utilisation(computer.host->id));
        return most;
    }

    /// Users at even ranks of their time to first token.
    static std::vector<std::size_t> representatives(const GroupUsers& users) {
        std::vector<std::size_t> order(users.results.size());
        std::iota(order.begin(), order.end(), std::size_t(0));
        if (order.size() <= mostUsers)
            return order;
        std::ranges::stable_sort(order, {}, [&](std::size_t u) { return users.results[u].timing.ttft.si(); });
        std::vector<std::size_t> chosen;
        for (std::size_t i = 0; i < mostUsers; ++i)
            chosen.push_back(
                order[std::size_t((double(i) + 0.5) / double(mostUsers) * double(order.size()))]);
        return chosen;
    }

    /// The device answers its user's requests one after another.
    void addDevice(const Plan& plan, Common& common) {
        if (!plan.usesDevice())
            return;
        const auto busy = serviceTimes(world_, plan).front().si();
        const inference::Arrival arrival{plan.workload->requestRate, Seconds(busy),
                                         plan.workload->arrivals == Arrivals::periodic ? 1.0 : 0.0};
        const double load = arrival.rate.si() * busy;
        const inference::QueuedKind kind{arrival.rate.si(), busy};
        const auto wait =
            load < 1.0 ? WaitingTime::inQueue({&kind, 1}).scaled(inference::waitFactor({&arrival, 1}, 1))
                       : WaitingTime::endless();
        common.model = "device: M/D/1";
        if (load > checkedLoad)
            doubt(common, "the device has a load of " + share(load));
        if (!plan.usesHost())
            common.first = common.last = wait;
        else
            common.others = wait.moments();
    }

    void addHosts(const Plan& plan, Common& common) {
        if (joinsBatches(world_, plan)) {
            addBatch(plan, common);
            return;
        }
        double longest = -1.0;
        const Host* seen = nullptr;
        for (const auto& stage : plan.stages)
            for (const auto& seat : stage.seats)
                if (seat.host && (seat.duty == Duty::layers || seat.duty == Duty::prompts))
                    addHost(*seat.host, common, longest, seen);
        if (!std::isfinite(common.firstOff))
            common.firstOff = 0.0;
        common.lastOff = common.firstOff;
        common.model += std::string(common.model.empty() ? "" : "; ") +
                        "host: M/G/1, renewal equation of Pollaczek and Khinchine";
    }

    /// The longest wait counts as it is distributed, the others by their moments.
    void addHost(const Host& host, Common& common, double& longest, const Host*& seen) {
        const auto wait = waitAt(host);
        common.firstOff += wait.mean();
        addHostDoubts(host, common, &host == seen);
        seen = &host;
        if (wait.mean() <= longest) {
            common.others = common.others + wait.moments();
            return;
        }
        if (longest >= 0.0)
            common.others = common.others + common.first.moments();
        longest = wait.mean();
        common.first = common.last = wait;
    }

    void addHostDoubts(const Host& host, Common& common, bool known) const {
        if (known)
            return;
        if (world_.utilisation(host.id) > checkedLoad)
            doubt(common, "\"" + host.name + "\" has a load of " + share(world_.utilisation(host.id)));
        const auto& arrivals = world_.arrivals(host.id);
        if (inference::variabilityOf(arrivals, host.count) < 0.7)
            say(common, "the few periodic streams at \"" + host.name + "\" keep their phases");
    }

    /// Each accelerator gets its random part.
    const WaitingTime& waitAt(const Host& host) {
        const auto [known, fresh] = waits_.try_emplace(host.id);
        if (fresh) {
            std::vector<inference::QueuedKind> kinds;
            for (const auto& arrival : world_.arrivals(host.id))
                kinds.push_back({arrival.rate.si() / host.count, arrival.service.si()});
            known->second = WaitingTime::inQueue(kinds).scaled(
                inference::waitFactor(world_.arrivals(host.id), host.count));
        }
        return known->second;
    }

    void addBatch(const Plan& plan, Common& common) {
        const auto& host = plan.firstHost();
        const auto& batch = *world_.batch(host.id);
        const auto kind = std::size_t(std::ranges::find(batch.groups, plan.group->id) - batch.groups.begin());
        const auto times = batch.queue.times(kind);
        common.model += std::string(common.model.empty() ? "" : "; ") +
                        "host: continuous batching as birth and death (generalised processor sharing)";
        common.first = batch.queue.firstExcess(kind);
        common.last = batch.queue.lastExcess(kind);
        if (batch.queue.isEndless())
            return;
        common.firstOff = times.wait + times.prefill - batch.queue.promptAlone(kind);
        const double steps = plan.workload->outputTokens - 1;
        const double alone = batch.queue.requestAlone(kind) - steps * batch.queue.away(kind);
        common.lastOff = times.wait + times.prefill + steps * times.step - alone;
        addHostDoubts(host, common, false);
        if (plan.usesDevice())
            say(common, "tokens of split inference meet batches at times of their own");
    }

    const World& world_;
    std::span<const GroupUsers> users_;
    Contention contention_;
    std::map<HostId, WaitingTime> waits_;
};

RequestStatistic statisticOf(const RequestTimes& times) {
    return {Seconds(times.mean()), Seconds(times.quantile(0.5)), Seconds(times.quantile(0.95)),
            Seconds(times.quantile(0.99))};
}

std::optional<double> miss(const std::optional<Seconds>& target, const RequestTimes& times) {
    if (!target)
        return std::nullopt;
    return 1.0 - times.below(target->si());
}

} // namespace

std::vector<GroupRequests> requestTimes(const World& world, std::span<const GroupUsers> users) {
    return Maker(world, users).make();
}

std::optional<RequestsResult> requestsResult(const Plan& plan, const GroupRequests& times) {
    if (times.model.empty())
        return std::nullopt;
    RequestsResult result;
    result.ttft = statisticOf(times.ttft);
    result.endToEnd = statisticOf(times.endToEnd);
    result.ttftMiss = miss(plan.workload->ttftTarget, times.ttft);
    result.endToEndMiss = miss(plan.workload->endToEndTarget, times.endToEnd);
    result.model = times.model;
    result.doubt = times.doubt;
    result.valid = times.doubt.empty();
    return result;
}

} // namespace cellwright::assessing
