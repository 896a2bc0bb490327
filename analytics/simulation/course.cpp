// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analytics/simulation/course.h"

#include <algorithm>
#include <utility>

namespace cellwright::simulating {
namespace {

using simulate::Random;

constexpr double overtime = 1.25;  ///< of the end, while requests still come
constexpr double patience = 8.0;   ///< of the end, until a course gives up
constexpr int partsOfAnAnswer = 8; ///< in split inference
constexpr std::uint64_t streamsOfACourse = 1u << 24;

/// A stream of random numbers of its own for each purpose and place of each course.
Random stream(std::uint64_t seed, std::uint64_t replication, std::uint64_t purpose, std::size_t place) {
    return {seed, replication * streamsOfACourse + purpose * (streamsOfACourse / 4) + place};
}

} // namespace

Course::Course(const System& system, const std::vector<TraceArrival>& trace, Window window,
               std::uint64_t seed, std::uint64_t replication)
    : system_(system)
    , trace_(trace)
    , window_(window)
    , deviceFree_(system.users, 0.0)
    , air_(2 * system.cells)
    , links_(system.links, simulate::SharedLink(1.0)) {
    for (std::size_t g = 0; g < system.groups.size(); ++g) {
        gaps_.push_back(stream(seed, replication, 0, g));
        choices_.push_back(stream(seed, replication, 1, g));
    }
    for (std::size_t h = 0; h < system.hosts.size(); ++h) {
        const auto& host = system.hosts[h];
        splits_.push_back(stream(seed, replication, 2, h));
        hostFree_.emplace_back(std::size_t(host.accelerators), 0.0);
        firstServer_.push_back(servers_.size());
        for (int i = 0; host.batches && i < host.accelerators; ++i)
            servers_.emplace_back(host.costs, host.limits);
    }
    result_.groups.resize(system.groups.size());
    result_.hosts.resize(system.hosts.size());
    result_.air.resize(air_.size());
}

CourseResult Course::run(const std::vector<std::size_t>& traceGroups,
                         const std::function<bool(double)>& proceed) {
    traceGroups_ = &traceGroups;
    startArrivals();
    events_.at(window_.warmUp, {What::Kind::mark});
    events_.at(window_.end, {What::Kind::mark});
    constexpr std::int64_t askEvery = 1 << 14;
    while (!events_.empty()) {
        const auto event = events_.take();
        now_ = event.time;
        if (++result_.events % askEvery == 0 && !proceed(event.time))
            return std::move(result_);
        happen(event.what, event.time);
        if (event.time > window_.end && (done() || event.time > patience * window_.end))
            break;
    }
    for (const auto& request : requests_)
        if (request.open && request.counted)
            ++result_.groups[std::size_t(request.group)].unfinished;
    result_.complete = true;
    return std::move(result_);
}

// ---- arrivals ----

void Course::startArrivals() {
    if (!trace_.empty()) {
        events_.at(trace_.front().time, {What::Kind::traced, 0});
        return;
    }
    for (std::size_t g = 0; g < system_.groups.size(); ++g) {
        const auto& group = system_.groups[g];
        if (group.rate <= 0.0)
            continue;
        if (group.arrivals == Arrivals::poisson) {
            const double mean = 1.0 / group.rate / double(group.paths.size());
            events_.at(gaps_[g].exponential(mean), {What::Kind::arrival, std::int32_t(g)});
            continue;
        }
        for (std::size_t user = 0; user < group.paths.size(); ++user)
            events_.at(gaps_[g].uniform() / group.rate,
                       {What::Kind::userArrival, std::int32_t(g), std::uint32_t(user)});
    }
}

/// The next request of the same source is announced, unless nobody waits for it any more.
void Course::arriveAgain(const What& what, double now) {
    const auto g = std::size_t(what.index);
    const auto& group = system_.groups[g];
    const double gap = what.kind == What::Kind::arrival
                           ? gaps_[g].exponential(1.0 / group.rate / double(group.paths.size()))
                           : 1.0 / group.rate;
    if (now + gap < overtime * window_.end)
        events_.at(now + gap, what);
}

void Course::arrive(std::size_t group, double now) {
    open(group, std::size_t(choices_[group].below(system_.groups[group].paths.size())), now);
}

void Course::arriveTraced(std::size_t index, double now) {
    if (index + 1 < trace_.size())
        events_.at(trace_[index + 1].time, {What::Kind::traced, std::int32_t(index + 1)});
    const auto known = (*traceGroups_)[index];
    if (known < system_.groups.size()) {
        arrive(known, now);
        return;
    }
    double at = gaps_.front().uniform() * system_.requestRate();
    std::size_t g = 0;
    while (g + 1 < system_.groups.size()) {
        at -= system_.groups[g].rate * double(system_.groups[g].paths.size());
        if (at <= 0.0)
            break;
        ++g;
    }
    arrive(g, now);
}

// ---- requests ----

void Course::open(std::size_t group, std::size_t path, double now) {
    Job job = Job(requests_.size());
    if (free_.empty()) {
        requests_.emplace_back();
    } else {
        job = free_.back();
        free_.pop_back();
    }
    auto& request = requests_[std::size_t(job)];
    request = {.group = std::int32_t(group), .path = std::int32_t(path), .born = now, .open = true};
    request.step = std::uint32_t(pathOf(request).first);
    request.counted = window_.holds(now);
    countedOpen_ += request.counted;
    ++result_.requests;
    go(job, now);
}

void Course::close(Job job, double end) {
    releaseAir(job);
    auto& request = requests_[std::size_t(job)];
    const auto& group = system_.groups[std::size_t(request.group)];
    auto& result = result_.groups[std::size_t(request.group)];
    result.answered += window_.holds(end);
    if (request.counted) {
        --countedOpen_;
        result.ttft.push_back(request.first - request.born);
        result.endToEnd.push_back(end - request.born);
        if (group.outputTokens > 1)
            result.tpot.push_back((end - request.first) / double(group.outputTokens - 1));
    }
    request.open = false;
    free_.push_back(job);
}

void Course::drop(Job job) {
    auto& request = requests_[std::size_t(job)];
    if (request.counted) {
        --countedOpen_;
        ++result_.groups[std::size_t(request.group)].dropped;
    }
    request.open = false;
    free_.push_back(job);
}

void Course::go(Job job, double now) {
    while (true) {
        auto& request = requests_[std::size_t(job)];
        if (pass(job, system_.steps[request.step++], now))
            return;
    }
}

/// Begins a step; whether somebody will say when it ends.
bool Course::pass(Job job, const Step& step, double now) {
    switch (step.kind) {
    case Step::Kind::delay:
        events_.at(now + step.amount, {What::Kind::step, job});
        return true;
    case Step::Kind::device: {
        const auto& request = requests_[std::size_t(job)];
        const auto user = system_.groups[std::size_t(request.group)].firstUser + std::size_t(request.path);
        const double begin = std::max(now, deviceFree_[user]);
        deviceFree_[user] = begin + step.hold;
        events_.at(begin + step.amount, {What::Kind::step, job});
        return true;
    }
    case Step::Kind::air:
        air_[std::size_t(step.station)].arrive(now, job, step.amount, step.hold);
        announceAir(step.station);
        return true;
    case Step::Kind::link:
        links_[std::size_t(step.station)].arrive(now, job, step.amount);
        announceLink(step.station);
        return true;
    case Step::Kind::host:
        serve(job, step, now);
        return true;
    case Step::Kind::batch:
        joinBatch(job, step, now);
        return true;
    case Step::Kind::help:
        serve(job, step, now);
        return false;
    case Step::Kind::firstToken:
        firstToken(job, now);
        return true;
    }
    return false;
}

void Course::serve(Job job, const Step& step, double now) {
    const auto host = std::size_t(step.station);
    auto& replicas = hostFree_[host];
    auto& free = replicas[replicas.size() > 1 ? std::size_t(splits_[host].below(replicas.size())) : 0];
    const double begin = std::max(now, free);
    free = begin + step.hold;
    result_.hosts[host].busy += window_.overlap(begin, free);
    if (step.kind == Step::Kind::help)
        return;
    if (requests_[std::size_t(job)].counted)
        result_.hosts[host].waits.push_back(begin - now);
    events_.at(begin + step.amount, {What::Kind::step, job});
}

void Course::joinBatch(Job job, const Step& step, double now) {
    const auto host = std::size_t(step.station);
    auto& request = requests_[std::size_t(job)];
    auto asked = system_.groups[std::size_t(request.group)].request;
    asked.job = job;
    const auto count = std::uint64_t(system_.hosts[host].accelerators);
    const auto replica = firstServer_[host] + std::size_t(count > 1 ? splits_[host].below(count) : 0);
    auto& server = servers_[replica];
    if (!server.canServe(asked)) {
        result_.hosts[host].dropped += request.counted;
        drop(job);
        return;
    }
    request.replica = std::int32_t(replica);
    request.atHost = now;
    if (const auto end = server.arrive(now, asked))
        events_.at(*end, {What::Kind::iteration, request.replica});
}

// ---- tokens after the first ----

void Course::firstToken(Job job, double now) {
    auto& request = requests_[std::size_t(job)];
    const auto& group = system_.groups[std::size_t(request.group)];
    const auto& later = pathOf(request).later;
    request.first = now;
    if (group.outputTokens <= 1) {
        close(job, now);
        return;
    }
    if (later.cell >= 0)
        holdAir(job, now);
    if (group.batched && !group.stepwise) {
        if (request.last >= 0.0) // the server has told the last token before the first was through
            close(job, std::max(request.last, now));
        return;
    }
    request.tokens = group.outputTokens - 1;
    if (group.stepwise)
        events_.at(now + std::max(0.0, tokenTime(request) - later.host - later.back - later.down),
                   {What::Kind::token, job});
    else
        playPart(job, now);
}

/// A part of an answer at the sharing that it finds now.
void Course::playPart(Job job, double now) {
    auto& request = requests_[std::size_t(job)];
    if (request.tokens == 0) {
        close(job, now);
        return;
    }
    const int all = system_.groups[std::size_t(request.group)].outputTokens - 1;
    const bool inAir = pathOf(request).later.up > 0.0;
    const int part =
        inAir ? std::min(request.tokens, (all + partsOfAnAnswer - 1) / partsOfAnAnswer) : request.tokens;
    request.tokens -= part;
    events_.at(now + part * tokenTime(request), {What::Kind::token, job});
}

/// Of one token: what the air takes longer than assess() assumes comes on top.
double Course::tokenTime(const Request& request) const {
    const auto& later = pathOf(request).later;
    if (later.cell < 0)
        return later.perToken;
    const auto& upAir = air_[2 * std::size_t(later.cell)];
    const auto& downAir = air_[2 * std::size_t(later.cell) + 1];
    const double down = later.down * downAir.slowdown(later.downPart - request.heldDown);
    if (later.streams)
        return std::max(later.perToken, down);
    const double up = later.up * upAir.slowdown(later.upPart - request.heldUp);
    return later.perToken - later.up - later.down + up + down;
}

/// The tokens of an answer in the air, as the part of the cell's time that they need.
void Course::holdAir(Job job, double now) {
    auto& request = requests_[std::size_t(job)];
    const auto& later = pathOf(request).later;
    request.heldUp = later.upPart * later.up / later.perToken;
    request.heldDown = later.downPart * later.down / later.perToken;
    request.holdsAir = true;
    for (const bool down : {false, true})
        if (const double part = down ? request.heldDown : request.heldUp; part > 0.0) {
            air_[2 * std::size_t(later.cell) + down].hold(now, part);
            announceAir(2 * later.cell + down);
        }
}

void Course::releaseAir(Job job) {
    auto& request = requests_[std::size_t(job)];
    const int cell = pathOf(request).later.cell;
    if (!std::exchange(request.holdsAir, false))
        return;
    for (const bool down : {false, true})
        if (const double part = down ? request.heldDown : request.heldUp; part > 0.0) {
            air_[2 * std::size_t(cell) + down].release(now_, part);
            announceAir(2 * cell + down);
        }
}

// ---- stations ----

void Course::announceAir(int station) {
    const auto& air = air_[std::size_t(station)];
    if (const auto next = air.next())
        events_.at(*next, {What::Kind::air, station, air.version()});
}

void Course::announceLink(int station) {
    const auto& link = links_[std::size_t(station)];
    if (const auto next = link.next())
        events_.at(*next, {What::Kind::link, station, link.version()});
}

void Course::iterate(int server, double now) {
    tokens_.clear();
    if (const auto end = servers_[std::size_t(server)].finish(now, tokens_))
        events_.at(*end, {What::Kind::iteration, server});
    for (std::size_t i = 0; i < tokens_.size(); ++i)
        tell(tokens_[i], now);
}

void Course::tell(const simulate::BatchingServer::Token& token, double now) {
    auto& request = requests_[std::size_t(token.job)];
    const auto& group = system_.groups[std::size_t(request.group)];
    const auto& later = pathOf(request).later;
    if (token.first) {
        if (request.counted) {
            const auto host = std::size_t(system_.steps[request.step - 1].station);
            result_.hosts[host].waits.push_back(std::max(0.0, now - request.atHost - group.prefill));
        }
        go(token.job, now);
        return;
    }
    if (group.stepwise) {
        --request.tokens;
        events_.at(now + (token.last ? later.back + later.down : tokenTime(request) - later.host),
                   {What::Kind::token, token.job});
        return;
    }
    request.last = now + later.back + later.down;
    if (request.first >= 0.0)
        close(token.job, request.last);
}

/// What hosts and air have done, at the warm-up's end and at the end.
void Course::mark(double now) {
    const double sign = now >= window_.end ? 1.0 : -1.0;
    for (std::size_t a = 0; a < air_.size(); ++a)
        result_.air[a] += sign * air_[a].busy(now) / window_.length();
    for (std::size_t h = 0; h < system_.hosts.size(); ++h)
        for (int i = 0; system_.hosts[h].batches && i < system_.hosts[h].accelerators; ++i)
            result_.hosts[h].busy += sign * servers_[firstServer_[h] + std::size_t(i)].busy();
}

void Course::happen(const What& what, double now) {
    switch (what.kind) {
    case What::Kind::arrival:
        arriveAgain(what, now);
        arrive(std::size_t(what.index), now);
        return;
    case What::Kind::userArrival:
        arriveAgain(what, now);
        open(std::size_t(what.index), what.version, now);
        return;
    case What::Kind::traced:
        arriveTraced(std::size_t(what.index), now);
        return;
    case What::Kind::step:
        go(what.index, now);
        return;
    case What::Kind::token: {
        auto& request = requests_[std::size_t(what.index)];
        if (!system_.groups[std::size_t(request.group)].stepwise) {
            playPart(what.index, now);
        } else if (request.tokens == 0) {
            close(what.index, now);
        } else if (const auto end = servers_[std::size_t(request.replica)].resume(now, what.index)) {
            events_.at(*end, {What::Kind::iteration, request.replica});
        }
        return;
    }
    case What::Kind::air: {
        auto& air = air_[std::size_t(what.index)];
        if (air.version() != what.version)
            return;
        const auto job = air.leave(now);
        announceAir(what.index);
        go(job, now);
        return;
    }
    case What::Kind::link: {
        auto& link = links_[std::size_t(what.index)];
        if (link.version() != what.version)
            return;
        const auto job = link.leave(now);
        announceLink(what.index);
        go(job, now);
        return;
    }
    case What::Kind::iteration:
        iterate(what.index, now);
        return;
    case What::Kind::mark:
        mark(now);
        return;
    }
}

} // namespace cellwright::simulating
