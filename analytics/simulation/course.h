// SPDX-FileCopyrightText: 2026 Cellwright developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analytics/simulate/events.h"
#include "analytics/simulate/random.h"
#include "analytics/simulation/simulation.h"
#include "analytics/simulation/system.h"

#include <functional>

namespace cellwright::simulating {

/// What the counted requests of a group met in one course, in the order in which they were answered.
struct GroupCourse {
    std::vector<double> ttft, tpot, endToEnd;
    std::int64_t dropped = 0, unfinished = 0;
    std::int64_t answered = 0; ///< between warm-up and end, whenever they came
};
/// Server seconds between warm-up and end.
struct HostCourse {
    double busy = 0.0;
    std::vector<double> waits; ///< of counted requests
    std::int64_t dropped = 0;
};
struct CourseResult {
    std::vector<GroupCourse> groups;
    std::vector<HostCourse> hosts;
    std::vector<double> air; ///< share of the time of each kind of air
    std::int64_t requests = 0, events = 0;
    bool complete = false;
};

/// The clock of a course: what counts.
struct Window {
    double warmUp = 0.0, end = 0.0;
    [[nodiscard]] bool holds(double time) const { return time >= warmUp && time < end; }
    [[nodiscard]] double length() const { return end - warmUp; }
    /// How much of [from, to] lies in it.
    [[nodiscard]] double overlap(double from, double to) const {
        return std::max(0.0, std::min(to, end) - std::max(from, warmUp));
    }
};

/// Plays one course. Requests that come in the window count; others go on coming behind it, for at most a
/// quarter of its length, until those are answered. `proceed` is asked now and then, with the time reached.
class Course {
public:
    Course(const System& system, const std::vector<TraceArrival>& trace, Window window, std::uint64_t seed,
           std::uint64_t replication);
    CourseResult run(const std::vector<std::size_t>& traceGroups, const std::function<bool(double)>& proceed);

private:
    using Job = simulate::Job;
    /// What happens next somewhere: the arrival of a request, the next step of one, or a station's turn.
    struct What {
        enum class Kind : std::uint8_t {
            arrival,
            userArrival,
            traced,
            step,
            token,
            air,
            link,
            iteration,
            mark
        };
        Kind kind = Kind::arrival;
        std::int32_t index = 0; ///< group, user, job or station
        std::uint32_t version = 0;
    };
    struct Request {
        std::int32_t group = 0, path = 0;
        std::uint32_t step = 0; ///< the next, in System::steps
        std::int32_t replica = -1;
        double born = 0.0, first = -1.0, atHost = 0.0;
        double last = -1.0;      ///< at the user, where a batching server has told it
        std::int32_t tokens = 0; ///< still to come, of those played in parts
        double heldUp = 0.0, heldDown = 0.0;
        bool counted = false, open = false, holdsAir = false;
    };

    void startArrivals();
    void arrive(std::size_t group, double now);
    void arriveAgain(const What& what, double now);
    void arriveTraced(std::size_t index, double now);
    void open(std::size_t group, std::size_t path, double now);
    void close(Job job, double end);
    void drop(Job job);
    void go(Job job, double now);
    bool pass(Job job, const Step& step, double now);
    void serve(Job job, const Step& step, double now);
    void joinBatch(Job job, const Step& step, double now);
    void firstToken(Job job, double now);
    void playPart(Job job, double now);
    void holdAir(Job job, double now);
    void releaseAir(Job job);
    [[nodiscard]] double tokenTime(const Request& request) const;
    void happen(const What& what, double now);
    void iterate(int server, double now);
    void tell(const simulate::BatchingServer::Token& token, double now);
    void announceAir(int station);
    void announceLink(int station);
    void mark(double now);
    [[nodiscard]] bool done() const { return countedOpen_ == 0; }
    const Path& pathOf(const Request& request) const {
        return system_.groups[std::size_t(request.group)].paths[std::size_t(request.path)];
    }

    const System& system_;
    const std::vector<TraceArrival>& trace_;
    const std::vector<std::size_t>* traceGroups_ = nullptr;
    Window window_;
    double now_ = 0.0;
    simulate::Events<What> events_;
    std::vector<simulate::Random> gaps_, choices_; ///< by group
    std::vector<simulate::Random> splits_;         ///< by host
    std::vector<double> deviceFree_;
    std::vector<std::vector<double>> hostFree_; ///< by host and accelerator
    std::vector<simulate::SharedAir> air_;
    std::vector<simulate::SharedLink> links_;
    std::vector<std::size_t> firstServer_; ///< by host, in servers_
    std::vector<simulate::BatchingServer> servers_;
    std::vector<simulate::BatchingServer::Token> tokens_;
    std::vector<Request> requests_;
    std::vector<Job> free_;
    std::int64_t countedOpen_ = 0;
    CourseResult result_;
};

} // namespace cellwright::simulating
